"""How gently one host is asked."""

import asyncio
import time

from aiohttp import web

from bot.feeds.fetch import FEED, PAGE, Fetcher, Limits
from bot.feeds.robots import Robots
from bot.feeds.spacing import Spacing
from tests import make
from tests.servers import Served, pair, site

NOW = make.NOW
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


async def test_a_site_that_asks_for_a_longer_pause_between_pages_gets_it() -> None:
    pages = {
        "/robots.txt": (b"User-agent: *\nCrawl-delay: 0.25", "text/plain"),
        "/1": (b"<title>Talks</title>", "text/html"),
    }
    async with (
        Served(site(pages)) as base,
        Fetcher(allow=(pair(base),), user_agent="test", page_spacing=0.0) as fetcher,
    ):
        began = time.monotonic()
        for _ in range(3):
            await Robots(fetcher).check(base + "/1", NOW)
            await fetcher.get(base + "/1", limits=PAGE)
    assert time.monotonic() - began >= 0.5


async def test_a_pause_is_half_a_minute_at_most_never_shorter_than_ours_and_ends_with_its_rule() -> None:
    spacing = Spacing(1.0)
    for asked, pause in ((3600.0, 30.0), (0.1, 1.0), (5.0, 5.0), (None, 1.0)):
        spacing.slow_down("slow.example", asked)
        assert spacing.pause("slow.example") == pause
    assert spacing.pause("other.example") == 1.0


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
