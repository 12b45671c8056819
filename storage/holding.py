"""Who has the store open: each process that does holds a shared lock beside it, and only restoring wants it alone.

The system drops the lock with the process, so a killed bot leaves none behind.
"""

import fcntl
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from bot.domain.errors import OperatorError
from bot.words import _


@contextmanager
def held(path: Path, *, alone: bool = False) -> Generator[None]:
    """Hold the store at `path`; `alone` is refused while anybody else holds it."""
    with path.with_name(f"{path.name}.lock").open("ab") as file:
        try:
            fcntl.flock(file, (fcntl.LOCK_EX if alone else fcntl.LOCK_SH) | fcntl.LOCK_NB)
        except BlockingIOError:
            raise OperatorError(
                _("The store {path} is in use. Stop the bot first, then restore.").format(path=path)
                if alone
                else _("The store {path} is being restored. Start again when that is done.").format(path=path)
            ) from None
        yield
