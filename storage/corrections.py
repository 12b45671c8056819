"""A server's log of corrections, which only grows, and what its readers complained of."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import LiteralString

from bot.domain.answers import Scope
from bot.domain.corrections import Change, Complaint, Correction, Undone
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
SETTLE = "UPDATE complaint SET settled_by = :by WHERE guild_id = :guild AND fact_id = :fact AND settled_by IS NULL"
REOPEN = "UPDATE complaint SET settled_by = NULL WHERE settled_by = :by"
COMPLAIN = """
INSERT INTO complaint (guild_id, fact_id, problem, note, reader_id, made_at) VALUES (:guild, :fact, :problem, :note, :reader, :now)
"""
RECENT = "SELECT count(*) AS n FROM complaint WHERE reader_id = :reader AND made_at > :since"
OPEN_OF = """
SELECT count(*) AS n FROM complaint WHERE reader_id = :reader AND guild_id = :guild AND settled_by IS NULL
"""
SAME = """
SELECT 1 FROM complaint WHERE reader_id = :reader AND guild_id = :guild AND fact_id = :fact AND problem = :problem AND settled_by IS NULL
"""
OF_FACT = """
SELECT r.*, f.kind FROM complaint r JOIN fact f ON f.id = r.fact_id
WHERE r.guild_id = :guild AND r.fact_id = :fact AND r.settled_by IS NULL ORDER BY r.id
"""
_OPEN: LiteralString = (
    """
FROM complaint r JOIN fact f ON f.id = r.fact_id JOIN article a ON a.id = f.article_id
WHERE r.guild_id = :guild AND r.settled_by IS NULL AND f.withdrawn_at IS NULL AND (:kind = '' OR f.kind = :kind) AND
"""
    + voices.CARRIED
)
COMPLAINED_OF: LiteralString = (
    "SELECT r.fact_id" + _OPEN + "GROUP BY r.fact_id ORDER BY max(r.id) DESC LIMIT :limit OFFSET :offset"
)
COUNT_COMPLAINED_OF: LiteralString = "SELECT count(DISTINCT r.fact_id) AS n" + _OPEN


class CorrectionStore:
    def __init__(self, db: Database) -> None:
        self._db = db

    def add(
        self, tx: Transaction, guild_id: int, fact_id: int, change: Change, author_id: int, now: datetime
    ) -> Correction:
        """Write a correction, settle what readers complained of, and lay it over."""
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

    def complain(
        self, tx: Transaction, guild_id: int, fact_id: int, problem: str, note: str, reader_id: int, now: datetime
    ) -> None:
        values = {"guild": guild_id, "fact": fact_id, "problem": problem, "note": note}
        tx.insert(COMPLAIN, {**values, "reader": reader_id, "now": to_text(now)})

    async def complaints_of(self, scope: Scope, fact_id: int) -> tuple[Complaint, ...]:
        """What readers of the server say of a fact and nobody has answered, oldest first."""
        rows = await self._db.all(OF_FACT, {"guild": scope.guild_id, "fact": fact_id})
        return tuple(map(to_complaint, rows))

    async def complained_of(self, scope: Scope, kind: str, *, offset: int, limit: int) -> tuple[int, ...]:
        """Ids of facts with open complaints, the last complained of first; `kind` "" is any."""
        values = {"guild": scope.guild_id, "kind": kind, "offset": offset, "limit": limit}
        return tuple(row["fact_id"] for row in await self._db.all(COMPLAINED_OF, values))

    async def count_complained_of(self, scope: Scope, kind: str) -> int:
        row = await self._db.one(COUNT_COMPLAINED_OF, {"guild": scope.guild_id, "kind": kind})
        return row["n"] if row else 0

    def complaints_by(self, tx: Transaction, reader_id: int, since: datetime) -> int:
        """How many complaints a reader made after `since`, in any server."""
        return _count(tx.one(RECENT, {"reader": reader_id, "since": to_text(since)}))

    def open_complaints_by(self, tx: Transaction, guild_id: int, reader_id: int) -> int:
        return _count(tx.one(OPEN_OF, {"reader": reader_id, "guild": guild_id}))

    def has_complained(self, tx: Transaction, guild_id: int, fact_id: int, problem: str, reader_id: int) -> bool:
        values = {"guild": guild_id, "fact": fact_id, "problem": problem, "reader": reader_id}
        return tx.one(SAME, values) is not None


def to_complaint(row: Row) -> Complaint:
    return Complaint(
        id=row["id"],
        fact_id=row["fact_id"],
        kind=row["kind"],
        problem=row["problem"],
        note=row["note"],
        reader_id=row["reader_id"],
        made_at=from_text(row["made_at"]),
    )


def _count(row: Row | None) -> int:
    return row["n"] if row else 0
