"""Sources, their feeds, and the articles that came in."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal

OwnerKind = Literal["state", "public", "private", "institution", "unknown"]
FeedState = Literal["healthy", "slow", "failing", "stale", "paused", "gone"]
Weight = Literal["trusted", "normal", "context", "muted"]
ArticleState = Literal["read", "headline", "failed"]
NEWS_FOR = timedelta(hours=72)


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """An organisation that publishes. `country` is an ISO 3166 alpha-2 code; `id` is 0 before it is saved."""

    id: int = 0
    name: str
    home_url: str = ""
    country: str | None = None
    owner_kind: OwnerKind = "unknown"
    topics: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """One address of a source, with what its polls left behind.

    `weekly` entries a week; `usual_gap` the median time between two; `told` the state that managers were told of.
    `moved_to` and `moved_times`: where permanent redirects led, and how often in a row. `shared`: links and guids that
    several entries had, which identify none. `asked_seconds` and `skip_hours` (UTC) are the feed's own wishes.
    """

    id: int = 0
    source_id: int = 0
    url: str
    title: str = ""
    state: FeedState = "healthy"
    etag: str | None = None
    last_modified: str | None = None
    next_poll_at: datetime | None = None
    last_polled_at: datetime | None = None
    last_ok_at: datetime | None = None
    last_entry_at: datetime | None = None
    failures: int = 0
    last_error: str | None = None
    state_since: datetime | None = None
    failing_since: datetime | None = None
    told: FeedState = "healthy"
    first_ok_at: datetime | None = None
    polls: int = 0
    weekly: float | None = None
    usual_gap: timedelta | None = None
    answer_seconds: float | None = None
    asked_seconds: int | None = None
    skip_hours: tuple[int, ...] = ()
    moved_to: str | None = None
    moved_times: int = 0
    shared: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A line of a feed. `identity` is stable over retitling: canonical URL, else guid, else a hash of the text."""

    identity: str
    url: str | None
    title: str
    summary: str = ""
    content_html: str | None = None
    published_at: datetime | None = None
    guid: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """What a feed said when asked. `unchanged` is a 304: no entries were sent.

    `shared`: links and guids that several of the entries have; `moved_to`: where only 301 and 308 led.
    """

    title: str = ""
    home_url: str = ""
    entries: tuple[Entry, ...] = ()
    unchanged: bool = False
    etag: str | None = None
    last_modified: str | None = None
    ttl_seconds: int | None = None
    skip_hours: tuple[int, ...] = ()
    shared: tuple[str, ...] = ()
    moved_to: str | None = None
    answer_seconds: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """An entry whose body was read; `state` is `headline` when only the title may be used, and `note` says why.

    `published_at` is aware UTC; `published_known` is False when it is only the time we first saw the entry.
    """

    url: str
    title: str
    text: str
    language: str
    published_at: datetime
    published_known: bool = True
    authors: tuple[str, ...] = ()
    state: ArticleState = "read"
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Carrier:
    """A source that carries an article. Desks of one `owner` are one voice; `side` is the ISO code of whose view it gives, if it gives one."""

    source: str
    owner: str
    side: str | None = None
    topics: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleRef:
    """What an answer says of the article a fact rests on. `text` is the stored text of the fact's own revision.

    `carriers` are the asking server's own sources; `quoted` the nations whose people the article quotes.
    """

    id: int
    url: str
    title: str
    source: str
    published_at: datetime
    stored_at: datetime
    revision: int = 1
    text: str = field(repr=False, default="")
    story: int | None = None
    carriers: tuple[Carrier, ...] = ()
    quoted: tuple[str, ...] = ()
