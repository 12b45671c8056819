"""Finding reported words: cues first, then the content on one of their sides. Token ranges are [start, end)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from spacy.tokens import Doc, Token

from bot.nlp import cues
from bot.nlp.marks import Stretch
from bot.nlp.reading import Reading

Range = tuple[int, int]
_CLAUSES = frozenset({"relcl", "acl", "parataxis", "advcl", "ccomp"})
_TELLING = frozenset({"VERB", "AUX", "NOUN"})
_CLOSERS = frozenset({'"', "'", "''", "”", "’", "»", "″", "’’", "'\"", "’”", "“", "«"})
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
        self.in_marks = [False] * len(self.doc)
        self.spans: list[Range] = []
        for stretch in stretches:
            span = self.doc.char_span(stretch.outer_start, stretch.outer_end, alignment_mode="expand")
            if span is not None:
                self.spans.append((span.start, span.end))
                for token in span:
                    self.in_marks[token.i] |= token.idx >= stretch.outer_start
        self.turns = [token.i for token in self.doc if self._may_end(token)]
        self.found: list[Found] = []
        self.claimed: set[int] = set()

    def find(self) -> list[Found]:
        """Everything reported, by cue, then quotations that no cue has claimed."""
        from bot.nlp.contents import by_verb  # the cases live apart; they need this class
        from bot.nlp.floating import announced, leftovers
        from bot.nlp.fragments import fragments
        from bot.nlp.sources import by_according, by_as, by_noun, by_words_of
        from bot.nlp.transcripts import turns

        turns(self)
        announced(self)
        words = [(token, token.lemma_.lower()) for token in self._words()]
        for token, lemma in words:
            if token.pos_ == "NOUN" or (lemma in cues.AS_SAID and by_as(self, token)):
                continue
            if lemma in cues.SAY:
                by_verb(self, token)
            elif token.lower_ == "according" and token.i + 1 < len(self.doc) and self.doc[token.i + 1].lower_ == "to":
                by_according(self, token)
        for token, lemma in words:
            if token.lower_ == "words":
                by_words_of(self, token)
            elif token.pos_ == "NOUN" and lemma in cues.NOUNS:
                by_noun(self, token)
            elif token.pos_ != "NOUN" and lemma in cues.ALSO:
                by_verb(self, token)
        leftovers(self)
        fragments(self)
        return sorted(self.found, key=lambda found: found.segments[0])

    def _words(self) -> Iterator[Token]:
        """Verbs and nouns outside marks, in the paragraphs that may yield facts."""
        for paragraph in self.reading.paragraphs:
            if paragraph.role == "body" and paragraph.is_parsed:
                span = self.doc.char_span(paragraph.start, paragraph.end, alignment_mode="contract")
                yield from (t for t in span or () if t.pos_ in _TELLING and not self.in_marks[t.i])

    def _may_end(self, token: Token) -> bool:
        """Where reported words may end: a word of turning outside the marks, or a mark behind which the writer goes on."""
        if self.in_marks[token.i]:
            return token.i + 1 < len(self.in_marks) and not self.in_marks[token.i + 1]
        return token.lower_ in cues.TURNS

    def is_marked(self, i: int) -> bool:
        """Whether there is a token `i` and it stands in marks."""
        return i < len(self.in_marks) and self.in_marks[i]

    def paragraph(self, i: int) -> Range:
        """Character range of the paragraph that holds token `i`."""
        paragraph = self.reading.paragraph_at(self.doc[i].idx)
        return paragraph.start, paragraph.end

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
        start, _ = self.paragraph(token.i)
        i = token.sent.start
        while self.doc[i].idx < start:
            i += 1
        while i > 0 and self.doc[i - 1].idx >= start and self.in_marks[i] and self.in_marks[i - 1]:
            i -= 1
        return i

    def sentence_end(self, token: Token) -> int:
        """Behind the last token of the sentence, within its paragraph."""
        end, stop = token.sent.end, self.paragraph(token.i)[1]
        end = next((k + 1 for k in range(token.i + 1, end - 1) if self._is_break(k)), end)
        while end > token.i and (self.doc[end - 1].idx >= stop or self.doc[end - 1].is_space):
            end -= 1
        return end

    def _is_break(self, k: int) -> bool:
        """A full stop before an opening mark ends a sentence, whatever the parser thinks."""
        return self.doc[k].text in (".", "?", "!") and not self.in_marks[k] and self.in_marks[k + 1]

    def last_word(self, span: Range) -> Token:
        """The last token of a quotation before its closing marks."""
        last = span[1] - 1
        while last > span[0] and self.doc[last].text in _CLOSERS:
            last -= 1
        return self.doc[last]

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

    def _closed(self, start: int, end: int) -> Range:
        """A segment that ends within a quotation goes on to its end."""
        return start, next((b for a, b in self.spans if a < end < b), end)

    def emit(
        self, segments: list[Range], speaker: Range | None, cue: Range | None, rule: str, *, from_previous: bool = False
    ) -> None:
        """Keep a find whose tokens nobody has claimed: three words, or any in marks."""
        segments = [self.trim(*self._closed(*segment)) for segment in segments]
        segments = [segment for segment in segments if segment[1] > segment[0]]
        tokens = set[int]().union(*(range(*segment) for segment in segments))
        spoken = (i for segment in segments for i in range(*segment) if _WORD.search(self.doc[i].text))
        words = len(list(islice(spoken, 3)))  # more are not asked for, and a segment may be long
        is_marked = all(any(self.in_marks[i] for i in range(*segment)) for segment in segments)
        if not words or (words < 3 and not is_marked) or tokens & self.claimed:
            return
        self.claimed |= tokens
        self.found.append(Found(segments, speaker, cue, rule, from_previous))

    def join(self, found: Found, span: Range) -> None:
        """Words that a find goes on with."""
        segment = self.trim(*self._closed(*span))
        self.claimed |= set(range(*segment))
        found.segments.append(segment)
