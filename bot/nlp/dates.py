"""Days that words name, seen from the day an article was published.

"On Tuesday", published on a Tuesday, is that day. The tense decides the direction: "will meet on Friday" is the coming
one, "met on Friday" the last. Every rule gives an inclusive interval, or None where the words name no day.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Literal

from bot.nlp.calendars import (
    MONTH,
    MONTHS,
    NUMBER,
    WEEKDAY,
    WEEKDAYS,
    days_after,
    half,
    month,
    months_after,
    number,
    one_day,
    quarter,
    week,
    year,
)

Tense = Literal["past", "future"]
Days = tuple[date, date]


@dataclass(frozen=True, slots=True, kw_only=True)
class DatePhrase:
    """Words that may name a day: [start, end) in the text that was searched."""

    start: int
    end: int
    verbatim: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Seen:
    """Where and when a phrase is read from: `on` is the day of publication."""

    on: date
    tense: Tense
    phrase: str


_DAY = r"(\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?:,?\s(\d{4}))?"
_RELATIVE_YEAR = {"last": -1, "past": -1, "previous": -1, "this": 0, "the": 0, "current": 0, "next": 1, "coming": 1}
_BEFORE_MONTH = re.compile(r"\b(?:in|since|until|by|of|early|late|last|next|this|from)\s$")
_TO = r"\s?(?:-|–|to|and|through)\s?"


@lru_cache(maxsize=128)  # every event of a sentence asks
def find_dates(text: str) -> tuple[DatePhrase, ...]:
    """Every phrase of `text` that names days relative to its publication or by the calendar, in order."""
    return tuple(
        DatePhrase(start=m.start(), end=m.end(), verbatim=m.group()) for m in _ANY.finditer(text) if not _is_no_date(m)
    )


def resolve(phrase: str, published_on: date, tense: Tense = "past") -> Days | None:
    """The inclusive days that `phrase` names in an article of `published_on`, or None."""
    plain = re.sub(rf"\b({MONTH})\.", r"\1", " ".join(phrase.lower().split()).strip(".,"))
    seen = _Seen(on=published_on, tense=tense, phrase=plain)
    for pattern, rule in _RULES:
        found = pattern.search(plain)
        if found:
            try:
                return rule(found, seen)
            except (ValueError, OverflowError):  # 31 June, the year 0
                return None
    return None


def _is_no_date(found: re.Match[str]) -> bool:
    """ "May" and "march" are verbs, "sat" and "sun" are words, and a bare year may be a number."""
    words = found.group()
    if re.fullmatch(r"(?i:may|march|mar|dec|sat|sun|mon|wed|second|sept?|jan|oct|nov)", words):
        before = found.string[max(0, found.start() - 12) : found.start()].lower()
        return not (words[0].isupper() and _BEFORE_MONTH.search(before))
    return words[0].islower() and re.match(rf"(?:{MONTH}|{WEEKDAY})\b", words) is not None


def _calendar_day(seen: _Seen, first: int, last: int, name: str, year_words: str | None) -> Days:
    in_month = MONTHS[name]
    if year_words:
        start = date(int(year_words), in_month, first)
    else:
        near = [date(seen.on.year + k, in_month, first) for k in (-1, 0, 1) if (in_month, first) != (2, 29)]
        length = timedelta(max(0, last - first))
        ahead, behind = [d for d in near if d + length >= seen.on], [d for d in near if d <= seen.on + timedelta(1)]
        start = ahead[0] if seen.tense == "future" else behind[-1]
    return start, start + timedelta(max(0, last - first))


def _month(found: re.Match[str], seen: _Seen) -> Days:
    in_month, given = MONTHS[found[2]], found[3]
    if given and given.isdigit():
        in_year = int(given)
    elif given:
        in_year = seen.on.year + _RELATIVE_YEAR[given.split()[0]]
    elif found[1] in {"next", "coming"} or (seen.tense == "future" and found[1] not in {"last", "past"}):
        in_year = seen.on.year + (in_month < seen.on.month or (found[1] == "next" and in_month == seen.on.month))
    else:
        in_year = seen.on.year - (in_month > seen.on.month or (found[1] == "last" and in_month == seen.on.month))
    return month(in_year, in_month)


def _weekday(found: re.Match[str], seen: _Seen) -> Days:
    which, day = found[1], WEEKDAYS[found[2]]
    back, ahead = (seen.on.weekday() - day) % 7, (day - seen.on.weekday()) % 7
    if which in {"last", "past"}:
        return one_day(seen.on - timedelta(back or 7))
    if which in {"next", "coming"}:
        return one_day(seen.on + timedelta(ahead or 7))
    last = found[3]
    start = seen.on + timedelta(ahead) if seen.tense == "future" else seen.on - timedelta(back)
    return start, start + timedelta((WEEKDAYS[last] - day) % 7 if last else 0)


def _weekend(found: re.Match[str], seen: _Seen) -> Days:
    saturday = seen.on - timedelta((seen.on.weekday() - 5) % 7)
    if found[1] in {"next", "coming"} or (seen.tense == "future" and found[1] not in {"last", "past"}):
        saturday = seen.on + timedelta((5 - seen.on.weekday()) % 7)
    return saturday, saturday + timedelta(1)


def _unit(found: re.Match[str], seen: _Seen) -> Days:
    shift, unit = _RELATIVE_YEAR[found[1]], found[2]
    if unit == "week":
        return week(seen.on + timedelta(7 * shift))
    if unit == "month":
        return months_after(seen.on, shift)
    return year(seen.on.year + shift)


def _earlier_this(found: re.Match[str], seen: _Seen) -> Days:
    whole = {"week": week(seen.on), "month": month(seen.on.year, seen.on.month), "year": year(seen.on.year)}
    start, end = whole[found[2]]
    return (start, seen.on) if found[1] == "earlier" else (seen.on, end)


def _given_year(words: str | None, seen: _Seen) -> int:
    if not words:
        return seen.on.year
    return int(words) if words.isdigit() else seen.on.year + _RELATIVE_YEAR[words.split()[0]]


def _later(found: re.Match[str], seen: _Seen) -> Days:
    return days_after(seen.on, number(found[1] or found[3]), found[2] or found[4])


_OF_YEAR = r"(?:\s(?:of\s)?(\d{4}|(?:next|this|last) year))?"
_WRITTEN: tuple[tuple[str, Callable[[re.Match[str], _Seen], Days]], ...] = (
    (
        rf"\b{_DAY}{_TO}{_DAY}\s(?:of\s)?({MONTH}){_YEAR}\b",
        lambda f, s: _calendar_day(s, int(f[1]), int(f[2]), f[3], f[4]),
    ),
    (rf"\b({MONTH})\s{_DAY}{_TO}{_DAY}{_YEAR}\b", lambda f, s: _calendar_day(s, int(f[2]), int(f[3]), f[1], f[4])),
    (rf"\b{_DAY}\s(?:of\s)?({MONTH}){_YEAR}\b", lambda f, s: _calendar_day(s, int(f[1]), int(f[1]), f[2], f[3])),
    (rf"\b({MONTH})\s{_DAY}{_YEAR}\b(?!\d)", lambda f, s: _calendar_day(s, int(f[2]), int(f[2]), f[1], f[3])),
    (r"\b(\d{4})-(\d\d)-(\d\d)\b", lambda f, s: one_day(date(int(f[1]), int(f[2]), int(f[3])))),
    (r"\bday before yesterday\b", lambda f, s: one_day(s.on - timedelta(2))),
    (r"\bday after tomorrow\b", lambda f, s: one_day(s.on + timedelta(2))),
    (r"\b(?:yesterday|last night|overnight)\b", lambda f, s: one_day(s.on - timedelta(1))),
    (r"\btomorrow\b", lambda f, s: one_day(s.on + timedelta(1))),
    (
        r"\b(?:today|tonight|this (?:morning|afternoon|evening)|(?:earlier|later) in the day)\b",
        lambda f, s: one_day(s.on),
    ),
    (
        rf"\b(?:q([1-4])|(first|second|third|fourth|last) quarter){_OF_YEAR}",
        lambda f, s: quarter(_given_year(f[3], s), f[1] or f[2]),
    ),
    (r"\bfirst half of (\d{4}|(?:next|this|last|the) year)", lambda f, s: half(_given_year(f[1], s), "first")),
    (r"\bsecond half of (\d{4}|(?:next|this|last|the) year)", lambda f, s: half(_given_year(f[1], s), "second")),
    (r"\b(?:end of (?:the|this) year|year-?end)\b", lambda f, s: one_day(date(s.on.year, 12, 31))),
    (r"\bend of (\d{4}|next year)\b", lambda f, s: one_day(date(_given_year(f[1], s), 12, 31))),
    (r"\bend of (?:the|this) month\b", lambda f, s: one_day(month(s.on.year, s.on.month)[1])),
    (
        rf"\b(?:(last|next|this|past|coming)\s)?(?:(?:early|mid|late)[-\s])?({MONTH})"
        r"(?:,?\s(?:of\s)?(\d{4}|(?:last|next|this) year))?\b(?!\s\d)",
        _month,
    ),
    (rf"\b(?:(last|next|this|past|coming)\s)?({WEEKDAY})s?\b(?:\s(?:and|to|through)\s({WEEKDAY})\b)?", _weekday),
    (r"\b(?:(last|next|this|past|coming)\s)?weekend\b", _weekend),
    (
        rf"\b({NUMBER}|\d+) (day|week|month|year)s? (?:ago|earlier|before)\b",
        lambda f, s: days_after(s.on, -number(f[1]), f[2]),
    ),
    (
        rf"\b(?:in|within|after) ({NUMBER}|\d+) (day|week|month|year)s?\b"
        rf"|\b({NUMBER}|\d+) (day|week|month|year)s? (?:later|from now)\b",
        _later,
    ),
    (r"\b(earlier|later) this (week|month|year)\b", _earlier_this),
    (r"\b(last|next|this|past|coming|current|previous)['’]?s? (week|month|year)\b", _unit),
    (r"\b((?:19|20)\d\d)\b", lambda f, s: year(int(f[1]))),
)
_RULES = tuple((re.compile(pattern), rule) for pattern, rule in _WRITTEN)
_WHEN = r"(?:\s(?:morning|afternoon|evening|night)\b)?"
_SHIFT = r"(?:(?:last|next|this|past|coming|early|mid|late|earlier|later)[-\s])*"
_ANY = re.compile(
    rf"\b(?:\d{{1,2}}(?:st|nd|rd|th)?(?:{_TO}\d{{1,2}}(?:st|nd|rd|th)?)?\s(?:of\s)?(?:{MONTH})\b\.?(?:,?\s\d{{4}}\b)?"
    rf"|(?:{MONTH})\b\.?\s\d{{1,2}}(?!\d)(?:st|nd|rd|th)?(?:{_TO}\d{{1,2}}(?:st|nd|rd|th)?(?!\d))?(?:,?\s\d{{4}}\b)?"
    rf"|\d{{4}}-\d\d-\d\d|(?:the\s)?day\s(?:before\syesterday|after\stomorrow)|yesterday|last\snight|overnight|tomorrow{_WHEN}"
    rf"|today|tonight|this\s(?:morning|afternoon|evening)|(?:earlier|later)\sin\sthe\sday"
    rf"|(?:the\s)?(?:first|second|third|fourth|last)\s(?:quarter|half)(?:\sof\s(?:\d{{4}}|(?:the|next|this|last)\syear))?"
    rf"|(?:the\s)?end\sof\s(?:\d{{4}}|(?:the|this|next)\s(?:year|month))"
    rf"|{_SHIFT}(?:{MONTH})\b\.?(?:,?\s(?:of\s)?(?:\d{{4}}\b|(?:last|next|this)\syear))?"
    rf"|{_SHIFT}(?:{WEEKDAY}){_WHEN}(?:\s(?:and|to|through)\s(?:{WEEKDAY})\b)?"
    rf"|(?:(?:the|over|at|on)\s)?(?:(?:last|next|this|past|coming)\s)?weekend"
    rf"|(?:{NUMBER}|\d+)\s(?:day|week|month|year)s?\s(?:ago|earlier|from\snow)"
    rf"|(?:in|within)\s(?:{NUMBER}|\d+)\s(?:day|week|month|year)s"
    rf"|(?:earlier\s|later\s)?(?:last|next|this|the\spast|the\scoming)\s(?:week|month|year)(?=\b)"
    rf"|(?:the\s)?(?:following|next|same|previous)\s(?:day|morning|afternoon|evening)|the\sfollowing\s(?:week|month|year)|the\sday\safter"
    rf"|(?:19|20)\d\d(?![\d%-]|,\d))\b",
    re.IGNORECASE,
)
