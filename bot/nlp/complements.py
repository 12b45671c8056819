"""Reported clauses: what a reporting verb has for its complement, as the parser sees it and where it errs."""

from typing import TYPE_CHECKING

from spacy.tokens import Token

from bot.nlp import cues
from bot.nlp.attribution import Attribution
from bot.nlp.extents import extend

if TYPE_CHECKING:
    from bot.nlp.speech import SpeechFinder

_POINTING = frozenset({"nsubj", "nsubjpass", "det"})  # "that is late", "that ferry"
_MERELY = frozenset({"only", "merely", "simply"})
_BEGINS = frozenset({"DET", "PRON", "PROPN", "NOUN", "SCONJ", "ADJ", "NUM"})


def clause_of(finder: "SpeechFinder", verb: Token, lemma: str) -> Token | None:
    """Head of the reported clause."""
    clauses = [c for c in verb.children if c.dep_ == "ccomp"]
    if clauses:
        return max(clauses, key=lambda c: c.i > verb.i)
    for child in verb.children:
        if (
            child.dep_ == "xcomp"
            and child.i > verb.i
            and (lemma in cues.WITH_INFINITIVE or lemma == "say" or any(finder.in_marks[x.i] for x in child.subtree))
        ):
            return child
    if lemma in cues.WITH_ADDRESSEE:
        for child in verb.children:
            if child.dep_ in ("dative", "dobj"):
                for inner in child.children:
                    if (
                        inner.dep_ in ("ccomp", "acl", "relcl")
                        and inner.i > child.i
                        and any(x.lower_ == "that" for x in inner.lefts)
                    ):
                        return inner
    return None


def clause(finder: "SpeechFinder", said: Attribution) -> bool:
    """ "said that …" and "…, said X" where the parser sees a clause."""
    verb, speaker = said.verb, said.speaker
    head = clause_of(finder, verb, said.lemma)
    if head is None or _is_anothers(head) or (said.lemma == "agree" and head.dep_ == "xcomp"):
        return False
    is_plain = not any(x.lower_ == "that" and x.dep_ == "mark" for x in head.lefts)
    if said.lemma in cues.NEEDS_THAT and is_plain:
        return False
    if said.lemma in cues.NEEDS_MARKS and is_plain and not any(finder.in_marks[x.i] for x in head.subtree):
        return False
    if head.i > verb.i:
        low = max(head.left_edge.i, verb.i + 1, speaker[1] if speaker and said.is_inverted else 0)
        low = _after_that(finder, verb, low)
        high = extend(finder, low, head.right_edge.i + 1, verb)
        low = _past_day(finder, low, high)
        low = _past_adverb(finder, low, head)
        if low < high and _is_that(finder.doc[low]):
            low += 1
        finder.emit([(low, high)], speaker, said.cue, "clause")
        return True
    if finder.in_marks[head.i] or finder.doc[said.hull[0] - 1].text != "," or said.lemma not in cues.STRONG:
        return False
    low = max(head.left_edge.i, finder.sentence_start(verb))
    if said.hull[0] - low > 3:
        finder.emit([(low, said.hull[0])], speaker, said.cue, "clause before")
        return True
    return False


def _is_anothers(head: Token) -> bool:
    """ "she asked for time and Krag replied that …": what the parser takes for her clause is a report of its own."""
    is_bare = head.tag_ == "VBD" and not any(c.dep_ in ("nsubj", "nsubjpass", "expl") for c in head.children)
    return is_bare and head.lemma_.lower() in cues.CLAUSAL | {"reply", "answer"} and head.i > head.head.i


def _past_day(finder: "SpeechFinder", low: int, high: int) -> int:
    """ "said on Sunday it was …": the day is that of speaking; "said that on Sunday, …" is another."""
    if low + 2 >= high:
        return low
    first = low + (finder.doc[low].lower_ == "on")
    is_day = first + 2 < high and finder.doc[first].lower_ in cues.DAYS and not finder.in_marks[first]
    return first + 1 if is_day and finder.doc[first + 1].pos_ in _BEGINS else low


def _past_adverb(finder: "SpeechFinder", low: int, head: Token) -> int:
    """ "claimed a day earlier that …": when it was said; "said only that …"."""
    if low + 1 < head.i and finder.doc[low].lower_ in _MERELY and finder.doc[low + 1].lower_ == "that":
        return low + 2
    that = next((t.i for t in finder.doc[low : min(low + 6, head.i)] if t.lower_ == "that"), low)
    lead = finder.doc[low:that]
    is_lead = any(t.dep_ == "npadvmod" or t.lower_ == "earlier" for t in lead)
    return that + 1 if is_lead and not any(finder.in_marks[t.i] or t.text == "," for t in lead) else low


def _after_that(finder: "SpeechFinder", verb: Token, low: int) -> int:
    """ "claimed the same day that the towns were safe, a figure …": what the parser takes for the clause comes behind its "that"."""
    between = finder.doc[verb.i + 1 : min(low, verb.i + 8)]
    that = next((t.i for t in between if t.lower_ == "that" and t.tag_ == "IN"), None)
    return that + 1 if that is not None and that + 1 < low and not finder.in_marks[that] else low


def _is_that(token: Token) -> bool:
    """Whether "that" opens a clause: not "that is late" or "that ferry"."""
    return token.lower_ == "that" and (token.tag_ == "IN" or token.dep_ not in _POINTING)


def lost_clause(finder: "SpeechFinder", said: Attribution) -> bool:
    """ "told reporters on Thursday he saw …": a clause that the parser hung on the wrong word begins at its subject."""
    verb, doc = said.verb, finder.doc
    if said.lemma not in cues.CLAUSAL or said.before or said.after or clause_of(finder, verb, said.lemma) is not None:
        return False
    start, end = said.hull[1], finder.sentence_end(verb)
    for token in doc[start:end]:
        is_asked = token.tag_ in ("WP", "WDT", "WRB") and not _is_that(token)
        if finder.in_marks[token.i] or token.text in (":", ";") or is_asked:
            return False
        if token.lower_ in (
            "as",
            "when",
            "while",
            "after",
            "before",
            "because",
            "since",
            "though",
            "although",
            "if",
            "but",
            "and",
        ):
            return False
        if token.dep_ not in ("nsubj", "nsubjpass", "expl") or token.head.i < token.i:
            continue
        low = token.left_edge.i
        gap = doc[start:low]
        if low < start or any(t.text == "," for t in gap) or len(gap) > 12:
            return False
        high = extend(finder, low, max(token.head.right_edge.i + 1, token.i + 1), verb)
        rule = "clause" if doc[low - 1].lower_ == "that" else "lost clause"
        finder.emit([(low, high)], said.speaker, said.cue, rule)
        return True
    return False


def parataxis(finder: "SpeechFinder", said: Attribution) -> bool:
    """ "[clause], said X" where the clause is the sentence's root."""
    verb = said.verb
    is_aside = verb.dep_ == "parataxis" and verb.head.i < verb.i
    if not is_aside or said.lemma not in cues.STRONG or finder.in_marks[verb.head.i]:
        return False
    low = finder.sentence_start(verb)
    if said.hull[0] - low > 3:
        finder.emit([(low, said.hull[0])], said.speaker, said.cue, "parataxis")
    return True
