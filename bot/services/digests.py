"""Editions: which facts a server's digest holds for one local date. Compiled once, then frozen."""

import asyncio
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.domain.answers import DigestAnswer, Scope
from bot.domain.digest import Edition, Section, Subscription
from bot.domain.errors import NotFound
from bot.domain.events import AnyEvent, unrejected
from bot.domain.facts import Deal, Fact, Quote, parties_of
from bot.domain.filters import passes
from bot.domain.keys import delivery_nonce
from bot.domain.periods import turn
from bot.domain.sameness import key
from bot.services.events import EventReader
from bot.words import _
from storage.database import Database, Transaction
from storage.deliveries import DeliveryStore
from storage.facts import FactStore
from storage.sources import SourceStore
from storage.subscriptions import SubscriptionStore

_DAY = timedelta(hours=24)
MOST = {"meetings": 8, "deals": 8, "quotes": 5, "upcoming": 6}
_TO_COME = frozenset({"planned", "intended", "extended"})


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
        edition = await self._choose(wish, day, now)

        def work(tx: Transaction) -> None:
            number = self._subscriptions.save_edition(tx, edition)
            if number is not None:
                self._deliveries.add(
                    tx,
                    edition_id=number,
                    part=0,
                    guild_id=wish.guild_id,
                    channel_id=wish.channel_id,
                    due_at=due_at or now,
                    nonce=delivery_nonce(wish.id, day, 0),
                )

        await self._db.transaction(work)
        kept = await self._subscriptions.edition(wish.id, day)
        assert kept is not None
        return kept

    def today(self, wish: Subscription, now: datetime) -> date:
        return now.astimezone(ZoneInfo(wish.zone)).date()

    async def exists(self, wish: Subscription, day: date) -> bool:
        return await self._subscriptions.edition(wish.id, day) is not None

    async def preview(self, guild_id: int, zone: str, now: datetime) -> DigestAnswer:
        """What a digest would hold now; nothing is kept."""
        known = await self._subscriptions.of_server(guild_id)
        wish = known[0] if known else Subscription(guild_id=guild_id, channel_id=0, hour=0, zone=zone, created_at=now)
        edition = await self._choose(wish, self.today(wish, now), now)
        return await self._answer(edition, wish, preview=True)

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

    async def is_stopped(self, edition: Edition) -> bool:
        """Whether its digest was paused, or given up, after the edition was made."""
        wish = await self._subscriptions.by_id(edition.subscription_id)
        return wish is None or (wish.paused_at is not None and wish.paused_at >= edition.compiled_at)

    async def edition(self, number: int) -> Edition | None:
        return await self._subscriptions.edition_by_id(number)

    async def _choose(self, wish: Subscription, day: date, now: datetime) -> Edition:
        scope = Scope(guild_id=wish.guild_id)
        posted = await self._subscriptions.last_posted(wish.id)
        start = posted or now - _DAY
        found = await self._facts.stored_between(scope, start, now)
        events = await self._events.whole(scope, found, upto=now, digest=True)
        events = tuple(event for event in events if passes(event, wish.filters))
        facts = await asyncio.to_thread(_chosen, events, [report.id for report in found], posted)
        asked, answered = await self._sources.answered(wish.guild_id, now - _DAY)
        return Edition(
            subscription_id=wish.id,
            local_date=day,
            window_from=start,
            window_to=now,
            compiled_at=now,
            facts=facts,
            sources_asked=asked,
            sources_answered=answered,
        )

    async def _answer(self, edition: Edition, wish: Subscription, *, preview: bool) -> DigestAnswer:
        scope = Scope(guild_id=wish.guild_id)
        facts = await self._facts.by_ids(scope, [number for _, number in edition.facts], rejected=True)
        events = await self._events.whole(scope, facts, upto=edition.window_to, digest=True)
        by_id = {report.id: left for event in events if (left := unrejected(event)) for report in event.reports}

        def of(section: Section) -> tuple[AnyEvent, ...]:
            found = [by_id[number] for name, number in edition.facts if name == section and number in by_id]
            return tuple({event.id: event for event in found}.values())

        return DigestAnswer(
            edition=edition,
            zone=wish.zone,
            preview=preview,
            meetings=of("meetings"),
            deals=of("deals"),
            quotes=of("quotes"),
            upcoming=of("upcoming"),
        )


def _chosen(
    events: Sequence[AnyEvent], order: Sequence[int], posted: datetime | None
) -> tuple[tuple[Section, int], ...]:
    """As `choose`, of events in the order of their first reports."""
    place = {number: rank for rank, number in enumerate(order)}
    ordered = sorted(events, key=lambda event: min(place.get(report.id, len(place)) for report in event.reports))
    return tuple(choose(ordered, posted))


def choose(events: Iterable[AnyEvent], posted: datetime | None) -> Iterable[tuple[Section, int]]:
    """Each section's events, those of leaders first, equals as they come. What was told before `posted` comes again only if there is more to tell."""
    kept: dict[Section, list[AnyEvent]] = {"meetings": [], "deals": [], "quotes": [], "upcoming": []}
    for event in sorted(events, key=_rank):
        section = _section(event.fact)
        if (
            len(kept[section]) < MOST[section]
            and (posted is None or has_news(event, posted))
            and not (section == "quotes" and any(_one_speaker(event, other) for other in kept[section]))
        ):
            kept[section].append(event)
    for section, chosen in kept.items():
        for event in chosen:
            yield section, event.id


def has_news(event: AnyEvent, since: datetime) -> bool:
    """New, or since then at another stage, with another figure, or told by one more side."""
    known = event.told_before(since)
    if known is None:
        return True
    if isinstance(event.fact, Quote):
        return False
    stated = {(figure.claim.low, figure.claim.high, figure.voice) for figure in known.figures}
    return (
        event.fact.stage != known.fact.stage
        or any((figure.claim.low, figure.claim.high, figure.voice) not in stated for figure in event.figures)
        or len(event.readouts) > len(known.readouts)
    )


def _rank(event: AnyEvent) -> tuple[int, int, int, float]:
    """Leaders first, then direct words, then what most owners vouch for, then what is surest; equals stay in their order."""
    return (
        -sum(party.leader is not None for party in parties_of(event.fact)),
        isinstance(event.fact, Quote) and event.fact.kind != "direct",
        -len(event.owners),
        -event.fact.confidence,
    )


def _section(fact: Fact) -> Section:
    match fact:
        case Quote():
            return "quotes"
        case Deal():
            return "deals"
        case _:
            return "upcoming" if fact.stage in _TO_COME else "meetings"


def _one_speaker(one: AnyEvent, other: AnyEvent) -> bool:
    sides = {key(party) for party in parties_of(one.fact)}
    return bool(sides) and sides == {key(party) for party in parties_of(other.fact)}
