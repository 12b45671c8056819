"""The line an article travels: feed -> listing -> fresh -> article -> facts -> stored.

A dead article costs its own turn only, and a dead feed the run nothing. A feed's validators (ETag, Last-Modified) are kept
only once every entry it listed is settled, so that a crash half-way is made up by the next poll.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot import log
from bot.domain.errors import BotError, SourceFailed, StoreFull
from bot.domain.facts import Extraction
from bot.domain.news import Article, Entry, Feed, Listing
from bot.feeds import pace
from bot.feeds.failures import FetchFailed
from bot.feeds.fetch import FEED, PAGE, Fetched, Fetcher
from bot.work import WorkError, Workers
from storage.articles import ArticleStore, SavedArticle
from storage.database import Database
from storage.sources import SourceStore

_log = log.get(__name__)
_CLOSED = frozenset({401, 402, 403, 404, 410, 451})


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedTurn:
    """What one poll of a feed did: articles stored, entries that failed with the reason, new facts."""

    feed: Feed
    stored: int = 0
    facts: int = 0
    failures: tuple[tuple[str, str], ...] = ()
    error: str | None = None
    unchanged: bool = False


Progress = Callable[[str, int, int], None]
"""Called with a feed's title, entries done, entries in all."""


class Ingest:
    """Polls feeds and stores what they bring. `extract_seconds` is an article's deadline in a worker."""

    def __init__(
        self,
        *,
        db: Database,
        sources: SourceStore,
        articles: ArticleStore,
        fetcher: Fetcher,
        workers: Workers,
        model: str,
        extract_seconds: float,
        poll_every: timedelta,
    ) -> None:
        self._db = db
        self._sources = sources
        self._articles = articles
        self._fetcher = fetcher
        self._workers = workers
        self._model = model
        self._seconds = extract_seconds
        self._poll_every = poll_every

    async def due(self, now: datetime, *, at_once: int = 8, progress: Progress | None = None) -> tuple[FeedTurn, ...]:
        """Poll every feed that is due, at most `at_once` side by side.

        Once the store is full the rest of a round is left alone: what cannot be kept is not fetched. The next round's
        first feed finds out whether there is room again.
        """
        places = asyncio.Semaphore(1 if self._db.is_full else at_once)
        full: list[StoreFull] = []

        async def turn(feed: Feed) -> FeedTurn:
            async with places:
                if full:
                    return FeedTurn(feed=feed, error=str(full[0]))
                try:
                    return await self.feed(feed, now, progress)
                except StoreFull as error:
                    full.append(error)
                    return FeedTurn(feed=feed, error=str(error))

        return tuple(await asyncio.gather(*map(turn, await self._sources.due(now))))

    async def feed(self, feed: Feed, now: datetime, progress: Progress | None = None) -> FeedTurn:
        """One feed's turn, a rim: whatever goes wrong is recorded with the feed and ends here, but for `StoreFull`."""
        try:
            listing = await self._listing(feed, now)
            turn = await self._entries(feed, listing, now, progress)
        except SourceFailed as error:
            return await self._failed(feed, error, now)
        except WorkError as error:
            return await self._failed(feed, SourceFailed(f"the feed could not be read: {_in_a_line(error)}"), now)
        except StoreFull:  # no fault of the feed, and nowhere to record it
            raise
        except Exception:  # noqa: BLE001 - a rim: one feed must not end the run
            _log.exception("a feed's turn broke", feed=feed.url)
            return await self._failed(
                feed, SourceFailed("the bot could not digest this feed; its operator's log says why"), now
            )
        settled = None if turn.failures else listing
        due_at = pace.next_poll(feed, listing, now, self._poll_every)
        await self._db.transaction(lambda tx: self._sources.record_ok(tx, feed, listing, settled, now, due_at))
        return turn

    async def _listing(self, feed: Feed, now: datetime) -> Listing:
        fetched = await self._fetcher.get(feed.url, limits=FEED, etag=feed.etag, last_modified=feed.last_modified)
        return await parse(self._workers, fetched, now)

    async def _entries(self, feed: Feed, listing: Listing, now: datetime, progress: Progress | None) -> FeedTurn:
        if listing.unchanged:
            return FeedTurn(feed=feed, unchanged=True)
        fresh = await self._articles.fresh(feed.id, listing.entries)
        stored, facts, failures = 0, 0, list[tuple[str, str]]()
        for number, entry in enumerate(fresh):
            if progress:
                progress(feed.title or feed.url, number, len(fresh))
            try:
                saved = await self._take(feed, entry, now)
            except StoreFull:
                raise
            except (BotError, WorkError) as error:
                reason = _in_a_line(error)
                failures.append((entry.title, reason))
                _log.warning("an article failed", url=entry.url, reason=reason)
                await self._db.transaction(
                    lambda tx, e=entry, r=reason: self._articles.mark_failed(tx, feed.id, e, r, now)
                )
            else:
                stored += 1
                facts += len(saved.new_facts)
        if progress:
            progress(feed.title or feed.url, len(fresh), len(fresh))
        return FeedTurn(feed=feed, stored=stored, facts=facts, failures=tuple(failures))

    async def _take(self, feed: Feed, entry: Entry, now: datetime) -> SavedArticle:
        article = await self._article(entry, now)
        extraction = await self._facts(article)
        return await self._db.transaction(
            lambda tx: self._articles.save(
                tx,
                feed_id=feed.id,
                source_id=feed.source_id,
                entry=entry,
                article=article,
                extraction=extraction,
                now=now,
            )
        )

    async def _article(self, entry: Entry, now: datetime) -> Article:
        """The page's text; where the page is closed to us for good, what the feed itself carries."""
        url, body, charset = entry.url or f"urn:communique:{entry.identity}", b"", None
        if entry.url is not None:
            try:
                page = await self._fetcher.get(entry.url, limits=PAGE)
                url, body, charset = page.url, page.body, page.charset
            except FetchFailed as error:
                if error.status not in _CLOSED or not (entry.content_html or entry.summary):
                    raise
        return await self._workers.run(
            "bot.feeds.body:read_page", body, url, charset, entry, now, seconds=self._seconds
        )

    async def _facts(self, article: Article) -> Extraction:
        if article.state != "read":
            return Extraction()
        return await self._workers.run("bot.nlp.extract:extract_article", article, self._model, seconds=self._seconds)

    async def _failed(self, feed: Feed, error: SourceFailed, now: datetime) -> FeedTurn:
        reason = str(error)
        _log.warning("a feed failed", feed=feed.url, reason=reason)
        due_at = pace.next_poll(feed, error, now, self._poll_every)
        await self._db.transaction(lambda tx: self._sources.record_failure(tx, feed, reason, now, due_at))
        return FeedTurn(feed=feed, error=reason)


async def parse(workers: Workers, fetched: Fetched, now: datetime) -> Listing:
    """What a fetched feed says, parsed in a worker; a 304 is an unchanged listing."""
    if fetched.not_modified:
        return Listing(feed_url=fetched.url, unchanged=True)
    return await workers.run(
        "bot.feeds.parse:parse_feed",
        fetched.body,
        fetched.url,
        fetched.content_type,
        fetched.headers,
        now,
        seconds=10.0,
    )


def _in_a_line(error: Exception) -> str:
    """A worker's failure carries its trace, which is the operator's; managers see the last line."""
    if isinstance(error, WorkError):
        _log.error("a worker failed", trace=str(error))
    return str(error).strip().rpartition("\n")[2]
