"""Times as the store keeps them: UTC, fixed width, so that text order is time order."""

from datetime import UTC, date, datetime


def to_text(moment: datetime) -> str:
    """An aware time as `2026-03-01T07:00:00.000000Z`."""
    if moment.tzinfo is not UTC:
        moment = moment.astimezone(UTC)
    return moment.isoformat(timespec="microseconds")[:26] + "Z"


def maybe_text(moment: datetime | None) -> str | None:
    return None if moment is None else to_text(moment)


def from_text(text: str) -> datetime:
    """The aware UTC time that `to_text` wrote."""
    return datetime.fromisoformat(text)


def maybe_time(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)


def maybe_day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def day_text(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
