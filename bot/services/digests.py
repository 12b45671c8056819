"""Editions: which facts a server's digest holds for one local date. Compiled once, then frozen."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import cast
from zoneinfo import ZoneInfo

from bot.domain.answers import DigestAnswer, Scope
from bot.domain.digest import Edition, Section, Subscription
from bot.domain.facts import AnyRecorded, DateSpan, Deal, Invitation, Meeting, Party, Quote, Recorded
from bot.domain.keys import delivery_nonce, fold
from bot.domain.periods import due_date, runs
from storage.database import Database, Transaction
from storage.deliveries import DeliveryStore
from storage.facts import FactStore
from storage.sources import SourceStore
from storage.subscriptions import SubscriptionStore

_DAY = timedelta(hours=24)
MOST = {"meetings": 8, "deals": 8, "quotes": 5, "upcoming": 6}
_TO_COME = frozenset({"planned", "intended", "extended"})
Contact = Recorded[Meeting] | Recorded[Invitation]


class DigestService:
    def __init__(
        self,
        db: Database,
        *,
        facts: FactStore,
        subscriptions: SubscriptionStore,
        deliveries: DeliveryStore,
        sources: SourceStore,
    ) -> None:
        self._db = db
        self._facts = facts
        self._subscriptions = subscriptions
        self._deliveries = deliveries
        self._sources = sources

    async def tick(self, now: datetime) -> tuple[Edition, ...]:
        """Compile what is due; a nudge that comes twice finds nothing the second time."""
        made: list[Edition] = []
        for wish in await self._subscriptions.due(now):
            day = due_date(wish.hour, wish.zone, wish.created_at, await self._subscriptions.last_date(wish.id), now)
            if day is not None:
                made.append(await self.compile(wish, day, now))
            following = next(runs(wish.hour, wish.zone, now))
            await self._db.transaction(
                lambda tx, wish=wish, due=following: self._subscriptions.set_next(tx, wish.id, due)
            )
        return tuple(made)

    async def compile(self, wish: Subscription, day: date, now: datetime) -> Edition:
        """The edition of a local date with its first delivery; the one made before if there is one."""
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
                    due_at=now,
                    nonce=delivery_nonce(wish.id, day, 0),
                )

        await self._db.transaction(work, durable=True)
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

    async def edition(self, number: int) -> Edition | None:
        return await self._subscriptions.edition_by_id(number)

    async def _choose(self, wish: Subscription, day: date, now: datetime) -> Edition:
        start = await self._subscriptions.last_posted(wish.id) or now - _DAY
        found = await self._facts.stored_between(Scope(guild_id=wish.guild_id), start, now)
        asked, answered = await self._sources.answered(wish.guild_id, now - _DAY)
        return Edition(
            subscription_id=wish.id,
            local_date=day,
            window_from=start,
            window_to=now,
            compiled_at=now,
            facts=tuple(choose(found)),
            sources_asked=asked,
            sources_answered=answered,
        )

    async def _answer(self, edition: Edition, wish: Subscription, *, preview: bool) -> DigestAnswer:
        facts = await self._facts.by_ids(Scope(guild_id=wish.guild_id), [number for _, number in edition.facts])
        by_id = {fact.id: fact for fact in facts}

        def of(section: Section) -> tuple[AnyRecorded, ...]:
            return tuple(by_id[number] for name, number in edition.facts if name == section and number in by_id)

        return DigestAnswer(
            edition=edition,
            zone=wish.zone,
            preview=preview,
            meetings=cast("tuple[Contact, ...]", of("meetings")),
            deals=cast("tuple[Recorded[Deal], ...]", of("deals")),
            quotes=cast("tuple[Recorded[Quote], ...]", of("quotes")),
            upcoming=cast("tuple[Contact, ...]", of("upcoming")),
        )


def choose(found: Sequence[AnyRecorded]) -> Iterable[tuple[Section, int]]:
    """Each section's facts, those of leaders first; reports of one event stand for it once."""
    kept: dict[Section, list[AnyRecorded]] = {"meetings": [], "deals": [], "quotes": [], "upcoming": []}
    for fact in sorted(found, key=_rank):
        section = _section(fact)
        if len(kept[section]) < MOST[section] and not any(_is_same(fact, other) for other in kept[section]):
            kept[section].append(fact)
    for section, facts in kept.items():
        for fact in facts:
            yield section, fact.id


def _rank(fact: AnyRecorded) -> tuple[int, int, float]:
    """Leaders first, then direct words, then what is surest; among equals the store's order, trusted sources first."""
    return (
        -sum(party.leader is not None for party in _sides(fact)),
        isinstance(fact.fact, Quote) and fact.fact.kind != "direct",
        -fact.fact.confidence,
    )


def _sides(fact: AnyRecorded) -> tuple[Party, ...]:
    match fact.fact:
        case Quote(speaker=speaker):
            return (speaker.party,) if speaker and speaker.party else ()
        case Meeting(participants=parties) | Deal(parties=parties):
            return parties
        case Invitation(inviter=inviter, invitees=invitees):
            return (*((inviter,) if inviter else ()), *invitees)


def _section(fact: AnyRecorded) -> Section:
    match fact.fact:
        case Quote():
            return "quotes"
        case Deal():
            return "deals"
        case _:
            return "upcoming" if fact.fact.stage in _TO_COME else "meetings"


def _is_same(one: AnyRecorded, other: AnyRecorded) -> bool:
    """Two reports of one event; for quotes, two of one speaker."""
    if {(p.kind, p.id) for p in _sides(one)} != {(p.kind, p.id) for p in _sides(other)}:
        return False
    match one.fact, other.fact:
        case Quote(), Quote():
            return bool(_sides(one))
        case Deal() as a, Deal() as b:
            words = (fold(a.name or a.instrument), fold(b.name or b.instrument))
            return a.stage == b.stage and (words[0] in words[1] or words[1] in words[0]) and not _claims_differ(a, b)
        case Meeting() as a, Meeting() as b:
            return (a.kind == "call") == (b.kind == "call") and a.stage == b.stage and _dates_agree(a.date, b.date)
        case Invitation() as a, Invitation() as b:
            return a.inviter == b.inviter and a.stage == b.stage
        case _:
            return False


def _claims_differ(one: Deal, other: Deal) -> bool:
    """Figures that differ are news by themselves; an absent one is not."""
    amounts = ({claim.verbatim for claim in one.claims}, {claim.verbatim for claim in other.claims})
    return bool(amounts[0] and amounts[1] and amounts[0] != amounts[1])


def _dates_agree(one: DateSpan | None, other: DateSpan | None) -> bool:
    """Same or overlapping days; a report without a day contradicts none."""
    if one is None or other is None or not (one.start and one.end and other.start and other.end):
        return True
    return one.start <= other.end and other.start <= one.end
