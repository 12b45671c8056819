"""Facts, read through the sources of whoever asks."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import LiteralString

from bot.domain.answers import History, Scope
from bot.domain.facts import AnyRecorded, FactKind
from storage import fact_changes, search
from storage.database import Database, Row
from storage.fact_rows import to_recorded
from storage.times import to_text

_CARRIED: LiteralString = """
EXISTS (SELECT 1 FROM carrier c JOIN server_source ss ON ss.source_id = c.source_id
        WHERE c.article_id = f.article_id AND ss.guild_id = :guild AND ss.weight <> 'muted')
"""
# For a digest also `context` sources and paused ones are silent; trusted ones come first.
_WEIGHTS: LiteralString = """
SELECT ss.weight = 'trusted' FROM carrier c JOIN server_source ss ON ss.source_id = c.source_id
WHERE c.article_id = f.article_id AND ss.guild_id = :guild AND ss.weight IN ('trusted', 'normal') AND ss.paused_at IS NULL
"""
_FROM: LiteralString = """
FROM fact f JOIN article a ON a.id = f.article_id
JOIN article_text t ON t.article_id = a.id AND t.revision = f.revision
"""
SOURCES = "SELECT source_id FROM server_source WHERE guild_id = :guild AND weight <> 'muted' ORDER BY source_id"
BY_ID: LiteralString = "SELECT" + search.FACT_COLUMNS + _FROM + "WHERE f.id = :id AND" + _CARRIED
BY_IDS: LiteralString = (
    "SELECT"
    + search.FACT_COLUMNS
    + _FROM
    + "WHERE f.id IN (SELECT value FROM json_each(:ids)) AND f.withdrawn_at IS NULL AND"
    + _CARRIED
)
STORED_BETWEEN: LiteralString = (
    "SELECT"
    + search.FACT_COLUMNS
    + _FROM
    + "WHERE f.stored_at >= :start AND f.stored_at < :end AND f.shown = 1 AND f.is_news = 1"
    + " AND f.withdrawn_at IS NULL AND EXISTS ("
    + _WEIGHTS
    + ") ORDER BY ("
    + _WEIGHTS
    + "ORDER BY 1 DESC LIMIT 1) DESC, f.id"
)
PARTIES = """
SELECT * FROM fact_party WHERE fact_id IN (SELECT value FROM json_each(:ids)) ORDER BY fact_id, role, position
"""
CLAIMS = "SELECT * FROM claim WHERE fact_id IN (SELECT value FROM json_each(:ids)) ORDER BY fact_id, position"


@dataclass(frozen=True, slots=True, kw_only=True)
class FactQuery:
    """Which facts. `refs`: any of these sides; `about`: all of these words.

    `countries`: all of these nations, by ISO code, or by ref a group of states that is itself a side.
    """

    kinds: tuple[FactKind, ...]
    refs: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    stage: str | None = None
    sector: str | None = None
    about: str = ""
    since: date | None = None
    shown_only: bool = True
    offset: int = 0
    limit: int = 5


class FactStore:
    """Every read takes a scope, and sees only facts that one of the scope's sources carries."""

    def __init__(self, db: Database) -> None:
        self._db = db

    async def find(self, scope: Scope, query: FactQuery) -> tuple[AnyRecorded, ...]:
        """Facts that stand, newest first."""
        read = await self._db.all(SOURCES, {"guild": scope.guild_id})
        sources = [search.source_token(row["source_id"]) for row in read]
        if not sources or (query.about and not search.quoted_words(query.about)):
            return ()
        required = [sources, [search.kind_token(kind) for kind in query.kinds]]
        required += [[search.nation_token(code)] for code in query.countries]
        if query.refs:
            required.append([search.party_token(ref) for ref in query.refs])
        if query.stage:
            required.append([search.stage_token(query.stage)])
        if query.sector:
            required.append([search.sector_token(query.sector)])
        if query.shown_only:
            required.append([search.SHOWN_TOKEN])
        rows = await self._db.all(
            search.FIND,
            {
                "match": search.match_expression(required, query.about),
                "guild": scope.guild_id,
                "limit": query.limit,
                "offset": query.offset,
                "since": query.since.isoformat() if query.since else "",
            },
        )
        return await self._whole(rows)

    async def by_id(self, scope: Scope, fact_id: int) -> AnyRecorded | None:
        """The fact, withdrawn or not; None if no source of the scope carries it."""
        rows = await self._db.all(BY_ID, {"id": fact_id, "guild": scope.guild_id})
        return next(iter(await self._whole(rows)), None)

    async def history(self, fact: AnyRecorded) -> History:
        """How a fact that the asker may see, and its article, changed."""
        return await fact_changes.history(self._db, fact.id, fact.article.id)

    async def by_ids(self, scope: Scope, fact_ids: Sequence[int]) -> tuple[AnyRecorded, ...]:
        """Those that stand and are carried, in the order asked for."""
        rows = await self._db.all(BY_IDS, {"ids": json.dumps(fact_ids), "guild": scope.guild_id})
        place = {fact_id: number for number, fact_id in enumerate(fact_ids)}
        return await self._whole(sorted(rows, key=lambda row: place[row["id"]]))

    async def stored_between(self, scope: Scope, start: datetime, end: datetime) -> tuple[AnyRecorded, ...]:
        """What an edition may hold: facts first stored in [start, end), shown, from articles that were news then.

        From sources that the server gives weight to, its trusted ones first.
        """
        rows = await self._db.all(
            STORED_BETWEEN, {"start": to_text(start), "end": to_text(end), "guild": scope.guild_id}
        )
        return await self._whole(rows)

    async def _whole(self, rows: Sequence[Row]) -> tuple[AnyRecorded, ...]:
        if not rows:
            return ()
        ids = {"ids": json.dumps([row["id"] for row in rows])}
        parties, claims = _grouped(await self._db.all(PARTIES, ids)), _grouped(await self._db.all(CLAIMS, ids))
        return tuple(to_recorded(row, parties.get(row["id"], ()), claims.get(row["id"], ())) for row in rows)


def _grouped(rows: Sequence[Row]) -> dict[int, list[Row]]:
    groups: dict[int, list[Row]] = {}
    for row in rows:
        groups.setdefault(row["fact_id"], []).append(row)
    return groups
