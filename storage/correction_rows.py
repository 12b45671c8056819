"""Corrections to rows and back: what kind of word, and its value as JSON."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from bot.domain import corrections as c
from bot.domain.facts import Claim, Party
from storage.database import Row
from storage.times import from_text

_WORDS: dict[type[c.Change], str] = {
    c.Approved: "approve",
    c.Rejected: "reject",
    c.SameAs: "merge",
    c.SpeakerIs: "speaker",
    c.InviterIs: "inviter",
    c.SidesAre: "sides",
    c.KindIs: "kind",
    c.StageIs: "stage",
    c.DayIs: "day",
    c.AmountIs: "amount",
    c.WordsAre: "words",
    c.Undone: "undo",
}


def columns(change: c.Change) -> dict[str, str | int | None]:
    """`what`, `value`, `other` and `undoes` of a row."""
    return {
        "what": _WORDS[type(change)],
        "value": json.dumps(_value(change), ensure_ascii=False),
        "other": change.other if isinstance(change, c.SameAs) else None,
        "undoes": change.correction if isinstance(change, c.Undone) else None,
    }


def to_correction(row: Row) -> c.Correction:
    return c.Correction(
        id=row["id"],
        fact_id=row["fact_id"],
        change=_read(row),
        author_id=row["author_id"],
        made_at=from_text(row["made_at"]),
    )


def _value(change: c.Change) -> Any:
    match change:
        case c.SpeakerIs(one) | c.InviterIs(one) | c.AmountIs(one):
            return asdict(one) if one else None
        case c.SidesAre(parties):
            return [asdict(party) for party in parties]
        case c.KindIs(word) | c.StageIs(word):
            return word
        case c.DayIs(day):
            return day and day.isoformat()
        case c.WordsAre(stretches):
            return stretches
        case _:
            return None


def _read(row: Row) -> c.Change:
    value = json.loads(row["value"])
    match row["what"]:
        case "approve":
            return c.Approved()
        case "reject":
            return c.Rejected()
        case "merge":
            return c.SameAs(row["other_id"])
        case "speaker":
            return c.SpeakerIs(_party(value))
        case "inviter":
            return c.InviterIs(_party(value))
        case "sides":
            return c.SidesAre(tuple(Party(**one) for one in value))
        case "kind":
            return c.KindIs(value)
        case "stage":
            return c.StageIs(value)
        case "day":
            return c.DayIs(date.fromisoformat(value) if value else None)
        case "amount":
            return c.AmountIs(_claim(value))
        case "words":
            return c.WordsAre(tuple(value))
        case _:
            return c.Undone(row["undoes"])


def _party(value: Mapping[str, Any] | None) -> Party | None:
    return Party(**value) if value else None


def _claim(value: Mapping[str, Any] | None) -> Claim | None:
    if value is None:
        return None
    start, end = value["span"]
    values: dict[str, Any] = {**value, "span": (start, end)}
    return Claim(**values)
