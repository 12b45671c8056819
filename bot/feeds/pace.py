"""When to ask a feed again, and how it is doing: every rule of politeness in one pure place.

(the feed with its history, what it said just now, now) -> the feed with the next moment to ask and its new state

healthy --fails--> failing --20 in a row, or 3 that ended their worker--> paused         410 --> gone
   |  ^ answers again                                      (paused and gone are asked no more until a manager says so)
   +--+--> slow: its answers take long      stale: it answers, but with nothing new for four times its usual gap
"""

import email.utils
import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from statistics import median

from bot.domain.errors import SourceFailed
from bot.domain.news import NEWS_FOR, Entry, Feed, FeedState, Listing
from bot.feeds.failures import FetchFailed, Poisonous

SHORTEST, ORDINARY, LONGEST = timedelta(minutes=10), timedelta(hours=6), timedelta(hours=24)
CONNECTIONS_A_HOST = 2
PAGE_SECONDS_A_HOST = 1.0
ROBOTS_FOR = timedelta(hours=24)
TELL_AFTER, PAUSE_AFTER = 5, 20  # failures in a row
ADOPT_AFTER = 3  # permanent moves to one address in a row
FORCED_EVERY = 100  # some servers answer 304 for ever
STALE_GAPS = 4
BASELINE = timedelta(hours=24)
_WEEK = timedelta(days=7)
_UNDATED = timedelta(hours=1)
_SHORTEST_GAP = timedelta(hours=18)  # four of these outlast a weekend, when ministries are silent
_UNKNOWN_GAP = timedelta(days=7)
_SLOW, _SLOW_NO_MORE = 10.0, 5.0  # seconds, the average of the last few answers
_SPREAD_A_FEED, _LONGEST_SPREAD = timedelta(seconds=6), timedelta(hours=1)


def heard(
    feed: Feed, listing: Listing, now: datetime, minimum: timedelta = SHORTEST, fresh: Sequence[Entry] = ()
) -> Feed:
    """The feed after an answer. `fresh` are the entries that were not known; `minimum` is the operator's shortest wait."""
    known = feed if listing.unchanged else _measured(feed, listing, fresh, now)
    seconds = _smoothed(feed.answer_seconds, listing.answer_seconds)
    state = _state(known, seconds, now)
    asked = max(listing.ttl_seconds or 0, known.asked_seconds or 0)
    url, moved_to, moved_times = _moved(feed, listing.moved_to)
    return replace(
        known,
        url=url,
        moved_to=moved_to,
        moved_times=moved_times,
        title=listing.title or feed.title,
        answer_seconds=seconds,
        last_polled_at=now,
        last_ok_at=now,
        first_ok_at=feed.first_ok_at or now,
        polls=feed.polls + 1,
        failures=0,
        failing_since=None,
        last_error=None,
        state=state,
        state_since=_since(feed, state, now),
        told=state,
        next_poll_at=_next(known, feed.polls + 1, _interval(known.weekly, minimum), asked, now),
    )


def failed(feed: Feed, error: SourceFailed, now: datetime, minimum: timedelta = SHORTEST) -> Feed:
    """The feed after a poll without a usable answer."""
    failures = feed.failures + 1
    is_gone = isinstance(error, FetchFailed) and error.status == 410
    is_enough = failures >= PAUSE_AFTER or (isinstance(error, Poisonous) and error.is_last)
    state: FeedState = "gone" if is_gone else "paused" if is_enough else "failing"
    wait = min(minimum * 2 ** min(failures, 12), LONGEST)
    asked = error.retry_after if isinstance(error, FetchFailed) and error.status in (None, 429, 503) else None
    return replace(
        feed,
        last_polled_at=now,
        polls=feed.polls + 1,
        failures=failures,
        failing_since=feed.failing_since or now,
        last_error=str(error)[:500],
        moved_to=None,
        moved_times=0,
        state=state,
        state_since=_since(feed, state, now),
        # `told` is the state managers know of: a failure is told when it has lasted, everything else at once.
        told=state if state != "failing" or failures >= TELL_AFTER else feed.told,
        next_poll_at=_next(feed, feed.polls + 1, wait, asked or 0, now),
    )


def conditions(feed: Feed) -> tuple[str | None, str | None]:
    """ETag and Last-Modified to send; none at every hundredth poll, lest a broken cache say "unchanged" for ever."""
    if feed.polls % FORCED_EVERY == FORCED_EVERY - 1:
        return None, None
    return feed.etag, feed.last_modified


def first_poll(url: str, now: datetime, together: int = 1) -> datetime:
    """When a feed added with `together - 1` others is first asked: the one at once, five hundred over most of an hour."""
    return now + min(_SPREAD_A_FEED * (together - 1), _LONGEST_SPREAD) * _share(url)


def is_news(feed: Feed, published_at: datetime | None, now: datetime) -> bool:
    """Whether an entry read now may be announced; what is not is stored all the same.

    A first poll finds a feed's past, of which only the last day is news. After a silence of ours, all that came since is.
    An entry without a date is news if the feed has been read before.
    """
    if feed.first_ok_at is None or feed.last_ok_at is None:
        return published_at is not None and published_at >= now - BASELINE
    since = max(min(now - NEWS_FOR, feed.last_ok_at), feed.first_ok_at - BASELINE)
    return published_at is None or published_at >= since


def stale_after(feed: Feed) -> timedelta:
    """How long a feed may bring nothing new before that counts as a failure."""
    return STALE_GAPS * max(feed.usual_gap or _UNKNOWN_GAP, _SHORTEST_GAP)


def _state(feed: Feed, seconds: float | None, now: datetime) -> FeedState:
    newest = feed.last_entry_at or feed.first_ok_at or now
    if now - newest > stale_after(feed):
        return "stale"
    bar = _SLOW_NO_MORE if feed.state == "slow" else _SLOW
    return "slow" if (seconds or 0.0) > bar else "healthy"


def _since(feed: Feed, state: FeedState, now: datetime) -> datetime:
    return feed.state_since if state == feed.state and feed.state_since else now


def _measured(feed: Feed, listing: Listing, fresh: Sequence[Entry], now: datetime) -> Feed:
    """What a whole listing teaches about the feed's habits."""
    dates = sorted(
        {entry.published_at for entry in listing.entries if entry.published_at and entry.published_at <= now}
    )
    newest = [*dates[-1:], *([feed.last_entry_at] if feed.last_entry_at else [])]
    if any(entry.published_at is None for entry in fresh):
        newest.append(now)
    gaps = [(later - earlier).total_seconds() for earlier, later in pairwise(dates)]
    return replace(
        feed,
        last_entry_at=max(newest, default=None),
        weekly=_weekly(feed, listing.entries, dates, len(fresh), now),
        usual_gap=timedelta(seconds=median(gaps)) if len(gaps) >= 3 else feed.usual_gap,
        asked_seconds=listing.ttl_seconds,
        skip_hours=listing.skip_hours,
        shared=tuple(dict.fromkeys((*feed.shared, *listing.shared)))[-50:],
    )


def _weekly(feed: Feed, entries: Sequence[Entry], dates: Sequence[datetime], fresh: int, now: datetime) -> float | None:
    """Entries a week. A listing that reaches back less than a week shows the pace of its own span."""
    if dates:
        recent = [date for date in dates if now - date < _WEEK]
        if not recent:
            return 0.0
        is_full = len(recent) == len(dates) and len(recent) > 1
        span = max(now - recent[0], timedelta(hours=1)) if is_full else _WEEK
        return len(recent) * (_WEEK / span)
    if not entries:
        return 0.0
    if feed.last_ok_at is None:
        return None
    return _smoothed(feed.weekly, fresh * (_WEEK / max(now - feed.last_ok_at, SHORTEST)))


def _smoothed(before: float | None, value: float | None) -> float | None:
    if before is None or value is None:
        return before if value is None else value
    return 0.7 * before + 0.3 * value


def _interval(weekly: float | None, minimum: timedelta) -> timedelta:
    if weekly is None:
        return max(_UNDATED, minimum)
    return max(minimum, min(_WEEK / max(2 * weekly, 0.01), ORDINARY))


def _moved(feed: Feed, target: str | None) -> tuple[str, str | None, int]:
    """The feed's address, where permanent redirects lead, and how often in a row they did."""
    if target is None or target == feed.url:
        return feed.url, None, 0
    times = feed.moved_times + 1 if target == feed.moved_to else 1
    return (feed.url, target, times) if times < ADOPT_AFTER else (target, None, 0)


def _next(feed: Feed, polls: int, wait: timedelta, asked_seconds: float, now: datetime) -> datetime:
    """Never before what the server asked for (a day at most), never in an hour that the feed wants to be left alone."""
    share = _share(f"{feed.id}/{polls}")
    asked = min(timedelta(seconds=asked_seconds), LONGEST)
    due = now + max(min(wait, LONGEST) * (0.9 + 0.2 * share), asked * (1 + 0.1 * share))
    if feed.skip_hours and len(set(feed.skip_hours)) < 24:
        while due.astimezone(UTC).hour in feed.skip_hours:
            due = due.replace(minute=int(59 * share), second=0, microsecond=0) + timedelta(hours=1)
    return due


def _share(key: str) -> float:
    """0 to 1, the same for one key, so that feeds added together drift apart but tests and restarts agree."""
    return int.from_bytes(hashlib.sha256(key.encode("utf-8", "replace")).digest()[:4], "big") / 2**32


def retry_seconds(value: str | None, now: datetime | None = None) -> int | None:
    """Retry-After or Expires in seconds from `now`; None when it says nothing usable, or a date without `now`."""
    text = (value or "").strip()
    if re.fullmatch(r"[0-9]{1,9}", text):
        return int(text)
    if now is None:
        return None
    moment = http_date(text)
    return None if moment is None else max(0, int((moment - now).total_seconds()))


def http_date(value: str | None) -> datetime | None:
    """A header's date, aware; None when it is none."""
    try:
        moment = email.utils.parsedate_to_datetime(value or "")
    except (ValueError, OverflowError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def fresh_seconds(headers: Mapping[str, str], now: datetime) -> int | None:
    """How long the server calls its answer fresh: max-age, else Expires (lower-case header names)."""
    match = re.search(r"(?:^|[\s,])max-age=([0-9]{1,9})", headers.get("cache-control", "").lower())
    if match:
        return int(match[1])
    return retry_seconds(headers["expires"], now) if "expires" in headers else None


def hours(values: Iterable[bytes]) -> tuple[int, ...]:
    """skipHours as hours of the day in UTC; 24 is midnight, as old feeds write it."""
    return tuple(sorted({int(value) % 24 for value in values if value.strip().isdigit() and int(value) <= 24}))
