"""A server's corrections laid over facts: when they are read, and for SQL as rows that follow the log and the fact.

Every read of a fact passes `lay`; every query that filters or counts by what a correction can change says so with these rows.
"""

import json
from collections.abc import Sequence
from typing import LiteralString

from bot.domain.corrections import Correction, SameAs, Undone, apply, standing
from bot.domain.facts import AnyRecorded
from storage import search
from storage.correction_rows import to_correction
from storage.database import Reads, Row, Transaction
from storage.fact_index import tags, words
from storage.fact_rows import ref, sides, to_recorded
from storage.times import to_text

# An undo bears the `other_id` of what it takes back, so that it is found with it.
LOGS = """
SELECT * FROM correction WHERE guild_id = :guild AND (fact_id IN (SELECT value FROM json_each(:ids))
  OR other_id IN (SELECT value FROM json_each(:ids))) ORDER BY id
"""
FOUND: LiteralString = (
    "SELECT"
    + search.FACT_COLUMNS
    + """
FROM fact f JOIN article a ON a.id = f.article_id JOIN article_text t ON t.article_id = a.id AND t.revision = f.revision
WHERE f.id = :fact
"""
)
PARTIES = "SELECT * FROM fact_party WHERE fact_id = :fact ORDER BY role, position"
CLAIMS = "SELECT * FROM claim WHERE fact_id = :fact ORDER BY position"
SERVERS = "SELECT guild_id FROM overlay WHERE fact_id = :fact"
CLEAR = "DELETE FROM overlay WHERE guild_id = :guild AND fact_id = :fact"
LAY = """
INSERT INTO overlay (guild_id, fact_id, shown, rejected, shown_at) VALUES (:guild, :fact, :shown, :rejected, :shown_at)
"""
PARTY = """
INSERT INTO overlay_party (overlay_id, position, role, ref, name, country) VALUES (:overlay, :position, :role, :ref, :name, :country)
"""
INDEX = "INSERT INTO overlay_search (rowid, text, tag) VALUES (:id, :text, :tag)"
# For the WHERE of a query over `fact f` asked by :guild: shown as the server sees it.
SHOWN: LiteralString = (
    " coalesce((SELECT o.shown FROM overlay o WHERE o.guild_id = :guild AND o.fact_id = f.id), f.shown) = 1 "
)


def logs(reads: Reads, guild_id: int, fact_ids: Sequence[int]) -> tuple[Correction, ...]:
    """All that a server did to these facts or said of them, what it took back too, oldest first."""
    rows = reads.all(LOGS, {"guild": guild_id, "ids": json.dumps(fact_ids)}) if guild_id else ()
    return tuple(map(to_correction, rows))


def lay(reads: Reads, guild_id: int, facts: Sequence[AnyRecorded]) -> list[AnyRecorded]:
    """The facts as a server corrected them."""
    log = _by_fact(logs(reads, guild_id, [fact.id for fact in facts]))
    return [apply(fact, log[fact.id]) if fact.id in log else fact for fact in facts]


def _by_fact(log: Sequence[Correction]) -> dict[int, list[Correction]]:
    """A merge, and what takes it back, is of both facts."""
    merges = {one.id: one.change.other for one in log if isinstance(one.change, SameAs)}
    groups: dict[int, list[Correction]] = {}
    for one in log:
        other = merges.get(one.change.correction if isinstance(one.change, Undone) else one.id)
        for fact_id in {one.fact_id, other or one.fact_id}:
            groups.setdefault(fact_id, []).append(one)
    return groups


def refresh(tx: Transaction, guild_id: int, fact_id: int) -> None:
    """Write anew what stands of a server's corrections of a fact, after one was added or the fact itself changed."""
    tx.execute(CLEAR, {"guild": guild_id, "fact": fact_id})
    rows = tx.all(LOGS, {"guild": guild_id, "ids": json.dumps([fact_id])})
    log = [one for row in rows if (one := to_correction(row)).fact_id == fact_id]
    found = _found(tx, guild_id, fact_id)
    if found is None or not standing(log):
        return
    seen = apply(found, log)
    waited = seen.fact.shown and not found.fact.shown
    number = tx.insert(
        LAY,
        {
            "guild": guild_id,
            "fact": fact_id,
            "shown": int(seen.fact.shown),
            "rejected": int(seen.rejected),
            "shown_at": to_text(seen.stored_at) if waited else None,
        },
    )
    for position, (role, party) in enumerate(sides(seen.fact)):
        values = {"role": role, "ref": ref(party), "name": party.name, "country": party.country}
        tx.execute(PARTY, {**values, "overlay": number, "position": position})
    text = words(seen.fact, seen.article.text).replace("\0", " ")
    tokens = sorted({*tags(seen.fact), search.server_token(guild_id)})
    tx.execute(INDEX, {"id": number, "text": text, "tag": " ".join(tokens)})


def refresh_all(tx: Transaction, fact_id: int) -> None:
    """The fact has a new revision: every server's corrections are laid over it again."""
    for row in tx.all(SERVERS, {"fact": fact_id}):
        refresh(tx, row["guild_id"], fact_id)


def _found(tx: Transaction, guild_id: int, fact_id: int) -> AnyRecorded | None:
    row: Row | None = tx.one(FOUND, {"guild": guild_id, "fact": fact_id})
    if row is None:
        return None
    return to_recorded(row, tx.all(PARTIES, {"fact": fact_id}), tx.all(CLAIMS, {"fact": fact_id}))
