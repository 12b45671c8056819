"""Deliveries: the rows that make a digest arrive once. Every change names the fence it holds, so a stale holder changes nothing."""

from datetime import datetime

from bot.domain.digest import Delivery
from storage.database import Database, Row, Transaction
from storage.times import from_text, maybe_time, to_text

NEW = """
INSERT INTO delivery (edition_id, part, guild_id, channel_id, state, nonce, due_at, next_attempt_at)
VALUES (:edition, :part, :guild, :channel, 'due', :nonce, :due, :due) ON CONFLICT (edition_id, part) DO NOTHING
"""
# A part waits for the one before it; a lease that ran out is open again.
OPEN = """
SELECT d.* FROM delivery d
WHERE ((d.state IN ('due', 'unknown') AND d.next_attempt_at <= :now) OR (d.state IN ('leased', 'sending') AND d.leased_until <= :now))
  AND NOT EXISTS (SELECT 1 FROM delivery p WHERE p.edition_id = d.edition_id AND p.part < d.part AND p.state NOT IN ('sent', 'skipped'))
ORDER BY d.due_at, d.edition_id, d.part LIMIT 1
"""
LEASE = """
UPDATE delivery SET state = 'leased', fence = fence + 1, attempts = attempts + 1, leased_until = :until WHERE id = :id AND fence = :fence
"""
SENDING = "UPDATE delivery SET state = 'sending', leased_until = :until WHERE id = :id AND fence = :fence AND state = 'leased'"
SENT = """
UPDATE delivery SET state = 'sent', message_id = :message, sent_at = :now, error = NULL, leased_until = NULL
WHERE id = :id AND fence = :fence AND state IN ('leased', 'sending')
"""
UNKNOWN = """
UPDATE delivery SET state = 'unknown', error = :error, leased_until = NULL, next_attempt_at = :again
WHERE id = :id AND fence = :fence AND state IN ('leased', 'sending')
"""
FAILED = """
UPDATE delivery SET state = 'failed', error = :error, leased_until = NULL
WHERE edition_id = :edition AND state NOT IN ('sent', 'failed') AND EXISTS (SELECT 1 FROM delivery h WHERE h.id = :id AND h.fence = :fence)
"""
BY_ID = "SELECT * FROM delivery WHERE id = :id"
OF_EDITION = "SELECT * FROM delivery WHERE edition_id = :edition ORDER BY part"


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

    def lease(self, tx: Transaction, now: datetime, until: datetime) -> tuple[Delivery, bool] | None:
        """The oldest open part, now held with a new fence, and whether an earlier attempt may have reached Discord."""
        row = tx.one(OPEN, {"now": to_text(now)})
        if row is None:
            return None
        tx.execute(LEASE, {"id": row["id"], "fence": row["fence"], "until": to_text(until)})
        held = tx.one(BY_ID, {"id": row["id"]})
        assert held is not None
        return _delivery(held), row["state"] in ("sending", "unknown") or row["attempts"] > 0

    def sending(self, tx: Transaction, delivery: Delivery, until: datetime) -> bool:
        """Commit before the call. False: somebody else holds it now, so nothing may be sent."""
        return tx.execute(SENDING, {"id": delivery.id, "fence": delivery.fence, "until": to_text(until)}) > 0

    def sent(self, tx: Transaction, delivery: Delivery, message_id: int, now: datetime) -> None:
        tx.execute(SENT, {"id": delivery.id, "fence": delivery.fence, "message": message_id, "now": to_text(now)})

    def unknown(self, tx: Transaction, delivery: Delivery, error: str, again_at: datetime) -> None:
        tx.execute(
            UNKNOWN, {"id": delivery.id, "fence": delivery.fence, "error": error[:500], "again": to_text(again_at)}
        )

    def failed(self, tx: Transaction, delivery: Delivery, error: str) -> None:
        """The whole rest of the edition ends here: Discord said no."""
        tx.execute(
            FAILED, {"id": delivery.id, "fence": delivery.fence, "edition": delivery.edition_id, "error": error[:500]}
        )

    async def of_edition(self, edition_id: int) -> tuple[Delivery, ...]:
        return tuple(_delivery(row) for row in await self._db.all(OF_EDITION, {"edition": edition_id}))


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
        leased_until=maybe_time(row["leased_until"]),
        next_attempt_at=maybe_time(row["next_attempt_at"]),
        message_id=row["message_id"],
        error=row["error"],
    )
