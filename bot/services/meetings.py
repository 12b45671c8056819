"""Who met whom, and who is invited?"""

from bot.domain.answers import MeetingPage, PageOf, Scope
from bot.domain.errors import NotFound
from bot.services.events import EventReader
from bot.services.misses import loosened
from bot.services.names import NameIndex
from bot.words import _, listed, the
from storage.facts import FactQuery

PAGE = 5


class MeetingService:
    def __init__(self, events: EventReader, names: NameIndex) -> None:
        self._events = events
        self._names = names

    async def page(
        self, scope: Scope, *, leader: str | None = None, country: str | None = None, number: int = 0
    ) -> MeetingPage:
        """Meetings and invitations together, newest first."""
        person = await self._names.person(scope, leader) if leader else None
        code = self._names.country(country) if country else None
        query = FactQuery(
            kinds=("meeting", "invitation"),
            refs=person.refs if person else (),
            countries=(code,) if code else (),
        )
        found, has_next = await self._events.page(scope, query, number=number, size=PAGE)
        name = self._names.country_name(code) if code else None
        if not found:
            sides = listed([part for part in (person and person.name, name and the(name)) if part])
            between = _(" with {sides}").format(sides=sides) if sides else ""
            told = _("No meeting or invitation{between} in the news this server reads.").format(between=between)
            raise NotFound(told + await self._loosened(scope, query))
        return MeetingPage(
            meetings=found,
            page=PageOf(number=number, has_next=has_next),
            leader=person.name if person else None,
            country=name,
        )

    async def _loosened(self, scope: Scope, query: FactQuery) -> str:
        given = {"leader": ("refs", query.refs), "country": ("countries", query.countries)}

        async def has(asked: FactQuery) -> bool:
            return bool((await self._events.outlines(scope, asked, number=0, size=1))[0])

        return await loosened(query, {option: {name: ()} for option, (name, value) in given.items() if value}, has)
