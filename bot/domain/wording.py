"""Words as they stand in an article: found again exactly, and whether they stand in quotation marks."""

import re

from bot.domain.facts import Span

_ALIKE = {"'": "['’‘]", "’": "['’‘]", "‘": "['’‘]", '"': '["“”]', "“": '["“”]', "”": '["“”]', "-": "[-–—]"}
_MARKS = '“”„«»"″'
_OPENING = "“„«"


def find(text: str, words: str, near: int = 0) -> Span | None:
    """Where `words` stand in `text`, of several places that nearest to `near`; blanks and the shape of marks may differ."""
    wanted = words.strip()
    if not wanted:
        return None
    pattern = r"\s+".join("".join(_ALIKE.get(c, re.escape(c)) for c in word) for word in wanted.split())
    begun, ended = (r"\b" if c.isalnum() else "" for c in (wanted[0], wanted[-1]))
    places = [match.span() for match in re.finditer(begun + pattern + ended, text)]
    return min(places, key=lambda span: abs(span[0] - near), default=None)


def is_quoted(text: str, span: Span) -> bool:
    """The article itself has these characters, and no mark among them, inside quotation marks of their paragraph."""
    start, end = span
    head = text[text.rfind("\n", 0, start) + 1 : start]
    if any(mark in text[start:end] for mark in _MARKS):
        return False
    before = next((c for c in reversed(head) if c in _MARKS), "")
    return before in _OPENING and bool(before) if before != '"' else head.count('"') % 2 == 1
