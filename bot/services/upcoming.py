"""What is planned, and who is invited?"""

import contextlib
from collections.abc import AsyncIterator, Sequence
from datetime import date, datetime, timedelta

from bot.domain.answers import Contact, PageOf, Scope
from bot.domain.errors import NotFound, no_page
from bot.domain.facts import AnyRecorded, Deal, FactKind, Invitation, Meeting, Quote, parties_of
from bot.domain.findings import UpcomingPage
from bot.services.events import EventReader
from bot.services.misses import without
from bot.services.names import NameIndex
from bot.words import _, ngettext, the
from storage.facts import FactQuery, FactStore

PAGE = 6
_AWAITED: tuple[tuple[FactKind, str], ...] = (
    ("meeting", "planned"),
    ("invitation", "extended"),
    ("invitation", "accepted"),
    ("invitation", "intended"),
)
_MOST = 150  # newest reports of each stage
_PART = 12  # reports whose events are looked for at once
_LATER = 25
_NOT_YET = frozenset({"planned", "hypothetical"})
_UNDATED_FOR = timedelta(days=60)
_OVER_FOR = timedelta(days=14)
_LATE = timedelta(days=7)  # a later report, at another stage, of what is not dated
_FAR = date.max
_LAST_ZONE = timedelta(hours=12)  # west of Greenwich a day is over later


class UpcomingService:
    def __init__(self, facts: FactStore, events: EventReader, names: NameIndex) -> None:
        self._facts, self._events, self._names = facts, events, names

    async def page(
        self, scope: Scope, *, country: str | None = None, days: int | None = None, number: int = 0, now: datetime
    ) -> UpcomingPage:
        """Planned meetings and open invitations by their day; without `days` also those that name none."""
        code = self._names.country(country) if country else None
        today = (now - _LAST_ZONE).date()
        start = number * PAGE
        awaited: list[Contact] = []
        async for one in self._standing(scope, await self._reports(scope, code, today)):
            if _is_awaited(one, today, days, now) and not await self._was_heard_of(scope, one, today):
                awaited.append(one)
            if len(awaited) > start + PAGE:
                break
        name = self._names.country_name(code) if code else None
        if not awaited:
            raise NotFound(_nothing(name, days) + await self._loosened(scope, country, days, now))
        if start >= len(awaited):
            raise no_page(number)
        return UpcomingPage(
            contacts=await self._events.read(scope, awaited[start : start + PAGE]),
            page=PageOf(number=number, has_next=len(awaited) > start + PAGE),
            over_before=today,
            country=name,
            days=days,
        )

    async def _loosened(self, scope: Scope, country: str | None, days: int | None, now: datetime) -> str:
        """Which condition, left out, would find something."""
        if days is None:
            return ""
        asked = {"days": country} | ({"country": None} if country else {})
        helping: list[str] = []
        for option, land in asked.items():
            with contextlib.suppress(NotFound):
                await self.page(scope, country=land, days=None if option == "days" else days, now=now)
                helping.append(option)
        return without(helping)

    async def _reports(self, scope: Scope, code: str | None, today: date) -> list[AnyRecorded]:
        """Outlines of what is told at such a stage, by the days that are told."""
        since = today - _OVER_FOR, today - _UNDATED_FOR - _LATE
        countries = (code,) if code else ()
        queries = [
            FactQuery(kinds=(kind,), stage=stage, countries=countries, awaited_since=since, limit=_MOST)
            for kind, stage in _AWAITED
        ]
        return sorted(await self._facts.outlines(scope, queries), key=_by_day)

    async def _standing(self, scope: Scope, reports: Sequence[AnyRecorded]) -> AsyncIterator[Contact]:
        """Outlines of events that still stand at such a stage, by their day: of what was held or called off since, nothing is awaited.

        What else is told of an event is looked for a part of the reports at a time, only as far as a page goes: none comes before
        the first of its reports.
        """
        stages = {stage for _, stage in _AWAITED}
        left, told = dict[int, Contact](), set[int]()
        for first in range(0, len(reports), _PART):
            part = reports[first : first + _PART]
            is_last = first + _PART >= len(reports)
            events = await self._events.outlined(scope, part)
            left |= {one.id: one for one in events if one.fact.stage in stages and one.id not in told}
            for one in sorted(left.values(), key=_by_day):
                if is_last or _by_day(one) <= _by_day(part[-1]):
                    told.add(one.id)
                    yield left.pop(one.id)

    async def _was_heard_of(self, scope: Scope, contact: Contact, today: date) -> bool:
        """Of what is over: whether its nations are told to have met since its first day, or not to have."""
        known = day_of(contact)
        if known is None or known[1] >= today:
            return False
        fact = contact.fact
        inviter = (fact.inviter,) if isinstance(fact, Invitation) and fact.inviter else ()
        nations = tuple(party.country for party in (*inviter, *parties_of(fact)) if party.country)
        query = FactQuery(kinds=("meeting",), countries=tuple(dict.fromkeys(nations)), since=known[0], limit=_LATER)
        reports = await self._facts.find(scope, query, outline=True) if nations else ()
        return any(isinstance(one.fact, Meeting) and one.fact.stage not in _NOT_YET for one in reports)


def day_of(contact: Contact | AnyRecorded) -> tuple[date, date] | None:
    """First and last day; None where the article names none that can be told."""
    span = None if isinstance(contact.fact, Quote | Deal) else contact.fact.date
    return (span.start, span.end) if span and span.start and span.end else None


def _is_awaited(contact: Contact, today: date, days: int | None, now: datetime) -> bool:
    known = day_of(contact)
    if known is None:
        return days is None and now - contact.last_heard_at <= _UNDATED_FOR
    first, last = known
    return last >= today - _OVER_FOR and (days is None or first <= today + timedelta(days=days))


def _by_day(contact: Contact | AnyRecorded) -> tuple[date, date, int]:
    first, last = day_of(contact) or (_FAR, _FAR)
    return last if last < first else first, last, -contact.id


def _nothing(country: str | None, days: int | None) -> str:
    of = _(" with {country}").format(country=the(country)) if country else ""
    within = (
        ngettext(" in the next {days} day", " in the next {days} days", days).format(days=days)
        if days is not None
        else ""
    )
    return _(
        "Nothing planned{of}{within}, and no open invitation, in the news this server reads. `/meetings` has what was held."
    ).format(of=of, within=within)
