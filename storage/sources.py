"""Sources and their feeds: what a server reads, and what each poll left behind."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from bot.domain.managing import SourceLine
from bot.domain.news import Feed, OwnerKind, Source, Weight
from storage import merging
from storage.database import Database, Row, Transaction
from storage.times import maybe_text, maybe_time, to_text

_FEED = """
  f.id, f.source_id, f.url, f.title, f.state, f.etag, f.last_modified, f.next_poll_at, f.last_polled_at, f.last_ok_at, f.last_entry_at,
  f.failures, f.last_error, f.state_since, f.failing_since, f.told, f.first_ok_at, f.polls, f.weekly, f.usual_gap, f.answer_seconds,
  f.asked_seconds, f.skip_hours, f.moved_to, f.moved_times, f.shared
"""
BY_URL = "SELECT id, source_id, state FROM feed WHERE url = :url"
NEW_SOURCE = "INSERT INTO source (created_at) VALUES (:now)"
NEW_FEED = (
    "INSERT INTO feed (source_id, url, title, state, next_poll_at) VALUES (:source, :url, :title, 'healthy', :due)"
)
NEW_SERVER = "INSERT INTO server (guild_id, joined_at) VALUES (:guild, :now) ON CONFLICT DO NOTHING"
ATTACH = """
INSERT INTO server_source (guild_id, source_id, name, home_url, home_country, owner_kind, topics, added_by, added_at)
VALUES (:guild, :source, :name, :home_url, :home_country, :owner_kind, :topics, :by, :now) ON CONFLICT DO NOTHING
"""
# Who comes to an address does not see what led to it from another host brought before: that may be anybody's.
NOT_BEFORE = """
INSERT INTO former_source (guild_id, source_id, purged_upto)
SELECT :guild, :source, CAST(value AS INTEGER) FROM setting
WHERE key = 'moved:' || :source AND NOT EXISTS (SELECT 1 FROM server_source WHERE guild_id = :guild AND source_id = :source)
ON CONFLICT (guild_id, source_id) DO UPDATE SET purged_upto = max(purged_upto, excluded.purged_upto)
"""
DETACH = "DELETE FROM server_source WHERE guild_id = :guild AND source_id = :source"
OF_SERVER = (
    "SELECT"
    + _FEED
    + """
  , ss.name, ss.home_url, ss.topics, coalesce(ss.country, ss.home_country) AS country, ss.owner_kind, ss.weight, ss.owner, ss.paused_at
FROM server_source ss JOIN feed f ON f.source_id = ss.source_id
WHERE ss.guild_id = :guild ORDER BY ss.name, f.id
"""
)
DUE = (
    "SELECT"
    + _FEED
    + """
FROM feed f
WHERE f.state NOT IN ('paused', 'gone') AND (f.next_poll_at IS NULL OR f.next_poll_at <= :now)
  AND EXISTS (SELECT 1 FROM server_source ss WHERE ss.source_id = f.source_id AND ss.paused_at IS NULL)
ORDER BY f.next_poll_at, f.id LIMIT :limit
"""
)
POLLED = """
UPDATE feed SET url = :url, title = :title, state = :state, etag = :etag, last_modified = :last_modified, next_poll_at = :next_poll_at, last_polled_at = :last_polled_at,
  last_ok_at = :last_ok_at, last_entry_at = :last_entry_at, failures = :failures, last_error = :last_error, state_since = :state_since,
  failing_since = :failing_since, told = :told, first_ok_at = :first_ok_at, polls = :polls, weekly = :weekly, usual_gap = :usual_gap,
  answer_seconds = :answer_seconds, asked_seconds = :asked_seconds, skip_hours = :skip_hours, moved_to = :moved_to,
  moved_times = :moved_times, shared = :shared
WHERE id = :id
"""
TOLD = "SELECT id, told, url FROM feed WHERE id IN (SELECT value FROM json_each(:ids))"
TELL = """
INSERT INTO notice (guild_id, feed_id, feed_state, reason, created_at, state)
SELECT ss.guild_id, :id, :told, :reason, :now, 'due' FROM server_source ss
WHERE ss.source_id = :source AND ss.paused_at IS NULL AND ss.guild_id <> 0
"""
RESUME_FEED = """
UPDATE feed SET state = 'healthy', told = 'healthy', state_since = :now, failing_since = NULL, failures = 0, last_error = NULL,
  next_poll_at = :now
WHERE id = :id AND state IN ('paused', 'gone')
"""
PAUSE = (
    "UPDATE server_source SET paused_at = :now WHERE guild_id = :guild AND source_id = :source AND paused_at IS NULL"
)
RESUME = "UPDATE server_source SET paused_at = NULL WHERE guild_id = :guild AND source_id = :source AND paused_at IS NOT NULL"
LABEL = """
UPDATE server_source SET name = coalesce(:name, name), weight = coalesce(:weight, weight), country = coalesce(:country, country), owner_kind = coalesce(:owner_kind, owner_kind),
  owner = coalesce(:owner, owner)
WHERE guild_id = :guild AND source_id = :source
"""
COUNT = """
SELECT (SELECT count(*) FROM server_source WHERE guild_id = :guild) AS here,
  (SELECT count(*) FROM feed f WHERE EXISTS (SELECT 1 FROM server_source ss WHERE ss.source_id = f.source_id)) AS everywhere
"""
ANSWERED = """
SELECT count(*) AS asked, sum(f.last_ok_at >= :since) AS answered FROM server_source ss JOIN feed f ON f.source_id = ss.source_id
WHERE ss.guild_id = :guild AND ss.paused_at IS NULL AND ss.weight <> 'muted'
"""


class SourceStore:
    def __init__(self, db: Database) -> None:
        self._db = db

    def save(self, tx: Transaction, feed: Feed, now: datetime, due_at: datetime | None = None) -> tuple[int, int]:
        """(source id, feed id); a feed that is known keeps its source, and is asked again if it had been given up."""
        known = tx.one(BY_URL, {"url": feed.url})
        if known:
            tx.execute(RESUME_FEED, {"id": known["id"], "now": to_text(now)})
            return known["source_id"], known["id"]
        source_id = tx.insert(NEW_SOURCE, {"now": to_text(now)})
        return source_id, tx.insert(
            NEW_FEED, {"source": source_id, "url": feed.url, "title": feed.title, "due": to_text(due_at or now)}
        )

    def attach(self, tx: Transaction, guild_id: int, source: Source, by: int, now: datetime) -> bool:
        """The server reads the source of that id, and what is said of it here is its own. False if it reads it already."""
        tx.execute(NEW_SERVER, {"guild": guild_id, "now": to_text(now)})
        said = {
            "guild": guild_id,
            "source": source.id,
            "name": source.name,
            "home_url": source.home_url,
            "home_country": source.country,
            "owner_kind": source.owner_kind,
            "topics": json.dumps(source.topics),
            "by": by,
            "now": to_text(now),
        }
        tx.execute(NOT_BEFORE, {"guild": guild_id, "source": source.id})
        return tx.execute(ATTACH, said) > 0

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

    def record(self, tx: Transaction, feed: Feed, now: datetime) -> None:
        self.record_all(tx, ((feed, now),))

    def record_all(self, tx: Transaction, polled: Sequence[tuple[Feed, datetime]]) -> None:
        """What polls made of their feeds, each with its time. Where managers are to know of a state, their notice is written with it.

        A feed that moved to an address which another feed has becomes one with it, if both are of one host; else it stays itself.
        """
        ids = json.dumps([feed.id for feed, _ in polled])
        before = {row["id"]: row for row in tx.all(TOLD, {"ids": ids})}
        there = [feed for feed, _ in polled if feed.id in before]
        tx.each(POLLED, [_polled(feed) for feed in there if feed.url == before[feed.id]["url"]])
        for feed in there:
            if feed.url == before[feed.id]["url"]:
                continue
            kept, is_of_one_host = merging.there(tx, feed), merging.is_of_one_host(before[feed.id]["url"], feed.url)
            if kept and is_of_one_host:
                merging.merge(tx, feed, kept)
                del before[feed.id]
                continue
            tx.execute(POLLED, _polled(replace(feed, url=before[feed.id]["url"]) if kept else feed))
            if not kept and not is_of_one_host:
                tx.execute(merging.MOVED, {"source": feed.source_id})
        for feed, now in polled:
            if feed.id in before and before[feed.id]["told"] != feed.told:
                tx.execute(
                    TELL,
                    {
                        "id": feed.id,
                        "source": feed.source_id,
                        "told": feed.told,
                        "reason": feed.last_error,
                        "now": to_text(now),
                    },
                )

    def pause(self, tx: Transaction, guild_id: int, source_id: int, now: datetime) -> bool:
        """False if this server had paused it already. The feed goes on for other servers."""
        return tx.execute(PAUSE, {"guild": guild_id, "source": source_id, "now": to_text(now)}) > 0

    def resume(self, tx: Transaction, guild_id: int, line: SourceLine, now: datetime) -> bool:
        """Also asks a feed again that the bot itself had given up. False if there was nothing to resume."""
        resumed = tx.execute(RESUME, {"guild": guild_id, "source": line.source.id})
        return resumed + tx.execute(RESUME_FEED, {"id": line.feed.id, "now": to_text(now)}) > 0

    def label(
        self,
        tx: Transaction,
        guild_id: int,
        source_id: int,
        *,
        name: str | None = None,
        weight: Weight | None = None,
        country: str | None = None,
        owner_kind: OwnerKind | None = None,
        owner: str | None = None,
    ) -> None:
        """One server's word on a source; what is None stays."""
        tx.execute(
            LABEL,
            {
                "guild": guild_id,
                "source": source_id,
                "name": name,
                "weight": weight,
                "country": country,
                "owner_kind": owner_kind,
                "owner": owner,
            },
        )


def _polled(feed: Feed) -> dict[str, str | int | float | None]:
    return {
        "id": feed.id,
        "url": feed.url,
        "title": feed.title,
        "state": feed.state,
        "etag": feed.etag,
        "last_modified": feed.last_modified,
        "next_poll_at": maybe_text(feed.next_poll_at),
        "last_polled_at": maybe_text(feed.last_polled_at),
        "last_ok_at": maybe_text(feed.last_ok_at),
        "last_entry_at": maybe_text(feed.last_entry_at),
        "failures": feed.failures,
        "last_error": feed.last_error,
        "state_since": maybe_text(feed.state_since),
        "failing_since": maybe_text(feed.failing_since),
        "told": feed.told,
        "first_ok_at": maybe_text(feed.first_ok_at),
        "polls": feed.polls,
        "weekly": feed.weekly,
        "usual_gap": feed.usual_gap.total_seconds() if feed.usual_gap is not None else None,
        "answer_seconds": feed.answer_seconds,
        "asked_seconds": feed.asked_seconds,
        "skip_hours": json.dumps(feed.skip_hours) if feed.skip_hours else "[]",
        "moved_to": feed.moved_to,
        "moved_times": feed.moved_times,
        "shared": json.dumps(feed.shared) if feed.shared else "[]",
    }


def _list(text: str) -> Sequence[Any]:
    return () if text == "[]" else json.loads(text)


def _feed(row: Row) -> Feed:
    hours: Sequence[int] = _list(row["skip_hours"])
    shared: Sequence[str] = _list(row["shared"])
    return Feed(
        id=row["id"],
        source_id=row["source_id"],
        url=row["url"],
        title=row["title"],
        state=row["state"],
        etag=row["etag"],
        last_modified=row["last_modified"],
        next_poll_at=maybe_time(row["next_poll_at"]),
        last_polled_at=maybe_time(row["last_polled_at"]),
        last_ok_at=maybe_time(row["last_ok_at"]),
        last_entry_at=maybe_time(row["last_entry_at"]),
        failures=row["failures"],
        last_error=row["last_error"],
        state_since=maybe_time(row["state_since"]),
        failing_since=maybe_time(row["failing_since"]),
        told=row["told"],
        first_ok_at=maybe_time(row["first_ok_at"]),
        polls=row["polls"],
        weekly=row["weekly"],
        usual_gap=timedelta(seconds=row["usual_gap"]) if row["usual_gap"] is not None else None,
        answer_seconds=row["answer_seconds"],
        asked_seconds=row["asked_seconds"],
        skip_hours=tuple(hours),
        moved_to=row["moved_to"],
        moved_times=row["moved_times"],
        shared=tuple(shared),
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
    return SourceLine(
        source=source,
        feed=_feed(row),
        weight=row["weight"],
        owner=row["owner"],
        paused_at=maybe_time(row["paused_at"]),
    )
