import asyncio
import os
import signal
import sqlite3
import subprocess
import sys
import threading
from importlib.metadata import version
from pathlib import Path

import aiosqlite
import pytest

from bot.domain.errors import OperatorError
from storage.migrate import _apply
from storage.sqlite import SqliteDatabase, open_database

PUT = "INSERT INTO setting (key, value) VALUES (:key, :value)"
SLOW = "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c WHERE x < 1000000000) SELECT count(*) FROM c"
COUNT = "SELECT count(*) AS n FROM setting"
ROOT = Path(__file__).parents[2]


async def count(db: SqliteDatabase) -> int:
    row = await db.one(COUNT)
    assert row
    return row["n"]


async def test_a_transaction_that_raises_leaves_nothing(db: SqliteDatabase) -> None:
    def work(tx):
        tx.execute(PUT, {"key": "a", "value": "1"})
        raise ValueError("half-way")

    with pytest.raises(ValueError, match="half-way"):
        await db.transaction(work)
    assert await count(db) == 0


async def test_a_cancelled_transaction_leaves_nothing_and_the_next_one_works(db: SqliteDatabase) -> None:
    def work(tx):
        tx.execute(PUT, {"key": "a", "value": "1"})
        tx.all(SLOW)

    task = asyncio.create_task(db.transaction(work))
    await asyncio.sleep(0.1)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert await count(db) == 0
    await db.transaction(lambda tx: tx.execute(PUT, {"key": "b", "value": "1"}))
    assert await count(db) == 1


async def test_cancelled_between_two_statements_it_leaves_nothing_either(db: SqliteDatabase) -> None:
    started, go_on = threading.Event(), threading.Event()

    def work(tx):
        tx.execute(PUT, {"key": "a", "value": "1"})
        started.set()
        go_on.wait(5)

    task = asyncio.create_task(db.transaction(work))
    await asyncio.to_thread(started.wait, 5)
    task.cancel()
    await asyncio.sleep(0)
    go_on.set()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert await count(db) == 0


async def test_cancelled_while_it_waits_for_its_turn_it_never_starts(db: SqliteDatabase) -> None:
    go_on = threading.Event()
    first = asyncio.create_task(db.transaction(lambda tx: go_on.wait(5) and tx.execute(PUT, {"key": "a", "value": ""})))
    second = asyncio.create_task(db.transaction(lambda tx: tx.execute(PUT, {"key": "b", "value": ""})))
    await asyncio.sleep(0.05)
    second.cancel()
    go_on.set()
    await first
    with pytest.raises(asyncio.CancelledError):
        await second
    assert [row["key"] for row in await db.all("SELECT key FROM setting")] == ["a"]


async def test_a_question_given_up_frees_its_reader(db: SqliteDatabase) -> None:
    for _ in range(5):  # more than there are readers
        task = asyncio.create_task(db.all(SLOW))
        await asyncio.sleep(0.02)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
    assert await asyncio.wait_for(count(db), 1) == 0


async def test_a_durable_save_waits_for_the_disk_and_the_next_one_does_not(db: SqliteDatabase) -> None:
    ask = "PRAGMA synchronous"
    assert await db.transaction(lambda tx: tx.all(ask), durable=True) == [{"synchronous": 2}]
    assert await db.transaction(lambda tx: tx.all(ask)) == [{"synchronous": 1}]


async def test_the_hop_that_we_lean_on_is_as_we_know_it() -> None:
    """aiosqlite's `_execute` is private: another version must be read before it is pinned."""
    assert version("aiosqlite") == "0.22.1"
    async with aiosqlite.connect(":memory:") as connection:
        ran_on = await connection._execute(threading.get_ident)
        assert ran_on == connection._thread.ident != threading.get_ident()
        with pytest.raises(ZeroDivisionError):
            await connection._execute(lambda: 1 // 0)
        assert isinstance(connection._conn, sqlite3.Connection)


async def test_twenty_savers_at_once_all_succeed(db: SqliteDatabase) -> None:
    await asyncio.gather(
        *(db.transaction(lambda tx, n=n: tx.execute(PUT, {"key": str(n), "value": ""})) for n in range(20))
    )
    assert await count(db) == 20


async def test_a_question_is_answered_while_a_save_runs(db: SqliteDatabase) -> None:
    saving = asyncio.create_task(db.transaction(lambda tx: tx.all(SLOW)))
    await asyncio.sleep(0.05)
    assert await asyncio.wait_for(count(db), 1) == 0
    saving.cancel()
    with pytest.raises(asyncio.CancelledError):
        await saving


async def test_a_reader_cannot_write(db: SqliteDatabase) -> None:
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        await db.all("INSERT INTO setting (key, value) VALUES ('a', 'b')")


async def test_a_newer_store_is_refused_in_words(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    async with open_database(path):
        pass
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA user_version = 9999")
    connection.close()
    with pytest.raises(OperatorError, match="newer Communiqué"):
        async with open_database(path):
            pass


async def test_a_migration_that_fails_leaves_the_store_as_it_was(tmp_path: Path) -> None:
    connection = sqlite3.connect(tmp_path / "store.db", isolation_level=None)
    with pytest.raises(sqlite3.OperationalError, match="no_such_table"):
        _apply(connection, 1, "CREATE TABLE a (x);\nINSERT INTO no_such_table VALUES (';');")
    assert connection.execute("SELECT count(*) FROM sqlite_master").fetchone() == (0,)
    _apply(connection, 1, "CREATE TABLE a (x); INSERT INTO a VALUES (';') -- the last one needs no mark")
    assert connection.execute("SELECT x FROM a").fetchall() == [(";",)]
    assert connection.execute("PRAGMA user_version").fetchone() == (1,)
    connection.close()


async def test_a_folder_that_cannot_be_made_is_said_in_words(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(OperatorError, match=r"folder .* cannot be made"):
        async with open_database(tmp_path / "file" / "store.db"):
            pass


async def test_a_file_that_is_no_store_is_refused_in_words(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    path.write_bytes(b"not a database at all" * 100)
    with pytest.raises(OperatorError, match=r"is damaged .*file is not a database.* restore FILE"):
        async with open_database(path):
            pass


WRITER = """
import asyncio, sys
from pathlib import Path
from storage.sqlite import open_database

async def main():
    async with open_database(Path(sys.argv[1])) as db:
        for n in range(100000):
            def work(tx, n=n):
                tx.execute("INSERT INTO setting VALUES (:k, '')", {"k": f"{n}a"})
                tx.execute("INSERT INTO setting VALUES (:k, '')", {"k": f"{n}b"})
            await db.transaction(work)
            print(n, flush=True)

asyncio.run(main())
"""


@pytest.mark.parametrize("after", [3, 40, 200])
async def test_a_killed_writer_loses_no_acknowledged_save_and_keeps_no_half(tmp_path: Path, after: int) -> None:
    path = tmp_path / "store.db"
    process = subprocess.Popen(  # noqa: ASYNC220 - nothing else runs in this loop
        [sys.executable, "-c", WRITER, str(path)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout
    acknowledged = -1
    while acknowledged < after:
        acknowledged = int(process.stdout.readline())
    os.kill(process.pid, signal.SIGKILL)
    rest = process.stdout.read().split("\n")
    process.wait()
    acknowledged = max([acknowledged, *(int(line) for line in rest[:-1] if line.isdigit())])
    async with open_database(path) as db:
        keys = {row["key"] for row in await db.all("SELECT key FROM setting")}
        check = await db.one("PRAGMA quick_check")
    assert check == {"quick_check": "ok"}
    assert {f"{n}{half}" for n in range(acknowledged + 1) for half in "ab"} <= keys
    assert all(f"{key[:-1]}{'b' if key.endswith('a') else 'a'}" in keys for key in keys)
