"""Who is in the news that a server reads: those its sources named last, and as it corrected its facts itself."""

import json
from collections.abc import Sequence
from typing import LiteralString

from bot.domain.answers import Scope
from storage import search, voices
from storage.database import Database, Row

# A spokesman without a name is kept by what he is called: "person:a spokeswoman for the farm ministry".
_NAMELESS: LiteralString = "LIKE 'person:%spokes%'"
# Whoever the server's corrections concern is looked up fact by fact; they are few.
_TOUCHED: LiteralString = (
    """
WITH touched AS MATERIALIZED (
  SELECT p.ref FROM overlay o CROSS JOIN fact_party p ON p.fact_id = o.fact_id WHERE o.guild_id = :guild
  UNION SELECT p.ref FROM overlay o CROSS JOIN overlay_party p ON p.overlay_id = o.id WHERE o.guild_id = :guild
), named AS (
  SELECT p.ref, p.name, p.country, f.article_id FROM touched CROSS JOIN fact f ON f.id = (
    SELECT f.id FROM fact_party q CROSS JOIN fact f ON f.id = q.fact_id
    WHERE q.ref = touched.ref AND f.shown = 1 AND f.withdrawn_at IS NULL
      AND NOT EXISTS (SELECT 1 FROM overlay o WHERE o.guild_id = :guild AND o.fact_id = f.id) AND """
    + voices.FACT_CARRIED
    + """
    ORDER BY q.fact_id DESC LIMIT 1)
  CROSS JOIN fact_party p ON p.fact_id = f.id AND p.ref = touched.ref
  UNION ALL
  SELECT p.ref, p.name, p.country, f.article_id
  FROM overlay o CROSS JOIN overlay_party p ON p.overlay_id = o.id CROSS JOIN fact f ON f.id = o.fact_id
  WHERE o.guild_id = :guild AND o.shown = 1 AND f.withdrawn_at IS NULL AND """
    + voices.FACT_CARRIED
)
# The + keeps SQLite from reading all of a source where a few of its people are asked for.
_READ: LiteralString = """
  UNION ALL
  SELECT n.ref, n.name, n.country, n.article_id
  FROM server_source ss CROSS JOIN last_named n ON n.source_id = ss.source_id AND +n.article_id > ss.hidden_upto
"""
# Nobody is among the first of all who is not among as many first of one source.
_FIRST: LiteralString = (
    " AND n.ref IN (SELECT x.ref FROM last_named x WHERE x.source_id = ss.source_id AND x.article_id > ss.hidden_upto "
)
_UPTO: LiteralString = f" AND x.ref NOT IN (SELECT ref FROM touched) AND x.ref NOT {_NAMELESS} ORDER BY x.article_id DESC, x.ref LIMIT :upto) "
_PERSON: LiteralString = f"""
  WHERE ss.guild_id = :guild AND ss.weight <> 'muted' AND n.ref NOT IN (SELECT ref FROM touched)
), person AS MATERIALIZED (
  SELECT ref, name, country, max(article_id) AS article_id FROM named
  WHERE (ref LIKE 'leader:%' OR ref LIKE 'person:%') AND (:country = '' OR country = :country)
    AND (:nameless = 1 OR ref NOT {_NAMELESS})
  GROUP BY ref ORDER BY max(article_id) DESC, ref LIMIT :limit OFFSET :offset
)
"""
_WITH_OFFICE: LiteralString = (
    """
SELECT person.ref, person.name, person.country, last.published_at AS last_seen_at,
  (SELECT CASE g.standing WHEN 'acting' THEN 'acting ' ELSE '' END || g.office FROM sighting g JOIN article a ON a.id = g.article_id
   WHERE g.person_key = person.ref AND g.standing IN ('present', 'acting') AND """
    + voices.CARRIED
    + """ORDER BY g.article_id DESC LIMIT 1) AS office
FROM person JOIN article last ON last.id = person.article_id ORDER BY person.article_id DESC, person.ref
"""
)
NAMED: LiteralString = (
    _TOUCHED + _READ + _PERSON + "SELECT ref, name, country FROM person ORDER BY article_id DESC, ref"
)
SEEN: LiteralString = _TOUCHED + _READ + _FIRST + _UPTO + _PERSON + _WITH_OFFICE
SEEN_OF: LiteralString = _TOUCHED + _READ + _FIRST + " AND x.country = :country " + _UPTO + _PERSON + _WITH_OFFICE
# :asked has a person's ref, and where the index has what that person is quoted with.
QUOTES: LiteralString = (
    """
SELECT j.value ->> 0 AS ref, count(*) AS quotes
FROM json_each(:asked) j CROSS JOIN fact_search ON fact_search MATCH (j.value ->> 1) CROSS JOIN fact f ON f.id = fact_search.rowid
WHERE f.shown = 1 AND NOT EXISTS (SELECT 1 FROM overlay o WHERE o.guild_id = :guild AND o.fact_id = f.id) AND """
    + voices.FACT_CARRIED
    + """GROUP BY 1
UNION ALL
SELECT p.ref, count(*) FROM json_each(:asked) j CROSS JOIN overlay o ON o.guild_id = :guild AND o.shown = 1
CROSS JOIN overlay_party p ON p.overlay_id = o.id AND p.ref = j.value ->> 0
CROSS JOIN fact f ON f.id = o.fact_id WHERE f.kind = 'quote' AND f.withdrawn_at IS NULL AND """
    + voices.FACT_CARRIED
    + "GROUP BY 1"
)


async def last_named(db: Database, scope: Scope, *, limit: int) -> Sequence[Row]:
    """`ref`, `name` and `country` of everybody with a shown fact, by their last article, the one stored last first."""
    return await db.all(NAMED, _asked(scope, "", 0, limit) | {"nameless": 1})


async def seen(db: Database, scope: Scope, country: str | None, *, offset: int, limit: int) -> Sequence[Row]:
    """As `last_named`, one page, without spokespeople who have no name, with `last_seen_at`, and as `office` the one that was given last.

    Of a `country` is who has it in the last article.
    """
    asked = _asked(scope, country or "", offset, limit) | {"nameless": 0}
    return await db.all(SEEN_OF if country else SEEN, asked)


def _asked(scope: Scope, country: str, offset: int, limit: int) -> dict[str, str | int]:
    return {"guild": scope.guild_id, "country": country, "offset": offset, "limit": limit, "upto": offset + limit}


async def quotes(db: Database, scope: Scope, refs: Sequence[str]) -> dict[str, int]:
    """How many shown quotes each of these persons has."""
    sources = [row["source_id"] for row in await db.all(voices.SOURCES, {"guild": scope.guild_id})]
    if not sources or not refs:
        return {}
    groups = {ref: search.carried(sources, [[search.kin_token("quote", (ref,))]]) for ref in refs}
    asked = json.dumps([(ref, search.match_expression(required)) for ref, required in groups.items()])
    found: dict[str, int] = {}
    for row in await db.all(QUOTES, {"asked": asked, "guild": scope.guild_id}):
        found[row["ref"]] = found.get(row["ref"], 0) + row["quotes"]
    return found
