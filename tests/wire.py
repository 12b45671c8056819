"""A publisher on loopback, and a desk that reads it with the real line."""

from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.utils import format_datetime
from html import escape
from pathlib import Path

from aiohttp import web

from bot.domain.answers import Scope
from bot.domain.news import Feed, Source
from bot.entries import FeedTurn
from bot.feeds.fetch import Fetcher
from bot.ingest import Ingest
from bot.work import Workers
from storage.database import Transaction
from storage.facts import FactStore
from storage.sources import SourceStore
from storage.sqlite import SqliteDatabase, open_database
from tests import make
from tests.servers import Served, pair
from tests.stores import fresh

NOW = make.NOW
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
SAID = (
    "Kazakh President Kassym-Jomart Tokayev spoke in Astana on Tuesday about the railway to the sea and its cost.\n"
    "“We will open the new line before the harvest,” Tokayev said after the talks with the ministers of transport.\n"
    "The work has gone on for three years, and the two sides have paid for it in equal parts, officials in the capital say."
)


@dataclass
class Site:
    """A publisher on loopback: items as (path, title, guid, published, page's text)."""

    items: list[tuple[str, str, str, datetime | None, str]] = field(default_factory=list)
    answer: Callable[[], web.Response] | None = None
    robots: str = ""
    base: str = ""
    etag: str = ""
    asked: list[str] = field(default_factory=list)
    moves: dict[str, str] = field(default_factory=dict)
    pages: dict[str, str] = field(default_factory=dict)

    def add(self, path: str, title: str, *, ago: timedelta | None = HOUR, guid: str = "", text: str = "") -> None:
        self.items.append((path, title, guid or path, None if ago is None else NOW - ago, text))

    def app(self) -> web.Application:
        app = web.Application()
        app.router.add_get("/{path:.*}", self._serve)
        return app

    async def _serve(self, request: web.Request) -> web.Response:
        self.asked.append(request.path)
        if request.path == "/robots.txt":
            return web.Response(text=self.robots) if self.robots else web.Response(status=404)
        if request.path == "/feed":
            return self._feed(request)
        if request.path in self.moves:
            return web.Response(status=302, headers={"Location": self.moves[request.path]})
        pages = [(path, title, text) for path, title, _, _, text in self.items]
        for path, title, text in (*pages, *((path, "Talks", text) for path, text in self.pages.items())):
            if path.partition("?")[0] == request.path:
                body = "".join(f"<p>{escape(part)}</p>" for part in text.split("\n"))
                return web.Response(
                    text=f"<html lang=en><title>{title}</title><article><h1>{title}</h1>{body}</article></html>",
                    content_type="text/html",
                )
        return web.Response(status=404)

    def _feed(self, request: web.Request) -> web.Response:
        if self.answer is not None:
            return self.answer()
        if self.etag and request.headers.get("If-None-Match") == self.etag:
            return web.Response(status=304)
        lines = [
            f"<item><title>{escape(title)}</title>"
            + (f"<link>{self.base}{path}</link>" if path else "")
            + f"<guid isPermaLink='false'>{guid}</guid>"
            + (f"<pubDate>{format_datetime(published)}</pubDate>" if published else "")
            + "</item>"
            for path, title, guid, published, _ in self.items
        ]
        return web.Response(
            text=f"<rss version='2.0'><channel><title>Wire</title>{''.join(lines)}</channel></rss>",
            content_type="application/rss+xml",
            headers={"ETag": self.etag} if self.etag else {},
        )


@dataclass
class Desk:
    db: SqliteDatabase
    site: Site
    ingest: Ingest
    sources: SourceStore
    facts: FactStore

    async def poll(self, at: datetime = NOW) -> FeedTurn:
        (feed,) = await self.sources.due(at + 900 * DAY)
        return await self.ingest.feed(feed, at)

    async def feed(self) -> Feed:
        return (await self.sources.of_server(1))[0].feed

    async def titles(self) -> list[str]:
        return [row["title"] for row in await self.db.all("SELECT title FROM article ORDER BY id")]

    async def news(self, at: datetime = NOW) -> list[str]:
        """Articles whose facts a digest may hold."""
        found = await self.facts.stored_between(Scope(guild_id=1), NOW - 900 * DAY, at + DAY)
        return sorted({one.article.title for one in found})


@asynccontextmanager
async def open_desk(folder: Path, workers: Workers) -> AsyncGenerator[Desk]:
    """Server 1 has read the site's feed for a while."""
    site = Site()
    async with (
        Served(site.app()) as site.base,
        open_database(fresh(folder / "store.db")) as db,
        Fetcher(allow=(pair(site.base),), user_agent="test", page_spacing=0.0) as fetcher,
    ):
        sources = SourceStore(db)

        def read(tx: Transaction) -> None:
            source_id, _ = sources.save(tx, Feed(url=f"{site.base}/feed"), NOW - 99 * DAY)
            sources.attach(tx, 1, Source(id=source_id, name="Wire"), 1, NOW)

        await db.transaction(read)
        yield Desk(db, site, make.line(db, fetcher, workers), sources, FactStore(db))
