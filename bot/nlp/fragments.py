"""Words in marks that no reporting verb has claimed but that stand in somebody's thought: "thinks the tax should be a “test”"."""

from typing import TYPE_CHECKING

from spacy.tokens import Token

from bot.nlp.attribution import subject_of
from bot.nlp.extents import extend

if TYPE_CHECKING:
    from bot.nlp.speech import Range, SpeechFinder

_DEEP = 8
# take a thing for their object and somebody's words about it: "thanked the crew for their “patience”"
_VALUING = frozenset(
    "thank praise speak warn cite condemn dismiss hail deplore decry lament salute bemoan promise vow".split()
)
_INTO = frozenset({"dobj", "pobj", "prep", "oprd"})


def fragments(finder: "SpeechFinder") -> None:
    """A clause that holds quoted words is reported, whatever the verb above it."""
    doc = finder.doc
    for start, end in finder.spans:
        if any(i in finder.claimed for i in range(start, end)):
            continue
        below, verb = doc[start:end].root, doc[start:end].root.head
        for _ in range(_DEEP):
            if (verb.pos_ == "VERB" and not finder.in_marks[verb.i]) or verb.head.i == verb.i:
                break
            below, verb = verb, verb.head
        if _is_valued(finder, (start, end), verb):
            continue
        low = max(below.left_edge.i, verb.i + 1)
        if below.dep_ != "ccomp" or below.i < verb.i or low > start or finder.in_marks[verb.i]:
            continue
        subject = subject_of(finder, verb)
        if subject is None or any(c.dep_ == "neg" for c in verb.children):
            continue
        high = extend(finder, low, below.right_edge.i + 1, verb)
        finder.emit([(low, high)], finder.noun_phrase(subject), (verb.i, verb.i + 1), "marked clause")


def _is_valued(finder: "SpeechFinder", span: "Range", verb: Token) -> bool:
    """ "spoke of “a dangerous quiet”": keep the marked words alone."""
    if verb.lemma_.lower() not in _VALUING:
        return False
    token = finder.doc[span[0] : span[1]].root
    for _ in range(_DEEP):
        token = token.head if token.i != verb.i and token.dep_ in _INTO else token
    subject = subject_of(finder, verb) if token.i == verb.i else None
    if subject is None or any(c.dep_ in ("neg", "auxpass") for c in verb.children):
        return False
    finder.emit([span], finder.noun_phrase(subject), (verb.i, verb.i + 1), "marked phrase")
    return True
