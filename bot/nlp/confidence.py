"""How often a fact is right: the one place where confidences are set.

A fact's confidence is that of its construction, times a factor for each way in which its sides were found, times those for
what makes it harder: many sides, a stage that is not done, private people. On news of one election readers found half the errors that
this product expects, on wire copy nobody had seen half as many again; see docs/extraction.md.
"""

from collections.abc import Iterable
from typing import Literal

from bot.nlp.cast import How

SHOWN_FROM = 0.7

CONTACTS: dict[str, float] = {
    "meet": 0.92,
    "meet-plural": 0.82,
    "sit": 0.85,
    "negotiate": 0.82,
    "speak-phone": 0.9,
    "speak": 0.78,
    "phone": 0.85,
    "call": 0.8,
    "visit": 0.88,
    "travel": 0.85,
    "stay": 0.84,
    "receive": 0.85,
    "hold": 0.88,
    "called": 0.65,  # "called an emergency meeting": it may have sat by then
    "subject": 0.84,
    "after": 0.85,
    "noun": 0.78,
}
INVITATION = 0.92
Telling = Literal["verb", "clause", "state", "existing", "talks", "bare"]
DEALS: dict[Telling, float] = {
    "verb": 0.88,  # "signed a pact with"
    "clause": 0.85,  # "a pact signed by", "the signing of a pact", "approved the request", "withdrew from the pact"
    "state": 0.8,  # "is under way", "expires", "collapsed", "as part of a deal"
    "existing": 0.78,  # "the Union's deal with"
    "talks": 0.7,
    "bare": 0.5,  # only named
}
_HOW: dict[How, float] = {"name": 1.0, "office": 0.97, "description": 0.94, "pronoun": 0.92, "pair": 0.92}
AHEAD = 0.92  # planned, proposed, in preparation: the mood decides, and moods are harder than verbs
CONTACT_AHEAD = 0.95  # a planned meeting
SHIFTED = 0.95  # "agreed to extend", "trying to strike"
MANY = 0.82  # more than four sides
_PRIVATE = {"official": 0.95, "public": 0.9, "large": 0.85, "private": 0.6}


def of_sides(ways: Iterable[How]) -> float:
    """The factor for the ways in which the sides were found, each way once."""
    value = 1.0
    for way in sorted(set(ways)):  # one order, one product
        value *= _HOW[way]
    return value


def of_people(*, is_public: bool, is_official: bool, is_large: bool) -> float:
    """The factor for a deal that a person makes: private business, unless a nation is the other side or the sum is a state's."""
    if is_public:
        return _PRIVATE["official" if is_official else "public"]
    return _PRIVATE["large" if is_large else "private"]
