"""Two feeds whose addresses turn out to be one: the feed that moved goes into the one that was there.

Of one host only: whoever leads a feed of theirs to another's address would have its articles pass for the other's, on every server.
"""

from urllib.parse import urlsplit

from bot.domain.news import Feed
from storage import fact_saving
from storage.database import Row, Transaction
from storage.times import to_text

THERE = "SELECT id, source_id FROM feed WHERE url = :url AND id <> :id"
# Who reads both keeps their own word on the feed that stays; it is paused only where both were.
SUBSCRIBE = """
INSERT INTO server_source (guild_id, source_id, name, home_url, home_country, topics, added_by, added_at, paused_at, weight, country, owner_kind, owner)
SELECT guild_id, :kept, name, home_url, home_country, topics, added_by, added_at, paused_at, weight, country, owner_kind, owner
FROM server_source WHERE source_id = :source
ON CONFLICT (guild_id, source_id) DO UPDATE SET paused_at = CASE WHEN excluded.paused_at IS NULL THEN NULL ELSE paused_at END
"""
# It was one source: what a server purged of the one stays hidden from it as the other's.
PURGED = """
INSERT INTO former_source (guild_id, source_id, name, purged_upto)
SELECT guild_id, :kept, name, purged_upto FROM former_source WHERE source_id = :source AND purged_upto > 0
ON CONFLICT (guild_id, source_id) DO UPDATE SET purged_upto = max(purged_upto, excluded.purged_upto)
"""
# What the moved feed has read, the other need not read again.
ENTRIES = """
UPDATE entry SET feed_id = :kept_feed WHERE feed_id = :id AND identity NOT IN (SELECT identity FROM entry WHERE feed_id = :kept_feed)
"""
CARRY = """
INSERT INTO carrier (article_id, source_id) SELECT article_id, :kept FROM carrier WHERE source_id = :source ON CONFLICT DO NOTHING
"""
WITH_FACTS = """
SELECT article_id FROM carrier c WHERE source_id = :source AND EXISTS (SELECT 1 FROM fact f WHERE f.article_id = c.article_id)
"""
DROP_FEED = "DELETE FROM feed WHERE id = :id"
DROP_SOURCE = "DELETE FROM source WHERE id = :source AND NOT EXISTS (SELECT 1 FROM feed WHERE source_id = :source)"
# The address answers, so a feed that was given up there is asked again.
WAKE = """
UPDATE feed SET state = 'healthy', told = 'healthy', state_since = :now, failing_since = NULL, failures = 0, last_error = NULL,
  next_poll_at = :now
WHERE id = :kept_feed AND state IN ('paused', 'gone')
"""

# A feed came here from another host: servers that add it from now on see none of these articles as its own.
MOVED = "INSERT OR REPLACE INTO setting SELECT 'moved:' || :source, coalesce(max(id), 0) FROM article"


def there(tx: Transaction, feed: Feed) -> Row | None:
    """The other feed that has this feed's address, if one has."""
    return tx.one(THERE, {"url": feed.url, "id": feed.id})


def is_of_one_host(one: str, other: str) -> bool:
    """Whether both addresses are of a host, with `www.` or without."""
    hosts = [(urlsplit(url).hostname or "").removeprefix("www.") for url in (one, other)]
    return hosts[0] == hosts[1] != ""


def merge(tx: Transaction, moved: Feed, kept: Row) -> None:
    """Subscriptions, what was read and what is carried go to the feed that was at the address already; the moved one ends."""
    ids = {"id": moved.id, "source": moved.source_id, "kept": kept["source_id"], "kept_feed": kept["id"]}
    now = to_text(moved.last_polled_at) if moved.last_polled_at else None
    tx.execute(WAKE, {"kept_feed": kept["id"], "now": now})
    tx.execute(ENTRIES, ids)
    if moved.source_id != kept["source_id"]:
        tx.execute(PURGED, ids)
        tx.execute(SUBSCRIBE, ids)
        tx.execute(CARRY, ids)
        for row in tx.all(WITH_FACTS, {"source": moved.source_id}):
            fact_saving.reindex(tx, row["article_id"])
    tx.execute(DROP_FEED, {"id": moved.id})
    tx.execute(DROP_SOURCE, {"source": moved.source_id})
