"""Who is in each source's news: by person, the last article of the source in which a shown fact names them.

Written with the facts, so that who is in a server's news is read from a few rows a source and not from all its facts.
A server's own corrections are not in it; `storage/newsmakers.py` reads it with them.
"""

from collections.abc import Iterable
from typing import LiteralString

from storage import search
from storage.database import Transaction

_NAMED: LiteralString = """
FROM fact f JOIN fact_party p ON p.fact_id = f.id AND (p.ref LIKE 'leader:%' OR p.ref LIKE 'person:%')
"""
OF = "SELECT source_id, ref FROM last_named WHERE article_id = :article"
NOW: LiteralString = (
    "SELECT DISTINCT c.source_id, p.ref"
    + _NAMED
    + "JOIN carrier c ON c.article_id = f.article_id WHERE f.article_id = :article AND f.shown = 1 AND f.withdrawn_at IS NULL"
)
PUT: LiteralString = (
    """
INSERT INTO last_named (source_id, ref, article_id, name, country)
SELECT c.source_id, p.ref, f.article_id, max(p.name), max(p.country) """
    + _NAMED
    + """JOIN carrier c ON c.article_id = f.article_id
WHERE f.article_id = :article AND f.shown = 1 AND f.withdrawn_at IS NULL GROUP BY c.source_id, p.ref
ON CONFLICT (source_id, ref) DO UPDATE SET article_id = excluded.article_id, name = excluded.name,
  country = coalesce(excluded.country, last_named.country)
WHERE excluded.article_id >= last_named.article_id
"""
)
DROP = "DELETE FROM last_named WHERE source_id = :source AND ref = :ref"
# The source's standing facts that name the person are one short list of the index.
PUT_LAST = """
INSERT INTO last_named (source_id, ref, article_id, name, country)
SELECT :source, :ref, f.article_id, max(p.name), max(p.country)
FROM fact_search JOIN fact f ON f.id = fact_search.rowid JOIN fact_party p ON p.fact_id = f.id AND p.ref = :ref
WHERE fact_search MATCH :match AND f.shown = 1 GROUP BY f.article_id ORDER BY f.article_id DESC LIMIT 1
"""
Named = tuple[int, str]
"""A source and a person's ref."""


def refresh(tx: Transaction, article: int) -> None:
    """The article's facts or its carriers are others than before."""
    before = of(tx, article)
    tx.execute(PUT, {"article": article})
    if before:
        now = {(row["source_id"], row["ref"]) for row in tx.all(NOW, {"article": article})}
        look_again(tx, before - now)


def of(tx: Transaction, article: int) -> set[Named]:
    """Whose last article this is."""
    return {(row["source_id"], row["ref"]) for row in tx.all(OF, {"article": article})}


def look_again(tx: Transaction, named: Iterable[Named]) -> None:
    """The article in which these were named last names them no more: they are in the news by an earlier one, or not at all."""
    for source, ref in sorted(named):
        tx.execute(DROP, {"source": source, "ref": ref})
        match = search.match_expression(search.carried([source], [[search.party_token(ref)]]))
        tx.execute(PUT_LAST, {"source": source, "ref": ref, "match": match})
