"""Corrections: one server's dated words against facts, and what a fact is with them laid over it. Nothing here knows the store."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import pairwise
from typing import Any, Literal, cast

from bot.domain.facts import (
    AnyRecorded,
    Claim,
    DateSpan,
    Deal,
    Fact,
    FactKind,
    Invitation,
    Meeting,
    Party,
    Quote,
    QuoteKind,
    Span,
    Speaker,
    fact_kind,
)
from bot.domain.sameness import key
from bot.domain.wording import find, is_quoted

Problem = Literal["wrong speaker", "not said", "wrong value", "duplicate", "other"]


@dataclass(frozen=True, slots=True)
class Approved:
    """It is right: shown from now on, if it waited."""


@dataclass(frozen=True, slots=True)
class Rejected:
    """It is wrong: gone from this server's answers."""


@dataclass(frozen=True, slots=True)
class SameAs:
    """It tells of the same event as another fact."""

    other: int


@dataclass(frozen=True, slots=True)
class SpeakerIs:
    party: Party | None


@dataclass(frozen=True, slots=True)
class KindIs:
    """Of a quote or a meeting."""

    kind: str


@dataclass(frozen=True, slots=True)
class StageIs:
    stage: str


@dataclass(frozen=True, slots=True)
class SidesAre:
    """Participants of a meeting, invitees, parties to a deal."""

    parties: tuple[Party, ...]


@dataclass(frozen=True, slots=True)
class InviterIs:
    party: Party | None


@dataclass(frozen=True, slots=True)
class DayIs:
    day: date | None


@dataclass(frozen=True, slots=True)
class AmountIs:
    """In the article's own words; they are looked for in each revision, so the claim's span is only that of the day."""

    claim: Claim | None


@dataclass(frozen=True, slots=True)
class WordsAre:
    """How far a quote goes: stretches of the article, exactly. Looked for in each revision, as an amount is."""

    stretches: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Undone:
    """An earlier correction is taken back."""

    correction: int


Edit = SpeakerIs | KindIs | StageIs | SidesAre | InviterIs | DayIs | AmountIs | WordsAre
Change = Approved | Rejected | SameAs | Edit | Undone


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """A line of a server's log. `author_id` is a Discord user's."""

    id: int = 0
    fact_id: int
    change: Change
    author_id: int
    made_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectionLog:
    """A fact as it was found, and all that was done to it in one server, oldest first."""

    found: AnyRecorded
    entries: tuple[Correction, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Complaint:
    """A reader's word that a fact is wrong; without `reader_id` since the reader had it erased."""

    id: int
    fact_id: int
    kind: FactKind
    problem: Problem
    note: str
    reader_id: int | None
    made_at: datetime


def standing(log: Sequence[Correction]) -> tuple[Correction, ...]:
    """Those that nobody took back."""
    undone = {one.change.correction for one in log if isinstance(one.change, Undone)}
    return tuple(one for one in log if one.id not in undone and not isinstance(one.change, Undone))


def apply(found: AnyRecorded, log: Sequence[Correction]) -> AnyRecorded:
    """The fact as the server that made the corrections sees it; what no longer fits the article changes nothing.

    What had waited counts as stored when it was approved, so that the next edition has it.
    """
    seen = found
    for one in standing(log):
        match one.change:
            case Approved():
                hidden = not found.fact.shown and not seen.fact.shown
                fact = replace(seen.fact, shown=True)
                seen = replace(seen, fact=fact, rejected=False, stored_at=one.made_at if hidden else seen.stored_at)
            case Rejected():
                seen = replace(seen, fact=replace(seen.fact, shown=False), rejected=True)
            case SameAs(other):
                seen = replace(seen, same_as=(*seen.same_as, other if one.fact_id == found.id else one.fact_id))
            case Undone():
                pass  # none stands
            case _:
                fact = edited(seen.fact, found.article.text, one.change)
                seen = replace(seen, fact=fact, edited=seen.edited or fact != seen.fact)
    return seen


def edited(fact: Fact, text: str, change: Edit) -> Fact:
    """The fact with one value changed; the same fact if the change does not fit its kind or the article's `text`."""
    match fact, change:
        case Quote(), SpeakerIs(party):
            return replace(fact, speaker=_speaker(fact, party, text))
        case Quote(), KindIs(kind):
            return _of_kind(fact, cast("QuoteKind", kind), text)
        case Quote(), WordsAre(stretches):
            return _reaching(fact, stretches, text)
        case Meeting(), KindIs(kind):
            return replace(fact, kind=cast("Any", kind))
        case Meeting(), SidesAre(parties):
            nations = dict.fromkeys(party.country for party in parties if party.country)
            return replace(fact, participants=parties, countries=tuple(nations))
        case Invitation(), SidesAre(parties):
            return replace(fact, invitees=parties)
        case Invitation(), InviterIs(party):
            return replace(fact, inviter=party)
        case Deal(), SidesAre(parties):
            return replace(fact, parties=parties)
        case Deal(), AmountIs(claim):
            return _worth(fact, claim, text)
        case ((Meeting() | Invitation() | Deal()), StageIs(stage)):
            return replace(fact, stage=cast("Any", stage))
        case ((Meeting() | Invitation() | Deal()), DayIs(day)):
            return replace(fact, date=DateSpan(verbatim=day.isoformat(), start=day, end=day) if day else None)
        case _:
            return fact


def takes(fact: Fact) -> tuple[type[Any], ...]:
    """What of a fact can be changed, in the order in which it is asked."""
    return {
        "quote": (SpeakerIs, KindIs, WordsAre),
        "meeting": (SidesAre, KindIs, StageIs, DayIs),
        "invitation": (InviterIs, SidesAre, StageIs, DayIs),
        "deal": (SidesAre, StageIs, AmountIs, DayIs),
    }[fact_kind(fact)]


def _speaker(fact: Quote, party: Party | None, text: str) -> Speaker | None:
    """Written where the article names the new speaker, by the last word of the name if need be; the one who was is as they were."""
    if party is None:
        return None
    if fact.speaker and fact.speaker.party and key(fact.speaker.party) == key(party):
        return fact.speaker
    span = find(text, party.name, fact.start) or find(text, party.name.split()[-1], fact.start) or (0, 0)
    return Speaker(span=span, text=party.name, party=party)


def _of_kind(fact: Quote, kind: QuoteKind, text: str) -> Quote:
    """Only characters that stand in marks in the article become a quotation; the others stay reported."""
    if fact.kind in ("direct", "fragment"):
        inside = fact.segments
    else:
        inside = fact.marked or tuple(span for span in fact.segments if is_quoted(text, span))
    match kind:
        case "indirect":
            return replace(fact, kind=kind, marked=())
        case _ if not inside:
            return fact
        case "mixed":
            return replace(fact, kind=kind, marked=inside)
        case _:
            return replace(fact, kind=kind, segments=inside, marked=())


def _reaching(fact: Quote, stretches: Sequence[str], text: str) -> Quote:
    spans = [find(text, words, fact.start) for words in stretches]
    segments = tuple(sorted(span for span in spans if span))
    if not segments or len(segments) < len(spans) or any(a[1] > b[0] for a, b in pairwise(segments)):
        return fact
    if fact.kind in ("direct", "fragment"):
        return replace(fact, segments=segments) if all(is_quoted(text, span) for span in segments) else fact
    marked = tuple(span for span in fact.marked if _holds(segments, span))
    return replace(fact, segments=segments, marked=marked, kind=fact.kind if marked else "indirect")


def _holds(segments: Sequence[Span], span: Span) -> bool:
    return any(start <= span[0] and span[1] <= end for start, end in segments)


def _worth(fact: Deal, claim: Claim | None, text: str) -> Deal:
    if claim is None:
        return replace(fact, claims=())
    span = find(text, claim.verbatim, fact.evidence[0][0])
    if span is None:
        return fact
    stated = replace(claim, span=span, verbatim=text[span[0] : span[1]])
    return replace(fact, claims=(stated,))
