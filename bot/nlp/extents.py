"""Where a reported clause ends: the parser's own edge is often too early or too late."""

import os
from typing import TYPE_CHECKING

from spacy.tokens import Token

from bot.nlp import cues

if TYPE_CHECKING:
    from bot.nlp.speech import SpeechFinder

T = set(os.environ.get("TOG", "").split(","))


def extend(finder: "SpeechFinder", low: int, high: int, verb: Token) -> int:
    """Close an open quotation, take in what hangs on the clause, stop before another attribution or the paragraph's end."""
    doc, stop = finder.doc, finder.paragraph(verb.i)[1]
    end = finder.sentence_end(verb)
    high = min(high, end) if low < end else high
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
    high = next((k for k in range(low + 3, high) if not finder.in_marks[k] and _is_writers_own(finder, k, high, low, verb)), high)
    return high - 1 if doc[high - 1].lower_ in ("but", "and") and not finder.in_marks[high - 1] else high


def _is_writers_own(finder: "SpeechFinder", k: int, high: int, low: int, verb: Token) -> bool:
    """Whether the content ends at token `k`: another attribution follows, or a remark of the writer's (", which …")."""
    doc = finder.doc
    if k + 1 >= high:
        return False
    word, follows = doc[k].lower_, doc[k + 1]
    if word == "according":
        return follows.lower_ == "to"
    if word in ("and", "but"):
        if follows.tag_ in ("VBD", "VBZ") and follows.lemma_.lower() in cues.SAY and not finder.in_marks[k + 1]:
            return True
    is_remark = follows.lower_ in ("which", "who") and not any(
        finder.in_marks[i] or doc[i].text == "," for i in range(k + 1, high)
    )
    if "dash" in T and word in ("-", "--", "—", "–", "―") and doc[k-1:k+1].text != doc[k-1].text + doc[k].text and "-" not in doc[k].whitespace_:
        if not any(doc[i].lower_ in ("-", "--", "—", "–", "―") for i in range(k+1, high)):
            return True
    if word != ",":
        if "vbdcut" in T and word in ("and", "but") and _tense_breaks(finder, low, k, high, verb):
            return True
        return False
    if "nowhich" in T:
        is_remark = False
    if "which2" in T and follows.lower_ in ("which", "who", "whose", "whom"):
        is_remark = not any(finder.in_marks[i] for i in range(k + 1, high)) and not any(doc[i].text == "," for i in range(k+1,high))
    if follows.lower_ in cues.TRAILING or is_remark:
        return True
    last = not any(doc[i].text == "," for i in range(k + 1, high))
    if "vbg" in T and follows.tag_ == "VBG" and last:
        return True
    if "vbg2" in T and follows.tag_ == "VBG":
        return True
    if "though" in T and follows.lower_ in ("though", "although"):
        return True
    if "while" in T and follows.lower_ in ("while",):
        return True
    if "evenas" in T and follows.lower_ in ("even", "just") and doc[k+2].lower_=="as":
        return True
    if "when" in T and follows.lower_ in ("when",):
        return True
    if "appos" in T and last and follows.lower_ in ("the", "a", "an") and not any(finder.in_marks[i] for i in range(k+1,high)) and not any(t.pos_ in ("VERB","AUX") and t.dep_ not in ("relcl","acl","amod","xcomp","pcomp","ccomp","aux","auxpass","advcl") for t in doc[k+1:high]):
        return True
    if "appos2" in T and last and any(t.dep_=="appos" and t.head.i<k for t in doc[k+1:high]) and not any(finder.in_marks[i] for i in range(k+1,high)):
        return True
    return False


def _tense_breaks(finder, low, k, high, verb):
    doc = finder.doc
    f = doc[k + 1]
    j = k + 1
    while j < high and doc[j].pos_ in ("ADV", "PART"):
        j += 1
    f = doc[j] if j < high else f
    if f.tag_ not in ("VBD", "VBZ", "VBP", "MD"):
        return False
    first = next((t for t in doc[low:k] if t.tag_ in ("VBD", "VBZ", "VBP", "MD") and not finder.in_marks[t.i]), None)
    if doc[low].lower_ == "to" or doc[low : low + 2].text.lower() == "not to":
        return f.tag_ in ("VBD", "VBZ")
    return verb.tag_ == "VBD" and first is not None and first.tag_ in ("VBZ", "VBP") and f.tag_ == "VBD"
