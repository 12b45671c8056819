"""What a site's robots.txt keeps from the bot."""

from datetime import UTC, datetime, timedelta

import pytest
from aiohttp import web

from bot.feeds.failures import FetchFailed, RobotsRefused
from bot.feeds.fetch import Fetcher
from bot.feeds.robots import Robots
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
