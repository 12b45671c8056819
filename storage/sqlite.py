"""SQLite behind aiosqlite: one writer, a few readers that may not write.

A write transaction is one function run on the writer's thread, because a transaction spread over awaits keeps half
of itself when it is cancelled. A read that holds no cursor open lets the write-ahead log be truncated.
"""

import asyncio
import contextlib
import sqlite3
import threading
from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import LiteralString, TypeVar

import aiosqlite

from bot import log
from bot.domain.errors import OperatorError, StoreFull
from bot.words import N_, _
from storage import backup, migrate
from storage.database import Parameters, Reads, Row, Transaction
from storage.holding import held

_log = log.get(__name__)
_READERS = 2
_FULL = N_("The disk is full: nothing new can be stored until there is room. Answers go on.")
_NONE: Mapping[str, None] = {}
T = TypeVar("T")


class _Reads:
    """A connection on its thread, until the caller gives up."""

    def __init__(self, connection: sqlite3.Connection, given_up: threading.Event) -> None:
        self._connection = connection
        self._given_up = given_up

    def one(self, sql: LiteralString, parameters: Parameters = _NONE) -> Row | None:
        rows = self.all(sql, parameters)
        return rows[0] if rows else None

    def all(self, sql: LiteralString, parameters: Parameters = _NONE) -> Sequence[Row]:
        _go_on(self._given_up)
        return _rows(self._connection, sql, parameters)


class _Transaction(_Reads):
    """The writer's connection, between BEGIN and COMMIT."""

    def __init__(self, connection: sqlite3.Connection, given_up: threading.Event) -> None:
        super().__init__(connection, given_up)
        self._if_undone: list[Callable[[], None]] = []

    def if_undone(self, then: Callable[[], None]) -> None:
        self._if_undone.append(then)

    def undo(self) -> None:
        if self._connection.in_transaction:
            self._connection.execute("ROLLBACK")
        for then in self._if_undone:
            then()

    def execute(self, sql: LiteralString, parameters: Parameters = _NONE) -> int:
        return self._connection.execute(sql, parameters).rowcount

    def each(self, sql: LiteralString, many: Sequence[Parameters]) -> None:
        self._connection.executemany(sql, many)

    def insert(self, sql: LiteralString, parameters: Parameters = _NONE) -> int:
        number = self._connection.execute(sql, parameters).lastrowid
        assert number is not None
        return number


def _rows(connection: sqlite3.Connection, sql: str, parameters: Parameters) -> list[Row]:
    cursor = connection.execute(sql, parameters)
    names = [column[0] for column in cursor.description or ()]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


class SqliteDatabase:
    """Made by `open_database`; see `storage.database.Database` for what its methods promise."""

    def __init__(self, path: Path, writer: aiosqlite.Connection, readers: list[aiosqlite.Connection]) -> None:
        self._path = path
        self._writer = writer
        self._writing = asyncio.Lock()
        self._readers = list(readers)
        self._free = asyncio.Semaphore(len(readers))
        self._is_full = False

    async def one(self, sql: LiteralString, parameters: Parameters = _NONE) -> Row | None:
        rows = await self.all(sql, parameters)
        return rows[0] if rows else None

    async def all(self, sql: LiteralString, parameters: Parameters = _NONE) -> Sequence[Row]:
        return await self.read(lambda reads: reads.all(sql, parameters))

    async def read(self, work: Callable[[Reads], T]) -> T:
        given_up = threading.Event()
        async with self._free:
            reader = self._readers.pop()
            try:
                return await _hop(reader, lambda connection: work(_Reads(connection, given_up)), given_up)
            finally:
                self._readers.append(reader)

    async def transaction(self, work: Callable[[Transaction], T], *, durable: bool = False) -> T:
        given_up = threading.Event()

        def whole(connection: sqlite3.Connection) -> T:
            connection.execute(f"PRAGMA synchronous = {'FULL' if durable else 'NORMAL'}")
            connection.execute("BEGIN IMMEDIATE")
            transaction = _Transaction(connection, given_up)
            try:
                result = work(transaction)
                _commit(connection, given_up)
            except BaseException:
                transaction.undo()
                raise
            return result

        async with self._writing:
            try:
                result = await _hop(self._writer, whole, given_up)
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode != sqlite3.SQLITE_FULL:
                    raise
                self._tell(is_full=True)
                raise StoreFull(_(_FULL)) from error
            if self._is_full and await _hop(self._writer, _has_room):
                self._tell(is_full=False)
            return result

    @property
    def is_full(self) -> bool:
        """Whether a write found no room, and none since has shown that there is some again."""
        return self._is_full

    def _tell(self, *, is_full: bool) -> None:
        """The operator's notice: one line when the room ends, one when it is back."""
        if is_full and not self._is_full:
            _log.error("the disk is full: nothing new is stored until there is room; answers go on")
        elif self._is_full and not is_full:
            _log.info("there is room on the disk again: what is new is stored")
        self._is_full = is_full

    async def back_up(self, target: Path) -> None:
        """Copy the store into `target`, on a thread of its own: nobody waits for it but the caller."""
        async with aiosqlite.connect(self._path, isolation_level=None) as connection:
            await _hop(connection, lambda store: backup.write(store, target))

    async def back_up_due(self, folder: Path, now: datetime, *, every: timedelta, keep: int) -> Path | None:
        """Make the scheduled backup if its time has come, and drop those that are too many; the file, if one was made."""
        target = backup.due(folder, now, every)
        if target:
            backup.rotate(folder, keep)  # first too: a bot killed at each backup must not fill the disk with halves
            await self.back_up(target)
            backup.rotate(folder, keep)
        return target


def _has_room(connection: sqlite3.Connection) -> bool:
    """Try a mebibyte: a write that changes little fits into a full store too, and proves nothing."""
    try:
        connection.execute("INSERT OR REPLACE INTO setting VALUES ('room', hex(zeroblob(524288)))")
        connection.execute("DELETE FROM setting WHERE key = 'room'")
    except sqlite3.OperationalError:
        return False
    return True


def _go_on(given_up: threading.Event) -> None:
    if given_up.is_set():  # between two statements there was nothing to interrupt
        raise sqlite3.OperationalError("interrupted")


def _commit(connection: sqlite3.Connection, given_up: threading.Event) -> None:
    _go_on(given_up)
    connection.execute("COMMIT")


async def _hop(
    connection: aiosqlite.Connection, work: Callable[[sqlite3.Connection], T], given_up: threading.Event | None = None
) -> T:
    """Run `work` on the connection's thread; a cancelled caller interrupts it and waits until it is undone."""
    # aiosqlite has no public way to run a function on its thread; the version is pinned and a test holds the contract.
    hop = asyncio.ensure_future(connection._execute(work, connection._conn))  # pyright: ignore
    try:
        return await asyncio.shield(hop)
    except asyncio.CancelledError:
        if given_up:
            given_up.set()
        await connection.interrupt()
        await asyncio.wait([hop])
        if not hop.cancelled():
            hop.exception()  # looked at, so that asyncio does not report it: who gave up wants no answer
        raise


@asynccontextmanager
async def open_database(path: Path) -> AsyncGenerator[SqliteDatabase]:
    """The store at `path`, made and migrated if need be; its folder is made too. Closed at the end in every case."""
    async with contextlib.AsyncExitStack() as stack:
        try:
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            stack.enter_context(held(path))
            _make(path)
            writer = await stack.enter_async_context(aiosqlite.connect(path, isolation_level=None))
            await _hop(writer, lambda connection: _prepare_writer(connection, path))
            readers = [await _reader(stack, path) for _ in range(_READERS)]
        except OSError as error:
            raise OperatorError(
                _("The store's folder {parent} cannot be made: {strerror}.").format(
                    parent=path.parent, strerror=error.strerror
                )
            ) from error
        except sqlite3.OperationalError as error:
            raise OperatorError(
                _("The store {path} cannot be opened: {error}.").format(path=path, error=error)
            ) from error
        except sqlite3.DatabaseError as error:
            raise _damaged(path, str(error)) from error
        yield SqliteDatabase(path, writer, readers)


def _make(path: Path) -> None:
    """An empty file for its owner alone, which keeps ids of readers and managers; the log beside it takes its mode."""
    if not path.exists():
        path.touch(mode=0o600)


def _damaged(path: Path, wrong: str) -> OperatorError:
    return OperatorError(
        _(
            "The store {path} is damaged ({wrong}). Put the newest backup in its place with `python -m bot restore FILE`; the "
            "damaged store is kept beside it."
        ).format(path=path, wrong=wrong)
    )


def _prepare_writer(connection: sqlite3.Connection, path: Path) -> None:
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA busy_timeout = 10000")
    connection.execute("PRAGMA foreign_keys = ON")
    wrong = backup.damage(connection)
    if wrong:
        raise _damaged(path, wrong)
    migrate.refuse_newer(connection, _("The store {path}").format(path=path))
    if migrate.is_behind(connection):
        backup.write(connection, path.with_name(f"{path.stem}.schema-{migrate.version(connection)}{path.suffix}"))
    migrate.migrate(connection)


async def _reader(stack: contextlib.AsyncExitStack, path: Path) -> aiosqlite.Connection:
    def prepare(connection: sqlite3.Connection) -> None:
        connection.execute("PRAGMA busy_timeout = 10000")
        connection.execute("PRAGMA query_only = ON")

    reader = await stack.enter_async_context(aiosqlite.connect(path, isolation_level=None))
    await _hop(reader, prepare)
    return reader
