"""Dates as feeds and pages write them."""

import warnings
from datetime import UTC, datetime, timedelta

from dateutil import parser
from dateutil.tz import tzoffset

_EARLIEST = datetime(1995, 1, 1, tzinfo=UTC)
_AHEAD = timedelta(hours=48)
_ZONES = {
    name: tzoffset(name, int(hours * 3600))
    for name, hours in {
        "EST": -5,
        "EDT": -4,
        "CST": -6,
        "CDT": -5,
        "MST": -7,
        "MDT": -6,
        "PST": -8,
        "PDT": -7,
        "BST": 1,
        "CET": 1,
        "CEST": 2,
        "EET": 2,
        "EEST": 3,
        "MSK": 3,
        "TRT": 3,
        "GST": 4,
        "AZT": 4,
        "UZT": 5,
        "PKT": 5,
        "IST": 5.5,
        "KGT": 6,
        "ALMT": 6,
        "SGT": 8,
        "HKT": 8,
        "JST": 9,
        "KST": 9,
        "AEST": 10,
        "AEDT": 11,
    }.items()
}


def is_sensible(moment: datetime, now: datetime) -> bool:
    """Not before the web's news, and not further ahead than clocks and zones go wrong."""
    return _EARLIEST <= moment <= now + _AHEAD


def read_moment(text: str, now: datetime) -> tuple[datetime, bool] | None:
    """The moment in UTC, and whether hour and zone were given (else midnight, UTC). None if it is not sensible."""
    text = text.strip()
    if not any(char.isdigit() for char in text) or len(text) > 80:
        return None
    moment = _parse(text)
    if moment is None:
        return None
    is_exact = moment.tzinfo is not None and ":" in text
    moment = _utc(moment)
    return (moment, is_exact) if moment is not None and is_sensible(moment, now) else None


def _parse(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        pass
    try:
        with warnings.catch_warnings(action="ignore"):  # an unknown zone's name is read as UTC
            # A year far in the past: a text without one is refused later instead of being taken for this year.
            return parser.parse(text, default=datetime(1900, 1, 1), tzinfos=_ZONES)  # noqa: DTZ001 - naive on purpose
    except (ValueError, OverflowError, TypeError):
        return None


def _utc(moment: datetime) -> datetime | None:
    try:
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return None
