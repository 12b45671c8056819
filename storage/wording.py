"""Words looked up as they were said: quotations by their whole wording, by parts of it, and the texts they may stand in."""

import json
from collections.abc import Sequence
from typing import LiteralString

from bot.domain.answers import Scope
from bot.domain.facts import AnyRecorded
from bot.domain.keys import wording_key
from bot.domain.news import ArticleRef
from bot.domain.verdicts import Reach
from storage import search, voices
from storage.database import Database, Reads, Row
from storage.facts import FactStore
from storage.times import from_text

_BY_SPEAKER: LiteralString = """
 AND EXISTS (SELECT 1 FROM fact_party p WHERE p.fact_id = f.id AND p.ref IN (SELECT value FROM json_each(:refs)))
"""
_WHOLE: LiteralString = (
    "SELECT f.id FROM fact f JOIN article a ON a.id = f.article_id WHERE f.key = :key AND f.kind = 'quote'"
    " AND f.shown = 1 AND f.withdrawn_at IS NULL AND" + voices.CARRIED
)
_NEWEST: LiteralString = " ORDER BY f.id DESC LIMIT :limit"
WHOLE: LiteralString = _WHOLE + _NEWEST
WHOLE_BY: LiteralString = _WHOLE + _BY_SPEAKER + _NEWEST
PARTLY: LiteralString = (
    "SELECT fact_search.rowid AS id, fact_search.text FROM fact_search JOIN fact f ON f.id = fact_search.rowid"
    " JOIN article a ON a.id = f.article_id"
    " WHERE fact_search MATCH :match AND f.kind = 'quote' AND f.shown = 1 AND"
    + voices.CARRIED
    + "ORDER BY fact_search.rowid DESC LIMIT :limit"
)
# Where few facts of any source have the words, they are looked through: to ask the index for the newest, and of the sources, is dearer.
HELD: LiteralString = "SELECT rowid AS id FROM fact_search WHERE fact_search MATCH :match LIMIT :few"
PARTLY_OF: LiteralString = (
    "SELECT f.id, fact_search.text FROM fact f CROSS JOIN article a ON a.id = f.article_id"
    " CROSS JOIN fact_search ON fact_search.rowid = f.id"
    " WHERE f.id IN (SELECT value FROM json_each(:ids)) AND f.kind = 'quote' AND f.shown = 1 AND"
    + voices.CARRIED
    + "ORDER BY f.id DESC LIMIT :limit"
)
_TEXT: LiteralString = (
    """
SELECT a.id, a.url, a.title, a.published_at, a.stored_at, a.revision, t.text,
"""
    + voices.SOURCE
)
IN_TEXTS: LiteralString = (
    _TEXT
    + """
FROM article_search JOIN article a ON a.id = article_search.rowid
JOIN article_text t ON t.article_id = a.id AND t.revision = a.revision
WHERE article_search MATCH :match AND """
    + voices.CARRIED
    + "ORDER BY article_search.rowid DESC LIMIT :limit"
)
HELD_IN_TEXTS: LiteralString = "SELECT rowid AS id FROM article_search WHERE article_search MATCH :match LIMIT :few"
IN_TEXTS_OF: LiteralString = (
    _TEXT
    + """
FROM article a JOIN article_text t ON t.article_id = a.id AND t.revision = a.revision
WHERE a.id IN (SELECT value FROM json_each(:ids)) AND """
    + voices.CARRIED
    + "ORDER BY a.id DESC LIMIT :limit"
)
REACH = """
SELECT count(*) AS articles, min(a.stored_at) AS since FROM article a WHERE a.state = 'read' AND a.id IN (
  SELECT c.article_id FROM server_source ss JOIN carrier c ON c.source_id = ss.source_id
  WHERE ss.guild_id = :guild AND ss.weight <> 'muted' AND c.article_id > ss.hidden_upto)
"""
_FEW_SOURCES = 40
_FEW = 200  # found, of which each is looked at


class WordingStore:
    """Every read takes a scope, and sees only what one of the scope's sources carries."""

    def __init__(self, db: Database, facts: FactStore) -> None:
        self._db = db
        self._facts = facts

    async def whole(
        self, scope: Scope, pieces: Sequence[str], refs: Sequence[str] = (), limit: int = 20
    ) -> tuple[AnyRecorded, ...]:
        """Shown quotes of these words and no others, newest first; with `refs`, by one of these speakers."""
        asked = {"key": wording_key(pieces), "guild": scope.guild_id, "limit": limit}
        rows = (
            await self._db.all(WHOLE_BY, {**asked, "refs": json.dumps(refs)})
            if refs
            else await self._db.all(WHOLE, asked)
        )
        return await self._facts.by_ids(scope, [row["id"] for row in rows])

    async def partly(
        self, scope: Scope, phrases: Sequence[str], refs: Sequence[str] = (), limit: int = 300
    ) -> list[tuple[int, str]]:
        """Ids and words of shown quotes with all the phrases in them, newest first."""
        by = [[search.party_token(ref) for ref in refs]] if refs else []

        def work(reads: Reads) -> Sequence[Row]:
            asked = {"guild": scope.guild_id, "limit": limit}
            held = reads.all(HELD, {"match": search.quote_expression(by, phrases), "few": _FEW + 1})
            if len(held) <= _FEW:
                return reads.all(PARTLY_OF, {**asked, "ids": _ids(held)}) if held else ()
            return reads.all(PARTLY, {**asked, "match": search.quote_expression([*_tags(reads, scope), *by], phrases)})

        return [(row["id"], row["text"]) for row in await self._db.read(work)] if phrases else []

    async def texts(self, scope: Scope, phrases: Sequence[str], limit: int = 10) -> tuple[ArticleRef, ...]:
        """Articles whose text has all the phrases, newest first."""

        def work(reads: Reads) -> Sequence[Row]:
            asked = {"guild": scope.guild_id, "limit": limit}
            match = search.text_expression(_tags(reads, scope), phrases)
            held = reads.all(HELD_IN_TEXTS, {"match": match, "few": _FEW + 1})
            if len(held) <= _FEW:
                return reads.all(IN_TEXTS_OF, {**asked, "ids": _ids(held)}) if held else ()
            return reads.all(IN_TEXTS, {**asked, "match": match})

        return tuple(map(_article, await self._db.read(work)))

    async def reach(self, scope: Scope) -> Reach:
        """How many articles were read for the scope, and since when."""
        row = await self._db.one(REACH, {"guild": scope.guild_id})
        return Reach(articles=row["articles"], since=from_text(row["since"])) if row and row["since"] else Reach()


def _tags(reads: Reads, scope: Scope) -> list[list[str]]:
    """The tokens of the scope's sources, if they are few; of many, the rows that are found tell sooner who carries them."""
    rows = reads.all(voices.SOURCES, {"guild": scope.guild_id})
    return [[search.source_token(row["source_id"]) for row in rows]] if 0 < len(rows) <= _FEW_SOURCES else []


def _ids(rows: Sequence[Row]) -> str:
    return json.dumps([row["id"] for row in rows])


def _article(row: Row) -> ArticleRef:
    return ArticleRef(
        id=row["id"],
        url=row["url"],
        title=row["title"],
        source=row["source"] or "",
        published_at=from_text(row["published_at"]),
        stored_at=from_text(row["stored_at"]),
        revision=row["revision"],
        text=row["text"],
    )
