"""A new store without the time that making one takes: it is made once a process, and copied."""

import functools
import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path

from storage import migrate


def fresh(path: Path) -> Path:
    """The path, with an empty store at it if nothing is there yet: as `open_database` makes one."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(_new())
    return path


@functools.cache
def _new() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "store.db"
        with closing(sqlite3.connect(path, isolation_level=None)) as connection:
            connection.execute("PRAGMA journal_mode = WAL")
            migrate.migrate(connection)
        return path.read_bytes()  # the last connection to close has written the log back
