"""Offices as articles give them, for deciding who holds them, and what a server's managers rule."""

import json
import zlib
from collections.abc import Sequence
from datetime import date, datetime
from typing import LiteralString

from bot.domain.answers import Scope
from bot.domain.offices import TRACKED, OfficeSighting
from bot.domain.people import Ruling
from storage import voices
from storage.database import Database, Row, Transaction
from storage.times import from_text, to_text

_SIGHTED: LiteralString = """
SELECT g.person_key, g.person_name, g.office, g.country, a.published_at, t.sha256,
  json_group_array(DISTINCT f.url) AS feeds
FROM sighting g JOIN article a ON a.id = g.article_id
JOIN article_text t ON t.article_id = a.id AND t.revision = a.revision
JOIN carrier c ON c.article_id = a.id JOIN feed f ON f.source_id = c.source_id
WHERE g.office IN (SELECT value FROM json_each(:offices)) AND g.standing = 'present' AND a.published_known = 1
  AND a.published_at > :since AND a.published_at <= :now
"""
_GROUPED: LiteralString = (
    " GROUP BY g.article_id, g.person_key, g.office, g.country ORDER BY g.article_id, g.person_key"
)
SIGHTED: LiteralString = _SIGHTED + _GROUPED
SIGHTED_HERE: LiteralString = (
    _SIGHTED
    + " AND c.source_id IN (SELECT source_id FROM server_source WHERE guild_id = :guild AND weight <> 'muted' AND c.article_id > hidden_upto)"
    + _GROUPED
)
RULE = """
INSERT INTO office_ruling (guild_id, person, name, office, country, verdict, ruled_on)
VALUES (:guild, :person, :name, :office, :country, :verdict, :day)
ON CONFLICT (guild_id, person, office, country) DO UPDATE SET name = excluded.name, verdict = excluded.verdict,
  ruled_on = excluded.ruled_on
"""
REPLACED = """
DELETE FROM office_ruling WHERE guild_id = :guild AND office = :office AND country = :country AND person <> :person
  AND verdict = 'approved'
"""
NEW_SERVER = "INSERT INTO server (guild_id, joined_at) VALUES (:guild, :now) ON CONFLICT DO NOTHING"
RULINGS = "SELECT * FROM office_ruling WHERE guild_id = :guild ORDER BY ruled_on DESC, name, office"


class OfficeStore:
    def __init__(self, db: Database) -> None:
        self._db = db

    async def sighted(self, since: datetime, now: datetime) -> tuple[OfficeSighting, ...]:
        """Offices in the present that articles published in (since, now] give, of every source."""
        return _sightings(await self._db.all(SIGHTED, _times(since, now)))

    async def sighted_here(self, scope: Scope, since: datetime, now: datetime) -> tuple[OfficeSighting, ...]:
        """The same, by the scope's own sources alone."""
        return _sightings(await self._db.all(SIGHTED_HERE, {**_times(since, now), "guild": scope.guild_id}))

    def rule(self, tx: Transaction, guild_id: int, ruling: Ruling, now: datetime) -> None:
        """Keep a server's word; approving one takes back that server's approval of another for the same office."""
        tx.execute(NEW_SERVER, {"guild": guild_id, "now": to_text(now)})
        place = {
            "guild": guild_id,
            "person": ruling.person,
            "office": ruling.office,
            "country": ruling.country,
        }
        if ruling.verdict == "approved":
            tx.execute(REPLACED, place)
        tx.execute(RULE, {**place, "name": ruling.name, "verdict": ruling.verdict, "day": ruling.ruled_on.isoformat()})

    async def rulings(self, scope: Scope) -> tuple[Ruling, ...]:
        rows = await self._db.all(RULINGS, {"guild": scope.guild_id})
        return tuple(
            Ruling(
                person=row["person"],
                name=row["name"],
                office=row["office"],
                country=row["country"],
                verdict=row["verdict"],
                ruled_on=date.fromisoformat(row["ruled_on"]),
            )
            for row in rows
        )


def _times(since: datetime, now: datetime) -> dict[str, str]:
    return {"offices": json.dumps(sorted(TRACKED)), "since": to_text(since), "now": to_text(now)}


def _sightings(rows: Sequence[Row]) -> tuple[OfficeSighting, ...]:
    return tuple(
        OfficeSighting(
            person=row["person_key"].partition(":")[2],
            name=row["person_name"],
            office=row["office"],
            country=row["country"],
            on=from_text(row["published_at"]).date(),
            words=row["sha256"],
            sources=_sites(json.loads(row["feeds"])),
        )
        for row in rows
    )


def _sites(feeds: Sequence[str]) -> tuple[int, ...]:
    """A number for each site: all that a publisher, or a manager with a page, has by many addresses is one voice."""
    return tuple(sorted({zlib.crc32((voices.site(url) or url).encode()) for url in feeds}))
