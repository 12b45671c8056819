"""What readers find by asking around: what is to come, what has certain words, what a message says, a brief, what is read."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from bot.domain.answers import Contact, DigestAnswer, PageOf
from bot.domain.events import AnyEvent
from bot.domain.managing import SourceLine
from bot.words import N_


@dataclass(frozen=True, slots=True, kw_only=True)
class UpcomingPage:
    """Contacts in order of their day, those without one last. Of what ended before `over_before` nothing was heard since."""

    contacts: tuple[Contact, ...]
    page: PageOf
    over_before: date
    country: str | None = None
    days: int | None = None


SearchIn = Literal["quotes", "meetings", "deals", "articles"]
PLACES: dict[SearchIn, str] = {
    "quotes": N_("quotes"),
    "meetings": N_("meetings"),
    "deals": N_("deals"),
    "articles": N_("articles"),
}
"""Where words can be looked for, as it is shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleHit:
    """An article that holds all the words; `around` is a piece of its text, `found` the words in it as [start, end)."""

    url: str
    title: str
    source: str
    published_at: datetime
    around: str
    found: tuple[tuple[int, int], ...]
    story: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchPage:
    text: str
    where: SearchIn
    events: tuple[AnyEvent, ...]
    page: PageOf
    now: datetime
    articles: tuple[ArticleHit, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundFact:
    """A fact of a text that is in no store; `known_as` is the short id under which the asking server's news has the same."""

    event: AnyEvent
    known_as: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageAnswer:
    """Facts of a message, or of the page behind its first link, which then has `title` and `url`.

    `links_left` were not read, `facts_left` are more than is shown, `unsure` were found but are not sure enough.
    """

    facts: tuple[FoundFact, ...]
    title: str = ""
    url: str = ""
    links_left: int = 0
    facts_left: int = 0
    unsure: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class BriefAnswer:
    """A digest of what was asked `about`; `period` in words. Of more reports in it only the `newest` were read."""

    digest: DigestAnswer
    about: str
    period: str
    newest: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingPage:
    """What readers may know of it: a page of `total` sources."""

    lines: tuple[SourceLine, ...]
    page: PageOf
    total: int
