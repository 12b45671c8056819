"""Finding reported words: cues first, then the content on one of their sides. Token ranges are [start, end)."""

import re
from dataclasses import dataclass
from itertools import islice

from spacy.tokens import Doc, Token

from bot.nlp import cues
from bot.nlp.marks import Stretch, mask
from bot.nlp.reading import Reading

Range = tuple[int, int]
_CLAUSES = frozenset({"relcl", "acl", "parataxis", "advcl", "ccomp"})
_WORD = re.compile(r"\w")
_GLUE = frozenset({"ADV", "ADP", "NOUN", "PROPN", "DET", "PRON", "ADJ", "NUM", "PART", "CCONJ"})


@dataclass(slots=True)
class Found:
    """Reported words before anybody asks who spoke. `rule` says how they were found."""

    segments: list[Range]
    speaker: Range | None
    cue: Range | None
    rule: str
    from_previous: bool = False


class SpeechFinder:
    """Walks one text's parse. Use once."""

    def __init__(self, reading: Reading, stretches: list[Stretch]) -> None:
        self.doc: Doc = reading.doc
        self.text = reading.text
        self.reading = reading
        inside = mask(len(reading.text), stretches)
        self.in_marks = [bool(inside[token.idx]) if token.idx < len(inside) else False for token in self.doc]
        self.turns = [token.i for token in self.doc if token.lower_ in cues.TURNS and not self.in_marks[token.i]]
        self.spans = [span for span in (self._tokens(s) for s in stretches) if span]
        self.found: list[Found] = []
        self.claimed: set[int] = set()

    def find(self) -> list[Found]:
        """Everything reported, by cue, then quotations that no cue has claimed."""
        from bot.nlp.contents import by_according, by_verb  # the cases live apart; they need this class
        from bot.nlp.floating import leftovers

        for paragraph in self.reading.paragraphs:
            if paragraph.role != "body" or not paragraph.is_parsed:
                continue
            span = self.doc.char_span(paragraph.start, paragraph.end, alignment_mode="contract")
            for token in span or ():
                if self.in_marks[token.i]:
                    continue
                if token.pos_ in ("VERB", "AUX") and token.lemma_.lower() in cues.SAY:
                    by_verb(self, token)
                elif (
                    token.lower_ == "according" and token.i + 1 < len(self.doc) and self.doc[token.i + 1].lower_ == "to"
                ):
                    by_according(self, token)
        leftovers(self)
        return sorted(self.found, key=lambda found: found.segments[0])

    def _tokens(self, stretch: Stretch) -> Range | None:
        span = self.doc.char_span(stretch.outer_start, stretch.outer_end, alignment_mode="expand")
        return (span.start, span.end) if span is not None else None

    def paragraph(self, i: int) -> Range:
        """Character range of the paragraph that holds token `i`."""
        paragraph = self.reading.paragraph_at(self.doc[i].idx)
        return paragraph.start, paragraph.end

    def subject(self, verb: Token) -> Token | None:
        """Who says: its own subject, or that of the verb it leans on."""
        own = next((c for c in verb.children if c.dep_ == "nsubj" and not self.in_marks[c.i]), None)
        if own is not None:
            return own
        has_any = any(c.dep_ in ("nsubj", "nsubjpass") for c in verb.children)
        if verb.dep_ == "conj" and not has_any and verb.head.i != verb.i:
            return self.subject(verb.head)
        if verb.dep_ in ("xcomp", "advcl") and verb.tag_ == "VBG":
            return self.subject(verb.head) if verb.head.pos_ in ("VERB", "AUX") else None
        if verb.dep_ == "pcomp" and verb.tag_ == "VBG" and verb.head.head.pos_ in ("VERB", "AUX"):
            return self.subject(verb.head.head)
        if verb.dep_ == "acl" and verb.tag_ == "VBG":
            return verb.head
        return None

    def noun_phrase(self, head: Token) -> Range:
        """The phrase of `head` without relative clauses and participles."""
        dropped = {
            x.i
            for c in head.children
            if c.dep_ in _CLAUSES or (c.is_punct and c.i > head.i and c.text in ",;")
            for x in c.subtree
        }
        kept = [x.i for x in head.subtree if x.i not in dropped and not self.in_marks[x.i] and "\n" not in x.text]
        low, high = min([*kept, head.i]), max([*kept, head.i])
        if any(low <= i < high for i in dropped):
            first = min(i for i in dropped if low <= i)
            high = max([head.i, *(i for i in kept if head.i <= i < first)])
        while high > low and self.doc[high].is_punct and self.doc[high].text not in ".)":
            high -= 1
        while low < high and (self.doc[low].is_punct or self.doc[low].is_space):
            low += 1
        return low, high + 1

    def sentence_start(self, token: Token) -> int:
        """First token of the sentence, within its paragraph; a quotation is not cut."""
        start = self.paragraph(token.i)[0]
        i = token.sent.start
        while self.doc[i].idx < start:
            i += 1
        while i > 0 and self.doc[i - 1].idx >= start and self.in_marks[i] and self.in_marks[i - 1]:
            i -= 1
        return i

    def sentence_end(self, token: Token) -> int:
        """Behind the last token of the sentence, within its paragraph."""
        end, stop = token.sent.end, self.paragraph(token.i)[1]
        while end > token.i and (self.doc[end - 1].idx >= stop or self.doc[end - 1].is_space):
            end -= 1
        return end

    def near_quotations(self, low: int, high: int, paragraph: Range) -> tuple[Range | None, Range | None]:
        """Quoted stretches of the paragraph that touch the attribution [low, high): before it and after it."""
        before = after = None
        for start, end in self.spans:
            if self.doc[start].idx < paragraph[0] or self.doc[end - 1].idx > paragraph[1]:
                continue
            if end <= low and all(self.doc[k].is_punct or self.doc[k].is_space for k in range(end, low)):
                before = (start, end)
            if (
                start >= high
                and after is None
                and start - high < 14
                and all(
                    self.doc[k].is_punct or self.doc[k].is_space or self.doc[k].pos_ in _GLUE
                    for k in range(high, start)
                )
            ):
                after = (start, end)
        return before, after

    def trim(self, start: int, end: int) -> Range:
        """Without blanks and commas at its ends."""
        while start < end and (
            self.doc[start].is_space
            or (self.doc[start].is_punct and not self.doc[start].is_quote)
            or self.doc[start].text in "-–—"
        ):
            start += 1
        while end > start and (self.doc[end - 1].is_space or self.doc[end - 1].text in ",;:—-–."):
            end -= 1
        return start, end

    def emit(
        self, segments: list[Range], speaker: Range | None, cue: Range | None, rule: str, *, from_previous: bool = False
    ) -> None:
        """Keep a find of at least two words whose tokens nobody has claimed."""
        trimmed = [segment for segment in (self.trim(*s) for s in segments) if segment[1] > segment[0]]
        spoken = (i for s in trimmed for i in range(*s) if _WORD.search(self.doc[i].text))
        words = len(list(islice(spoken, 3)))  # more are not asked for, and a segment may be long
        tokens = set[int]().union(*(range(*segment) for segment in segments))
        if (
            (words < 3 and not all(any(self.in_marks[i] for i in range(*s)) for s in trimmed))
            or not trimmed
            or words < 1
        ):
            return
        if len(tokens & self.claimed) > 0.3 * len(tokens):
            return
        self.claimed |= tokens
        self.found.append(Found(trimmed, speaker, cue, rule, from_previous))
