"""A listing's fresh entries: each is read, its facts found, and all of it stored, or it is given up with a reason."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from weakref import WeakValueDictionary

from bot import log
from bot.articles import ArticleReader
from bot.domain.errors import BotError, SourceFailed, StoreFull
from bot.domain.facts import Extraction
from bot.domain.news import Entry, Feed, Listing
from bot.domain.stories import Signature
from bot.feeds import pace
from bot.feeds.failures import broken_off
from bot.reading import Read
from bot.words import _
from bot.work import WorkError
from storage.articles import ArticleStore, Reading, SavedArticle
from storage.database import Database, Transaction
from storage.poison import PoisonStore
from storage.stories import StoryStore

_log = log.get(__name__)
MOST_POISONED = 3  # articles a turn: at twenty seconds each, more would keep every other feed waiting
TURN_SECONDS = 300.0
"""Hosts may take half a minute for each of two hundred pages, and only so many feeds are read at once."""
_Ready = tuple[Reading, Signature]
Progress = Callable[[str, int, int], None]
"""Called with a feed's title, entries done, entries in all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedTurn:
    """What one poll of a feed did: articles stored, those of them whose words had changed, new facts, entries that failed and why.

    `is_whole`: every entry had its turn; else the rest waits for the next poll.
    """

    feed: Feed
    stored: int = 0
    revised: int = 0
    facts: int = 0
    failures: tuple[tuple[str, str], ...] = ()
    error: str | None = None
    unchanged: bool = False
    is_whole: bool = True


@dataclass(slots=True)
class _Tally:
    """What a turn has done so far. It `ends` by the loop's clock."""

    ends: float
    stored: int = 0
    revised: int = 0
    facts: int = 0
    failures: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])
    poisoned: int = 0
    is_whole: bool = True

    def count(self, saved: list[SavedArticle]) -> None:
        self.stored += len(saved)
        self.revised += sum(one.is_revised for one in saved)
        self.facts += sum(len(one.new_facts) for one in saved)

    @property
    def done(self) -> int:
        return self.stored + len(self.failures)

    @property
    def is_over(self) -> bool:
        return self.poisoned >= MOST_POISONED or asyncio.get_running_loop().time() > self.ends


class EntryTaker:
    """`turn_seconds`: what the entries of one feed may take."""

    def __init__(
        self, db: Database, articles: ArticleStore, stories: StoryStore, reader: ArticleReader, turn_seconds: float
    ) -> None:
        self._db, self._articles, self._stories = db, articles, stories
        self._reader, self._turn_seconds = reader, turn_seconds
        self._poison = PoisonStore(db)
        self._reading: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    async def take(
        self, feed: Feed, listing: Listing, fresh: tuple[Entry, ...], now: datetime, progress: Progress | None
    ) -> FeedTurn:
        """One after the other, until the turn is over."""
        if listing.unchanged:
            return FeedTurn(feed=feed, unchanged=True)
        tally = _Tally(ends=asyncio.get_running_loop().time() + self._turn_seconds)
        await self._take_listed(feed, [entry for entry in fresh if entry.url is None], now, tally)
        for entry in fresh:
            if progress:
                progress(feed.title or feed.url, tally.done, len(fresh))
            if entry.url is None:
                continue
            if tally.is_over:
                tally.is_whole = False
                break
            # Feeds that list one article read it one after the other: the first settles what the others find.
            async with self._reading.setdefault(entry.url, asyncio.Lock()):
                await self._take_page(feed, entry, now, tally)
        if progress:
            progress(feed.title or feed.url, len(fresh), len(fresh))
        return FeedTurn(
            feed=feed,
            stored=tally.stored,
            revised=tally.revised,
            facts=tally.facts,
            failures=tuple(tally.failures),
            is_whole=tally.is_whole,
        )

    async def _take_page(self, feed: Feed, entry: Entry, now: datetime, tally: _Tally) -> None:
        """One entry with a page of its own."""
        assert entry.url is not None
        try:
            if await self._poison.beyond((entry.url,)):
                raise SourceFailed(_("It stopped the program that reads it three times, and is not tried again."))
            read = await self._reader.page(feed, entry, now)
            ready = (_reading(feed, entry, read, await self._reader.facts(read.article), now), read.signature)
            saved = await self._db.transaction(lambda tx: self._store(tx, feed, [ready], now))
        except StoreFull:
            raise
        except (BotError, WorkError) as error:
            await self._give_up(feed, entry, error, now, tally)
        else:
            tally.count(saved)

    async def _take_listed(self, feed: Feed, entries: list[Entry], now: datetime, tally: _Tally) -> None:
        """Entries without a page of their own are read together, and stored together."""
        if not entries:
            return
        addresses = [f"urn:communique:{feed.id}:{entry.identity}" for entry in entries]
        listed: list[Read | SourceFailed | None]
        try:
            listed = [*await self._reader.listed(entries, addresses, now)]
        except WorkError:  # then each alone: only the poisoned pay
            listed = [None] * len(entries)
        ready: list[_Ready] = []
        for entry, address, known in zip(entries, addresses, listed, strict=True):
            if tally.is_over:
                tally.is_whole = False
                break
            try:
                read = known or (await self._reader.listed([entry], [address], now))[0]
                if isinstance(read, SourceFailed):
                    raise read
                ready.append((_reading(feed, entry, read, await self._reader.facts(read.article), now), read.signature))
            except (BotError, WorkError) as error:
                await self._give_up(feed, entry, error, now, tally)
        tally.count(await self._db.transaction(lambda tx: self._store(tx, feed, ready, now)))

    async def _give_up(
        self, feed: Feed, entry: Entry, error: BotError | WorkError, now: datetime, tally: _Tally
    ) -> None:
        reason, is_poison = in_words(error), isinstance(error, WorkError)
        tally.failures.append((entry.title, reason))
        tally.poisoned += is_poison
        _log.warning("an article failed", url=entry.url, reason=reason, poison=is_poison)

        def work(tx: Transaction) -> None:
            self._articles.mark_failed(tx, feed.id, entry, reason, now)
            if is_poison and entry.url:
                self._poison.count(tx, entry.url, reason, now)

        await self._db.transaction(work)

    def _store(self, tx: Transaction, feed: Feed, ready: Sequence[_Ready], now: datetime) -> list[SavedArticle]:
        """Articles, facts, "seen" and each article's place in a story, all or nothing."""
        readings = [reading for reading, _ in ready]
        stored = self._articles.save_all(tx, feed_id=feed.id, source_id=feed.source_id, readings=readings, now=now)
        for saved, (reading, signature) in zip(stored, ready, strict=True):
            if saved.is_new or saved.is_revised:
                self._stories.place(
                    tx,
                    article_id=saved.id,
                    signature=signature,
                    published_at=reading.article.published_at,
                    now=now,
                    is_new=saved.is_new,
                )
        return stored


def _reading(feed: Feed, entry: Entry, read: Read, extraction: Extraction, now: datetime) -> Reading:
    published_at = read.article.published_at if read.article.published_known else None
    is_news = pace.is_news(feed, published_at, now)
    return Reading(entry=entry, article=read.article, extraction=extraction, is_news=is_news)


def in_words(error: BotError | WorkError) -> str:
    """A worker's failure carries its trace, which is the operator's."""
    if not isinstance(error, WorkError):
        return str(error)
    _log.error("a worker failed", trace=str(error))
    return broken_off(error)
