"""Words in marks that no reporting verb has claimed but that stand in somebody's thought: "thinks the tax should be a “test”"."""

from typing import TYPE_CHECKING

from bot.nlp.attribution import subject_of
from bot.nlp.extents import extend

if TYPE_CHECKING:
    from bot.nlp.speech import SpeechFinder

_DEEP = 8


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
        low = max(below.left_edge.i, verb.i + 1)
        subject = subject_of(finder, verb)
        is_denied = any(c.dep_ == "neg" for c in verb.children)
        if (
            below.dep_ != "ccomp"
            or below.i < verb.i
            or low > start
            or subject is None
            or is_denied
            or finder.in_marks[verb.i]
        ):
            continue
        high = extend(finder, low, below.right_edge.i + 1, verb)
        finder.emit([(low, high)], finder.noun_phrase(subject), (verb.i, verb.i + 1), "marked clause")
