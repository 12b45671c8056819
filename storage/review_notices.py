"""Messages that tell managers what waits and what readers complained of; taken and settled as notices of feeds are (storage/notices.py)."""

from datetime import datetime, timedelta

from bot.domain.notices import ReviewNotice
from storage.corrections import to_complaint
from storage.database import Database, Row, Transaction
from storage.times import from_text, to_text

COMPLAINTS_AFTER = timedelta(hours=1)
"""A complaint is told at once, but no second message comes within this time."""
WAITING_AFTER = timedelta(hours=24)
"""Facts that only wait are told together, once in this time."""
_LEASE = timedelta(minutes=2)
_MOST_COMPLAINTS = 10
UNSENT = "SELECT * FROM review_notice WHERE state = 'sending' AND next_attempt_at <= :now ORDER BY id LIMIT 1"
COMPLAINED = """
SELECT s.guild_id, s.review_channel_id, s.review_told_at FROM server s
WHERE s.review_channel_id IS NOT NULL AND s.left_at IS NULL
  AND EXISTS (SELECT 1 FROM complaint r WHERE r.guild_id = s.guild_id AND r.settled_by IS NULL
    AND r.made_at >= s.review_told_at AND r.made_at < :now)
  AND NOT EXISTS (SELECT 1 FROM review_notice n WHERE n.guild_id = s.guild_id AND n.told_to > :hour_ago)
ORDER BY s.guild_id LIMIT 1
"""
QUIET = """
SELECT s.guild_id, s.review_channel_id, s.review_told_at FROM server s
WHERE s.review_channel_id IS NOT NULL AND s.left_at IS NULL AND s.review_told_at <= :day_ago ORDER BY s.guild_id LIMIT 1
"""
TOLD = "UPDATE server SET review_told_at = :now WHERE guild_id = :guild"
NEW = """
INSERT INTO review_notice (guild_id, channel_id, told_from, told_to, state, next_attempt_at)
VALUES (:guild, :channel, :told_from, :now, 'sending', :until)
"""
ONE = "SELECT * FROM review_notice WHERE id = :id"
AGAIN = "UPDATE review_notice SET next_attempt_at = :until WHERE id = :id"
WAITING = """
SELECT f.kind, count(*) AS n FROM fact f
WHERE f.stored_at >= :told_from AND f.stored_at < :told_to AND f.shown = 0 AND f.withdrawn_at IS NULL
  AND NOT EXISTS (SELECT 1 FROM overlay o WHERE o.guild_id = :guild AND o.fact_id = f.id AND (o.shown = 1 OR o.rejected = 1))
  AND EXISTS (SELECT 1 FROM carrier c JOIN server_source ss ON ss.source_id = c.source_id
    WHERE c.article_id = f.article_id AND ss.guild_id = :guild AND ss.weight <> 'muted' AND c.article_id > ss.hidden_upto)
GROUP BY f.kind ORDER BY n DESC, f.kind
"""
COMPLAINTS = """
SELECT r.*, f.kind FROM complaint r JOIN fact f ON f.id = r.fact_id
WHERE r.guild_id = :guild AND r.made_at >= :told_from AND r.made_at < :told_to AND r.settled_by IS NULL ORDER BY r.id
"""
SENT = "UPDATE review_notice SET state = 'sent', sent_at = :now, error = NULL WHERE id = :id AND state = 'sending'"
FAILED = "UPDATE review_notice SET state = 'failed', error = :error WHERE id = :id AND state = 'sending'"
NEW_SERVER = "INSERT INTO server (guild_id, joined_at) VALUES (:guild, :now) ON CONFLICT DO NOTHING"
SET_CHANNEL = "UPDATE server SET review_channel_id = :channel, review_told_at = :now WHERE guild_id = :guild"
CHANNEL = "SELECT review_channel_id AS target FROM server WHERE guild_id = :guild"
LAST_ERROR = "SELECT error FROM review_notice WHERE guild_id = :guild AND state <> 'sending' ORDER BY id DESC LIMIT 1"


class ReviewNoticeStore:
    """Answers as `NoticeStore` does, so that one service sends both."""

    topic = "review"

    def __init__(self, db: Database) -> None:
        self._db = db

    def take(self, tx: Transaction, now: datetime) -> ReviewNotice | None:
        """The next message to send, held for two minutes; a day in which nothing came to wait makes none."""
        until = to_text(now + _LEASE)
        unsent = tx.one(UNSENT, {"now": to_text(now)})
        if unsent is not None:
            tx.execute(AGAIN, {"id": unsent["id"], "until": until})
            return _notice(tx, unsent, may_exist=True)
        while row := self._ready(tx, now):
            tx.execute(TOLD, {"guild": row["guild_id"], "now": to_text(now)})
            values = {"guild": row["guild_id"], "told_from": row["review_told_at"], "now": to_text(now)}
            if _is_news(tx, row["guild_id"], row["review_told_at"], to_text(now)):
                number = tx.insert(NEW, {**values, "channel": row["review_channel_id"], "until": until})
                made = tx.one(ONE, {"id": number})
                assert made is not None
                return _notice(tx, made, may_exist=False)
        return None

    def _ready(self, tx: Transaction, now: datetime) -> Row | None:
        return tx.one(COMPLAINED, {"now": to_text(now), "hour_ago": to_text(now - COMPLAINTS_AFTER)}) or tx.one(
            QUIET, {"day_ago": to_text(now - WAITING_AFTER)}
        )

    def put_off(self, tx: Transaction, batch: ReviewNotice, until: datetime) -> None:
        """Not before `until`."""
        tx.execute(AGAIN, {"id": batch.id, "until": to_text(until)})

    def sent(self, tx: Transaction, batch: ReviewNotice, now: datetime) -> None:
        tx.execute(SENT, {"id": batch.id, "now": to_text(now)})

    def failed(self, tx: Transaction, batch: ReviewNotice, reason: str) -> None:
        tx.execute(FAILED, {"id": batch.id, "error": reason[:500]})

    def set_channel(self, tx: Transaction, guild_id: int, channel_id: int | None, now: datetime) -> None:
        """None: nowhere. What waits already is not told, only what comes from now on."""
        tx.execute(NEW_SERVER, {"guild": guild_id, "now": to_text(now)})
        tx.execute(SET_CHANNEL, {"guild": guild_id, "channel": channel_id, "now": to_text(now)})

    async def channel(self, guild_id: int) -> int | None:
        row = await self._db.one(CHANNEL, {"guild": guild_id})
        return row["target"] if row else None

    async def last_error(self, guild_id: int) -> str | None:
        row = await self._db.one(LAST_ERROR, {"guild": guild_id})
        return row["error"] if row else None


def _is_news(tx: Transaction, guild_id: int, told_from: str, told_to: str) -> bool:
    values = {"guild": guild_id, "told_from": told_from, "told_to": told_to}
    return bool(tx.all(COMPLAINTS, values) or tx.all(WAITING, values))


def _notice(tx: Transaction, row: Row, *, may_exist: bool) -> ReviewNotice:
    values = {"guild": row["guild_id"], "told_from": row["told_from"], "told_to": row["told_to"]}
    complaints = tx.all(COMPLAINTS, values)
    return ReviewNotice(
        id=row["id"],
        channel_id=row["channel_id"],
        created_at=from_text(row["told_to"]),
        waiting=tuple((one["kind"], one["n"]) for one in tx.all(WAITING, values)),
        complaints=tuple(map(to_complaint, complaints[:_MOST_COMPLAINTS])),
        complained=len(complaints),
        may_exist=may_exist,
    )
