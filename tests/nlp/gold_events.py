"""Meetings, invitations and deals against the gold: sides, kind, stage, day, amounts."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.domain.facts import Claim, Deal, Extraction, Invitation, Meeting, Party
from tests.nlp.gold_cases import ANY_DAY, Alternatives, Case, Days, GoldEvent
from tests.nlp.gold_names import is_side, tokens

if TYPE_CHECKING:
    from tests.nlp.gold_scoring import Scores

Event = Meeting | Invitation | Deal


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A fact beside the gold it matches; `sides` are those that both name."""

    gold: GoldEvent
    event: Event
    sides: tuple[tuple[Alternatives, Party], ...]

    @property
    def kind_is_right(self) -> bool:
        return not isinstance(self.event, Meeting) or self.event.kind in self.gold.kind

    @property
    def stage_is_right(self) -> bool:
        return self.event.stage in self.gold.stage

    @property
    def is_right(self) -> bool:
        sides = len(self.sides) == len(_gold_sides(self.gold)) == len(_sides(self.event))
        return sides and self.kind_is_right and self.stage_is_right


def score_events(case: Case, found: Extraction, scores: "Scores") -> None:
    _score("meetings", case.meetings, found.meetings, scores)
    _score("invitations", case.invitations, found.invitations, scores)
    _score("deals", case.deals, found.deals, scores)


def _score(name: str, gold: Sequence[GoldEvent], events: Sequence[Event], scores: "Scores") -> None:
    shown = [event for event in events if event.shown]
    pairs = _pairs(gold, shown)
    in_review = _pairs(gold, [event for event in events if not event.shown])
    for one in gold:
        pair = next((p for p in pairs if p.gold is one), None)
        if not one.maybe:
            note = " (in review)" if any(p.gold is one for p in in_review) else ""
            scores.expected(name, right=pair is not None, words=_told(one) + note)
            scores.expected(f"{name}, whole", right=pair is not None and pair.is_right, words=_told(one))
    for event in shown:
        pair = next((p for p in pairs if p.event is event), None)
        if pair is None or not pair.gold.maybe:
            scores.found(name, right=pair is not None, words=_shown(event))
            scores.found(f"{name}, whole", right=pair is not None and pair.is_right, words=_shown(event))
    for pair in pairs:
        if not pair.gold.maybe:
            _details(name, pair, scores)


def _pairs(gold: Sequence[GoldEvent], events: Sequence[Event]) -> list[Pair]:
    """One to one, those that agree best first; without a common side nothing matches."""
    every = [Pair(gold=g, event=e, sides=_common(g, e)) for g in gold for e in events]
    every.sort(key=lambda p: (-len(p.sides), not p.kind_is_right, not p.stage_is_right, p.gold.maybe))
    pairs: list[Pair] = []
    for pair in every:
        if pair.sides and not any(pair.gold is p.gold or pair.event is p.event for p in pairs):
            pairs.append(pair)
    return pairs


def _common(gold: GoldEvent, event: Event) -> tuple[tuple[Alternatives, Party], ...]:
    common: list[tuple[Alternatives, Party]] = []
    if isinstance(event, Invitation) and event.inviter and gold.inviter and is_side(gold.inviter, event.inviter):
        common.append((gold.inviter, event.inviter))
    left = list(event.invitees if isinstance(event, Invitation) else _sides(event))
    for one in gold.who:
        mate = next((party for party in left if is_side(one, party)), None)
        if mate is not None:
            left.remove(mate)
            common.append((one, mate))
    return tuple(common)


def _sides(event: Event) -> tuple[Party, ...]:
    match event:
        case Meeting():
            return event.participants
        case Deal():
            return event.parties
        case Invitation():
            return ((event.inviter,) if event.inviter else ()) + event.invitees


def _gold_sides(gold: GoldEvent) -> tuple[Alternatives, ...]:
    return ((gold.inviter,) if gold.inviter else ()) + gold.who


def _details(name: str, pair: Pair, scores: "Scores") -> None:
    _score_sides(name, pair, scores)
    gold, event = pair.gold, pair.event
    scores.both(f"{name}, stages", right=pair.stage_is_right, words=f"{event.stage} for {'|'.join(gold.stage)}")
    if isinstance(event, Meeting):
        scores.both("meetings, kinds", right=pair.kind_is_right, words=f"{event.kind} for {'|'.join(gold.kind)}")
    if gold.on != ANY_DAY:
        _score_days(gold.on, event, scores)
    if isinstance(event, Deal):
        _score_deal(gold, event, scores)


def _score_sides(name: str, pair: Pair, scores: "Scores") -> None:
    said = " + ".join(party.name for party in _sides(pair.event))
    for one in _gold_sides(pair.gold):
        right = any(one is side for side, _ in pair.sides)
        scores.expected(f"{name}, sides", right=right, words=f"{one[0]} not in {said}")
    for party in _sides(pair.event):
        right = any(party is side for _, side in pair.sides)
        scores.found(f"{name}, sides", right=right, words=f"{party.name} in {said}")


def _score_days(gold: Days | str | None, event: Event, scores: "Scores") -> None:
    days = (event.date.start, event.date.end or event.date.start) if event.date and event.date.start else None
    words = f"{days and [str(day) for day in days]} for {gold and [str(day) for day in gold]}"
    if gold:
        scores.expected("dates", right=days == gold, words=words)
    if days:
        scores.found("dates", right=days == gold, words=words)


def _score_deal(gold: GoldEvent, deal: Deal, scores: "Scores") -> None:
    if gold.instrument:
        right = tokens(gold.instrument)[-1] in tokens(deal.instrument + " " + (deal.name or ""))
        scores.both("deals, instruments", right=right, words=f"{deal.instrument} for {gold.instrument}")
    for sector in gold.sectors:
        scores.expected("deals, sectors", right=sector in deal.sectors, words=f"{sector} not in {deal.sectors}")
    if gold.sectors:
        for sector in deal.sectors:
            scores.found("deals, sectors", right=sector in gold.sectors, words=sector)
    for amount in gold.amounts:
        right = any(_is_amount(amount, claim) for claim in deal.claims)
        scores.expected("amounts", right=right, words=f"{amount} not in {[claim.verbatim for claim in deal.claims]}")
    for claim in deal.claims:
        right = any(_is_amount(amount, claim) for amount in gold.amounts)
        scores.found("amounts", right=right, words=f"{claim.verbatim} ({claim.low}..{claim.high} {claim.currency})")


def _is_amount(written: str, claim: Claim) -> bool:
    """`written` is "USD 1e9..2e9"; an end left out is open."""
    band = re.fullmatch(r"([A-Z]{3}) ([\d.e]*?)\.\.([\d.e]*)", written)
    assert band is not None, f"no amount: {written!r}"
    currency, low, high = band.groups()
    return currency == claim.currency and _near(low, claim.low) and _near(high, claim.high)


def _near(written: str, number: float | None) -> bool:
    if not written or number is None:
        return not written and number is None
    return abs(float(written) - number) <= 0.01 * float(written)


def _told(gold: GoldEvent) -> str:
    sides = " + ".join(one[0] for one in _gold_sides(gold))
    return f"{'|'.join(gold.kind or (gold.instrument or '',))} {sides}, {'|'.join(gold.stage)}"


def _shown(event: Event) -> str:
    word = event.kind if isinstance(event, Meeting) else event.instrument if isinstance(event, Deal) else "invitation"
    return f"{word} {' + '.join(party.name for party in _sides(event))}, {event.stage}"
