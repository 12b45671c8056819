"""What a crowd, a crash or an edit does to saved articles."""

import asyncio
import os
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from bot.domain.answers import Scope
from bot.domain.facts import Quote
from storage.articles import ArticleStore
from storage.facts import FactQuery, FactStore
from storage.sqlite import SqliteDatabase, open_database
from tests import make

HERE = Scope(guild_id=1)
TEXT = "“We begin in May,” Tokayev said. “We begin in May,” he said again."
QUOTE = make.quote(TEXT, "We begin in May,")
AGAIN = replace(QUOTE, segments=((TEXT.rindex("We"), TEXT.rindex("We") + 16),))
ROOT = Path(__file__).parents[2]


async def quotes(db: SqliteDatabase, **more) -> tuple:
    return await FactStore(db).find(HERE, FactQuery(kinds=("quote",), limit=50, **more))


async def test_twenty_articles_saved_at_once_are_all_there(db: SqliteDatabase) -> None:
    ids = await make.reading(db, 1)
    await asyncio.gather(*(make.saved(db, ids, TEXT, f"https://a.example/{n}", quotes=[QUOTE]) for n in range(20)))
    assert await ArticleStore(db).counts() == (20, 20)


async def test_a_save_that_fails_half_way_leaves_no_article_and_the_entry_fresh(db: SqliteDatabase) -> None:
    ids = await make.reading(db, 1)
    broken = replace(QUOTE, confidence="\ud800")  # no database takes half a character
    with pytest.raises(UnicodeEncodeError):
        await make.saved(db, ids, TEXT, quotes=[QUOTE, broken])
    assert await ArticleStore(db).counts() == (0, 0)
    assert len(await ArticleStore(db).fresh(ids[1], [make.entry()], make.NOW)) == 1


async def test_words_said_twice_are_two_facts_with_ids_of_their_own(db: SqliteDatabase) -> None:
    ids = await make.reading(db, 1)
    first = await make.saved(db, ids, TEXT, quotes=[QUOTE, AGAIN])
    edited = "Tuesday: " + TEXT
    moved = [replace(one, segments=tuple((s + 9, e + 9) for s, e in one.segments)) for one in (QUOTE, AGAIN)]
    second = await make.saved(db, ids, edited, quotes=moved)
    assert (len(first.new_facts), second.new_facts, second.withdrawn) == (2, (), ())
    starts = {one.id: one.fact.start for one in await quotes(db)}
    assert starts == dict(zip(first.new_facts, (one.start for one in moved), strict=True))


async def test_a_fact_that_comes_back_is_the_same_fact_again(db: SqliteDatabase) -> None:
    ids = await make.reading(db, 1)
    (number,) = (await make.saved(db, ids, TEXT, quotes=[QUOTE])).new_facts
    assert (await make.saved(db, ids, "Nothing was said.")).withdrawn == (number,)
    assert await quotes(db) == ()
    back = await make.saved(db, ids, TEXT, quotes=[QUOTE])
    assert (back.revision, back.new_facts, back.withdrawn) == (3, (), ())
    assert [(one.id, one.withdrawn_at) for one in await quotes(db, about="begin")] == [(number, None)]


async def test_an_old_revision_of_the_text_can_still_be_read(db: SqliteDatabase) -> None:
    ids = await make.reading(db, 1)
    saved = await make.saved(db, ids, TEXT, quotes=[QUOTE])
    await make.saved(db, ids, "Nothing was said.")
    store = ArticleStore(db)
    assert (await store.text(saved.id, 1), await store.text(saved.id, 2)) == (TEXT, "Nothing was said.")
    assert await store.text(saved.id, 3) is None


async def test_a_person_is_found_under_one_ref_however_the_finder_wrote_the_name(db: SqliteDatabase) -> None:
    ids = await make.reading(db, 1)
    for number, written in enumerate(("jane doe", "jane-doe", "Jane Doe")):
        assert QUOTE.speaker
        party = replace(make.person("Jane Doe"), id=written)
        quote: Quote = replace(QUOTE, speaker=replace(QUOTE.speaker, party=party))
        await make.saved(db, ids, TEXT, f"https://a.example/{number}", quotes=[quote])
    assert len(await quotes(db, refs=("person:jane-doe",))) == 3


SAVER = """
import asyncio, sys
from pathlib import Path
from storage.sqlite import open_database
from tests import make
from tests.storage.test_articles import QUOTE, AGAIN, TEXT

async def main():
    async with open_database(Path(sys.argv[1])) as db:
        ids = await make.reading(db, 1)
        for n in range(100000):
            await make.saved(db, ids, TEXT, f"https://a.example/{n}", quotes=[QUOTE, AGAIN])
            print(n, flush=True)

asyncio.run(main())
"""
WHOLE = """
SELECT a.url, (SELECT count(*) FROM fact f JOIN fact_search s ON s.rowid = f.id WHERE f.article_id = a.id) AS facts,
  (SELECT count(*) FROM article_text t WHERE t.article_id = a.id) AS texts,
  (SELECT count(*) FROM entry e WHERE e.article_id = a.id) AS entries,
  (SELECT count(*) FROM carrier c WHERE c.article_id = a.id) AS carriers
FROM article a
"""


@pytest.mark.parametrize("after", [2, 30])
async def test_a_killed_process_loses_no_acknowledged_article_and_keeps_no_half(tmp_path: Path, after: int) -> None:
    path = tmp_path / "store.db"
    with subprocess.Popen(  # noqa: ASYNC220 - nothing else runs in this loop
        [sys.executable, "-c", SAVER, str(path)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout
        said = [int(process.stdout.readline()) for _ in range(after)]
        os.kill(process.pid, signal.SIGKILL)
        said += [int(line) for line in process.stdout.read().split("\n")[:-1]]
    async with open_database(path) as db:
        rows = {row["url"]: row for row in await db.all(WHOLE)}
        sound = await db.one("PRAGMA quick_check")
        strangers = await db.all("PRAGMA foreign_key_check")
        found = await FactStore(db).find(HERE, FactQuery(kinds=("quote",), about="begin May", limit=1000))
    assert (sound, list(strangers)) == ({"quick_check": "ok"}, [])
    assert {f"https://a.example/{n}" for n in said} <= rows.keys()
    assert {(row["facts"], row["texts"], row["entries"], row["carriers"]) for row in rows.values()} == {(2, 1, 1, 1)}
    assert len(found) == min(1000, 2 * len(rows))
