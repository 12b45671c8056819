"""All that only SQLite's FTS5 understands: the index over facts, its tokens, and the one query that reads it.

Every filter is a token in the column `tag`, and `ORDER BY rowid DESC` walks the newest first, so the cost of an answer
follows its own length and not the store's. bm25 is never asked: on a common word it reads every match.
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from typing import LiteralString

from bot.domain.keys import fold
from storage import voices
from storage.database import Transaction

FACT_COLUMNS: LiteralString = """
    f.id, f.kind, f.stage, f.confidence, f.shown, f.date_verbatim, f.date_start, f.date_end, f.place, f.evidence,
    f.detail, f.stored_at, f.withdrawn_at, f.revision, a.id AS article_id, a.url, a.title, a.published_at,
    a.stored_at AS article_stored_at, t.text,
    (SELECT ast.story_id FROM article_story ast WHERE ast.article_id = a.id) AS story,
    (SELECT s.name FROM carrier c JOIN server_source ss ON ss.source_id = c.source_id AND ss.guild_id = :guild AND ss.weight <> 'muted'
       AND c.article_id > ss.hidden_upto JOIN source s ON s.id = c.source_id WHERE c.article_id = a.id ORDER BY ss.weight = 'trusted' DESC, s.id LIMIT 1) AS source
"""
# What is hidden from a server is mostly what is old: the walk ends there, and does not look at each fact of years.
_HIDDEN: LiteralString = """
coalesce((SELECT g.id FROM fact g WHERE g.stored_at < (SELECT o.stored_at FROM article o WHERE o.id <= (
    SELECT min(ss.hidden_upto) FROM server_source ss WHERE ss.guild_id = :guild AND ss.weight <> 'muted') ORDER BY o.id DESC LIMIT 1)
  ORDER BY g.stored_at DESC, g.id DESC LIMIT 1), 0)
"""
FIND: LiteralString = (
    "SELECT"
    + FACT_COLUMNS
    + """
FROM fact_search JOIN fact f ON f.id = fact_search.rowid JOIN article a ON a.id = f.article_id
JOIN article_text t ON t.article_id = a.id AND t.revision = f.revision
WHERE fact_search MATCH :match AND a.published_at >= :since AND
"""
    + voices.CARRIED
    + "AND fact_search.rowid > "
    + _HIDDEN
    + "ORDER BY fact_search.rowid DESC LIMIT :limit OFFSET :offset"
)
INSERT: LiteralString = "INSERT INTO fact_search (rowid, text, tag) VALUES (:id, :text, :tag)"
DELETE: LiteralString = "DELETE FROM fact_search WHERE rowid = :id"


def _token(letter: str, value: str) -> str:
    """A word that the tokenizer keeps whole, whatever `value` holds."""
    return letter + hashlib.sha256(value.encode("utf-8", "surrogatepass")).hexdigest()[:14]


def source_token(source_id: int) -> str:
    return f"s{source_id:d}"


def kind_token(kind: str) -> str:
    return _token("k", kind)


def party_token(ref: str) -> str:
    return _token("p", ref)


def country_token(code: str) -> str:
    return _token("c", code)


def nation_token(code_or_ref: str) -> str:
    """A country's token by its code; by a ref (`organisation:EU`) that of the group which is itself a side."""
    return party_token(code_or_ref) if ":" in code_or_ref else country_token(code_or_ref)


def stage_token(stage: str) -> str:
    return _token("g", stage)


def sector_token(sector: str) -> str:
    return _token("e", fold(sector))


SHOWN_TOKEN = "x1"  # noqa: S105 - a word of the index


def quoted_words(typed: str) -> str:
    """What a reader typed as an FTS5 expression: each word quoted, all must be there; "" if it holds no word.

    Unquoted, `US-China`, `O'Neil`, `AND`, `c++` or a lone quotation mark are syntax, and raise.
    """
    # Composed, because a combining mark is no part of a word to Python.
    words = re.findall(r"[^\W_]+", unicodedata.normalize("NFC", typed))
    return " AND ".join(f'"{word}"' for word in dict.fromkeys(words) if word.isprintable())


def match_expression(required: Iterable[Iterable[str]], typed: str = "", together: Iterable[Iterable[str]] = ()) -> str:
    """Each group of `required` tokens must have one in `tag`; the words of `typed` must all be in `text`.

    Of `together`, if given, one group must be in `tag` as a whole.
    """
    parts = ["tag : (" + " OR ".join(f'"{token}"' for token in group) + ")" for group in required]
    whole = [" AND ".join(f'"{token}"' for token in group) for group in together]
    if whole:
        parts.append("tag : (" + " OR ".join(f"({group})" for group in whole) + ")")
    words = quoted_words(typed)
    if words:
        parts.append(f"text : ({words})")
    return " AND ".join(parts)


def index(tx: Transaction, fact_id: int, text: str, tags: Iterable[str]) -> None:
    """Put a fact into the index, or move it to its new text and tags."""
    tx.execute(DELETE, {"id": fact_id})
    tx.execute(INSERT, {"id": fact_id, "text": text.replace("\0", " "), "tag": " ".join(sorted(set(tags)))})


def remove(tx: Transaction, fact_id: int) -> None:
    tx.execute(DELETE, {"id": fact_id})
