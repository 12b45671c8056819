"""A store in which servers shared the words on a source: each goes on with what it was shown, and from then on its words are its own."""

import sqlite3
from contextlib import closing
from functools import partial
from pathlib import Path

from storage import migrate
from storage.retention import RetentionStore
from storage.sources import SourceStore
from storage.sqlite import SqliteDatabase, open_database
from storage.voices import carriers
from tests import make

OLD = """
INSERT INTO source VALUES (1, 'Steppe Wire', 'https://wire.example', 'KZ', 'state', '["rail"]', '2026', NULL);
INSERT INTO source VALUES (2, 'Harbour Post', '', NULL, 'unknown', '[]', '2026', NULL);
INSERT INTO feed (id, source_id, url, title, state) VALUES (1, 1, 'https://1.example/feed', '', 'healthy'), (2, 2, 'https://2.example/feed', '', 'healthy');
INSERT INTO server (guild_id, joined_at) VALUES (1, '2026'), (2, '2026');
INSERT INTO server_source (guild_id, source_id, added_by, added_at, owner_kind, country, weight) VALUES
  (1, 1, 5, '2026', NULL, NULL, 'normal'), (2, 1, 6, '2026', 'private', NULL, 'trusted'), (2, 2, 6, '2026', NULL, NULL, 'normal');
DELETE FROM server_source WHERE source_id = 2;
INSERT INTO article (id, url, title, language, authors, published_at, published_known, state, note, revision, stored_at)
VALUES (1, 'https://wire.example/1', 'One', 'en', '[]', '2026', 1, 'read', '', 1, '2026');
INSERT INTO carrier VALUES (1, 1);
"""


def old_store(path: Path) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for number, sql in migrate.known():
            if number < 15:
                migrate._apply(connection, number, sql)
        connection.executescript(OLD)


async def called(db: SqliteDatabase, guild: int) -> list[tuple[str, str, str | None, str, tuple[str, ...]]]:
    lines = [line.source for line in await SourceStore(db).of_server(guild)]
    return [(one.name, one.home_url, one.country, one.owner_kind, one.topics) for one in lines]


async def test_every_server_goes_on_with_what_it_was_shown_and_a_new_one_sees_nothing_of_it(tmp_path: Path) -> None:
    old_store(tmp_path / "store.db")
    async with open_database(tmp_path / "store.db") as db:
        store = SourceStore(db)
        assert await called(db, 1) == [("Steppe Wire", "https://wire.example", "KZ", "state", ("rail",))]
        assert await called(db, 2) == [("Steppe Wire", "https://wire.example", "KZ", "private", ("rail",))]
        sides = [(await db.read(partial(carriers, guild_id=guild, articles=[1])))[1][0].side for guild in (1, 2)]
        assert sides == ["KZ", None], "a private paper speaks for nobody"
        assert await RetentionStore(db).former(2) == ((2, "Harbour Post"),)

        def reads(tx) -> None:
            source_id, _feed_id = store.save(tx, make.feed("https://1.example/feed"), make.NOW)
            store.attach(tx, 3, make.source("Their Wire", id=source_id), 1, make.NOW)
            store.label(tx, 1, source_id, name="My Wire")

        await db.transaction(reads)
        assert [[one[0] for one in await called(db, guild)] for guild in (1, 2, 3)] == [
            ["My Wire"],
            ["Steppe Wire"],
            ["Their Wire"],
        ]
        assert await called(db, 3) == [("Their Wire", "", None, "unknown", ())]
        await db.transaction(lambda tx: store.detach(tx, 1, 1))
        assert await RetentionStore(db).former(1) == ((1, "My Wire"),)
