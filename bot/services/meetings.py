"""Who met whom, and who is invited?"""

from typing import cast

from bot.domain.answers import MeetingPage, PageOf, Scope
from bot.domain.errors import NotFound
from bot.domain.facts import Invitation, Meeting, Recorded
from bot.services.names import NameIndex
from storage.facts import FactQuery, FactStore

PAGE = 5


class MeetingService:
    def __init__(self, facts: FactStore, names: NameIndex) -> None:
        self._facts = facts
        self._names = names

    async def page(
        self, scope: Scope, *, leader: str | None = None, country: str | None = None, number: int = 0
    ) -> MeetingPage:
        """Meetings and invitations together, newest first."""
        person = await self._names.person(scope, leader) if leader else None
        code = self._names.country(country) if country else None
        found = await self._facts.find(
            scope,
            FactQuery(
                kinds=("meeting", "invitation"),
                refs=person.refs if person else (),
                countries=(code,) if code else (),
                offset=number * PAGE,
                limit=PAGE + 1,
            ),
        )
        name = self._names.country_name(code) if code else None
        if not found and number == 0:
            sides = " and ".join(part for part in (person and person.name, name) if part)
            raise NotFound(f"No meeting or invitation{sides and f' with {sides}'} in the news this server reads.")
        meetings = cast("tuple[Recorded[Meeting] | Recorded[Invitation], ...]", found[:PAGE])
        return MeetingPage(
            meetings=meetings,
            page=PageOf(number=number, has_next=len(found) > PAGE),
            leader=person.name if person else None,
            country=name,
        )
