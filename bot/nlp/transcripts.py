"""Interviews printed as "LIND: Good evening." """

import re
from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.nlp.speech import SpeechFinder

_TURN = re.compile(r"[\"“]?(?P<name>[A-Z][A-Z.’' -]+|(?:[A-Z][\w.’'-]+ ){0,2}[A-Z][\w.’'-]+):\s+(?=\S)")
_TURNS, _EACH = 4, 2
_ASKERS = frozenset({"question", "q", "reporter", "journalist", "moderator", "answer", "a"})


def turns(finder: "SpeechFinder") -> None:
    """Each turn of an interview is its speaker's, with the paragraphs up to the next, where at least two speak and one returns."""
    body = [p for p in finder.reading.paragraphs if p.role == "body" and finder.text[p.start : p.end].strip()]
    lines = [_TURN.match(finder.text, p.start, p.end) for p in body]
    count = Counter(match["name"] for match in lines if match)
    spoken = {name for name, times in count.items() if times >= _EACH}
    if len(count) < 2 or not spoken or sum(count.values()) < _TURNS:
        return
    last = max(number for number, match in enumerate(lines) if match)
    turn = None
    for number, (paragraph, match) in enumerate(zip(body, lines, strict=True)):
        turn = match or turn
        if turn is None or turn["name"] not in spoken or number > last:
            continue
        start = match.end() if match else paragraph.start
        content = finder.doc.char_span(start, paragraph.end, alignment_mode="expand")
        name = finder.doc.char_span(turn.start("name"), turn.end("name"), alignment_mode="expand")
        if content is not None and name is not None:
            rule = "asked" if turn["name"].lower() in _ASKERS else "turn"
            finder.emit([(content.start, content.end)], (name.start, name.end), None, rule)
