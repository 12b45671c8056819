"""Whose word an article is, to the server that asks: its own sources that carry it, their owners and sides, and whom it quotes."""

import functools
import json
from collections.abc import Collection
from typing import LiteralString
from urllib.parse import urlsplit

from bot.domain.news import Carrier
from storage.database import Reads, Row

SOURCES = "SELECT source_id FROM server_source WHERE guild_id = :guild AND weight <> 'muted' ORDER BY source_id"
CARRIED: LiteralString = """
EXISTS (SELECT 1 FROM carrier c JOIN server_source ss ON ss.source_id = c.source_id
        WHERE c.article_id = a.id AND ss.guild_id = :guild AND ss.weight <> 'muted' AND c.article_id > ss.hidden_upto)
"""
FACT_CARRIED: LiteralString = CARRIED.replace("a.id", "f.article_id")
# What the server calls the first of its sources that carry article `a`. CROSS JOIN: the few that carry it first, and not all that the server reads.
SOURCE: LiteralString = """
(SELECT ss.name FROM carrier c CROSS JOIN server_source ss ON ss.source_id = c.source_id AND ss.guild_id = :guild AND ss.weight <> 'muted'
   AND c.article_id > ss.hidden_upto WHERE c.article_id = a.id ORDER BY ss.weight = 'trusted' DESC, c.source_id LIMIT 1) AS source
"""
# CROSS JOIN: the few articles first, and not all that the sources ever carried.
CARRIERS = """
SELECT c.article_id, ss.name, ss.home_url, ss.topics, ss.owner, coalesce(
  ss.country, CASE WHEN ss.owner_kind NOT IN ('private', 'public') THEN ss.home_country END) AS side
FROM carrier c CROSS JOIN server_source ss ON ss.source_id = c.source_id AND ss.guild_id = :guild AND ss.weight <> 'muted' AND c.article_id > ss.hidden_upto
WHERE c.article_id IN (SELECT value FROM json_each(:articles)) ORDER BY c.article_id, c.source_id
"""
QUOTED = """
SELECT f.article_id, p.country FROM fact f JOIN fact_party p ON p.fact_id = f.id
WHERE f.article_id IN (SELECT value FROM json_each(:articles)) AND f.kind = 'quote' AND f.withdrawn_at IS NULL
  AND p.role = 'speaker' AND p.country IS NOT NULL
  AND NOT EXISTS (SELECT 1 FROM overlay o WHERE o.guild_id = :guild AND o.fact_id = f.id)
UNION
SELECT f.article_id, p.country FROM fact f JOIN overlay o ON o.fact_id = f.id AND o.guild_id = :guild AND o.rejected = 0
JOIN overlay_party p ON p.overlay_id = o.id
WHERE f.article_id IN (SELECT value FROM json_each(:articles)) AND f.kind = 'quote' AND f.withdrawn_at IS NULL
  AND p.role = 'speaker' AND p.country IS NOT NULL
ORDER BY 1, 2
"""


def carriers(reads: Reads, guild_id: int, articles: Collection[int]) -> dict[int, list[Carrier]]:
    """The server's own sources of each article. A country is a source's side
    if the server's managers say so, and else unless it is a private paper or a public broadcaster, which speak for nobody."""
    found: dict[int, list[Carrier]] = {}
    for row in reads.all(CARRIERS, {"guild": guild_id, "articles": json.dumps(sorted(articles))}):
        found.setdefault(row["article_id"], []).append(_carrier(row))
    return found


def quoted(reads: Reads, guild_id: int, articles: Collection[int]) -> dict[int, list[str]]:
    """ISO codes of the nations whose people each article quotes, as the server corrected its quotes."""
    found: dict[int, list[str]] = {}
    for row in reads.all(QUOTED, {"guild": guild_id, "articles": json.dumps(sorted(articles))}):
        found.setdefault(row["article_id"], []).append(row["country"])
    return found


def _carrier(row: Row) -> Carrier:
    return _as_told(row["name"], row["home_url"], row["topics"], row["owner"], row["side"])


@functools.lru_cache(maxsize=4096)
def _as_told(name: str, home_url: str, topics: str, owner: str | None, side: str | None) -> Carrier:
    """A server's few sources carry all that it reads."""
    return Carrier(
        source=name, owner=owner or site(home_url) or name, side=side or None, topics=tuple(json.loads(topics))
    )


def site(url: str) -> str:
    """`bbc.co.uk` of any of its desks: without a label, who registered the name is the owner. "" for an IP address."""
    labels = (urlsplit(url).hostname or "").split(".")
    if not labels[-1].isalpha():
        return ""
    is_second_level = len(labels) > 2 and len(labels[-1]) == 2 and len(labels[-2]) <= 3
    return ".".join(labels[-3:] if is_second_level else labels[-2:])
