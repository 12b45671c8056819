"""Subscriptions and the editions made for them."""

import json
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from bot.domain.digest import Edition, Filters, Subscription
from storage.database import Database, Row, Transaction
from storage.edition_rows import columns, sections_text, to_edition, to_sections
from storage.times import from_text, maybe_text, maybe_time, to_text

BY_NAME = "SELECT * FROM subscription WHERE guild_id = :guild AND name = :name"
OF_SERVER = "SELECT * FROM subscription WHERE guild_id = :guild ORDER BY id"
BY_ID = "SELECT * FROM subscription WHERE id = :id"
NEW = """
INSERT INTO subscription (guild_id, channel_id, hour, zone, created_at, name, cadence, weekday, sections, filters, paused_at, next_due_at)
VALUES (:guild, :channel, :hour, :zone, :now, :name, :cadence, :weekday, :sections, :filters, :paused, :due)
"""
# An hour that has come and was not looked at yet stays: the digests' own job finds out which day is due by the new wish.
CHANGE = """
UPDATE subscription SET channel_id = :channel, hour = :hour, zone = :zone, name = :name, cadence = :cadence, weekday = :weekday,
  sections = :sections, filters = :filters, paused_at = :paused,
  next_due_at = CASE WHEN :due IS NOT NULL AND next_due_at <= :changed THEN next_due_at ELSE :due END,
  paused_why = CASE WHEN :paused IS NULL THEN NULL ELSE paused_why END
WHERE id = :id
"""
REMOVE = "DELETE FROM subscription WHERE id = :id"
# An edition waits until it is settled whether the one before it came: what it tells depends on that.
DUE = """
SELECT * FROM subscription s WHERE s.next_due_at <= :now AND s.paused_at IS NULL AND NOT EXISTS (SELECT 1 FROM edition e
  JOIN delivery d ON d.edition_id = e.id WHERE e.subscription_id = s.id AND e.local_date = (SELECT max(local_date) FROM edition l
    WHERE l.subscription_id = s.id) AND d.state IN ('due', 'unknown', 'leased', 'sending'))
ORDER BY s.next_due_at, s.id
"""
NEXT = "UPDATE subscription SET next_due_at = :due WHERE id = :id AND paused_at IS NULL"
NEW_SERVER = "INSERT INTO server (guild_id, joined_at) VALUES (:guild, :now) ON CONFLICT DO NOTHING"
EDITIONS = "SELECT count(*) AS editions FROM edition WHERE subscription_id = :id"
LAST_DATE = "SELECT max(local_date) AS day FROM edition WHERE subscription_id = :id"
LAST_POSTED = """
SELECT max(e.window_to) AS closed FROM edition e
WHERE e.subscription_id = :id AND EXISTS (SELECT 1 FROM delivery d WHERE d.edition_id = e.id AND d.state = 'sent')
"""
EDITION = "SELECT * FROM edition WHERE subscription_id = :subscription AND local_date = :day"
EDITION_BY_ID = "SELECT * FROM edition WHERE id = :id"
EDITION_FACTS = "SELECT section, fact_id FROM edition_fact WHERE edition_id = :id ORDER BY position"
REVISIONS = "SELECT number, made_at, amendments FROM edition_revision WHERE edition_id = :id ORDER BY number"
NEW_EDITION = """
INSERT INTO edition (subscription_id, local_date, window_from, window_to, compiled_at, sources_asked, sources_answered, cadence, sections,
  totals, below, failing, stale, corrections)
VALUES (:subscription, :day, :window_from, :window_to, :compiled_at, :asked, :answered, :cadence, :sections, :totals, :below, :failing,
  :stale, :corrections)
"""
NEW_EDITION_FACT = (
    "INSERT INTO edition_fact (edition_id, section, position, fact_id) VALUES (:edition, :section, :position, :fact)"
)


_LISTS = frozenset(("topics", "countries", "leaders", "sectors"))


class SubscriptionStore:
    def __init__(self, db: Database) -> None:
        self._db = db

    def save(self, tx: Transaction, wish: Subscription, due_at: datetime | None, now: datetime) -> int:
        """The wish's id: of the one with its id, else of this server's one of its name, which is changed, else a new one's."""
        tx.execute(NEW_SERVER, {"guild": wish.guild_id, "now": to_text(wish.created_at)})
        known = None if wish.id else tx.one(BY_NAME, {"guild": wish.guild_id, "name": wish.name})
        number = wish.id or (known["id"] if known else 0)
        values = _columns(wish) | {"due": maybe_text(due_at)}
        if number:
            tx.execute(CHANGE, {**values, "id": number, "changed": to_text(now)})
            return number
        return tx.insert(NEW, {**values, "guild": wish.guild_id, "now": to_text(wish.created_at)})

    def remove(self, tx: Transaction, number: int) -> None:
        """With its editions and whatever was to be sent of them."""
        tx.execute(REMOVE, {"id": number})

    async def of_server(self, guild_id: int) -> tuple[Subscription, ...]:
        return tuple(_subscription(row) for row in await self._db.all(OF_SERVER, {"guild": guild_id}))

    async def by_id(self, number: int) -> Subscription | None:
        row = await self._db.one(BY_ID, {"id": number})
        return None if row is None else _subscription(row)

    async def due(self, now: datetime) -> tuple[Subscription, ...]:
        """Those whose hour has come, the longest waiting first."""
        return tuple(_subscription(row) for row in await self._db.all(DUE, {"now": to_text(now)}))

    def set_next(self, tx: Transaction, number: int, due_at: datetime) -> None:
        tx.execute(NEXT, {"id": number, "due": to_text(due_at)})

    async def editions(self, number: int) -> int:
        """How many were made."""
        row = await self._db.one(EDITIONS, {"id": number})
        return row["editions"] if row else 0

    async def last_date(self, number: int) -> date | None:
        row = await self._db.one(LAST_DATE, {"id": number})
        return date.fromisoformat(row["day"]) if row and row["day"] else None

    async def last_posted(self, number: int) -> datetime | None:
        """When the window of the last posted edition closed."""
        row = await self._db.one(LAST_POSTED, {"id": number})
        return maybe_time(row["closed"]) if row else None

    async def edition(self, subscription_id: int, day: date) -> Edition | None:
        row = await self._db.one(EDITION, {"subscription": subscription_id, "day": day.isoformat()})
        return await self._edition(row)

    async def edition_by_id(self, number: int) -> Edition | None:
        return await self._edition(await self._db.one(EDITION_BY_ID, {"id": number}))

    async def _edition(self, row: Row | None) -> Edition | None:
        if row is None:
            return None
        number = {"id": row["id"]}
        return to_edition(row, await self._db.all(EDITION_FACTS, number), await self._db.all(REVISIONS, number))

    def save_edition(self, tx: Transaction, edition: Edition) -> int | None:
        """The new edition's id; None if this subscription has one for the day, which then stands."""
        key = {"subscription": edition.subscription_id, "day": edition.local_date.isoformat()}
        if tx.one(EDITION, key):
            return None
        number = tx.insert(
            NEW_EDITION,
            {
                **key,
                **columns(edition),
            },
        )
        for position, (section, fact_id) in enumerate(edition.facts):
            tx.execute(NEW_EDITION_FACT, {"edition": number, "section": section, "position": position, "fact": fact_id})
        return number


def _columns(wish: Subscription) -> dict[str, int | str | None]:
    return {
        "channel": wish.channel_id,
        "hour": wish.hour,
        "zone": wish.zone,
        "name": wish.name,
        "cadence": wish.cadence,
        "weekday": wish.weekday,
        "sections": sections_text(wish.sections),
        "filters": json.dumps(asdict(wish.filters), ensure_ascii=False),
        "paused": maybe_text(wish.paused_at),
    }


def _subscription(row: Row) -> Subscription:
    return Subscription(
        id=row["id"],
        guild_id=row["guild_id"],
        channel_id=row["channel_id"],
        hour=row["hour"],
        zone=row["zone"],
        created_at=from_text(row["created_at"]),
        paused_at=maybe_time(row["paused_at"]),
        name=row["name"],
        cadence=row["cadence"],
        weekday=row["weekday"],
        sections=to_sections(row["sections"]),
        filters=_filters(json.loads(row["filters"])),
    )


def _filters(kept: dict[str, Any]) -> Filters:
    values: dict[str, Any] = {name: tuple(value) if name in _LISTS else value for name, value in kept.items()}
    return Filters(**values)
