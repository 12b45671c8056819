"""Who is this, what office, and what have they said and done lately?"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from bot.domain.answers import LeaderAnswer, LeaderLine, LeaderPage, PageOf, Scope, Sighting
from bot.domain.errors import NotFound, no_page
from bot.domain.events import AnyEvent
from bot.domain.facts import parties_of
from bot.domain.offices import NEWS
from bot.domain.people import Leader, Ruling, base_office, latest, office_on
from bot.domain.sameness import key
from bot.services.events import EventReader
from bot.services.names import NameIndex
from bot.words import _, listed, the
from storage.facts import FactQuery
from storage.leaders import LeaderStore
from storage.offices import OfficeStore

LATEST = 3
PAGE = 15


class LeaderService:
    def __init__(self, leaders: LeaderStore, offices: OfficeStore, events: EventReader, names: NameIndex) -> None:
        self._leaders = leaders
        self._offices = offices
        self._events = events
        self._names = names

    async def answer(self, scope: Scope, name: str, on: date) -> LeaderAnswer:
        """Office as of `on`, latest quotes, meetings and deals."""
        person = await self._names.person(scope, name)
        leader_id = next((ref.removeprefix("leader:") for ref in person.refs if ref.startswith("leader:")), None)
        rulings = await self._offices.rulings(scope)
        leader = await self._leaders.by_id(leader_id) if leader_id else None
        leader = _as_ruled(leader, rulings) if leader else None
        sightings = await self._leaders.sightings(scope, person.refs)
        quotes = await self._latest(scope, FactQuery(kinds=("quote",), refs=person.refs))
        meetings = await self._latest(scope, FactQuery(kinds=("meeting", "invitation"), refs=person.refs))
        deals = await self._latest(scope, FactQuery(kinds=("deal",), refs=person.refs))
        country = person.country or _country(sightings, (*quotes, *meetings, *deals), person.refs)
        nation = country if not deals else None
        if nation:
            deals = await self._latest(scope, FactQuery(kinds=("deal",), countries=(self._names.side(nation),)))
        return LeaderAnswer(
            name=person.name,
            country=country,
            leader=leader,
            rulings=tuple(one for one in rulings if one.verdict == "approved" and _concerns(one, person.refs, leader)),
            as_of=on,
            sightings=sightings,
            quotes=quotes,
            meetings=meetings,
            deals=deals,
            deals_of=nation,
        )

    async def _latest(self, scope: Scope, query: FactQuery) -> tuple[AnyEvent, ...]:
        return (await self._events.page(scope, query, number=0, size=LATEST))[0]

    async def page(self, scope: Scope, *, country: str | None = None, number: int = 0, on: date) -> LeaderPage:
        """Everybody with a fact in the news this server reads, last seen first; offices as of the day `on`."""
        code = self._names.country(country) if country else None
        nation = code.removeprefix("organisation:") if code else None
        seen = await self._leaders.seen(scope, nation, offset=number * PAGE, limit=PAGE + 1)
        name = self._names.country_name(code) if code else None
        if not seen and number:
            raise no_page(number)
        if not seen:
            if name:
                told = _("Nobody of {country} is in the news this server reads.").format(country=the(name))
                raise NotFound(told + await self._others(scope))
            raise NotFound(_("Nobody is in the news this server reads."))
        lines = [line if line.office else await self._with_tenure(ref, line, on) for ref, line in seen[:PAGE]]
        return LeaderPage(lines=tuple(lines), country=name, page=PageOf(number=number, has_next=len(seen) > PAGE))

    async def _others(self, scope: Scope) -> str:
        """Of whom there is somebody, last seen first."""
        seen = await self._leaders.seen(scope, None, offset=0, limit=PAGE)
        names = dict.fromkeys(self._names.country_name(line.country) for _ref, line in seen if line.country)
        return (
            _(" There are people of {countries}.").format(countries=listed([the(one) for one in list(names)[:5]]))
            if names
            else ""
        )

    async def _with_tenure(self, ref: str, line: LeaderLine, on: date) -> LeaderLine:
        """No article gave an office: what we know of one we follow."""
        leader = await self._leaders.by_id(ref.removeprefix("leader:")) if ref.startswith("leader:") else None
        held = office_on(leader.tenures, on) if leader else None
        return replace(line, office=held.office, as_of=held.as_of if held.is_stale(on) else None) if held else line


def _country(sightings: Sequence[Sighting], events: Sequence[AnyEvent], refs: Sequence[str]) -> str | None:
    """The nation that any article gives the person, the newest first: the last one may have named none."""
    offices = [one.country for one in sightings]
    sides = [party.country for event in events for party in parties_of(event.fact) if key(party) in refs]
    return next(filter(None, (*offices, *sides)), None)


def _as_ruled(leader: Leader, rulings: tuple[Ruling, ...]) -> Leader:
    """Each office once, without what the news said and this server dismissed."""
    dismissed = {(one.person, one.office, one.country) for one in rulings if one.verdict == "dismissed"}
    kept = [
        one for one in leader.tenures if one.source != NEWS or (leader.id, one.office, one.country) not in dismissed
    ]
    return replace(leader, tenures=latest(kept))


def _concerns(one: Ruling, refs: tuple[str, ...], leader: Leader | None) -> bool:
    """It is of the person, or of somebody else in an office we know the person to hold."""
    held = leader.tenures if leader else ()
    is_theirs = any((base_office(t.office), t.country) == (one.office, one.country) for t in held if not t.until_on)
    return any(ref.partition(":")[2] == one.person for ref in refs) or is_theirs
