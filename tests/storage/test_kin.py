"""What is looked up in short lists is what the walk through the whole index finds."""

import asyncio
from collections.abc import AsyncGenerator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from benchmarks import phrases, store
from benchmarks.drafts import END
from bot.domain.answers import Scope
from bot.domain.facts import Extraction, FactKind
from bot.domain.sameness import sides_of
from bot.nlp.world import load_world
from bot.services import upcoming
from bot.services.events import EventReader
from bot.services.names import NameIndex
from storage import fact_saving, kin, wording
from storage.facts import FactQuery, FactStore
from storage.leaders import LeaderStore
from storage.sqlite import SqliteDatabase, open_database
from storage.wording import WordingStore

KINDS: tuple[FactKind, ...] = ("quote", "meeting", "invitation", "deal")
ALL = Scope(guild_id=store.ALL)
LISTS = "SELECT sides, count(*) AS facts FROM kin WHERE fact_id = :id GROUP BY sides"


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("kin") / "made.db"
    asyncio.run(store.build(path, 400))
    return path


@pytest.fixture
async def made(path: Path) -> AsyncGenerator[SqliteDatabase]:
    async with open_database(path) as db:
        yield db


@pytest.mark.parametrize("kind", KINDS)
async def test_the_same_reports_are_of_the_same_sides(
    made: SqliteDatabase, kind: FactKind, monkeypatch: pytest.MonkeyPatch
) -> None:
    facts = FactStore(made)
    some = await facts.find(ALL, FactQuery(kinds=(kind,), limit=20))
    query = FactQuery(kinds=(kind,), sides=tuple({sides_of(one.fact) for one in some}), limit=50)
    queries = [
        query,
        replace(query, since=date(2026, 1, 1)),
        replace(query, without=frozenset({some[0].id}), digest=True),
    ]
    monkeypatch.setattr(kin, "MOST_LISTS", 1_000_000)  # whatever this server reads
    by_lists = [await facts.outlines(ALL, [one]) for one in queries]
    monkeypatch.setattr(kin, "MOST_LISTS", 0)
    assert by_lists == [await facts.outlines(ALL, [one]) for one in queries]
    assert by_lists[0]


async def test_a_withdrawn_report_is_in_no_list(made: SqliteDatabase) -> None:
    (one,) = await FactStore(made).find(ALL, FactQuery(kinds=("deal",), limit=1))
    assert [row["facts"] > 0 for row in await made.all(LISTS, {"id": one.id})] == [True]
    article, text = one.article, one.article.text
    await made.transaction(
        lambda tx: fact_saving.save(tx, article.id, article.revision, text, Extraction(), is_news=True, now=END)
    )
    assert not await made.all(LISTS, {"id": one.id})


async def test_the_same_is_found_word_for_word(made: SqliteDatabase, monkeypatch: pytest.MonkeyPatch) -> None:
    words = WordingStore(made, FactStore(made))
    asked = [thing.split()[-1] for thing in phrases.SLOTS["thing"]] + ["we will not", "the"]
    found = [(await words.partly(ALL, [one]), await words.texts(ALL, [one])) for one in asked]
    monkeypatch.setattr(wording, "_FEW", -1)
    assert found == [(await words.partly(ALL, [one]), await words.texts(ALL, [one])) for one in asked]
    assert any(quotes for quotes, _texts in found)
    assert any(texts for _quotes, texts in found)


async def test_pages_of_what_is_awaited_do_not_hang_on_how_much_is_looked_up_at_once(
    made: SqliteDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    facts = FactStore(made)
    service = upcoming.UpcomingService(facts, EventReader(facts), NameIndex(LeaderStore(made), load_world().countries))
    first = [await service.page(ALL, now=END)]
    for part in (1, 3, 1_000):
        monkeypatch.setattr(upcoming, "_PART", part)
        assert [await service.page(ALL, now=END)] == first
