"""From rows to facts as the asking server corrected them; all on a reader's thread, within one `Database.read`."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from bot.domain.facts import AnyRecorded, Fact, Quote
from bot.domain.news import Carrier
from bot.domain.people import Tenure, office_on
from storage import overlays, voices
from storage.database import Reads, Row
from storage.fact_rows import to_recorded
from storage.leaders import to_tenure

PARTIES = """
SELECT * FROM fact_party WHERE fact_id IN (SELECT value FROM json_each(:ids)) ORDER BY fact_id, role, position
"""
CLAIMS = "SELECT * FROM claim WHERE fact_id IN (SELECT value FROM json_each(:ids)) ORDER BY fact_id, position"
TENURES = "SELECT * FROM tenure WHERE leader_id IN (SELECT value FROM json_each(:ids))"
_NONE: Mapping[int, tuple[()]] = {}


def whole(reads: Reads, guild_id: int, rows: Sequence[Row]) -> tuple[AnyRecorded, ...]:
    """The one door through which a fact is read: as the asking server corrected it."""
    found = as_found(reads, guild_id, rows)
    return _with_offices(reads, overlays.lay(reads, guild_id, found)) if found else ()


def outlines(reads: Reads, guild_id: int, rows: Sequence[Row]) -> tuple[AnyRecorded, ...]:
    """As `whole`, without whose word an article is."""
    return tuple(overlays.lay(reads, guild_id, _recorded(reads, rows))) if rows else ()


def as_found(reads: Reads, guild_id: int, rows: Sequence[Row]) -> tuple[AnyRecorded, ...]:
    """As `whole`, before corrections."""
    if not rows:
        return ()
    articles = {row["article_id"] for row in rows}
    told_by = voices.carriers(reads, guild_id, articles)
    return _recorded(reads, rows, told_by, voices.quoted(reads, guild_id, articles))


def tenures(reads: Reads, leaders: Collection[str]) -> dict[str, list[Tenure]]:
    """What is known of each of these leaders' offices."""
    found: dict[str, list[Tenure]] = {}
    for row in reads.all(TENURES, {"ids": json.dumps(sorted(leaders))}):
        found.setdefault(row["leader_id"], []).append(to_tenure(row))
    return found


def _recorded(
    reads: Reads,
    rows: Sequence[Row],
    told_by: Mapping[int, Sequence[Carrier]] = _NONE,
    quoted: Mapping[int, Sequence[str]] = _NONE,
) -> tuple[AnyRecorded, ...]:
    ids = {"ids": json.dumps([row["id"] for row in rows])}
    parties = _grouped(reads.all(PARTIES, ids))
    claims = _grouped(reads.all(CLAIMS, ids)) if any(row["kind"] == "deal" for row in rows) else {}
    return tuple(
        to_recorded(
            row,
            parties.get(row["id"], ()),
            claims.get(row["id"], ()),
            told_by.get(row["article_id"], ()),
            quoted.get(row["article_id"], ()),
        )
        for row in rows
    )


def _grouped(rows: Sequence[Row]) -> dict[int, list[Row]]:
    groups: dict[int, list[Row]] = {}
    for row in rows:
        groups.setdefault(row["fact_id"], []).append(row)
    return groups


def _with_offices(reads: Reads, facts: Sequence[AnyRecorded]) -> tuple[AnyRecorded, ...]:
    """A speaker to whom the text gives no office has the one we know the person to have held that day."""
    bare = {leader for one in facts if (leader := _speaking_leader(one.fact))}
    if not bare:
        return tuple(facts)
    held = tenures(reads, bare)
    return tuple(_with_office(one, held) for one in facts)


def _speaking_leader(fact: Fact) -> str | None:
    """The leader who is quoted and to whom the text gives no office."""
    speaker = fact.speaker if isinstance(fact, Quote) else None
    return speaker.party.leader if speaker and speaker.party and not speaker.office else None


def _with_office(one: AnyRecorded, tenures: Mapping[str, Sequence[Tenure]]) -> AnyRecorded:
    leader = _speaking_leader(one.fact)
    held = office_on(tenures.get(leader, ()), one.article.published_at.date()) if leader else None
    if held is None or not isinstance(one.fact, Quote) or one.fact.speaker is None:
        return one
    speaker = replace(one.fact.speaker, office=held.office, office_as_of=held.as_of)
    return replace(one, fact=replace(one.fact, speaker=speaker))
