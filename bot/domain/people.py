"""People we follow, the offices they hold, and the countries of the world."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

FRESH = timedelta(days=180)
"""An office known from a source older than this is shown with its day."""
_CAPITALISED = re.compile(r"\b[A-Z]\w{3,}")
_PASSING = re.compile(r"^(?:Acting|Interim|Transitional) ")
_CALLED_THERE = {
    ("US", "Finance Minister"): "Treasury Secretary",
    ("US", "Defence Minister"): "Defense Secretary",
    ("US", "Energy Minister"): "Energy Secretary",
    ("US", "Foreign Minister"): "Secretary of State",
    ("GB", "Finance Minister"): "Chancellor of the Exchequer",
    ("GB", "Foreign Minister"): "Foreign Secretary",
    ("GB", "Defence Minister"): "Defence Secretary",
    ("GB", "Energy Minister"): "Energy Secretary",
    ("GB", "Interior Minister"): "Home Secretary",
    ("GB", "Trade Minister"): "Trade Secretary",
    ("IN", "Foreign Minister"): "External Affairs Minister",
    ("IN", "Interior Minister"): "Home Minister",
    ("IE", "Prime Minister"): "Taoiseach",
    ("PH", "Foreign Minister"): "Foreign Secretary",
    ("PH", "Defence Minister"): "Defense Secretary",
    ("PH", "Finance Minister"): "Finance Secretary",
    ("PH", "Trade Minister"): "Trade Secretary",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Country:
    """A row of `seeds/countries.toml`; `code` is ISO 3166 alpha-2 (with `EU` and `XK` added)."""

    code: str
    name: str
    aliases: tuple[str, ...] = ()
    demonyms: tuple[str, ...] = ()
    capitals: tuple[str, ...] = ()
    metonyms: tuple[str, ...] = ()

    @property
    def flag(self) -> str:
        """The flag as two regional indicator letters."""
        return "".join(chr(0x1F1E6 + ord(letter) - ord("A")) for letter in self.code)


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """States that act under one name (G7, European Union, Central Asia); `members` are ISO codes."""

    id: str
    name: str
    aliases: tuple[str, ...] = ()
    members: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Tenure:
    """One person in one office. `as_of` is the day the source was true; `until_on` is None while it lasts.

    Where the news closed it, `until_on` is the day a successor was first named: the latest it can have ended.
    """

    office: str
    country: str | None
    as_of: date
    source: str
    since_on: date | None = None
    until_on: date | None = None

    def is_stale(self, on: date) -> bool:
        """Its source is so old that its day must be said."""
        return on - self.as_of > FRESH


@dataclass(frozen=True, slots=True, kw_only=True)
class Leader:
    """A person we follow. `id` is a slug of the name and never changes; `aliases` are other spellings and scripts."""

    id: str
    name: str
    country: str | None
    aliases: tuple[str, ...] = ()
    tenures: tuple[Tenure, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """What a server's managers say of a person in an office; it holds in that server alone."""

    person: str
    name: str
    office: str
    country: str
    verdict: Literal["approved", "dismissed"]
    ruled_on: date


def base_office(office: str) -> str:
    """The office itself, however it is held for the time being."""
    return _PASSING.sub("", office)


def called(office: str, country: str | None) -> str:
    """An office by the name it has in its country: a finance minister of the US is its Treasury Secretary."""
    base = base_office(office)
    return office.removesuffix(base) + _CALLED_THERE.get((country or "", base), base)


def office_on(tenures: Sequence[Tenure], day: date) -> Tenure | None:
    """The office held on a day, by the newest source; None where none covers the day."""
    held = [
        tenure
        for tenure in tenures
        if (tenure.since_on <= day if tenure.since_on else tenure.as_of - day <= FRESH)
        and (tenure.until_on is None or day < tenure.until_on)
    ]
    return max(held, key=lambda tenure: tenure.as_of, default=None)


def latest(tenures: Sequence[Tenure]) -> tuple[Tenure, ...]:
    """Each office once, by the newest source."""
    newest: dict[tuple[str, str | None], Tenure] = {}
    for tenure in sorted(tenures, key=lambda tenure: tenure.as_of):
        newest[base_office(tenure.office), tenure.country] = tenure
    return tuple(one for one in tenures if one in newest.values())


def names_place(office: str, place: str) -> bool:
    """The office says of where it is: "President of the European Commission", of the European Union."""
    return bool(set(_CAPITALISED.findall(place)) & set(_CAPITALISED.findall(office)))
