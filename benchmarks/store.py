"""A store of any size, as the bot itself would have filled it, built in minutes and kept for the next run.

    python -m benchmarks.store [--quotes 1000000] [--store FOLDER]

The rows are those that saving the same articles one by one would write (`tests/test_benchmarks.py` compares them), put in by the
thousand. Server 1 reads five sources of two thousand, large and small (about a fortieth of all articles), server 2 the hundred
largest, server 3 all of them.
"""

import argparse
import asyncio
import hashlib
import itertools
import sqlite3
import tempfile
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

from benchmarks.drafts import SOURCES, START, Draft, Press, leaders
from bot.domain.facts import Deal, Party, fact_kind
from bot.domain.keys import fact_key, slug
from bot.domain.news import Entry
from storage import articles, fact_saving, kin, search
from storage.fact_rows import claim_columns, columns, ref, sides
from storage.leaders import LeaderStore
from storage.sqlite import open_database
from storage.times import to_text

FEW, MANY, ALL = 1, 2, 3
READS = {FEW: (1, 3, 10, 30, 100), MANY: tuple(range(1, 101)), ALL: tuple(range(1, SOURCES + 1))}
_BATCH = 2000
_VERSION = 2  # of what is made: a kept store of another is made anew
Rows = dict[str, list[Mapping[str, Any]]]
SOURCE = "INSERT INTO source (id, created_at) VALUES (:id, :now)"
FEED = "INSERT INTO feed (id, source_id, url, title, state) VALUES (:id, :id, :url, :name, 'healthy')"
SERVER = "INSERT INTO server (guild_id, joined_at) VALUES (:guild, :now)"
READ = """
INSERT INTO server_source (guild_id, source_id, name, home_url, owner_kind, added_by, added_at)
VALUES (:guild, :source, :name, :home, 'unknown', 1, :now)
"""
STORY = "INSERT INTO story (id, founded_at) VALUES (:id, :now) ON CONFLICT DO NOTHING"
PLACED = """
INSERT INTO article_story (article_id, story_id, placed, terms, shingles, bands)
VALUES (:id, :story, :id, zeroblob(400), zeroblob(800), zeroblob(128))
"""
LAST_NAMED = """
INSERT INTO last_named (source_id, ref, article_id, name, country)
SELECT c.source_id, p.ref, max(f.article_id), p.name, p.country
FROM fact f JOIN fact_party p ON p.fact_id = f.id JOIN carrier c ON c.article_id = f.article_id
WHERE f.shown = 1 AND p.ref LIKE 'leader:%' GROUP BY c.source_id, p.ref
"""
_ORDER = (
    articles.NEW,
    articles.NEW_TEXT,
    articles.CARRY,
    articles.ENTRY,
    fact_saving.INSERT,
    fact_saving.PARTY,
    fact_saving.CLAIM,
    fact_saving.SIGHTING,
    search.INSERT,
    kin.PUT,
    STORY,
    PLACED,
)


def entry_of(draft: Draft) -> Entry:
    return Entry(identity=draft.article.url, url=draft.article.url, title=draft.article.title)


def stored_at(draft: Draft):
    return draft.article.published_at + timedelta(minutes=9)


async def kept(quotes: int, folder: Path | None) -> Path:
    """The store of so many quotes in `folder`, built there if it is not yet."""
    folder = folder or Path(tempfile.gettempdir()) / "communique-benchmarks"
    path = folder / f"quotes-{quotes}-v{_VERSION}.db"
    if not path.exists():
        part = path.with_suffix(".part")
        part.unlink(missing_ok=True)
        await build(part, quotes)
        part.rename(path)
    return path


async def build(path: Path, quotes: int, seed: int = 1) -> None:
    """A new store at `path`."""
    async with open_database(path) as db:
        store = LeaderStore(db)
        await db.transaction(lambda tx: store.save(tx, leaders()))
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA synchronous = OFF")
    try:
        sources(connection)
        numbers = itertools.count(1)
        facts = itertools.count(1)
        for batch in _batches(Press(quotes, seed).drafts()):
            rows: Rows = {sql: [] for sql in _ORDER}
            for draft in batch:
                _article(rows, draft, next(numbers), facts)
            connection.execute("BEGIN")
            for sql in _ORDER:
                connection.executemany(sql, rows[sql])
            connection.execute("COMMIT")
        connection.execute(LAST_NAMED)
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        connection.close()


def _batches(drafts: Iterable[Draft]) -> Iterable[list[Draft]]:
    drafts = iter(drafts)
    while batch := list(itertools.islice(drafts, _BATCH)):
        yield batch


def sources(connection: sqlite3.Connection) -> None:
    now = to_text(START)
    numbers = range(1, SOURCES + 1)
    connection.execute("BEGIN")
    connection.executemany(SOURCE, [{"id": n, "now": now} for n in numbers])
    connection.executemany(
        FEED, [{"id": n, "url": f"https://gazette{n}.example/feed", "name": f"Gazette {n}"} for n in numbers]
    )
    for guild, read in READS.items():
        connection.execute(SERVER, {"guild": guild, "now": now})
        named = [{"source": n, "name": f"Gazette {n}", "home": f"https://gazette{n}.example"} for n in read]
        connection.executemany(READ, [{"guild": guild, "now": now, **one} for one in named])
    connection.execute("COMMIT")


def _article(rows: Rows, draft: Draft, number: int, facts: Iterable[int]) -> None:
    """As `ArticleStore.save` does for an article that is not known."""
    article, entry, now = draft.article, entry_of(draft), to_text(stored_at(draft))
    rows[articles.NEW].append(
        {**articles.columns(article), "url": article.url, "published_at": to_text(article.published_at), "now": now}
    )
    digest = hashlib.sha256(article.text.encode()).hexdigest()
    rows[articles.NEW_TEXT].append(
        {"id": number, "revision": 1, "title": article.title, "text": article.text, "sha256": digest, "now": now}
    )
    for source in draft.sources:
        rows[articles.CARRY].append({"article": number, "source": source})
        seen = {"feed": source, "identity": entry.identity, "url": entry.url, "title": entry.title, "now": now}
        seen |= {"published_at": None, "article": number, "failure": None, "attempts": 0}
        rows[articles.ENTRY].append({**seen, "fingerprint": articles.fingerprint(entry)})
    _facts(rows, draft, number, facts)
    for person in draft.extraction.people:
        side = Party(kind="person", id=slug(person.name), name=person.name, leader=person.leader)
        for office in person.offices:
            held = {"office": office.office, "country": office.country, "standing": office.standing}
            start, end = office.evidence
            rows[fact_saving.SIGHTING].append(
                {**held, "article": number, "key": ref(side), "name": person.name, "revision": 1, "start": start, "end": end}
            )  # fmt: skip
    rows[STORY].append({"id": draft.story, "now": now})
    rows[PLACED].append({"id": number, "story": draft.story})


def _facts(rows: Rows, draft: Draft, number: int, facts: Iterable[int]) -> None:
    text, now = draft.article.text, to_text(stored_at(draft))
    seen: Counter[tuple[str, str]] = Counter()
    for fact, fact_id in zip(draft.extraction.facts, facts, strict=False):
        kind, key = fact_kind(fact), fact_key(fact, text)
        row = {**columns(fact), "revision": 1, "article": number, "kind": kind, "key": key, "is_news": 1, "now": now}
        rows[fact_saving.INSERT].append({**row, "occurrence": seen[kind, key]})
        seen[kind, key] += 1
        for position, (role, party) in enumerate(sides(fact)):
            side = {"role": role, "position": position, "ref": ref(party), "name": party.name, "country": party.country}
            rows[fact_saving.PARTY].append({**side, "id": fact_id})
        for position, claim in enumerate(fact.claims if isinstance(fact, Deal) else ()):
            rows[fact_saving.CLAIM].append({**claim_columns(claim), "id": fact_id, "position": position})
        tags = " ".join(sorted(search.tokens(draft.sources, {*fact_saving.tags(fact), *fact_saving.runs(fact, text)})))
        rows[search.INSERT].append({"id": fact_id, "text": fact_saving.words(fact, text), "tag": tags})
        rows[kin.PUT] += kin.rows(fact_id, draft.sources, tags.split())


def options(description: str | None) -> argparse.ArgumentParser:
    """A parser with `--store`, for every benchmark that reads such a store."""
    parser = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--store", type=Path, help="the folder where stores are kept; the system's temporary one if not given"
    )
    return parser


def main() -> None:
    parser = options(__doc__)
    parser.add_argument("--quotes", type=int, default=1_000_000)
    asked = parser.parse_args()
    print(asyncio.run(kept(asked.quotes, asked.store)))


if __name__ == "__main__":
    main()
