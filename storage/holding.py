"""Who has the store open: each process that does holds a shared lock beside it, and only restoring wants it alone.

The system drops the lock with the process, so a killed bot leaves none behind.
"""

import fcntl
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from bot.domain.errors import OperatorError


@contextmanager
def held(path: Path, *, alone: bool = False) -> Generator[None]:
    """Hold the store at `path`; `alone` is refused while anybody else holds it."""
    with path.with_name(f"{path.name}.lock").open("ab") as file:
        try:
            fcntl.flock(file, (fcntl.LOCK_EX if alone else fcntl.LOCK_SH) | fcntl.LOCK_NB)
        except BlockingIOError:
            raise OperatorError(
                f"The store {path} is in use. Stop the bot first, then restore."
                if alone
                else f"The store {path} is being restored. Start again when that is done."
            ) from None
        yield
