"""Stories, read through the sources of whoever asks."""

from collections.abc import Sequence
from typing import LiteralString

from bot.domain.answers import Scope
from bot.domain.stories import StoryArticle
from storage import voices
from storage.database import Database, Reads, Row
from storage.times import from_text

_FROM: LiteralString = """
SELECT a.id, a.url, a.title, a.published_at, ast.story_id, ast.copy_of
FROM article a JOIN article_story ast ON ast.article_id = a.id WHERE
"""
STANDS_FOR: LiteralString = (
    """
SELECT coalesce(t.merged_into, t.id) AS id FROM story t WHERE t.id = :story AND (t.merged_into IS NULL OR EXISTS (
  SELECT 1 FROM former_story p JOIN article a ON a.id = p.article_id WHERE p.story_id = t.id AND """
    + voices.CARRIED
    + "))"
)
ARTICLES: LiteralString = _FROM + "ast.story_id = :story AND" + voices.CARRIED + "ORDER BY a.published_at, a.id"
RECENT: LiteralString = _FROM + voices.CARRIED + "ORDER BY a.id DESC LIMIT :limit"


class StoryReader:
    """A story has, for whoever asks, the articles that a source of theirs carries, and without one it is not there."""

    def __init__(self, db: Database) -> None:
        self._db = db

    async def articles(self, scope: Scope, story: int) -> tuple[int, tuple[StoryArticle, ...]]:
        """The story's id, that of the one it became part of if it did, and its articles, oldest first; none for an id of which whoever asks
        cannot know: no article of theirs was placed under it."""

        def work(reads: Reads) -> tuple[int, tuple[StoryArticle, ...]]:
            row = reads.one(STANDS_FOR, {"story": story, "guild": scope.guild_id})
            number = row["id"] if row else 0
            return number, _articles(reads, scope, reads.all(ARTICLES, {"story": number, "guild": scope.guild_id}))

        return await self._db.read(work)

    async def recent(self, scope: Scope, limit: int) -> tuple[StoryArticle, ...]:
        """The articles stored last, newest first."""
        asked = {"guild": scope.guild_id, "limit": limit}
        return await self._db.read(lambda reads: _articles(reads, scope, reads.all(RECENT, asked)))


def _articles(reads: Reads, scope: Scope, rows: Sequence[Row]) -> tuple[StoryArticle, ...]:
    told_by = voices.carriers(reads, scope.guild_id, {row["id"] for row in rows})
    return tuple(
        StoryArticle(
            id=row["id"],
            story=row["story_id"],
            url=row["url"],
            title=row["title"],
            published_at=from_text(row["published_at"]),
            copy_of=row["copy_of"],
            carriers=tuple(told_by.get(row["id"], ())),
        )
        for row in rows
    )
