"""Reported words that are no clause: "described the talks as “candid”"."""

from typing import TYPE_CHECKING

from spacy.tokens import Token

from bot.nlp import cues
from bot.nlp.attribution import Attribution
from bot.nlp.complements import clause_of
from bot.nlp.extents import extend

if TYPE_CHECKING:
    from bot.nlp.speech import SpeechFinder

_JUDGED = frozenset({"dobj", "oprd", "prep", "attr", "dative", "advcl", "ccomp", "xcomp", "nsubj"})
_REFUSING = frozenset("reject dismiss rubbish trash deride refute decry".split())
_OBJECTS = frozenset({"dobj", "oprd", "prep", "attr", "dative", "advcl"})


def judgement(finder: "SpeechFinder", said: Attribution) -> bool:
    """ "called the loan a “trap”", "accused the mayor of “waste”": what is judged belongs to the words."""
    if said.lemma not in cues.JUDGING or said.before:
        return False
    verb, doc = said.verb, finder.doc
    objects = [c for c in verb.children if c.i > verb.i and c.dep_ in _JUDGED]
    marked = [c for c in objects if any(finder.in_marks[x.i] and not x.is_punct for x in c.subtree)]
    if not marked:
        return False
    if said.lemma in _REFUSING and all(map(_is_a_claim, marked)):
        return True
    first = next(i for i in range(verb.i + 1, len(doc)) if finder.in_marks[i])
    if all(_is_anothers(finder, one, first, within=True) for one in marked):
        return False
    low = said.hull[1] if said.is_inverted else verb.i + 1
    while (
        low < len(doc)
        and not finder.in_marks[low]
        and (doc[low].pos_ in ("ADV", "PUNCT") or doc[low].dep_ == "npadvmod")
    ):
        low += 1
    if low < len(doc) and doc[low].pos_ == "ADP" and doc[low].head == verb:
        low += 1
    high = _judged_end(finder, low, max(c.right_edge.i for c in marked) + 1, verb)
    finder.emit([(low, high)], said.speaker, said.cue, "judgement")
    return True


def _is_a_claim(judged: Token) -> bool:
    """ "dismissed a report that the ferry was a “trap”": others say so, and not who dismisses it."""
    clauses = (c for c in judged.rights if c.dep_ in ("acl", "ccomp", "relcl"))
    return judged.lemma_.lower() in cues.NOUNS and any(x.lower_ == "that" for c in clauses for x in c.lefts)


def _judged_end(finder: "SpeechFinder", low: int, high: int, verb: Token) -> int:
    """Behind the last words in marks and what belongs to their noun: not when and where it was said."""
    doc, high = finder.doc, extend(finder, low, high, verb)
    first = next((i for i in range(low, high) if finder.in_marks[i]), high)
    k = first
    while k < high:
        token = doc[k]
        if not finder.in_marks[k] and (
            (token.is_punct and not token.is_quote)
            or token.pos_ == "SCONJ"
            or token.dep_ == "npadvmod"
            or token.tag_ in ("VBD", "VBZ", "WRB")
            or (token.pos_ == "ADP" and token.head == verb)
            or (token.dep_ == "cc" and not finder.in_marks[min(k + 1, high - 1)])
        ):
            break
        k += 1
    return _more_marked(finder, k, finder.sentence_end(verb))


def _more_marked(finder: "SpeechFinder", k: int, end: int) -> int:
    """ "… as “rash” and a “threat” to the talks": words in marks that the parser left out, and what hangs on them."""
    doc = finder.doc
    while k < end and not finder.in_marks[k]:
        token = doc[k]
        opening = next((i for i in range(k + 1, min(k + 4, end)) if finder.in_marks[i]), None)
        if token.pos_ == "ADP" and token.head.i < k and finder.in_marks[token.head.i]:
            k = min(token.right_edge.i + 1, end)
        elif (
            (token.dep_ == "cc" or token.text == ",")
            and opening
            and not any(doc[i].pos_ == "VERB" for i in range(k, opening))
        ):
            k = next((i for i in range(opening, end) if not finder.in_marks[i]), end)
        else:
            break
    return k


def marked_phrase(finder: "SpeechFinder", said: Attribution) -> bool:
    """ "described the talks as “candid”": a phrase with marks in it, where there is no clause."""
    verb = said.verb
    if said.before or clause_of(finder, verb, said.lemma) is not None:
        return False
    if said.after and finder.doc[said.after[0] - 1].text in (",", ":"):
        return False
    for child in verb.children:
        if child.dep_ not in _OBJECTS or child.i < verb.i:
            continue
        marked = [x.i for x in child.subtree if finder.in_marks[x.i]]
        if not any(not finder.doc[i].is_punct for i in marked) or _is_anothers(finder, child, marked[0]):
            continue
        low = child.i + 1 if child.dep_ == "prep" else child.left_edge.i
        high = extend(finder, max(low, verb.i + 1), child.right_edge.i + 1, verb)
        outside = [i for i in range(low, high) if not finder.in_marks[i] and not finder.doc[i].is_punct]
        segment = (low, high) if outside and said.lemma not in cues.NEEDS_MARKS else (min(marked), max(marked) + 1)
        finder.emit([segment], said.speaker, said.cue, "marked phrase")
        return True
    return False


def _is_anothers(finder: "SpeechFinder", phrase: Token, mark: int, *, within: bool = False) -> bool:
    """ "recalled its envoy, in what Krag called “…”": a verb nearer to the words has them; `within`: and they hang on it."""
    between = [t for t in phrase.subtree if phrase.i < t.i < mark and not finder.in_marks[t.i]]
    if within:
        between = [t for t in between if t.is_ancestor(finder.doc[mark])]
    return any(t.pos_ == "VERB" and t.lemma_.lower() in cues.REPORTING for t in between)
