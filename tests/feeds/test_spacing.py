"""How gently one host is asked."""

import asyncio
import time

from aiohttp import web

from bot.feeds.fetch import FEED, PAGE, Fetcher, Limits
from tests.servers import Served, pair, site

RSS = b"<rss version='2.0'><channel><title>News</title></channel></rss>"


async def test_pages_of_one_host_are_asked_for_a_pause_apart_and_feeds_are_not() -> None:
    async with (
        Served(site({"/": (RSS, "text/html")})) as base,
        Fetcher(allow=(pair(base),), user_agent="test", page_spacing=0.15) as fetcher,
    ):
        began = time.monotonic()
        await asyncio.gather(*(fetcher.get(base + "/", limits=FEED) for _ in range(4)))
        feeds = time.monotonic() - began
        began = time.monotonic()
        await asyncio.gather(*(fetcher.get(base + "/", limits=PAGE) for _ in range(4)))
        pages = time.monotonic() - began
    assert pages >= 0.45
    assert feeds < pages


async def test_a_host_gets_two_connections_at_most() -> None:
    open_now, most = 0, 0

    async def answer(_request: web.Request) -> web.Response:
        nonlocal open_now, most
        open_now += 1
        most = max(most, open_now)
        await asyncio.sleep(0.05)
        open_now -= 1
        return web.Response(body=RSS, content_type="application/xml")

    app = web.Application()
    app.router.add_get("/", answer)
    async with Served(app) as base, Fetcher(allow=(pair(base),), user_agent="test") as fetcher:
        await asyncio.gather(*(fetcher.get(base + "/") for _ in range(6)))
    assert most == 2


async def test_waiting_for_a_host_that_is_busy_with_us_counts_against_no_deadline() -> None:
    async def answer(_request: web.Request) -> web.Response:
        await asyncio.sleep(0.2)
        return web.Response(body=RSS, content_type="application/xml")

    app = web.Application()
    app.router.add_get("/", answer)
    async with Served(app) as base, Fetcher(allow=(pair(base),), user_agent="test") as fetcher:
        answers = await asyncio.gather(*(fetcher.get(base + "/", limits=Limits(seconds=0.6)) for _ in range(8)))
    assert max(one.seconds for one in answers) < 0.6
