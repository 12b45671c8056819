"""What a site's robots.txt keeps from the bot."""

import contextlib
import time
from datetime import UTC, datetime, timedelta

import pytest
from aiohttp import web
from protego import Protego

from bot.feeds.failures import FetchFailed, RobotsRefused
from bot.feeds.fetch import Fetcher
from bot.feeds.robots import Robots, ours
from tests.servers import Served, pair

NOW = datetime(2026, 2, 3, 12, 0, tzinfo=UTC)
RULES = b"User-agent: *\nDisallow: /private\nAllow: /private/open\n\nUser-agent: Communique\nDisallow: /not-us\nDisallow: /private\n"


def says(status: int, body: bytes = b"") -> web.Application:
    async def answer(_request: web.Request) -> web.Response:
        return web.Response(status=status, body=body, content_type="text/plain")

    app = web.Application()
    app.router.add_get("/robots.txt", answer)
    return app


async def test_a_page_the_site_keeps_from_robots_is_not_read_and_the_file_is_asked_for_once_a_day() -> None:
    served = Served(says(200, RULES))
    async with served as base, Fetcher(allow=(pair(base),), user_agent="test", page_spacing=0.0) as fetcher:
        robots = Robots(fetcher)
        await robots.check(f"{base}/news/1", NOW)
        for path in ("/not-us/1", "/private/1"):
            with pytest.raises(RobotsRefused, match="robots"):
                await robots.check(base + path, NOW + timedelta(hours=23))
        assert served.paths == ["/robots.txt"]
        await robots.check(f"{base}/news/2", NOW + timedelta(hours=25))
        assert served.paths == ["/robots.txt"] * 2


@pytest.mark.parametrize("status", [404, 403, 410])
async def test_no_robots_file_allows_everything(status: int) -> None:
    async with Served(says(status)) as base, Fetcher(allow=(pair(base),), user_agent="test") as fetcher:
        await Robots(fetcher).check(f"{base}/private", NOW)


@pytest.mark.parametrize("status", [500, 503, 429])
async def test_a_site_in_trouble_is_left_alone_for_ten_minutes(status: int) -> None:
    served = Served(says(status))
    async with served as base, Fetcher(allow=(pair(base),), user_agent="test", page_spacing=0.0) as fetcher:
        robots = Robots(fetcher)
        for minutes, asked in ((0, 1), (9, 1), (11, 2)):
            with pytest.raises(FetchFailed) as caught:
                await robots.check(f"{base}/news/1", NOW + timedelta(minutes=minutes))
            assert not isinstance(caught.value, RobotsRefused)
            assert len(served.paths) == asked


@pytest.mark.parametrize(
    "text",
    [
        RULES.decode(),
        "User-agent: a\nUser-agent: *\nDisallow: /news/1",
        "User-agent: *\nNoindex: /\nUser-agent: a\nDisallow: /news",
        "User-agent: *\nSitemap: /s\nUser-agent: a\nDisallow: /news",
        "User-agent: *\nDisallow: /news\n\nuseragent: COMMUNIQUE",
        "Disallow: /\nUser-agent: a\nDisallow: /\n",
        "User agent *\nDisallow /news # all of it\ncrawl-delay 7",
        "user-agent: Commun*\ndissalow: /news/*$\nallow: /news/1",
    ],
)
def test_the_lines_that_concern_the_bot_say_what_the_whole_file_says(text: str) -> None:
    whole, kept = Protego.parse(text), Protego.parse(ours(text))
    assert kept.crawl_delay("Communique") == whole.crawl_delay("Communique")
    for path in ("/", "/news/1", "/news/2", "/private", "/private/open", "/not-us"):
        url = f"https://news.example{path}"
        assert kept.can_fetch(url, "Communique") == whole.can_fetch(url, "Communique"), path


@pytest.mark.parametrize(
    "body",
    [
        "".join(f"User-agent: {n:x}\n" for n in range(30_000)) + "Disallow: /a\nDisallow: /b\n" * 400,
        "User-agent: *\nUser-agent: c\nUser-agent: co\nDisallow: /*a$\n" * 8_000,
        "User-agent: *\n" + "Disallow: /$$$$*a*b\n" * 20_000,
        "User-agent: *\nDisallow: /" + "*a" * 200_000,
    ],
    ids=["names", "groups", "rules", "one rule"],
)
async def test_a_file_made_to_fill_the_memory_is_read_in_an_instant(body: str) -> None:
    """All of it, as it stands, made a gigabyte and took half a minute of everybody's time."""
    async with (
        Served(says(200, body.encode())) as base,
        Fetcher(allow=(pair(base),), user_agent="test", page_spacing=0.0) as fetcher,
    ):
        robots, began = Robots(fetcher), time.process_time()
        for number in range(3):
            with contextlib.suppress(RobotsRefused):
                await robots.check(f"{base}/news/{number}", NOW)
        assert time.process_time() - began < 2
    assert len(ours(body)) <= 40_000
