"""Digests by local date, in every zone, through years of ticks and downtimes: a walk over `periods.turn` and what it should have made.

python -m tests.domain.local_dates      all zones, four hours, three years; prints the counts
"""

import random
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo, available_timezones

import numpy as np

from bot.domain.periods import GRACE, turn

START, END = datetime(2024, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC)
HOURS = (0, 2, 9, 23)
QUARTER = timedelta(minutes=15)
STEPS = (END - START) // QUARTER
_DAY = 24 * 4
_TICK = timedelta(minutes=30)


def rules() -> list[str]:
    """One zone for each set of rules in these years; its namesakes go the same way."""
    return list({offsets(zone).tobytes(): zone for zone in reversed(zones())}.values())


def zones() -> list[str]:
    return sorted(
        zone for zone in available_timezones() if not zone.startswith(("posix", "right")) and zone != "localtime"
    )


def offsets(zone: str) -> np.ndarray:
    """What a zone's clocks show more than UTC, in quarters of an hour, for each quarter from START to END."""
    place = ZoneInfo(zone)

    def at(step: int) -> int:
        offset = (START + step * QUARTER).astimezone(place).utcoffset()
        assert offset is not None
        return offset // QUARTER

    found = np.repeat([at(step) for step in range(0, STEPS, _DAY)], _DAY)
    for before, after in pairwise(range(0, STEPS, _DAY)):
        if found[before] != found[after]:
            found[before:after] = [at(step) for step in range(before, after)]
    return found


def hours_of(shown: np.ndarray, hour: int) -> dict[date, datetime]:
    """When each local date reaches its hour: the first quarter at which a clock on the wall shows it or more.

    Only dates that lie wholly within the years.
    """
    local = np.arange(STEPS) + shown
    days, quarters = np.divmod(local, _DAY)
    reached = np.flatnonzero(quarters >= hour * 4)
    _, first = np.unique(days[reached], return_index=True)
    found = {START.date() + timedelta(days=int(days[step])): START + int(step) * QUARTER for step in reached[first]}
    return {day: moment for day, moment in found.items() if START.date() < day < END.date() - timedelta(days=1)}


def up_times(rng: random.Random) -> Iterator[tuple[datetime, datetime]]:
    """When the bot runs: for days, with downtimes of minutes or up to three days between."""
    now = START
    while now < END:
        until = now + timedelta(hours=rng.expovariate(1 / 60) + 1)
        yield now, min(until, END)
        now = until + timedelta(hours=rng.choice((rng.uniform(0, 1), rng.uniform(0, 12), rng.uniform(0, 72))))


@dataclass
class Walk:
    """One subscription's editions, as (local date, due moment, tick that made it), and when the bot ran."""

    made: list[tuple[date, datetime, datetime]]
    up: list[tuple[datetime, datetime]]

    def time_for(self, moments: dict[date, datetime]) -> dict[date, float]:
        """For how many seconds a date's hour, or the grace after it, fell into a time when the bot ran; below zero: not at all."""
        at = np.array([moment.timestamp() for moment in moments.values()])[:, None]
        begin, end = (np.array([pair[side].timestamp() for pair in self.up]) for side in (0, 1))
        shared = np.minimum(end, at + GRACE.total_seconds()) - np.maximum(begin, at)
        return dict(zip(moments, map(float, shared.max(axis=1)), strict=True))


def walk(zone: str, hour: int, rng: random.Random) -> Walk:
    """Ticks at random times, each at most half an hour after the subscription's next moment or the start of the bot."""
    done = Walk([], list(up_times(rng)))
    last: date | None = None
    next_at = START
    for begin, end in done.up:
        tick = max(begin, next_at) + rng.random() * _TICK
        while tick < end:
            due, next_at = turn(hour, zone, START, last, tick)
            if due:
                last = due[0]
                done.made.append((*due, tick))
            if rng.random() < 0.1:  # a second nudge, or a second process, a moment later
                assert turn(hour, zone, START, last, tick + timedelta(seconds=1))[0] is None
            tick = max(next_at, tick) + rng.random() * _TICK
    return done


def walked(zone: str, hour: int, moments: dict[date, datetime], seed: int) -> tuple[int, str | None]:
    """(editions made, what the walk did that it should not)."""
    done = walk(zone, hour, random.Random(f"{zone}/{hour}/{seed}"))
    days = [day for day, _, _ in done.made]
    made = {day for day in days if day in moments}
    time_for = done.time_for(moments)
    missed = {day for day, seconds in time_for.items() if seconds > _TICK.total_seconds()} - made
    unasked = made - {day for day, seconds in time_for.items() if seconds >= 0}
    shifted = [day for day, due, tick in done.made if day in moments and not moments[day] == due <= tick]
    said = None
    if days != sorted(set(days)):
        said = "a date twice, or out of order"
    elif missed or unasked or shifted:
        said = f"missed {sorted(missed)[:3]}, made unasked {sorted(unasked)[:3]}, at another moment {shifted[:3]}"
    return len(days), said and f"{zone} {hour}: {said}"


def check(chosen: Sequence[str], hours: Sequence[int] = HOURS, seed: int = 1) -> tuple[int, list[str]]:
    """(editions made, what went wrong)."""
    count, faults = 0, list[str]()
    for zone in chosen:
        shown = offsets(zone)
        for hour in hours:
            made, fault = walked(zone, hour, hours_of(shown, hour), seed)
            count += made
            faults += [fault] if fault else []
    return count, faults


if __name__ == "__main__":
    began = time.process_time()
    everywhere = zones()
    editions, faults = check(everywhere)
    sys.stdout.write(
        f"{len(everywhere)} zones, {len(HOURS)} hours, {(END - START).days} days: {editions} editions, "
        f"{len(faults)} walks wrong, {time.process_time() - began:.0f} s\n" + "\n".join(faults[:20]) + "\n"
    )
    sys.exit(bool(faults))
