"""Feeds made to harm other feeds: each costs its own turn, and no more than its share of the time."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest_asyncio

from bot.domain.errors import BotError
from bot.domain.news import Feed
from bot.feeds.fetch import Fetcher
from bot.work import Workers
from storage.facts import FactStore
from storage.poll_records import PollRecords
from storage.sources import SourceStore
from storage.sqlite import SqliteDatabase, open_database
from tests import make
from tests.servers import Served, pair
from tests.wire import DAY, HOUR, NOW, SAID, Desk, Site

REFUSES = """
CREATE TRIGGER refuses BEFORE UPDATE ON feed WHEN new.title = 'Evil' AND new.failures = 0
BEGIN SELECT RAISE(ABORT, 'not with these values'); END
"""


async def read(db: SqliteDatabase, sources: SourceStore, *addresses: str) -> None:
    def work(tx) -> None:
        for url in addresses:
            source_id, _ = sources.save(tx, Feed(url=url), NOW - 99 * DAY)
            sources.attach(tx, 1, make.source(url, id=source_id), 1, NOW)

    await db.transaction(work)


@pytest_asyncio.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    """The pages of the site's host are asked a third of a second apart."""
    site = Site()
    async with (
        Workers(1, passing=(BotError,)) as workers,
        Served(site.app()) as site.base,
        open_database(tmp_path / "store.db") as db,
        Fetcher(allow=(pair(site.base),), user_agent="test", page_spacing=0.33) as fetcher,
    ):
        sources = SourceStore(db)
        yield Desk(db, site, make.line(db, fetcher, workers, turn_seconds=1.0), sources, FactStore(db))


async def test_a_feed_whose_pages_take_for_ever_gives_its_place_to_others_and_goes_on_the_next_time(desk: Desk) -> None:
    await read(desk.db, desk.sources, f"{desk.site.base}/feed")
    desk.site.etag = '"7"'
    for number in range(6):
        desk.site.add(f"/{number}", f"Tokayev on rail, {number}", ago=None, text=SAID)
    first = await desk.poll()
    assert not first.is_whole
    assert 0 < first.stored < 6
    assert (await desk.feed()).etag is None, "or the rest would never be asked for"
    turns = [first]
    while not turns[-1].is_whole:
        turns.append(await desk.poll(NOW + len(turns) * HOUR))
    assert sum(turn.stored for turn in turns) == 6
    assert await desk.news(NOW + DAY) == [], "what was on the first listing is the feed's past, whenever it is read"
    assert (await desk.poll(NOW + 9 * HOUR)).unchanged


async def test_a_feed_that_cannot_be_written_down_ends_its_own_turn_and_not_the_round(desk: Desk) -> None:
    await read(desk.db, desk.sources, *(f"{desk.site.base}/feed?{number}" for number in range(5)))
    await desk.db.transaction(lambda tx: tx.execute(REFUSES))
    real, asked = desk.site._feed, iter(range(9))

    def answer(request):
        response = real(request)
        if next(asked) == 2:
            response.text = str(response.text).replace("Wire", "Evil")
        return response

    desk.site._feed = answer  # type: ignore[method-assign]
    turns = await desk.ingest.due(NOW)
    assert sorted(turn.error is None for turn in turns) == [False, True, True, True, True]
    lines = await desk.sources.of_server(1)
    assert [line.feed.last_polled_at for line in lines] == [NOW] * 5, "all are left alone until their time"
    assert sorted(line.feed.state for line in lines) == ["failing", *["healthy"] * 4]


async def test_records_written_together_do_not_fail_together(tmp_path: Path) -> None:
    async with open_database(tmp_path / "store.db") as db:
        sources = SourceStore(db)
        await read(db, sources, *(f"https://{number}.example/feed" for number in range(5)))
        await db.transaction(lambda tx: tx.execute(REFUSES))
        records, feeds = PollRecords(db, sources), await sources.due(NOW)
        polled = [
            replace(feed, last_polled_at=NOW, title="Evil" if number == 2 else "Wire")
            for number, feed in enumerate(feeds)
        ]
        done = await asyncio.gather(*(records.write(feed, NOW) for feed in polled), return_exceptions=True)
        assert [isinstance(one, Exception) for one in done] == [False, False, True, False, False]
        assert len([one for one in await sources.of_server(1) if one.feed.last_polled_at == NOW]) == 4
