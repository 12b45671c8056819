"""What services answer and render shows; render never imports a service."""

from dataclasses import dataclass, field
from datetime import date, datetime

from bot.domain.digest import Edition, Subscription
from bot.domain.facts import AnyRecorded, Deal, Invitation, Meeting, Quote, Recorded
from bot.domain.news import Entry, Feed, Source, Weight
from bot.domain.people import Leader


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """Whose sources a question may see: a server's, or with guild_id 0 the operator's default pack."""

    guild_id: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class PageOf:
    """Where a page stands: `number` counts from 0; `has_next` says whether the store holds more."""

    number: int
    has_next: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """An office an article gave a person, newest first in a leader's answer."""

    office: str
    country: str | None
    former: bool
    article_url: str
    source: str
    published_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaderAnswer:
    """`leader` when we follow the person; else only the name the articles give."""

    name: str
    country: str | None
    leader: Leader | None
    as_of: date
    sightings: tuple[Sighting, ...]
    quotes: tuple[Recorded[Quote], ...]
    meetings: tuple[Recorded[Meeting] | Recorded[Invitation], ...]
    deals: tuple[Recorded[Deal], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaderLine:
    name: str
    country: str | None
    office: str | None
    quotes: int
    last_seen_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaderPage:
    lines: tuple[LeaderLine, ...]
    page: PageOf
    country: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class QuotePage:
    quotes: tuple[Recorded[Quote], ...]
    page: PageOf
    speaker: str | None = None
    about: str | None = None
    since: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingPage:
    meetings: tuple[Recorded[Meeting] | Recorded[Invitation], ...]
    page: PageOf
    leader: str | None = None
    country: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DealPage:
    deals: tuple[Recorded[Deal], ...]
    page: PageOf
    country: str | None = None
    with_country: str | None = None
    sector: str | None = None
    stage: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DealAnswer:
    deal: Recorded[Deal]


@dataclass(frozen=True, slots=True, kw_only=True)
class FactChange:
    """What an edit of its article did to a fact: `stage` or `amount` moved, it was `withdrawn`, it came `back`."""

    what: str
    before: str
    after: str
    changed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """An article as it was read at one time."""

    number: int
    title: str
    stored_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    changes: tuple[FactChange, ...] = ()
    revisions: tuple[Revision, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class WhyAnswer:
    """A fact with its evidence and its past; the article's stored text is in `fact.article.text`."""

    fact: AnyRecorded
    history: History = field(default_factory=History)


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestAnswer:
    """An edition with its facts read back from the store, in the edition's order."""

    edition: Edition
    zone: str
    meetings: tuple[Recorded[Meeting] | Recorded[Invitation], ...]
    deals: tuple[Recorded[Deal], ...]
    quotes: tuple[Recorded[Quote], ...]
    upcoming: tuple[Recorded[Meeting] | Recorded[Invitation], ...]
    preview: bool = False

    @property
    def is_empty(self) -> bool:
        return not (self.meetings or self.deals or self.quotes or self.upcoming)


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceCandidate:
    """What was found at an address a manager gave, before it is added. `entries` are the newest three."""

    source: Source
    feed: Feed
    entries: tuple[Entry, ...]
    already_added: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceLine:
    """A source as one server has it: with that server's own label, weight and pause."""

    source: Source
    feed: Feed
    weight: Weight = "normal"
    paused_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceList:
    """What a server reads. `notices_channel` hears of changes; `notices_error` says why the last notice did not arrive."""

    lines: tuple[SourceLine, ...]
    limit: int
    notices_channel: int | None = None
    notices_error: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PackOutcome:
    """What `/source add pack:` did: sources added, and each that did not answer with the reason."""

    topic: str
    added: tuple[str, ...]
    already: tuple[str, ...]
    failed: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportOutcome:
    """What a subscription list brought; `refused` holds (name, reason), `all_asked_at` when every feed has been asked once."""

    added: int
    already: int
    refused: tuple[tuple[str, str], ...]
    all_asked_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ScheduleAnswer:
    """A saved subscription with its next runs as aware UTC times."""

    subscription: Subscription
    next_runs: tuple[datetime, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """An autocomplete line: what is shown, and what the command receives."""

    name: str
    value: str
