"""How the bot fares on a server, for its managers' `/diagnostics`."""

from bot.domain.servers import USUAL, Condition, PostedDigest
from storage.database import Database, Row
from storage.times import maybe_time

DIGESTS = "SELECT * FROM subscription WHERE guild_id = :guild ORDER BY id"
LAST_EDITION = """
SELECT e.local_date, d.state, d.error FROM edition e LEFT JOIN delivery d ON d.edition_id = e.id
WHERE e.id = (SELECT l.id FROM edition l WHERE l.subscription_id = :id ORDER BY l.local_date DESC LIMIT 1) ORDER BY d.part
"""
FEEDS = """
SELECT f.state, count(*) AS number, max(f.last_polled_at) AS polled_at FROM server_source ss JOIN feed f ON f.source_id = ss.source_id
WHERE ss.guild_id = :guild GROUP BY f.state ORDER BY f.state
"""
LAST_ERROR = """
SELECT f.last_polled_at AS at, ss.name, f.last_error FROM server_source ss JOIN feed f ON f.source_id = ss.source_id
WHERE ss.guild_id = :guild AND f.last_error IS NOT NULL AND f.last_polled_at IS NOT NULL ORDER BY f.last_polled_at DESC LIMIT 1
"""
SERVER = "SELECT retention_days, notices_channel_id FROM server WHERE guild_id = :guild"
STORE = """
SELECT page_count * page_size AS bytes, user_version FROM pragma_page_count, pragma_page_size, pragma_user_version
"""


async def condition(db: Database, guild_id: int) -> Condition:
    """A server's digests, feeds and last error, and the store's size."""
    here = {"guild": guild_id}
    digests = [await _digest(db, row) for row in await db.all(DIGESTS, here)]
    feeds, server, store = await db.all(FEEDS, here), await db.one(SERVER, here), await db.one(STORE)
    error = await db.one(LAST_ERROR, here)
    failed_at = maybe_time(error["at"]) if error else None
    return Condition(
        digests=tuple(digests),
        notices_channel_id=server["notices_channel_id"] if server else None,
        store_bytes=store["bytes"] if store else 0,
        schema=store["user_version"] if store else 0,
        last_fetch_at=maybe_time(max((row["polled_at"] for row in feeds if row["polled_at"]), default=None)),
        feeds=tuple((row["state"], row["number"]) for row in feeds),
        last_error=(failed_at, error["name"], error["last_error"]) if error and failed_at else None,
        retention_days=server["retention_days"] if server else USUAL,
    )


async def _digest(db: Database, row: Row) -> PostedDigest:
    parts = await db.all(LAST_EDITION, {"id": row["id"]})
    return PostedDigest(
        channel_id=row["channel_id"],
        zone=row["zone"],
        next_due_at=maybe_time(row["next_due_at"]),
        is_paused=row["paused_at"] is not None,
        paused_why=row["paused_why"],
        last_day=parts[0]["local_date"] if parts else None,
        states=tuple(part["state"] for part in parts if part["state"]),
        error=next((part["error"] for part in parts if part["error"]), None),
    )
