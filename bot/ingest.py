"""The line an article travels: feed -> listing -> fresh -> article -> facts -> stored.

A dead article costs its own turn only, and a dead feed the run nothing. What ends the worker that reads it is tried three
times in all, and three such articles end a feed's turn: the others wait for the next. A feed's validators (ETag, Last-Modified) are kept
only once every entry it listed is settled, so that a crash half-way is made up by the next poll.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from weakref import WeakValueDictionary

from bot import log, metrics
from bot.domain.errors import BotError, SourceFailed, StoreFull
from bot.domain.facts import Extraction
from bot.domain.news import Article, Entry, Feed, Listing
from bot.feeds import pace
from bot.feeds.failures import FetchFailed, NoFeed, Poisonous, RobotsRefused
from bot.feeds.fetch import FEED, PAGE, Fetched, Fetcher
from bot.feeds.robots import Robots
from bot.nlp.stories import sign
from bot.words import _
from bot.work import WorkError, Workers
from storage.articles import ArticleStore, SavedArticle
from storage.database import Database, Transaction
from storage.poison import PoisonStore
from storage.sources import SourceStore
from storage.stories import StoryStore

_log = log.get(__name__)
_CLOSED = frozenset({401, 402, 403, 404, 410, 451})
_PARSE_SECONDS = 5.0
AT_ONCE = 16  # a feed may take 8 MB on the wire
MOST_POISONED = 3  # articles a turn: at twenty seconds each, more would keep every other feed waiting
_PAGE_INSTEAD = "There is a web page where the feed was. Look on the site for the feed's new address, add that, and remove this one."


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedTurn:
    """What one poll of a feed did: articles stored, entries that failed with the reason, new facts."""

    feed: Feed
    stored: int = 0
    facts: int = 0
    failures: tuple[tuple[str, str], ...] = ()
    error: str | None = None
    unchanged: bool = False


@dataclass(slots=True)
class _Tally:
    """What a turn has done so far."""

    stored: int = 0
    facts: int = 0
    failures: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])
    poisoned: int = 0

    def count(self, saved: SavedArticle) -> None:
        self.stored += 1
        self.facts += len(saved.new_facts)

    @property
    def done(self) -> int:
        return self.stored + len(self.failures)

    @property
    def is_over(self) -> bool:
        return self.poisoned >= MOST_POISONED


class _Records:
    """What polls made of their feeds, written together: a round of unchanged feeds costs a few transactions, not one each."""

    def __init__(self, db: Database, sources: SourceStore) -> None:
        self._db, self._sources = db, sources
        self._waiting: dict[int, tuple[Feed, datetime]] = {}
        self._writing = asyncio.Lock()

    async def write(self, feed: Feed, now: datetime) -> None:
        """Returns when it is stored, with whatever came in while the writer was busy."""
        self._waiting[feed.id] = (feed, now)
        async with self._writing:
            if feed.id not in self._waiting:
                return  # who was first took it along
            taken, self._waiting = self._waiting, {}

            def work(tx: Transaction) -> None:
                for one, at in taken.values():
                    self._sources.record(tx, one, at)

            try:
                await self._db.transaction(work)
            except BaseException:
                del taken[feed.id]
                self._waiting = taken | self._waiting  # each of them tries for itself
                raise


Progress = Callable[[str, int, int], None]
"""Called with a feed's title, entries done, entries in all."""


class Ingest:
    """Polls feeds and stores what they bring. `extract_seconds` is an article's deadline in a worker."""

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
    ) -> None:
        self._db = db
        self._sources = sources
        self._articles = articles
        self._stories = stories
        self._fetcher = fetcher
        self._robots = Robots(fetcher)
        self._records = _Records(db, sources)
        self._poison = PoisonStore(db)
        self._reading: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._workers = workers
        self._model = model
        self._seconds = extract_seconds
        self._poll_every = poll_every

    async def due(
        self, now: datetime, *, at_once: int = AT_ONCE, progress: Progress | None = None
    ) -> tuple[FeedTurn, ...]:
        """Poll every feed that is due, at most `at_once` side by side.

        Once the store is full the rest of a round is left alone: what cannot be kept is not fetched. The next round's
        first feed finds out whether there is room again.
        """
        waiting, turns = iter(await self._sources.due(now)), list[FeedTurn]()
        full: list[StoreFull] = []

        async def take() -> None:
            for feed in waiting:
                try:
                    turns.append(_left_alone(feed, full[0]) if full else await self.feed(feed, now, progress))
                except StoreFull as error:
                    full.append(error)
                    turns.append(_left_alone(feed, error))

        await asyncio.gather(*(take() for _ in range(1 if self._db.is_full else at_once)))
        return tuple(turns)

    async def feed(self, feed: Feed, now: datetime, progress: Progress | None = None) -> FeedTurn:
        """One feed's turn, a rim: whatever goes wrong is recorded with the feed and ends here, but for `StoreFull`."""
        try:
            listing = await self._listing(feed, now)
            fresh = await self._articles.fresh(feed.id, listing.entries, now) if listing.entries else ()
            turn = await self._entries(feed, listing, fresh, now, progress)
        except SourceFailed as error:
            return await self._failed(feed, error, now)
        except WorkError as error:
            return await self._poisoned(feed, error, now)
        except StoreFull:  # no fault of the feed, and nowhere to record it
            raise
        except Exception:  # noqa: BLE001 - a rim: one feed must not end the run
            _log.exception("a feed's turn broke", feed=feed.url)
            return await self._failed(
                feed, SourceFailed("the bot could not digest this feed; its operator's log says why"), now
            )
        known = pace.heard(feed, listing, now, self._poll_every, fresh)
        if not turn.failures and not listing.unchanged:
            known = replace(known, etag=listing.etag, last_modified=listing.last_modified)
        await self._records.write(known, now)
        return turn

    async def _listing(self, feed: Feed, now: datetime) -> Listing:
        etag, last_modified = pace.conditions(feed)
        fetched = await self._fetcher.get(feed.url, limits=FEED, etag=etag, last_modified=last_modified)
        try:
            listing = await parse(self._workers, fetched, now, feed.shared)
        except NoFeed as error:
            raise error if feed.first_ok_at is None else NoFeed(_PAGE_INSTEAD) from None
        if feed.failures:
            await self._db.transaction(lambda tx: self._poison.forget(tx, feed.url))
        return replace(listing, moved_to=fetched.permanent_url, answer_seconds=fetched.seconds)

    async def _entries(
        self, feed: Feed, listing: Listing, fresh: tuple[Entry, ...], now: datetime, progress: Progress | None
    ) -> FeedTurn:
        if listing.unchanged:
            return FeedTurn(feed=feed, unchanged=True)
        tally = _Tally()
        await self._take_listed(feed, [entry for entry in fresh if entry.url is None], now, tally)
        for entry in fresh:
            if progress:
                progress(feed.title or feed.url, tally.done, len(fresh))
            if entry.url is None or tally.is_over:
                continue
            # Feeds that list one article read it one after the other: the first settles what the others find.
            async with self._reading.setdefault(entry.url, asyncio.Lock()):
                await self._take(feed, entry, now, tally)
        if progress:
            progress(feed.title or feed.url, len(fresh), len(fresh))
        return FeedTurn(feed=feed, stored=tally.stored, facts=tally.facts, failures=tuple(tally.failures))

    async def _take(self, feed: Feed, entry: Entry, now: datetime, tally: _Tally) -> None:
        """One entry with a page of its own."""
        assert entry.url is not None
        try:
            if await self._poison.beyond((entry.url,)):
                raise SourceFailed(_("It stopped the program that reads it three times, and is not tried again."))
            article = await self._article(entry, now)
            extraction = await self._facts(article)
            saved = await self._db.transaction(self._saving(feed, entry, article, extraction, now))
        except StoreFull:
            raise
        except (BotError, WorkError) as error:
            await self._give_up(feed, entry, error, now, tally)
        else:
            tally.count(saved)

    async def _take_listed(self, feed: Feed, entries: list[Entry], now: datetime, tally: "_Tally") -> None:
        """Entries without a page of their own are read together, and stored together."""
        if not entries:
            return
        addresses = [f"urn:communique:{feed.id}:{entry.identity}" for entry in entries]
        job = "bot.feeds.body:read_listed"
        read: list[Article | str | None]
        try:
            read = await self._workers.run(job, entries, addresses, now, seconds=self._seconds)
        except WorkError:  # then each alone: only the poisoned pay
            read = [None] * len(entries)
        savings: list[Callable[[Transaction], SavedArticle]] = []
        for entry, address, known in zip(entries, addresses, read, strict=True):
            if tally.is_over:
                break
            try:
                article = known or (await self._workers.run(job, [entry], [address], now, seconds=self._seconds))[0]
                if isinstance(article, str):
                    raise SourceFailed(article)
                savings.append(self._saving(feed, entry, article, await self._facts(article), now))
            except (BotError, WorkError) as error:
                await self._give_up(feed, entry, error, now, tally)
        for saved in await self._db.transaction(lambda tx: [save(tx) for save in savings]):
            tally.count(saved)

    async def _give_up(
        self, feed: Feed, entry: Entry, error: BotError | WorkError, now: datetime, tally: "_Tally"
    ) -> None:
        reason, is_poison = _in_a_line(error), isinstance(error, WorkError)
        tally.failures.append((entry.title, reason))
        tally.poisoned += is_poison
        _log.warning("an article failed", url=entry.url, reason=reason, poison=is_poison)

        def work(tx: Transaction) -> None:
            self._articles.mark_failed(tx, feed.id, entry, reason, now)
            if is_poison and entry.url:
                self._poison.count(tx, entry.url, reason, now)

        await self._db.transaction(work)

    def _saving(
        self, feed: Feed, entry: Entry, article: Article, extraction: Extraction, now: datetime
    ) -> Callable[[Transaction], SavedArticle]:
        """Article, facts, "seen" and the article's place in a story, all or nothing."""

        def work(tx: Transaction) -> SavedArticle:
            saved = self._articles.save(
                tx,
                feed_id=feed.id,
                source_id=feed.source_id,
                entry=entry,
                article=article,
                extraction=extraction,
                now=now,
                is_news=pace.is_news(feed, article.published_at if article.published_known else None, now),
            )
            if saved.is_new or saved.is_revised:
                self._stories.place(
                    tx,
                    article_id=saved.id,
                    signature=sign(article.title, article.text),
                    published_at=article.published_at,
                    now=now,
                )
            return saved

        return work

    async def _article(self, entry: Entry, now: datetime) -> Article:
        """The page's text; where the page is closed to us for good, what the feed itself carries."""
        assert entry.url is not None
        url, body, charset = entry.url, b"", None
        try:
            await self._robots.check(entry.url, now)
            page = await self._fetcher.get(entry.url, limits=PAGE)
            url, body, charset = page.url, page.body, page.charset
        except RobotsRefused:
            _log.info("a page is kept from robots; the feed's own text is read", url=entry.url)
        except FetchFailed as error:
            if error.status not in _CLOSED or not (entry.content_html or entry.summary):
                raise
        return await self._workers.run(
            "bot.feeds.body:read_page", body, url, charset, entry, now, seconds=self._seconds
        )

    async def _facts(self, article: Article) -> Extraction:
        if article.state != "read":
            return Extraction()
        with metrics.EXTRACTION.time():
            return await self._workers.run(
                "bot.nlp.extract:extract_article", article, self._model, seconds=self._seconds
            )

    async def _poisoned(self, feed: Feed, error: WorkError, now: datetime) -> FeedTurn:
        """The feed's own text ended its worker. After three times running it is paused, until a manager resumes it."""
        reason = _in_a_line(error)
        is_last = await self._db.transaction(lambda tx: self._poison.is_last(tx, feed.url, reason, now))
        return await self._failed(feed, Poisonous(reason, is_last=is_last), now)

    async def _failed(self, feed: Feed, error: SourceFailed, now: datetime) -> FeedTurn:
        reason = str(error)
        _log.warning("a feed failed", feed=feed.url, reason=reason)
        known = pace.failed(feed, error, now, self._poll_every)
        await self._records.write(known, now)
        return FeedTurn(feed=feed, error=reason)


async def parse(workers: Workers, fetched: Fetched, now: datetime, shared: tuple[str, ...] = ()) -> Listing:
    """What a fetched feed says, parsed in a worker; a 304 is an unchanged listing."""
    if fetched.not_modified:
        wait = pace.fresh_seconds(fetched.headers, now)
        return Listing(feed_url=fetched.url, unchanged=True, ttl_seconds=wait)
    return await workers.run(
        "bot.feeds.parse:parse_feed",
        fetched.body,
        fetched.url,
        fetched.content_type,
        fetched.headers,
        now,
        shared,
        seconds=_PARSE_SECONDS,
    )


def _left_alone(feed: Feed, full: StoreFull) -> FeedTurn:
    return FeedTurn(feed=feed, error=str(full))


def _in_a_line(error: Exception) -> str:
    """A worker's failure carries its trace, which is the operator's; managers see the last line."""
    if isinstance(error, WorkError):
        _log.error("a worker failed", trace=str(error))
    return str(error).strip().rpartition("\n")[2]
