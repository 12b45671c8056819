"""Who changed what of a server, and when."""

from datetime import datetime

from bot.domain.servers import Change
from storage.database import Database, Transaction
from storage.times import from_text, to_text

# Where nothing is kept of the server any more, this is not kept either.
ADD = """
INSERT INTO audit (guild_id, author_id, what, done_at) SELECT guild_id, :author, :what, :now FROM server WHERE guild_id = :guild
"""
OF_SERVER = "SELECT * FROM audit WHERE guild_id = :guild ORDER BY id DESC LIMIT :limit OFFSET :offset"
SOURCE = """
SELECT name FROM server_source WHERE guild_id = :guild AND source_id = :id
UNION ALL SELECT name FROM former_source WHERE guild_id = :guild AND source_id = :id LIMIT 1
"""
FORGET = "DELETE FROM audit WHERE id IN (SELECT id FROM audit WHERE done_at < :before LIMIT :most)"


class AuditStore:
    def __init__(self, db: Database) -> None:
        self._db = db

    def add(self, tx: Transaction, guild_id: int, author: int, what: str, now: datetime) -> None:
        tx.execute(ADD, {"guild": guild_id, "author": author, "what": what[:500], "now": to_text(now)})

    async def of_server(self, guild_id: int, *, limit: int, offset: int = 0) -> tuple[Change, ...]:
        """The newest first."""
        rows = await self._db.all(OF_SERVER, {"guild": guild_id, "limit": limit, "offset": offset})
        return tuple(
            Change(author_id=row["author_id"] or None, what=row["what"], done_at=from_text(row["done_at"]))
            for row in rows
        )

    async def source_name(self, guild_id: int, number: int) -> str | None:
        """What the server calls, or called, a source."""
        row = await self._db.one(SOURCE, {"guild": guild_id, "id": number})
        return row["name"] if row else None

    def forget(self, tx: Transaction, before: datetime, most: int) -> int:
        return tx.execute(FORGET, {"before": to_text(before), "most": most})
