import asyncio
import os
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from bot.domain.errors import OperatorError
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


async def test_twenty_savers_at_once_all_succeed(db: SqliteDatabase) -> None:
    await asyncio.gather(*(db.transaction(lambda tx, n=n: tx.execute(PUT, {"key": str(n), "value": ""})) for n in range(20)))
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


async def test_a_file_that_is_no_store_is_refused_in_words(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    path.write_bytes(b"not a database at all" * 100)
    with pytest.raises(OperatorError, match="cannot be opened"):
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
    process = subprocess.Popen([sys.executable, "-c", WRITER, str(path)], cwd=ROOT, stdout=subprocess.PIPE, text=True)
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
