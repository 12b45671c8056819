"""A server's wish, its editions, and the messages that carry them."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from bot.domain.facts import FactKind
from bot.words import N_

DeliveryState = Literal["due", "leased", "sending", "sent", "unknown", "failed", "skipped"]
Section = Literal["top", "meetings", "deals", "quotes", "upcoming", "pledges"]
"""`pledges` are open deals with the days since they were last heard of; only a weekly digest has them."""
Cadence = Literal["daily", "weekly"]
REPEAT = 100
"""An edition's parts are counted from 0; those of its first repeat from 100, of its second from 200."""
AmendedIn = Literal["withdrawn", "rejected", "stage", "amount", "sides", "words"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionWish:
    """A section of a digest with the most lines it may have."""

    name: Section
    most: int


MOST: dict[Section, int] = {"top": 3, "meetings": 8, "deals": 8, "quotes": 5, "upcoming": 6, "pledges": 8}
"""What a section has unless its server wishes otherwise."""
KEPT = 60
"""Events of a section that an edition keeps; its message shows some, its buttons all of them."""
CEILING: dict[Section, int] = {"top": 3, "meetings": 15, "deals": 15, "quotes": 5, "upcoming": 15, "pledges": 15}
"""The most a server may wish for."""
SECTION_WORDS: dict[Section, str] = {
    "top": N_("top lines"),
    "meetings": N_("meetings"),
    "deals": N_("deals"),
    "quotes": N_("quotes"),
    "upcoming": N_("upcoming"),
    "pledges": N_("open pledges"),
}
SECTIONS = tuple(SectionWish(name=name, most=most) for name, most in MOST.items())


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """Which events a digest tells; empty means all. Of a list one must fit, and each list that is not empty must.

    `topics` are those of the sources that tell it, `countries` ISO codes, `leaders` ids, `sectors` words.
    `least_owners`: how many owners must vouch for it.
    """

    topics: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    leaders: tuple[str, ...] = ()
    sectors: tuple[str, ...] = ()
    least_confidence: float = 0.0
    least_owners: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscription:
    """A server's wish: a digest in `channel_id` (a text channel or a thread) at `hour`:00 of `zone` (an IANA name).

    Every day, or weekly on `weekday` (0 is Monday). `sections` are in the order they are shown; what is not there is left out.
    `name` tells a server's digests apart.
    """

    id: int = 0
    guild_id: int
    channel_id: int
    hour: int
    zone: str
    created_at: datetime
    paused_at: datetime | None = None
    name: str = "daily"
    cadence: Cadence = "daily"
    weekday: int = 0
    sections: tuple[SectionWish, ...] = SECTIONS
    filters: Filters = Filters()

    @property
    def only_on(self) -> int | None:
        """The weekday of a weekly digest; None if it comes every day."""
        return self.weekday if self.cadence == "weekly" else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Amendment:
    """What became of a told fact: `withdrawn`, `rejected` (by a manager), or its `stage`, `amount`, `sides` or `words` changed.

    `told_on` is the local date of the edition that told it; `source` and `url` are those of the article that says so, or said it.
    """

    kind: FactKind
    fact_id: int
    what: AmendedIn
    before: str = ""
    after: str = ""
    told_on: date | None = None
    source: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """A posted edition changed in place: `number` counts from 1."""

    number: int
    made_at: datetime
    amendments: tuple[Amendment, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """One subscription's digest for one local date. Facts first stored in [window_from, window_to) are in it.

    `facts` are the ids of its events by section, best first, the top lines also in their own section; `totals` how many there were
    of each, `below` how many facts were not sure enough. `failing` and `stale` name sources. All of it stays as it was compiled.
    """

    id: int = 0
    subscription_id: int
    local_date: date
    window_from: datetime
    window_to: datetime
    compiled_at: datetime
    facts: tuple[tuple[Section, int], ...] = ()
    sources_asked: int = 0
    sources_answered: int = 0
    cadence: Cadence = "daily"
    sections: tuple[SectionWish, ...] = SECTIONS
    totals: dict[Section, int] = field(default_factory=dict[Section, int])
    below: int = 0
    failing: tuple[str, ...] = ()
    stale: tuple[str, ...] = ()
    corrections: tuple[Amendment, ...] = ()
    revisions: tuple[Revision, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """One part of an edition to one channel. `fence` grows with every lease, so a stale holder can be told."""

    id: int
    edition_id: int
    part: int
    channel_id: int
    guild_id: int
    state: DeliveryState
    nonce: str
    due_at: datetime
    fence: int = 0
    attempts: int = 0
    message_id: int | None = None
    error: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PastEdition:
    """What became of an edition: its message, or why there is none. `repeat` counts from 1 for one posted again."""

    local_date: date
    channel_id: int
    state: DeliveryState
    facts: int
    message_id: int | None = None
    error: str | None = None
    repeat: int = 0
