"""A text as the finders see it: paragraphs, one parsed Doc whose offsets are the text's, and who is mentioned where."""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from datetime import date
from operator import attrgetter
from typing import Literal

from spacy.tokens import Doc

from bot.domain.facts import OfficeMention, Party

ParagraphRole = Literal["body", "headline", "furniture", "caption"]
MentionKind = Literal["person", "country", "organisation", "company", "group", "region", "place"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """A line of the text or a piece of a very long one, [start, end) in its characters. Only `body` may yield facts; `is_parsed` has a dependency tree."""

    start: int
    end: int
    role: ParagraphRole
    is_parsed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A name in the text. `party` is whom it names once linked: full name, ISO code, leader.

    `start`..`end` leave out a person's title; `full` covers title and country too ("Kazakh President Tokayev").
    `word` says how a country was named: name, demonym, capital or metonym.
    """

    start: int
    end: int
    kind: MentionKind
    party: Party
    full: tuple[int, int]
    word: Literal["name", "demonym", "capital", "metonym", ""] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """A person's office as mined from a title, with the mention it belongs to."""

    person: str
    mention: OfficeMention
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """`mentions` are sorted and do not overlap. `doc[i].idx` is the character offset in `text`, for every token."""

    text: str
    doc: Doc
    paragraphs: tuple[Paragraph, ...]
    mentions: tuple[Mention, ...]
    offices: tuple[Office, ...]
    published_on: date | None

    def paragraph_at(self, offset: int) -> Paragraph:
        """The paragraph that holds the character at `offset`, or the last one before it."""
        return self.paragraphs[max(bisect_right(self.paragraphs, offset, key=_start) - 1, 0)]

    def mentions_in(self, start: int, end: int) -> tuple[Mention, ...]:
        """Mentions that overlap [start, end), in order."""
        first = bisect_right(self.mentions, start, key=_end)
        return self.mentions[first : max(bisect_left(self.mentions, end, key=_start), first)]


_start = attrgetter("start")
_end = attrgetter("end")
