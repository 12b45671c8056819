import asyncio
import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot import app, jobs
from bot.config import Settings
from bot.domain.errors import OperatorError
from storage import backup
from storage.sqlite import open_database
from storage.values import Values

ROOT = Path(__file__).parents[2]
NOW = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)


async def store(path: Path, value: str) -> Path:
    async with open_database(path) as db:
        await Values(db).put("word", value)
    return path


def word(path: Path) -> str:
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA quick_check").fetchone() == ("ok",)
        return connection.execute("SELECT value FROM setting WHERE key = 'word'").fetchone()[0]


def communique(path: Path, *words: str, token: str = "") -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "DATABASE": str(path), "DISCORD_TOKEN": token}
    return subprocess.run(
        [sys.executable, "-m", "bot", *words], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )


def names(folder: Path, pattern: str) -> list[str]:
    return sorted(path.name for path in folder.glob(pattern))


def spoil(path: Path) -> None:
    """Overwrite every page but the first, as a dying disk may."""
    size = path.stat().st_size
    with path.open("r+b") as file:
        file.seek(4096)
        file.write(b"\x5a" * (size - 4096))


async def test_backed_up_while_it_is_written_and_restored_when_the_bot_is_stopped(tmp_path: Path) -> None:
    path, copy = tmp_path / "store.db", tmp_path / "copy.db"
    async with open_database(path) as db:
        await Values(db).put("word", "before")
        ran = await asyncio.to_thread(communique, path, "backup", str(copy))
        assert (ran.returncode, ran.stderr) == (0, "")
        assert "checked the copy: whole" in ran.stdout
        await Values(db).put("word", "after")
        refused = await asyncio.to_thread(communique, path, "restore", str(copy))
        assert (refused.returncode, refused.stdout) == (1, "")
        assert "is in use. Stop the bot first" in refused.stderr
    ran = communique(path, "restore", str(copy))
    assert (ran.returncode, ran.stderr) == (0, "")
    (name,) = names(tmp_path, "store.replaced-*Z.db")
    kept = tmp_path / name
    assert str(kept) in ran.stdout
    assert (word(path), word(kept), word(copy)) == ("before", "after", "before")


async def test_a_killed_bots_last_saves_are_in_the_kept_copy_and_not_in_the_restored_store(tmp_path: Path) -> None:
    path, copy, live = tmp_path / "store.db", tmp_path / "copy.db", tmp_path / "live.db"
    backup.back_up(await store(path, "old"), copy)
    async with open_database(path) as db:  # the log as a kill leaves it: not yet played into the store
        await Values(db).put("word", "only in the log")
        for end in ("", "-wal"):
            shutil.copy(f"{path}{end}", f"{live}{end}")
    kept = backup.restore(copy, live, NOW)
    assert kept == tmp_path / "live.replaced-20260310T090000Z.db"
    assert (word(live), word(kept)) == ("old", "only in the log")


async def test_a_damaged_store_is_replaced_and_kept(tmp_path: Path) -> None:
    path, copy = tmp_path / "store.db", tmp_path / "copy.db"
    backup.back_up(await store(path, "old"), copy)
    path.write_bytes(b"no database" * 1000)
    kept = backup.restore(copy, path, NOW)
    assert word(path) == "old"
    assert kept
    assert kept.read_bytes().startswith(b"no database")


async def test_restored_where_there_was_no_store(tmp_path: Path) -> None:
    copy = await store(tmp_path / "copy.db", "old")
    assert backup.restore(copy, tmp_path / "new" / "store.db", NOW) is None
    assert word(tmp_path / "new" / "store.db") == "old"


@pytest.mark.parametrize("kind", ["damaged", "cut", "text", "strange", "empty", "newer", "absent"])
async def test_what_is_no_good_backup_is_refused_and_changes_nothing(tmp_path: Path, kind: str) -> None:
    path, bad = await store(tmp_path / "store.db", "mine"), tmp_path / "bad.db"
    if kind in {"damaged", "cut", "newer"}:
        await store(bad, "theirs")
    match kind:
        case "damaged":
            spoil(bad)
        case "cut":
            bad.write_bytes(bad.read_bytes()[:20000])
        case "text":
            bad.write_text("Dear diary, " * 100)
        case "empty":
            bad.touch()
        case "strange" | "newer":
            with closing(sqlite3.connect(bad)) as connection:
                connection.executescript("PRAGMA user_version = 9999; CREATE TABLE IF NOT EXISTS article (x);")
    words = {
        "strange": "no store of Communiqué",
        "empty": "no store of Communiqué",
        "newer": "newer Communiqué",
        "absent": "cannot be opened",
    }
    before = path.read_bytes()
    with pytest.raises(OperatorError, match=words.get(kind, "is damaged")):
        backup.restore(bad, path, NOW)
    assert path.read_bytes() == before
    assert names(tmp_path, "*.replaced-*") + names(tmp_path, "*.restored*") == []


async def test_a_backup_of_a_damaged_store_takes_no_good_backups_place(tmp_path: Path) -> None:
    path, copy = tmp_path / "store.db", tmp_path / "copy.db"
    backup.back_up(await store(path, "good"), copy)
    spoil(path)
    with pytest.raises(OperatorError, match="was not made"):
        backup.back_up(path, copy)
    assert word(copy) == "good"
    assert names(tmp_path, "*.part") == []


async def test_a_backup_is_not_written_over_the_store_nor_made_of_nothing(tmp_path: Path) -> None:
    path = await store(tmp_path / "store.db", "mine")
    with pytest.raises(OperatorError, match="Name another file"):
        backup.back_up(path, path)
    with pytest.raises(OperatorError, match="no store"):
        backup.back_up(tmp_path / "none.db", tmp_path / "copy.db")
    assert not (tmp_path / "none.db").exists()


async def test_the_scheduled_backup_comes_once_a_day_and_the_newest_are_kept(tmp_path: Path) -> None:
    settings = Settings(database=tmp_path / "store.db", discord_token="", backups_kept=2)
    folder = tmp_path / "backups"
    async with app.open_core(settings) as core:
        await jobs.back_up_due(core, NOW)
        (folder / "communique-20260310T090001Z.db.part").write_text("a killed one's")
        (folder / "mine.db").write_text("not the bot's to delete")
        await jobs.back_up_due(core, NOW + timedelta(hours=23))
        assert names(folder, "communique-*Z.db") == ["communique-20260310T090000Z.db"]
        for day in (1, 2, 3):
            await Values(core.db).put("word", f"day {day}")
            await jobs.back_up_due(core, NOW + timedelta(days=day))
    assert names(folder, "*") == ["communique-20260312T090000Z.db", "communique-20260313T090000Z.db", "mine.db"]
    assert word(folder / "communique-20260313T090000Z.db") == "day 3"


async def test_no_backup_is_scheduled_where_the_operator_wants_none(tmp_path: Path) -> None:
    async with app.open_core(Settings(database=tmp_path / "store.db", discord_token="", backup_hours=0)) as core:
        await jobs.back_up_due(core, NOW)
    assert names(tmp_path, "backups/*") == []


async def test_a_stop_in_the_middle_of_a_backup_does_not_wait_for_it(tmp_path: Path) -> None:
    async with open_database(tmp_path / "store.db") as db:
        await db.transaction(
            lambda tx: tx.execute(
                "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c WHERE x < 200000)"
                " INSERT INTO setting SELECT x, hex(randomblob(100)) FROM c"
            )
        )
        task = asyncio.create_task(db.back_up(tmp_path / "copy.db"))
        await asyncio.sleep(0.05)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asyncio.wait_for(task, 5)
    assert names(tmp_path, "copy.db*") == []


@pytest.mark.parametrize("command", [("check",), ("run", "--headless")], ids=" ".join)
async def test_a_damaged_store_is_said_at_start_in_one_line_with_what_to_do(
    tmp_path: Path, command: tuple[str, ...]
) -> None:
    path = await store(tmp_path / "store.db", "mine")
    spoil(path)
    ran = await asyncio.to_thread(communique, path, *command, token="x" if "run" in command else "")
    said = [line for line in (ran.stdout + ran.stderr).splitlines() if "damaged" in line]
    assert ran.returncode == 1
    assert "Traceback" not in ran.stderr
    assert len(said) == 1
    assert f"The store {path} is damaged (" in said[0]
    assert "`python -m bot restore FILE`" in said[0]


async def test_nobody_else_on_the_machine_may_read_the_store_nor_a_copy_of_it(tmp_path: Path) -> None:
    path = tmp_path / "new" / "store.db"
    known = os.umask(0o022)
    try:
        async with open_database(path) as db:
            await Values(db).put("word", "secret")
            await db.back_up(tmp_path / "copy.db")
            modes = {one.stat().st_mode & 0o077 for one in path.parent.glob("store.db*") if one.suffix != ".lock"}
        backup.restore(tmp_path / "copy.db", path, NOW)
    finally:
        os.umask(known)
    kept = [*path.parent.glob("*.replaced-*"), path]
    assert (len(kept), modes) == (2, {0})
    assert {one.stat().st_mode & 0o077 for one in (path.parent, *kept, tmp_path / "copy.db")} == {0}
