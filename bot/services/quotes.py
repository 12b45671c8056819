"""What did they say?"""

from datetime import date

from bot.domain.answers import PageOf, QuotePage, Scope
from bot.domain.errors import NotFound
from bot.services.events import EventReader
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
            raise NotFound(
                _("No quote by {who}{what}{when} in the news this server reads.").format(who=who, what=what, when=when)
            )
        return QuotePage(
            quotes=found,
            page=PageOf(number=number, has_next=has_next),
            speaker=person.name if person else None,
            about=about,
            since=since,
        )
