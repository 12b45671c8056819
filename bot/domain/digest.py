"""A server's wish, its editions, and the messages that carry them."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

DeliveryState = Literal["due", "leased", "sending", "sent", "unknown", "failed", "skipped"]
Section = Literal["meetings", "deals", "quotes", "upcoming"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscription:
    """A server's wish: a digest in `channel_id` at `hour`:00 of `zone` (an IANA name) every day."""

    id: int = 0
    guild_id: int
    channel_id: int
    hour: int
    zone: str
    created_at: datetime
    paused_at: datetime | None = None


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
