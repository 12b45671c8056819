"""The people we follow, and who turns up in the articles a server reads."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import LiteralString

from bot.domain.answers import LeaderLine, Scope, Sighting
from bot.domain.people import Leader, Tenure
from storage import newsmakers, voices
from storage.database import Database, Row, Transaction
from storage.times import day_text, from_text, maybe_day

SAVE = """
INSERT INTO leader (id, name, country, aliases) VALUES (:id, :name, :country, :aliases)
ON CONFLICT (id) DO UPDATE SET name = excluded.name, country = excluded.country, aliases = excluded.aliases
"""
SAVE_TENURE = """
INSERT INTO tenure (leader_id, office, country, since_on, until_on, as_of, source)
VALUES (:leader, :office, :country, :since_on, :until_on, :as_of, :source)
ON CONFLICT (leader_id, office, as_of) DO UPDATE SET country = excluded.country, since_on = excluded.since_on,
  until_on = coalesce(excluded.until_on, tenure.until_on), source = excluded.source
"""
FORGET_TENURES = "DELETE FROM tenure WHERE leader_id = :leader AND source = :source"
ALL = "SELECT * FROM leader ORDER BY id"
MARK = "SELECT count(*) || ' ' || coalesce(sum(length(id) + length(name) + length(aliases)), 0) AS mark FROM leader"
TENURES = "SELECT * FROM tenure ORDER BY leader_id, as_of DESC, office"
ONE = "SELECT * FROM leader WHERE id = :id"
TENURES_OF = "SELECT * FROM tenure WHERE leader_id = :id ORDER BY as_of DESC, office"
SIGHTINGS: LiteralString = (
    """
SELECT g.office, g.country, g.standing, a.url, a.published_at,
"""
    + voices.SOURCE
    + """
FROM sighting g JOIN article a ON a.id = g.article_id
WHERE g.person_key IN (SELECT value FROM json_each(:keys)) AND"""
    + voices.CARRIED
    + "ORDER BY a.published_at DESC, g.article_id DESC, g.evidence_start LIMIT :limit"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A person whom a shown fact names, under the ref that the fact is stored with."""

    ref: str
    name: str
    country: str | None


class LeaderStore:
    def __init__(self, db: Database) -> None:
        self._db = db

    def save(self, tx: Transaction, leaders: Iterable[Leader]) -> None:
        """Keep these leaders and their tenures; those kept before stay."""
        for leader in leaders:
            tx.execute(
                SAVE,
                {
                    "id": leader.id,
                    "name": leader.name,
                    "country": leader.country,
                    "aliases": json.dumps(leader.aliases, ensure_ascii=False),
                },
            )
            for tenure in leader.tenures:
                tx.execute(SAVE_TENURE, {"leader": leader.id, **_columns(tenure)})

    def replace_tenures(self, tx: Transaction, leader: Leader, source: str) -> None:
        """Keep this leader with his tenures; those that `source` gave before and that he no longer has are forgotten."""
        tx.execute(FORGET_TENURES, {"leader": leader.id, "source": source})
        self.save(tx, [leader])

    async def all(self) -> tuple[Leader, ...]:
        tenures: dict[str, list[Row]] = {}
        for row in await self._db.all(TENURES):
            tenures.setdefault(row["leader_id"], []).append(row)
        return tuple(_leader(row, tenures.get(row["id"], [])) for row in await self._db.all(ALL))

    async def mark(self) -> str:
        """Another one when leaders are added or called otherwise."""
        row = await self._db.one(MARK)
        return row["mark"] if row else ""

    async def by_id(self, leader_id: str) -> Leader | None:
        row = await self._db.one(ONE, {"id": leader_id})
        return None if row is None else _leader(row, await self._db.all(TENURES_OF, {"id": leader_id}))

    async def sightings(self, scope: Scope, refs: Sequence[str], limit: int = 12) -> tuple[Sighting, ...]:
        """Offices that carried articles give the person known under any of `refs`, newest first."""
        rows = await self._db.all(SIGHTINGS, {"keys": json.dumps(refs), "guild": scope.guild_id, "limit": limit})
        return tuple(
            Sighting(
                office=row["office"],
                country=row["country"],
                standing=row["standing"],
                article_url=row["url"],
                source=row["source"] or "",
                published_at=from_text(row["published_at"]),
            )
            for row in rows
        )

    async def names(self, scope: Scope, limit: int) -> tuple[Named, ...]:
        """Everybody with a shown fact, last seen first."""
        rows = await newsmakers.last_named(self._db, scope, limit=limit)
        return tuple(Named(ref=row["ref"], name=row["name"], country=row["country"]) for row in rows)

    async def seen(
        self, scope: Scope, country: str | None = None, *, offset: int = 0, limit: int = 15
    ) -> tuple[tuple[str, LeaderLine], ...]:
        """(ref, line) of everybody with a shown fact, last seen first; the office is the one last given."""
        rows = await newsmakers.seen(self._db, scope, country, offset=offset, limit=limit)
        quotes = await newsmakers.quotes(self._db, scope, [row["ref"] for row in rows])
        return tuple(
            (
                row["ref"],
                LeaderLine(
                    name=row["name"],
                    country=row["country"],
                    office=row["office"],
                    quotes=quotes.get(row["ref"], 0),
                    last_seen_at=from_text(row["last_seen_at"]),
                ),
            )
            for row in rows
        )


def _columns(tenure: Tenure) -> dict[str, str | None]:
    return {
        "office": tenure.office,
        "country": tenure.country,
        "since_on": day_text(tenure.since_on),
        "until_on": day_text(tenure.until_on),
        "as_of": tenure.as_of.isoformat(),
        "source": tenure.source,
    }


def to_tenure(row: Row) -> Tenure:
    return Tenure(
        office=row["office"],
        country=row["country"],
        as_of=date.fromisoformat(row["as_of"]),
        source=row["source"],
        since_on=maybe_day(row["since_on"]),
        until_on=maybe_day(row["until_on"]),
    )


def _leader(row: Row, tenures: Iterable[Row]) -> Leader:
    return Leader(
        id=row["id"],
        name=row["name"],
        country=row["country"],
        aliases=tuple(json.loads(row["aliases"])),
        tenures=tuple(map(to_tenure, tenures)),
    )
