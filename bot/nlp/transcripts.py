"""Interviews printed as "LIND: Good evening." """

import re
from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.nlp.speech import SpeechFinder

_TURN = re.compile(r"[\"“]?(?P<name>[A-Z][A-Z.’' -]+|(?:[A-Z][\w.’'-]+ ){0,2}[A-Z][\w.’'-]+):\s+(?=\S)")
_TURNS, _EACH = 4, 2


def turns(finder: "SpeechFinder") -> None:
    """Each line of an interview is its speaker's, where at least two speak in turn."""
    lines = [
        (p, m)
        for p in finder.reading.paragraphs
        if p.role == "body" and (m := _TURN.match(finder.text, p.start, p.end))
    ]
    count = Counter(match["name"] for _, match in lines)
    spoken = {name for name, times in count.items() if times >= _EACH}
    if len(spoken) < 2 or sum(count[name] for name in spoken) < _TURNS:
        return
    for paragraph, match in lines:
        content = finder.doc.char_span(match.end(), paragraph.end, alignment_mode="expand")
        name = finder.doc.char_span(match.start("name"), match.end("name"), alignment_mode="expand")
        if match["name"] in spoken and content is not None and name is not None:
            finder.emit([(content.start, content.end)], (name.start, name.end), None, "turn")
