"""How often the bot may introduce itself to Discord's gateway: 1,000 times a day, or the token is reset.

A crash loop or a storm of lost sessions must not spend them, so each is written down before it is made, and the rule
looks at those of the last day: the first few of an hour are free, then the pause doubles, and what is left of the day
is spread over what is left of it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
OF_A_THOUSAND = 0.8  # the rest is left to whoever else runs under the same token
_USUAL_TOTAL = 1000
_FREE_AN_HOUR = 3
_FIRST_PAUSE, _LONGEST_PAUSE = timedelta(seconds=5), timedelta(minutes=5)
_FREE_A_DAY = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionLimit:
    """What Discord itself says is left."""

    total: int
    remaining: int
    reset_after: timedelta


def due(
    spent: Sequence[datetime], now: datetime, chance: float, *, limit: SessionLimit | None = None, shards: int = 1
) -> datetime:
    """When the next identify may be made. `spent` are those before, in order; `chance` of 0 to 1 spreads the pauses.

    Each of `shards` needs one of its own, so a start with four costs four and counts as one.
    """
    of_day = [min(at, now) for at in spent if at > now - DAY]  # a clock set back must not free any
    ready = [now]
    if of_day:
        pause = max(_backoff(of_day, now, shards), _spread(of_day, now, limit, shards))
        ready.append(of_day[-1] + pause * (1 + chance / 2))
        if len(of_day) >= _most(limit):
            ready.append(of_day[-_most(limit)] + DAY)
    if limit is not None and limit.remaining <= 0:
        ready.append(now + limit.reset_after)
    return max(ready)


def _most(limit: SessionLimit | None) -> int:
    return max(1, int((limit.total if limit else _USUAL_TOTAL) * OF_A_THOUSAND))


def _backoff(of_day: Sequence[datetime], now: datetime, shards: int) -> timedelta:
    starts = sum(at > now - HOUR for at in of_day) // shards
    if starts < _FREE_AN_HOUR:
        return timedelta(0)
    return min(_FIRST_PAUSE * 2 ** min(starts - _FREE_AN_HOUR, 12), _LONGEST_PAUSE)


def _spread(of_day: Sequence[datetime], now: datetime, limit: SessionLimit | None, shards: int) -> timedelta:
    if len(of_day) // shards < _FREE_A_DAY:
        return timedelta(0)
    left = max(1, _most(limit) - len(of_day))
    pause = (of_day[0] + DAY - now) / left
    if limit is not None and limit.remaining > 0:
        pause = max(pause, limit.reset_after / limit.remaining)
    return pause
