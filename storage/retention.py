"""What goes with time: a server sees less, and what no server keeps is deleted, a little at a time."""

import json
import time
from collections.abc import Sequence
from datetime import datetime

from storage import belongings, last_named
from storage.database import Database, Transaction
from storage.times import to_text

SERVERS = "SELECT guild_id, retention_days FROM server ORDER BY guild_id"
SET_DAYS = "UPDATE server SET retention_days = :days WHERE guild_id = :guild"
NEW_SERVER = "INSERT INTO server (guild_id, joined_at) VALUES (:guild, :now) ON CONFLICT DO NOTHING"
LAST_BEFORE = "SELECT id FROM article WHERE stored_at < :before ORDER BY stored_at DESC, id DESC LIMIT 1"
HIDE_ALL = "UPDATE server SET hidden_upto = :upto WHERE guild_id = :guild AND hidden_upto <> :upto"
HIDE = """
UPDATE server_source SET hidden_upto = max(:upto, coalesce((SELECT purged_upto FROM former_source p
  WHERE p.guild_id = server_source.guild_id AND p.source_id = server_source.source_id), 0))
WHERE guild_id = :guild AND hidden_upto <> max(:upto, coalesce((SELECT purged_upto FROM former_source p
  WHERE p.guild_id = server_source.guild_id AND p.source_id = server_source.source_id), 0))
"""
FORMER = """
SELECT p.source_id AS id, p.name FROM former_source p
WHERE p.guild_id = :guild AND NOT EXISTS (SELECT 1 FROM server_source ss WHERE ss.guild_id = p.guild_id AND ss.source_id = p.source_id)
ORDER BY p.name, p.source_id
"""
DETACH = "DELETE FROM server_source WHERE guild_id = :guild AND source_id = :source"
PURGE = """
UPDATE former_source SET purged_upto = coalesce((SELECT max(id) FROM article), 0) WHERE guild_id = :guild AND source_id = :source
"""
UNREAD = """
UPDATE source SET unread_since = :now WHERE unread_since IS NULL AND NOT EXISTS (SELECT 1 FROM server_source ss WHERE ss.source_id = source.id)
"""
READ = """
UPDATE source SET unread_since = NULL
WHERE unread_since IS NOT NULL AND EXISTS (SELECT 1 FROM server_source ss WHERE ss.source_id = source.id)
"""
_KEPT = """
(EXISTS (SELECT 1 FROM carrier c JOIN server_source ss ON ss.source_id = c.source_id WHERE c.article_id = a.id AND c.article_id > ss.hidden_upto)
 OR EXISTS (SELECT 1 FROM carrier c JOIN source s ON s.id = c.source_id WHERE c.article_id = a.id AND coalesce(s.unread_since, :now) > :unread
   AND NOT EXISTS (SELECT 1 FROM server_source ss WHERE ss.source_id = s.id)))
"""
RANGE = "SELECT min(id) AS first, max(id) AS last FROM article WHERE stored_at < :before"
KEPT_BY_NOBODY = (
    "SELECT a.id FROM article a WHERE a.id >= :first AND a.id < :end AND a.stored_at < :before AND NOT" + _KEPT
)
STILL = "SELECT a.id FROM article a WHERE a.id = :id AND NOT" + _KEPT
NO_WORDS = "DELETE FROM fact_search WHERE rowid IN (SELECT id FROM fact WHERE article_id = :id)"
# Read once and done with: a feed that goes on listing it does not bring it back as new.
SETTLE = "UPDATE entry SET attempts = max(attempts, 3) WHERE article_id = :id"
STORY = "SELECT story_id FROM article_story WHERE article_id = :id"
DELETE = "DELETE FROM article WHERE id = :id"
EMPTY = "SELECT id FROM story WHERE id = :story AND NOT EXISTS (SELECT 1 FROM article_story ast WHERE ast.story_id = story.id)"
NO_FORMER_STORIES = "DELETE FROM story WHERE merged_into = :story"
NO_STORY = "DELETE FROM story WHERE id = :story"
SIGNED = """
SELECT ast.article_id AS id FROM article_story ast JOIN article a ON a.id = ast.article_id
WHERE ast.article_id > :after AND ast.article_id <= :last AND a.published_at < :before ORDER BY ast.article_id LIMIT :most
"""
UNSIGN = """
UPDATE article_story SET terms = x'', shingles = x'', bands = x'' WHERE article_id IN (SELECT value FROM json_each(:ids))
"""
# A digest's last edition stays, because the next one is counted from it.
OLD_EDITIONS = """
DELETE FROM edition WHERE id IN (SELECT e.id FROM edition e JOIN subscription w ON w.id = e.subscription_id
  WHERE w.guild_id = :guild AND e.window_to < :before AND e.local_date < (SELECT max(l.local_date) FROM edition l WHERE l.subscription_id = w.id)
  LIMIT :most)
"""


class RetentionStore:
    def __init__(self, db: Database) -> None:
        self._db = db

    async def servers(self) -> dict[int, int]:
        """Each server's retention in days."""
        return {row["guild_id"]: row["retention_days"] for row in await self._db.all(SERVERS)}

    async def last_before(self, moment: datetime) -> int:
        """The last article that was stored before; 0 if none was."""
        row = await self._db.one(LAST_BEFORE, {"before": to_text(moment)})
        return row["id"] if row else 0

    async def former(self, guild_id: int) -> tuple[tuple[int, str], ...]:
        """(id, name) of the sources that the server read once and does not read now."""
        return tuple((row["id"], row["name"]) for row in await self._db.all(FORMER, {"guild": guild_id}))

    def set_days(self, tx: Transaction, guild_id: int, days: int, now: datetime) -> None:
        tx.execute(NEW_SERVER, {"guild": guild_id, "now": to_text(now)})
        tx.execute(SET_DAYS, {"guild": guild_id, "days": days})

    def hide(self, tx: Transaction, guild_id: int, upto: int) -> None:
        """The server sees no article up to this id, nor what it purged."""
        tx.execute(HIDE_ALL, {"guild": guild_id, "upto": upto})
        tx.execute(HIDE, {"guild": guild_id, "upto": upto})

    def purge(self, tx: Transaction, guild_id: int, source_id: int) -> None:
        """The server reads the source no more and sees nothing of what it brought, also if it reads it again."""
        tx.execute(DETACH, {"guild": guild_id, "source": source_id})
        tx.execute(PURGE, {"guild": guild_id, "source": source_id})

    def look_who_reads(self, tx: Transaction, now: datetime) -> None:
        """Since when each source is read by nobody."""
        tx.execute(READ)
        tx.execute(UNREAD, {"now": to_text(now)})

    async def range(self, before: datetime) -> tuple[int, int]:
        """The ids between which the articles stored before lie; (1, 0) for none."""
        row = await self._db.one(RANGE, {"before": to_text(before)})
        return (row["first"], row["last"]) if row and row["last"] else (1, 0)

    async def kept_by_nobody(
        self, first: int, end: int, *, before: datetime, unread: datetime, now: datetime
    ) -> Sequence[int]:
        """Articles with ids in [first, end), stored `before`, that no server sees, of sources that nobody has read since `unread`."""
        rows = await self._db.all(
            KEPT_BY_NOBODY,
            {
                "first": first,
                "end": end,
                "before": to_text(before),
                "unread": to_text(unread),
                "now": to_text(now),
            },
        )
        return [row["id"] for row in rows]

    def delete(
        self, tx: Transaction, articles: Sequence[int], *, unread: datetime, now: datetime, seconds: float
    ) -> tuple[int, int]:
        """Delete from the front of the list until the time is up: (how many were looked at, how many went).

        What somebody has begun to read meanwhile stays, and so does what a server's correction hangs on.
        """
        end, looked, gone = time.perf_counter() + seconds, 0, 0
        still = STILL + " AND NOT " + belongings.held(tx)
        for number in articles:
            looked += 1
            if tx.one(still, {"id": number, "unread": to_text(unread), "now": to_text(now)}):
                _delete(tx, number)
                gone += 1
            if time.perf_counter() >= end:
                break
        return looked, gone

    async def signed(self, after: int, last: int, before: datetime, most: int) -> Sequence[int]:
        """Articles behind `after` up to `last` in a story, published `before`."""
        rows = await self._db.all(SIGNED, {"after": after, "last": last, "before": to_text(before), "most": most})
        return [row["id"] for row in rows]

    def unsign(self, tx: Transaction, articles: Sequence[int]) -> None:
        """Forget what they were compared by: no open story is that old."""
        tx.execute(UNSIGN, {"ids": json.dumps(list(articles))})

    def forget_editions(self, tx: Transaction, guild_id: int, before: datetime, most: int) -> int:
        return tx.execute(OLD_EDITIONS, {"guild": guild_id, "before": to_text(before), "most": most})


def _delete(tx: Transaction, article: int) -> None:
    """With its words in the index, its facts, and its story if it was the last of it."""
    story = tx.one(STORY, {"id": article})
    tx.execute(NO_WORDS, {"id": article})
    tx.execute(SETTLE, {"id": article})
    named = last_named.of(tx, article)
    tx.execute(DELETE, {"id": article})
    last_named.look_again(tx, named)
    if story and tx.one(EMPTY, {"story": story["story_id"]}):
        tx.execute(NO_FORMER_STORIES, {"story": story["story_id"]})
        tx.execute(NO_STORY, {"story": story["story_id"]})
