"""Rounds of polls side by side: a slow feed keeps nobody waiting, and no feed is asked twice at a time."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest_asyncio
from aiohttp import web

from bot.domain.errors import BotError
from bot.domain.news import Feed, Source
from bot.entries import FeedTurn
from bot.feeds.fetch import Fetcher
from bot.ingest import Ingest
from bot.schedule import Job, Schedule
from bot.work import Workers
from storage.sources import SourceStore
from storage.sqlite import open_database
from tests import make
from tests.make import NOW
from tests.servers import Served, pair
from tests.stores import fresh

FEED = (
    "<rss version='2.0'><channel><title>Wire</title><item><title>Talks</title><guid>urn:1</guid></item></channel></rss>"
)


class Press:
    """Feeds `/fast` and `/slow`; the slow one answers when it is let go."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.arrived, self.go = asyncio.Event(), asyncio.Event()

    async def answer(self, request: web.Request) -> web.Response:
        self.asked.append(request.path)
        if request.path == "/slow":
            self.arrived.set()
            await self.go.wait()
        return web.Response(text=FEED, content_type="application/rss+xml")

    def app(self) -> web.Application:
        app = web.Application()
        app.router.add_get("/{path:.*}", self.answer)
        return app


@pytest_asyncio.fixture
async def press_and_line(tmp_path: Path) -> AsyncIterator[tuple[Press, Ingest]]:
    press = Press()
    async with (
        Served(press.app()) as base,
        open_database(fresh(tmp_path / "store.db")) as db,
        Workers(1, passing=(BotError,)) as workers,
        Fetcher(allow=(pair(base),), user_agent="test") as fetcher,
    ):
        store = SourceStore(db)

        def read(tx) -> None:
            for name in ("fast", "slow"):
                source_id, _ = store.save(tx, Feed(url=f"{base}/{name}"), NOW)
                store.attach(tx, 1, Source(id=source_id, name=name), 1, NOW)

        await db.transaction(read)
        yield press, make.line(db, fetcher, workers)


async def test_a_slow_feed_does_not_hold_back_the_next_round(press_and_line: tuple[Press, Ingest]) -> None:
    press, line = press_and_line
    heard: asyncio.Queue[tuple[str, int]] = asyncio.Queue()

    def done(turn: FeedTurn, of: int) -> None:
        heard.put_nowait((turn.feed.url.rpartition("/")[2], of))

    first = asyncio.create_task(line.due(NOW, done=done))
    await press.arrived.wait()
    assert await heard.get() == ("fast", 2), "each turn is told at once, not at the end of the round"
    later = NOW + timedelta(hours=7)
    (turn,) = await line.due(later)
    assert turn.feed.url.endswith("/fast")
    assert await line.due(later) == ()
    press.go.set()
    assert len(await first) == 2
    assert sorted(press.asked) == ["/fast", "/fast", "/slow"]
    assert len(await line.due(NOW + timedelta(days=1))) == 2


async def test_a_round_that_is_cancelled_lets_its_feeds_go(press_and_line: tuple[Press, Ingest]) -> None:
    press, line = press_and_line
    round_ = asyncio.create_task(line.due(NOW))
    await press.arrived.wait()
    round_.cancel()
    await asyncio.wait([round_])
    press.go.set()
    assert len(await line.due(NOW + timedelta(days=1))) == 2


async def test_a_job_that_takes_long_comes_again_at_its_time_where_it_may() -> None:
    running = dict.fromkeys(("one", "many"), 0)
    three = asyncio.Event()

    def job(name: str, at_once: int) -> Job:
        async def work() -> None:
            running[name] += 1
            if running["many"] == 3:
                three.set()
            await asyncio.sleep(30)

        return Job(name=name, seconds=0.05, work=work, at_once=at_once)

    async with Schedule(job("one", 1), job("many", 3)):
        await asyncio.wait_for(three.wait(), 5)
        await asyncio.sleep(0.2)
    assert running == {"one": 1, "many": 3}
