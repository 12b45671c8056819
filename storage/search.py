"""All that only SQLite's FTS5 understands: the index over facts, its tokens, and the one query that reads it.

Every filter is a token in the column `tag`, alone and joined to each carrying source's, and `ORDER BY rowid DESC` walks the newest
first, so the cost of an answer follows its own length and not the store's. bm25 is never asked: on a common word it reads every match.
"""

import hashlib
import re
import unicodedata
import zlib
from collections.abc import Iterable, Sequence
from typing import LiteralString

from bot.domain.digest import Filters
from bot.domain.keys import fold
from bot.domain.quotations import words_only
from storage import voices
from storage.database import Transaction

_OF_FACT: LiteralString = """
    f.id, f.kind, f.stage, f.confidence, f.shown, f.date_verbatim, f.date_start, f.date_end, f.place, f.evidence,
    f.detail, f.stored_at, f.withdrawn_at, f.revision, a.id AS article_id, a.url, a.title, a.published_at,
    a.stored_at AS article_stored_at, (SELECT ast.story_id FROM article_story ast WHERE ast.article_id = a.id) AS story,
"""
FACT_COLUMNS: LiteralString = _OF_FACT + "    t.text,\n" + voices.SOURCE
# What reports are compared by: of an article's text only quotes need it.
OUTLINE_COLUMNS: LiteralString = (
    _OF_FACT
    + """
    CASE f.kind WHEN 'quote' THEN (SELECT t.text FROM article_text t WHERE t.article_id = a.id AND t.revision = f.revision) ELSE '' END AS text,
    '' AS source
"""
)
# What is hidden from a server is mostly what is old: the walk ends there, and does not look at each fact of years.
_HIDDEN: LiteralString = """
coalesce((SELECT g.id FROM fact g WHERE g.stored_at < (SELECT o.stored_at FROM article o WHERE o.id <= (
    SELECT min(ss.hidden_upto) FROM server_source ss WHERE ss.guild_id = :guild AND ss.weight <> 'muted') ORDER BY o.id DESC LIMIT 1)
  ORDER BY g.stored_at DESC, g.id DESC LIMIT 1), 0)
"""
# For the WHERE of a query over `fact_search` and `article a`.
_SEEN: LiteralString = voices.CARRIED + " AND fact_search.rowid > " + _HIDDEN
# The last fact stored before a time: a walk from the newest ends there.
BEFORE: LiteralString = (
    " coalesce((SELECT n.id FROM fact n WHERE n.stored_at < :walked ORDER BY n.stored_at DESC, n.id DESC LIMIT 1), 0) "
)
_FOUND: LiteralString = (
    """
WHERE fact_search MATCH :match AND a.published_at >= :since AND f.kind IN (SELECT value FROM json_each(:kinds)) AND f.shown >= :shown
  AND fact_search.rowid NOT IN (SELECT value FROM json_each(:without))
  AND CASE WHEN f.date_start IS NULL OR f.date_end IS NULL THEN a.published_at >= :told ELSE f.date_end >= :over END
  AND NOT EXISTS (SELECT 1 FROM overlay o WHERE o.guild_id = :guild AND o.fact_id = fact_search.rowid)
  AND"""
    + voices.CARRIED
    + "AND fact_search.rowid > max("
    + _HIDDEN
    + ","
    + BEFORE
    + ") ORDER BY fact_search.rowid DESC LIMIT :limit"
)
_FROM: LiteralString = """
FROM fact_search JOIN fact f ON f.id = fact_search.rowid JOIN article a ON a.id = f.article_id
"""
FIND: LiteralString = (
    "SELECT" + FACT_COLUMNS + _FROM + "JOIN article_text t ON t.article_id = a.id AND t.revision = f.revision" + _FOUND
)
FIND_OUTLINES: LiteralString = "SELECT" + OUTLINE_COLUMNS + _FROM + _FOUND
# The few that the asking server corrected are found as it corrected them; CROSS JOIN has SQLite ask the index first.
FIND_CORRECTED: LiteralString = (
    "SELECT"
    + FACT_COLUMNS
    + """
FROM (
  SELECT o.fact_id FROM overlay_search CROSS JOIN overlay o ON o.id = overlay_search.rowid
  CROSS JOIN fact ON fact.id = o.fact_id CROSS JOIN article ON article.id = fact.article_id
  WHERE overlay_search MATCH :match AND o.guild_id = :guild AND article.published_at >= :since AND fact.withdrawn_at IS NULL
    AND fact.kind IN (SELECT value FROM json_each(:kinds)) AND o.shown >= :shown
    AND o.fact_id NOT IN (SELECT value FROM json_each(:without))
    AND EXISTS (SELECT 1 FROM carrier c JOIN server_source ss ON ss.source_id = c.source_id AND ss.guild_id = :guild
      WHERE c.article_id = article.id AND c.article_id > ss.hidden_upto AND c.source_id IN (SELECT value FROM json_each(:sources)))
  ORDER BY o.fact_id DESC LIMIT :limit
) chosen JOIN fact f ON f.id = chosen.fact_id JOIN article a ON a.id = f.article_id
JOIN article_text t ON t.article_id = a.id AND t.revision = f.revision
ORDER BY f.id DESC
"""
)
# Facts that wait for a manager: not shown, and neither approved nor rejected.
WAITING: LiteralString = (
    "SELECT"
    + FACT_COLUMNS
    + """
FROM fact_search JOIN fact f ON f.id = fact_search.rowid JOIN article a ON a.id = f.article_id
JOIN article_text t ON t.article_id = a.id AND t.revision = f.revision
WHERE fact_search MATCH :match AND f.shown = 0 AND f.kind IN (SELECT value FROM json_each(:kinds))
  AND NOT EXISTS (SELECT 1 FROM overlay o WHERE o.guild_id = :guild AND o.fact_id = fact_search.rowid AND (o.shown = 1 OR o.rejected = 1))
  AND"""
    + _SEEN
    + "ORDER BY fact_search.rowid DESC LIMIT :limit OFFSET :offset"
)
COUNT_WAITING: LiteralString = (
    """
SELECT count(*) AS waiting FROM (SELECT 1 FROM fact_search JOIN fact f ON f.id = fact_search.rowid JOIN article a ON a.id = f.article_id
  WHERE fact_search MATCH :match AND f.shown = 0 AND f.kind IN (SELECT value FROM json_each(:kinds))
  AND NOT EXISTS (SELECT 1 FROM overlay o WHERE o.guild_id = :guild AND o.fact_id = fact_search.rowid AND (o.shown = 1 OR o.rejected = 1))
  AND"""
    + _SEEN
    + "LIMIT :limit)"
)
_MOST_LISTS = 400  # that one group of a query looks through
INSERT: LiteralString = "INSERT INTO fact_search (rowid, text, tag) VALUES (:id, :text, :tag)"
DELETE: LiteralString = "DELETE FROM fact_search WHERE rowid = :id"


def _token(letter: str, value: str) -> str:
    """A word that the tokenizer keeps whole, whatever `value` holds."""
    return letter + hashlib.sha256(value.encode("utf-8", "surrogatepass")).hexdigest()[:14]


def source_token(source_id: int) -> str:
    return f"s{source_id:d}"


def server_token(guild_id: int) -> str:
    return f"v{guild_id:d}"


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


def kin(kind: str, sides: Iterable[str]) -> str:
    """The same for all facts of a kind and of these sides; a migration makes it too, in SQL, which knows no hash."""
    return f"{kind} {' '.join(sides)}"


def kin_token(kind: str, sides: Iterable[str]) -> str:
    return "y" + kin(kind, sides).encode().hex()


def kin_of(tags: Iterable[str]) -> str:
    """The `kin` of a fact that has these tags; "" for one that names no side."""
    return next((bytes.fromhex(tag[1:]).decode() for tag in tags if tag.startswith("y")), "")


def run_tokens(text: str) -> list[str]:
    """One for each three words in a row of `text`, however they are written; two runs in 268 million share one."""
    folded = list(words_only(text))
    runs = zip(folded, folded[1:], folded[2:], strict=False)
    return [f"w{zlib.crc32(' '.join(run).encode()) & 0xFFFFFFF:07x}" for run in runs]


def tokens(sources: Iterable[int], tags: Iterable[str]) -> set[str]:
    """All that a fact is found by: each of its tags alone, and, but for runs of words, under each source that carries it."""
    carriers = {source_token(source) for source in sources}
    plain = {tag for tag in tags if not tag.startswith("s")}
    return carriers | plain | {carrier + tag for carrier in carriers for tag in plain if not tag.startswith("w")}


def carried(sources: Sequence[int], required: Sequence[Sequence[str]]) -> list[list[str]]:
    """Groups for `match_expression`: a fact that one of the sources carries and that has a tag of each of `required`.

    A few sources' own lists are short, whatever the others carry; of many, looking each up is dearer than one walk.
    """
    carriers = [source_token(source) for source in sources]
    if not required or len(carriers) * max(map(len, required)) > _MOST_LISTS:
        return [carriers, *map(list, required)]
    return [[carrier + tag for tag in group for carrier in carriers] for group in required]


def filter_expression(sources: Sequence[int], topical: Sequence[int], filters: Filters) -> str:
    """By what a report of these sources that passes the filters is found; `topical` are those of their topics. "" where there is none."""
    required = [[party_token(f"leader:{leader}") for leader in filters.leaders]] if filters.leaders else []
    if filters.countries:
        required.append([nation_token(way) for code in filters.countries for way in (code, f"organisation:{code}")])
    if not sources or (filters.topics and not topical):
        return ""
    groups = carried(sources, required) + ([[source_token(source) for source in topical]] if filters.topics else [])
    parts = _one_of_each(groups)
    if words := [f"text : ({found})" for sector in filters.sectors if (found := quoted_words(sector))]:
        parts.append(f"({' OR '.join([*words, *_one_of_each([map(sector_token, filters.sectors)])])})")
    return " AND ".join(parts)


def quoted_words(typed: str) -> str:
    """What a reader typed as an FTS5 expression: each word quoted, all must be there; "" if it holds no word.

    Unquoted, `US-China`, `O'Neil`, `AND`, `c++` or a lone quotation mark are syntax, and raise.
    """
    # Composed, because a combining mark is no part of a word to Python.
    words = re.findall(r"[^\W_]+", unicodedata.normalize("NFC", typed))
    return " AND ".join(f'"{word}"' for word in dict.fromkeys(words) if word.isprintable())


def match_expression(required: Iterable[Iterable[str]], typed: str = "") -> str:
    """Each group of `required` tokens must have one in `tag`; the words of `typed` must all be in `text`."""
    parts = _one_of_each(required)
    words = quoted_words(typed)
    if words:
        parts.append(f"text : ({words})")
    return " AND ".join(parts)


def phrase(text: str) -> str:
    """Words of `text` one behind the other, as an FTS5 expression; what FTS5 would read as syntax is left out."""
    return '"' + re.sub(r'["\0\ud800-\udfff]+', " ", text) + '"'


def text_expression(tags: Iterable[Iterable[str]], phrases: Iterable[str]) -> str:
    """All `phrases` in `text`, and of each group of `tags` one."""
    return " AND ".join([*(f"text : {phrase(one)}" for one in phrases), *_one_of_each(tags)])


def quote_expression(tags: Iterable[Iterable[str]], phrases: Iterable[str]) -> str:
    """As `text_expression`, for quotes: a run of three words is one token, and so the cheaper to find the longer it is.

    Only tags that few facts have make it faster: what nearly all have (the kind, that it is shown) is dearer to look up here than in
    the rows that are found.
    """
    found = [f'tag : "{tokens[0]}"' if (tokens := run_tokens(one)) else f"text : {phrase(one)}" for one in phrases]
    return " AND ".join([*found, *_one_of_each(tags)])


def _one_of_each(tags: Iterable[Iterable[str]]) -> list[str]:
    return ["tag : (" + " OR ".join(f'"{token}"' for token in group) + ")" for group in tags]


def index(tx: Transaction, fact_id: int, text: str, tags: Iterable[str]) -> None:
    """Put a fact into the index, or move it to its new text and tags."""
    tx.execute(DELETE, {"id": fact_id})
    tx.execute(INSERT, {"id": fact_id, "text": text.replace("\0", " "), "tag": " ".join(sorted(set(tags)))})


def remove(tx: Transaction, fact_id: int) -> None:
    tx.execute(DELETE, {"id": fact_id})
