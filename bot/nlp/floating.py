"""Quotations that no cue has claimed: after a colon, signed below, going on after an attributed one, or a paragraph of their own."""

import re
from itertools import takewhile
from typing import TYPE_CHECKING

from spacy.tokens import Token

from bot.nlp import cues
from bot.nlp.attribution import subject_of
from bot.nlp.reading import Paragraph

if TYPE_CHECKING:
    from bot.nlp.speech import Found, Range, SpeechFinder

_SENTENCE_END = ".!?…-—"
_SIGNED = re.compile(r"\s*[―—–-]{1,2}\s*(?P<name>[A-Z][\w.'’-]*(?: [A-Z][\w.'’-]*){0,4})(?:, [^\n.]{2,80})?\W*")
_DASHES = frozenset("-–—―")
_MARKS = frozenset("“\"«„'‘")
_SHORT = 6
_OWN_VOICE = re.compile(r"\b(?:[Ww]e|[Oo]urs?|us|I|[Mm]y|me)\b(?![.’'])")


def leftovers(finder: "SpeechFinder") -> None:
    """Give each quotation without a cue to the name at its colon or signature, else to who spoke before."""
    for start, end in finder.spans:
        if len(finder.claimed & set(range(start, end))) > 0.5 * (end - start):
            continue
        stop = finder.paragraph(start)
        last = finder.doc[end - 1]
        head = finder.text[stop[0] : finder.doc[start].idx].strip()
        tail = finder.text[last.idx + len(last) : stop[1]]
        if not head and (signed := _SIGNED.fullmatch(tail)):
            at = stop[1] - len(tail)
            name = finder.doc.char_span(at + signed.start("name"), at + signed.end("name"), alignment_mode="expand")
            finder.emit([(start, end)], (name.start, name.end) if name is not None else None, None, "signed")
            continue
        colon = _colon_before(finder, start, head)
        speaker = colon_speaker(finder, colon) if colon is not None else None
        if speaker is not None:
            finder.emit([(start, end)], speaker, None, "colon")
        elif (
            end - start >= _SHORT
            and not _is_led_in(finder, start)
            and finder.last_word((start, end)).text[-1:] in _SENTENCE_END
        ):
            _continue(finder, (start, end), stop[0], head, tail.strip())


def _continue(finder: "SpeechFinder", span: "Range", paragraph: int, head: str, tail: str) -> None:
    """A whole sentence in marks: whoever spoke in this paragraph, or before it, goes on."""
    previous = sorted((f for f in finder.found if f.segments[0][0] < span[0]), key=lambda f: f.segments[0])
    if not previous:
        return
    if finder.doc[previous[-1].segments[0][0]].idx >= paragraph:
        if _is_second_half(finder, previous[-1], span[0]):
            finder.join(previous[-1], span)
            return
        rule = "floating" if _is_interrupted(finder, previous[-1], span[0]) else "going on"
        finder.emit([span], previous[-1].speaker, None, rule, from_previous=True)
    elif (not head or head[-1:] in ".!?:") and (len(tail) < 2 or span[1] - span[0] >= 8):
        is_whole = not head and len(tail) < 2
        rule = "next paragraph" if is_whole and _is_beside(finder, previous[-1], paragraph) else "floating"
        rule = "reopened" if _is_left_open(finder, previous[-1].segments[-1][1] - 1, paragraph) else rule
        finder.emit([span], previous[-1].speaker, None, rule, from_previous=True)


def _is_second_half(finder: "SpeechFinder", previous: "Found", start: int) -> bool:
    """ "…," she said in a statement on Monday. "…": the two belong together, with nothing but the attribution between."""
    if previous.rule != "quotation before" or previous.cue is None or previous.cue[0] < previous.segments[-1][0]:
        return False
    between = finder.doc[finder.sentence_end(finder.doc[previous.cue[0]]) : start]
    return all(token.is_punct or token.is_space for token in between)


def _is_interrupted(finder: "SpeechFinder", previous: "Found", start: int) -> bool:
    """ "…," she said. Bo Krag disagreed. "…": a sentence about somebody else stands between."""
    last = max(previous.segments[-1][1] - 1, previous.cue[0] if previous.cue else 0)
    between = finder.doc[finder.sentence_end(finder.doc[last]) : start]
    mains = (t for t in between if t.dep_ == "nsubj" and t.head.dep_ == "ROOT" and not finder.in_marks[t.i])
    return any(main.pos_ != "PRON" for main in mains)


def _is_beside(finder: "SpeechFinder", previous: "Found", paragraph: int) -> bool:
    """Whether the paragraph before ends with a quotation and who said it: nobody else comes between."""
    if not any(finder.in_marks[i] for i in range(*previous.segments[-1])):
        return False
    last = finder.doc[max(previous.segments[-1][1] - 1, previous.cue[0] if previous.cue else 0)]
    end = finder.paragraph(last.i)[1]
    final = finder.doc[finder.sentence_end(last) - 1]
    return final.idx + len(final) >= end - 1 and not finder.text[end:paragraph].strip()


def _is_led_in(finder: "SpeechFinder", start: int) -> bool:
    """ "The region believes that “…”": the words belong to a clause of the writer's, about somebody else."""
    lead = finder.doc[finder.sentence_start(finder.doc[start]) : start]
    return len(lead) > 1 and lead[-1].lower_ == "that" and any(t.dep_ in ("nsubj", "nsubjpass") for t in lead)


def _is_left_open(finder: "SpeechFinder", last: int, paragraph: int) -> bool:
    """Whether the quotation that ends at token `last` stays open at the end of the paragraph before: it goes on in this one."""
    doc, end = finder.doc, finder.paragraph(last)[1]
    while last + 1 < len(doc) and doc[last + 1].idx < end and finder.in_marks[last + 1]:
        last += 1
    is_last = doc[last].idx + len(doc[last]) >= end and not finder.text[end:paragraph].strip()
    return is_last and finder.in_marks[last] and finder.text[end - 1] not in "”\"»'’“«″"


def announced(finder: "SpeechFinder") -> None:
    """Paragraphs without marks that "The Post reports:" announces on a line of its own: the next, and those that go on as "we"."""
    body = [p for p in finder.reading.paragraphs if p.role == "body" and finder.text[p.start : p.end].strip()]
    for number, before in enumerate(body):
        line = finder.doc.char_span(before.start, before.end, alignment_mode="contract")
        if line is None or not before.is_parsed or line[-1].text != ":":
            continue
        verb = line[-1].head
        subject = subject_of(finder, verb) if verb.lemma_.lower() in cues.SAY else None
        following = body[number + 1 :]
        for paragraph in (*following[:1], *takewhile(lambda p: _is_own_voice(finder, p), following[1:])):
            content = finder.doc.char_span(paragraph.start, paragraph.end, alignment_mode="contract")
            if subject is None or content is None or finder.text[paragraph.start] in _MARKS:
                break
            cue = (verb.i, verb.i + 1)
            finder.emit([(content.start, content.end)], finder.noun_phrase(subject), cue, "announced")


def _is_own_voice(finder: "SpeechFinder", paragraph: Paragraph) -> bool:
    """ "We say …": still the words of whoever was announced, and no announcement of another."""
    text = finder.text[paragraph.start : paragraph.end]
    return bool(_OWN_VOICE.search(text)) and not text.endswith(":") and text[0] not in _MARKS


def _colon_before(finder: "SpeechFinder", start: int, head: str) -> Token | None:
    """The colon that announces the quotation at `start`, in its paragraph or at the end of the one before."""
    if head and not head.endswith(":"):
        return None
    k = start - 1
    while k >= 0 and finder.doc[k].is_space:
        k -= 1
    token = finder.doc[k] if k > 0 else None
    if token is None or token.text[-1:] != ":" or token.sent.start == token.i:
        return None
    paragraph = finder.reading.paragraph_at(token.idx)
    return token if paragraph.role == "body" and paragraph.is_parsed else None


def colon_speaker(finder: "SpeechFinder", colon: Token) -> "Range | None":
    """ "He demurred: “…”", "Anna Lind, the envoy: “…”"."""
    doc, first = finder.doc, finder.sentence_start(colon)
    low = colon.i
    while low > first and doc[low - 1].pos_ == "PROPN":
        low -= 1
    if low < colon.i and (low == first or doc[low - 1].text in _DASHES):
        return low, colon.i
    verbs = [t for t in doc[first : colon.i] if t.pos_ in ("VERB", "AUX") and not finder.in_marks[t.i]]
    for verb in reversed(verbs):
        subject = subject_of(finder, verb)
        if subject is None:
            continue
        if verb.lemma_.lower() not in cues.SAY and doc[colon.i - 1].ent_type_ == "PERSON":
            return finder.noun_phrase(doc[colon.i - 1])
        return None if subject.lower_ in ("it", "they", "this", "here") else finder.noun_phrase(subject)
    nouns = [t for t in doc[first : colon.i] if t.pos_ in ("PROPN", "NOUN", "PRON") and not finder.in_marks[t.i]]
    roots = [t for t in nouns if not (first <= t.head.i < colon.i) or t.head.i == t.i]
    return finder.noun_phrase((roots or nouns)[-1]) if nouns else None
