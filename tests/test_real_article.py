"""A real article as a page behind a real-shaped feed, taken in, asked about, posted. Its text stays where it lies."""

from datetime import UTC, datetime, timedelta
from html import escape
from pathlib import Path

import pytest
from aiohttp import web

from bot.domain.answers import Scope
from bot.domain.facts import Quote
from storage.facts import FactQuery
from tests.conftest import SHARED
from tests.desk import Desk, open_desk
from tests.servers import Served, pair

ARTICLE = SHARED / "seeds" / "central-asia-calls.txt"
NOW = datetime(2025, 12, 23, 20, 0, tzinfo=UTC)
pytestmark = pytest.mark.skipif(not ARTICLE.exists(), reason="the measured article does not lie beside this checkout")


def press() -> web.Application:
    lines = [line for line in ARTICLE.read_text().split("\n") if line.strip()]
    title, body = escape(lines[2]), "".join(f"<p>{escape(line, quote=False)}</p>" for line in lines[7:])
    page = f"""<html lang=en><head><title>{title}</title><meta property="article:published_time" content="2025-12-23T14:00:00Z">
    </head><body><nav><a href="/">Home</a></nav><article><h1>{title}</h1>{body}</article></body></html>"""

    async def feed(request: web.Request) -> web.Response:
        item = f"<item><title>{title}</title><link>http://{request.host}/a</link><pubDate>Tue, 23 Dec 2025 14:00:00 GMT</pubDate></item>"
        return web.Response(
            text=f'<?xml version="1.0"?><rss version="2.0"><channel><title>World desk</title>{item}</channel></rss>',
            content_type="application/rss+xml",
        )

    async def article(_request: web.Request) -> web.Response:
        return web.Response(text=page, content_type="text/html")

    application = web.Application()
    application.router.add_get("/feed", feed)
    application.router.add_get("/a", article)
    return application


async def taken_in(desk: Desk, base: str) -> None:
    found = await desk.core.sources.find(desk.guild.id, f"{base}/feed", NOW)
    await desk.core.sources.add(desk.guild.id, found, 1, NOW)
    turns = await desk.core.ingest.due(NOW)
    assert [turn.failures for turn in turns] == [()]
    desk.core.names.invalidate()
    desk.now = NOW + timedelta(minutes=1)


async def test_a_real_article_is_answered_and_posted(tmp_path: Path) -> None:
    async with Served(press()) as base, open_desk(tmp_path, allow=(pair(base),), now=NOW) as desk:
        await taken_in(desk, base)
        tokayev = await desk.ask(desk.reader, "quotes", speaker="Tokayev")
        assert "“compromises from all sides” based on the “real situation on the ground”" in tokayev
        assert "“historic significance.”" in tokayev
        trump = await desk.ask(desk.reader, "quotes", speaker="Trump") + await desk.ask(
            desk.reader, "leader", name="Trump"
        )
        assert "“I had two wonderful telephone calls this morning" in trump
        deals = await desk.ask(desk.reader, "deals", country="Uzbekistan")
        assert "“tens of billions of dollars”" in deals
        assert "*under way*" in deals
        meetings = await desk.ask(desk.reader, "meetings", leader="Trump")
        assert meetings.count("📞 Call") == 2
        assert "23 December 2025" in meetings
        assert "**President** of Kazakhstan" in await desk.ask(desk.reader, "leader", name="Tokayev")
        await desk.ask(desk.manager, "digest schedule", channel=desk.channel, hour=7, zone="UTC")
        assert "Posted" in await desk.ask(desk.manager, "digest now")


async def test_a_real_articles_furniture_yields_no_fact(tmp_path: Path) -> None:
    async with Served(press()) as base, open_desk(tmp_path, allow=(pair(base),), now=NOW) as desk:
        await taken_in(desk, base)
        query = FactQuery(kinds=("quote", "meeting", "invitation", "deal"), shown_only=False, limit=100)
        for one in await desk.core.facts.find(Scope(guild_id=desk.guild.id), query):
            for start, end in one.fact.evidence:
                words = one.article.text[start:end]
                assert "TRT World" not in words
                assert "/ AFP" not in words
            if isinstance(one.fact, Quote) and one.fact.shown:
                assert one.fact.speaker, words
