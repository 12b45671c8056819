"""What a worker makes of entries: the article each leads to, and what it is compared by. Where feeds and nlp meet, off the loop."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from bot.domain.errors import SourceFailed
from bot.domain.news import Article, Entry
from bot.domain.stories import Signature
from bot.feeds import body
from bot.nlp.stories import sign


class Read(NamedTuple):
    """An article with its signature; crosses from a worker at a tuple's cost."""

    article: Article
    signature: Signature


def read_page(html: bytes, url: str, charset: str | None, entry: Entry, now: datetime) -> Read:
    """`bot.feeds.body.read_page`, signed."""
    article = body.read_page(html, url, charset, entry, now)
    return Read(article, sign(article.title, article.text))


def read_listed(entries: Sequence[Entry], urls: Sequence[str], now: datetime) -> list[Read | str]:
    """Entries that have no page, each read from the feed's own text; or why one could not be."""
    read: list[Read | str] = []
    for entry, url in zip(entries, urls, strict=True):
        try:
            read.append(read_page(b"", url, None, entry, now))
        except SourceFailed as error:
            read.append(str(error))
    return read
