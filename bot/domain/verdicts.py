"""What `/verify` answers. No verdict says that something was not said: only what is found, and in how much."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from bot.domain.events import Event
from bot.domain.facts import Quote, Span
from bot.domain.news import ArticleRef
from bot.domain.verifying import Claimed, Comparison, SaidBy

Verdict = Literal[
    "verbatim", "joined", "respelt", "fragment", "reported", "misattributed", "altered", "in_text", "not_found"
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """What there is to look through: articles read for a server, and the moment of the first."""

    articles: int = 0
    since: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A stored quote beside what was typed. `is_marked`: the article has the words in quotation marks."""

    quote: Event[Quote]
    comparison: Comparison
    said_by: SaidBy
    is_marked: bool

    @property
    def verdict(self) -> Verdict:
        if not self.comparison.is_exact:
            if self.comparison.is_respelt and self.is_marked and self.said_by != "another":
                return "respelt"
            return "altered" if self.comparison.is_altered else "not_found"
        if self.said_by == "another":
            return "misattributed"
        if not self.is_marked:
            return "reported"
        return "verbatim" if self.comparison.is_whole else "fragment"


@dataclass(frozen=True, slots=True, kw_only=True)
class InText:
    """An article in whose text the words stand at `spans`, though in no quote of it."""

    article: ArticleRef
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifyAnswer:
    """What is found of a quotation. `matches` are best first, all of the verdict; where nothing is found, at most the nearest one.

    `joined`: each sentence is a quotation of its own, and `matches` has one for each. `has_brackets`: of words in brackets that were not
    looked up. `claimed` is whom it is said to be of; `near` are names like that one, where nobody is known by it.
    """

    typed: str
    verdict: Verdict
    reach: Reach
    claimed: Claimed | None = None
    near: tuple[str, ...] = ()
    matches: tuple[Match, ...] = ()
    texts: tuple[InText, ...] = ()
    has_brackets: bool = False
