"""What did they say?"""

from datetime import date
from typing import cast

from bot.domain.answers import PageOf, QuotePage, Scope
from bot.domain.errors import NotFound
from bot.domain.facts import Quote, Recorded
from bot.services.names import NameIndex
from storage.facts import FactQuery, FactStore

PAGE = 5


class QuoteService:
    def __init__(self, facts: FactStore, names: NameIndex) -> None:
        self._facts = facts
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
        found = await self._facts.find(
            scope,
            FactQuery(
                kinds=("quote",),
                refs=person.refs if person else (),
                about=about or "",
                since=since,
                offset=number * PAGE,
                limit=PAGE + 1,
            ),
        )
        if not found and number == 0:
            who = person.name if person else "anybody"
            what = f" about “{about}”" if about else ""
            when = f" since {since:%-d %B %Y}" if since else ""
            raise NotFound(f"No quote by {who}{what}{when} in the news this server reads.")
        quotes = cast("tuple[Recorded[Quote], ...]", found[:PAGE])
        return QuotePage(
            quotes=quotes,
            page=PageOf(number=number, has_next=len(found) > PAGE),
            speaker=person.name if person else None,
            about=about,
            since=since,
        )
