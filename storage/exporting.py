"""The ids of all facts that a server sees, the newest first, in steps that keep nobody waiting."""

from collections.abc import AsyncIterator, Sequence
from typing import LiteralString

from bot.domain.answers import Scope
from storage import voices
from storage.database import Database

_STEP = 4_000
LAST = "SELECT coalesce(max(id), 0) AS id FROM fact"
IDS: LiteralString = (
    "SELECT f.id FROM fact f JOIN article a ON a.id = f.article_id"
    + " WHERE f.id > :after AND f.id <= :upto AND f.withdrawn_at IS NULL AND"
    + voices.CARRIED
    + "ORDER BY f.id DESC"
)


async def fact_ids(db: Database, scope: Scope) -> AsyncIterator[Sequence[int]]:
    row = await db.one(LAST)
    upto: int = row["id"] if row else 0
    while upto > 0:
        rows = await db.all(IDS, {"after": upto - _STEP, "upto": upto, "guild": scope.guild_id})
        if rows:
            yield [row["id"] for row in rows]
        upto -= _STEP
