"""Quotations that no cue has claimed: after a colon, going on after an attributed one, or a paragraph of their own."""

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.nlp.speech import SpeechFinder

_SENTENCE_END = ".!?…-—"
_NAME_COLON = re.compile(r"([A-Z][\w.'’-]+(?: [A-Z][\w.'’-]+){0,3}|[Hh]e|[Ss]he)[^.:]{0,60}:\s*$")


def leftovers(finder: "SpeechFinder") -> None:
    """Quotations without a cue: after a colon, going on after an attributed one, or a paragraph of their own."""
    doc = finder.doc
    for start, end in finder.spans:
        if end - start < 6 or len(finder.claimed & set(range(start, end))) > 0.5 * (end - start):
            continue
        stop = finder.paragraph(start)
        head = finder.text[stop[0] : doc[start].idx].strip()
        tail = finder.text[doc[end - 1].idx + len(doc[end - 1]) : stop[1]].strip()
        last = doc[end - 1] if not doc[end - 1].is_quote else doc[max(start, end - 2)]
        is_sentence = last.text[-1:] in _SENTENCE_END
        previous = [f for f in finder.found if f.segments[0][0] < start]
        previous.sort(key=lambda f: f.segments[0])
        here = [f for f in previous if doc[f.segments[0][0]].idx >= stop[0]]
        named = _NAME_COLON.search(head)
        if named:
            at = stop[0] + finder.text[stop[0] : doc[start].idx].rfind(named[1])
            span = doc.char_span(at, at + len(named[1]), alignment_mode="expand")
            finder.emit([(start, end)], (span.start, span.end) if span is not None else None, None, "colon")
        elif is_sentence and here:
            finder.emit([(start, end)], here[-1].speaker, None, "going on", from_previous=True)
        elif is_sentence and previous and (not head or head[-1:] in ".!?:") and (len(tail) < 2 or end - start >= 8):
            finder.emit([(start, end)], previous[-1].speaker, None, "floating", from_previous=True)
