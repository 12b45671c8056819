"""When to ask a feed again, and how far apart to ask one host."""

import asyncio
import email.utils
import hashlib
import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from bot.domain.errors import SourceFailed
from bot.domain.news import Feed, Listing
from bot.feeds.failures import FetchFailed

_SHORTEST = timedelta(minutes=10)
_ORDINARY = timedelta(hours=6)
_LONGEST = timedelta(hours=24)
_WEEK = timedelta(days=7)


def next_poll(feed: Feed, heard: Listing | SourceFailed, now: datetime, minimum: timedelta = _SHORTEST) -> datetime:
    """When to ask again: by how often the feed has news, what it asks for, and twice as long after each failure."""
    if isinstance(heard, SourceFailed):
        wait = min(minimum * 2 ** min(feed.failures + 1, 12), _LONGEST)
        wanted = heard.retry_after if isinstance(heard, FetchFailed) else None
    else:
        wait = _usual_wait(feed, heard, now, minimum)
        wanted = heard.ttl_seconds
    wait = min(max(wait, timedelta(seconds=wanted or 0)), _LONGEST)
    return now + wait * _jitter(feed, now)


def _usual_wait(feed: Feed, listing: Listing, now: datetime, minimum: timedelta) -> timedelta:
    if listing.unchanged:  # no entries to count: keep to the pace of the last time
        last = feed.next_poll_at - feed.last_polled_at if feed.next_poll_at and feed.last_polled_at else minimum
        return min(max(last, minimum), _ORDINARY)
    dates = [entry.published_at for entry in listing.entries if entry.published_at]
    recent = [date for date in dates if now - date < _WEEK]
    if not recent:
        return max(minimum, _ORDINARY)
    # A full listing may reach back less than a week: the pace is what its own span shows.
    span = max(now - min(recent), timedelta(hours=1)) if len(recent) == len(dates) else _WEEK
    return min(max(span / (2 * len(recent)), minimum), max(minimum, _ORDINARY))


def _jitter(feed: Feed, now: datetime) -> float:
    """0.9 to 1.1, the same for one feed and moment, so that feeds added together drift apart."""
    digest = hashlib.sha256(f"{feed.id}/{feed.url}/{now.isoformat()}".encode()).digest()
    return 0.9 + 0.2 * int.from_bytes(digest[:4], "big") / 2**32


def retry_seconds(value: str | None, now: datetime | None = None) -> int | None:
    """Retry-After or Expires in seconds from `now`; None when it says nothing usable, or a date without `now`."""
    text = (value or "").strip()
    if re.fullmatch(r"\d{1,9}", text):
        return int(text)
    if now is None:
        return None
    moment = http_date(text)
    return None if moment is None else max(0, int((moment - now).total_seconds()))


def http_date(value: str | None) -> datetime | None:
    """A header's date, aware; None when it is none."""
    try:
        moment = email.utils.parsedate_to_datetime(value or "")
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def fresh_seconds(headers: Mapping[str, str], now: datetime) -> int | None:
    """How long the server calls its answer fresh: max-age, else Expires (lower-case header names)."""
    match = re.search(r"(?:^|[\s,])max-age=(\d{1,9})", headers.get("cache-control", "").lower())
    if match:
        return int(match[1])
    return retry_seconds(headers["expires"], now) if "expires" in headers else None


class Spacing:
    """Keeps requests to one host at least so many seconds apart, in the order they came."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._next: dict[str, float] = {}

    async def wait(self, host: str) -> None:
        """Returns when it is this caller's turn."""
        now = asyncio.get_running_loop().time()
        if len(self._next) > 1000:
            self._next = {name: at for name, at in self._next.items() if at > now}
        turn = max(now, self._next.get(host, now))
        self._next[host] = turn + self._seconds
        await asyncio.sleep(turn - now)
