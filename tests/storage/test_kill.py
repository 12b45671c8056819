"""Kill -9 at random points, one store for all of them. `KILLS=100` (or `make kill`) does it a hundred times."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from datetime import datetime
from pathlib import Path
from random import Random

from storage.backup import scheduled
from tests import make
from tests.storage.killed import CHANNELS, KEPT, wish
from tests.storage.test_articles import WHOLE

ROOT = Path(__file__).parents[2]
KILLS = int(os.environ.get("KILLS", "10"))
STEP = 100_000


def run_and_kill(path: Path, seed: int) -> list[list[str]]:
    """What one process said before it was killed: whole lines only, each of them an acknowledged write."""
    random = Random(seed)
    with subprocess.Popen(
        [sys.executable, "-m", "tests.storage.killed", str(path), str(seed * STEP)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout
        said = [process.stdout.readline() for _ in range(random.randint(1, 120))]
        time.sleep(random.uniform(0, 0.01))
        os.kill(process.pid, signal.SIGKILL)
        said += process.stdout.read().splitlines(keepends=True)
    assert process.returncode == -signal.SIGKILL, "it was still at work"
    return [line.split() for line in said if line.endswith("\n")]


def opened(path: Path) -> sqlite3.Connection:
    """The file, found sound."""
    connection = sqlite3.connect(path)
    connection.row_factory = sqlite3.Row
    assert [tuple(row) for row in connection.execute("PRAGMA quick_check")] == [("ok",)]
    assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    return connection


def check_articles(store: sqlite3.Connection, numbers: set[int]) -> int:
    rows = {row["url"]: row for row in store.execute(WHOLE)}
    assert {f"https://a.example/{number}" for number in numbers} <= rows.keys()
    assert {(r["facts"], r["texts"], r["entries"], r["carriers"]) for r in rows.values()} <= {(2, 1, 1, 1)}
    return len(rows)


def check_changes(store: sqlite3.Connection, numbers: set[int]) -> None:
    """Each channel has its last acknowledged change or one that came later, and all of that one."""
    rows = {row["channel_id"]: row for row in store.execute("SELECT * FROM subscription")}
    for channel in range(CHANNELS):
        last = max((number for number in numbers if number % CHANNELS == channel), default=None)
        assert last is None or channel in rows
        if channel in rows:
            due = datetime.fromisoformat(rows[channel]["next_due_at"])
            kept = round((due - make.NOW).total_seconds() / 60)
            assert last is None or kept >= last
            assert (rows[channel]["hour"], rows[channel]["zone"]) == (wish(kept).hour, wish(kept).zone)


def check_backups(folder: Path, said: dict[str, int]) -> None:
    """Whatever bears a backup's name is whole, and holds at least what was kept before it was begun."""
    files = scheduled(folder)
    kept = {path.name for path in files}
    assert len(kept) >= min(KEPT, len(said))
    assert all(name < min(kept) for name in said.keys() - kept), "only rotation takes one away"
    for path in files:
        with closing(opened(path)) as copy:
            assert check_articles(copy, set()) >= said.get(path.name, 0)
    assert len(list(folder.glob("*.part"))) <= 1


def test_killed_at_random_points_no_kept_write_is_lost_and_none_is_half_there(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    articles, changes, backups = set[int](), set[int](), dict[str, int]()
    halves = 0
    for seed in range(KILLS):
        for what, name, *more in run_and_kill(path, seed):
            match what:
                case "article":
                    articles.add(int(name))
                case "change":
                    changes.add(int(name))
                case _:
                    backups[name] = int(more[0])
        halves += len(list((tmp_path / "backups").glob("*.part")))
        with closing(opened(path)) as store:
            check_articles(store, articles)
            check_changes(store, changes)
        check_backups(tmp_path / "backups", backups)
    print(
        f"{KILLS} kills: {len(articles)} articles, {len(changes)} schedule changes and {len(backups)} backups acknowledged, "
        f"0 lost, 0 half; {halves} kills fell into a backup"
    )
    assert articles
    assert changes
    assert backups
    assert halves, "no kill fell into a backup: the points are not random enough"
