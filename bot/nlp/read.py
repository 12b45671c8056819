"""Read a text: paragraphs, one Doc over all of it, mentions, offices."""

# spaCy's stub does not know from_docs' `exclude`.
# pyright: reportUnknownVariableType=false, reportCallIssue=false

import re
from calendar import day_name, month_name
from datetime import date
from functools import cache
from itertools import zip_longest

from spacy.lang.en.stop_words import STOP_WORDS
from spacy.tokens import Doc
from spacy.vocab import Vocab

from bot.nlp.furniture import roles
from bot.nlp.gazetteer import gazetteer
from bot.nlp.load import DEFAULT_MODEL, Parser, load
from bot.nlp.names import Namer
from bot.nlp.reading import Paragraph, Reading

_WORTH_PARSING = re.compile(r"[“”\"«»„‟]|''|‘|[A-Z][\w.]+\s|[A-Z]\w+|\bsaid\b|^\s*[-•*–]\s")

_LONGEST_PARAGRAPH = 1_500  # characters: what is done with a sentence may take the square of its length
# "LIMA, May 3 (Wire) — ", "WASHINGTON/PARIS, Jan 30 (WIRE) – ", "Lima (Wire) - ", "(WIRE) - ", "LIMA, May 3. /WIRE/. ",
# "Lima, WIRE - ", "Lima, May 3 (WIRE) ", "LIMA. WIRE ", "Lima [Peru], May 3 (WIRE): "
_DATELINE = re.compile(
    r"(?:[A-Z][A-Z.'’-]{2,}(?:[ /][A-Z][A-Z.'’-]+)*(?:,? [A-Z]\w+\.?(?:,? \d{1,4})?){0,3}(?:,? [(/][^()/\n]{2,30}[)/]\.?)?"
    r"|[A-Z][\w.'’-]+(?: [A-Z][\w.'’-]+){0,2}, (?:[A-Z]\w+ \d{1,2}, )?[A-Z]{2,8}"
    r"|(?:[A-Z][\w.'’-]+(?:[ /][A-Z][\w.'’-]+){0,2}(?:,? (?:[A-Z]\w+\.? \d{1,2}|\d{1,2} [A-Z]\w+)(?:,? \d{4})?)?,? )?\([A-Z][^()\n]{1,30}\))"
    r"(?:(?<=/\.)|\s*(?:—|–|--?))\s+(?=\S)"
    r"|[A-Z][\w.'’-]+(?: [A-Z][\w.'’-]+){0,2}, [A-Z]\w+ \d{1,2}(?:, \d{4})? \([A-Z][A-Z/]{1,10}\)\s+(?=[A-Z])"
    r"|[A-Z]{3,}\. [A-Z]{4,}\s+(?=[A-Z][a-z])"
    r"|[A-Z][\w.'’-]+(?: [A-Z][\w.'’-]+){0,2} \[[A-Z][\w ]{1,30}\], [A-Z]\w+ \d{1,2} \([A-Z]{2,8}\):\s+(?=[A-Z])"
)
_WITH_COLON = re.compile(r"^[A-Z][A-Z.'’ -]{2,30}:\s+(?=\S)", re.M)
_OPENING = 3
"""Paragraphs of the story among which its dateline is looked for."""
_END = re.compile(r"[.!?][”\"’']?\s+(?=[A-Z“\"])")
_CAPITAL = re.compile(r"(?<=[\w,;:)’\"”'-] )[A-Z][\w’'-]+|[A-Z][\w’'-]+(?= [A-Z])")
_POSSESSIVE = re.compile(r"['’]s?$")


def read(text: str, *, title: str = "", published_on: date | None = None, model: str = DEFAULT_MODEL) -> Reading:
    """The text as the finders see it. Offsets are the text's own."""
    paragraphs = _paragraphs(text, title)
    doc = _doc(text, paragraphs, load(model))
    mentions, offices = Namer(text, doc, paragraphs, gazetteer()).find()
    return Reading(
        text=text, doc=doc, paragraphs=paragraphs, mentions=mentions, offices=offices, published_on=published_on
    )


def _paragraphs(text: str, title: str) -> tuple[Paragraph, ...]:
    lines = text.split("\n")
    found: list[Paragraph] = []
    city = (
        _WITH_COLON if len(_WITH_COLON.findall(text)) == 1 else None
    )  # "LIMA: "; more of them, and it is a transcript
    start, is_announced = 0, False
    for line, role in zip(lines, roles(lines, title), strict=True):
        is_opening = role == "body" and sum(one.role == "body" for one in found) < _OPENING
        dateline = (_DATELINE.match(line) or (city and city.match(line))) if is_opening else None
        if dateline is not None:  # it is nobody's sentence, and the parser would make a clause of it
            end = start + dateline.end()
            found.append(Paragraph(start=start, end=end, role="furniture", is_parsed=False))
            start, line = end, line[dateline.end() :]  # noqa: PLW2901 - what is left of it
        for piece in _cut(line):
            is_parsed = role == "body" and (is_announced or bool(_WORTH_PARSING.search(piece)))
            is_announced = piece.rstrip().endswith(":") if piece.strip() else is_announced
            found.append(Paragraph(start=start, end=start + len(piece.rstrip()), role=role, is_parsed=is_parsed))
            start += len(piece)
        start += 1
    return tuple(found)


def _doc(text: str, paragraphs: tuple[Paragraph, ...], parser: Parser) -> Doc:
    """One Doc whose tokens' offsets are the text's: each paragraph parsed or only split into words, then joined."""
    pieces: list[tuple[str, bool]] = []
    for paragraph, following in zip_longest(paragraphs, paragraphs[1:]):
        pieces.append((text[paragraph.start : following.start if following else len(text)], paragraph.is_parsed))
    parsed = parser.parse([piece for piece, is_parsed in pieces if is_parsed])
    parser.recognise([parsed[number] for number in may_name_somebody_new([doc.text for doc in parsed])])
    done = iter(parsed)
    docs = [next(done) if is_parsed else _plain(parser.vocab, piece) for piece, is_parsed in pieces if piece]
    if not docs:
        return Doc(parser.vocab)
    return Doc.from_docs(docs, ensure_whitespace=False, exclude=("tensor", "user_data")) if len(docs) > 1 else docs[0]


def _cut(line: str) -> list[str]:
    """A line as it is, or, if nobody would write one so long, in pieces: after a sentence if one ends in time."""
    pieces: list[str] = []
    start = 0
    while len(line) - start > _LONGEST_PARAGRAPH:
        latest = start + _LONGEST_PARAGRAPH
        ends = [match.end() for match in _END.finditer(line, start, latest)]
        end = ends[-1] if ends else line.rfind(" ", start, latest) + 1 or latest
        pieces.append(line[start:end])
        start = end
    return [*pieces, line[start:]]


def may_name_somebody_new(texts: list[str]) -> list[int]:
    """The paragraphs that may name somebody new: with a capital word that none before them held.

    Recognising entities takes more than half of a parse, and a name that is known is found again by its spelling.
    """
    seen: set[str] = set()
    chosen: list[int] = []
    for number, text in enumerate(texts):
        words = {_POSSESSIVE.sub("", match[0]) for match in _CAPITAL.finditer(text)} - _known_words()
        if words - seen or not chosen:  # the lead always
            chosen.append(number)
            seen |= words
    return chosen


@cache
def _known_words() -> frozenset[str]:
    """Words that name nobody new: those of the gazetteer's names, found without recognition, days, months and "The", "When"."""
    names = {word for name in gazetteer().names() for word in name.split()}
    return frozenset({*names, *day_name, *month_name, *(word.capitalize() for word in STOP_WORDS)})


def _plain(vocab: Vocab, piece: str) -> Doc:
    """Words by blanks alone: cheap on any text, and nobody asks what they mean."""
    words, spaces = list[str](), list[bool]()
    for match in re.finditer(r"\S+|\s+", piece):
        if match[0] == " " and words:
            spaces[-1] = True
        elif match[0]:
            words.append(match[0])
            spaces.append(False)
    return Doc(vocab, words=words, spaces=spaces, sent_starts=[number == 0 for number in range(len(words))])
