"""What did they say?"""

from datetime import date
from typing import Any

from bot.domain.answers import PageOf, QuotePage, Scope
from bot.domain.errors import NotFound
from bot.services.events import EventReader
from bot.services.misses import loosened
from bot.services.names import NameIndex
from bot.words import _, day
from storage.facts import FactQuery

PAGE = 5


class QuoteService:
    def __init__(self, events: EventReader, names: NameIndex) -> None:
        self._events = events
        self._names = names

    async def page(
        self,
        scope: Scope,
        *,
        speaker: str | None = None,
        about: str | None = None,
        since: date | None = None,
        number: int = 0,
    ) -> QuotePage:
        """Quotes, newest first; all conditions hold at once."""
        person = await self._names.person(scope, speaker) if speaker else None
        query = FactQuery(kinds=("quote",), refs=person.refs if person else (), about=about or "", since=since)
        found, has_next = await self._events.page(scope, query, number=number, size=PAGE)
        if not found:
            who = person.name if person else _("anybody")
            what = _(" about “{about}”").format(about=about) if about else ""
            when = _(" since {day}").format(day=day(since)) if since else ""
            told = _("No quote by {who}{what}{when} in the news this server reads.").format(
                who=who, what=what, when=when
            )
            hint = await self._loosened(scope, query)
            raise NotFound(told + (hint or (_(" `/search` looks through articles too.") if about else "")))
        return QuotePage(
            quotes=found,
            page=PageOf(number=number, has_next=has_next),
            speaker=person.name if person else None,
            about=about,
            since=since,
        )

    async def _loosened(self, scope: Scope, query: FactQuery) -> str:
        given = {"speaker": query.refs, "about": query.about, "since": query.since}
        left: dict[str, dict[str, Any]] = {"speaker": {"refs": ()}, "about": {"about": ""}, "since": {"since": None}}

        async def has(asked: FactQuery) -> bool:
            return bool((await self._events.outlines(scope, asked, number=0, size=1))[0])

        return await loosened(query, {option: left[option] for option, value in given.items() if value}, has)
