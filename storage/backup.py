"""Whole copies of a store: made while it is in use, checked before they bear their name, and put back."""

import os
import shutil
import sqlite3
from collections.abc import Generator
from contextlib import closing, contextmanager, suppress
from datetime import datetime, timedelta
from pathlib import Path

from bot.domain.errors import OperatorError
from bot.words import _
from storage import migrate
from storage.holding import held

RESTORED_AT = "restored_at"
"""The setting that says since when a store is an older one's copy: what it has forgotten may have been posted."""
_STAMP = "%Y%m%dT%H%M%SZ"
_OURS = "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name IN ('article', 'fact', 'setting')"


def damage(connection: sqlite3.Connection) -> str | None:
    """The first thing SQLite finds wrong with the file, in its words; None if it is whole."""
    try:
        words = str(connection.execute("PRAGMA quick_check(1)").fetchone()[0])
    except sqlite3.DatabaseError as error:
        return str(error)
    return None if words == "ok" else " ".join(words.split())


def write(connection: sqlite3.Connection, target: Path) -> None:
    """Copy the store into `target`, which appears whole or not at all. Others may write meanwhile."""
    part = target.with_name(f"{target.name}.part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        part.unlink(missing_ok=True)  # what a killed backup left
        part.touch(mode=0o600)
        connection.execute("VACUUM INTO :part", {"part": str(part)})
        with _opened(part) as copy:
            wrong = damage(copy)
        if wrong:
            raise OperatorError(
                _("The backup {target} was not made: its copy is damaged ({wrong}).").format(target=target, wrong=wrong)
            )
        _settle(part, target)
    except (sqlite3.DatabaseError, OSError) as error:
        raise OperatorError(
            _("The backup {target} was not made: {error}.").format(target=target, error=error)
        ) from error
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)


def _settle(part: Path, target: Path) -> None:
    """Give a written file its name, and wait until the disk has both."""
    for path, then in ((part, target), (target.parent, None)):
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
        if then:
            path.replace(then)


def back_up(path: Path, target: Path) -> None:
    """`python -m bot backup`: copy the store at `path`, whether or not a bot has it open."""
    if not path.is_file():
        raise OperatorError(_("There is no store at {path} to back up.").format(path=path))
    if target.is_dir() or (target.exists() and target.samefile(path)):
        raise OperatorError(_("Name another file: {target} cannot take the backup.").format(target=target))
    with held(path), _opened(path) as store:
        write(store, target)


def restore(backup: Path, path: Path, now: datetime) -> Path | None:
    """Put `backup` in the store's place; where the replaced store is kept, if there was one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with held(path, alone=True):
        with _opened(backup) as source:
            _refuse_unfit(source, backup)
            fresh = path.with_name(f"{path.name}.restored")
            write(source, fresh)
        with _opened(fresh) as copy:
            copy.execute("INSERT OR REPLACE INTO setting VALUES (?, ?)", (RESTORED_AT, now.isoformat()))
        kept = _set_aside(path, path.with_name(f"{path.stem}.replaced-{now.strftime(_STAMP)}{path.suffix}"))
        _settle(fresh, path)
    return kept


def _refuse_unfit(source: sqlite3.Connection, backup: Path) -> None:
    wrong = damage(source)
    if wrong:
        raise OperatorError(
            _("{backup} is damaged ({wrong}). Nothing was changed; take an older backup.").format(
                backup=backup, wrong=wrong
            )
        )
    if source.execute(_OURS).fetchone()[0] != 3 or not migrate.version(source):
        raise OperatorError(_("{backup} is no store of Communiqué. Nothing was changed.").format(backup=backup))
    migrate.refuse_newer(source, str(backup))


def _set_aside(path: Path, kept: Path) -> Path | None:
    """Copy the store that goes; its log must not stay, because SQLite would play it into the one that comes."""
    if not path.exists():
        return None
    with suppress(sqlite3.DatabaseError), closing(sqlite3.connect(path)) as store:
        store.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    shutil.copy2(path, kept)
    for end in ("-wal", "-shm"):
        beside = path.with_name(path.name + end)
        if beside.exists():  # only a damaged store's log is still here
            shutil.copy2(beside, kept.with_name(kept.name + end))
            beside.unlink()
    return kept


@contextmanager
def _opened(path: Path) -> Generator[sqlite3.Connection]:
    """An existing file, never made; what cannot be opened is said in words."""
    try:
        connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=rw", uri=True, isolation_level=None)
    except sqlite3.OperationalError as error:
        raise OperatorError(_("{path} cannot be opened: {error}.").format(path=path, error=error)) from error
    with closing(connection):
        yield connection


def due(folder: Path, now: datetime, every: timedelta) -> Path | None:
    """The name of the scheduled backup to be made now; None while the newest is young enough."""
    stamps = [_stamp(path, now) for path in scheduled(folder)]
    if stamps and timedelta() <= now - max(stamps) < every:
        return None
    return folder / f"communique-{now.strftime(_STAMP)}.db"


def scheduled(folder: Path) -> list[Path]:
    """The scheduled backups, the newest first: their names are their times."""
    return sorted(folder.glob("communique-[0-9]*T[0-9]*Z.db"), reverse=True)


def _stamp(path: Path, now: datetime) -> datetime:
    return datetime.strptime(path.stem.removeprefix("communique-"), _STAMP).replace(tzinfo=now.tzinfo)


def rotate(folder: Path, keep: int) -> None:
    """Keep the newest `keep` scheduled backups, and nothing half-written."""
    for path in (*scheduled(folder)[keep:], *folder.glob("communique-*.db.part")):
        path.unlink(missing_ok=True)
