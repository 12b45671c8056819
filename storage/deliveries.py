"""Deliveries: the rows that make a digest arrive once. The moves are those of `bot.domain.deliveries`.

Every change names the fence it holds, so a stale holder changes nothing.
"""

from datetime import date, datetime

from bot.domain.digest import REPEAT, Delivery, DeliveryState, PastEdition
from storage.database import Database, Row, Transaction
from storage.times import from_text, maybe_time, to_text

NEW = """
INSERT INTO delivery (edition_id, part, guild_id, channel_id, state, nonce, due_at, next_attempt_at)
VALUES (:edition, :part, :guild, :channel, 'due', :nonce, :due, :due) ON CONFLICT (edition_id, part) DO NOTHING
"""
# A part waits for the one before it, an edition for the one before it; a lease that ran out is open again. The oldest come
# first, along an index of what is not settled, so that taking one of thousands costs what taking the only one does.
READY = """
SELECT d.* FROM delivery d JOIN edition e ON e.id = d.edition_id
WHERE d.state IN ('due', 'unknown', 'leased', 'sending') AND (:edition IS NULL OR d.edition_id = :edition)
  AND CASE WHEN d.state IN ('due', 'unknown') THEN d.next_attempt_at ELSE d.leased_until END <= :now
  AND NOT EXISTS (SELECT 1 FROM delivery p WHERE p.edition_id = d.edition_id AND p.part < d.part
    AND p.state IN ('due', 'unknown', 'leased', 'sending'))
  AND NOT EXISTS (SELECT 1 FROM edition b JOIN delivery p ON p.edition_id = b.id WHERE b.subscription_id = e.subscription_id
    AND b.local_date < e.local_date AND b.local_date >= date(e.local_date, '-3 days') AND p.state IN ('due', 'unknown', 'leased', 'sending'))
ORDER BY d.due_at, d.edition_id, d.part LIMIT :limit
"""
LEASE = """
UPDATE delivery SET state = 'leased', fence = fence + 1, attempts = attempts + 1, leased_until = :until WHERE id = :id AND fence = :fence
"""
SENDING = """
UPDATE delivery SET state = 'sending', leased_until = :until
WHERE id = :id AND fence = :fence AND state = 'leased' AND leased_until > :now
"""
HOLDS = "SELECT leased_until FROM delivery WHERE id = :id AND fence = :fence AND state = 'sending'"
SENT = """
UPDATE delivery SET state = 'sent', message_id = :message, sent_at = :now, error = NULL, leased_until = NULL
WHERE id = :id AND fence = :fence AND state IN ('leased', 'sending')
"""
UNKNOWN = """
UPDATE delivery SET state = 'unknown', error = :error, leased_until = NULL, next_attempt_at = :again
WHERE id = :id AND fence = :fence AND state IN ('leased', 'sending')
"""
# Discord said "not now": this attempt posted nothing, so it does not count.
WAIT = """
UPDATE delivery SET state = 'due', error = :error, leased_until = NULL, next_attempt_at = :again, attempts = attempts - 1
WHERE id = :id AND fence = :fence AND state IN ('leased', 'sending')
"""
FAILED = """
UPDATE delivery SET state = 'failed', error = :error, leased_until = NULL WHERE id = :id AND fence = :fence AND state IN ('leased', 'sending')
"""
SKIPPED = """
UPDATE delivery SET state = 'skipped', error = :error, leased_until = NULL WHERE id = :id AND fence = :fence AND state = 'leased'
"""
BEHIND = (
    "UPDATE delivery SET state = :state, error = :error WHERE edition_id = :edition AND part > :part AND state = 'due'"
)
BACK = "UPDATE delivery SET next_attempt_at = :now WHERE state = 'unknown' AND next_attempt_at > :now"
OF_EDITION = "SELECT * FROM delivery WHERE edition_id = :edition ORDER BY part"
BY_ID = "SELECT * FROM delivery WHERE id = :id"
LAST_ERROR = """
SELECT d.error FROM edition e JOIN delivery d ON d.edition_id = e.id
WHERE e.subscription_id = :subscription AND d.state <> 'due' ORDER BY e.local_date DESC, d.error IS NULL LIMIT 1
"""
LAST_PART = "SELECT max(part) AS part FROM delivery WHERE edition_id = :edition"
# Each part that begins a message of its own: the edition's first, and the first of each repeat.
HISTORY = """
SELECT d.*, e.local_date, (SELECT count(DISTINCT f.fact_id) FROM edition_fact f WHERE f.edition_id = e.id) AS facts
FROM edition e JOIN delivery d ON d.edition_id = e.id
WHERE e.subscription_id = :subscription AND d.part % 100 = 0 ORDER BY e.local_date DESC, d.part DESC LIMIT :limit
"""


class DeliveryStore:
    def __init__(self, db: Database) -> None:
        self._db = db

    def add(
        self,
        tx: Transaction,
        *,
        edition_id: int,
        part: int,
        guild_id: int,
        channel_id: int,
        nonce: str,
        due_at: datetime,
    ) -> None:
        """A part that is to be sent; a second time changes nothing."""
        tx.execute(
            NEW,
            {
                "edition": edition_id,
                "part": part,
                "guild": guild_id,
                "channel": channel_id,
                "nonce": nonce,
                "due": to_text(due_at),
            },
        )

    def lease(
        self, tx: Transaction, now: datetime, until: datetime, *, limit: int = 1, edition_id: int | None = None
    ) -> tuple[Delivery, ...]:
        """The oldest open parts, of one edition if asked, now held with new fences; at most one a channel."""
        held: list[Delivery] = []
        for row in tx.all(READY, {"now": to_text(now), "limit": limit, "edition": edition_id}):
            tx.execute(LEASE, {"id": row["id"], "fence": row["fence"], "until": to_text(until)})
            mine = tx.one(BY_ID, {"id": row["id"]})
            assert mine is not None
            held.append(_delivery(mine))
        return tuple(held)

    def sending(self, tx: Transaction, delivery: Delivery, now: datetime, until: datetime) -> bool:
        """Commit before the call. False: the lease ran out or somebody else has it, so nothing may be sent."""
        values = {"id": delivery.id, "fence": delivery.fence, "now": to_text(now), "until": to_text(until)}
        return tx.execute(SENDING, values) > 0

    async def held_until(self, delivery: Delivery) -> datetime | None:
        """When the lease of a part in `sending` ends; None if it is no longer this holder's."""
        row = await self._db.one(HOLDS, {"id": delivery.id, "fence": delivery.fence})
        return maybe_time(row["leased_until"]) if row else None

    def sent(self, tx: Transaction, delivery: Delivery, message_id: int, now: datetime) -> None:
        tx.execute(SENT, {"id": delivery.id, "fence": delivery.fence, "message": message_id, "now": to_text(now)})

    def unknown(self, tx: Transaction, delivery: Delivery, error: str, again_at: datetime) -> None:
        tx.execute(UNKNOWN, _put_off(delivery, error, again_at))

    def wait(self, tx: Transaction, delivery: Delivery, error: str, again_at: datetime) -> None:
        tx.execute(WAIT, _put_off(delivery, error, again_at))

    def failed(self, tx: Transaction, delivery: Delivery, error: str) -> bool:
        """The whole rest of the edition ends here: Discord said no. False if somebody else holds it."""
        is_ours = tx.execute(FAILED, {"id": delivery.id, "fence": delivery.fence, "error": error[:500]}) > 0
        if is_ours:
            tx.execute(BEHIND, _behind(delivery, "failed", error))
        return is_ours

    def skipped(self, tx: Transaction, delivery: Delivery, reason: str) -> None:
        """The whole rest of the edition is not sent any more."""
        if tx.execute(SKIPPED, {"id": delivery.id, "fence": delivery.fence, "error": reason[:500]}):
            tx.execute(BEHIND, _behind(delivery, "skipped", reason))

    def back(self, tx: Transaction, now: datetime) -> None:
        """Discord answers again: who waited for that waits no longer."""
        tx.execute(BACK, {"now": to_text(now)})

    async def of_edition(self, edition_id: int) -> tuple[Delivery, ...]:
        return tuple(_delivery(row) for row in await self._db.all(OF_EDITION, {"edition": edition_id}))

    async def last_error(self, subscription_id: int) -> str | None:
        """Why the last edition did not come, or not yet; None if it did."""
        row = await self._db.one(LAST_ERROR, {"subscription": subscription_id})
        return row["error"] if row else None

    def next_repeat(self, tx: Transaction, edition_id: int) -> int:
        """The first part of an edition's next repeat."""
        row = tx.one(LAST_PART, {"edition": edition_id})
        return ((row["part"] if row and row["part"] else 0) // REPEAT + 1) * REPEAT

    async def history(self, subscription_id: int, limit: int) -> tuple[PastEdition, ...]:
        """What became of a digest's editions, the newest first."""
        rows = await self._db.all(HISTORY, {"subscription": subscription_id, "limit": limit})
        return tuple(map(_past, rows))


def _past(row: Row) -> PastEdition:
    return PastEdition(
        local_date=date.fromisoformat(row["local_date"]),
        channel_id=row["channel_id"],
        state=row["state"],
        facts=row["facts"],
        message_id=row["message_id"],
        error=row["error"],
        repeat=row["part"] // REPEAT,
    )


def _put_off(delivery: Delivery, error: str, again_at: datetime) -> dict[str, int | str]:
    return {"id": delivery.id, "fence": delivery.fence, "error": error[:500], "again": to_text(again_at)}


def _behind(delivery: Delivery, state: DeliveryState, error: str) -> dict[str, int | str]:
    return {"edition": delivery.edition_id, "part": delivery.part, "state": state, "error": error[:500]}


def _delivery(row: Row) -> Delivery:
    return Delivery(
        id=row["id"],
        edition_id=row["edition_id"],
        part=row["part"],
        channel_id=row["channel_id"],
        guild_id=row["guild_id"],
        state=row["state"],
        nonce=row["nonce"],
        due_at=from_text(row["due_at"]),
        fence=row["fence"],
        attempts=row["attempts"],
        message_id=row["message_id"],
        error=row["error"],
    )
