"""From `seeds/` to the store: the leaders we follow. Idempotent, run at every start."""

from bot.domain.people import Leader
from storage.database import Database
from storage.leaders import LeaderStore


async def sow(db: Database, leaders: LeaderStore, shipped: tuple[Leader, ...]) -> None:
    """Save every shipped leader under its id, with the tenures the seeds know."""
    await db.transaction(lambda tx: leaders.save(tx, shipped))
