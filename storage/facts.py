"""Facts, read through the sources of whoever asks."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import LiteralString

from bot.domain.answers import History, Scope
from bot.domain.corrections import CorrectionLog
from bot.domain.digest import Filters
from bot.domain.facts import AnyRecorded, Fact, FactKind, Party, Quote
from bot.domain.news import Carrier
from bot.domain.people import Tenure, office_on
from storage import fact_changes, overlays, search, voices, windows
from storage.aside import aside
from storage.database import Database, Row, Value
from storage.fact_rows import to_party, to_recorded
from storage.leaders import to_tenure
from storage.times import from_text, to_text

_FROM: LiteralString = """
FROM fact f JOIN article a ON a.id = f.article_id
JOIN article_text t ON t.article_id = a.id AND t.revision = f.revision
"""
BY_ID: LiteralString = "SELECT" + search.FACT_COLUMNS + _FROM + "WHERE f.id = :id AND" + voices.CARRIED
BY_IDS: LiteralString = (
    "SELECT"
    + search.FACT_COLUMNS
    + _FROM
    + "WHERE f.id IN (SELECT value FROM json_each(:ids)) AND f.withdrawn_at IS NULL AND"
    + voices.CARRIED
)
BY_IDS_IN_DIGESTS: LiteralString = BY_IDS + "AND" + windows.IN_DIGESTS
OF_STORY: LiteralString = (
    "SELECT"
    + search.FACT_COLUMNS
    + _FROM
    + "JOIN article_story placed ON placed.article_id = a.id"
    + " WHERE placed.story_id = :story AND f.withdrawn_at IS NULL AND"
    + overlays.SHOWN
    + "AND"
    + voices.CARRIED
    + "ORDER BY f.id"
)
PARTIES = """
SELECT * FROM fact_party WHERE fact_id IN (SELECT value FROM json_each(:ids)) ORDER BY fact_id, role, position
"""
SIDES_IN = """
SELECT DISTINCT p.ref, p.name, p.country FROM fact f JOIN fact_party p ON p.fact_id = f.id WHERE f.article_id = :article ORDER BY f.id, p.position
"""
TENURES = "SELECT * FROM tenure WHERE leader_id IN (SELECT value FROM json_each(:ids))"
CLAIMS = "SELECT * FROM claim WHERE fact_id IN (SELECT value FROM json_each(:ids)) ORDER BY fact_id, position"
_NONE: Mapping[int, tuple[()]] = {}
_REREAD = timedelta(days=30)  # in which an article that is read again may get another date
_AMISS = timedelta(days=1)  # by so much a clock may go wrong: ids no longer grow with time


@dataclass(frozen=True, slots=True, kw_only=True)
class FactQuery:
    """Which facts. `refs`: any of these sides; `about`: all of these words; `digest`: only from sources that digests use.

    `countries`: all of these nations, by ISO code, or by ref a group of states that is itself a side. `sides`: just one of these
    sets of sides, each as `sides_of` gives it. `without`: none of these ids. `awaited_since`: not over on the
    first of these days or, where its days are not known, told on the second or later.
    """

    kinds: tuple[FactKind, ...]
    refs: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    stage: str | None = None
    sector: str | None = None
    sides: tuple[tuple[str, ...], ...] = ()
    about: str = ""
    since: date | None = None
    without: frozenset[int] = frozenset()
    awaited_since: tuple[date, date] | None = None
    shown_only: bool = True
    digest: bool = False
    offset: int = 0
    limit: int = 5


class FactStore:
    """Every read takes a scope, and sees only facts that one of the scope's sources carries, as its server corrected them."""

    def __init__(self, db: Database) -> None:
        self._db = db

    async def find(self, scope: Scope, query: FactQuery, *, outline: bool = False) -> tuple[AnyRecorded, ...]:
        """Facts that stand, newest first.

        An `outline` has what reports are compared by: its article is without source and carriers, and but for a quote's without text.
        """
        read = await self._db.all(windows.SOURCES if query.digest else voices.SOURCES, {"guild": scope.guild_id})
        sources = [row["source_id"] for row in read]
        if not sources or (query.about and not search.quoted_words(query.about)):
            return ()
        required: list[list[str]] = []
        if "quote" not in query.kinds:  # nearly all facts are quotes: their list is longer than any other that helps
            required.append([search.kind_token(kind) for kind in query.kinds])
        required += [[search.nation_token(code)] for code in query.countries]
        if query.refs:
            required.append([search.party_token(ref) for ref in query.refs])
        if query.stage:
            required.append([search.stage_token(query.stage)])
        if query.sector:
            required.append([search.sector_token(query.sector)])
        if query.sides:
            required.append([search.kin_token(kind, sides) for kind in query.kinds for sides in query.sides])
        values = {
            "kinds": json.dumps(query.kinds),
            "shown": int(query.shown_only),
            "guild": scope.guild_id,
            "limit": query.offset + query.limit,
            "since": query.since.isoformat() if query.since else "",
            "walked": (query.since - _REREAD).isoformat() if query.since else "",
            "without": json.dumps(sorted(query.without)),
            "over": query.awaited_since[0].isoformat() if query.awaited_since else "",
            "told": query.awaited_since[1].isoformat() if query.awaited_since else "",
        }
        plain = search.match_expression(search.carried(sources, required), query.about)
        rows = [*await self._db.all(search.FIND_OUTLINES if outline else search.FIND, {**values, "match": plain})]
        if scope.guild_id:
            own = search.match_expression([[search.server_token(scope.guild_id)], *required], query.about)
            rows += await self._db.all(search.FIND_CORRECTED, {**values, "match": own, "sources": json.dumps(sources)})
            rows.sort(key=lambda row: -row["id"])
        rows = rows[query.offset : query.offset + query.limit]
        return await (self._outlines if outline else self._whole)(scope, rows)

    async def waiting(
        self, scope: Scope, kinds: Sequence[FactKind], *, offset: int, limit: int
    ) -> tuple[AnyRecorded, ...]:
        """Facts of the server that are not shown and that no manager decided on, newest first."""
        values = {**await self._waiting(scope, kinds), "offset": offset, "limit": limit}
        return await self._whole(scope, await self._db.all(search.WAITING, values) if values["match"] else ())

    async def count_waiting(self, scope: Scope, kinds: Sequence[FactKind], most: int) -> int:
        """How many wait, counted up to `most`."""
        values = {**await self._waiting(scope, kinds), "limit": most}
        row = await self._db.one(search.COUNT_WAITING, values) if values["match"] else None
        return row["waiting"] if row else 0

    async def _waiting(self, scope: Scope, kinds: Sequence[FactKind]) -> dict[str, Value]:
        read = await self._db.all(voices.SOURCES, {"guild": scope.guild_id})
        sources = [search.source_token(row["source_id"]) for row in read]
        match = search.match_expression([sources]) if sources else ""
        return {"match": match, "guild": scope.guild_id, "kinds": json.dumps(kinds)}

    async def by_id(self, scope: Scope, fact_id: int) -> AnyRecorded | None:
        """The fact, withdrawn or rejected or not; None if no source of the scope carries it."""
        rows = await self._db.all(BY_ID, {"id": fact_id, "guild": scope.guild_id})
        return next(iter(await self._whole(scope, rows)), None)

    async def log(self, scope: Scope, fact_id: int) -> CorrectionLog | None:
        """The fact as it was found, with all that the asking server did to it; None as for `by_id`."""
        rows = await self._db.all(BY_ID, {"id": fact_id, "guild": scope.guild_id})
        found = await self._as_found(scope, rows)
        entries = await overlays.logs(self._db, scope.guild_id, [fact_id]) if found else ()
        return CorrectionLog(found=found[0], entries=entries) if found else None

    async def sides_in(self, article_id: int) -> tuple[Party, ...]:
        """Every side of the article's facts, as they were found."""
        return tuple(map(to_party, await self._db.all(SIDES_IN, {"article": article_id})))

    async def history(self, fact: AnyRecorded) -> History:
        """How a fact that the asker may see, and its article, changed."""
        return await fact_changes.history(self._db, fact.id, fact.article.id)

    async def by_ids(
        self, scope: Scope, fact_ids: Sequence[int], *, digest: bool = False, rejected: bool = False
    ) -> tuple[AnyRecorded, ...]:
        """Those that stand and are carried, in the order asked for; without those that the server `rejected` unless they are wanted.

        `digest`: only from sources that digests use.
        """
        sql = BY_IDS_IN_DIGESTS if digest else BY_IDS
        rows = await self._db.all(sql, {"ids": json.dumps(fact_ids), "guild": scope.guild_id})
        place = {fact_id: number for number, fact_id in enumerate(fact_ids)}
        found = await self._whole(scope, sorted(rows, key=lambda row: place[row["id"]]))
        return tuple(one for one in found if rejected or not one.rejected)

    async def stored_between(self, scope: Scope, start: datetime, end: datetime) -> tuple[AnyRecorded, ...]:
        """What an edition may hold: facts first stored in [start, end), shown, from articles that were news then.

        From sources that the server gives weight to, its trusted ones first.
        """
        values = {"start": to_text(start), "end": to_text(end), "guild": scope.guild_id}
        return await self._whole(scope, await self._db.all(windows.BETWEEN, values))

    async def stored_of(
        self, scope: Scope, filters: Filters, start: datetime, end: datetime, *, most: int
    ) -> tuple[datetime, tuple[AnyRecorded, ...]]:
        """The newest `most` of `stored_between` that may pass the filters, and since when they are all of them."""
        values = {
            "start": to_text(start),
            "end": to_text(end),
            "walked": to_text(start - _AMISS),
            "guild": scope.guild_id,
        }
        sources = [row["source_id"] for row in await self._db.all(windows.SOURCES, values)]
        match = search.filter_expression(sources, await self._of_topics(scope, filters.topics), filters)
        found = list(await self._db.all(windows.NEWEST, {**values, "match": match, "most": most + 1})) if match else []
        begins = from_text(found[most - 1]["stored_at"]) if len(found) > most else start
        values |= {"start": to_text(begins), "ids": json.dumps([row["id"] for row in found[:most]])}
        return begins, await self._whole(scope, await self._db.all(windows.THESE, values))

    async def _of_topics(self, scope: Scope, topics: Sequence[str]) -> list[int]:
        """The server's sources that have one of the topics."""
        rows = await self._db.all(windows.TOPICS, {"guild": scope.guild_id}) if topics else ()
        return [row["source_id"] for row in rows if not set(topics).isdisjoint(json.loads(row["topics"]))]

    async def count_unsure(self, scope: Scope, start: datetime, end: datetime, most: int = 500) -> int:
        """How many facts of an edition's window were not sure enough to be shown."""
        values = {"start": to_text(start), "end": to_text(end), "guild": scope.guild_id, "most": most}
        row = await self._db.one(windows.UNSURE, values)
        return row["n"] if row else 0

    async def offices(self, leaders: Collection[str], day: date) -> dict[str, str]:
        """The office that each of these leaders is known to have held on a day."""
        held = {leader: office_on(tenures, day) for leader, tenures in (await self._tenures(leaders)).items()}
        return {leader: tenure.office for leader, tenure in held.items() if tenure}

    async def of_story(self, scope: Scope, story: int) -> tuple[AnyRecorded, ...]:
        """Facts that stand and are shown, of the story's articles that the scope's sources carry."""
        return await self._whole(scope, await self._db.all(OF_STORY, {"story": story, "guild": scope.guild_id}))

    async def _whole(self, scope: Scope, rows: Sequence[Row]) -> tuple[AnyRecorded, ...]:
        """The one door through which a fact is read: as the asking server corrected it."""
        found = await self._as_found(scope, rows)
        return await self._with_offices(await overlays.lay(self._db, scope.guild_id, found)) if found else ()

    async def _outlines(self, scope: Scope, rows: Sequence[Row]) -> tuple[AnyRecorded, ...]:
        """As `_whole`, without whose word an article is."""
        return tuple(await overlays.lay(self._db, scope.guild_id, await self._recorded(rows))) if rows else ()

    async def _as_found(self, scope: Scope, rows: Sequence[Row]) -> tuple[AnyRecorded, ...]:
        if not rows:
            return ()
        articles = {row["article_id"] for row in rows}
        told_by = await voices.carriers(self._db, scope.guild_id, articles)
        return await self._recorded(rows, told_by, await voices.quoted(self._db, scope.guild_id, articles))

    async def _recorded(
        self,
        rows: Sequence[Row],
        told_by: Mapping[int, Sequence[Carrier]] = _NONE,
        quoted: Mapping[int, Sequence[str]] = _NONE,
    ) -> tuple[AnyRecorded, ...]:
        ids = {"ids": json.dumps([row["id"] for row in rows])}
        parties = await self._grouped(PARTIES, ids)
        claims = await self._grouped(CLAIMS, ids) if any(row["kind"] == "deal" for row in rows) else {}

        def recorded() -> list[AnyRecorded]:
            return [
                to_recorded(
                    row,
                    parties.get(row["id"], ()),
                    claims.get(row["id"], ()),
                    told_by.get(row["article_id"], ()),
                    quoted.get(row["article_id"], ()),
                )
                for row in rows
            ]

        return tuple(await aside(len(rows), recorded))

    async def _grouped(self, sql: LiteralString, ids: Mapping[str, str]) -> dict[int, list[Row]]:
        rows = await self._db.all(sql, ids)
        return await aside(len(rows), lambda: _grouped(rows))

    async def _with_offices(self, facts: Sequence[AnyRecorded]) -> tuple[AnyRecorded, ...]:
        """A speaker to whom the text gives no office has the one we know the person to have held that day."""
        bare = {leader for one in facts if (leader := _speaking_leader(one.fact))}
        if not bare:
            return tuple(facts)
        tenures = await self._tenures(bare)
        return tuple(_with_office(one, tenures) for one in facts)

    async def _tenures(self, leaders: Collection[str]) -> dict[str, list[Tenure]]:
        found: dict[str, list[Tenure]] = {}
        for row in await self._db.all(TENURES, {"ids": json.dumps(sorted(leaders))}):
            found.setdefault(row["leader_id"], []).append(to_tenure(row))
        return found


def _grouped(rows: Sequence[Row]) -> dict[int, list[Row]]:
    groups: dict[int, list[Row]] = {}
    for row in rows:
        groups.setdefault(row["fact_id"], []).append(row)
    return groups


def _speaking_leader(fact: Fact) -> str | None:
    """The leader who is quoted and to whom the text gives no office."""
    speaker = fact.speaker if isinstance(fact, Quote) else None
    return speaker.party.leader if speaker and speaker.party and not speaker.office else None


def _with_office(one: AnyRecorded, tenures: Mapping[str, Sequence[Tenure]]) -> AnyRecorded:
    leader = _speaking_leader(one.fact)
    held = office_on(tenures.get(leader, ()), one.article.published_at.date()) if leader else None
    if held is None or not isinstance(one.fact, Quote) or one.fact.speaker is None:
        return one
    speaker = replace(one.fact.speaker, office=held.office, office_as_of=held.as_of)
    return replace(one, fact=replace(one.fact, speaker=speaker))
