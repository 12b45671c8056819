"""The line an article travels: feed -> listing -> fresh -> article -> facts -> stored.

A dead article costs its own turn only, and a dead feed the run nothing. What ends the worker that reads it is tried three
times in all, and three such articles end a feed's turn: the others wait for the next. A feed's validators (ETag, Last-Modified) are kept
only once every entry it listed is settled, so that a crash half-way is made up by the next poll.
"""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from weakref import WeakValueDictionary

from bot import log
from bot.articles import ArticleReader
from bot.domain.errors import BotError, SourceFailed, StoreFull
from bot.domain.facts import Extraction
from bot.domain.news import Entry, Feed, Listing
from bot.domain.stories import Signature
from bot.feeds import pace
from bot.feeds.failures import NoFeed, Poisonous, broken_off
from bot.feeds.fetch import FEED, Fetcher
from bot.feeds.robots import Robots
from bot.reading import Read, read_feed
from bot.words import N_, _
from bot.work import WorkError, Workers
from storage.articles import ArticleStore, Reading, SavedArticle
from storage.database import Database, Transaction
from storage.poison import PoisonStore
from storage.poll_records import PollRecords
from storage.sources import SourceStore
from storage.stories import StoryStore

_log = log.get(__name__)
AT_ONCE = 16  # a feed may take 8 MB on the wire
MOST_POISONED = 3  # articles a turn: at twenty seconds each, more would keep every other feed waiting
TURN_SECONDS = (
    300.0  # hosts may take half a minute for each of two hundred pages, and only so many feeds are read at once
)
_PAGE_INSTEAD = N_(
    "There is a web page where the feed was. Look on the site for the feed's new address, add that, and remove this one."
)


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


_Ready = tuple[Reading, Signature]


Progress = Callable[[str, int, int], None]
"""Called with a feed's title, entries done, entries in all."""


class Ingest:
    """Polls feeds and stores what they bring. `extract_seconds` is an article's deadline in a worker, `turn_seconds` what the entries of one feed may take."""

    def __init__(  # noqa: PLR0913 - the line meets every floor below it
        self,
        *,
        db: Database,
        sources: SourceStore,
        articles: ArticleStore,
        stories: StoryStore,
        fetcher: Fetcher,
        workers: Workers,
        model: str,
        extract_seconds: float,
        poll_every: timedelta,
        robots: Robots | None = None,
        turn_seconds: float = TURN_SECONDS,
    ) -> None:
        self._db = db
        self._sources = sources
        self._articles = articles
        self._stories = stories
        self._fetcher = fetcher
        self._reader = ArticleReader(fetcher, robots or Robots(fetcher), workers, model, extract_seconds)
        self._records = PollRecords(db, sources)
        self._poison = PoisonStore(db)
        self._reading: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._workers = workers
        self._poll_every, self._turn_seconds = poll_every, turn_seconds
        self._taken: set[int] = set()
        self._places = asyncio.Semaphore(AT_ONCE)

    async def due(
        self,
        now: datetime,
        *,
        at_once: int = AT_ONCE,
        progress: Progress | None = None,
        done: Callable[[FeedTurn, int], None] | None = None,
    ) -> tuple[FeedTurn, ...]:
        """Poll every feed that is due and not being polled already, at most `at_once` side by side.

        Rounds may overlap: what one still waits for, the next leaves alone. `done` hears of each turn at once, with how many
        feeds the round has. Once the store is full the rest of a round is left alone: what cannot be kept is not fetched.
        The next round's first feed finds out whether there is room again.
        """
        busy = frozenset(self._taken)  # before the store is asked: what ends meanwhile was due only then
        due = [feed for feed in await self._sources.due(now) if feed.id not in busy | self._taken]
        waiting, turns, full = iter(due), list[FeedTurn](), list[StoreFull]()
        left = {feed.id for feed in due}
        self._taken |= left

        async def one(feed: Feed) -> FeedTurn:
            if full:
                return _left_alone(feed, full[0])
            async with self._places:
                try:
                    return await self.feed(feed, now, progress)
                except StoreFull as error:
                    full.append(error)
                    return _left_alone(feed, error)

        async def take() -> None:
            for feed in waiting:
                turn = await one(feed)
                left.discard(feed.id)
                self._taken.discard(feed.id)
                turns.append(turn)
                if done:
                    done(turn, len(due))

        try:
            await asyncio.gather(*(take() for _ in range(1 if self._db.is_full else at_once)))
        finally:
            self._taken -= left
        return tuple(turns)

    async def feed(self, feed: Feed, now: datetime, progress: Progress | None = None) -> FeedTurn:
        """One feed's turn, a rim: whatever goes wrong is recorded with the feed and ends here, but for `StoreFull`."""
        try:
            listing = await self._listing(feed, now)
            fresh = await self._articles.fresh(feed.id, listing.entries, now) if listing.entries else ()
            turn = await self._entries(feed, listing, fresh, now, progress)
            await self._records.write(self._heard(feed, listing, fresh, turn, now), now)
        except SourceFailed as error:
            return await self._failed(feed, error, now)
        except WorkError as error:
            return await self._poisoned(feed, error, now)
        except StoreFull:  # no fault of the feed, and nowhere to record it
            raise
        except Exception:  # noqa: BLE001 - a rim: one feed must not end the run
            _log.exception("a feed's turn broke", feed=feed.url)
            return await self._failed(
                feed, SourceFailed(_("the bot could not digest this feed; its operator's log says why")), now
            )
        return turn

    def _heard(self, feed: Feed, listing: Listing, fresh: tuple[Entry, ...], turn: FeedTurn, now: datetime) -> Feed:
        known = pace.heard(feed, listing, now, self._poll_every, fresh)
        if not turn.is_whole and feed.first_ok_at is None:
            return replace(known, first_ok_at=None)  # the rest is of the feed's past too
        if turn.is_whole and not turn.failures and not listing.unchanged:
            return replace(known, etag=listing.etag, last_modified=listing.last_modified)
        return known

    async def _listing(self, feed: Feed, now: datetime) -> Listing:
        etag, last_modified = pace.conditions(feed)
        fetched = await self._fetcher.get(feed.url, limits=FEED, etag=etag, last_modified=last_modified)
        try:
            listing = await read_feed(self._workers, fetched, now, feed.shared)
        except NoFeed as error:
            raise error if feed.first_ok_at is None else NoFeed(_(_PAGE_INSTEAD)) from None
        if feed.failures:
            await self._db.transaction(lambda tx: self._poison.forget(tx, feed.url))
        return listing

    async def _entries(
        self, feed: Feed, listing: Listing, fresh: tuple[Entry, ...], now: datetime, progress: Progress | None
    ) -> FeedTurn:
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
                await self._take(feed, entry, now, tally)
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

    async def _take(self, feed: Feed, entry: Entry, now: datetime, tally: _Tally) -> None:
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
        self, feed: Feed, entry: Entry, error: BotError | WorkError, now: datetime, tally: "_Tally"
    ) -> None:
        reason, is_poison = _in_words(error), isinstance(error, WorkError)
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

    async def _poisoned(self, feed: Feed, error: WorkError, now: datetime) -> FeedTurn:
        """The feed's own text ended its worker. After three times running it is paused, until a manager resumes it."""
        reason = _in_words(error)
        is_last = await self._db.transaction(lambda tx: self._poison.is_last(tx, feed.url, reason, now))
        return await self._failed(feed, Poisonous(reason, is_last=is_last), now)

    async def _failed(self, feed: Feed, error: SourceFailed, now: datetime) -> FeedTurn:
        reason = str(error)
        _log.warning("a feed failed", feed=feed.url, reason=reason)
        known = pace.failed(feed, error, now, self._poll_every)
        await self._records.write(known, now)
        return FeedTurn(feed=feed, error=reason)


def _reading(feed: Feed, entry: Entry, read: Read, extraction: Extraction, now: datetime) -> Reading:
    published_at = read.article.published_at if read.article.published_known else None
    is_news = pace.is_news(feed, published_at, now)
    return Reading(entry=entry, article=read.article, extraction=extraction, is_news=is_news)


def _left_alone(feed: Feed, full: StoreFull) -> FeedTurn:
    return FeedTurn(feed=feed, error=str(full))


def _in_words(error: BotError | WorkError) -> str:
    """A worker's failure carries its trace, which is the operator's."""
    if not isinstance(error, WorkError):
        return str(error)
    _log.error("a worker failed", trace=str(error))
    return broken_off(error)
