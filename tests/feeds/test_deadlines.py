"""Feeds and pages made to run for ever: they cost their own turn, and no more than its deadline."""

import time
from datetime import UTC, datetime

from bot.domain.errors import BotError, SourceFailed
from bot.domain.news import Article, Entry, Listing
from bot.work import WorkError, Workers

DEADLINE = 0.5  # seconds
NOW = datetime(2026, 2, 3, 12, 0, tzinfo=UTC)
ENTRY = Entry(identity="x", url="https://news.example/x", title="Talks on trade were held")
RSS = b"<rss version='2.0'><channel><title>T</title>%s</channel></rss>"
LAUGHS = (
    b"<!DOCTYPE rss [<!ENTITY a0 'ha'>"
    + b"".join(b"<!ENTITY a%d '%s'>" % (n, b"&a%d;" % (n - 1) * 10) for n in range(1, 10))
    + b"]>"
    + RSS % b"<item><title>&a9;</title></item>"
)
FEEDS = {
    "billion laughs": LAUGHS,
    "nested tags": RSS % (b"<item><description>" + b"<div>" * 20_000 + b"</description></item>"),
    "nested items": b"<rss><channel>" + b"<item>" * 10_000,
    "attributes": b"<rss " + b" ".join(b"a%d='1'" % n for n in range(50_000)) + b"/>",
    "many items": RSS % (b"<item><title>t</title></item>" * 5_000),
    "open brackets": b"<" * 200_000,
    "ampersands": RSS % (b"<item><title>" + b"&" * 200_000 + b"</title></item>"),
    "NULs": b"\0" * 1_000_000,
}
PAGES = {
    "brackets": b"<p>" + b"(" * 8000 + b"</p>",
    "open quotes": b"<html><body><article><p>" + '“("'.encode() * 50_000 + b"</p></article></body></html>",
    "nested tags": b"<html><body>" + b"<div>" * 100_000 + b"text",
    "nested bold": b"<b><i>" * 50_000 + b"text",
    "many paragraphs": b"<html><body>" + b"<p>A sentence of some length, about talks." * 5_000,
    "no blanks": b"<html><body><article><p>" + b"a" * 2_000_000 + b"</p></article></body></html>",
    "attributes": b"<p " + b" ".join(b"a%d" % n for n in range(100_000)) + b">x</p>",
    "json": b"<script type='application/ld+json'>" + b"[" * 100_000 + b"</script><p>x</p>",
    "right to left": b"<p>" + "\u202e\u2067\u200f".encode() * 50_000 + b"</p>",
    "flags": "<p>🇰🇿🇺🇿".encode() + "🇰🇿".encode() * 50_000,
    "bytes": bytes(range(256)) * 2000,
}


async def _outcome(workers: Workers, job: str, *args: object) -> Listing | Article | str:
    """What came back, or the words of the error."""
    began = time.monotonic()
    try:
        return await workers.run(job, *args, seconds=DEADLINE)
    except (SourceFailed, WorkError) as error:
        return str(error)
    finally:
        assert time.monotonic() - began < DEADLINE + 8  # the imports of a new worker are not the job's


async def test_a_feed_made_to_never_end_costs_its_own_turn_only() -> None:
    parse = "bot.feeds.parse:parse_feed"
    async with Workers(1, passing=(BotError,)) as workers:
        for name, body in FEEDS.items():
            outcome = await _outcome(workers, parse, body, "https://news.example/f", "", {}, NOW)
            assert outcome if isinstance(outcome, str) else isinstance(outcome, Listing), name
            assert name != "attributes" or "took longer than" in str(outcome)
        good = RSS % b"<item><title>Good</title></item>"
        listing = await workers.run(parse, good, "https://news.example/f", "", {}, NOW)
    assert [entry.title for entry in listing.entries] == ["Good"]


async def test_a_page_made_to_never_end_costs_its_own_turn_only() -> None:
    read = "bot.feeds.body:read_page"
    async with Workers(1, passing=(BotError,)) as workers:
        for name, page in PAGES.items():
            outcome = await _outcome(workers, read, page, "https://news.example/x", None, ENTRY, NOW)
            assert outcome if isinstance(outcome, str) else len(outcome.text) <= 300_000, name
            assert name != "attributes" or "took longer than" in str(outcome)
        article = await workers.run(read, b"<p>Good</p>", "https://news.example/x", None, ENTRY, NOW)
    assert article.title == ENTRY.title
