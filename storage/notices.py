"""Notices of a feed's state and of a refused digest. The former are written with the state (storage/sources.py), the latter with the
refusal; here they are gathered and sent once."""

from datetime import datetime, timedelta

from bot.domain.digest import Delivery
from bot.domain.notices import DigestNotice, Notice, NoticeBatch
from storage.database import Database, Row, Transaction
from storage.times import from_text, maybe_time, to_text

KEEP_FOR = timedelta(days=3)
_LEASE = timedelta(minutes=2)
# Only the newest word on a feed is news, and none where managers know it already.
SUPERSEDED = """
UPDATE notice SET state = 'skipped' WHERE state = 'due' AND (created_at < :oldest
  OR EXISTS (SELECT 1 FROM notice n WHERE n.feed_id = notice.feed_id AND n.guild_id = notice.guild_id AND n.state = 'due' AND n.id > notice.id)
  OR feed_state = coalesce((SELECT n.feed_state FROM notice n WHERE n.feed_id = notice.feed_id AND n.guild_id = notice.guild_id
      AND n.state IN ('sending', 'sent') ORDER BY n.id DESC LIMIT 1), 'healthy'))
"""
_CHANNEL = """
coalesce(s.notices_channel_id, (SELECT w.channel_id FROM subscription w WHERE w.guild_id = s.guild_id ORDER BY w.id LIMIT 1))
"""
UNSENT = "SELECT batch FROM notice WHERE state = 'sending' AND next_attempt_at <= :now ORDER BY batch LIMIT 1"
READY = (
    "SELECT s.guild_id, min(n.id) AS batch,"
    + _CHANNEL
    + """ AS target FROM notice n JOIN server s ON s.guild_id = n.guild_id WHERE n.state = 'due' AND s.left_at IS NULL
GROUP BY s.guild_id HAVING target IS NOT NULL ORDER BY batch LIMIT 1
"""
)
GATHER = """
UPDATE notice SET state = 'sending', batch = :batch, channel_id = :channel, next_attempt_at = :until WHERE guild_id = :guild AND state = 'due'
"""
AGAIN = "UPDATE notice SET next_attempt_at = :until WHERE batch = :batch AND state = 'sending'"
BATCH = """
SELECT n.*, coalesce(ss.name, p.name) AS source, f.url, f.last_entry_at FROM notice n LEFT JOIN feed f ON f.id = n.feed_id
LEFT JOIN server_source ss ON ss.guild_id = n.guild_id AND ss.source_id = f.source_id
LEFT JOIN former_source p ON p.guild_id = n.guild_id AND p.source_id = f.source_id WHERE n.batch = :batch ORDER BY n.id
"""
SENT = "UPDATE notice SET state = 'sent', sent_at = :now, error = NULL WHERE batch = :batch AND state = 'sending'"
FAILED = "UPDATE notice SET state = 'failed', error = :error WHERE batch = :batch AND state = 'sending'"
# The channel that refused the digest would refuse this too; and of what goes on as it was, managers are told once.
REFUSED = """
INSERT INTO notice (guild_id, reason, created_at, state) SELECT s.guild_id, :reason, :now, 'due' FROM server s
WHERE s.guild_id = :guild AND s.notices_channel_id <> :channel AND NOT EXISTS (SELECT 1 FROM notice n
  WHERE n.guild_id = s.guild_id AND n.feed_id IS NULL AND n.reason = :reason AND n.state <> 'failed' AND n.created_at > coalesce((SELECT max(d.sent_at)
    FROM edition e JOIN delivery d ON d.edition_id = e.id WHERE e.subscription_id = :subscription AND d.state = 'sent'), ''))
"""
NEW_SERVER = "INSERT INTO server (guild_id, joined_at) VALUES (:guild, :now) ON CONFLICT DO NOTHING"
SET_CHANNEL = "UPDATE server SET notices_channel_id = :channel WHERE guild_id = :guild"
CHANNEL = "SELECT" + _CHANNEL + "AS target FROM server s WHERE s.guild_id = :guild"
LAST_ERROR = """
SELECT error FROM notice WHERE guild_id = :guild AND state IN ('sent', 'failed') ORDER BY id DESC LIMIT 1
"""


class NoticeStore:
    topic = "notice"

    def __init__(self, db: Database) -> None:
        self._db = db

    def take(self, tx: Transaction, now: datetime) -> NoticeBatch | None:
        """The next message to send, held for two minutes; a server without any channel keeps its notices until it has one."""
        tx.execute(SUPERSEDED, {"oldest": to_text(now - KEEP_FOR)})
        until = to_text(now + _LEASE)
        unsent = tx.one(UNSENT, {"now": to_text(now)})
        if unsent is not None:
            tx.execute(AGAIN, {"batch": unsent["batch"], "until": until})
            return _batch(tx, unsent["batch"], may_exist=True)
        ready = tx.one(READY)
        if ready is None:
            return None
        tx.execute(
            GATHER,
            {
                "batch": ready["batch"],
                "channel": ready["target"],
                "guild": ready["guild_id"],
                "until": until,
            },
        )
        return _batch(tx, ready["batch"], may_exist=False)

    def add_refusal(
        self, tx: Transaction, delivery: Delivery, subscription_id: int, reason: str, now: datetime
    ) -> None:
        """A digest was refused; nothing is added for a server that has named no other channel for notices."""
        tx.execute(
            REFUSED,
            {
                "guild": delivery.guild_id,
                "channel": delivery.channel_id,
                "subscription": subscription_id,
                "reason": reason[:500],
                "now": to_text(now),
            },
        )

    def put_off(self, tx: Transaction, batch: NoticeBatch, until: datetime) -> None:
        """Not before `until`."""
        tx.execute(AGAIN, {"batch": batch.id, "until": to_text(until)})

    def sent(self, tx: Transaction, batch: NoticeBatch, now: datetime) -> None:
        tx.execute(SENT, {"batch": batch.id, "now": to_text(now)})

    def failed(self, tx: Transaction, batch: NoticeBatch, reason: str) -> None:
        tx.execute(FAILED, {"batch": batch.id, "error": reason[:500]})

    def set_channel(self, tx: Transaction, guild_id: int, channel_id: int | None, now: datetime) -> None:
        """None: where the digest goes."""
        tx.execute(NEW_SERVER, {"guild": guild_id, "now": to_text(now)})
        tx.execute(SET_CHANNEL, {"guild": guild_id, "channel": channel_id})

    async def channel(self, guild_id: int) -> int | None:
        """Where a server's notices go, if anywhere."""
        row = await self._db.one(CHANNEL, {"guild": guild_id})
        return row["target"] if row else None

    async def last_error(self, guild_id: int) -> str | None:
        """Why the last notice could not be posted; None if it was."""
        row = await self._db.one(LAST_ERROR, {"guild": guild_id})
        return row["error"] if row else None


def _batch(tx: Transaction, number: int, *, may_exist: bool) -> NoticeBatch:
    rows = tx.all(BATCH, {"batch": number})
    return NoticeBatch(
        id=number,
        channel_id=rows[0]["channel_id"],
        created_at=from_text(rows[0]["created_at"]),
        notices=tuple(map(_notice, rows)),
        may_exist=may_exist,
    )


def _notice(row: Row) -> Notice | DigestNotice:
    if row["feed_id"] is None:
        return DigestNotice(reason=row["reason"], created_at=from_text(row["created_at"]))
    return Notice(
        source=row["source"],
        url=row["url"],
        state=row["feed_state"],
        reason=row["reason"],
        created_at=from_text(row["created_at"]),
        last_entry_at=maybe_time(row["last_entry_at"]),
    )
