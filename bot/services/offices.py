"""Who holds which office: what the news agrees on, for all; what a server's managers rule, for that server."""

import asyncio
from datetime import datetime

from bot.domain.answers import Choice, Scope, Sighting
from bot.domain.errors import NotFound
from bot.domain.keys import fold
from bot.domain.managing import CandidateLine, OfficeList
from bot.domain.offices import NEWS, WINDOW, Candidate, agreed, candidates
from bot.domain.people import Ruling, called, names_place
from bot.services.names import NameIndex
from bot.words import _, the
from storage.database import Database, Transaction
from storage.leaders import LeaderStore
from storage.offices import OfficeStore

_MOST = 25
_LINKS = 3
_CHOICE = 100


class OfficeService:
    def __init__(self, db: Database, offices: OfficeStore, leaders: LeaderStore, names: NameIndex) -> None:
        self._db = db
        self._offices = offices
        self._leaders = leaders
        self._names = names

    async def settle(self, now: datetime) -> int:
        """Keep what three sources agree on; how many leaders it changed. Idempotent."""
        leaders = await self._leaders.all()
        sighted = await self._offices.sighted(now - WINDOW, now)
        changed = await asyncio.to_thread(agreed, sighted, leaders)  # half a second where half a year is kept

        def work(tx: Transaction) -> None:
            for leader in changed:
                self._leaders.replace_tenures(tx, leader, NEWS)

        if changed:
            await self._db.transaction(work)
            self._names.invalidate()
        return len(changed)

    async def listing(self, scope: Scope, now: datetime) -> OfficeList:
        """Candidates that this server's own sources name and it has not ruled on, best supported first, and its rulings."""
        rulings = await self._offices.rulings(scope)
        ruled = {(one.person, one.office, one.country) for one in rulings}
        found = [one for one in await self._open(scope, now) if (one.person, one.office, one.country) not in ruled]
        lines = [CandidateLine(candidate=one, evidence=await self._evidence(scope, one)) for one in found[:_MOST]]
        return OfficeList(lines=tuple(lines), rulings=rulings)

    async def approve(self, scope: Scope, typed: str, now: datetime) -> Ruling:
        return await self._rule(scope, typed, "approved", now)

    async def dismiss(self, scope: Scope, typed: str, now: datetime) -> Ruling:
        return await self._rule(scope, typed, "dismissed", now)

    async def choices(self, scope: Scope, typed: str, now: datetime) -> list[Choice]:
        """Candidates and what was ruled on, as "Jane Doe, Foreign Minister of France"."""
        names = [self.label(one) for one in (*await self._open(scope, now), *await self._offices.rulings(scope))]
        fits = dict.fromkeys(name for name in names if fold(typed) in fold(name))
        return [Choice(name=name, value=name) for name in list(fits)[:_MOST]]

    def label(self, one: Candidate | Ruling) -> str:
        place, office = self._names.country_name(one.country), called(one.office, one.country)
        if names_place(one.office, place):
            return _("{name}, {office}").format(name=one.name, office=office)[:_CHOICE]
        return _("{name}, {office} of {country}").format(name=one.name, office=office, country=the(place))[:_CHOICE]

    async def _open(self, scope: Scope, now: datetime) -> tuple[Candidate, ...]:
        return candidates(await self._offices.sighted_here(scope, now - WINDOW, now), await self._leaders.all())

    async def _rule(self, scope: Scope, typed: str, verdict: str, now: datetime) -> Ruling:
        known = (*await self._open(scope, now), *await self._offices.rulings(scope))
        fits = {self.label(one): one for one in reversed(known) if fold(typed) in fold(self.label(one))}
        one = fits.get(typed) or (next(iter(fits.values())) if len(fits) == 1 else None)
        if one is None:
            raise NotFound(
                _("“{typed}” fits no single candidate. `/office candidates` lists them.").format(typed=typed),
                near=tuple(fits)[:5],
            )
        ruling = Ruling(
            person=one.person,
            name=one.name,
            office=one.office,
            country=one.country,
            verdict="approved" if verdict == "approved" else "dismissed",
            ruled_on=now.date(),
        )
        await self._db.transaction(lambda tx: self._offices.rule(tx, scope.guild_id, ruling, now))
        return ruling

    async def _evidence(self, scope: Scope, one: Candidate) -> tuple[Sighting, ...]:
        """The newest articles of different sources that say so, under the candidate's own name."""
        seen = await self._leaders.sightings(scope, (f"leader:{one.person}", f"person:{one.person}"))
        by_source: dict[str, Sighting] = {}
        for sighting in seen:
            if sighting.standing == "present" and sighting.office == one.office:
                by_source.setdefault(sighting.source, sighting)
        return tuple(by_source.values())[:_LINKS]
