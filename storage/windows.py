"""What a digest's window may hold: facts first stored in it, from articles that were news then, and sources that digests use."""

from typing import LiteralString

from storage import overlays, search

# For a digest also `context` sources and paused ones are silent; trusted ones come first.
_WEIGHTS: LiteralString = """
SELECT ss.weight = 'trusted' FROM carrier c JOIN server_source ss ON ss.source_id = c.source_id
WHERE c.article_id = f.article_id AND ss.guild_id = :guild AND ss.weight IN ('trusted', 'normal') AND ss.paused_at IS NULL
  AND c.article_id > ss.hidden_upto
"""
# For the WHERE of a query over `fact f`.
IN_DIGESTS: LiteralString = " EXISTS (" + _WEIGHTS + ") "
SOURCES = """
SELECT source_id FROM server_source WHERE guild_id = :guild AND weight IN ('trusted', 'normal') AND paused_at IS NULL ORDER BY source_id
"""
TOPICS = """
SELECT ss.source_id, ss.topics FROM server_source ss
WHERE ss.guild_id = :guild AND ss.weight <> 'muted' ORDER BY ss.source_id
"""
_SELECT: LiteralString = (
    "SELECT"
    + search.FACT_COLUMNS
    + """
FROM fact f JOIN article a ON a.id = f.article_id JOIN article_text t ON t.article_id = a.id AND t.revision = f.revision
"""
)
# What had waited is new when it is approved.
_APPROVED: LiteralString = """
UNION SELECT o.fact_id FROM overlay o WHERE o.guild_id = :guild AND o.shown_at >= :start AND o.shown_at < :end
"""
_STANDING: LiteralString = (
    """
AND NOT EXISTS (SELECT 1 FROM overlay o WHERE o.guild_id = :guild AND o.fact_id = f.id AND (o.shown_at < :start OR o.shown_at >= :end))
AND f.is_news = 1 AND f.withdrawn_at IS NULL AND """
    + overlays.SHOWN
    + "AND"
    + IN_DIGESTS
    + "ORDER BY ("
    + _WEIGHTS
    + "ORDER BY 1 DESC LIMIT 1) DESC, f.id"
)
BETWEEN: LiteralString = (
    _SELECT
    + "WHERE f.id IN (SELECT id FROM fact WHERE stored_at >= :start AND stored_at < :end"
    + _APPROVED
    + ")"
    + _STANDING
)
# The newest of those found by the index; what the server corrected is not found there as it is.
NEWEST: LiteralString = (
    """
SELECT f.id, f.stored_at FROM fact_search CROSS JOIN fact f ON f.id = fact_search.rowid
WHERE fact_search MATCH :match AND fact_search.rowid > """
    + search.BEFORE
    + """ AND f.stored_at >= :start AND f.stored_at < :end AND f.is_news = 1 AND f.shown = 1
  AND NOT EXISTS (SELECT 1 FROM overlay o WHERE o.guild_id = :guild AND o.fact_id = f.id) AND"""
    + IN_DIGESTS
    + "ORDER BY fact_search.rowid DESC LIMIT :most"
)
THESE: LiteralString = (
    _SELECT
    + """WHERE f.id IN (SELECT value FROM json_each(:ids)
UNION SELECT o.fact_id FROM overlay o CROSS JOIN fact c ON c.id = o.fact_id WHERE o.guild_id = :guild AND o.fact_id > """
    + search.BEFORE
    + " AND c.stored_at >= :start AND c.stored_at < :end"
    + _APPROVED
    + ")"
    + _STANDING
)
# What was not sure enough to be shown; counted as far as `most`.
_UNSURE: LiteralString = """
f.stored_at >= :start AND f.stored_at < :end AND f.is_news = 1 AND f.withdrawn_at IS NULL AND
"""
UNSURE: LiteralString = (
    "SELECT count(*) AS n FROM (SELECT 1 FROM fact f WHERE f.shown = 0 AND"
    + _UNSURE
    + "NOT EXISTS (SELECT 1 FROM overlay o WHERE o.guild_id = :guild AND o.fact_id = f.id AND o.shown = 1) AND"
    + IN_DIGESTS
    + """
UNION ALL SELECT 1 FROM overlay o CROSS JOIN fact f ON f.id = o.fact_id WHERE o.guild_id = :guild AND o.shown = 0 AND f.shown = 1 AND """
    + _UNSURE
    + IN_DIGESTS
    + "LIMIT :most)"
)
