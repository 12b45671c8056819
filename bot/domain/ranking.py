"""What of the events of a window a digest tells, and in which order. Pure."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Literal

from bot.domain.digest import KEPT, MOST, Cadence, Section, SectionWish
from bot.domain.events import AnyEvent
from bot.domain.facts import AnyRecorded, Deal, Fact, Meeting, Party, Quote, parties_of
from bot.domain.keys import fold
from bot.domain.ladders import rung
from bot.domain.sameness import key

Novelty = Literal["new", "stage", "figure", "side"]
Offices = Mapping[str, str]
"""The office that each leader is known to hold, by id."""
Chosen = tuple[tuple[Section, int], ...]

_NOVELTY: dict[Novelty, int] = {"new": 3, "stage": 2, "figure": 1, "side": 0}
_HEAD, _GOVERNMENT, _OTHER = 3, 2, 1
_HEADS = re.compile(
    r"\b(?:president|prime minister|premier|chancellor|king|queen|emir|sultan|emperor|pope|supreme leader|head of (?:state|government)"
    r"|grand duke|secretary[- ]general|chief of state|taoiseach|chairperson of the presidency|chair of the \w+(?: \w+)? council)\b",
    re.I,
)
_MINISTERS = re.compile(
    r"\b(?:minister|secretary|chancellor of the exchequer|high representative|commissioner)\b", re.I
)
_BELOW = re.compile(r"\b(?:vice|deputy|former|ex|assistant|under|spokes\w+|press|adviser|advisor|aide)\b", re.I)
_DERIVED: frozenset[Section] = frozenset({"top", "pledges"})
_TO_COME = frozenset({"planned", "intended", "extended"})
_HISTORY = timedelta(days=30)
_A_REPORT = 20  # words that a report of an event hardly needs more of


def level(office: str) -> int:
    """3 for who heads a state, a government or the UN, 2 for ministers and who stands next to a head, 1 for others."""
    if _BELOW.search(office):
        is_next = re.match(r"(?:vice|deputy)[ -](?:president|prime minister|premier|chancellor)", office, re.I)
        return _GOVERNMENT if is_next else _OTHER
    if _HEADS.search(office) and not re.search(r"\bexchequer\b", office, re.I):
        return _HEAD
    return _GOVERNMENT if _MINISTERS.search(office) else _OTHER


def weight(event: AnyEvent, offices: Offices) -> int:
    """The levels of the two highest sides, added up. A state that acts by itself counts as its government, a group that meets as two."""
    levels: list[int] = []
    for party in parties_of(event.fact):
        meets = isinstance(event.fact, Meeting) and _is_group(party)
        levels += [_of(party, event.fact, offices)] * (2 if meets else 1)
    return sum(sorted(levels, reverse=True)[:2])


def _of(party: Party, fact: Fact, offices: Offices) -> int:
    if isinstance(fact, Quote) and fact.speaker and fact.speaker.office:
        return level(fact.speaker.office)
    if party.leader and party.leader in offices:
        return level(offices[party.leader])
    if _is_group(party) and isinstance(fact, Meeting) and fact.kind == "summit":
        return _HEAD
    return _GOVERNMENT if party.kind == "country" or party.leader or _is_group(party) else _OTHER


def _is_group(party: Party) -> bool:
    """A group of states: its id is a code, where other bodies have their folded names."""
    return party.kind == "organisation" and party.id.isupper()


def is_history(event: AnyEvent) -> bool:
    """Over for long when it was first told: an article's background, and no news."""
    span = None if isinstance(event.fact, Quote) else event.fact.date
    told_on = event.reports[0].article.published_at.date()
    return bool(span and span.end and told_on - span.end > _HISTORY)


def novelty(event: AnyEvent, since: datetime | None) -> Novelty | None:
    """What of an event was not told before `since`; None if there is nothing. Without `since` all is new."""
    known = event.told_before(since) if since else None
    if known is None:
        return "new"
    if isinstance(event.fact, Quote):
        return None
    if event.fact.stage != known.fact.stage:
        return "stage"
    if not _stated(event) <= _stated(known):
        return "figure"
    return "side" if len(event.readouts) > len(known.readouts) else None


def _stated(event: AnyEvent) -> set[tuple[float | None, float | None, str]]:
    return {(figure.claim.low, figure.claim.high, event.voice(figure)) for figure in event.figures}


def _news(event: AnyEvent, posted: datetime | None) -> int:
    """How much of it is news. What was held or signed as planned is as new as what nobody had told of."""
    new = novelty(event, posted)
    if new == "stage" and rung(event.fact.stage) >= rung("signed"):
        new = "new"
    return _NOVELTY[new] if new else -1


def section_of(fact: Fact) -> Section:
    match fact:
        case Quote():
            return "quotes"
        case Deal():
            return "deals"
        case _:
            return "upcoming" if fact.stage in _TO_COME else "meetings"


def choose(
    events: Iterable[AnyEvent],
    posted: datetime | None,
    offices: Offices,
    sections: Sequence[SectionWish],
    on: date | None = None,
) -> tuple[Chosen, dict[Section, int]]:
    """The edition's events by section, each best first, and how many there are of each section in all.

    What was told before `posted` comes again only if there is more to tell, and what was to be before the day `on` not at all.
    The top lines stand in their own section too.
    """
    wished: dict[Section, int] = {wish.name: wish.most for wish in sections}
    found = dict[Section, list[AnyEvent]]()
    for name in wished:
        if name not in _DERIVED:
            found[name] = []
    timely = [event for event in events if on is None or not _is_past(event, on)]
    ranked = {event.id: (_rank(event, posted, offices), event) for event in timely}
    for _rank_of, event in sorted(ranked.values(), key=lambda pair: pair[0]):
        if section_of(event.fact) in found and novelty(event, posted) is not None:
            found[section_of(event.fact)].append(event)
    if "quotes" in found:
        again = told_again(event for _rank_of, event in ranked.values() if section_of(event.fact) in found)
        found["quotes"] = one_a_speaker_first(one for one in found["quotes"] if one.id not in again)
    everything = sorted((one for some in found.values() for one in some), key=lambda one: ranked[one.id][0])
    news = [event for event in everything if weight(event, offices) > _OTHER and not is_history(event)]
    top = _best(news, wished.get("top", 0))
    chosen: list[tuple[Section, int]] = []
    chosen.extend(("top", event.id) for event in top)
    for name, some in found.items():
        chosen.extend((name, event.id) for event in some[:KEPT])
    return tuple(chosen), {name: len(some) for name, some in found.items()}


def _best(ranked: Sequence[AnyEvent], most: int) -> list[AnyEvent]:
    """The first, of each speaker one quote; what else happened between the same sides only where room is left."""
    first: list[AnyEvent] = []
    again: list[AnyEvent] = []
    seen = set[tuple[bool, frozenset[str]]]()
    for event in ranked:
        is_quote, whose = isinstance(event.fact, Quote), _whose(event)
        if not whose or (is_quote, whose) not in seen:
            first.append(event)
        elif not is_quote:
            again.append(event)
        seen.add((is_quote, whose))
    return [*first, *again][:most]


def _whose(event: AnyEvent) -> frozenset[str]:
    """A quote's speaker, the nations of anything else; empty where they are not named."""
    if isinstance(event.fact, Quote):
        return frozenset(filter(None, [speaker_of(event)]))
    return frozenset(party.country or str(key(party)) for party in parties_of(event.fact))


def one_a_speaker_first(quotes: Iterable[AnyEvent]) -> list[AnyEvent]:
    """Each speaker's best quote in order, then the others."""
    best: list[AnyEvent] = []
    others: list[AnyEvent] = []
    seen: set[str] = set()
    for event in quotes:
        speaker = speaker_of(event)
        (others if speaker in seen else best).append(event)
        seen |= {speaker} if speaker else set()
    return best + others


def _is_past(event: AnyEvent, on: date) -> bool:
    """It was still to come when it was told, and its days are over now."""
    span = None if isinstance(event.fact, Quote) else event.fact.date
    return section_of(event.fact) == "upcoming" and bool(span and span.end and span.end < on)


def told_again(events: Iterable[AnyEvent]) -> frozenset[int]:
    """Quotes that only report, in the same sentence, what another of these events tells: "X met Y, the ministry said"."""
    reports: dict[int, list[AnyRecorded]] = {}
    quotes: list[AnyEvent] = []
    for event in events:
        if not isinstance(event.fact, Quote):
            for report in event.reports:
                reports.setdefault(report.article.id, []).append(report)
        elif event.fact.kind == "indirect":
            quotes.append(event)
    return frozenset(q.id for q in quotes if any(_tells(one, q) for one in reports.get(q.article.id, ())))


def _tells(report: AnyRecorded, quote: AnyEvent) -> bool:
    """The sentence is the same, and each side is named in the reported words, or speaks them."""
    fact, sides = quote.fact, parties_of(report.fact)
    words = fold(quote.article.text[fact.start : fact.end]).split()
    speakers = {str(key(party)) for party in parties_of(fact)}
    is_inside = any(start <= fact.start and fact.end <= end for start, end in report.fact.evidence)
    is_short = 0 < len(words) <= _A_REPORT
    return is_inside and is_short and all(str(key(side)) in speakers or _is_named(side, words) for side in sides)


def _is_named(side: Party, words: Sequence[str]) -> bool:
    last = fold(side.name).rpartition(" ")[2]
    return last in words or f"{last}s" in words  # "Macron’s visit"


def speaker_of(event: AnyEvent) -> str:
    """The same for all quotes of one speaker; "" for one who is not named."""
    sides = parties_of(event.fact)
    if sides:
        return str(key(sides[0]))
    return fold(event.fact.speaker.text) if isinstance(event.fact, Quote) and event.fact.speaker else ""


def wished_of(sections: Sequence[SectionWish], cadence: Cadence) -> tuple[SectionWish, ...]:
    """The sections that a digest of this cadence can have."""
    return tuple(wish for wish in sections if wish.name in MOST and (wish.name != "pledges" or cadence == "weekly"))


def _rank(event: AnyEvent, posted: datetime | None, offices: Offices) -> tuple[bool, int, int, bool, int, int, float]:
    """News before history; then the weight of its people, what is new of it, direct words, who tells it, and what is surest."""
    return (
        is_history(event),
        -weight(event, offices),
        -_news(event, posted),
        isinstance(event.fact, Quote) and event.fact.kind != "direct",
        -len(event.readouts),
        -len(event.owners),
        -event.fact.confidence,
    )
