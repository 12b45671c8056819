"""Further partners of one verb, each with a day of his own: "met A on Tuesday and B on Thursday", "and, on Friday, C"."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, takewhile

from bot.domain.facts import DateSpan
from bot.nlp.cast import Cast, Side
from bot.nlp.clauses import tokens_between
from bot.nlp.companions import BETWEEN, listed
from bot.nlp.contacts import Contact
from bot.nlp.dates import find_dates
from bot.nlp.occasions import dated
from bot.nlp.parties import unique
from bot.nlp.reading import Mention

_AND = re.compile(r"\b(?:and|then)\b")
_HOLDERS = re.compile(
    r"\b(?:ministers|counterparts|colleagues|peers|presidents|leaders|premiers|ambassadors)\b (?:of|from) "
)
_AND_OTHERS = re.compile(
    r",?\s+(?:and|as well as)\s+(?:\w+\s+){0,3}?(?:representatives|members|leaders|officials|executives|lawmakers|ministers|others)\b"
)
_CLOSED = re.compile(r"[,.;]|\s+and\b")
_LISTING = frozenset(("meet", "speak", "speak-phone", "phone", "receive"))
_NEAR = 45  # characters from a name to the day that is its own


@dataclass(frozen=True, slots=True, kw_only=True)
class Partner:
    """`contact` is the one with this partner; `since` is where the words about him begin."""

    contact: Contact
    since: int
    date: DateSpan | None


def partners(contact: Contact, cast: Cast) -> Iterator[Partner]:
    """The contacts of the same verb with others who are told with another day, in order."""
    end = cast.sentence(contact.token)[1]
    text, verb = cast.reading.text, contact.token.idx
    acting = [side for side in contact.sides if side.at < verb] or list(contact.sides[:1])
    known = {side.party.id for side in contact.sides} | {side.party.country for side in contact.sides}
    named = [m for m in cast.reading.mentions_in(verb, end) if cast.mention_at(m.start) == m]
    last = max((m.end for m in named if any(m.start <= s.at < m.end or _is(m, s) for s in contact.sides)), default=0)
    for mention in named:
        if not last or mention.start < last or not _fits(mention, contact, cast) or mention.party.id in known:
            continue
        opening = mention.full[0] if mention.kind == "person" else mention.start
        gap = text[last:opening]
        both = _AND.search(gap)
        days = find_dates(gap)
        if both is None or not days or _has_verb(last, mention.end, cast):
            return
        after = find_dates(text[mention.end : min(end, mention.end + _NEAR)])
        own = [d.verbatim for d in after if not _has_verb(mention.end, mention.end + d.start, cast)]
        later = [d.verbatim for d in days if d.start > both.start()]
        if own or later:
            tense = "future" if contact.stage == "planned" else "past"
            side = Side(party=mention.party, how="name", at=mention.start)
            found = replace(contact, sides=(*acting, side), is_separate=True)
            yield Partner(contact=found, since=last + both.start(), date=dated((later or own)[0], cast, tense))
        last = mention.end


def with_names(contact: Contact, cast: Cast) -> Contact:
    """ "The ministers of Peru, Ana Ruiz, and Chile, Bo Paz": the name after the nation's comma is whom its minister has."""
    start, _ = cast.sentence(contact.token)
    if contact.kind == "visit" or not _HOLDERS.search(cast.reading.text[start : contact.sides[-1].at]):
        return contact
    named = [side if side.party.kind == "person" else _named_after(side, cast) for side in contact.sides]
    found = [side for side in named if side is not None]
    return replace(contact, sides=tuple(unique(found))) if len(found) == len(named) else contact


def _named_after(nation: Side, cast: Cast) -> Side | None:
    mention = cast.mention_at(nation.at)
    after = cast.named_after(mention.end, mention.end + 60) if mention is not None else []
    if mention is None or mention.kind != "country" or not after or after[0].kind != "person":
        return None
    is_apposed = cast.reading.text[mention.end : after[0].full[0]] == ", " and _CLOSED.match(
        cast.reading.text, after[0].end
    )
    return Side(party=after[0].party, how="name", at=after[0].start) if is_apposed else None


def whole_list(contact: Contact, cast: Cast) -> Contact:
    """With those of a list whom the parser lost: "spoke by phone with A, Premier B and Chancellor C"."""
    start, end = cast.sentence(contact.token)
    people = [m for m in cast.reading.mentions_in(start, end) if m.kind == "person" and m.start not in cast.along]
    after = [m for m in people if m.start > contact.token.idx]
    first = next(
        (k for k, m in enumerate(after) if any(_is(m, s) and s.at > contact.token.idx for s in contact.sides)), None
    )
    if first is None or contact.rule not in _LISTING:
        return contact
    known = {side.party.id for side in contact.sides}
    found = _run(after[first:], cast.reading.text) or listed(after[first:], cast.reading.text)
    lost = [m for m in found if m.party.id not in known]
    if not lost or len(found) < 2 or _opens_clause(found[-1], cast) or not all(_fits(m, contact, cast) for m in lost):
        return contact
    more = [Side(party=m.party, how="name", at=m.start) for m in lost]
    is_separate = contact.is_separate or (
        contact.kind == "call" and len([s for s in contact.sides if s.at < contact.token.idx]) == 1
    )
    return replace(contact, sides=(*contact.sides, *more), is_separate=is_separate)


def _run(people: Sequence[Mention], text: str) -> Sequence[Mention]:
    """ "A, Premier B and representatives of trade": those with a name; nothing if the list ends otherwise."""
    count = 1 + sum(
        1 for _ in takewhile(lambda two: BETWEEN.fullmatch(text, two[0].end, two[1].full[0]), pairwise(people))
    )
    return people[:count] if count > 1 and _AND_OTHERS.match(text, people[count - 1].end) else ()


def _opens_clause(mention: Mention, cast: Cast) -> bool:
    """ "Met A, and B said": B did something else."""
    words = tokens_between(cast.reading.doc, (mention.start, mention.end))
    return any(w.dep_ in {"nsubj", "nsubjpass"} and w.head.i > w.i for w in words)


def _is(mention: Mention, side: Side) -> bool:
    return mention.kind == "person" and mention.party.id == side.party.id


def _fits(mention: Mention, contact: Contact, cast: Cast) -> bool:
    """A nation for a visit, else an official."""
    if contact.kind == "visit":
        return mention.kind == "country" and mention.word in {"capital", "name"}
    return mention.kind == "person" and (cast.holds_office(mention.party) or mention.party.country is not None)


def _has_verb(start: int, end: int, cast: Cast) -> bool:
    return any(
        t.tag_.startswith("V") or t.tag_ in {"MD", "WDT", "WP", "WRB"}
        for t in tokens_between(cast.reading.doc, (start, end))
    )
