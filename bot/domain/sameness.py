"""Do two reports tell of one event? Decided from kind, sides, days, stage and story; when in doubt, no.

A wrong "yes" hides an event or gives it a false figure; a wrong "no" costs a line.
"""

import functools
from datetime import date, timedelta

from bot.domain.facts import AnyRecorded, Deal, Fact, Invitation, Meeting, Party, Quote
from bot.domain.keys import fold, slug
from bot.domain.ladders import CONTINUING, rung, stage_of

_SAME_NEWS = timedelta(hours=36)
_STORY = timedelta(hours=72)
_SHORT = timedelta(days=7)  # a span of days that still names one occasion
_MOVED_WITHIN = timedelta(days=60)
_HISTORY = timedelta(days=400)
_LEAST_WORDS = 6  # of a quote that stands inside another
_FAMILIES = tuple(
    frozenset(line.split())
    for line in (
        "agreement deal pact accord treaty agreements deals pacts accords treaties convention",
        "memorandum memoranda memorandums mou",
        "contract contracts order purchase deal",
        "protocol protocols",
        "tariff tariffs duty duties levy levies",
        "sanctions sanction embargo",
        "pledge pledges pledged invest investment investments commitment fund loan loans aid",
    )
)


def are_same(one: AnyRecorded, other: AnyRecorded) -> bool:
    """Two reports of one event; for quotes, of one utterance."""
    match one.fact, other.fact:
        case Meeting() as a, Meeting() as b:
            return _same_meeting(one, a, other, b)
        case Invitation() as a, Invitation() as b:
            return _same_invitation(one, a, other, b)
        case Deal() as a, Deal() as b:
            return _same_deal(one, a, other, b)
        case Quote() as a, Quote() as b:
            return _same_words(one, a, other, b)
        case _:
            return False


def contradict(one: AnyRecorded, other: AnyRecorded) -> bool:
    """They cannot be of one event, whatever a third report may say."""
    match one.fact, other.fact:
        case Meeting() as a, Meeting() as b:
            days_apart = _are_apart(_days(one), _days(other)) and not _is_moved(one, other)
            return days_apart or not sides_agree(a.participants, b.participants, may_lack=True)
        case Deal() as a, Deal() as b:
            return _names_differ(a, b) or _sectors(a, b) is False or _both_done_apart(one, other)
        case _:
            return False


def sides_agree(ours: tuple[Party, ...], theirs: tuple[Party, ...], *, may_lack: bool = False) -> bool:
    """The same sides; a nation stands for its one person or company there.

    `may_lack`: one report may leave out people of nations that are there by somebody else.
    """
    if ours == theirs:
        return bool(ours)
    if len(ours) == len(theirs) == 1:  # of an invitation mostly
        return key(ours[0]) == key(theirs[0]) or _stands_for(ours[0], theirs[0]) or _stands_for(theirs[0], ours[0])
    mine, other = {key(p): p for p in ours}, {key(p): p for p in theirs}
    shared = mine.keys() & other.keys()
    left = [party for name, party in mine.items() if name not in shared]
    right = [party for name, party in other.items() if name not in shared]
    for party in tuple(left):
        match = next((p for p in right if _stands_for(party, p) or _stands_for(p, party)), None)
        if match:
            left.remove(party)
            right.remove(match)
    if not left and not right:
        return bool(mine)
    there = {party.country for party in ours if party not in left} | {p.country for p in theirs if p not in right}
    several = len(mine) - len(left) > 1
    return may_lack and several and not (left and right) and all(p.country in there for p in (*left, *right))


@functools.lru_cache(maxsize=16_384)
def key(party: Party) -> str:
    """Under which a side is the same in every article."""
    return f"{party.kind}:{party.leader or slug(party.id) if party.kind == 'person' else party.id}"


def sides_of(fact: Fact) -> tuple[str, ...]:
    """Sorted, and the same for all reports of one event: nations by code; by itself a side that acts for none, and a speaker."""
    match fact:
        case Meeting(participants=parties) | Deal(parties=parties) | Invitation(invitees=parties):
            return tuple(sorted({party.country or _ref(party) for party in parties}))
        case Quote(speaker=speaker):
            return (_ref(speaker.party),) if speaker and speaker.party else ()


def _ref(party: Party) -> str:
    """As the store keeps it."""
    return f"leader:{party.leader}" if party.leader else key(party)


def _stands_for(nation: Party, somebody: Party) -> bool:
    return nation.kind == "country" and somebody.kind in ("person", "company") and somebody.country == nation.id


def _days(report: AnyRecorded) -> tuple[date, date] | None:
    """The days of the event as its report gives them, where they tell anything."""
    span = None if isinstance(report.fact, Quote) else report.fact.date
    if span is None or span.start is None or span.end is None:
        return None
    return span.start, span.end


def _are_apart(ours: tuple[date, date] | None, theirs: tuple[date, date] | None) -> bool:
    return bool(ours and theirs) and not _overlap(ours, theirs)


def _overlap(ours: tuple[date, date] | None, theirs: tuple[date, date] | None) -> bool:
    return bool(ours and theirs and ours[0] <= theirs[1] and theirs[0] <= ours[1])


def _apart(one: AnyRecorded, other: AnyRecorded) -> timedelta:
    return abs(one.article.published_at - other.article.published_at)


def _one_story(one: AnyRecorded, other: AnyRecorded) -> bool:
    return one.article.story is not None and one.article.story == other.article.story and _apart(one, other) <= _STORY


def _dates_fit(one: AnyRecorded, other: AnyRecorded) -> bool:
    """The days meet; where a report gives none, it must be of the same hours or of one story."""
    ours, theirs = _days(one), _days(other)
    if ours and theirs:
        wide = max(ours[1] - ours[0], theirs[1] - theirs[0]) > _SHORT
        return _overlap(ours, theirs) and (not wide or _one_story(one, other) or stage_of(one) != stage_of(other))
    if _one_story(one, other):
        return True
    if _apart(one, other) > _SAME_NEWS or rung(stage_of(one)) != rung(stage_of(other)):
        return False
    known, undated = (ours or theirs), (other if ours else one)
    if known is None:
        return True
    told = undated.article.published_at.date()
    return known[0] <= told + timedelta(days=1) and known[1] >= told - timedelta(days=2)


def _same_meeting(one: AnyRecorded, a: Meeting, other: AnyRecorded, b: Meeting) -> bool:
    if (a.kind == "call") != (b.kind == "call"):
        return False
    if not (
        _dates_fit(one, other) or _is_moved(one, other)
    ):  # asked first: of years of meetings nearly all differ in this
        return False
    lacking = a.kind != "call" and _one_story(one, other)
    return sides_agree(a.participants, b.participants, may_lack=lacking)


def _is_moved(one: AnyRecorded, other: AnyRecorded) -> bool:
    """What was planned, and its putting off or calling off while it was still to come."""
    stages = {stage_of(one): one, stage_of(other): other}
    before = stages.get("planned")
    after = stages.get("postponed") or stages.get("cancelled")
    if before is None or after is None or before.article.published_at > after.article.published_at:
        return False
    days = _days(before)
    still_to_come = days is None or days[1] >= after.article.published_at.date()
    return still_to_come and _apart(one, other) <= _MOVED_WITHIN


def _same_invitation(one: AnyRecorded, a: Invitation, other: AnyRecorded, b: Invitation) -> bool:
    if _apart(one, other) > _MOVED_WITHIN:
        return False
    if a.inviter and b.inviter and not sides_agree((a.inviter,), (b.inviter,)):
        return False
    words = fold(a.to), fold(b.to)
    alike = words[0] in words[1] or words[1] in words[0] or _one_story(one, other)
    return alike and sides_agree(a.invitees, b.invitees)


def _same_deal(one: AnyRecorded, a: Deal, other: AnyRecorded, b: Deal) -> bool:
    if _sectors(a, b) is False or not sides_agree(a.parties, b.parties) or contradict(one, other):
        return False
    named = bool(a.name and b.name)
    known_again = named or _sectors(a, b) is True or _amounts_agree(a, b)
    if _one_story(one, other) or (_apart(one, other) <= _SAME_NEWS and _dates_meet(one, other)):
        return known_again or _one_family(a, b)
    earlier, later = sorted((one, other), key=lambda report: report.article.published_at)
    goes_on = stage_of(later) in CONTINUING and _one_family(a, b)
    moved_on = rung(stage_of(later)) > rung(stage_of(earlier)) or (named and stage_of(later) == stage_of(earlier))
    return moved_on and (known_again or goes_on) and _apart(one, other) <= _HISTORY


def _dates_meet(one: AnyRecorded, other: AnyRecorded) -> bool:
    ours, theirs = _days(one), _days(other)
    return not (ours and theirs) or _overlap(ours, theirs)


def _both_done_apart(one: AnyRecorded, other: AnyRecorded) -> bool:
    """Signed on one day and signed on another are two deals; plans may be told of on any day."""
    done = stage_of(one) == stage_of(other) and rung(stage_of(one)) > rung("agreed")
    return done and _are_apart(_days(one), _days(other))


def _names_differ(a: Deal, b: Deal) -> bool:
    names = fold(a.name or ""), fold(b.name or "")
    return bool(names[0] and names[1]) and not (names[0] in names[1] or names[1] in names[0])


def _sectors(a: Deal, b: Deal) -> bool | None:
    """Whether they share a field; None where one report names none."""
    ours, theirs = _words(a.sectors), _words(b.sectors)
    return not ours.isdisjoint(theirs) if ours and theirs else None


@functools.lru_cache(maxsize=4_096)
def _words(texts: tuple[str, ...]) -> frozenset[str]:
    return frozenset(word for text in texts for word in fold(text).split())


def _amounts_agree(a: Deal, b: Deal) -> bool:
    ours, theirs = ({(c.low, c.high, c.currency) for c in deal.claims if c.low} for deal in (a, b))
    return bool(ours & theirs)


def _one_family(a: Deal, b: Deal) -> bool:
    ours, theirs = _words((a.instrument,)), _words((b.instrument,))
    return ours <= theirs or theirs <= ours or any(ours & family and theirs & family for family in _FAMILIES)


def _same_words(one: AnyRecorded, a: Quote, other: AnyRecorded, b: Quote) -> bool:
    """One speaker, and the same words or a good part of them."""
    if _apart(one, other) > _STORY or a.speaker is None or b.speaker is None:
        return False
    if a.speaker.party is None or b.speaker.party is None or key(a.speaker.party) != key(b.speaker.party):
        return False
    ours, theirs = said(one), said(other)
    return ours == theirs or _stands_in(_marked(one, a), theirs) or _stands_in(_marked(other, b), ours)


def _stands_in(words: str, others: str) -> bool:
    return len(words.split()) >= _LEAST_WORDS and f" {words} " in f" {others} "


def _marked(report: AnyRecorded, quote: Quote) -> str:
    """The words that were in quotation marks, folded, of reported speech all."""
    text = report.article.text
    return " ".join(fold(text[start:end]) for start, end in quote.marked or quote.segments)


def said(report: AnyRecorded) -> str:
    """A quote's words, folded."""
    text = report.article.text
    return " ".join(fold(text[start:end]) for start, end in report.fact.evidence)
