"""When a digest is due: by the server's own local date, whatever its clocks do in spring and autumn."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

GRACE = timedelta(hours=6)
"""How late a digest still comes; a longer downtime skips it, and the next one covers its window."""

_QUARTER = timedelta(minutes=15)  # offsets are whole quarters of an hour


def moment_of(day: date, hour: int, zone: str) -> datetime | None:
    """The UTC time at which `hour`:00 comes on a local date; None if that date does not exist there.

    An hour that the spring change skips comes at the first moment after the gap; one that autumn repeats comes the first time.
    """
    place = ZoneInfo(zone)
    moment = datetime.combine(day, time(hour), place).astimezone(UTC)
    shown = moment.astimezone(place)
    if shown.hour != hour:  # in a gap, perhaps of more than an hour: back to its end
        while (before := (moment - _QUARTER).astimezone(place)).date() == day and before.hour >= hour:
            moment, shown = moment - _QUARTER, before
    return moment if shown.date() == day else None


def turn(
    hour: int, zone: str, since: datetime, last: date | None, now: datetime, *, only_on: int | None = None
) -> tuple[tuple[date, datetime] | None, datetime]:
    """What a subscription's turn at `now` brings: the local date whose digest is due, with the moment of its hour, if one is;
    and when its next turn comes."""
    day = due_date(hour, zone, since, last, now, only_on=only_on)
    moment = day and moment_of(day, hour, zone)
    return (day, moment) if day and moment else None, next(runs(hour, zone, now, only_on=only_on, last=day or last))


def due_date(
    hour: int, zone: str, since: datetime, last: date | None, now: datetime, *, only_on: int | None = None
) -> date | None:
    """The local date whose digest is due at `now`: its hour has come since `since`, within the grace, and it is after `last`.

    `only_on`: the weekday of a weekly digest, 0 for Monday.
    """
    today = now.astimezone(ZoneInfo(zone)).date()
    for day in (today, today - timedelta(days=1)):
        moment = moment_of(day, hour, zone)
        if moment is None or not since <= moment <= now or not _is_on(day, only_on):
            continue
        is_new = last is None or day > last
        return day if is_new and now - moment <= GRACE else None
    return None


def runs(
    hour: int, zone: str, after: datetime, *, only_on: int | None = None, last: date | None = None
) -> Iterator[datetime]:
    """The coming moments, without end, each later than `after` and of a local date after `last`, that of the last edition."""
    day = after.astimezone(ZoneInfo(zone)).date() - timedelta(days=1)
    while True:
        moment = moment_of(day, hour, zone)
        if moment is not None and moment > after and _is_on(day, only_on) and (last is None or day > last):
            yield moment
        day += timedelta(days=1)


def clock_change(zone: str, after: datetime, before: datetime) -> tuple[datetime, timedelta] | None:
    """When clocks change next between two moments, to the quarter of an hour, and by how much; None if they do not."""
    place = ZoneInfo(zone)
    start, found = after.astimezone(UTC), None
    while start < before and found is None:
        end = min(start + timedelta(days=1), before.astimezone(UTC))
        if end.astimezone(place).utcoffset() != start.astimezone(place).utcoffset():
            found = end
        else:
            start = end
    if found is None:
        return None
    was = start.astimezone(place).utcoffset() or timedelta()
    moment = start.replace(minute=start.minute // 15 * 15, second=0, microsecond=0)
    while moment.astimezone(place).utcoffset() == was:
        moment += _QUARTER
    return moment, (moment.astimezone(place).utcoffset() or timedelta()) - was


def _is_on(day: date, only_on: int | None) -> bool:
    return only_on is None or day.weekday() == only_on


def written_day(digits: str) -> date | None:
    """The day that a custom_id writes as 20260311; None for what is no day."""
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return None
