"""Which facts are in a message, or behind the link in it? Read for who asks, and neither kept nor logged."""

import asyncio
import re
from collections.abc import Sequence
from datetime import datetime

from bot import log
from bot.domain.answers import Scope
from bot.domain.errors import NotFound, SourceFailed
from bot.domain.events import merge
from bot.domain.facts import AnyRecorded, Extraction, Fact, Quote, Recorded, fact_kind
from bot.domain.findings import FoundFact, MessageAnswer
from bot.domain.keys import short_id
from bot.domain.news import Article, ArticleRef, Entry
from bot.domain.sameness import said
from bot.feeds import urls
from bot.feeds.failures import FetchFailed
from bot.feeds.fetch import PAGE, Fetcher
from bot.feeds.robots import Robots
from bot.feeds.spacing import Gates
from bot.reading import Read
from bot.services.events import EventReader
from bot.words import _
from bot.work import WorkError, Workers
from storage.facts import FactQuery, FactStore

_log = log.get(__name__)
_SECONDS = 60.0
"""From the question to its answer, the wait for a worker with it."""
_AT_ONCE, _OF_ONE_SERVER = 4, 2
_MOST = 12
_PROVISIONAL = 2**62  # ids of facts that are in no store
_WORDS_LOOKED_UP = 12
_LINK = re.compile(r"https?://[^\s<>]+", re.I)
_CLOSED, _GONE = frozenset({401, 402, 403, 407, 451}), frozenset({404, 410})


class MessageService:
    """`seconds` is one text's deadline in a worker."""

    def __init__(
        self,
        *,
        fetcher: Fetcher,
        robots: Robots,
        workers: Workers,
        facts: FactStore,
        events: EventReader,
        model: str,
        seconds: float,
    ) -> None:
        self._fetcher, self._robots, self._workers = fetcher, robots, workers
        self._facts, self._events = facts, events
        self._model, self._seconds = model, seconds
        self._places, self._gates = asyncio.Semaphore(_AT_ONCE), Gates(_OF_ONE_SERVER)

    async def answer(self, scope: Scope, text: str, written_at: datetime, now: datetime) -> MessageAnswer:
        """Facts of the page behind the first link, else of the text itself; NotFound and SourceFailed say why there are none."""
        links = find_links(text)
        if not links and not text.strip():
            raise NotFound(_("There are no words and no link in this message."))
        try:
            # Links that lead nowhere for a minute keep their own server waiting, and leave places to others.
            async with asyncio.timeout(_SECONDS), self._gates.of(str(scope.guild_id)), self._places:
                article = await self._page(links[0], now) if links else _article(text, written_at)
                found: Extraction = await self._workers.run(
                    "bot.nlp.extract:extract_article", article, self._model, seconds=self._seconds
                )
        except TimeoutError:
            raise SourceFailed(
                _("This took longer than {seconds:.0f} seconds and was given up. Try again later.").format(
                    seconds=_SECONDS
                )
            ) from None
        except WorkError as error:
            # Not its trace, which may hold words of the message.
            _log.warning("a message was not read", failure=type(error).__name__)
            raise SourceFailed(_("This could not be read: it is too long, or too tangled.")) from None
        shown = [fact for fact in found.facts if fact.shown]
        return MessageAnswer(
            facts=tuple([await self._found(scope, fact, article, number) for number, fact in enumerate(shown[:_MOST])]),
            title=article.title,
            url=article.url,
            links_left=max(len(links) - 1, 0),
            facts_left=max(len(shown) - _MOST, 0),
            unsure=len(found.facts) - len(shown),
        )

    async def _page(self, url: str, now: datetime) -> Article:
        """The article behind a link, fetched as ingest does."""
        try:
            await self._robots.check(url, now)
            page = await self._fetcher.get(url, limits=PAGE, may_follow=lambda target: self._robots.check(target, now))
        except FetchFailed as error:
            raise SourceFailed(_link_words(urls.host(url), error)) from None
        entry = Entry(identity=url, url=url, title="")
        read: Read = await self._workers.run(
            "bot.reading:read_page", page.body, page.url, page.charset, entry, now, seconds=self._seconds
        )
        article = read.article
        if article.state != "read":
            host = urls.host(page.url)
            raise SourceFailed(
                _("Only a few lines could be read at {host}; the page may be for subscribers.").format(host=host)
                if article.language == "en"
                else _("The page at {host} is not in English, and the bot reads English.").format(host=host)
            )
        return article

    async def _found(self, scope: Scope, fact: Fact, article: Article, number: int) -> FoundFact:
        report = Recorded(
            id=_PROVISIONAL + number,
            fact=fact,
            article=ArticleRef(
                id=0,
                url=article.url,
                title=article.title,
                source=urls.host(article.url) if article.url else "",
                published_at=article.published_at,
                stored_at=article.published_at,
                text=article.text,
            ),
            stored_at=article.published_at,
        )
        known = await self._stored(scope, report)
        return FoundFact(event=merge([report])[0], known_as=short_id(fact_kind(fact), known) if known else None)

    async def _stored(self, scope: Scope, report: AnyRecorded) -> int | None:
        """The id under which this server's own news has the same; a quote is known by its words at any age."""
        (event,) = await self._events.whole(scope, [report])
        kept = [one.id for one in event.reports if one.id < _PROVISIONAL]
        words = said(report) if isinstance(report.fact, Quote) else ""
        if not kept and words:
            start = " ".join(words.split()[:_WORDS_LOOKED_UP])
            alike = await self._facts.find(scope, FactQuery(kinds=("quote",), about=start))
            kept = [one.id for one in alike if said(one) == words]
        return min(kept, default=None)


def find_links(text: str) -> Sequence[str]:
    """Web addresses in the order of the text, each once; what closes a sentence or a bracket around one is no part of it."""
    return tuple(dict.fromkeys(map(_trimmed, _LINK.findall(text))))


def _trimmed(link: str) -> str:
    while link[-1] in ".,;:!?'\"*_~|`]}»”’" or (link[-1] == ")" and link.count("(") < link.count(")")):
        link = link[:-1]
    return link


def _article(text: str, written_at: datetime) -> Article:
    return Article(url="", title="", text=text, language="en", published_at=written_at)


def _link_words(host: str, error: FetchFailed) -> str:
    """For a reader, who has no feed to mend."""
    if error.status in _CLOSED:
        return _("{host} does not let the bot read this page ({status}).").format(host=host, status=error.status)
    if error.status in _GONE:
        return _("{host} has nothing at this address ({status}).").format(host=host, status=error.status)
    if error.status is not None:
        return _("{host} answered with status {status} instead of a page. Try again later.").format(
            host=host, status=error.status
        )
    return _("The link could not be read: {reason}").format(reason=error)
