"""Bad input gives entries or words, never a crash, a hang or a lost article."""

import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from aiohttp import web

from bot.domain.errors import BotError, SourceFailed
from bot.domain.news import Feed, Source
from bot.feeds.fetch import Fetcher
from bot.work import WorkError, Workers
from storage.sources import SourceStore
from storage.sqlite import open_database
from tests import make
from tests.feeds.broken import BASES, all_broken
from tests.servers import Served, pair
from tests.stores import fresh

pytestmark = pytest.mark.asyncio(loop_scope="module")
SECONDS = 5.0
NOW = make.NOW


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def workers() -> AsyncIterator[Workers]:
    async with Workers(1, passing=(BotError,)) as opened:
        await opened.warm("bot.feeds.body:warm")
        yield opened


async def test_every_unbroken_feed_is_read(workers: Workers) -> None:
    for name, body in BASES.items():
        listing = await workers.run("bot.feeds.parse:parse_feed", body, "https://news.example/f", "", {}, NOW)
        assert len(listing.entries) == 5, name


async def test_a_broken_feed_gives_entries_or_words_within_its_deadline(workers: Workers) -> None:
    broken, read, silent = all_broken(), 0, list[str]()
    assert len(broken) >= 150
    for name, body in broken.items():
        began = time.monotonic()
        try:
            listing = await workers.run(
                "bot.feeds.parse:parse_feed", body, "https://news.example/f", "", {}, NOW, seconds=SECONDS
            )
        except SourceFailed as error:
            silent += [name] * (len(str(error).split()) < 4)
        else:
            read += bool(listing.entries)
            assert all(entry.identity for entry in listing.entries), name
            assert len({entry.identity for entry in listing.entries}) == len(listing.entries) <= 200, name
            assert all(entry.url is None or entry.url.startswith(("http:", "https:")) for entry in listing.entries)
        assert time.monotonic() - began < SECONDS, name
    assert silent == []
    assert read > len(broken) / 2, "most mishaps leave something to read"


async def test_no_broken_answer_costs_an_article_that_is_stored(workers: Workers, tmp_path: Path) -> None:
    body = BASES["rss"]

    async def answer(request: web.Request) -> web.Response:
        if request.path != "/feed":
            return web.Response(status=404)
        return web.Response(body=body, content_type="application/rss+xml")

    app = web.Application()
    app.router.add_get("/{path:.*}", answer)
    async with (
        Served(app) as base,
        open_database(fresh(tmp_path / "store.db")) as db,
        Fetcher(allow=(pair(base),), user_agent="test", page_spacing=0.0) as fetcher,
    ):
        sources = SourceStore(db)

        def read(tx) -> None:
            source_id, _ = sources.save(tx, Feed(url=f"{base}/feed"), NOW)
            sources.attach(tx, 1, Source(id=source_id, name="Wire"), 1, NOW)

        await db.transaction(read)
        line = make.line(db, fetcher, workers)
        (feed,) = await sources.due(NOW)
        assert (await line.feed(feed, NOW)).stored == 5
        before = {row["url"] for row in await db.all("SELECT url FROM article")}
        for name, broken in all_broken().items():
            body = broken
            (line_,) = await sources.of_server(1)
            turn = await line.feed(line_.feed, NOW)
            assert turn.error is None or "operator" not in turn.error, name
            after = {row["url"] for row in await db.all("SELECT url FROM article")}
            assert before <= after, name
            before = after
        body = BASES["rss"].replace(b"Talks 5", b"Talks 9").replace(b"g5", b"g9")
        (line_,) = await sources.of_server(1)
        assert (await line.feed(line_.feed, NOW)).stored >= 1
        assert (await sources.of_server(1))[0].feed.state == "healthy"


async def test_a_worker_that_hangs_on_a_feed_is_stopped_and_said_so(workers: Workers) -> None:
    body = b"<rss " + b" ".join(b"a%d='1'" % n for n in range(60_000)) + b"/>"
    began = time.monotonic()
    with pytest.raises(WorkError, match="took longer"):
        await workers.run("bot.feeds.parse:parse_feed", body, "https://news.example/f", "", {}, NOW, seconds=1.0)
    assert time.monotonic() - began < SECONDS
