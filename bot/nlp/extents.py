"""Where a reported clause ends: the parser's own edge is often too early or too late."""

from bisect import bisect_left
from typing import TYPE_CHECKING

from spacy.tokens import Token

from bot.nlp import cues

if TYPE_CHECKING:
    from bot.nlp.speech import Range, SpeechFinder

_CONTRASTS = frozenset({"though", "although", "while", "when", "amid"})
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_NOT_TOLD = frozenset("give elaborate name specify provide offer mention identify explain disclose detail".split())
_SILENT = frozenset({"decline", "refuse"})
_UNTOLD = _NOT_TOLD | frozenset("comment say discuss reveal answer confirm".split())
_AUX = frozenset({"aux", "auxpass"})
# ", without giving a figure": what the writer missed
_LEFT_OUT = frozenset(
    "giving elaborating naming specifying providing offering mentioning identifying explaining disclosing detailing citing saying going".split()
)


def extend(finder: "SpeechFinder", low: int, high: int, verb: Token) -> int:
    """Close an open quotation, take in what hangs on the clause, stop before another attribution or the paragraph's end."""
    doc, stop = finder.doc, finder.paragraph(verb.i)[1]
    end = finder.sentence_end(verb)
    high = min(high, end) if low < end else high
    rest = [t for t in doc[high:end] if (t.head.i < high or t.head.i >= end) and not t.is_punct]
    is_free = any(not (low <= t.head.i < high) and not _goes_on(finder, t, verb) for t in rest)
    if not is_free and verb.sent.root == verb:
        high = max(high, end)
    high = _past_predicate(finder, high, end)
    while high < len(doc) and doc[high].idx < stop and finder.in_marks[high] and _is_same_quotation(finder, high):
        high += 1
    while high > low and doc[high - 1].idx >= stop:
        high -= 1
    if (
        high + 1 < len(doc)
        and (doc[high].text == ":" or _is_infinitive(finder, high))
        and finder.in_marks[high + 1]
        and doc[high + 1].idx < stop
    ):
        high += 1
        while high < len(doc) and doc[high].idx < stop and finder.in_marks[high]:
            high += 1
    turns = finder.turns[bisect_left(finder.turns, low + 3) : bisect_left(finder.turns, high)]
    high = _with_day(finder, next((k for k in turns if _is_writers_own(finder, k, high, verb)), high), stop)
    return high - 1 if doc[high - 1].lower_ in ("but", "and") and not finder.in_marks[high - 1] else high


def _past_predicate(finder: "SpeechFinder", high: int, end: int) -> int:
    """ "any firm left out of the tender | had the right to …": a finite verb right behind a clause is its own; so is ", not for …"."""
    doc = finder.doc
    if high >= end or finder.in_marks[high]:
        return high
    token = doc[high]
    is_verb = token.tag_ in _FINITE and token.lemma_.lower() not in cues.REPORTING and not doc[high - 1].is_punct
    if is_verb:
        return min(max(token.right_edge.i, token.head.right_edge.i if token.dep_ in _AUX else 0) + 1, end)
    is_contrast = token.text == "," and high + 2 < end and doc[high + 1].lower_ == "not"
    phrase = doc[high + 1].head if is_contrast else token
    return min(phrase.right_edge.i + 1, end) if is_contrast and phrase.dep_ in ("prep", "pobj", "npadvmod") else high


def _is_same_quotation(finder: "SpeechFinder", high: int) -> bool:
    """Whether the marked word at `high` goes on with what ends there: in the same marks, or "taken by her “after …”" in small letters."""
    if finder.in_marks[high - 1]:
        return True
    doc = finder.doc
    return not doc[high - 1].is_punct and high + 1 < len(doc) and doc[high + 1].text[:1].islower()


def _is_infinitive(finder: "SpeechFinder", high: int) -> bool:
    """ "he wants, with the two ports, “to build …": what he wants stands in the marks."""
    doc = finder.doc
    is_open = doc[high].text == "," and high + 2 < len(doc) and finder.in_marks[high + 1]
    return is_open and doc[high + 2].lower_ == "to"


def _with_day(finder: "SpeechFinder", high: int, stop: int) -> int:
    """ "would open at noon Thursday, when …": a day that ends the clause is its own, whatever the parser hung it on."""
    doc = finder.doc
    is_day = (
        high + 1 < len(doc) and doc[high].lower_ in cues.DAYS and doc[high + 1].text in ",." and doc[high].idx < stop
    )
    return high + 1 if is_day and not finder.in_marks[high] else high


def _goes_on(finder: "SpeechFinder", token: Token, verb: Token) -> bool:
    """Whether what the parser coordinates with the reporting verb is still reported: "said it was late, but it would come"."""
    if token.head != verb:
        return False
    if token.dep_ == "cc":
        return True
    if token.dep_ != "conj" or token.lemma_.lower() in cues.REPORTING:
        return False
    subjects = [c for c in token.children if c.dep_ in ("nsubj", "nsubjpass", "expl")]
    if not subjects:  # "said it watched and would act"
        return verb.tag_ in ("VBD", "VBN") and any(c.tag_ == "MD" for c in token.lefts)
    return any(finder.in_marks[c.i] or finder.in_marks[token.i] or c.pos_ == "PRON" for c in subjects)


def _is_writers_own(finder: "SpeechFinder", k: int, high: int, verb: Token) -> bool:
    """Whether the content ends at token `k`: another attribution follows, or a remark of the writer's (", which …")."""
    doc = finder.doc
    if k + 1 >= high:
        return False
    word, follows = doc[k].lower_, doc[k + 1]
    if finder.in_marks[k]:
        return (finder.doc[k - 1].text == "," and follows.lower_ in cues.TRAILING) or _is_reason(follows)
    if word == "according":
        return follows.lower_ == "to"
    if word in ("and", "but"):
        return _is_attribution(finder, k + 1, high) or _is_speakers_deed(finder, k + 1, verb)
    if word in cues.DASHES and doc[k].whitespace_:
        return _is_apposition(finder, (k + 1, high))
    if word != ",":
        return False
    then = doc[min(k + 2, high - 1)]
    if follows.lower_ == "something" and then.tag_ in ("WDT", "IN", "NNP"):
        return True
    if follows.lower_ == "without" and then.lower_ in _LEFT_OUT:
        return True
    if follows.lower_ in cues.TRAILING | _CONTRASTS or doc[k + 1 : k + 3].text.lower() in ("even as", "just as"):
        return True
    if _is_reason(follows) or _is_accusation(follows):
        return True
    rest = (k + 1, high)
    if any(finder.in_marks[i] or doc[i].text == "," for i in range(*rest)):
        return False
    return follows.lower_ in ("which", "who") or _is_apposition(finder, rest)


def _is_unsaid(word: Token) -> bool:
    """ "but he did not give a date"."""
    verb = word.head
    is_told = word.lower_ in ("he", "she", "it") and word.dep_ == "nsubj" and word.i < verb.i
    return is_told and verb.lemma_.lower() in _NOT_TOLD and any(c.dep_ == "neg" for c in verb.lefts)


def _is_speakers_deed(finder: "SpeechFinder", k: int, verb: Token) -> bool:
    """ "has said that the door was open, but has offered nothing", "says it broke the law, but it has published nothing"."""
    doc = finder.doc
    has = [c for c in verb.lefts if c.lemma_.lower() == "have" and c.tag_ in ("VBZ", "VBP")]
    if has and doc[k].lower_ == has[0].lower_:
        return True
    if _is_unsaid(doc[k]):
        return True
    is_same = doc[k].lower_ == "it" and not finder.in_marks[k] and doc[k + 1 : k + 2].text.lower() in ("has", "had")
    is_body = any(c.dep_ == "nsubj" and c.pos_ != "PRON" and c.ent_type_ != "PERSON" for c in verb.lefts)
    return is_same and is_body and doc[k - 1].lower_ == "but" and doc[k].head.head == verb


def _is_reason(word: Token) -> bool:
    """ ", as the ministry said the toll had risen": a clause of the writer's with a subject that is named."""
    verb = word.head
    is_clause = word.lower_ == "as" and word.dep_ in ("mark", "prep") and verb.pos_ in ("VERB", "AUX")
    return is_clause and any(c.dep_ in ("nsubj", "nsubjpass") and c.pos_ != "PRON" and c.i > word.i for c in verb.lefts)


def _is_accusation(word: Token) -> bool:
    """ ", whom he accused of greed": who speaks of whom, not what is said."""
    return word.lower_ == "whom" and any(
        a.dep_ == "relcl" and a.lemma_.lower() in cues.REPORTING for a in word.ancestors
    )


def _is_attribution(finder: "SpeechFinder", k: int, high: int) -> bool:
    """ "… and warned", "… but he also said", "… but declined to comment", "…, and thanked"."""
    doc, is_after_comma = finder.doc, finder.doc[k - 2].text == ","
    while k < high and (doc[k].pos_ == "ADV" or doc[k].lower_ in ("he", "she", "they")):
        k += 1
    is_verb = k < high and doc[k].tag_ in ("VBD", "VBZ", "VBG") and not finder.in_marks[k]
    lemma = doc[k].lemma_.lower() if is_verb else ""
    is_silence = lemma in _SILENT and any(c.lemma_.lower() in _UNTOLD for c in doc[k].children if c.dep_ == "xcomp")
    return lemma in cues.REPORTING or is_silence or (lemma == "thank" and is_after_comma)


def _is_apposition(finder: "SpeechFinder", span: "Range") -> bool:
    """ ", the ministry's largest yard": an explanation without a verb of its own."""
    tokens = finder.doc[span[0] : span[1]]
    below = ("relcl", "acl", "amod", "xcomp", "pcomp", "ccomp", "advcl", "aux", "auxpass")
    if any(t.dep_ == "cc" for t in tokens) and finder.doc[span[0] - 1].text == ",":
        return False  # the end of a list
    return tokens[0].lower_ in ("the", "a", "an") and not any(
        t.pos_ in ("VERB", "AUX") and t.dep_ not in below for t in tokens
    )
