"""Interviews and meetings printed as "LIND: Good evening." """

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.nlp.reading import Paragraph

if TYPE_CHECKING:
    from bot.nlp.speech import SpeechFinder

_TURN = re.compile(r"[\"“]?(?P<name>[A-Z][A-Z.’' -]+|(?:[A-Z][\w.’'-]+ ){0,2}[A-Z][\w.’'-]+):\s+(?=\S)")
# "President of Peru Ana Baron (retranslated): Thank you."
_TITLED = re.compile(r"(?P<name>[A-Z][^:\n(]{3,120}?)(?:\s*\([^()\n]{2,40}\))?:\s+(?=\S)")
# "Question (Ana Roe, The Herald): …": nobody's whom the news is about.
_ASKED = re.compile(r"(?:Question|Q|Reporter|Journalist|Moderator)\s*(?:\([^()\n]{2,60}\))?:\s")
_TURNS, _EACH = 4, 2
_ASKERS = frozenset({"question", "q", "reporter", "journalist", "moderator", "answer", "a"})


@dataclass(frozen=True, slots=True)
class _Turn:
    """Who begins to speak: a key for him, where he is named, where his words begin."""

    key: str
    start: int
    end: int
    words: int


def turns(finder: "SpeechFinder") -> None:
    """Each turn of an interview is its speaker's, with the paragraphs up to the next, where at least two speak and one returns."""
    body = [p for p in finder.reading.paragraphs if p.role == "body" and finder.text[p.start : p.end].strip()]
    lines = _titled(finder, body) or _plain(finder, body)
    last = max((number for number, turn in enumerate(lines) if turn), default=-1)
    turn = None
    for number, (paragraph, begun) in enumerate(zip(body, lines, strict=False)):
        turn = begun or turn
        if turn is None or not turn.key or number > last:
            continue
        content = finder.doc.char_span(
            begun.words if begun else paragraph.start, paragraph.end, alignment_mode="expand"
        )
        name = finder.doc.char_span(turn.start, turn.end, alignment_mode="expand")
        if content is not None and name is not None:
            rule = "asked" if turn.key.lower() in _ASKERS else "turn"
            finder.emit([(content.start, content.end)], (name.start, name.end), None, rule)


def _plain(finder: "SpeechFinder", body: Sequence[Paragraph]) -> list[_Turn | None]:
    """The turns of "LIND:" and "Anna Lind:"; who has but one is no speaker. Empty if they are too few."""
    lines = [_TURN.match(finder.text, p.start, p.end) for p in body]
    count = Counter(match["name"] for match in lines if match)
    spoken = {name for name, times in count.items() if times >= _EACH}
    if len(count) < 2 or not spoken or sum(count.values()) < _TURNS:
        return []
    return [
        _Turn(match["name"] if match["name"] in spoken else "", *match.span("name"), match.end()) if match else None
        for match in lines
    ]


def _titled(finder: "SpeechFinder", body: Sequence[Paragraph]) -> list[_Turn | None]:
    """The turns whose lines begin with a person's title and name; two persons and three turns make a conversation."""
    lines = [_titled_turn(finder, p) for p in body]
    keys = [turn.key for turn in lines if turn and turn.key]
    return lines if len(set(keys)) > 1 and len(keys) > len(set(keys)) else []


def _titled_turn(finder: "SpeechFinder", paragraph: Paragraph) -> _Turn | None:
    if asked := _ASKED.match(finder.text, paragraph.start, paragraph.end):
        return _Turn("", *asked.span(), asked.end())
    match = _TITLED.match(finder.text, paragraph.start, paragraph.end)
    named = finder.reading.mentions_in(*match.span("name")) if match else ()
    whole = [m for m in named if m.kind == "person" and match and m.end == match.end("name")]
    if match is None or not whole or whole[0].full[0] > match.start("name"):
        return None
    return _Turn(whole[0].party.name, whole[0].start, whole[0].end, match.end())
