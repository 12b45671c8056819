"""A server's log of corrections, which only grows, and what its readers reported."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import LiteralString

from bot.domain.answers import Scope
from bot.domain.corrections import Change, Correction, Report, Undone
from storage import overlays, voices
from storage.correction_rows import columns, to_correction
from storage.database import Database, Row, Transaction
from storage.times import from_text, to_text

ADD = """
INSERT INTO correction (guild_id, fact_id, what, value, other_id, undoes, author_id, made_at)
VALUES (:guild, :fact, :what, :value, :other, :undoes, :author, :now)
"""
ONE = "SELECT * FROM correction WHERE id = :id AND guild_id = :guild AND what <> 'undo'"
TAKEN_BACK = "SELECT 1 FROM correction WHERE undoes = :id"
SINCE = """
SELECT * FROM correction WHERE guild_id = :guild AND made_at >= :since
  AND (fact_id IN (SELECT value FROM json_each(:ids)) OR other_id IN (SELECT value FROM json_each(:ids))) ORDER BY id
"""
SETTLE = "UPDATE report SET settled_by = :by WHERE guild_id = :guild AND fact_id = :fact AND settled_by IS NULL"
REOPEN = "UPDATE report SET settled_by = NULL WHERE settled_by = :by"
REPORT = """
INSERT INTO report (guild_id, fact_id, problem, note, reporter_id, reported_at) VALUES (:guild, :fact, :problem, :note, :reporter, :now)
"""
RECENT = "SELECT count(*) AS n FROM report WHERE reporter_id = :reporter AND reported_at > :since"
OPEN_OF = """
SELECT count(*) AS n FROM report WHERE reporter_id = :reporter AND guild_id = :guild AND settled_by IS NULL
"""
SAME = """
SELECT 1 FROM report WHERE reporter_id = :reporter AND guild_id = :guild AND fact_id = :fact AND problem = :problem AND settled_by IS NULL
"""
OF_FACT = """
SELECT r.*, f.kind FROM report r JOIN fact f ON f.id = r.fact_id
WHERE r.guild_id = :guild AND r.fact_id = :fact AND r.settled_by IS NULL ORDER BY r.id
"""
_OPEN: LiteralString = (
    """
FROM report r JOIN fact f ON f.id = r.fact_id JOIN article a ON a.id = f.article_id
WHERE r.guild_id = :guild AND r.settled_by IS NULL AND f.withdrawn_at IS NULL AND (:kind = '' OR f.kind = :kind) AND
"""
    + voices.CARRIED
)
REPORTED: LiteralString = (
    "SELECT r.fact_id" + _OPEN + "GROUP BY r.fact_id ORDER BY max(r.id) DESC LIMIT :limit OFFSET :offset"
)
COUNT_REPORTED: LiteralString = "SELECT count(DISTINCT r.fact_id) AS n" + _OPEN
FORGET = "UPDATE report SET reporter_id = NULL WHERE reporter_id = :reporter"


class CorrectionStore:
    def __init__(self, db: Database) -> None:
        self._db = db

    def add(
        self, tx: Transaction, guild_id: int, fact_id: int, change: Change, author_id: int, now: datetime
    ) -> Correction:
        """Write a correction, settle what readers reported of the fact, and lay it over."""
        values = {"guild": guild_id, "fact": fact_id, "author": author_id, "now": to_text(now)}
        number = tx.insert(ADD, {**values, **columns(change)})
        tx.execute(SETTLE, {"by": number, "guild": guild_id, "fact": fact_id})
        overlays.refresh(tx, guild_id, fact_id)
        return Correction(id=number, fact_id=fact_id, change=change, author_id=author_id, made_at=now)

    def undo(self, tx: Transaction, guild_id: int, number: int, author_id: int, now: datetime) -> bool:
        """Take back a correction of this server, and open again what it settled; False if that was done before."""
        row = tx.one(ONE, {"id": number, "guild": guild_id})
        if row is None or tx.one(TAKEN_BACK, {"id": number}):
            return False
        values = {"guild": guild_id, "fact": row["fact_id"], "author": author_id, "now": to_text(now)}
        tx.insert(ADD, {**values, **columns(Undone(number)), "other": row["other_id"]})
        tx.execute(REOPEN, {"by": number})
        overlays.refresh(tx, guild_id, row["fact_id"])
        return True

    async def since(self, scope: Scope, fact_ids: Sequence[int], moment: datetime) -> tuple[Correction, ...]:
        """What a server did to these facts from `moment` on, oldest first."""
        values = {"guild": scope.guild_id, "since": to_text(moment), "ids": json.dumps(fact_ids)}
        return tuple(map(to_correction, await self._db.all(SINCE, values)))

    def report(
        self, tx: Transaction, guild_id: int, fact_id: int, problem: str, note: str, reporter_id: int, now: datetime
    ) -> None:
        values = {"guild": guild_id, "fact": fact_id, "problem": problem, "note": note}
        tx.insert(REPORT, {**values, "reporter": reporter_id, "now": to_text(now)})

    async def reports_of(self, scope: Scope, fact_id: int) -> tuple[Report, ...]:
        """What readers of the server say of a fact and nobody has answered, oldest first."""
        rows = await self._db.all(OF_FACT, {"guild": scope.guild_id, "fact": fact_id})
        return tuple(map(to_report, rows))

    async def reported(self, scope: Scope, kind: str, *, offset: int, limit: int) -> tuple[int, ...]:
        """Ids of facts with open reports, the last reported first; `kind` "" is any."""
        values = {"guild": scope.guild_id, "kind": kind, "offset": offset, "limit": limit}
        return tuple(row["fact_id"] for row in await self._db.all(REPORTED, values))

    async def count_reported(self, scope: Scope, kind: str) -> int:
        row = await self._db.one(COUNT_REPORTED, {"guild": scope.guild_id, "kind": kind})
        return row["n"] if row else 0

    def reports_by(self, tx: Transaction, reporter_id: int, since: datetime) -> int:
        """How many reports a reader made after `since`, in any server."""
        return _count(tx.one(RECENT, {"reporter": reporter_id, "since": to_text(since)}))

    def open_reports_by(self, tx: Transaction, guild_id: int, reporter_id: int) -> int:
        return _count(tx.one(OPEN_OF, {"reporter": reporter_id, "guild": guild_id}))

    def has_reported(self, tx: Transaction, guild_id: int, fact_id: int, problem: str, reporter_id: int) -> bool:
        values = {"guild": guild_id, "fact": fact_id, "problem": problem, "reporter": reporter_id}
        return tx.one(SAME, values) is not None

    def forget_reporter(self, tx: Transaction, reporter_id: int) -> int:
        """Erase who reported, in every server, and leave what was reported; the number of reports."""
        return tx.execute(FORGET, {"reporter": reporter_id})


def to_report(row: Row) -> Report:
    return Report(
        id=row["id"],
        fact_id=row["fact_id"],
        kind=row["kind"],
        problem=row["problem"],
        note=row["note"],
        reporter_id=row["reporter_id"],
        reported_at=from_text(row["reported_at"]),
    )


def _count(row: Row | None) -> int:
    return row["n"] if row else 0
