"""Facts, read through the sources of whoever asks."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import LiteralString

from bot.domain.answers import History, Scope
from bot.domain.corrections import CorrectionLog
from bot.domain.digest import Filters
from bot.domain.facts import AnyRecorded, FactKind, Party
from bot.domain.people import office_on
from storage import fact_changes, fact_reading, kin, overlays, search, voices, windows
from storage.database import Database, Parameters, Reads, Row, Value
from storage.fact_rows import to_party
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
SIDES_IN = """
SELECT DISTINCT p.ref, p.name, p.country FROM fact f JOIN fact_party p ON p.fact_id = f.id WHERE f.article_id = :article ORDER BY f.id, p.position
"""
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
        return await self._db.read(lambda reads: _find(reads, scope, query, outline=outline))

    async def outlines(self, scope: Scope, queries: Sequence[FactQuery]) -> tuple[AnyRecorded, ...]:
        """The outlines that each of these queries finds, one behind the other."""
        return await self._db.read(
            lambda reads: tuple(one for query in queries for one in _find(reads, scope, query, outline=True))
        )

    async def waiting(
        self, scope: Scope, kinds: Sequence[FactKind], *, offset: int, limit: int
    ) -> tuple[AnyRecorded, ...]:
        """Facts of the server that are not shown and that no manager decided on, newest first."""
        values = {**await self._waiting(scope, kinds), "offset": offset, "limit": limit}
        return await self._read(scope, search.WAITING, values) if values["match"] else ()

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
        return next(iter(await self._read(scope, BY_ID, {"id": fact_id, "guild": scope.guild_id})), None)

    async def log(self, scope: Scope, fact_id: int) -> CorrectionLog | None:
        """The fact as it was found, with all that the asking server did to it; None as for `by_id`."""

        def work(reads: Reads) -> CorrectionLog | None:
            rows = reads.all(BY_ID, {"id": fact_id, "guild": scope.guild_id})
            found = fact_reading.as_found(reads, scope.guild_id, rows)
            entries = overlays.logs(reads, scope.guild_id, [fact_id]) if found else ()
            return CorrectionLog(found=found[0], entries=entries) if found else None

        return await self._db.read(work)

    async def sides_in(self, article_id: int) -> tuple[Party, ...]:
        """Every side of the article's facts, as they were found."""
        return tuple(map(to_party, await self._db.all(SIDES_IN, {"article": article_id})))

    async def history(self, fact: AnyRecorded) -> History:
        """How a fact that the asker may see, and its article, changed."""
        return await self._db.read(lambda reads: fact_changes.history(reads, fact.id, fact.article.id))

    async def by_ids(
        self, scope: Scope, fact_ids: Sequence[int], *, digest: bool = False, rejected: bool = False
    ) -> tuple[AnyRecorded, ...]:
        """Those that stand and are carried, in the order asked for; without those that the server `rejected` unless they are wanted.

        `digest`: only from sources that digests use.
        """
        sql = BY_IDS_IN_DIGESTS if digest else BY_IDS
        read = await self._read(scope, sql, {"ids": json.dumps(fact_ids), "guild": scope.guild_id})
        found = {one.id: one for one in read if rejected or not one.rejected}
        return tuple(found[fact_id] for fact_id in dict.fromkeys(fact_ids) if fact_id in found)

    async def stored_between(self, scope: Scope, start: datetime, end: datetime) -> tuple[AnyRecorded, ...]:
        """What an edition may hold: facts first stored in [start, end), shown, from articles that were news then.

        From sources that the server gives weight to, its trusted ones first.
        """
        values = {"start": to_text(start), "end": to_text(end), "guild": scope.guild_id}
        return await self._read(scope, windows.BETWEEN, values)

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

        def work(reads: Reads) -> tuple[datetime, tuple[AnyRecorded, ...]]:
            sources = [row["source_id"] for row in reads.all(windows.SOURCES, values)]
            match = search.filter_expression(sources, _of_topics(reads, scope, filters.topics), filters)
            found = reads.all(windows.NEWEST, {**values, "match": match, "most": most + 1}) if match else ()
            begins = from_text(found[most - 1]["stored_at"]) if len(found) > most else start
            these = {"start": to_text(begins), "ids": json.dumps([row["id"] for row in found[:most]])}
            return begins, fact_reading.whole(reads, scope.guild_id, reads.all(windows.THESE, values | these))

        return await self._db.read(work)

    async def count_unsure(self, scope: Scope, start: datetime, end: datetime, most: int = 500) -> int:
        """How many facts of an edition's window were not sure enough to be shown."""
        values = {"start": to_text(start), "end": to_text(end), "guild": scope.guild_id, "most": most}
        row = await self._db.one(windows.UNSURE, values)
        return row["n"] if row else 0

    async def offices(self, leaders: Collection[str], day: date) -> dict[str, str]:
        """The office that each of these leaders is known to have held on a day."""
        known = await self._db.read(lambda reads: fact_reading.tenures(reads, leaders))
        held = {leader: office_on(tenures, day) for leader, tenures in known.items()}
        return {leader: tenure.office for leader, tenure in held.items() if tenure}

    async def of_story(self, scope: Scope, story: int) -> tuple[AnyRecorded, ...]:
        """Facts that stand and are shown, of the story's articles that the scope's sources carry."""
        return await self._read(scope, OF_STORY, {"story": story, "guild": scope.guild_id})

    async def _read(self, scope: Scope, sql: LiteralString, values: Parameters) -> tuple[AnyRecorded, ...]:
        return await self._db.read(lambda reads: fact_reading.whole(reads, scope.guild_id, reads.all(sql, values)))


def _find(reads: Reads, scope: Scope, query: FactQuery, *, outline: bool) -> tuple[AnyRecorded, ...]:
    read = reads.all(windows.SOURCES if query.digest else voices.SOURCES, {"guild": scope.guild_id})
    sources = [row["source_id"] for row in read]
    if not sources or (query.about and not search.quoted_words(query.about)):
        return ()
    required = _tokens(query)
    values = _values(scope, query)
    rows = [*_uncorrected(reads, sources, query, required, values, outline=outline)]
    if scope.guild_id:
        own = search.match_expression([[search.server_token(scope.guild_id)], *required], query.about)
        rows += reads.all(search.FIND_CORRECTED, {**values, "match": own, "sources": json.dumps(sources)})
        rows.sort(key=lambda row: -row["id"])
    rows = rows[query.offset : query.offset + query.limit]
    return (fact_reading.outlines if outline else fact_reading.whole)(reads, scope.guild_id, rows)


def _uncorrected(
    reads: Reads,
    sources: Sequence[int],
    query: FactQuery,
    required: Sequence[Sequence[str]],
    values: Mapping[str, Value],
    *,
    outline: bool,
) -> Sequence[Row]:
    lists = [search.kin(kind, sides) for kind in query.kinds for sides in query.sides]
    others = query.refs or query.countries or query.stage or query.sector or query.about or query.awaited_since
    if outline and lists and not others and len(sources) * len(lists) <= kin.MOST_LISTS:
        return kin.outlines(reads, sources, lists, values)
    plain = search.match_expression(search.carried(sources, required), query.about)
    return reads.all(search.FIND_OUTLINES if outline else search.FIND, {**values, "match": plain})


def _tokens(query: FactQuery) -> list[list[str]]:
    """Of each of these groups a fact must have one."""
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
    return required


def _values(scope: Scope, query: FactQuery) -> dict[str, Value]:
    return {
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


def _of_topics(reads: Reads, scope: Scope, topics: Sequence[str]) -> list[int]:
    """The server's sources that have one of the topics."""
    rows = reads.all(windows.TOPICS, {"guild": scope.guild_id}) if topics else ()
    return [row["source_id"] for row in rows if not set(topics).isdisjoint(json.loads(row["topics"]))]
