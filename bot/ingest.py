"""The line an article travels: feed -> listing -> fresh -> article -> facts -> stored.

A dead article costs its own turn only, and a dead feed the run nothing. What ends the worker that reads it is tried three
times in all, and three such articles end a feed's turn: the others wait for the next. A feed's validators (ETag, Last-Modified) are kept
only once every entry it listed is settled, so that a crash half-way is made up by the next poll.
"""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from bot import log
from bot.articles import ArticleReader
from bot.domain.errors import SourceFailed, StoreFull
from bot.domain.news import Entry, Feed, Listing
from bot.entries import TURN_SECONDS, EntryTaker, FeedTurn, Progress, in_words
from bot.feeds import pace
from bot.feeds.failures import NoFeed, Poisonous
from bot.feeds.fetch import FEED, Fetcher
from bot.feeds.robots import Robots
from bot.reading import read_feed
from bot.words import N_, _
from bot.work import WorkError, Workers
from storage.articles import ArticleStore
from storage.database import Database
from storage.poison import PoisonStore
from storage.poll_records import PollRecords
from storage.sources import SourceStore
from storage.stories import StoryStore

_log = log.get(__name__)
AT_ONCE = 16  # a feed may take 8 MB on the wire
_PAGE_INSTEAD = N_(
    "There is a web page where the feed was. Look on the site for the feed's new address, add that, and remove this one."
)


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
        self._fetcher = fetcher
        reader = ArticleReader(fetcher, robots or Robots(fetcher), workers, model, extract_seconds)
        self._entries = EntryTaker(db, articles, stories, reader, turn_seconds)
        self._records = PollRecords(db, sources)
        self._poison = PoisonStore(db)
        self._workers = workers
        self._poll_every = poll_every
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
            turn = await self._entries.take(feed, listing, fresh, now, progress)
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

    async def _poisoned(self, feed: Feed, error: WorkError, now: datetime) -> FeedTurn:
        """The feed's own text ended its worker. After three times running it is paused, until a manager resumes it."""
        reason = in_words(error)
        is_last = await self._db.transaction(lambda tx: self._poison.is_last(tx, feed.url, reason, now))
        return await self._failed(feed, Poisonous(reason, is_last=is_last), now)

    async def _failed(self, feed: Feed, error: SourceFailed, now: datetime) -> FeedTurn:
        reason = str(error)
        _log.warning("a feed failed", feed=feed.url, reason=reason)
        known = pace.failed(feed, error, now, self._poll_every)
        await self._records.write(known, now)
        return FeedTurn(feed=feed, error=reason)


def _left_alone(feed: Feed, full: StoreFull) -> FeedTurn:
    return FeedTurn(feed=feed, error=str(full))
