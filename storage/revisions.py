"""What editions told, event by event, and the revisions of those whose facts were corrected after they were posted."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import LiteralString

from bot.domain.amendments import Told
from bot.domain.digest import Amendment
from storage.database import Database, Row, Transaction
from storage.edition_rows import amendments_text, to_amendments
from storage.times import maybe_time, to_text

NEW_TOLD = """
INSERT INTO edition_told (edition_id, fact_id, event_id, told) VALUES (:edition, :fact, :event, :told) ON CONFLICT DO NOTHING
"""
TOLD = "SELECT event_id, fact_id, told FROM edition_told WHERE edition_id = :edition ORDER BY fact_id"
TELL = "UPDATE edition_told SET told = :told WHERE edition_id = :edition AND event_id = :event"
# What was touched: by an edit of its article, for everybody; by a correction, for the server that made it.
_TOUCHED: LiteralString = """
SELECT fact_id, changed_at, NULL AS guild_id FROM fact_change WHERE changed_at >= :since
UNION ALL SELECT fact_id, made_at, guild_id FROM correction WHERE made_at >= :since
"""
# A change within two days edits the message that told it; a later one is a line of the next edition.
_TWO_DAYS_ON: LiteralString = "strftime('%Y-%m-%dT%H:%M:%S', d.sent_at, '+48 hours')"
# The message itself or, where that never came, the first repeat that did.
_POSTED: LiteralString = """JOIN delivery d ON d.edition_id = t.edition_id AND d.state = 'sent'
  AND d.part = (SELECT min(p.part) FROM delivery p WHERE p.edition_id = t.edition_id AND p.state = 'sent' AND p.part % 100 = 0)
"""
CHANGED: LiteralString = (
    "SELECT DISTINCT t.edition_id, t.event_id FROM ("
    + _TOUCHED
    + ") c JOIN edition_told t ON t.fact_id = c.fact_id "
    + _POSTED
    + """JOIN edition e ON e.id = t.edition_id JOIN subscription w ON w.id = e.subscription_id
WHERE d.sent_at >= :posted AND coalesce(c.guild_id, d.guild_id) = d.guild_id AND c.changed_at >= d.sent_at AND c.changed_at < """
    + _TWO_DAYS_ON
    # A channel that was deleted took the message with it.
    + " AND NOT (w.paused_why IS 'channel' AND w.channel_id = d.channel_id)"
)
CHANGED_OF: LiteralString = (
    "SELECT DISTINCT t.edition_id, t.event_id FROM ("
    + _TOUCHED
    + ") c JOIN edition_told t ON t.fact_id = c.fact_id "
    + _POSTED
    + """JOIN edition e ON e.id = t.edition_id
WHERE e.subscription_id = :subscription AND coalesce(c.guild_id, d.guild_id) = d.guild_id AND c.changed_at >= """
    + _TWO_DAYS_ON
)
TOLD_CORRECTIONS = """
SELECT e.corrections FROM edition e WHERE e.subscription_id = :subscription AND e.compiled_at >= :since
  AND EXISTS (SELECT 1 FROM delivery d WHERE d.edition_id = e.id AND d.state = 'sent')
"""
NEW_REVISION = """
INSERT INTO edition_revision (edition_id, number, made_at, amendments, state, next_attempt_at)
SELECT :edition, coalesce(max(number), 0) + 1, :now, :amendments, 'due', :now FROM edition_revision WHERE edition_id = :edition
"""
# The last revision's edit brings the message to where all of them together are.
OVERTAKE = "UPDATE edition_revision SET state = 'sent' WHERE edition_id = :edition AND state = 'due'"
# What is made for a server that was left waits for its return, and goes with its data.
READY = """
SELECT r.* FROM edition_revision r JOIN edition e ON e.id = r.edition_id JOIN subscription w ON w.id = e.subscription_id
JOIN server s ON s.guild_id = w.guild_id
WHERE r.state IN ('due', 'sending') AND s.left_at IS NULL
  AND CASE WHEN r.state = 'due' THEN r.next_attempt_at ELSE r.leased_until END <= :now ORDER BY r.next_attempt_at LIMIT :limit
"""
LEASE = """
UPDATE edition_revision SET state = 'sending', fence = fence + 1, attempts = attempts + 1, leased_until = :until
WHERE edition_id = :edition AND number = :number AND fence = :fence
"""
HOLDS = """
SELECT leased_until FROM edition_revision WHERE edition_id = :edition AND number = :number AND fence = :fence AND state = 'sending'
"""
END = """
UPDATE edition_revision SET state = :state, error = :error, leased_until = NULL, next_attempt_at = :again
WHERE edition_id = :edition AND number = :number AND fence = :fence
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldRevision:
    """A revision whose message is to be edited now."""

    edition_id: int
    number: int
    fence: int
    attempts: int


class RevisionStore:
    def __init__(self, db: Database) -> None:
        self._db = db

    def keep_told(
        self, tx: Transaction, edition_id: int, told: Mapping[int, Told], reports: Mapping[int, Sequence[int]]
    ) -> None:
        """What each event said, and the reports it rests on."""
        for event, facts in reports.items():
            for fact in facts:
                tx.execute(NEW_TOLD, {"edition": edition_id, "fact": fact, "event": event, "told": _text(told[event])})

    async def told(self, edition_id: int) -> tuple[dict[int, Told], dict[int, list[int]]]:
        """By event: what was told, and its reports."""
        told: dict[int, Told] = {}
        reports: dict[int, list[int]] = {}
        for row in await self._db.all(TOLD, {"edition": edition_id}):
            told[row["event_id"]] = Told(**json.loads(row["told"]))
            reports.setdefault(row["event_id"], []).append(row["fact_id"])
        return told, reports

    async def changed(self, since: datetime, posted: datetime) -> dict[int, set[int]]:
        """By edition posted after `posted`: events of which a report was touched after `since`, within two days after it was posted."""
        return _by_edition(await self._db.all(CHANGED, {"since": to_text(since), "posted": to_text(posted)}))

    async def changed_of(self, subscription_id: int, since: datetime) -> dict[int, set[int]]:
        """By posted edition of a subscription: events of which a report was touched after `since`, and two days after it was posted."""
        return _by_edition(await self._db.all(CHANGED_OF, {"subscription": subscription_id, "since": to_text(since)}))

    async def corrections_told(self, subscription_id: int, since: datetime) -> tuple[Amendment, ...]:
        """The correction lines of the posted editions."""
        rows = await self._db.all(TOLD_CORRECTIONS, {"subscription": subscription_id, "since": to_text(since)})
        return tuple(one for row in rows for one in to_amendments(row["corrections"]))

    def add(
        self, tx: Transaction, edition_id: int, amendments: Sequence[Amendment], told: Mapping[int, Told], now: datetime
    ) -> None:
        """One more revision, and what its events say from now on."""
        tx.execute(OVERTAKE, {"edition": edition_id})
        tx.execute(
            NEW_REVISION, {"edition": edition_id, "now": to_text(now), "amendments": amendments_text(amendments)}
        )
        for event, one in told.items():
            tx.execute(TELL, {"edition": edition_id, "event": event, "told": _text(one)})

    def lease(self, tx: Transaction, now: datetime, until: datetime, limit: int) -> tuple[HeldRevision, ...]:
        held: list[HeldRevision] = []
        for row in tx.all(READY, {"now": to_text(now), "limit": limit}):
            key = {"edition": row["edition_id"], "number": row["number"]}
            tx.execute(LEASE, {**key, "fence": row["fence"], "until": to_text(until)})
            held.append(
                HeldRevision(
                    edition_id=row["edition_id"],
                    number=row["number"],
                    fence=row["fence"] + 1,
                    attempts=row["attempts"] + 1,
                )
            )
        return tuple(held)

    async def held_until(self, held: HeldRevision) -> datetime | None:
        """When the lease ends; None if it is no longer this holder's."""
        values = {"edition": held.edition_id, "number": held.number, "fence": held.fence}
        row = await self._db.one(HOLDS, values)
        return maybe_time(row["leased_until"]) if row else None

    def end(self, tx: Transaction, held: HeldRevision, state: str, error: str | None, again_at: datetime) -> None:
        """`sent`, `failed`, or `due` once more at `again_at`."""
        values = {"edition": held.edition_id, "number": held.number, "fence": held.fence}
        tx.execute(END, {**values, "state": state, "error": error and error[:500], "again": to_text(again_at)})


def _text(told: Told) -> str:
    return json.dumps(asdict(told), ensure_ascii=False)


def _by_edition(rows: Sequence[Row]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = {}
    for row in rows:
        found.setdefault(row["edition_id"], set()).add(row["event_id"])
    return found
