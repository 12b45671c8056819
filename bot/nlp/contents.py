"""Where the reported words stand, seen from their reporting verb: the cases, most certain first."""

from typing import TYPE_CHECKING

from spacy.tokens import Token

from bot.nlp import cues
from bot.nlp.attribution import Attribution, attribution
from bot.nlp.complements import clause, lost_clause, parataxis
from bot.nlp.demands import news, order, question, topic
from bot.nlp.phrases import judgement, marked_phrase

if TYPE_CHECKING:
    from bot.nlp.speech import Range, SpeechFinder

_WHEN_AND_WHOM = frozenset({"ADV", "PROPN", "PRON", "ADP", "NOUN", "DET"})
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_LINKS = frozenset({"but", "and", "though", "although", "while"})


def by_verb(finder: "SpeechFinder", verb: Token) -> None:
    """The first case that fits a reporting verb."""
    question(finder, verb)
    said = attribution(finder, verb)
    if said is None:
        return
    for case in _QUOTED if said.lemma in cues.QUOTING else _CASES:
        if case(finder, said):
            return


def _quotation_before(finder: "SpeechFinder", said: Attribution) -> bool:
    """ "…," she said; "…" said the minister, with what follows in marks after it."""
    if said.before is None or _is_participle(finder, said):
        return False
    doc, before, after, end = finder.doc, said.before, said.after, said.hull[1]
    ends = finder.last_word(before).text[-1:]
    is_joined = ends in ",?!—-" or doc[before[1] : said.hull[0]].text.strip() == ","
    if not is_joined and (ends == "." or not said.is_inverted):
        return False
    segments = [(_lead_in(finder, before[0]), before[1])]
    is_near = after is not None and after[0] - end <= 6
    if after and is_near and not _says(finder, end, after[0]) and not _is_anothers(finder, after):
        segments.append(after)
    finder.emit(segments, said.speaker, said.cue, "quotation before")
    return True


def _is_participle(finder: "SpeechFinder", said: Attribution) -> bool:
    """ "Calling the tax “unwise”, the envoy said …": the marked words belong to the participle."""
    first = finder.doc[finder.sentence_start(said.verb)]
    is_opening = first.tag_ == "VBG" and first.dep_ == "advcl" and not finder.in_marks[first.i]
    return is_opening and first.head == said.verb and not any(c.dep_ in ("nsubj", "aux") for c in first.children)


def _says(finder: "SpeechFinder", start: int, end: int) -> bool:
    return any(token.lemma_.lower() in cues.SAY and not finder.in_marks[token.i] for token in finder.doc[start:end])


def _is_anothers(finder: "SpeechFinder", span: "Range") -> bool:
    """Whether a quotation has an attribution of its own behind it: "…," she said. "…," replied the envoy."""
    stop = min(span[1] + 2, len(finder.doc))
    return finder.last_word(span).text[-1:] in ",?!" and _says(finder, span[1], stop)


def _lead_in(finder: "SpeechFinder", start: int) -> int:
    """Where the sentence begins that runs on into the quotation at `start`: "However laudable, the tax “is misguided,” she said"."""
    first = finder.sentence_start(finder.doc[start])
    lead = finder.doc[first:start]
    if (
        len(lead) < (1 if finder.doc[start + 1 : start + 2].text.islower() else 2)
        or lead[-1].is_punct
        or any(token.lemma_.lower() in cues.SAY and token.pos_ != "NOUN" for token in lead)
    ):
        return start
    return first


def _parenthetical(finder: "SpeechFinder", said: Attribution) -> bool:
    """ "The truth, the senator said, was …"; "…, officials said." """
    doc, verb, stop = finder.doc, said.verb, finder.paragraph(said.verb.i)
    if said.lemma not in cues.STRONG or verb.tag_ == "VBG" or any(c.tag_ in ("WDT", "WP") for c in verb.children):
        return False
    if said.lemma != "tell" and any(c.dep_ == "dobj" and c.i > verb.i for c in verb.children):
        return False
    low, k = said.hull[0] - 1, said.hull[1]
    while k < len(doc) and k < said.hull[1] + 5 and doc[k].pos_ in _WHEN_AND_WHOM and not doc[k].is_punct:
        k += 1
    start, end = finder.sentence_start(verb), finder.sentence_end(verb)
    has_comma = low >= 0 and doc[low].text == "," and doc[low].idx >= stop[0] and not finder.in_marks[low]
    if not has_comma or k >= len(doc) or doc[k].text not in ",." or doc[k].idx >= stop[1] or low - start < 1:
        return False
    own = [c for c in verb.children if c.dep_ == "ccomp" and c.i > verb.i]
    if own and own[0].left_edge.i > k and (doc[k].text != "," or finder.is_marked(k + 1)):
        return False
    goes_on = doc[k].text == "," and k < end - 1
    if goes_on and finder.in_marks[k + 1] and doc[min(k + 2, end - 1)].text[:1].isupper():
        return False  # a sentence of its own in marks: "In May, he said, “Enough.”"
    if doc[low - 1].tag_ in ("WDT", "WP") and doc[low - 2].text == ",":
        start = low - 1
    resumed = _resumed(finder, said, (start, low), k + 1, end) if goes_on else None
    segments = [(start, low)] if resumed is None else [(start, low), (resumed, end)]
    finder.emit(segments, said.speaker, said.cue, "parenthetical")
    return True


def _resumed(finder: "SpeechFinder", said: Attribution, first: "Range", k: int, end: int) -> int | None:
    """Where the reported sentence goes on behind the attribution; not with what the speaker did or is."""
    doc, follows = finder.doc, finder.doc[k]
    if follows.lower_ in _LINKS or (follows.tag_ == "VBG" and follows.dep_ == "advcl"):
        return None
    if doc[k : k + 2].text.lower() == "on condition":
        return None
    if not said.is_inverted:
        return k
    if any(t.tag_ in _FINITE for t in doc[first[0] : first[1]]):
        return None  # "…, said Anna Lind, the minister"
    return next((i + 1 for i in range(k, end - 1) if doc[i].text == "," and not finder.in_marks[i]), k)


def _quotation_after(finder: "SpeechFinder", said: Attribution) -> bool:
    """ "He said: “…”" """
    after = said.after
    if after is None:
        return False
    gap = range(said.hull[1], after[0])
    if said.lemma in cues.QUOTING and finder.doc[after[0] - 1].text not in (",", ":"):
        return False
    if any(finder.doc[k].text in (".", "?", "!") for k in gap):
        return False
    if len(gap) > 13 and said.lemma not in ("call", "describe", "accuse"):
        return False
    whole = said.lemma in cues.JUDGING and any(finder.doc[k].pos_ in ("NOUN", "PROPN", "PRON") for k in gap)
    low = said.hull[1] + (finder.doc[said.hull[1]].pos_ == "ADP")
    finder.emit([(low, after[1]) if whole else after], said.speaker, said.cue, "quotation after")
    return True


_QUOTED = (_quotation_before, _quotation_after)
_CASES = (
    _quotation_before,
    _parenthetical,
    judgement,
    lost_clause,
    marked_phrase,
    clause,
    _quotation_after,
    parataxis,
    order,
    topic,
    news,
)
