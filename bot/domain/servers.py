"""What is known of a server itself: who changed what, how the bot fares there, what can be carried away."""

from dataclasses import dataclass
from datetime import datetime

SHORTEST, LONGEST, USUAL = 7, 3650, 365
"""Days for which a server's answers may go back, and for which they do if nobody says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """`notices_channel_id`: as its managers named it; `untold`: what they are still to be told, a line each."""

    guild_id: int
    retention_days: int
    left_at: datetime | None
    notices_channel_id: int | None
    untold: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """`author_id` is None for a manager whose id was erased; `what` is the command as it was typed, and the button."""

    author_id: int | None
    what: str
    done_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryPage:
    """Changes, the newest first; `number` counts from 0."""

    changes: tuple[Change, ...]
    number: int
    has_next: bool
    retention_days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PostedDigest:
    """One digest and the last edition of it; `errors` are of that edition's messages."""

    channel_id: int
    zone: str
    next_due_at: datetime | None
    is_paused: bool
    paused_why: str | None
    last_day: str | None
    states: tuple[str, ...]
    error: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """`feeds`: how many of the server's feeds are in each state; `last_error`: when, of what, and what it was."""

    digests: tuple[PostedDigest, ...]
    notices_channel_id: int | None
    store_bytes: int
    schema: int
    last_fetch_at: datetime | None
    feeds: tuple[tuple[str, int], ...]
    last_error: tuple[datetime, str, str] | None
    retention_days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """How many facts went into the file, the newest first; not `is_whole` if something did not fit."""

    facts: int
    is_whole: bool
