"""An old store is one to which only the first migrations were applied, however many there are by now."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.domain.errors import OperatorError
from storage import backup, migrate
from storage.sqlite import open_database
from tests import make

KNOWN = migrate.known()
NEWEST = KNOWN[-1][0]


def old_store(path: Path, monkeypatch: pytest.MonkeyPatch, count: int) -> Path:
    """As the program of `count` migrations left it, holding what was saved under the first schema."""
    with monkeypatch.context() as patch, closing(sqlite3.connect(path, isolation_level=None)) as connection:
        patch.setattr(migrate, "known", lambda: KNOWN[:1])
        migrate.migrate(connection)
        at = make.NOW.isoformat()
        connection.execute("INSERT INTO setting VALUES ('word', 'kept')")
        connection.execute("INSERT INTO server (guild_id, joined_at) VALUES (7, ?)", (at,))
        connection.execute(
            "INSERT INTO subscription (guild_id, channel_id, hour, zone, created_at) VALUES (7, 8, 9, 'Asia/Almaty', ?)",
            (at,),
        )
        connection.execute(
            "INSERT INTO article (url, title, language, authors, published_at, published_known, state, note, revision, stored_at)"
            " VALUES ('https://a.example/1', 'One', 'en', '[]', ?, 1, 'read', '', 1, ?)",
            (at, at),
        )
        connection.execute("INSERT INTO article_text VALUES (1, 1, 'They met.', 'x', ?)", (at,))
        patch.setattr(migrate, "known", lambda: KNOWN[:count])
        migrate.migrate(connection)
    return path


def rows(path: Path) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA quick_check").fetchone() == ("ok",)
        return connection.execute(
            "SELECT s.value, w.channel_id, w.hour, w.zone, a.title, t.text"
            " FROM setting s, subscription w, article a JOIN article_text t ON t.article_id = a.id WHERE s.key = 'word'"
        ).fetchall()


def schema(path: Path) -> int:
    with closing(sqlite3.connect(path)) as connection:
        return migrate.version(connection)


@pytest.mark.parametrize("count", range(1, len(KNOWN)))
async def test_a_store_of_every_earlier_schema_keeps_its_data_and_is_backed_up_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, count: int
) -> None:
    path = old_store(tmp_path / "store.db", monkeypatch, count)
    was = schema(path)
    kept = rows(path)
    assert kept == [("kept", 8, 9, "Asia/Almaty", "One", "They met.")]
    async with open_database(path):
        pass
    assert (schema(path), rows(path)) == (NEWEST, kept)
    before = tmp_path / f"store.schema-{was}.db"
    assert (schema(before), rows(before)) == (was, kept)
    backup.restore(before, path, make.NOW)
    assert schema(path) == was


async def test_a_new_store_and_one_of_this_schema_are_not_backed_up(tmp_path: Path) -> None:
    for _ in range(2):
        async with open_database(tmp_path / "store.db"):
            pass
    assert [path.name for path in sorted(tmp_path.iterdir())] == ["store.db", "store.db.lock"]  # noqa: ASYNC240


async def test_a_migration_that_fails_half_way_leaves_the_old_store_and_the_next_start_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = old_store(tmp_path / "store.db", monkeypatch, 1)
    kept = rows(path)
    breaking = "DELETE FROM article_text; CREATE TABLE later (x); INSERT INTO later SELECT y FROM later;"
    with monkeypatch.context() as patch:
        patch.setattr(migrate, "known", lambda: (*KNOWN, (NEWEST + 1, breaking)))
        with pytest.raises(OperatorError, match="cannot be opened: no such column: y"):
            async with open_database(path):
                pass
    assert (schema(path), rows(path)) == (NEWEST, kept)
    async with open_database(path) as db:
        assert await db.one("SELECT count(*) AS n FROM sqlite_master WHERE name = 'later'") == {"n": 0}


async def test_nothing_is_migrated_where_the_backup_cannot_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = old_store(tmp_path / "store.db", monkeypatch, 1)
    (tmp_path / "store.schema-1.db").mkdir()
    with pytest.raises(OperatorError, match=r"backup .* was not made"):
        async with open_database(path):
            pass
    assert schema(path) == 1
