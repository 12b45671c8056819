"""What services answer to a server's managers; `bot.domain.answers` has what they answer to readers."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.answers import Sighting
from bot.domain.digest import Filters, Subscription
from bot.domain.events import AnyEvent
from bot.domain.news import Entry, Feed, Source, Weight
from bot.domain.offices import Candidate
from bot.domain.people import Ruling


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
    owner: str | None = None
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
    """A subscription with its next runs as aware UTC times, as seen `at` some moment."""

    subscription: Subscription
    next_runs: tuple[datetime, ...]
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class FilterTrial:
    """What filters would keep of a server's newest `of` facts; `words` are the countries' names."""

    name: str
    filters: Filters
    of: int
    kept: tuple[AnyEvent, ...]
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CandidateLine:
    """A candidate for an office with links to articles of this server's own sources."""

    candidate: Candidate
    evidence: tuple[Sighting, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeList:
    """What `/office candidates` shows: whom the news names, and what this server has ruled."""

    lines: tuple[CandidateLine, ...]
    rulings: tuple[Ruling, ...]
