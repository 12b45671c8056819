"""The demo's press: the sample dispatches as real-shaped feeds and pages on a loopback server, one site an outlet."""

import hashlib
import json
import tomllib
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.utils import format_datetime
from html import escape
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from aiohttp import web

from bot.domain.keys import slug

COUNTRIES = {"Steppe Wire": "KZ", "Meridian Dispatch": "GB", "Harbour Post": "SG", "The Envoy": "US"}
NOTE = "Sample written for Communiqué; not a real report."


@dataclass(frozen=True, slots=True, kw_only=True)
class Erratum:
    """From `at` (UTC) on the outlet prints `now` where it had printed `was`, with `note` below."""

    at: datetime
    was: str
    now: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Dispatch:
    """An article written for this project; `published` is UTC."""

    outlet: str
    slug: str
    title: str
    published: datetime
    authors: tuple[str, ...]
    topics: tuple[str, ...]
    paragraphs: tuple[str, ...]
    erratum: Erratum | None = None

    def printed(self, moment: datetime | None) -> "Dispatch":
        """As it stands on the outlet's site at a moment; None is after everything."""
        erratum = self.erratum
        if erratum is None or (moment is not None and moment < erratum.at):
            return self
        text = tuple(paragraph.replace(erratum.was, erratum.now) for paragraph in self.paragraphs)
        return replace(self, title=f"{self.title} (corrected)", paragraphs=(*text, erratum.note))


def load_dispatches(folder: Path) -> tuple[Dispatch, ...]:
    """Every `*.toml` of `folder`, oldest first."""
    rows = [tomllib.loads(path.read_text("utf-8")) for path in sorted(folder.glob("*.toml"))]
    found = [
        Dispatch(
            outlet=row["outlet"],
            slug=row["slug"],
            title=row["title"],
            published=row["published"].astimezone(UTC),
            authors=tuple(row["authors"]),
            topics=tuple(row["topics"]),
            paragraphs=tuple(" ".join(part.split()) for part in row["text"].strip().split("\n\n")),
            erratum=_erratum(row["erratum"]) if "erratum" in row else None,
        )
        for row in rows
    ]
    return tuple(sorted(found, key=lambda dispatch: dispatch.published))


def _erratum(row: dict[str, Any]) -> Erratum:
    return Erratum(at=row["at"].astimezone(UTC), was=row["was"], now=row["now"], note=row["note"])


class Press:
    """Serves while it is open. `address` is "127.0.0.1:port", for the guard's list of exceptions.

    Feeds list what was published by `until`, as it was printed then, or everything as it is printed in the end.
    """

    def __init__(self, dispatches: tuple[Dispatch, ...]) -> None:
        self._dispatches = dispatches
        self._outlets = tuple(dict.fromkeys(dispatch.outlet for dispatch in dispatches))
        self.address = ""
        self.until: datetime | None = None

    async def __aenter__(self) -> Self:
        application = web.Application()
        application.router.add_get("/{outlet}/", self._home)
        application.router.add_get("/{outlet}/feed.xml", self._feed)
        application.router.add_get("/{outlet}/news/{slug}", self._page)
        self._runner = web.AppRunner(application)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        host, port = self._runner.addresses[0][:2]
        self.address = f"{host}:{port}"
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._runner.cleanup()

    @property
    def feeds(self) -> tuple[tuple[str, str, str], ...]:
        """(outlet, country, feed's address)."""
        return tuple((outlet, COUNTRIES.get(outlet, ""), f"{self._site(outlet)}feed.xml") for outlet in self._outlets)

    def url(self, dispatch: Dispatch) -> str:
        return f"{self._site(dispatch.outlet)}news/{dispatch.slug}"

    def _site(self, outlet: str) -> str:
        return f"http://{self.address}/{slug(outlet)}/"

    def _of(self, request: web.Request) -> tuple[str, list[Dispatch]]:
        outlet = next((name for name in self._outlets if slug(name) == request.match_info["outlet"]), None)
        if outlet is None:
            raise web.HTTPNotFound
        return outlet, [dispatch.printed(self.until) for dispatch in self._dispatches if dispatch.outlet == outlet]

    async def _home(self, request: web.Request) -> web.Response:
        outlet, own = self._of(request)
        items = "".join(f'<li><a href="{escape(self.url(d))}">{escape(d.title)}</a></li>' for d in own)
        head = f'<link rel="alternate" type="application/rss+xml" title="{escape(outlet)}" href="{self._site(outlet)}feed.xml">'
        return _html(
            f"<!doctype html><html lang=en><head><title>{escape(outlet)}</title>{head}</head><body><ul>{items}</ul></body></html>"
        )

    async def _feed(self, request: web.Request) -> web.Response:
        outlet, own = self._of(request)
        listed = [dispatch for dispatch in own if self.until is None or dispatch.published <= self.until]
        items = "".join(self._item(dispatch) for dispatch in reversed(listed))
        body = (
            f'<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title>{escape(outlet)}</title>'
            f"<link>{self._site(outlet)}</link><description>{NOTE}</description><language>en</language>{items}</channel></rss>"
        ).encode()
        tag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
        if request.headers.get("If-None-Match") == tag:
            return web.Response(status=304, headers={"ETag": tag})
        return web.Response(body=body, content_type="application/rss+xml", charset="utf-8", headers={"ETag": tag})

    def _item(self, dispatch: Dispatch) -> str:
        return (
            f'<item><title>{escape(dispatch.title)}</title><link>{self.url(dispatch)}</link><guid isPermaLink="true">{self.url(dispatch)}</guid>'
            f"<pubDate>{format_datetime(dispatch.published)}</pubDate><description>{escape(dispatch.paragraphs[0][:160])}…</description></item>"
        )

    async def _page(self, request: web.Request) -> web.Response:
        outlet, own = self._of(request)
        dispatch = next((d for d in own if d.slug == request.match_info["slug"]), None)
        if dispatch is None:
            raise web.HTTPNotFound
        return _html(_article(dispatch, outlet, self._site(outlet), self.url(dispatch), own))


def _article(dispatch: Dispatch, outlet: str, site: str, url: str, own: list[Dispatch]) -> str:
    published = dispatch.published.isoformat()
    data = json.dumps(
        {
            "@context": "https://schema.org",
            "@type": "NewsArticle",
            "headline": dispatch.title,
            "datePublished": published,
            "url": url,
            "inLanguage": "en",
            "author": [{"@type": "Person", "name": name} for name in dispatch.authors],
            "publisher": {"@type": "Organization", "name": outlet},
        }
    ).replace("</", "<\\/")
    paragraphs = "".join(f"<p>{escape(paragraph, quote=False)}</p>" for paragraph in dispatch.paragraphs)
    related = "".join(f'<li><a href="{site}news/{d.slug}">{escape(d.title)}</a></li>' for d in own if d is not dispatch)
    return f"""<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{escape(dispatch.title)} | {escape(outlet)}</title>
<link rel="canonical" href="{url}"><meta property="og:type" content="article"><meta property="og:title" content="{escape(dispatch.title)}">
<meta property="og:site_name" content="{escape(outlet)}"><meta property="article:published_time" content="{published}">
<script type="application/ld+json">{data}</script></head><body><header><nav><a href="{site}">Home</a> <a href="{site}">World</a>
<a href="{site}">Trade</a></nav></header><main><article><h1>{escape(dispatch.title)}</h1><time datetime="{published}">{dispatch.published:%d %B %Y}</time>
<div class="article-body">{paragraphs}</div></article></main><aside><h2>More from {escape(outlet)}</h2><ul>{related}</ul></aside>
<footer><p>{NOTE}</p></footer></body></html>"""


def _html(text: str) -> web.Response:
    return web.Response(text=text, content_type="text/html", charset="utf-8")
