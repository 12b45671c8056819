"""What a worker makes of feeds and of entries: the article each leads to, and what it is compared by. Where feeds and nlp meet, off the loop."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

from bot.domain.errors import SourceFailed
from bot.domain.news import Article, Entry, Listing
from bot.domain.stories import Signature
from bot.feeds import body, pace
from bot.feeds.fetched import Fetched
from bot.nlp.stories import sign
from bot.work import Workers

_PARSE_SECONDS = 5.0


class Read(NamedTuple):
    """An article with its signature; crosses from a worker at a tuple's cost."""

    article: Article
    signature: Signature


def read_page(html: bytes, url: str, charset: str | None, entry: Entry, now: datetime) -> Read:
    """`bot.feeds.body.read_page`, signed."""
    article = body.read_page(html, url, charset, entry, now)
    return Read(article, sign(article.title, article.text))


def read_listed(entries: Sequence[Entry], urls: Sequence[str], now: datetime) -> list[Read | SourceFailed]:
    """Entries that have no page, each read from the feed's own text; or why one could not be."""
    read: list[Read | SourceFailed] = []
    for entry, url in zip(entries, urls, strict=True):
        try:
            read.append(read_page(b"", url, None, entry, now))
        except SourceFailed as error:
            read.append(error)
    return read


async def read_feed(workers: Workers, fetched: Fetched, now: datetime, shared: tuple[str, ...] = ()) -> Listing:
    """What a fetched feed says, parsed in a worker; a 304 is an unchanged listing."""
    if fetched.not_modified:
        return Listing(
            unchanged=True,
            ttl_seconds=pace.fresh_seconds(fetched.headers, now),
            moved_to=fetched.permanent_url,
            answer_seconds=fetched.seconds,
        )
    listing: Listing = await workers.run(
        "bot.feeds.parse:parse_feed",
        fetched.body,
        fetched.url,
        fetched.content_type,
        fetched.headers,
        now,
        shared,
        seconds=_PARSE_SECONDS,
    )
    return replace(listing, moved_to=fetched.permanent_url, answer_seconds=fetched.seconds)
