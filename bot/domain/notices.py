"""What managers are told of their sources, unasked."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.news import FeedState


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """A feed's state changed. `last_entry_at` is its newest entry's time."""

    source: str
    url: str
    state: FeedState
    reason: str | None
    created_at: datetime
    last_entry_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestNotice:
    """Discord refused the digest; `reason` says to a manager what to do."""

    reason: str
    created_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeBatch:
    """Notices that go to a server's channel as one message, so that an outage of many feeds is one word.

    `may_exist`: an earlier attempt may have reached Discord.
    """

    id: int
    channel_id: int
    created_at: datetime
    notices: tuple[Notice | DigestNotice, ...]
    may_exist: bool
