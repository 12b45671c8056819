"""What ends the worker that reads it costs its own turn only, and no more than three of them."""

import asyncio
import os
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from aiohttp import web

from bot.domain.errors import BotError
from bot.domain.news import Feed, Source
from bot.entries import MOST_POISONED
from bot.feeds.fetch import Fetcher
from bot.ingest import Ingest
from bot.work import Workers
from storage.database import Transaction
from storage.sources import SourceStore
from storage.sqlite import SqliteDatabase
from tests import make
from tests.desk import open_desk
from tests.servers import Served, pair

SHORT = 1.2  # seconds an article may take: a plain page takes a twentieth, the poisoned one some five times as long
POISON = "".join(f"<p>Word {n} and the minister said so.</p>" for n in range(60_000))
PLAIN = "<p>The ministers met, and will meet again.</p>"
HUNG = b"<rss version='2.0'><channel><title>Hung</title>" + b"<item>" * 50_000


class Press:
    """Feeds by name, each a list of paths; a path that begins with /poison serves a poisoned page."""

    def __init__(self, **feeds: list[str]) -> None:
        self.feeds, self.bodies, self.asked = feeds, dict[str, bytes](), list[str]()
        self.listed = 0  # entries without a page of their own

    def app(self) -> web.Application:
        app = web.Application()
        app.router.add_get("/feed/{name}", self._feed)
        app.router.add_get("/{path:.*}", self._page)
        return app

    async def _feed(self, request: web.Request) -> web.Response:
        name = request.match_info["name"]
        if name in self.bodies:
            return web.Response(body=self.bodies[name], content_type="application/rss+xml")
        items = "".join(
            f"<item><title>Talks {path}</title><link>http://{request.host}{path}</link></item>"
            for path in self.feeds[name]
        ) + "".join(
            f"<item><title>Talks {n}</title><guid isPermaLink='false'>{n}</guid></item>" for n in range(self.listed)
        )
        text = f"<rss version='2.0'><channel><title>{name}</title>{items}</channel></rss>"
        return web.Response(text=text, content_type="application/rss+xml")

    async def _page(self, request: web.Request) -> web.Response:
        if request.path == "/robots.txt":
            return web.Response(status=404)
        self.asked.append(request.path)
        body = POISON if request.path.startswith("/poison") else PLAIN
        return web.Response(
            text=f"<html lang=en><article><h1>Talks</h1>{body}</article></html>", content_type="text/html"
        )


@asynccontextmanager
async def reading(
    db: SqliteDatabase, press: Press, seconds: float = SHORT
) -> AsyncIterator[tuple[Ingest, SourceStore]]:
    sources = SourceStore(db)
    async with (
        Served(press.app()) as base,
        Workers(1, passing=(BotError,)) as workers,
        Fetcher(allow=(pair(base),), user_agent="test", page_spacing=0.0) as fetcher,
    ):
        await workers.warm("bot.feeds.body:warm")

        def attach(tx: Transaction) -> None:
            for name in (*press.feeds, *press.bodies):
                source, _ = sources.save(tx, Feed(url=f"{base}/feed/{name}", title=name), make.NOW)
                sources.attach(tx, 1, Source(id=source, name=name), 1, make.NOW)

        await db.transaction(attach)
        yield make.line(db, fetcher, workers, seconds=seconds), sources


async def rounds(line: Ingest, count: int) -> list[tuple[str, int, int]]:
    """(feed, stored, failed) of so many rounds, days apart."""
    turns = [turn for n in range(count) for turn in await line.due(make.NOW + n * timedelta(days=2))]
    return [(turn.feed.title, turn.stored, len(turn.failures)) for turn in turns]


async def test_a_poisoned_article_is_tried_three_times_in_all_though_two_feeds_list_it(db: SqliteDatabase) -> None:
    press = Press(one=["/poison", "/a"], two=["/poison", "/b"])
    async with reading(db, press) as (line, _):
        await rounds(line, 5)
    assert press.asked.count("/poison") == 3
    assert await db.one("SELECT count(*) AS n FROM article") == {"n": 2}
    row = await db.one("SELECT tries, reason FROM poison")
    assert row
    assert (row["tries"], f"took longer than {SHORT:g} s and was stopped" in row["reason"]) == (3, True)
    assert await db.one("SELECT count(*) AS n FROM entry WHERE url LIKE '%poison' AND failure IS NOT NULL") == {"n": 2}


async def test_a_list_too_long_to_be_read_together_is_read_one_by_one(db: SqliteDatabase) -> None:
    press = Press(wire=[])
    press.listed = 200
    async with reading(db, press, seconds=0.03) as (line, _):
        assert await rounds(line, 1) == [("wire", 200, 0)]


async def test_a_turn_ends_when_enough_articles_were_poisoned_and_the_others_come_before_them_the_next_time(
    db: SqliteDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert MOST_POISONED == 3
    monkeypatch.setattr("bot.entries.MOST_POISONED", 1)  # as three, in a third of the time
    press = Press(wire=["/poison", "/a", "/b"])
    async with reading(db, press) as (line, _):
        assert await rounds(line, 1) == [("wire", 0, 1)]
        assert press.asked == ["/poison"]
        (again,) = await line.due(make.NOW + timedelta(days=2))
    assert (again.stored, press.asked[1:]) == (2, ["/a", "/b", "/poison"])


async def test_a_feed_whose_text_ends_its_worker_is_paused_after_three_and_resumed_by_a_manager(
    db: SqliteDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.reading._PARSE_SECONDS", 0.01)
    press = Press()
    press.bodies = {"hung": HUNG}
    async with reading(db, press) as (line, sources):
        assert len(await rounds(line, 6)) == 3
        (one,) = await sources.of_server(1)
        assert (one.feed.state, one.feed.failures) == ("paused", 3)
        assert "Three times running, so it is asked no more until it is resumed" in (one.feed.last_error or "")
        await db.transaction(lambda tx: sources.resume(tx, 1, one, make.NOW))
        monkeypatch.setattr("bot.reading._PARSE_SECONDS", 5.0)
        press.bodies = {"hung": b"<rss version='2.0'><channel><title>Well again</title></channel></rss>"}
        await rounds(line, 1)
        assert (await sources.of_server(1))[0].feed.state == "healthy"
    assert await db.one("SELECT count(*) AS n FROM poison") == {"n": 0}


async def test_twenty_poisoned_articles_at_once_stop_neither_other_feeds_nor_answers(tmp_path: Path) -> None:
    press = Press(
        **{f"bad{n}": [f"/poison/{n}"] for n in range(20)}, **{f"good{n}": [f"/a{n}", f"/b{n}"] for n in range(3)}
    )
    async with (
        Served(press.app()) as base,
        open_desk(tmp_path, allow=(pair(base),), extract_seconds=SHORT, workers=2) as desk,
    ):
        for name in press.feeds:
            found = await desk.core.sources.find(desk.guild.id, f"{base}/feed/{name}", desk.now)
            await desk.core.sources.add(desk.guild.id, found, 1, desk.now)
        await desk.core.ingest._workers.warm("bot.feeds.body:warm")
        polling = asyncio.create_task(desk.core.ingest.due(desk.now))
        worst, answers = 0.0, 0
        while not polling.done():
            began = time.monotonic()
            assert "Kassym-Jomart Tokayev" in await desk.ask(desk.reader, "leader", name="Tokayev")
            worst, answers = max(worst, time.monotonic() - began), answers + 1
            await asyncio.sleep(0.5)
        turns = await polling
    assert sum(turn.stored for turn in turns) == 6
    assert sum(len(turn.failures) for turn in turns) == 20
    assert answers >= 5
    assert worst < 10


@pytest.mark.skipif(not Path("/proc/self/oom_score_adj").exists(), reason="Linux only")
async def test_short_of_memory_the_system_ends_a_worker_before_the_bot() -> None:
    async with Workers(1, passing=()) as workers:
        process = await workers.run("tests.jobs:process_id")
        score = await asyncio.to_thread(Path(f"/proc/{process}/oom_score_adj").read_text)
    assert process != os.getpid()
    assert score.strip() == "1000"
