"""The project's own gold: texts of tests/nlp/gold/*.toml with what a careful reader finds in them (see README.md there)."""

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from bot.domain.facts import Span

FOLDER = Path(__file__).parent / "gold"
LEVELS = FOLDER / "levels.toml"

Alternatives = tuple[str, ...]
"""Answers of which any is right, written `one|other`."""

Days = tuple[date, date]
ANY_DAY = "?"


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldQuote:
    """`segments` lie in the text, in order. With `maybe`, found or not found are both right."""

    by: Alternatives
    kind: Alternatives
    segments: tuple[Span, ...]
    on_behalf_of: Alternatives = ()
    maybe: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldEvent:
    """A meeting, invitation or deal. `on` None: no day is told; `ANY_DAY`: the day is not judged."""

    who: tuple[Alternatives, ...]
    stage: Alternatives
    kind: Alternatives = ()
    inviter: Alternatives = ()
    instrument: str | None = None
    sectors: tuple[str, ...] = ()
    amounts: tuple[str, ...] = ()
    on: Days | str | None = None
    maybe: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldOffice:
    name: str
    office: Alternatives
    country: str
    former: bool = False
    maybe: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """`people` None: offices are not judged here. Every other list is complete."""

    id: str
    text: str
    title: str
    published_on: date
    quotes: tuple[GoldQuote, ...]
    meetings: tuple[GoldEvent, ...]
    invitations: tuple[GoldEvent, ...]
    deals: tuple[GoldEvent, ...]
    people: tuple[GoldOffice, ...] | None


def cases() -> list[Case]:
    """Every case of every file, in order."""
    found: list[Case] = []
    for path in sorted(FOLDER.glob("*.toml")):
        if path != LEVELS:
            document = tomllib.loads(path.read_text())
            found += [_case({"published_on": document.get("published_on"), **row}) for row in document["case"]]
    return found


def _case(row: dict[str, Any]) -> Case:
    known = {"id", "text", "title", "published_on", "quotes", "meetings", "invitations", "deals", "people"}
    if unknown := row.keys() - known:
        raise ValueError(f"{row['id']}: unknown keys {unknown}")
    return Case(
        id=row["id"],
        text=row["text"],
        title=row.get("title", ""),
        published_on=row["published_on"],
        quotes=tuple(_quote(row["id"], row["text"], one) for one in row.get("quotes", ())),
        meetings=tuple(_event(one) for one in row.get("meetings", ())),
        invitations=tuple(_event(one) for one in row.get("invitations", ())),
        deals=tuple(_event(one) for one in row.get("deals", ())),
        people=tuple(_office(one) for one in row["people"]) if "people" in row else None,
    )


def _quote(case: str, text: str, row: dict[str, Any]) -> GoldQuote:
    says: str | Sequence[str] = row["says"]
    return GoldQuote(
        by=_any(row["by"]),
        kind=_any(row["kind"]),
        segments=_segments(case, text, [says] if isinstance(says, str) else says),
        on_behalf_of=_any(row.get("for", "")),
        maybe=row.get("maybe", False),
    )


def _segments(case: str, text: str, written: Sequence[str]) -> tuple[Span, ...]:
    """Where each piece stands: "first words … last words" is the shortest stretch between them, after the piece before."""
    found: list[Span] = []
    for piece in written:
        pattern = re.escape(piece).replace(re.escape(" … "), ".*?")
        match = re.compile(pattern, re.S).search(text, found[-1][1] if found else 0)
        if match is None:
            raise ValueError(f"{case}: {piece!r} is not in the text")
        found.append(match.span())
    return tuple(found)


def _event(row: dict[str, Any]) -> GoldEvent:
    return GoldEvent(
        who=tuple(_any(one) for one in row["who"]),
        stage=_any(row["stage"]),
        kind=_any(row.get("kind", "")),
        inviter=_any(row.get("inviter", "")),
        instrument=row.get("instrument"),
        sectors=tuple(row.get("sectors", ())),
        amounts=tuple(row.get("amounts", ())),
        on=_days(row.get("on")),
        maybe=row.get("maybe", False),
    )


def _days(on: object) -> Days | str | None:
    match on:
        case date():
            return (on, on)
        case [date() as first, date() as last]:
            return (first, last)
        case "?" | None:
            return on
        case _:
            raise ValueError(f"no days: {on!r}")


def _office(row: dict[str, Any]) -> GoldOffice:
    return GoldOffice(
        name=row["name"],
        office=_any(row["office"]),
        country=row["country"],
        former=row.get("former", False),
        maybe=row.get("maybe", False),
    )


def _any(written: str) -> Alternatives:
    return tuple(part.strip() for part in written.split("|") if part.strip())
