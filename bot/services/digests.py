"""Editions: which facts a server's digest holds for one local date. Compiled once, then frozen."""

import asyncio
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.domain.amendments import Told as Said
from bot.domain.amendments import told
from bot.domain.answers import DigestAnswer, Scope
from bot.domain.digest import KEPT, MOST, Amendment, Edition, Filters, Section, Subscription
from bot.domain.errors import NotFound
from bot.domain.events import AnyEvent
from bot.domain.facts import parties_of
from bot.domain.filters import passes
from bot.domain.keys import delivery_nonce
from bot.domain.ladders import OPEN
from bot.domain.periods import runs, turn
from bot.domain.ranking import Chosen, Offices, choose, wished_of
from bot.services.events import EventReader
from bot.services.told import Told
from bot.words import _
from storage.database import Database, Transaction
from storage.deliveries import DeliveryStore
from storage.facts import FactQuery, FactStore
from storage.revisions import RevisionStore
from storage.sources import SourceStore
from storage.subscriptions import SubscriptionStore

_WINDOW = {"daily": timedelta(hours=24), "weekly": timedelta(days=7)}
_NAMED = 5
_LEDGER = timedelta(days=365)
_REMEMBERED = timedelta(days=60)
NEWEST = 100
"""Reports that a brief is made of, where more were told."""


class DigestService:
    def __init__(
        self,
        db: Database,
        *,
        facts: FactStore,
        events: EventReader,
        subscriptions: SubscriptionStore,
        deliveries: DeliveryStore,
        sources: SourceStore,
    ) -> None:
        self._db = db
        self._facts = facts
        self._events = events
        self._subscriptions = subscriptions
        self._deliveries = deliveries
        self._sources = sources
        self._revisions = RevisionStore(db)
        self._told = Told(facts, events, self._revisions)

    async def tick(self, now: datetime) -> tuple[Edition, ...]:
        """Compile what is due; a nudge that comes twice finds nothing the second time. One that breaks does not hold the others."""
        made: list[Edition] = []
        broken: list[BaseException] = []
        for wish in await self._subscriptions.due(now):
            (done,) = await asyncio.gather(self._turn(wish, now), return_exceptions=True)
            if isinstance(done, BaseException):
                broken.append(done)
            elif done is not None:
                made.append(done)
        if broken:
            raise broken[0]
        return tuple(made)

    async def _turn(self, wish: Subscription, now: datetime) -> Edition | None:
        last = await self._subscriptions.last_date(wish.id)
        due, following = turn(wish.hour, wish.zone, wish.created_at, last, now, only_on=wish.only_on)
        made = await self.compile(wish, due[0], now, due_at=due[1]) if due else None
        await self._db.transaction(lambda tx: self._subscriptions.set_next(tx, wish.id, following))
        return made

    async def compile(self, wish: Subscription, day: date, now: datetime, *, due_at: datetime | None = None) -> Edition:
        """The edition of a local date with its first delivery, due now if not before; the one made before if there is one."""
        edition, events = await self._choose(wish, day, now)
        said = {event.id: told(event) for event in events}
        reports = {event.id: tuple(report.id for report in event.reports) for event in events}

        def work(tx: Transaction) -> None:
            number = self._subscriptions.save_edition(tx, edition)
            if number is not None:
                self._revisions.keep_told(tx, number, said, reports)
                self._deliveries.add(
                    tx,
                    edition_id=number,
                    part=0,
                    guild_id=wish.guild_id,
                    channel_id=wish.channel_id,
                    due_at=due_at or now,
                    nonce=delivery_nonce(wish.id, day, 0),
                )
                following = next(runs(wish.hour, wish.zone, now, only_on=wish.only_on, last=day))
                self._subscriptions.set_next(tx, wish.id, following)

        await self._db.transaction(work)
        kept = await self._subscriptions.edition(wish.id, day)
        assert kept is not None
        return kept

    def today(self, wish: Subscription, now: datetime) -> date:
        return now.astimezone(ZoneInfo(wish.zone)).date()

    async def exists(self, wish: Subscription, day: date) -> bool:
        return await self._subscriptions.edition(wish.id, day) is not None

    async def made(self, wish: Subscription, day: date | None) -> Edition:
        """A digest's edition of a day; NotFound if none was made."""
        edition = await self._subscriptions.edition(wish.id, day) if day else None
        if edition is None:
            raise NotFound(_("No digest was made for that day. `/digest history` shows those there are."))
        return edition

    async def preview(
        self,
        guild_id: int,
        zone: str,
        now: datetime,
        wish: Subscription | None = None,
        *,
        start: datetime | None = None,
    ) -> DigestAnswer:
        """What a digest would hold now, of this wish or the server's first; nothing is kept.

        With `start` all since then, also what was posted already.
        """
        known = (wish,) if wish else await self._subscriptions.of_server(guild_id)
        asked = known[0] if known else Subscription(guild_id=guild_id, channel_id=0, hour=0, zone=zone, created_at=now)
        edition, _events = await self._choose(asked, self.today(asked, now), now, start=start)
        return await self._answer(edition, asked, preview=True)

    async def brief(self, scope: Scope, filters: Filters, start: datetime, now: datetime, zone: str) -> DigestAnswer:
        """A digest of [start, now) for who asks, chosen and read as a posted one is; nothing is kept.

        Its window begins later where more was told than a brief reads.
        """
        wish = Subscription(
            guild_id=scope.guild_id, channel_id=0, hour=0, zone=zone, created_at=now, name="brief", filters=filters
        )
        edition, events = await self._choose(wish, self.today(wish, now), now, start=start, most=NEWEST)
        return _answer(edition, wish, {event.id: event for event in events}, preview=True)

    async def answer(self, edition: Edition) -> DigestAnswer:
        """An edition with its facts read back."""
        wish = await self._subscriptions.by_id(edition.subscription_id)
        assert wish is not None
        return await self._answer(edition, wish, preview=False)

    async def about(self, scope: Scope, subscription_id: int, day: date | None) -> DigestAnswer:
        """A server's own edition of a day; NotFound for any other."""
        edition = await self._subscriptions.edition(subscription_id, day) if day else None
        wish = await self._subscriptions.by_id(subscription_id)
        if edition is None or wish is None or wish.guild_id != scope.guild_id:
            raise NotFound(_("Nothing is kept of this digest any more."))
        answer = await self._answer(edition, wish, preview=False)
        if edition.facts and not (answer.meetings or answer.deals or answer.quotes or answer.upcoming):
            raise NotFound(_("Nothing is kept of this digest any more."))  # older than this server keeps, or purged
        return answer

    async def section(
        self, scope: Scope, subscription_id: int, day: date | None, section: str
    ) -> tuple[DigestAnswer, Section]:
        """As `about`, with the section that was asked for."""
        answer = await self.about(scope, subscription_id, day)
        found: Section | None = next((name for name in MOST if name == section and answer.of(name)), None)
        if found is None:
            raise NotFound(_("Nothing of this is left in the digest: what it told was withdrawn."))
        return answer, found

    async def amended(self, number: int, events: Collection[int]) -> tuple[list[Amendment], dict[int, Said]]:
        """What these events of an edition say otherwise than it told them, and what they say now."""
        edition = await self._subscriptions.edition_by_id(number)
        wish = await self._subscriptions.by_id(edition.subscription_id) if edition else None
        if edition is None or wish is None:
            return [], {}
        return await self._told.amended(Scope(guild_id=wish.guild_id), edition, events)

    async def is_stopped(self, edition: Edition) -> bool:
        """Whether its digest was paused, or given up, after the edition was made."""
        wish = await self._subscriptions.by_id(edition.subscription_id)
        return wish is None or (wish.paused_at is not None and wish.paused_at >= edition.compiled_at)

    async def edition(self, number: int) -> Edition | None:
        return await self._subscriptions.edition_by_id(number)

    async def _choose(
        self, wish: Subscription, day: date, now: datetime, *, start: datetime | None = None, most: int | None = None
    ) -> tuple[Edition, tuple[AnyEvent, ...]]:
        """The edition, and the events it holds; with `most` of so many newest reports, and its window begins where they do."""
        scope = Scope(guild_id=wish.guild_id)
        posted = await self._subscriptions.last_posted(wish.id) if start is None else None
        begins = start or posted or now - _WINDOW[wish.cadence]
        if most is None:
            found = await self._facts.stored_between(scope, begins, now)
        else:
            begins, found = await self._facts.stored_of(scope, wish.filters, begins, now, most=most)
        events = await self._events.whole(scope, found, upto=now, digest=True)
        offices = await self._facts.offices(_leaders(events), day)
        sections = wished_of(wish.sections, wish.cadence)
        events, facts, totals = await asyncio.to_thread(
            _chosen, events, [report.id for report in found], posted, offices, replace(wish, sections=sections), day
        )
        if any(one.name == "pledges" for one in sections):
            pledges = await self._open_deals(scope, wish.filters, {number for _, number in facts}, now)
            ledger: list[tuple[Section, int]] = [("pledges", event.id) for event in pledges[:KEPT]]
            facts += tuple(ledger)
            totals["pledges"] = len(pledges)
            events += pledges[:KEPT]
        corrections = await self._corrections(wish, scope, now) if wish.id and start is None else ()
        read = [line for line in await self._sources.of_server(wish.guild_id) if not line.paused_at]
        asked, answered = await self._sources.answered(wish.guild_id, now - _WINDOW["daily"])
        edition = Edition(
            subscription_id=wish.id,
            local_date=day,
            window_from=begins,
            window_to=now,
            compiled_at=now,
            facts=facts,
            sources_asked=asked,
            sources_answered=answered,
            cadence=wish.cadence,
            sections=sections,
            totals=totals,
            below=0 if wish.filters != Filters() else await self._facts.count_unsure(scope, begins, now),
            failing=tuple(line.source.name for line in read if line.feed.state in ("failing", "gone"))[:_NAMED],
            stale=tuple(line.source.name for line in read if line.feed.state == "stale")[:_NAMED],
            corrections=corrections,
        )
        return edition, events

    async def _open_deals(
        self, scope: Scope, filters: Filters, without: set[int], now: datetime
    ) -> tuple[AnyEvent, ...]:
        """Deals from which something is awaited, those first that have been silent longest."""
        query = FactQuery(kinds=("deal",), since=(now - _LEDGER).date(), digest=True)

        async def open_ones(events: Sequence[AnyEvent]) -> Sequence[AnyEvent]:
            found = [event for event in events if event.fact.stage in OPEN and event.id not in without]
            return [event for event in await self._events.read(scope, found) if passes(event, filters)]

        found, _more = await self._events.outlines(scope, query, number=0, size=4 * KEPT, keep=open_ones)
        return tuple(sorted(found, key=lambda event: event.last_heard_at))

    async def _corrections(self, wish: Subscription, scope: Scope, now: datetime) -> tuple[Amendment, ...]:
        """What became of facts that were told too long ago to edit the message, and no posted edition has said yet."""
        since = now - _REMEMBERED
        said = {(one.fact_id, one.what, one.after) for one in await self._revisions.corrections_told(wish.id, since)}
        found: list[Amendment] = []
        for number, events in (await self._revisions.changed_of(wish.id, since)).items():
            edition = await self._subscriptions.edition_by_id(number)
            amended = (await self._told.amended(scope, edition, events))[0] if edition else []
            found += [one for one in amended if (one.fact_id, one.what, one.after) not in said]
            said |= {(one.fact_id, one.what, one.after) for one in found}
        return tuple(found)

    async def _answer(self, edition: Edition, wish: Subscription, *, preview: bool) -> DigestAnswer:
        scope = Scope(guild_id=wish.guild_id)
        return _answer(edition, wish, await self._told.events(scope, edition), preview=preview)


def _answer(edition: Edition, wish: Subscription, events: Mapping[int, AnyEvent], *, preview: bool) -> DigestAnswer:
    """The edition with its events, by the ids it tells them under."""

    def of(section: Section) -> tuple[AnyEvent, ...]:
        found = [events[number] for name, number in edition.facts if name == section and number in events]
        return tuple({event.id: event for event in found}.values())

    return DigestAnswer(
        edition=edition,
        zone=wish.zone,
        name=wish.name,
        events={wish.name: of(wish.name) for wish in edition.sections},
        preview=preview,
    )


def _leaders(events: Sequence[AnyEvent]) -> list[str]:
    return sorted({party.leader for event in events for party in parties_of(event.fact) if party.leader})


def _chosen(
    events: Sequence[AnyEvent],
    order: Sequence[int],
    posted: datetime | None,
    offices: Offices,
    wish: Subscription,
    day: date,
) -> tuple[tuple[AnyEvent, ...], Chosen, dict[Section, int]]:
    """The events that the edition holds, and `choose` of what its filters let pass, equals in the order of their first reports."""
    place = {number: rank for rank, number in enumerate(order)}
    passing = [event for event in events if passes(event, wish.filters)]
    ordered = sorted(passing, key=lambda event: min(place.get(report.id, len(place)) for report in event.reports))
    facts, totals = choose(ordered, posted, offices, wish.sections, day)
    kept = {number for _, number in facts}
    return tuple(event for event in ordered if event.id in kept), facts, totals
