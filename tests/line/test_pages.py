"""The pages behind a feed: which of them are asked for, and whose words become the article."""

from email.utils import format_datetime

import pytest
from aiohttp import web

from bot.feeds.fetch import Fetcher
from bot.work import Workers
from tests import make
from tests.servers import Served, pair
from tests.wire import DAY, NOW, SAID, Desk, Site

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_only_a_teaser_in_the_feed_yields_a_headline_and_no_quote(desk: Desk) -> None:
    desk.site.add("/1", "“We will build it,” Tokayev says", text="Subscribe to read on.")
    await desk.poll()
    row = await desk.db.one("SELECT state, note FROM article")
    assert row
    assert (row["state"], "teaser" in row["note"]) == ("headline", True)
    assert await desk.news() == []


async def test_a_page_kept_from_robots_is_not_asked_for(desk: Desk) -> None:
    desk.site.robots = "User-agent: *\nDisallow: /closed"
    desk.site.add("/closed/1", "Closed talks", text=SAID)
    desk.site.add("/open/1", "Open talks", text=SAID)
    assert (await desk.poll()).stored == 2
    assert [path for path in desk.site.asked if path != "/feed"] == ["/robots.txt", "/open/1"]
    rows = await desk.db.all("SELECT title, state FROM article ORDER BY id")
    assert [row["state"] for row in rows] == ["headline", "read"]


async def test_robots_are_asked_where_a_redirect_leads_before_the_page_is(desk: Desk, workers: Workers) -> None:
    other = Site(robots="User-agent: *\nDisallow: /")
    desk.site.robots = "User-agent: *\nDisallow: /closed"
    async with (
        Served(other.app()) as base,
        Fetcher(allow=(pair(desk.site.base), pair(base)), user_agent="test", page_spacing=0.0) as fetcher,
    ):
        desk.site.moves = {"/1": "/closed/1", "/2": f"{base}/2", "/3": "/open/3"}
        for n in (1, 2, 3):
            desk.site.add(f"/{n}", f"Talks {n}", text=SAID)
        desk.site.pages["/open/3"] = SAID
        desk.ingest = make.line(desk.db, fetcher, workers)
        assert (await desk.poll()).stored == 3
    assert desk.site.asked == ["/feed", "/robots.txt", "/1", "/2", "/3", "/open/3"]
    assert other.asked == ["/robots.txt"]
    rows = await desk.db.all("SELECT state FROM article ORDER BY id")
    assert [row["state"] for row in rows] == ["headline", "headline", "read"]


async def test_no_feed_puts_a_title_a_day_or_words_into_another_publishers_page(desk: Desk, workers: Workers) -> None:
    other = Site(pages={"/open": SAID}, robots="User-agent: *\nDisallow: /kept")
    async with (
        Served(other.app(), host="127.0.0.2") as base,
        Fetcher(allow=(pair(desk.site.base), pair(base)), user_agent="test", page_spacing=0.0) as fetcher,
    ):
        desk.site.moves = {"/short": f"{base}/open?from=short"}
        links = (f"{base}/open", f"{base}/gone", f"{base}/kept", f"{desk.site.base}/short")
        items = "".join(
            f"<item><title>Tokayev resigns</title><link>{link}</link><pubDate>{format_datetime(NOW - 40 * DAY)}</pubDate><description>“I resign,” Tokayev said.{SAID}</description></item>"
            for link in links
        )
        desk.site.answer = lambda: web.Response(
            text=f"<rss version='2.0'><channel><title>Wire</title>{items}</channel></rss>",
            content_type="application/rss+xml",
        )
        desk.ingest = make.line(desk.db, fetcher, workers)
        turn = await desk.poll()
    assert len(turn.failures) == 2, "the page that is gone and the page kept from robots have no words of their own"
    assert set(await desk.titles()) == {"Talks"}
    assert await desk.db.all("SELECT 1 AS n FROM article_text WHERE text LIKE '%resign%'") == []
    rows = await desk.db.all("SELECT published_at, published_known FROM article")
    assert {(row["published_at"], row["published_known"]) for row in rows} == {(make.text(NOW), 0)}
