"""A server's wish, its editions, and the messages that carry them."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from bot.words import N_

DeliveryState = Literal["due", "leased", "sending", "sent", "unknown", "failed", "skipped"]
Section = Literal["top", "meetings", "deals", "quotes", "upcoming", "pledges"]
"""`pledges` are open deals with the days since they were last heard of; only a weekly digest has them."""
Cadence = Literal["daily", "weekly"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionWish:
    """A section of a digest with the most lines it may have."""

    name: Section
    most: int


MOST: dict[Section, int] = {"top": 3, "meetings": 8, "deals": 8, "quotes": 5, "upcoming": 6, "pledges": 8}
"""What a section has unless its server wishes otherwise."""
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
class Edition:
    """One subscription's digest for one local date. Facts first stored in [window_from, window_to) are in it."""

    id: int = 0
    subscription_id: int
    local_date: date
    window_from: datetime
    window_to: datetime
    compiled_at: datetime
    facts: tuple[tuple[Section, int], ...] = ()
    sources_asked: int = 0
    sources_answered: int = 0


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
    leased_until: datetime | None = None
    next_attempt_at: datetime | None = None
    message_id: int | None = None
    error: str | None = None
