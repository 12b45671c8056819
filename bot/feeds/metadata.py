"""Who wrote a page, when, and under which address: JSON-LD, then og and article tags, then `<time>`."""

import html
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from bot.feeds import urls
from bot.feeds.dates import read_moment
from bot.feeds.markup import Head, squash

_MOST_AUTHORS = 10
_DATE_NAMES = (
    "article:published_time",
    "og:article:published_time",
    "og:published_time",
    "datepublished",
    "date_published",
    "parsely-pub-date",
    "sailthru.date",
    "publishdate",
    "publish-date",
    "pubdate",
    "dc.date.issued",
    "dcterms.created",
    "dc.date",
    "dcterms.date",
    "date",
)
_AUTHOR_NAMES = (
    "author",
    "article:author",
    "og:article:author",
    "parsely-author",
    "sailthru.author",
    "byl",
    "dc.creator",
    "dcterms.creator",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """`is_exact`: hour and zone of `published_at` were given. `url` is canonical, and of the page's own site."""

    title: str
    published_at: datetime | None
    is_exact: bool
    authors: tuple[str, ...]
    url: str


def read_metadata(head: Head, url: str, now: datetime) -> Metadata:
    """What the page at `url` says of itself; empty where it says nothing."""
    nothing: dict[str, Any] = {}
    article = next((item for text in head.json_ld for item in _articles(text)), nothing)
    metas = _by_name(head)
    moments = [moment for text in _date_texts(article, metas, head) if (moment := read_moment(text, now))]
    # A date with its hour and zone beats a bare one that was named first.
    published = next((moment for moment in moments if moment[1]), moments[0] if moments else None)
    authors = _names(article.get("author")) or [metas[name] for name in _AUTHOR_NAMES if name in metas]
    title = _text(article.get("headline")) or metas.get("og:title", "") or metas.get("twitter:title", "") or head.title
    return Metadata(
        title=squash(html.unescape(title))[:500],
        published_at=published[0] if published else None,
        is_exact=bool(published and published[1]),
        authors=_clean_names(authors),
        url=_canonical(article, head, metas, url),
    )


def _articles(text: str) -> Iterator[dict[str, Any]]:
    """Objects of an article type, however deep; a broken script yields none."""
    try:
        waiting: list[Any] = [json.loads(text.strip().rstrip(";"), strict=False)]
    except (ValueError, RecursionError):
        return
    while waiting:
        value = waiting.pop(0)
        if isinstance(value, list):
            waiting.extend(cast("list[Any]", value))
        elif isinstance(value, dict):
            item = cast("dict[str, Any]", value)
            if re.search(r"Article|BlogPosting|Report", str(item.get("@type"))):
                yield item
            waiting.extend(item.get(name) for name in ("@graph", "mainEntity", "hasPart"))


def _by_name(head: Head) -> dict[str, str]:
    """Meta contents by property, name or itemprop; the first of a name counts."""
    found: dict[str, str] = {}
    for meta in head.metas:
        name = (meta.get("property") or meta.get("name") or meta.get("itemprop") or "").lower()
        if name and meta.get("content", "").strip():
            found.setdefault(name, meta["content"].strip())
    return found


def _date_texts(article: dict[str, Any], metas: dict[str, str], head: Head) -> Iterator[str]:
    yield _text(article.get("datePublished"))
    yield from (metas[name] for name in _DATE_NAMES if name in metas)
    yield _text(article.get("dateCreated"))
    marked = [time for time in head.times if "pubdate" in time or "published" in time.get("itemprop", "").lower()]
    yield from (time.get("datetime", "") for time in [*marked, *head.times[:1]])


def _names(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, list):
        return [
            name
            for one in cast("list[Any]", value)[:_MOST_AUTHORS]
            if not isinstance(one, list)
            for name in _names(one)
        ]
    return _names(_text(cast("dict[str, Any]", value).get("name"))) if isinstance(value, dict) else []


def _clean_names(names: list[str]) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for name in names:
        for part in re.split(r"\s*[;|]\s*|,\s+(?=[A-Z]\w+ )|\s+and\s+", squash(html.unescape(name))):
            plain = re.sub(r"^[Bb]y\s+", "", part)
            if 2 < len(plain) <= 80 and not re.search(r"https?:|www\.|[@<>{}]", plain):
                found[plain] = None
    return tuple(found)[:_MOST_AUTHORS]


def _canonical(article: dict[str, Any], head: Head, metas: dict[str, str], url: str) -> str:
    named = [link.get("href", "") for link in head.links if "canonical" in link.get("rel", "").lower().split()]
    main = article.get("mainEntityOfPage")
    main = cast("dict[str, Any]", main).get("@id") if isinstance(main, dict) else main
    for text in (*named, _text(article.get("url")), _text(main), metas.get("og:url", "")):
        address = urls.join(url, text) if text else None
        # A template's mistake: every page names the home page.
        if address and urls.same_site(address, url) and (not urls.is_home(address) or urls.is_home(url)):
            return urls.canonical(address)
    return urls.canonical(url)


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""
