"""Calls, visits, meetings, talks and summits: one fact an event, however often the text comes back to it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from bot.domain.facts import DateSpan, Meeting, Span
from bot.domain.keys import fold
from bot.nlp.calendars import MONTH, WEEKDAY
from bot.nlp.cast import Cast, Side
from bot.nlp.confidence import CONTACT_AHEAD, CONTACTS, MANY, SHOWN_FROM, of_sides
from bot.nlp.contact_chairs import CHAIRING, contact_of_chair
from bot.nlp.contact_nouns import contact_of_noun
from bot.nlp.contact_partners import Partner, partners, whole_list, with_names
from bot.nlp.contact_stays import STAYING
from bot.nlp.contact_verbs import VERBS, contact_of_verb
from bot.nlp.contact_visits import LEAVING
from bot.nlp.contact_words import NOUNS, SPORT
from bot.nlp.contacts import Contact
from bot.nlp.lists import is_cut
from bot.nlp.occasions import date_of, place_near, place_of
from bot.nlp.parties import unique
from bot.nlp.reading import Reading

_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_STAFFED = frozenset(("IMF", "WB", "IAEA", "WHO", "ICC", "UN"))  # who meets with them is another
_DAY = re.compile(
    rf"(?:(?:next|this|coming|early|mid|late)[-\s])*(?:{WEEKDAY}|{MONTH}|tomorrow|week|month)\b.*", re.IGNORECASE
)
_NEAR = 800  # characters over which "the talks" still means those just told of


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """A contact with its date, before those of one event are merged."""

    contact: Contact
    evidence: tuple[Span, ...]
    date: DateSpan | None
    place: str | None
    confidence: float


def find_meetings(reading: Reading) -> tuple[Meeting, ...]:
    """Every contact of the body text, in order of first mention."""
    cast = Cast(reading)
    merged: list[_Found] = []
    for found in _candidates(reading, cast):
        _add(merged, found)
    return tuple(_meeting(found, cast) for found in merged if _is_event(found, cast))


def _candidates(reading: Reading, cast: Cast) -> Iterator[_Found]:
    for token in reading.doc:
        lemma = token.lemma_.lower()
        contact: Contact | None = None
        is_stay = lemma in STAYING and token.dep_ not in {"aux", "auxpass"}
        if ((token.pos_ == "VERB" and lemma in VERBS) or is_stay) and cast.is_body(token):
            contact = contact_of_verb(token, cast)
        elif token.pos_ in {"NOUN", "PROPN"} and lemma in NOUNS and token.dep_ and cast.is_body(token):
            contact = contact_of_noun(token, cast)
        elif token.lower_ in CHAIRING and cast.is_body(token):
            contact = contact_of_chair(token, cast)
        if contact is not None and not (_is_sport(contact, cast) or _is_business(contact)):
            contact = whole_list(with_names(contact, cast), cast)
            others = list(partners(contact, cast))
            contact, date = _dated(replace(contact, is_separate=bool(others) or contact.is_separate), cast, others)
            is_there = contact.kind in {"meeting", "talks"}
            place = place_of(token, cast) or (place_near(token, cast) if is_there else None)
            for one, day, where in [
                *((one, date, place) for one in _apart(contact)),
                *((other.contact, other.date, None) for other in others),
            ]:
                yield _Found(
                    contact=one, evidence=(cast.sentence(token),), date=day, place=where, confidence=_confidence(one)
                )


def _is_sport(contact: Contact, cast: Cast) -> bool:
    """ "Ghana visit Egypt in the second leg": teams, not nations."""
    start, end = cast.sentence(contact.token)
    are_nations = all(side.party.kind == "country" for side in contact.sides)
    return are_nations and SPORT.search(cast.reading.text[start:end]) is not None


def _is_business(contact: Contact) -> bool:
    """ "The airline is in talks with the builder": no nation and nobody of one."""
    kinds = {side.party.kind for side in contact.sides}
    return "company" in kinds and kinds <= {"company", "organisation"}


def _dated(contact: Contact, cast: Cast, others: Sequence[Partner]) -> tuple[Contact, DateSpan | None]:
    """The contact with its day; "arrives on Thursday" is still to come."""
    is_off = contact.stage in {"postponed", "cancelled"}
    until = others[0].since if others else None
    date = date_of(contact.token, cast, is_ahead=contact.stage == "planned", is_off=is_off, until=until)
    is_leaving = contact.rule == "travel" and date is not None and date.verbatim.lower() in {"today", "tonight"}
    is_present = contact.token.tag_ in {"VBZ", "VBP"} and contact.stage == "held"
    if date is None and _is_departure(contact):
        return replace(contact, stage="planned"), None
    if is_present and date is not None and (is_leaving or _DAY.fullmatch(date.verbatim)):
        return replace(contact, stage="planned"), date_of(contact.token, cast, is_ahead=True, until=until)
    return contact, date


def _apart(contact: Contact) -> Iterator[Contact]:
    """ "Separate calls with A and B" are two."""
    if contact.is_separate and len(contact.sides) > 2:
        first, *others = contact.sides
        for other in others:
            yield replace(contact, sides=(first, other))
    else:
        yield contact


def _confidence(contact: Contact) -> float:
    value = CONTACTS[contact.rule] * of_sides(side.how for side in contact.sides)
    if contact.stage != "held":
        value *= CONTACT_AHEAD
    if len(contact.sides) > 4:
        value *= MANY
    return round(value, 2)


def _add(merged: list[_Found], found: _Found) -> None:
    """Put `found` with the event it tells of, or at the end."""
    for i, known in enumerate(merged):
        if _is_same(known, found):
            merged[i] = _joined(known, found)
            if not found.contact.is_anaphoric:
                return
            _date_siblings(merged, merged[i])
            found = replace(found, date=None)  # "during the talks on Tuesday" dates each of the talks
            if all(other.evidence[0] != known.evidence[0] or not _is_same(other, found) for other in merged[i + 1 :]):
                return
    merged.append(found)


def _date_siblings(merged: list[_Found], dated: _Found) -> None:
    """ "During the talks on Tuesday" dates all the talks of one sentence."""
    for i, other in enumerate(merged):
        if other.evidence[0] == dated.evidence[0] and other.date is None and other.contact.kind == dated.contact.kind:
            merged[i] = replace(other, date=dated.date)


def _is_same(known: _Found, found: _Found) -> bool:
    one, other = known.contact, found.contact
    ids, others = {s.party.id for s in one.sides}, {s.party.id for s in other.sides}
    homes = ids | {s.party.country for s in one.sides}
    if other.is_anaphoric and others <= homes and one.stage == other.stage and one.kind != "visit":
        is_that_kind = other.kind in {one.kind, "talks", "meeting"}
        return is_that_kind and known.evidence[-1][1] + _NEAR > found.evidence[0][0]
    is_told = _are_same(one.sides, other.sides) or _is_by_nations(one, other) or _is_by_counterparts(one, other)
    if not is_told or ("visit" in {one.kind, other.kind} and one.kind != other.kind):
        return False
    same_day, apart = _days(known.date, found.date)
    if one.stage != other.stage and not (same_day and {one.stage, other.stage} == {"planned", "held"}):
        return False
    return same_day if one.is_another or other.is_another else not apart


def _are_same(sides: tuple[Side, ...], others: tuple[Side, ...]) -> bool:
    """The same parties, "Mary Ann Smith" being also "Mary Ann"."""
    return all(any(_is_one(a, b) for b in others) for a in sides) and all(
        any(_is_one(a, b) for a in sides) for b in others
    )


def _is_by_nations(one: Contact, other: Contact) -> bool:
    """A call of "the presidents of A and B" and one of their own names: nobody else telephones in between."""
    if one.kind != "call" or other.kind != "call":
        return False
    named = [{side.party.kind for side in each.sides} == {"person"} for each in (one, other)]
    homes = [{side.party.country for side in each.sides} for each in (one, other)]
    return named[0] != named[1] and None not in homes[0] and homes[0] == homes[1]


def _is_by_counterparts(one: Contact, other: Contact) -> bool:
    """ "X met Y", and later "after the meeting with his Yish counterpart" or "visiting Y's land and another"."""
    if other.is_another:
        return False
    if one.kind == other.kind == "visit":
        few, many = sorted((one.sides, other.sides), key=len)
        return all(any(_is_one(side, known) for known in many) for side in few)
    if len(other.sides) != len(one.sides):
        return False  # who met three people may meet one of them again
    return any(_is_one(side, known) for side in other.sides for known in one.sides) and all(
        any(_is_one(side, known) or _is_counterpart(side, known) for known in one.sides) for side in other.sides
    )


def _is_counterpart(side: Side, known: Side) -> bool:
    return side.how == "description" and known.party.kind == "person" and side.party.id == known.party.country


def _is_one(side: Side, other: Side) -> bool:
    if side.party.id == other.party.id or "country" in {side.party.kind, other.party.kind}:
        return side.party.id == other.party.id
    short, long = sorted((side.party.name, other.party.name), key=len)
    if side.party.kind == other.party.kind == "person":
        return set(fold(short).split()) <= set(fold(long).split())
    return long.endswith(f" {short}")


def _days(date: DateSpan | None, other: DateSpan | None) -> tuple[bool, bool]:
    """Whether two dates are the same, and whether they cannot be."""
    if date is None or other is None:
        return False, False
    if date.verbatim == other.verbatim:
        return True, False
    if date.start and other.start:
        is_equal = (date.start, date.end) == (other.start, other.end)
        return is_equal, not is_equal
    return False, any(_YEAR.search(d.verbatim) for d in (date, other))


def _joined(known: _Found, found: _Found) -> _Found:
    evidence = tuple(sorted({*known.evidence, *found.evidence}))
    kinds = {known.contact.kind, found.contact.kind}
    took_place = found.contact.stage == "held" and known.contact.stage != "held"
    if took_place:  # "was to come on Monday", and came
        known = replace(known, date=found.date, contact=replace(known.contact, stage="held"))
    fuller = [
        next((o for o in found.contact.sides if _is_one(s, o) and len(o.party.name) > len(s.party.name)), s)
        for s in known.contact.sides
    ]
    if len(found.contact.sides) > len(known.contact.sides):
        fuller = list(found.contact.sides)
    elif _is_by_nations(known.contact, found.contact):
        fuller = next(list(c.sides) for c in (found.contact, known.contact) if c.sides[0].party.kind == "person")
    kind = next(k for k in ("visit", "call", "summit", "meeting", "talks") if k in kinds)
    return replace(
        known,
        evidence=evidence,
        date=known.date or found.date,
        place=known.place or found.place,
        confidence=max(known.confidence, found.confidence),
        contact=replace(known.contact, kind=kind, sides=tuple(fuller)),
    )


def _is_event(found: _Found, cast: Cast) -> bool:
    """Two sides, or one that is many: a group such as the G7, not a body with a staff of its own."""
    sides = found.contact.sides
    is_group = len(sides) == 1 and sides[0].party.id in cast.groups - _STAFFED
    return len(sides) > 1 or (is_group and found.contact.kind != "visit")


def _is_within(contact: Contact) -> bool:
    """All of one nation, and one told by an office alone: "the prime minister" may be another nation's."""
    nations = {side.party.country for side in contact.sides}
    is_by_office = any(side.how == "office" for side in contact.sides)
    return len(nations) == 1 and None not in nations and is_by_office and len(contact.sides) > 1


def _is_too_early(found: _Found, cast: Cast) -> bool:
    """Held on a day that is still to come: one of the two is not so."""
    day = found.date.start if found.date else None
    published_on = cast.reading.published_on
    return found.contact.stage == "held" and day is not None and published_on is not None and day > published_on


def _is_departure(contact: Contact) -> bool:
    """ "Thanked his host and left for Lima": how it went on there is not told."""
    return contact.kind == "visit" and contact.token.lemma_.lower() in LEAVING and contact.token.tag_ in {"VBD", "VBN"}


def _meeting(found: _Found, cast: Cast) -> Meeting:
    contact = found.contact
    parties = tuple(side.party for side in unique(list(contact.sides)))
    involved = [*parties, contact.host] if contact.host else list(parties)
    is_named = all(map(cast.tells, parties))
    is_set_out = found.date is None and _is_departure(contact)
    is_sure = not (_is_within(contact) or _is_too_early(found, cast) or is_set_out)
    hosts = {side.party.id: side.at for side in contact.sides if side.party.kind == "country"}
    is_whole = contact.is_separate or not any(
        is_cut(involved, sentence, cast, hosts) for sentence in found.evidence[:1]
    )
    countries = tuple(dict.fromkeys(p.country for p in involved if p.country))
    return Meeting(
        kind=contact.kind,
        participants=parties,
        countries=countries,
        stage=contact.stage,
        evidence=found.evidence,
        confidence=found.confidence,
        shown=contact.stage != "hypothetical" and is_named and is_whole and is_sure and found.confidence >= SHOWN_FROM,
        place=found.place,
        date=found.date,
    )
