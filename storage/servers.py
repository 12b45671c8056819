"""Servers: which the bot is in, which it was taken out of, and what their managers are still to be told."""

from collections.abc import Sequence
from datetime import datetime

from bot.domain.servers import Server
from storage.database import Database, Row, Transaction
from storage.times import maybe_time, to_text

KNOWN = "SELECT guild_id, left_at FROM server WHERE guild_id <> 0 ORDER BY guild_id"
ONE = "SELECT * FROM server WHERE guild_id = :guild"
LEAVE = "UPDATE server SET left_at = :now, untold = NULL WHERE guild_id = :guild AND left_at IS NULL"
RETURN = "UPDATE server SET left_at = NULL WHERE guild_id = :guild AND left_at IS NOT NULL"
PAUSE = """
UPDATE subscription SET paused_at = :now, paused_why = :why, next_due_at = NULL
WHERE guild_id = :guild AND paused_at IS NULL AND (:channel IS NULL OR channel_id = :channel)
"""
# Due at once: the digest's own job finds what day it is there, and sets the next.
RESUME = """
UPDATE subscription SET paused_at = NULL, paused_why = NULL, next_due_at = :now WHERE guild_id = :guild AND paused_why = 'left'
"""
# A higher fence, so that who holds a part now can record nothing over this.
SKIP = """
UPDATE delivery SET state = 'skipped', error = :reason, leased_until = NULL, fence = fence + 1
WHERE guild_id = :guild AND (:channel IS NULL OR channel_id = :channel) AND state IN ('due', 'unknown', 'leased', 'sending')
"""
SKIP_NOTICES = """
UPDATE notice SET state = 'skipped', error = :reason WHERE guild_id = :guild AND state IN ('due', 'sending')
  AND (:channel IS NULL OR (channel_id = :channel AND state = 'sending'))
"""
# The review's messages know no other end.
SKIP_REVIEWS = """
UPDATE review_notice SET state = 'failed', error = :reason
WHERE guild_id = :guild AND (:channel IS NULL OR channel_id = :channel) AND state = 'sending'
"""
# Edits of what was posted: those of a deleted channel end, those of a server that was left wait for its return.
STOP_REVISIONS = """
UPDATE edition_revision SET state = CASE WHEN :channel IS NULL THEN 'due' ELSE 'failed' END, error = :reason, leased_until = NULL, fence = fence + 1
WHERE state IN ('due', 'sending') AND edition_id IN (SELECT d.edition_id FROM delivery d JOIN edition e ON e.id = d.edition_id
  JOIN subscription w ON w.id = e.subscription_id WHERE w.guild_id = :guild AND (:channel IS NULL OR d.channel_id = :channel))
"""
NO_REVIEWS_THERE = "UPDATE server SET review_channel_id = NULL WHERE guild_id = :guild AND review_channel_id = :channel"
NO_NOTICES_THERE = (
    "UPDATE server SET notices_channel_id = NULL WHERE guild_id = :guild AND notices_channel_id = :channel"
)
TELL = "UPDATE server SET untold = coalesce(untold || char(10), '') || :words WHERE guild_id = :guild"
TOLD = "UPDATE server SET untold = NULL WHERE guild_id = :guild AND untold = :words"
LEFT_BEFORE = "SELECT guild_id FROM server WHERE left_at < :before ORDER BY left_at"
CHANNELS = """
SELECT guild_id, channel_id FROM subscription WHERE paused_at IS NULL
UNION SELECT guild_id, notices_channel_id FROM server WHERE notices_channel_id IS NOT NULL AND left_at IS NULL
UNION SELECT guild_id, review_channel_id FROM server WHERE review_channel_id IS NOT NULL AND left_at IS NULL ORDER BY 1, 2
"""


class ServerStore:
    def __init__(self, db: Database) -> None:
        self._db = db

    async def known(self) -> dict[int, datetime | None]:
        """Every server something is kept of, and since when the bot is out of it."""
        return {row["guild_id"]: maybe_time(row["left_at"]) for row in await self._db.all(KNOWN)}

    async def one(self, guild_id: int) -> Server | None:
        row = await self._db.one(ONE, {"guild": guild_id})
        return None if row is None else _server(row)

    async def channels(self) -> Sequence[tuple[int, int]]:
        """(server, channel) of all that something is to be posted in."""
        return [(row["guild_id"], row["channel_id"]) for row in await self._db.all(CHANNELS)]

    async def left_before(self, moment: datetime) -> Sequence[int]:
        return [row["guild_id"] for row in await self._db.all(LEFT_BEFORE, {"before": to_text(moment)})]

    def leave(self, tx: Transaction, guild_id: int, reason: str, now: datetime) -> bool:
        """Nothing is sent there from now on. False if nothing is kept of it, or it was left before."""
        if not tx.execute(LEAVE, {"guild": guild_id, "now": to_text(now)}):
            return False
        self._stop(tx, guild_id, None, "left", reason, now)
        return True

    def come_back(self, tx: Transaction, guild_id: int, now: datetime) -> bool:
        """As it was; what its managers had paused stays paused. False if it was not left."""
        if not tx.execute(RETURN, {"guild": guild_id}):
            return False
        tx.execute(RESUME, {"guild": guild_id, "now": to_text(now)})
        return True

    def channel_gone(
        self, tx: Transaction, guild_id: int, channel_id: int, reason: str, now: datetime
    ) -> tuple[int, bool, bool]:
        """(digests that are paused by it, whether notices went there, whether the review's messages did)."""
        paused = self._stop(tx, guild_id, channel_id, "channel", reason, now)
        there = {"guild": guild_id, "channel": channel_id}
        return paused, tx.execute(NO_NOTICES_THERE, there) > 0, tx.execute(NO_REVIEWS_THERE, there) > 0

    @staticmethod
    def _stop(tx: Transaction, guild_id: int, channel: int | None, why: str, reason: str, now: datetime) -> int:
        where = {"guild": guild_id, "channel": channel}
        tx.execute(SKIP, {**where, "reason": reason})
        tx.execute(SKIP_NOTICES, {**where, "reason": reason})
        tx.execute(SKIP_REVIEWS, {**where, "reason": reason})
        tx.execute(STOP_REVISIONS, {**where, "reason": reason})
        return tx.execute(PAUSE, {**where, "why": why, "now": to_text(now)})

    def tell(self, tx: Transaction, guild_id: int, words: str) -> None:
        """What managers are to hear, until `told`."""
        tx.execute(TELL, {"guild": guild_id, "words": words})

    def told(self, tx: Transaction, guild_id: int, words: str) -> None:
        tx.execute(TOLD, {"guild": guild_id, "words": words})


def _server(row: Row) -> Server:
    return Server(
        guild_id=row["guild_id"],
        retention_days=row["retention_days"],
        left_at=maybe_time(row["left_at"]),
        notices_channel_id=row["notices_channel_id"],
        untold=row["untold"],
    )
