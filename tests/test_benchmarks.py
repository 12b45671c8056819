"""The benchmarks' stores are what the bot itself would have written, and what is measured on them is right on a small one too."""

import asyncio
import random
import sqlite3
from pathlib import Path

import pytest

from benchmarks import store, verify
from benchmarks.drafts import Press, leaders
from storage.articles import ArticleStore
from storage.leaders import LeaderStore
from storage.sqlite import open_database

QUOTES = 120
TABLES = {
    "article": "id, url, title, language, authors, published_at, published_known, state, note, revision, stored_at",
    "article_text": "article_id, revision, title, text, sha256, stored_at",
    "carrier": "article_id, source_id",
    "entry": "feed_id, identity, url, title, published_at, first_seen_at, article_id, failure, attempts, fingerprint",
    "fact": "id, article_id, kind, key, occurrence, revision, stage, confidence, shown, is_news, evidence, detail, stored_at, withdrawn_at",
    "fact_party": "*",
    "claim": "*",
    "sighting": "*",
    "fact_search": "rowid, text, tag",
    "article_search": "rowid, text, tag",
    "last_named": "*",
    "kin": "*",
}


def rows(path: Path, table: str, columns: str) -> list[tuple]:
    connection = sqlite3.connect(path)
    try:
        return sorted(map(repr, connection.execute(f"SELECT {columns} FROM {table}")))
    finally:
        connection.close()


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("made") / "made.db"
    asyncio.run(store.build(path, QUOTES))
    return path


async def test_a_made_store_holds_what_saving_the_same_articles_writes(made: Path, tmp_path: Path) -> None:
    saved = tmp_path / "saved.db"
    async with open_database(saved) as db:
        people, articles = LeaderStore(db), ArticleStore(db)
        await db.transaction(lambda tx: people.save(tx, leaders()))
        connection = sqlite3.connect(saved, isolation_level=None)
        store.sources(connection)
        connection.close()
        for draft in Press(QUOTES).drafts():
            for source in draft.sources:

                def work(tx, draft=draft, source=source) -> None:
                    articles.save(
                        tx,
                        feed_id=source,
                        source_id=source,
                        entry=store.entry_of(draft),
                        article=draft.article,
                        extraction=draft.extraction,
                        now=store.stored_at(draft),
                    )

                await db.transaction(work)
    for table, columns in TABLES.items():
        found = rows(made, table, columns)
        assert found, table
        assert found == rows(saved, table, columns), table


async def test_what_is_found_by_words_is_found_in_a_made_store(made: Path) -> None:
    connection = sqlite3.connect(made)
    connection.execute("INSERT INTO article_search (article_search) VALUES ('integrity-check')")
    asked = "SELECT count(*) FROM article_search WHERE article_search MATCH 'tag : s1 OR tag : s2'"
    carried = "SELECT count(DISTINCT article_id) FROM carrier WHERE source_id IN (1, 2)"
    assert connection.execute(asked).fetchone() == connection.execute(carried).fetchone()
    connection.close()


async def test_nearly_every_quotation_of_a_small_store_is_named_rightly(made: Path) -> None:
    scores = await verify.measure(made, store.ALL, 25)
    assert {name for name, *_ in verify.KINDS} == set(scores)
    for name, score in scores.items():
        asked = score.right + score.wrong.total()
        assert asked, name
        assert score.right >= asked - 1, (name, score.wrong)


def test_twists_change_what_they_say_they_change() -> None:
    draw, one = random.Random(1), verify.Stored("We will not open the border before winter", "Somebody")
    assert verify.dropped(draw, one, []) == "We will open the border before winter"
    assert verify.put_in(draw, verify.Stored("We will open it", "S"), []) == "We will not open it"
    assert len(verify.changed(draw, one, []).split()) == len(one.words.split())
    assert verify.cut(draw, one, []) in one.words
