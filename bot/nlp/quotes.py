"""Who said what: the door to everything about reported speech."""

import re

from bot.domain.facts import Quote, QuoteKind, Span, Speaker
from bot.nlp.marks import Stretch, find_single, find_stretches
from bot.nlp.reading import Reading
from bot.nlp.scare import is_no_speech
from bot.nlp.speakers import SpeakerFinder
from bot.nlp.speech import Found, SpeechFinder

_WORD = re.compile(r"\w+(?:['’-]\w+)*")
# Share of finds with the right content and speaker on hand-marked political news (3,500 finds), by rule, where the speaker
# is named or a pronoun. `benchmarks/calibration.py` measures what comes of it.
_PRECISION = {
    "quotation before": 0.96,
    "signed": 0.95,
    "turn": 0.95,
    "announced": 0.85,
    "going on": 0.85,
    "parenthetical": 0.84,
    "clause": 0.82,
    "according to": 0.81,
    "topic": 0.8,
    "question": 0.8,
    "quotation after": 0.78,
    "noun": 0.75,
    "colon": 0.71,
    "judgement": 0.69,
    "clause before": 0.65,
    "marked phrase": 0.65,
    "as": 0.65,
    "lost clause": 0.65,
    "floating": 0.64,
    "news": 0.6,
    "order": 0.5,
    "marked clause": 0.5,
}
_QUOTED_CLAUSE = 0.93  # a clause all in marks: its extent is no question
_MIXED_QUOTATION = 0.82  # factor: where the words before the marks begin is one
_DESCRIBED = 0.7  # factor: "the president", resolved to a person
_PRONOUNS = frozenset({"he", "she", "it", "they", "who", "which", "that", "i", "we"})
SHOWN_FROM = 0.7


def find_quotes(reading: Reading) -> tuple[Quote, ...]:
    """Every quote of the text, in order; contents never overlap."""
    lines = [(p.start, p.end) for p in reading.paragraphs if p.role == "body" and p.is_parsed]
    doubles = find_stretches(reading.text, lines)
    singles = [
        s
        for line in lines
        for s in find_single(reading.text, *line)
        if not any(d.start < s.end and d.end > s.start for d in doubles)
    ]
    stretches = [s for s in sorted([*doubles, *singles], key=lambda s: s.start) if not is_no_speech(reading, s)]
    finder = SpeechFinder(reading, stretches)
    found = finder.find()
    speakers = SpeakerFinder(reading, finder.in_marks)
    quotes = [quote for one in found if (quote := _quote(reading, finder, one, speakers.speaker(one), stretches))]
    return tuple(sorted(quotes, key=lambda quote: quote.segments))


def _quote(
    reading: Reading, finder: SpeechFinder, found: Found, speaker: Speaker | None, stretches: list[Stretch]
) -> Quote | None:
    text = reading.text
    hulls = [(finder.doc[a].idx, finder.doc[b - 1].idx + len(finder.doc[b - 1])) for a, b in found.segments]
    kind, marked = _kind(text, hulls, stretches)
    segments = (
        marked if kind in ("direct", "fragment") else tuple(_outside_marks(text, hull, stretches) for hull in hulls)
    )
    if not segments:
        return None
    cue = (
        (finder.doc[found.cue[0]].idx, finder.doc[found.cue[1] - 1].idx + len(finder.doc[found.cue[1] - 1]))
        if found.cue
        else None
    )
    confidence = _confidence(found, kind, speaker)
    return Quote(
        kind=kind,
        segments=segments,
        speaker=speaker,
        cue=cue,
        confidence=confidence,
        shown=confidence >= SHOWN_FROM and speaker is not None and speaker.party is not None,
        marked=marked if kind == "mixed" else (),
    )


def _kind(text: str, hulls: list[Span], stretches: list[Stretch]) -> tuple[QuoteKind, tuple[Span, ...]]:
    """By how many words stand in marks; one stray function word does not make a direct quotation mixed."""
    marked: list[Span] = []
    words = inside = 0
    for start, end in hulls:
        own = [(max(s.start, start), min(s.end, end)) for s in stretches if s.start < end and s.end > start]
        marked += [span for a, b in own if a < b and (span := _trimmed(text, a, b))[0] < span[1]]
        for match in _WORD.finditer(text, start, end):
            words += 1
            inside += any(a <= match.start() < b for a, b in own)
    if not inside:
        return "indirect", ()
    if words - inside > (1 if words > 4 else 0):
        return "mixed", tuple(marked)
    return ("direct" if inside > 4 or text[marked[0][1] - 1] in ".!?," else "fragment"), tuple(marked)


def _trimmed(text: str, start: int, end: int) -> Span:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _outside_marks(text: str, hull: Span, stretches: list[Stretch]) -> Span:
    """A segment whose first or last character is a mark begins or ends inside it."""
    start, end = hull
    for stretch in stretches:
        if stretch.outer_start <= start < stretch.start:
            start = stretch.start
        if stretch.end < end <= stretch.outer_end and stretch.outer_start <= start:
            end = stretch.end
    return _trimmed(text, start, end)


def _confidence(found: Found, kind: QuoteKind, speaker: Speaker | None) -> float:
    sure = _PRECISION[found.rule]
    if found.rule == "clause" and kind in ("direct", "fragment"):
        sure = _QUOTED_CLAUSE
    if found.rule.startswith("quotation") and kind == "mixed":
        sure *= _MIXED_QUOTATION
    if speaker is None or speaker.party is None:
        sure *= 0.5
    elif speaker.party.kind == "person" and _is_described(speaker.text, speaker.party.name):
        sure *= _DESCRIBED
    return round(sure, 2)


def _is_described(text: str, name: str) -> bool:
    """Whether a person is spoken of by an office or the like: neither by name nor by a pronoun."""
    words = set(_WORD.findall(text.lower()))
    return not words & set(_WORD.findall(name.lower())) and text.lower().strip() not in _PRONOUNS
