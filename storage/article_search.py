"""Full text over articles, newest first, through the sources of whoever asks. The index is migration 0007's."""

from datetime import datetime
from typing import LiteralString

from bot.domain.answers import Scope
from bot.domain.findings import ArticleHit
from storage import search, voices
from storage.database import Database, Row
from storage.times import from_text

_FOUND, _END = "\x02", "\x03"  # in no article that is read: they are no characters of a text
FIND: LiteralString = (
    """
SELECT a.id, a.url, a.title, a.published_at, snippet(article_search, 0, char(2), char(3), '…', 40) AS around,
  (SELECT ast.story_id FROM article_story ast WHERE ast.article_id = a.id) AS story,
"""
    + voices.SOURCE
    + """
FROM article_search JOIN article a ON a.id = article_search.rowid
WHERE article_search MATCH :match AND """
    + voices.CARRIED
    + "ORDER BY article_search.rowid DESC LIMIT :limit OFFSET :offset"
)


class ArticleSearch:
    def __init__(self, db: Database) -> None:
        self._db = db

    async def find(self, scope: Scope, text: str, *, offset: int, limit: int) -> tuple[ArticleHit, ...]:
        """Articles with all the words in their text, last stored first."""
        read = await self._db.all(voices.SOURCES, {"guild": scope.guild_id})
        sources = [search.source_token(row["source_id"]) for row in read]
        if not sources or not search.quoted_words(text):
            return ()
        match = search.match_expression([sources], text)
        rows = await self._db.all(FIND, {"match": match, "guild": scope.guild_id, "limit": limit, "offset": offset})
        return tuple(map(_hit, rows))


def _hit(row: Row) -> ArticleHit:
    around, found = _unmarked(row["around"])
    published_at: datetime = from_text(row["published_at"])
    return ArticleHit(
        url=row["url"],
        title=row["title"],
        source=row["source"] or "",
        published_at=published_at,
        around=around,
        found=found,
        story=row["story"],
    )


def _unmarked(marked: str) -> tuple[str, tuple[tuple[int, int], ...]]:
    """The text without its marks, and where they stood."""
    text, found = "", list[tuple[int, int]]()
    before, *rest = marked.split(_FOUND)
    text = before
    for part in rest:
        word, _end, after = part.partition(_END)
        found.append((len(text), len(text) + len(word)))
        text += word + after
    return text, tuple(found)
