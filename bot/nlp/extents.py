"""Where a reported clause ends: the parser's own edge is often too early or too late."""

from bisect import bisect_left
from typing import TYPE_CHECKING

from spacy.tokens import Token

from bot.nlp import cues

if TYPE_CHECKING:
    from bot.nlp.speech import SpeechFinder


def extend(finder: "SpeechFinder", low: int, high: int, verb: Token) -> int:
    """Close an open quotation, take in what hangs on the clause, stop before another attribution or the paragraph's end."""
    doc, stop = finder.doc, finder.paragraph(verb.i)[1]
    end = finder.sentence_end(verb)
    rest = [t for t in doc[high:end] if (t.head.i < high or t.head.i >= end) and not t.is_punct]
    is_free = any(
        not (low <= t.head.i < high)
        and not (
            t.head == verb
            and t.dep_ == "conj"
            and any(
                c.dep_ == "nsubj" and (finder.in_marks[c.i] or finder.in_marks[t.i] or c.pos_ == "PRON")
                for c in t.children
            )
        )
        for t in rest
    )
    if not is_free and verb.sent.root == verb:
        high = max(high, end)
    while high < len(doc) and doc[high].idx < stop and finder.in_marks[high] and finder.in_marks[high - 1]:
        high += 1
    while high > low and doc[high - 1].idx >= stop:
        high -= 1
    if high + 1 < len(doc) and doc[high].text == ":" and finder.in_marks[high + 1] and doc[high + 1].idx < stop:
        high += 1
        while high < len(doc) and doc[high].idx < stop and finder.in_marks[high]:
            high += 1
    turns = finder.turns[bisect_left(finder.turns, low + 3) : bisect_left(finder.turns, high)]
    high = next((k for k in turns if _is_writers_own(finder, k, high)), high)
    return high - 1 if doc[high - 1].lower_ in ("but", "and") and not finder.in_marks[high - 1] else high


def _is_writers_own(finder: "SpeechFinder", k: int, high: int) -> bool:
    """Whether the content ends at token `k`: another attribution follows, or a remark of the writer's (", which …")."""
    doc = finder.doc
    if k + 1 >= high:
        return False
    word, follows = doc[k].lower_, doc[k + 1]
    if word == "according":
        return follows.lower_ == "to"
    if word in ("and", "but"):
        return follows.tag_ in ("VBD", "VBZ") and follows.lemma_.lower() in cues.SAY and not finder.in_marks[k + 1]
    is_remark = follows.lower_ in ("which", "who") and not any(
        finder.in_marks[i] or doc[i].text == "," for i in range(k + 1, high)
    )
    return word == "," and (follows.lower_ in cues.TRAILING or is_remark)
