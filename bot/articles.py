"""From an entry of a feed to its article and that article's facts: fetched here, read in the workers."""

from dataclasses import replace
from datetime import datetime

from bot import log, metrics
from bot.domain.errors import SourceFailed
from bot.domain.facts import Extraction
from bot.domain.news import Article, Entry, Feed
from bot.feeds.failures import FetchFailed, RobotsRefused
from bot.feeds.fetch import PAGE, Fetcher
from bot.feeds.robots import Robots
from bot.feeds.urls import same_site
from bot.reading import Read
from bot.work import Workers

_log = log.get(__name__)
_CLOSED = frozenset({401, 402, 403, 404, 410, 451})


class ArticleReader:
    """`seconds` is an article's deadline in a worker."""

    def __init__(self, fetcher: Fetcher, robots: Robots, workers: Workers, model: str, seconds: float) -> None:
        self._fetcher, self._robots, self._workers = fetcher, robots, workers
        self._model, self._seconds = model, seconds

    async def page(self, feed: Feed, entry: Entry, now: datetime) -> Read:
        """The page's text; where the page is closed to us for good, what the feed itself carries.

        Only of a page of its own site: one that another published speaks for itself, title, text and day, for whoever lists it.
        """
        assert entry.url is not None
        url, body, charset = entry.url, b"", None
        try:
            await self._robots.check(entry.url, now)
            page = await self._fetcher.get(
                entry.url, limits=PAGE, may_follow=lambda target: self._robots.check(target, now)
            )
            url, body, charset = page.url, page.body, page.charset
        except RobotsRefused:
            if not same_site(feed.url, url):
                raise
            _log.info("a page is kept from robots; the feed's own text is read", url=entry.url)
        except FetchFailed as error:
            has_text = same_site(feed.url, url) and (entry.content_html or entry.summary)
            if error.status not in _CLOSED or not has_text:
                raise
        if not same_site(feed.url, url):
            entry = replace(entry, title="", summary="", content_html=None, published_at=None)
        return await self._workers.run("bot.reading:read_page", body, url, charset, entry, now, seconds=self._seconds)

    async def listed(self, entries: list[Entry], addresses: list[str], now: datetime) -> list[Read | SourceFailed]:
        """Entries without a page of their own, each read from the feed's text; or why one could not be."""
        return await self._workers.run("bot.reading:read_listed", entries, addresses, now, seconds=self._seconds)

    async def facts(self, article: Article) -> Extraction:
        """Nothing of what is a headline alone."""
        if article.state != "read":
            return Extraction()
        with metrics.EXTRACTION.time():
            return await self._workers.run(
                "bot.nlp.extract:extract_article", article, self._model, seconds=self._seconds
            )
