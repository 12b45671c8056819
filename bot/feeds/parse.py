# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
# pyright: reportMissingTypeStubs=false
# feedparser comes without types.
"""Bytes into a listing: RSS, Atom, RDF by feedparser, JSON Feed by hand. Pure, and run in a worker process:
some feeds are made to never end.
"""

import calendar
import hashlib
import html
import io
import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, cast

import feedparser

from bot.domain.errors import SourceFailed
from bot.domain.keys import fold
from bot.domain.news import Entry, Listing
from bot.feeds import plainfeed, urls
from bot.feeds.dates import is_sensible, read_moment
from bot.feeds.failures import NoFeed
from bot.feeds.markup import squash, text_of
from bot.feeds.pace import fresh_seconds, hours
from bot.feeds.plainfeed import PlainFeed
from bot.words import N_

MOST_ENTRIES = 200
# Half a surrogate pair and numbers beyond Unicode end feedparser's turn; it raises whatever Python does for garbage.
_NO_CHARACTER = re.compile(rb"&#([xX][0-9a-fA-F]{1,12}|[0-9]{1,12});")
_PARSER_BROKE = (ValueError, LookupError, TypeError, AttributeError, ArithmeticError, RecursionError, AssertionError)
_DAY = 24 * 3600
_LONGEST_TITLE = 500
_LONGEST_CONTENT = 1024 * 1024
"""Characters of an entry's own text. Taken apart into words, a feed's 16 MB were a quarter of a gigabyte."""
_PERIODS = {"hourly": 3600, "daily": _DAY, "weekly": 7 * _DAY}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    """An entry before its identity is settled, which takes the whole listing."""

    url: str | None
    guid: str | None
    title: str
    summary: str
    content_html: str | None
    published_at: datetime | None


def parse_feed(
    body: bytes, url: str, content_type: str, headers: Mapping[str, str], now: datetime, shared: Sequence[str] = ()
) -> Listing:
    """The feed at `url` (its final address, on which links rest); `headers` as `Fetched.headers`.

    At most 200 entries, in the feed's order. `shared` are links and guids known to stand for several entries.
    Raises SourceFailed for a page, a bomb, or what is no feed.
    """
    if body.lstrip()[:1] == b"{":
        return _with_headers(_read_json(body, url, now, shared), headers, now)
    plain = body.replace(b"\0", b"").lower()  # UTF-16 and UTF-32 hide nothing
    if b"<!doctype" in plain and b"<!entity" in plain:
        raise SourceFailed(
            N_(
                "The feed declares XML entities of its own, which can be made to fill any memory; the bot does not read it."
            )
        )
    parsed = _read_xml(_NO_CHARACTER.sub(_character, body), url, content_type or "application/xml")
    entries = cast("list[Any]", parsed.entries)
    if not entries and not parsed.is_feed:
        raise _no_feed(plain, content_type)
    lines = [_read_entry(entry, url, now) for entry in entries[:MOST_ENTRIES]]
    named = _identified(lines, shared)
    listing = Listing(
        title=text_of(str(parsed.feed.get("title", "")))[:_LONGEST_TITLE],
        home_url=urls.join(url, str(parsed.feed.get("link", ""))) or "",
        entries=named.entries,
        shared=named.shared,
        ttl_seconds=_ttl(parsed.feed),
        skip_hours=_skip_hours(plain),
    )
    if not listing.entries and re.search(rb"<(item|entry)[\s>]", plain):
        raise SourceFailed(N_("The feed is damaged: it holds entries, but none of them can be read."))
    return _with_headers(listing, headers, now)


def _read_xml(body: bytes, url: str, content_type: str) -> PlainFeed:
    """An ordinary feed is read straight; whatever is unusual, broken or old is feedparser's, at ten times the cost."""
    plain = plainfeed.read(body, content_type, url)
    if plain is not None:
        return plain
    # A stream, because given bytes or text feedparser would open a file or an address of that name.
    try:
        parsed = feedparser.parse(
            io.BytesIO(body),
            response_headers={"content-type": content_type, "content-location": url},
            sanitize_html=False,
            resolve_relative_uris=False,
        )
    except _PARSER_BROKE:
        raise SourceFailed(N_("The feed is damaged in a way that its reader cannot get over.")) from None
    return PlainFeed(parsed.feed, parsed.entries, is_feed=bool(parsed.get("version")))


def _character(reference: "re.Match[bytes]") -> bytes:
    digits = reference[1].decode("ascii").lower()
    number = int(digits[1:], 16) if digits[0] == "x" else int(digits)
    is_character = 0 < number < 0xD800 or 0xDFFF < number <= 0x10FFFF
    return reference[0] if is_character else b"&#65533;"


def _skip_hours(plain: bytes) -> tuple[int, ...]:
    """The hours of skipHours, which feedparser passes over."""
    start = plain.find(b"<skiphours>")
    end = plain.find(b"</skiphours>", start, start + 4000) if start >= 0 else -1
    return hours(re.findall(rb"<hour>\s*([0-9]{1,2})\s*</hour>", plain[start:end])) if end >= 0 else ()


def _no_feed(plain: bytes, content_type: str) -> SourceFailed:
    if b"<html" in plain or b"<!doctype html" in plain or "html" in content_type:
        return NoFeed(
            N_("There is a web page at this address, not a feed. Give the address of the site's RSS or Atom feed.")
        )
    if not plain.strip():
        return SourceFailed(N_("The answer was empty; there is no feed to read."))
    return SourceFailed(N_("What is at this address cannot be read as RSS, Atom or JSON Feed."))


def _read_entry(entry: Any, base: str, now: datetime) -> _Line:
    contents = [str(part.get("value", ""))[:_LONGEST_CONTENT] for part in entry.get("content", ())]
    summary = str(entry.get("summary", ""))[:_LONGEST_CONTENT]
    longest = max(contents, key=len, default="")
    return _Line(
        url=urls.join(base, str(entry.get("link", ""))),
        guid=squash(str(entry.get("id", "")))[:1000] or None,
        title=_title(str(entry.get("title", ""))),
        summary=text_of(summary),
        content_html=longest or None,
        published_at=_published(entry, now),
    )


def _title(raw: str) -> str:
    # Many feeds escape a title twice; once is undone by the parser.
    return text_of(html.unescape(raw)).replace("\n", " ")[:_LONGEST_TITLE]


def _published(entry: Any, now: datetime) -> datetime | None:
    for name in ("published", "updated", "created"):
        # `in`, not `get`: feedparser answers "updated" with what was published, and warns.
        if f"{name}_parsed" in entry and (parts := entry[f"{name}_parsed"]):
            try:
                moment = datetime.fromtimestamp(calendar.timegm(parts), UTC)
            except (ValueError, OverflowError):
                continue
            if is_sensible(moment, now):
                return moment
        if name in entry and (again := read_moment(str(entry[name]), now)):
            return again[0]
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Named:
    entries: tuple[Entry, ...]
    shared: tuple[str, ...]


def _identified(lines: Sequence[_Line], known_shared: Sequence[str]) -> _Named:
    """Entries with an identity each; a link or guid that several entries share says nothing about one of them.

    What was shared once stays so, or the entry that is left of two would change its identity and come again.
    """
    links = [urls.canonical(line.url) if line.url else "" for line in lines]
    titles_of_link = Counter(link for link, _ in {(link, line.title) for link, line in zip(links, lines, strict=True)})
    guid_counts = Counter(line.guid for line in lines)
    shared = dict.fromkeys(link for link, titles in titles_of_link.items() if link and titles > 1)
    shared |= dict.fromkeys(guid for guid, count in guid_counts.items() if guid and count > 1)
    ambiguous = shared.keys() | set(known_shared)
    entries: dict[str, Entry] = {}
    for line, link in zip(lines, links, strict=True):
        if link and link not in ambiguous:
            identity = link
        elif line.guid and line.guid not in ambiguous:
            identity = line.guid
        else:
            text = fold(f"{line.title} {line.summary or line.content_html or ''}")
            identity = "text:" + hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:32]
        if line.title or line.summary or line.content_html or line.url:
            entries.setdefault(
                identity,
                Entry(
                    identity=identity,
                    url=line.url,
                    title=line.title,
                    summary=line.summary,
                    content_html=line.content_html,
                    published_at=line.published_at,
                    guid=line.guid,
                ),
            )
    return _Named(entries=tuple(entries.values()), shared=tuple(shared)[:50])


def _ttl(feed: Any) -> int | None:
    waits: list[int] = []
    if re.fullmatch(r"\d{1,6}", str(feed.get("ttl", ""))):
        waits.append(int(feed["ttl"]) * 60)
    period = _PERIODS.get(str(feed.get("sy_updateperiod", "")).strip().lower())
    frequency = str(feed.get("sy_updatefrequency", "1")).strip()
    if period and re.fullmatch(r"[1-9]\d{0,3}", frequency):
        waits.append(period // int(frequency))
    return min(max(waits), _DAY) if waits else None


def _with_headers(listing: Listing, headers: Mapping[str, str], now: datetime) -> Listing:
    waits = [wait for wait in (listing.ttl_seconds, fresh_seconds(headers, now)) if wait]
    return replace(
        listing,
        etag=headers.get("etag"),
        last_modified=headers.get("last-modified"),
        ttl_seconds=min(max(waits), _DAY) if waits else None,
    )


def _read_json(body: bytes, url: str, now: datetime, shared: Sequence[str]) -> Listing:
    """JSON Feed 1.0 and 1.1; what has the wrong type counts as left out."""
    try:
        feed = json.loads(body)
    except (ValueError, RecursionError):
        raise SourceFailed(N_("What is at this address cannot be read as RSS, Atom or JSON Feed.")) from None
    if not isinstance(feed, dict) or "jsonfeed.org" not in str(feed.get("version")):
        raise SourceFailed(N_("There is JSON at this address, but no JSON Feed."))
    items = feed.get("items")
    lines = [
        _read_item(item, url, now)
        for item in (items if isinstance(items, list) else ())[:MOST_ENTRIES]
        if isinstance(item, dict)
    ]
    named = _identified(lines, shared)
    return Listing(
        title=squash(_string(feed, "title"))[:_LONGEST_TITLE],
        home_url=urls.join(url, _string(feed, "home_page_url")) or "",
        entries=named.entries,
        shared=named.shared,
    )


def _read_item(item: dict[str, Any], url: str, now: datetime) -> _Line:
    text = _string(item, "content_text")
    dated = read_moment(_string(item, "date_published"), now)
    content = _string(item, "content_html") or "".join(f"<p>{html.escape(part)}</p>" for part in text.split("\n"))
    return _Line(
        url=urls.join(url, _string(item, "url") or _string(item, "external_url")),
        guid=squash(_string(item, "id"))[:1000] or None,
        title=_title(_string(item, "title")),
        summary=squash(_string(item, "summary")),
        content_html=content if content != "<p></p>" else None,
        published_at=dated[0] if dated else None,
    )


def _string(values: Mapping[str, Any], name: str) -> str:
    value = values.get(name)
    return str(value)[:_LONGEST_CONTENT] if isinstance(value, str | int) else ""
