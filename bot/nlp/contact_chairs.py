""" "A and B co-chaired the third session of the joint commission", "A will co-chair a round of talks with B".

The parser makes three words of "co-chaired" and hangs its phrases anywhere, so these are read off the words' order.
"""

import re

from spacy.tokens import Token

from bot.domain.facts import MeetingStage
from bot.nlp.cast import Cast, Side
from bot.nlp.clauses import tokens_between
from bot.nlp.contacts import Contact
from bot.nlp.reading import Mention

CHAIRING = frozenset(("chair", "chaired", "cochair", "cochaired", "co-chair", "co-chaired"))
_SESSION = re.compile(
    r"\b(?:session|meeting|round|commission|committee|consultations|dialogue|talks|council|negotiations)\b", re.I
)
_TALKS = re.compile(r"\b(?:round|talks|consultations|negotiations)\b", re.I)
_AHEAD = re.compile(r"\b(?:will|would|to|shall|['’]ll)\s+(?:also\s+)?(?:co-?)?$", re.I)
_OPEN = re.compile(r"\b(?:may|might|could|should|can|not|n['’]t)\s+(?:\w+\s+)?(?:co-?)?$", re.I)
_WITH = re.compile(r"\b(?:with|alongside)\b[^.;:]{0,60}$")
_NEAR = 120


def contact_of_chair(word: Token, cast: Cast) -> Contact | None:
    """The session that two nations' officials chair together."""
    start, end = cast.sentence(word)
    text = cast.reading.text
    after = text[word.idx + len(word) : min(end, word.idx + _NEAR)]
    stage = _stage(word, text[start : word.idx])
    session = _SESSION.search(after)
    if stage is None or session is None:
        return None
    people = [m for m in cast.reading.mentions_in(start, end) if _is_official(m, cast)]
    before = [m for m in people if m.end <= word.idx]
    both = before[-2:] if len(before) > 1 and _are_joined(before[-2], before[-1], cast) else before[-1:]
    if len(both) == 1:
        both += [m for m in people if m.start > word.idx and _WITH.search(text[word.idx : m.full[0]])][:1]
    if len(both) < 2 or both[0].party.country == both[1].party.country:
        return None
    return Contact(
        kind="talks" if _TALKS.search(after[: session.end()]) else "meeting",
        token=word,
        sides=tuple(Side(party=m.party, how="name", at=m.start) for m in both),
        stage=stage,
        rule="hold",
    )


def _stage(word: Token, before: str) -> MeetingStage | None:
    if _OPEN.search(before):
        return None
    if _AHEAD.search(before):
        return "planned"
    return "held" if word.lower_.endswith("ed") else None


def _is_official(mention: Mention, cast: Cast) -> bool:
    is_known = cast.holds_office(mention.party) or mention.party.country is not None
    return mention.kind == "person" and mention.start not in cast.along and is_known


def _are_joined(one: Mention, other: Mention, cast: Cast) -> bool:
    gap = cast.reading.text[one.end : other.start]
    return " and " in gap and not any(
        t.tag_.startswith("V") for t in tokens_between(cast.reading.doc, (one.end, other.start))
    )
