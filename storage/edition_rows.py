"""Editions to rows and back. What is only shown is JSON."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import date

from bot.domain.digest import SECTIONS, Amendment, Edition, Revision, Section, SectionWish
from storage.database import Row
from storage.times import day_text, from_text, maybe_day, to_text


def columns(edition: Edition) -> dict[str, int | str]:
    """Of `edition` besides its key."""
    return {
        "window_from": to_text(edition.window_from),
        "window_to": to_text(edition.window_to),
        "compiled_at": to_text(edition.compiled_at),
        "asked": edition.sources_asked,
        "answered": edition.sources_answered,
        "cadence": edition.cadence,
        "sections": sections_text(edition.sections),
        "totals": json.dumps(edition.totals),
        "below": edition.below,
        "failing": json.dumps(edition.failing, ensure_ascii=False),
        "stale": json.dumps(edition.stale, ensure_ascii=False),
        "corrections": amendments_text(edition.corrections),
    }


def to_edition(row: Row, facts: Sequence[Row], revisions: Sequence[Row]) -> Edition:
    totals: dict[Section, int] = json.loads(row["totals"])
    return Edition(
        id=row["id"],
        subscription_id=row["subscription_id"],
        local_date=date.fromisoformat(row["local_date"]),
        window_from=from_text(row["window_from"]),
        window_to=from_text(row["window_to"]),
        compiled_at=from_text(row["compiled_at"]),
        facts=tuple((fact["section"], fact["fact_id"]) for fact in facts),
        sources_asked=row["sources_asked"],
        sources_answered=row["sources_answered"],
        cadence=row["cadence"],
        sections=to_sections(row["sections"]),
        totals=totals,
        below=row["below"],
        failing=tuple(json.loads(row["failing"])),
        stale=tuple(json.loads(row["stale"])),
        corrections=to_amendments(row["corrections"]),
        revisions=tuple(
            Revision(
                number=one["number"], made_at=from_text(one["made_at"]), amendments=to_amendments(one["amendments"])
            )
            for one in revisions
        ),
    )


def sections_text(sections: tuple[SectionWish, ...]) -> str:
    return "[]" if sections == SECTIONS else json.dumps([(one.name, one.most) for one in sections])


def to_sections(text: str) -> tuple[SectionWish, ...]:
    pairs: list[tuple[Section, int]] = json.loads(text)
    return tuple(SectionWish(name=name, most=most) for name, most in pairs) or SECTIONS


def amendments_text(amendments: Iterable[Amendment]) -> str:
    found = [asdict(one) | {"told_on": day_text(one.told_on)} for one in amendments]
    return json.dumps(found, ensure_ascii=False)


def to_amendments(text: str) -> tuple[Amendment, ...]:
    return tuple(Amendment(**one | {"told_on": maybe_day(one["told_on"])}) for one in json.loads(text))
