"""Stories: each article's place in one, decided in the transaction that stores the article."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta

from bot.domain.stories import Placed, Placement, Placer, Signature
from storage.database import Row, Transaction
from storage.times import from_text, to_text

_REMEMBERED = timedelta(days=8)

NEWEST = "SELECT coalesce(max(placed), 0) AS placed FROM article_story"
SINCE = """
SELECT ast.article_id, ast.story_id, ast.terms, ast.shingles, ast.bands, a.published_at
FROM article_story ast JOIN article a ON a.id = ast.article_id
WHERE ast.placed > :seen AND a.published_at >= :since ORDER BY ast.placed
"""
OF_ARTICLE = "SELECT story_id, copy_of FROM article_story WHERE article_id = :article"
FOUND = "INSERT INTO story (founded_at) VALUES (:now)"
PLACE = """
INSERT INTO article_story (article_id, story_id, copy_of, placed, terms, shingles, bands)
VALUES (:article, :story, :copy_of, :placed, :terms, :shingles, :bands)
ON CONFLICT (article_id) DO UPDATE SET placed = excluded.placed, terms = excluded.terms, shingles = excluded.shingles,
  bands = excluded.bands
"""
MEMBERS = """
SELECT article_id FROM article_story WHERE story_id IN (SELECT value FROM json_each(:stories)) ORDER BY placed
"""
STOOD = """
INSERT INTO former_story (article_id, story_id) SELECT article_id, story_id FROM article_story WHERE article_id = :article
ON CONFLICT DO NOTHING
"""
MOVE = "UPDATE article_story SET story_id = :story, placed = :placed WHERE article_id = :article"
POINT = """
UPDATE story SET merged_into = :story
WHERE id IN (SELECT value FROM json_each(:stories)) OR merged_into IN (SELECT value FROM json_each(:stories))
"""


class StoryStore:
    """A placer of `new_placer` holds the open stories; it is shown every placement of this store, whichever process made it."""

    def __init__(self, new_placer: Callable[[], Placer]) -> None:
        self._new_placer = new_placer
        self._placer = new_placer()
        self._last: Transaction | None = None
        self._newest = 0
        self._own: list[Placed] | None = None

    def _start_anew(self) -> None:
        self._placer = self._new_placer()

    def place(
        self,
        tx: Transaction,
        *,
        article_id: int,
        signature: Signature,
        published_at: datetime,
        now: datetime,
        is_new: bool = False,
    ) -> int:
        """The article's story. An article placed before stays where it is, whatever it says now; `is_new` says that it cannot have been."""
        self._catch_up(tx, now)
        known = None if is_new else tx.one(OF_ARTICLE, {"article": article_id})
        if known:
            self._own = None
            self._write(tx, article_id, Placement(story=known["story_id"]), signature)
            return known["story_id"]
        placement = self._placer.place(signature, published_at)
        story = placement.story or tx.insert(FOUND, {"now": to_text(now)})
        if placement.merges:
            self._own = None
            self._newest = _merge(tx, story, placement.merges, self._newest)
        self._write(tx, article_id, Placement(story=story, copy_of=placement.copy_of), signature)
        if not is_new:
            self._own = None
        elif self._own is not None and published_at >= now - _REMEMBERED:
            self._own.append(Placed(article=article_id, story=story, published_at=published_at, signature=signature))
        return story

    def _catch_up(self, tx: Transaction, now: datetime) -> None:
        """What others placed is read from the store; what this transaction placed itself is known, if nothing moved.

        The latter is learnt too, and unlearnt with everything else if the transaction is undone.
        """
        if self._last is not tx or self._own is None:
            row = tx.one(NEWEST)
            self._newest = row["placed"] if row else 0
        if self._newest > self._placer.seen:
            if self._last is tx:
                tx.if_undone(self._start_anew)
            own = self._own if self._last is tx else None
            if own is None:
                rows = tx.all(SINCE, {"seen": self._placer.seen, "since": to_text(now - _REMEMBERED)})
                own = [_placed(row) for row in rows]
            self._placer.learn(own, self._newest)
        self._last, self._own = tx, []

    def _write(self, tx: Transaction, article_id: int, placement: Placement, signature: Signature) -> None:
        self._newest += 1
        tx.execute(
            PLACE,
            {
                "article": article_id,
                "story": placement.story,
                "copy_of": placement.copy_of,
                "placed": self._newest,
                "terms": signature.terms,
                "shingles": signature.shingles,
                "bands": signature.bands,
            },
        )


def _merge(tx: Transaction, story: int, merges: tuple[int, ...], newest: int) -> int:
    """Move the articles of `merges` into `story`; the number of the last change."""
    stories = json.dumps(merges)
    for row in tx.all(MEMBERS, {"stories": stories}):
        newest += 1
        tx.execute(STOOD, {"article": row["article_id"]})
        tx.execute(MOVE, {"article": row["article_id"], "story": story, "placed": newest})
    tx.execute(POINT, {"story": story, "stories": stories})
    return newest


def _placed(row: Row) -> Placed:
    return Placed(
        article=row["article_id"],
        story=row["story_id"],
        published_at=from_text(row["published_at"]),
        signature=Signature(terms=row["terms"], shingles=row["shingles"], bands=row["bands"]),
    )
