"""What has these words?"""

from datetime import datetime
from difflib import get_close_matches

from bot.domain.answers import PageOf, Scope
from bot.domain.errors import NotFound, Refused, no_page
from bot.domain.facts import FactKind
from bot.domain.findings import PLACES, SearchIn, SearchPage
from bot.domain.keys import fold
from bot.services.events import EventReader
from bot.services.names import NameIndex
from bot.words import _, listed
from storage.article_search import ArticleSearch
from storage.facts import FactQuery, FactStore
from storage.search import quoted_words

PAGE = 5
KINDS: dict[SearchIn, tuple[FactKind, ...]] = {
    "quotes": ("quote",),
    "meetings": ("meeting", "invitation"),
    "deals": ("deal",),
}
_WORDS = 6
_NEAR = 5


class SearchService:
    def __init__(self, facts: FactStore, events: EventReader, articles: ArticleSearch, names: NameIndex) -> None:
        self._facts, self._events, self._articles, self._names = facts, events, articles, names

    async def page(self, scope: Scope, text: str, where: SearchIn, *, number: int = 0, now: datetime) -> SearchPage:
        """What holds every word, newest first; NotFound says which words are there and where all of them are."""
        if not quoted_words(text):
            raise Refused(_("There is no word in “{text}” to look for.").format(text=text))
        answer = SearchPage(text=text, where=where, events=(), page=PageOf(number=number, has_next=False), now=now)
        if where == "articles":
            hits = await self._articles.find(scope, text, offset=number * PAGE, limit=PAGE + 1)
            if number and not hits:
                raise no_page(number)
            if hits:
                page = PageOf(number=number, has_next=len(hits) > PAGE)
                return SearchPage(text=text, where=where, events=(), page=page, now=now, articles=hits[:PAGE])
        else:
            query = FactQuery(kinds=KINDS[where], about=text)
            events, has_next = await self._events.page(scope, query, number=number, size=PAGE)
            if events:
                page = PageOf(number=number, has_next=has_next)
                return SearchPage(text=text, where=where, events=events, page=page, now=now)
        raise await self._miss(scope, answer)

    async def _miss(self, scope: Scope, asked: SearchPage) -> NotFound:
        """Which other place has all the words, and which of them this one has."""
        elsewhere = [
            _(said)
            for place, said in PLACES.items()
            if place != asked.where and await self._has(scope, place, asked.text)
        ]
        words = list(dict.fromkeys(asked.text.split()))[:_WORDS]
        near = [word for word in words if await self._has(scope, asked.where, word)] if len(words) > 1 else []
        if not near and not elsewhere:
            near = [
                choice.value
                for choice in await self._names.people(scope, asked.text)
                if _is_close(asked.text, choice.value)
            ]
        told = _("Nothing with all these words in the {place} this server reads: {text}.").format(
            place=_(PLACES[asked.where]), text=asked.text
        )
        if elsewhere:
            told += _(" They are in its {elsewhere}: choose that as `in:`.").format(elsewhere=listed(elsewhere))
        return NotFound(told, near=tuple(near[:_NEAR]))

    async def _has(self, scope: Scope, where: SearchIn, text: str) -> bool:
        if where == "articles":
            return bool(await self._articles.find(scope, text, offset=0, limit=1))
        if not quoted_words(text):
            return False
        return bool(await self._facts.find(scope, FactQuery(kinds=KINDS[where], about=text, limit=1)))


def _is_close(typed: str, name: str) -> bool:
    """As a whole, or one of its words, nearly as typed."""
    whole = fold(name)
    return bool(get_close_matches(fold(typed), (whole, *whole.split()), n=1, cutoff=0.75))
