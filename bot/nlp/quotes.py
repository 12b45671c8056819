"""Who said what: the door to everything about reported speech."""

import re

from bot.domain.facts import Party, Quote, QuoteKind, Span, Speaker
from bot.domain.keys import fold
from bot.nlp.descriptions import AGAIN, HIGHNESS
from bot.nlp.doubts import is_doubtful, is_vague
from bot.nlp.marks import Stretch, find_single, find_stretches
from bot.nlp.reading import Reading
from bot.nlp.scare import is_no_speech
from bot.nlp.speakers import SpeakerFinder
from bot.nlp.speech import Found, SpeechFinder
from bot.nlp.titles import is_called, office_of

_WORD = re.compile(r"\w+(?:['’-]\w+)*")
# Share of finds with the right content and speaker on hand-marked political news (3,500 finds), by rule, where the speaker
# is named or a pronoun. `benchmarks/calibration.py` measures what comes of it.
_PRECISION = {
    "quotation before": 0.96,
    "signed": 0.95,
    "turn": 0.9,
    "asked": 0.6,
    "reopened": 0.93,
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
    "judgement": 0.78,
    "clause before": 0.65,
    "marked phrase": 0.78,
    "as": 0.65,
    "lost clause": 0.65,
    "next paragraph": 0.88,
    "floating": 0.4,
    "news": 0.6,
    "order": 0.5,
    "marked clause": 0.5,
}
# … where the kind tells more: words all in marks leave no question where they end, words around them do.
_PRECISION_OF_KIND = {
    ("clause", "direct"): 0.93,
    ("clause", "fragment"): 0.93,
    ("judgement", "indirect"): 0.65,
    ("judgement", "direct"): 0.85,
    ("judgement", "fragment"): 0.85,
    ("as", "direct"): 0.8,
    ("quotation before", "mixed"): 0.79,
    ("quotation after", "mixed"): 0.6,
}
_PHRASES = frozenset({"judgement", "marked phrase"})
_LINKS = frozenset("that to and but the a an as if or so of in on for with by at is was are were be".split())
_DESCRIBED = 0.7  # factor: "the president", resolved to a person
_AS_WRITTEN = 0.9  # factor: "a senior official": nobody is named, the words may still be his
_FOLLOWING = 0.5  # factor: … and the quotation has no cue of its own
_PRONOUNS = frozenset({"he", "she", "him", "her", "his", "it", "they", "who", "which", "that", "i", "we"})
_AN_OFFICIAL = re.compile(
    r"(?:an?|one|another) (?:[\w’'.-]+ ){0,6}(?:official|diplomat|negotiator|envoy|minister|ambassador|advis[eo]r)\b(?! familiar| close)",
    re.I,
)
SHOWN_FROM = 0.7
UNNAMED_SHOWN_FROM = 0.85


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
    if found.rule in ("turn", "asked", "announced"):  # word for word, and needs no marks
        kind, marked = "direct", tuple(hulls)
    elif kind in ("direct", "fragment"):
        kind = "fragment" if found.rule in _PHRASES and not _is_sentence(finder, found) else kind
        kind = "direct" if kind == "fragment" and found.rule not in _PHRASES and _is_sentence(finder, found) else kind
    if kind == "mixed" and found.rule in _PHRASES and speaker is not None and speaker.party is not None:
        kind = "fragment"  # the words around the marks are the writer's
    if kind == "direct" and found.rule == "going on" and _is_led_into(text, marked[0][0]):
        kind = "fragment"
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
    confidence = _confidence(reading, found, kind, speaker)
    return Quote(
        kind=kind,
        segments=segments,
        speaker=speaker,
        cue=cue,
        confidence=confidence,
        shown=_is_shown(reading, kind, speaker, confidence) and not _is_held(finder, found, kind, speaker),
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
    if words - inside > (1 if words > 4 else 0) or (
        words > inside and _is_subject_outside(text, hulls[0][0], marked[0])
    ):
        return "mixed", tuple(marked)
    return ("direct" if inside > 4 or text[marked[0][1] - 1] in ".!?," else "fragment"), tuple(marked)


def _is_subject_outside(text: str, start: int, first: Span) -> bool:
    """ "it “would never close”", "Peru “never slept”": without the word before the marks nobody knows what would."""
    before = text[start : first[0]].strip(" “\"'‘«„").lower()
    return bool(before) and before not in _LINKS and text[first[0]].islower()


def _is_led_into(text: str, start: int) -> bool:
    """ "believes that it “only pleases the court.”": of a sentence that the writer began."""
    return text[start].islower() and text[:start].rstrip(" “”\"'‘«„")[-1:].isalnum()


def _is_sentence(finder: SpeechFinder, found: Found) -> bool:
    """Whether the words have a subject and a finite verb of their own; those of a noun phrase within the writer's sentence have none."""
    words = [token for span in found.segments for token in finder.doc[span[0] : span[1]]]
    return any(t.dep_ in ("nsubj", "nsubjpass", "expl") and t.head.dep_ not in ("relcl", "acl") for t in words)


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


def _confidence(reading: Reading, found: Found, kind: QuoteKind, speaker: Speaker | None) -> float:
    sure = _PRECISION_OF_KIND.get((found.rule, kind), _PRECISION[found.rule])
    if speaker is None or (speaker.party is None and found.from_previous):
        sure *= _FOLLOWING
    elif speaker.party is None:
        sure *= _AS_WRITTEN
    elif speaker.party.kind == "person" and _is_described(reading, speaker, speaker.party):
        sure *= _DESCRIBED
    return round(sure, 2)


def _is_shown(reading: Reading, kind: QuoteKind, speaker: Speaker | None, confidence: float) -> bool:
    """Of somebody without a name or office only what stood in marks beside its cue, as good as certain, or what a nation's official said."""
    if speaker is None or speaker.party is None:
        is_sure = kind == "direct" and confidence >= UNNAMED_SHOWN_FROM
        is_told = kind in ("direct", "mixed") and confidence >= SHOWN_FROM
        return speaker is not None and (is_sure or (is_told and _is_nations_official(reading, speaker)))
    return confidence >= SHOWN_FROM


def _is_nations_official(reading: Reading, speaker: Speaker) -> bool:
    """ "a senior Peruvian official", "a foreign ministry diplomat in Lima": without a name, but with an office and its nation."""
    nations = {m.party.country for m in reading.mentions_in(*speaker.span) if m.party.country is not None}
    return len(nations) == 1 and bool(_AN_OFFICIAL.match(speaker.text))


def _is_held(finder: SpeechFinder, found: Found, kind: QuoteKind, speaker: Speaker | None) -> bool:
    """Kept for review whatever its confidence."""
    is_unknown = speaker is not None and is_vague(finder.reading, speaker)
    return is_unknown or is_doubtful(finder, found, kind, speaker)


def _is_described(reading: Reading, speaker: Speaker, party: Party) -> bool:
    """Whether a person is spoken of by an office or the like that may be another's: neither by name nor by a pronoun, with others named before."""
    words = set(_WORD.findall(fold(speaker.text)))
    if words & set(_WORD.findall(fold(party.name))) or speaker.text.lower().strip() in _PRONOUNS:
        return False
    if (
        AGAIN.fullmatch(speaker.text)
        or HIGHNESS.fullmatch(speaker.text)
        or _is_sole_holder(reading, speaker.text, party)
    ):
        return False
    before = {m.party.id for m in reading.mentions_in(0, speaker.span[0]) if m.kind == "person"}
    return before != {party.id}


def _is_sole_holder(reading: Reading, words: str, party: Party) -> bool:
    """ "the minister" where the text names one minister alone."""
    office = office_of(re.sub(r"^the\s+", "", words, flags=re.I))
    return {o.person for o in reading.offices if office and is_called(o.mention.office, office)} == {party.name}
