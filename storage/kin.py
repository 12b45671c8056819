"""Which facts have the same kind and sides: by source, so that of a few sources each such list is found at one place.

Written with the facts' index; what a server corrected itself is found by `search.kin_token` among its corrected facts.
"""

import json
from collections.abc import Collection, Mapping, Sequence
from typing import LiteralString

from storage import search, voices
from storage.database import Reads, Row, Transaction, Value

DROP = "DELETE FROM kin WHERE fact_id = :id"
PUT = "INSERT INTO kin (source_id, sides, fact_id) VALUES (:source, :sides, :id)"
# The ids first, without a look at the facts, and some more than are wanted; the CROSS JOINs have SQLite seek each list.
FIND_OUTLINES: LiteralString = (
    "SELECT"
    + search.OUTLINE_COLUMNS
    + """
FROM (
  SELECT DISTINCT k.fact_id FROM json_each(:sources) s CROSS JOIN json_each(:sides) j
  CROSS JOIN kin k ON k.source_id = s.value AND k.sides = j.value AND k.fact_id > """
    + search.BEFORE
    + """
  WHERE k.fact_id NOT IN (SELECT value FROM json_each(:without)) ORDER BY k.fact_id DESC LIMIT 5 * :limit
) found CROSS JOIN fact f ON f.id = found.fact_id CROSS JOIN article a ON a.id = f.article_id
WHERE a.published_at >= :since AND f.shown >= :shown AND f.withdrawn_at IS NULL
  AND NOT EXISTS (SELECT 1 FROM overlay o WHERE o.guild_id = :guild AND o.fact_id = f.id) AND"""
    + voices.CARRIED
    + "ORDER BY f.id DESC LIMIT :limit"
)
MOST_LISTS = 2_000
"""Of more, one walk through all that have these sides is cheaper."""


def index(tx: Transaction, fact_id: int, sources: Collection[int], tags: Collection[str]) -> None:
    """Put a fact that is found by these tags into the lists of its sources, or move it there."""
    tx.execute(DROP, {"id": fact_id})
    tx.each(PUT, rows(fact_id, sources, tags))


def rows(fact_id: int, sources: Collection[int], tags: Collection[str]) -> list[dict[str, Value]]:
    """The parameters of `PUT`."""
    sides = search.kin_of(tags)
    return [{"source": source, "sides": sides, "id": fact_id} for source in sorted(sources) if sides]


def remove(tx: Transaction, fact_id: int) -> None:
    tx.execute(DROP, {"id": fact_id})


def outlines(reads: Reads, sources: Sequence[int], sides: Sequence[str], values: Mapping[str, Value]) -> Sequence[Row]:
    """Rows of the newest facts of these kinds and sides that the server did not correct; `values` are those of `search.FIND_OUTLINES`."""
    return reads.all(FIND_OUTLINES, {**values, "sources": json.dumps(sources), "sides": json.dumps(sides)})
