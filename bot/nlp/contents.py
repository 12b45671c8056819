"""Where the reported words stand, seen from their cue: the cases, most certain first."""

from typing import TYPE_CHECKING

from spacy.tokens import Token

from bot.nlp import cues
from bot.nlp.extents import extend

if TYPE_CHECKING:
    from bot.nlp.speech import Range, SpeechFinder

_WHEN_AND_WHOM = frozenset({"ADV", "PROPN", "PRON", "ADP", "NOUN", "DET"})


def by_verb(finder: "SpeechFinder", verb: Token) -> None:
    """The first case that fits a reporting verb."""
    subject = finder.subject(verb)
    lemma = verb.lemma_.lower()
    if subject is None or any(c.dep_ == "neg" for c in verb.children):
        return
    if subject.lower_ in ("i", "we", "you", "it", "there") and lemma not in ("say", "tell", "write"):
        return
    if any(c.dep_ == "auxpass" for c in verb.children):
        return
    speaker = finder.noun_phrase(subject)
    is_own = subject.head == verb
    low, high = (min(speaker[0], verb.i), max(speaker[1], verb.i + 1)) if is_own else (verb.i, verb.i + 1)
    before, after = finder.near_quotations(low, high, finder.paragraph(verb.i))
    for case in (_quotation_before, _parenthetical, _marked_phrase, _clause, _quotation_after, _parataxis):
        if case(finder, verb, lemma, speaker, (low, high), before, after):
            return


def _quotation_before(
    finder: "SpeechFinder",
    verb: Token,
    _lemma: str,
    speaker: "Range",
    hull: "Range",
    before: "Range | None",
    after: "Range | None",
) -> bool:
    """ "…," she said; "…" said the minister, with what follows in marks after it."""
    if before is None:
        return False
    doc = finder.doc
    last = before[1] - 2 if doc[before[1] - 1].is_quote else before[1] - 1
    ends = doc[max(before[0], last)].text[-1:]
    is_inverted = verb.i < speaker[0]
    if not (ends in ",?!—-" or doc[before[1] : hull[0]].text.strip() == "," or (is_inverted and ends != ".")):
        return False
    segments = [(_lead_in(finder, before[0]), before[1])]
    if (
        after
        and after[0] - hull[1] <= 6
        and not any(doc[k].lemma_.lower() in cues.SAY for k in range(hull[1], after[0]))
    ):
        segments.append(after)
    finder.emit(segments, speaker, (verb.i, verb.i + 1), "quotation before")
    return True


def _lead_in(finder: "SpeechFinder", start: int) -> int:
    """Where the sentence begins that runs on into the quotation at `start`: "However laudable, the tax “is misguided,” she said"."""
    first = finder.sentence_start(finder.doc[start])
    lead = finder.doc[first:start]
    if len(lead) < 2 or lead[-1].is_punct or any(token.lemma_.lower() in cues.SAY for token in lead):
        return start
    return first


def _parenthetical(
    finder: "SpeechFinder",
    verb: Token,
    lemma: str,
    speaker: "Range",
    hull: "Range",
    _before: "Range | None",
    _after: "Range | None",
) -> bool:
    """ "The truth, the senator said, was …"; "…, officials said." """
    if lemma not in cues.STRONG:
        return False
    doc, stop = finder.doc, finder.paragraph(verb.i)
    low, k = hull[0] - 1, hull[1]
    while k < len(doc) and k < hull[1] + 5 and doc[k].pos_ in _WHEN_AND_WHOM and not doc[k].is_punct:
        k += 1
    start, end = finder.sentence_start(verb), finder.sentence_end(verb)
    has_comma = low >= 0 and doc[low].text == "," and doc[low].idx >= stop[0] and not finder.in_marks[low]
    if not has_comma or k >= len(doc) or doc[k].text not in ",." or doc[k].idx >= stop[1] or low - start < 1:
        return False
    own = [c for c in verb.children if c.dep_ == "ccomp" and c.i > verb.i]
    if own and own[0].left_edge.i > k and (doc[k].text != "," or finder.in_marks[k + 1]):
        return False
    segments = [(start, low)]
    follows = doc[k + 1].lower_ if k + 1 < len(doc) else ""
    if (
        doc[k].text == ","
        and k < end - 1
        and follows not in cues.TRAILING
        and follows not in ("but", "and", "though", "although", "while")
    ):
        segments.append((k + 1, end))
    finder.emit(segments, speaker, (verb.i, verb.i + 1), "parenthetical")
    return True


def _marked_phrase(
    finder: "SpeechFinder",
    verb: Token,
    lemma: str,
    speaker: "Range",
    _hull: "Range",
    before: "Range | None",
    _after: "Range | None",
) -> bool:
    """ "described the talks as “candid”": a phrase with marks in it, where there is no clause."""
    if lemma in cues.MENTAL or before or _clause_of(finder, verb, lemma) is not None:
        return False
    for child in verb.children:
        if child.dep_ not in ("dobj", "oprd", "prep", "attr", "dative", "advcl") or child.i < verb.i:
            continue
        marked = [x.i for x in child.subtree if finder.in_marks[x.i]]
        if not any(not finder.doc[i].is_punct for i in marked):
            continue
        low = child.i + 1 if child.dep_ == "prep" else child.left_edge.i
        high = extend(finder, max(low, verb.i + 1), child.right_edge.i + 1, verb)
        outside = [i for i in range(low, high) if not finder.in_marks[i] and not finder.doc[i].is_punct]
        segment = (low, high) if outside and lemma not in cues.NEEDS_MARKS else (min(marked), max(marked) + 1)
        finder.emit([segment], speaker, (verb.i, verb.i + 1), "marked phrase")
        return True
    return False


def _clause_of(finder: "SpeechFinder", verb: Token, lemma: str) -> Token | None:
    clauses = [c for c in verb.children if c.dep_ == "ccomp"]
    if clauses:
        return max(clauses, key=lambda c: c.i > verb.i)
    for child in verb.children:
        if (
            child.dep_ == "xcomp"
            and child.i > verb.i
            and (lemma in cues.WITH_INFINITIVE or any(finder.in_marks[x.i] for x in child.subtree))
        ):
            return child
    if lemma in cues.WITH_ADDRESSEE:
        for child in verb.children:
            if child.dep_ in ("dative", "dobj"):
                for clause in child.children:
                    if (
                        clause.dep_ in ("ccomp", "acl", "relcl")
                        and clause.i > child.i
                        and any(x.lower_ == "that" for x in clause.lefts)
                    ):
                        return clause
    return None


def _clause(
    finder: "SpeechFinder",
    verb: Token,
    lemma: str,
    speaker: "Range",
    hull: "Range",
    _before: "Range | None",
    _after: "Range | None",
) -> bool:
    """ "said that …" and "…, said X" where the parser sees a clause."""
    clause = _clause_of(finder, verb, lemma)
    if (
        clause is None
        or lemma in cues.MENTAL
        or (lemma in cues.NEEDS_MARKS and not any(finder.in_marks[x.i] for x in clause.subtree))
    ):
        return False
    if clause.i > verb.i:
        low = max(clause.left_edge.i, verb.i + 1, speaker[1] if speaker[0] > verb.i else 0)
        high = extend(finder, low, clause.right_edge.i + 1, verb)
        while low < high and finder.doc[low].lower_ == "that" and not finder.in_marks[low]:
            low += 1
        finder.emit([(low, high)], speaker, (verb.i, verb.i + 1), "clause")
        return True
    if finder.in_marks[clause.i]:
        return False
    low = max(clause.left_edge.i, finder.sentence_start(verb))
    if hull[0] - low > 3:
        finder.emit([(low, hull[0])], speaker, (verb.i, verb.i + 1), "clause before")
        return True
    return False


def _quotation_after(
    finder: "SpeechFinder",
    verb: Token,
    lemma: str,
    speaker: "Range",
    hull: "Range",
    _before: "Range | None",
    after: "Range | None",
) -> bool:
    """ "He said: “…”" """
    if after is None or lemma in cues.MENTAL:
        return False
    gap = range(hull[1], after[0])
    if len(gap) > 13 and lemma not in ("call", "describe", "accuse"):
        return False
    takes_all = lemma in ("call", "describe") or any(
        finder.doc[k].lower_ in ("that", "to", "as", "of") for k in list(gap)[:2]
    )
    finder.emit(
        [(hull[1], after[1]) if takes_all and lemma not in cues.NEEDS_MARKS else after],
        speaker,
        (verb.i, verb.i + 1),
        "quotation after",
    )
    return True


def _parataxis(
    finder: "SpeechFinder",
    verb: Token,
    lemma: str,
    speaker: "Range",
    hull: "Range",
    _before: "Range | None",
    _after: "Range | None",
) -> bool:
    """ "[clause], said X" where the clause is the sentence's root."""
    if verb.dep_ != "parataxis" or verb.head.i > verb.i or lemma not in cues.STRONG or finder.in_marks[verb.head.i]:
        return False
    low = finder.sentence_start(verb)
    if hull[0] - low > 3:
        finder.emit([(low, hull[0])], speaker, (verb.i, verb.i + 1), "parataxis")
    return True


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
        finder.emit([(low + 1 if low < end else speaker[1], end)], speaker, cue, "according to")
    elif not any(
        t.pos_ == "VERB" and t.lemma_.lower() in cues.STRONG and not finder.in_marks[t.i]
        for t in finder.doc[start : token.i]
    ):
        finder.emit([(start, token.i)], speaker, cue, "according to")
