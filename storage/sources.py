"""Sources and their feeds: what a server reads, and what each poll left behind."""

import json
from collections.abc import Sequence
from datetime import datetime

from bot.domain.answers import SourceLine
from bot.domain.news import Feed, Listing, Source
from storage.database import Database, Row, Transaction
from storage.times import maybe_text, maybe_time, to_text

GONE_AFTER = 20
_COLUMNS = """
  f.id, f.source_id, f.url, f.title, f.state, f.etag, f.last_modified, f.next_poll_at, f.last_polled_at, f.last_ok_at, f.last_entry_at,
  f.failures, f.last_error, s.name, s.home_url, s.country, s.owner_kind, s.topics
"""
BY_URL = "SELECT id, source_id FROM feed WHERE url = :url"
NEW_SOURCE = """
INSERT INTO source (name, home_url, country, owner_kind, topics, created_at)
VALUES (:name, :home_url, :country, :owner_kind, :topics, :now)
"""
NEW_FEED = (
    "INSERT INTO feed (source_id, url, title, state, next_poll_at) VALUES (:source, :url, :title, 'healthy', :now)"
)
NEW_SERVER = "INSERT INTO server (guild_id, joined_at) VALUES (:guild, :now) ON CONFLICT DO NOTHING"
ATTACH = "INSERT INTO server_source (guild_id, source_id, added_by, added_at) VALUES (:guild, :source, :by, :now) ON CONFLICT DO NOTHING"
DETACH = "DELETE FROM server_source WHERE guild_id = :guild AND source_id = :source"
OF_SERVER = (
    "SELECT"
    + _COLUMNS
    + """
FROM server_source ss JOIN source s ON s.id = ss.source_id JOIN feed f ON f.source_id = s.id
WHERE ss.guild_id = :guild ORDER BY s.name, f.id
"""
)
DUE = (
    "SELECT"
    + _COLUMNS
    + """
FROM feed f JOIN source s ON s.id = f.source_id
WHERE f.state IN ('healthy', 'failing') AND (f.next_poll_at IS NULL OR f.next_poll_at <= :now)
  AND EXISTS (SELECT 1 FROM server_source ss WHERE ss.source_id = s.id)
ORDER BY f.next_poll_at, f.id LIMIT :limit
"""
)
OK = """
UPDATE feed SET state = 'healthy', title = coalesce(nullif(:title, ''), title), etag = :etag, last_modified = :last_modified,
  next_poll_at = :due, last_polled_at = :now, last_ok_at = :now, last_entry_at = coalesce(:newest, last_entry_at), failures = 0,
  last_error = NULL WHERE id = :id
"""
FAILED = """
UPDATE feed SET state = :state, next_poll_at = :due, last_polled_at = :now, failures = :failures, last_error = :reason WHERE id = :id
"""
COUNT = """
SELECT (SELECT count(*) FROM server_source WHERE guild_id = :guild) AS here, (SELECT count(*) FROM feed) AS everywhere
"""
ANSWERED = """
SELECT count(*) AS asked, sum(f.last_ok_at >= :since) AS answered FROM server_source ss JOIN feed f ON f.source_id = ss.source_id
WHERE ss.guild_id = :guild AND f.state <> 'paused'
"""


class SourceStore:
    def __init__(self, db: Database) -> None:
        self._db = db

    def save(self, tx: Transaction, source: Source, feed: Feed, now: datetime) -> tuple[int, int]:
        """(source id, feed id); a feed that is known keeps its source."""
        known = tx.one(BY_URL, {"url": feed.url})
        if known:
            return known["source_id"], known["id"]
        source_id = tx.insert(
            NEW_SOURCE,
            {
                "name": source.name,
                "home_url": source.home_url,
                "country": source.country,
                "owner_kind": source.owner_kind,
                "topics": json.dumps(source.topics),
                "now": to_text(now),
            },
        )
        return source_id, tx.insert(
            NEW_FEED, {"source": source_id, "url": feed.url, "title": feed.title, "now": to_text(now)}
        )

    def attach(self, tx: Transaction, guild_id: int, source_id: int, by: int, now: datetime) -> bool:
        """False if the server reads it already."""
        tx.execute(NEW_SERVER, {"guild": guild_id, "now": to_text(now)})
        return tx.execute(ATTACH, {"guild": guild_id, "source": source_id, "by": by, "now": to_text(now)}) > 0

    def detach(self, tx: Transaction, guild_id: int, source_id: int) -> bool:
        return tx.execute(DETACH, {"guild": guild_id, "source": source_id}) > 0

    async def of_server(self, guild_id: int) -> tuple[SourceLine, ...]:
        return tuple(_line(row) for row in await self._db.all(OF_SERVER, {"guild": guild_id}))

    async def due(self, now: datetime, limit: int = 500) -> tuple[Feed, ...]:
        """Feeds that somebody reads and whose time has come, the longest waiting first."""
        return tuple(_feed(row) for row in await self._db.all(DUE, {"now": to_text(now), "limit": limit}))

    async def counts(self, guild_id: int) -> tuple[int, int]:
        """Sources of this server, feeds in all."""
        row = await self._db.one(COUNT, {"guild": guild_id})
        return (row["here"], row["everywhere"]) if row else (0, 0)

    async def answered(self, guild_id: int, since: datetime) -> tuple[int, int]:
        """(feeds the server reads, those that answered since)."""
        row = await self._db.one(ANSWERED, {"guild": guild_id, "since": to_text(since)})
        return (row["asked"], row["answered"] or 0) if row else (0, 0)

    def record_ok(
        self, tx: Transaction, feed: Feed, listing: Listing, settled: Listing | None, now: datetime, due_at: datetime
    ) -> None:
        """A poll that answered. Validators move on only with `settled`, the listing whose entries are all stored or given up."""
        newest = max((entry.published_at or now for entry in listing.entries), default=None)
        keeps = settled is None or settled.unchanged
        tx.execute(
            OK,
            {
                "id": feed.id,
                "title": listing.title,
                "etag": feed.etag if keeps or settled is None else settled.etag,
                "last_modified": feed.last_modified if keeps or settled is None else settled.last_modified,
                "due": to_text(due_at),
                "now": to_text(now),
                "newest": maybe_text(newest),
            },
        )

    def record_failure(self, tx: Transaction, feed: Feed, reason: str, now: datetime, due_at: datetime) -> None:
        """A poll that failed; after twenty in a row the feed is paused."""
        failures = feed.failures + 1
        tx.execute(
            FAILED,
            {
                "id": feed.id,
                "state": "paused" if failures >= GONE_AFTER else "failing",
                "due": to_text(due_at),
                "now": to_text(now),
                "failures": failures,
                "reason": reason[:500],
            },
        )


def _feed(row: Row) -> Feed:
    return Feed(
        id=row["id"],
        source_id=row["source_id"],
        url=row["url"],
        title=row["title"] or row["name"],
        state=row["state"],
        etag=row["etag"],
        last_modified=row["last_modified"],
        next_poll_at=maybe_time(row["next_poll_at"]),
        last_polled_at=maybe_time(row["last_polled_at"]),
        last_ok_at=maybe_time(row["last_ok_at"]),
        last_entry_at=maybe_time(row["last_entry_at"]),
        failures=row["failures"],
        last_error=row["last_error"],
    )


def _line(row: Row) -> SourceLine:
    topics: Sequence[str] = json.loads(row["topics"])
    source = Source(
        id=row["source_id"],
        name=row["name"],
        home_url=row["home_url"],
        country=row["country"],
        owner_kind=row["owner_kind"],
        topics=tuple(topics),
    )
    return SourceLine(source=source, feed=_feed(row))
