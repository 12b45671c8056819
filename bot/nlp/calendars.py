"""Names of days and months, and the intervals they stand for: pure calendar arithmetic."""

import calendar
from datetime import date, timedelta

Days = tuple[date, date]

_DAYS = {name.lower(): i for i, name in enumerate(calendar.day_name)}
WEEKDAYS = _DAYS | {name[:3]: i for name, i in _DAYS.items()} | {"tues": 1, "weds": 2, "thur": 3, "thurs": 3}
_LONG_MONTHS = {name.lower(): i for i, name in enumerate(calendar.month_name) if name}
MONTHS = _LONG_MONTHS | {name[:3]: i for name, i in _LONG_MONTHS.items()} | {"sept": 9}
WEEKDAY = "|".join(sorted(WEEKDAYS, key=len, reverse=True))
MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_NUMBERS = {
    "a": 1,
    "an": 1,
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "eleven": 11,
    "twelve": 12,
}
NUMBER = "|".join(sorted(_NUMBERS, key=len, reverse=True))
_QUARTERS = {"1": 1, "2": 2, "3": 3, "4": 4, "first": 1, "second": 2, "third": 3, "fourth": 4, "last": 4}


def number(word: str) -> int:
    """A small number in digits or letters."""
    return _NUMBERS.get(word) or int(word)


def one_day(day: date) -> Days:
    return day, day


def week(day: date) -> Days:
    """Monday to Sunday of the week `day` is in."""
    monday = day - timedelta(day.weekday())
    return monday, monday + timedelta(6)


def month(in_year: int, in_month: int) -> Days:
    return date(in_year, in_month, 1), date(in_year, in_month, calendar.monthrange(in_year, in_month)[1])


def months_after(day: date, months: int) -> Days:
    """The whole month that lies `months` after the one `day` is in; negative goes back."""
    in_year, in_month = divmod(day.month - 1 + months, 12)
    return month(day.year + in_year, in_month + 1)


def year(in_year: int) -> Days:
    return date(in_year, 1, 1), date(in_year, 12, 31)


def quarter(in_year: int, which: str) -> Days:
    number_of = _QUARTERS[which]
    return date(in_year, 3 * number_of - 2, 1), month(in_year, 3 * number_of)[1]


def half(in_year: int, which: str) -> Days:
    """The first or second half of a year."""
    first = which == "first"
    return (date(in_year, 1, 1), date(in_year, 6, 30)) if first else (date(in_year, 7, 1), date(in_year, 12, 31))


def days_after(day: date, count: int, unit: str) -> Days:
    """`count` days, weeks, months or years after `day`; a month or year is the whole of it."""
    if unit == "day":
        return one_day(day + timedelta(count))
    if unit == "week":
        return one_day(day + timedelta(7 * count))
    return months_after(day, count) if unit == "month" else year(day.year + count)
