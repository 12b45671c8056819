"""What goes with time: articles that no server keeps, old digests, changes a year old."""

import asyncio
import time
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, LiteralString

import pytest

from bot.domain.corrections import Rejected
from bot.nlp.stories import OpenStories, sign
from bot.services.retention import RetentionService
from bot.services.servers import ServerService
from bot.services.sources import SourceService
from storage.articles import ArticleStore
from storage.audit import AuditStore
from storage.belongings import BelongingStore
from storage.corrections import CorrectionStore
from storage.retention import RetentionStore
from storage.servers import ServerStore
from storage.sources import SourceStore
from storage.sqlite import SqliteDatabase
from storage.stories import StoryStore
from storage.subscriptions import SubscriptionStore
from storage.times import to_text
from tests import make

TEXT = "“We shall build the railway,” Tokayev said."
DAY = timedelta(days=1)


class Shelf:
    """A store with its keeper; `keep` has a day of its own for each call, as the job has."""

    def __init__(self, db: SqliteDatabase) -> None:
        self.db, self.servers = db, ServerService(db, ServerStore(db), AuditStore(db), BelongingStore(db))
        sources = SourceService(
            db,
            SourceStore(db),
            None,
            None,
            packs=Path(),
            feeds_a_server=500,
            feeds_in_all=500,  # type: ignore[arg-type]
        )
        self.keeper = RetentionService(db, RetentionStore(db), AuditStore(db), self.servers, sources)

    async def read(self, ids: tuple[int, int], url: str, now: datetime = make.NOW) -> int:
        facts = {"quotes": [make.quote(TEXT, "We shall build the railway,")]}
        return (await make.saved(self.db, ids, TEXT, url, now=now, published_at=now, **facts)).id

    async def urls(self) -> list[str]:
        return [row["url"] for row in await self.db.all("SELECT url FROM article ORDER BY id")]

    async def count(self, table: LiteralString) -> int:
        row = await self.db.one("SELECT count(*) AS n FROM " + table)
        return row["n"] if row else 0

    async def do(self, sql: LiteralString, **values: Any) -> int:
        return await self.db.transaction(lambda tx: tx.execute(sql, values))


@pytest.fixture
def shelf(db: SqliteDatabase) -> Shelf:
    return Shelf(db)


async def test_an_article_goes_with_all_that_hangs_on_it_when_it_is_older_than_every_server_keeps(shelf: Shelf) -> None:
    ids = await make.reading(shelf.db, 1)
    await shelf.read(ids, "https://wire.example/old")
    await shelf.read(ids, "https://wire.example/new", make.NOW + 300 * DAY)
    assert await shelf.keeper.due(make.NOW + 364 * DAY) == 0
    assert await shelf.keeper.due(make.NOW + 367 * DAY) == 1
    assert await shelf.urls() == ["https://wire.example/new"]
    for table in ("fact", "fact_party", "fact_search", "article_text", "carrier"):
        assert await shelf.count(table) == 1, table


async def test_the_server_that_keeps_longest_decides(shelf: Shelf) -> None:
    source, feed = await make.reading(shelf.db, 1)
    await shelf.do(make.SERVER, guild=2, now="")
    await shelf.do(make.READS, guild=2, source=source, now="")
    await shelf.read((source, feed), "https://wire.example/1")
    await shelf.keeper.set_days(1, 7, make.NOW)
    await shelf.keeper.set_days(2, 60, make.NOW)
    assert await shelf.keeper.due(make.NOW + 40 * DAY) == 0
    assert await shelf.keeper.due(make.NOW + 62 * DAY) == 1


async def test_what_nobody_reads_any_more_goes_after_thirty_days_and_not_before(shelf: Shelf) -> None:
    left, kept = await make.reading(shelf.db, 1, "Left"), await make.reading(shelf.db, 1, "Kept")
    await shelf.read(left, "https://left.example/1")
    await shelf.read(kept, "https://kept.example/1")
    await shelf.do("DELETE FROM server_source WHERE source_id = :id", id=left[0])
    assert [await shelf.keeper.due(make.NOW + days * DAY) for days in (1, 20, 30, 32)] == [0, 0, 0, 1]
    assert await shelf.urls() == ["https://kept.example/1"]


async def test_who_reads_a_source_again_in_time_has_its_articles(shelf: Shelf) -> None:
    source, feed = await make.reading(shelf.db, 1)
    await shelf.read((source, feed), "https://wire.example/1")
    await shelf.do("DELETE FROM server_source")
    await shelf.keeper.due(make.NOW + DAY)
    await shelf.do(make.READS, guild=1, source=source, now="")
    assert await shelf.keeper.due(make.NOW + 60 * DAY) == 0
    assert await shelf.urls()


async def test_an_article_that_one_more_source_carries_stays(shelf: Shelf) -> None:
    left, kept = await make.reading(shelf.db, 1, "Left"), await make.reading(shelf.db, 2, "Kept")
    number = await shelf.read(left, "https://wire.example/1")
    await shelf.do("INSERT INTO carrier VALUES (:article, :source)", article=number, source=kept[0])
    await shelf.do("DELETE FROM server_source WHERE source_id = :id", id=left[0])
    assert [await shelf.keeper.due(make.NOW + days * DAY) for days in (1, 40)] == [0, 0]


async def test_what_a_feed_goes_on_listing_does_not_come_back_as_new(shelf: Shelf) -> None:
    ids = await make.reading(shelf.db, 1)
    await shelf.read(ids, "https://wire.example/1")
    later = make.NOW + 400 * DAY
    await shelf.keeper.due(later)
    fresh = await ArticleStore(shelf.db).fresh(ids[1], [make.entry(), make.entry("https://wire.example/2")], later)
    assert [one.identity for one in fresh] == ["https://wire.example/2"]


async def test_a_story_goes_with_its_last_article_and_what_it_was_compared_by_goes_before(shelf: Shelf) -> None:
    ids = await make.reading(shelf.db, 1)
    number = await shelf.read(ids, "https://wire.example/1")
    stories = StoryStore(OpenStories)
    await shelf.db.transaction(
        lambda tx: stories.place(
            tx, article_id=number, signature=sign("Talks", TEXT * 5), published_at=make.NOW, now=make.NOW
        )
    )
    await shelf.keeper.due(make.NOW + 10 * DAY)
    assert await shelf.db.all("SELECT 1 FROM article_story WHERE length(terms) > 0")
    await shelf.keeper.due(make.NOW + 40 * DAY)
    assert await shelf.db.all("SELECT 1 FROM article_story WHERE length(terms) + length(shingles) + length(bands) = 0")
    await shelf.keeper.due(make.NOW + 400 * DAY)
    assert (await shelf.count("article_story"), await shelf.count("story")) == (0, 0)


async def test_old_digests_go_with_what_they_told_and_the_last_one_stays(shelf: Shelf) -> None:
    await make.reading(shelf.db, 1)
    await shelf.db.transaction(lambda tx: SubscriptionStore(shelf.db).save(tx, make.subscription(), make.NOW, make.NOW))
    new: LiteralString = """
      INSERT INTO edition (subscription_id, local_date, window_from, window_to, compiled_at, sources_asked, sources_answered)
      VALUES (1, :day, :at, :at, :at, 0, 0)"""
    for days in (0, 1, 200):
        at = make.NOW + days * DAY
        await shelf.do(new, day=at.date().isoformat(), at=to_text(at))
    await shelf.keeper.due(make.NOW + 367 * DAY)
    assert await shelf.count("edition") == 1
    await shelf.keeper.due(make.NOW + 700 * DAY)
    assert await shelf.count("edition") == 1, "the next one is counted from it"


async def test_changes_are_kept_for_a_year(shelf: Shelf) -> None:
    await make.reading(shelf.db, 1)
    for days in (0, 100):
        await shelf.servers.record(1, 5, f"/digest pause {days}", make.NOW + days * DAY)
    await shelf.keeper.due(make.NOW + 366 * DAY)
    assert [one.what for one in (await shelf.servers.history(1, 0)).changes] == ["/digest pause 100"]


HANGS: LiteralString = """
CREATE TABLE IF NOT EXISTS word (id INTEGER PRIMARY KEY, guild_id INTEGER NOT NULL REFERENCES server (guild_id) ON DELETE CASCADE,
  fact_id INTEGER NOT NULL REFERENCES fact (id) ON DELETE CASCADE, author_id INTEGER NOT NULL, made_at TEXT NOT NULL)
"""


async def test_an_article_stays_while_a_servers_word_on_its_fact_is_within_that_servers_retention(shelf: Shelf) -> None:
    """Of any table, also of one that a later migration brings."""
    ids = await make.reading(shelf.db, 1)
    await shelf.read(ids, "https://wire.example/1")
    await shelf.do(HANGS)
    said: LiteralString = "INSERT INTO word (guild_id, fact_id, author_id, made_at) VALUES (1, 1, 9, :at)"
    await shelf.do(said, at=to_text(make.NOW + 300 * DAY))
    assert await shelf.keeper.due(make.NOW + 400 * DAY) == 0
    assert await shelf.keeper.due(make.NOW + 664 * DAY) == 0
    assert await shelf.keeper.due(make.NOW + 667 * DAY) == 1
    assert await shelf.count("word") == 0


async def test_what_a_server_corrected_goes_with_the_article_and_leaves_nothing_behind(shelf: Shelf) -> None:
    ids = await make.reading(shelf.db, 1)
    await shelf.read(ids, "https://wire.example/1")
    store, then = CorrectionStore(shelf.db), make.NOW + 300 * DAY
    await shelf.db.transaction(lambda tx: store.complain(tx, 1, 1, "wrong speaker", "", 8, then))
    await shelf.db.transaction(lambda tx: store.add(tx, 1, 1, Rejected(), 9, then))
    assert await shelf.keeper.due(make.NOW + 400 * DAY) == 0
    assert await shelf.count("overlay_search") == 1
    assert await shelf.keeper.due(make.NOW + 667 * DAY) == 1
    for table in ("correction", "overlay", "overlay_party", "overlay_search", "complaint", "fact"):
        assert await shelf.count(table) == 0, table


async def test_a_later_table_of_a_server_is_exported_and_its_persons_are_erased(shelf: Shelf) -> None:
    ids = await make.reading(shelf.db, 1)
    await shelf.read(ids, "https://wire.example/1")
    await shelf.do(HANGS)
    await shelf.do("INSERT INTO word (guild_id, fact_id, author_id, made_at) VALUES (1, 1, 9, '')")
    store = BelongingStore(shelf.db)
    assert [[row["author_id"] for row in page] async for page in store.rows("word", 1)] == [[9]]
    assert [page async for page in store.rows("word", 2)] == []
    assert await shelf.servers.erase_person(9) == 1
    assert [[row["author_id"] for row in page] async for page in store.rows("word", 1)] == [[0]]
    await shelf.servers.erase(1)
    assert await shelf.count("word") == 0


async def test_deleting_much_keeps_nobody_waiting(shelf: Shelf) -> None:
    """A writer beside it waits for one small transaction, not for the whole."""
    ids = await make.reading(shelf.db, 1)
    for number in range(150):
        await shelf.read(ids, f"https://wire.example/{number}")
    deleting = asyncio.create_task(shelf.keeper.due(make.NOW + 400 * DAY))
    waits: list[float] = []
    while not deleting.done():
        began = time.perf_counter()
        await shelf.servers.record(1, 5, "/digest pause", make.NOW + 400 * DAY)
        waits.append(time.perf_counter() - began)
        await asyncio.sleep(0.001)
    assert await deleting == 150
    assert len(waits) > 10, "there was room between"
