"""Words whose source is named beside them: "according to X"."""

from typing import TYPE_CHECKING

from spacy.tokens import Token

from bot.nlp import cues
from bot.nlp.attribution import past_prepositions, subject_of
from bot.nlp.extents import extend

if TYPE_CHECKING:
    from bot.nlp.speech import SpeechFinder
_ASIDE = frozenset({",", "-", "--", "—", "–"})


def by_according(finder: "SpeechFinder", token: Token) -> None:
    """ "According to X, …" and "…, according to X"."""
    to = finder.doc[token.i + 1]
    named = next((c for c in to.children if c.dep_ == "pobj"), None)
    if named is None:
        return
    speaker, start, end = finder.noun_phrase(named), finder.sentence_start(token), finder.sentence_end(token)
    cue = (token.i, token.i + 2)
    if token.i - start <= 2:
        low = speaker[1]
        while low < end and finder.doc[low].text != ",":
            low += 1
        low = low + 1 if low < end else speaker[1]
        if finder.is_marked(low) or finder.is_marked(min(low + 1, end - 1)):
            end = next((k for k in range(low + 1, len(finder.doc)) if not finder.in_marks[k]), end)
        finder.emit([(low, _before_remark(finder, low, end))], speaker, cue, "according to")
    elif not any(found.cue and start <= found.cue[0] < token.i for found in finder.found):
        finder.emit([(start, token.i)], speaker, cue, "according to")


def by_words_of(finder: "SpeechFinder", token: Token) -> None:
    """ "In the words of X, “…”"."""
    doc = finder.doc
    named = next((c for of in token.children if of.lower_ == "of" for c in of.children if c.dep_ == "pobj"), None)
    if named is None or token.head.lower_ != "in" or finder.in_marks[token.i]:
        return
    speaker, start = finder.noun_phrase(named), finder.sentence_start(token)
    low = next((a for a, _ in finder.spans if a >= speaker[1]), None)
    stop = finder.sentence_end(token)
    if token.head.i == start and low is not None and low < stop and doc[low - 1].text == ",":
        finder.emit([next(s for s in finder.spans if s[0] == low)], speaker, (token.i, token.i + 1), "according to")


def _before_remark(finder: "SpeechFinder", low: int, end: int) -> int:
    """ "…, stressing that": a next attribution."""
    doc = finder.doc
    commas = (k for k in range(low + 1, end - 1) if doc[k].text == "," and not finder.in_marks[k])
    return next((k for k in commas if doc[k + 1].lower_ in cues.TRAILING), end)


def by_noun(finder: "SpeechFinder", noun: Token) -> None:
    """ "the claim of the opposition that …", "her view that …"."""
    clauses = [c for c in noun.children if c.dep_ in ("acl", "ccomp", "relcl") and c.i > noun.i]
    head = next((c for c in clauses if any(x.lower_ == "that" and x.dep_ == "mark" for x in c.lefts)), None)
    if head is None:
        return
    low = max(head.left_edge.i, noun.i + 1)
    owner = _owner(finder, noun)
    speaker = finder.noun_phrase(owner) if owner is not None else None
    finder.emit([(low, extend(finder, low, head.right_edge.i + 1, noun))], speaker, (noun.i, noun.i + 1), "noun")


def _owner(finder: "SpeechFinder", noun: Token) -> Token | None:
    """Whose claim it is: "his", "of the union", "a Daily Post report", "she expressed doubt"."""
    for child in noun.children:
        if child.dep_ == "poss":
            return child
        if child.lower_ in ("of", "by", "from") and child.dep_ == "prep":
            return next((o for o in child.children if o.dep_ == "pobj"), None)
        if child.dep_ in ("compound", "nmod", "nsubj") and child.pos_ == "PROPN":
            return child
    above = past_prepositions(noun.head)
    return subject_of(finder, above) if above.lemma_.lower() in cues.VOICING else None


def by_as(finder: "SpeechFinder", verb: Token) -> bool:
    """ "As the envoy put it, …" and "…, as police have said"."""
    mark = next((c for c in verb.children if c.lower_ == "as" and c.dep_ == "mark"), None)
    if mark is None or verb.dep_ != "advcl":
        return False
    agent = next((o for a in verb.children if a.dep_ == "agent" for o in a.children if o.dep_ == "pobj"), None)
    subject = next((c for c in verb.children if c.dep_ == "nsubj"), None) or agent
    if subject is None or finder.in_marks[verb.i]:
        return False
    start, end = finder.sentence_start(verb), finder.sentence_end(verb)
    low, high = mark.i, verb.right_edge.i + 1
    is_aside = mark.i == start or finder.doc[mark.i - 1].text in _ASIDE
    has_object = any(c.dep_ in ("ccomp", "xcomp", "dobj") and c.lower_ != "it" for c in verb.children)
    if not is_aside or has_object or subject.lower_ in ("i", "we", "you"):
        return False
    segments = [(start, low), (high, end)] if high < end else [(start, low)]
    finder.emit(segments, finder.noun_phrase(subject), (verb.i, verb.i + 1), "as")
    return True
