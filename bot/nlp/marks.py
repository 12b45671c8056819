"""Quotation marks, paragraph by paragraph, so that one typing error cannot turn the rest of an article inside out."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

OPENING, CLOSING, STRAIGHT = "“„«", "”»", '"″'
_MARK = re.compile(r"[“„«”»\"″]|''|``|’’|‘‘")
_RUNS_ON = 4
_SINGLE = re.compile(
    r"(?<![\w’'])[‘'](?P<words>[^\W\d_](?:[^‘’'“”\"\n]|(?<=[^\W\d_])[’'](?=[^\W\d_])){1,300}?)[’'](?![\w])"
)


@dataclass(frozen=True, slots=True)
class Stretch:
    """Quoted characters: [start, end) lies inside the marks, [outer_start, outer_end) holds them too."""

    start: int
    end: int
    outer_start: int
    outer_end: int


def find_stretches(text: str, paragraphs: list[tuple[int, int]]) -> list[Stretch]:
    """Every quoted stretch of double marks, in order. One left open at a paragraph's end counts if the next one reopens it."""
    found: list[Stretch] = []
    done = 0
    for number, (start, end) in enumerate(paragraphs):
        if start < done:
            continue
        opened: tuple[int, int] | None = None
        for at, width, sort in _marks(text, start, end):
            if opened is None:  # a closing mark at the very beginning is an opening one mistyped
                opened = (at, at + width) if sort != "close" or not text[start:at].strip() else None
            elif sort != "open" or (text[opened[0]] == "„" and text[at] == "“"):
                found.append(Stretch(opened[1], at, opened[0], at + width))
                opened = None
        if opened is not None and _goes_on(text, paragraphs, number, opened[0] == start):
            found.append(Stretch(opened[1], end, opened[0], end))
        elif opened is not None and (rest := _run_on(text, paragraphs[number + 1 :])):
            found += [Stretch(opened[1], end, opened[0], end), *rest]
            done = rest[-1].outer_end
    return [stretch for stretch in found if text[stretch.start : stretch.end].strip()]


def _run_on(text: str, paragraphs: Sequence[tuple[int, int]]) -> list[Stretch]:
    """The paragraphs that a quotation left open runs on through, where the first mark after it closes the last of them."""
    rest: list[Stretch] = []
    for start, end in [(start, end) for start, end in paragraphs if text[start:end].strip()][:_RUNS_ON]:
        marks = list(_marks(text, start, end))
        if not marks:
            rest.append(Stretch(start, end, start, end))
            continue
        at, width, sort = marks[0]
        is_last = len(marks) == 1 and sort != "open" and not text[at + width : end].strip(" .")
        return [*rest, Stretch(start, at, start, at + width)] if is_last and at > start else []
    return []


def _marks(text: str, start: int, end: int) -> Iterator[tuple[int, int, str]]:
    """(offset, width, sort) of each mark."""
    for match in _MARK.finditer(text, start, end):
        mark = match[0]
        if mark in STRAIGHT and _is_inch(text, match.start()):
            continue
        sort = "open" if mark in OPENING else "close" if mark in CLOSING else "either"
        yield match.start(), len(mark), sort


def _is_inch(text: str, at: int) -> bool:
    return text[at - 1 : at].isdigit() and text[at + 1 : at + 2].isalnum()


def _goes_on(text: str, paragraphs: list[tuple[int, int]], number: int, is_whole: bool) -> bool:
    """A quotation of several paragraphs opens each anew and closes the last; a whole paragraph may have lost its mark."""
    following = next(
        (text[start:end].lstrip() for start, end in paragraphs[number + 1 :] if text[start:end].strip()), ""
    )
    return (following[:1] in (*OPENING, *STRAIGHT) and following != "") or (is_whole and number == len(paragraphs) - 1)


def find_single(text: str, start: int, end: int) -> Iterator[Stretch]:
    """Stretches in single marks, such as a standfirst's ‘compromise’; apostrophes are none."""
    for match in _SINGLE.finditer(text, start, end):
        yield Stretch(match.start("words"), match.end("words"), match.start(), match.end())
