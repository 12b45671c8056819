"""The disk is full (`max_page_count` stands for it): nothing is lost but time, and nobody needs to restart the bot."""

import asyncio
from collections.abc import AsyncIterator, Iterator, MutableMapping
from pathlib import Path
from typing import Any

import pytest
import structlog

from bot.demo.press import Press, load_dispatches
from bot.domain.errors import StoreFull
from bot.nlp.world import SEEDS
from bot.schedule import Job, Schedule
from storage.sqlite import SqliteDatabase
from storage.values import Values
from tests.desk import Desk, open_desk

LIMIT = "PRAGMA max_page_count"
SUBSCRIBE = (
    "INSERT INTO subscription (guild_id, channel_id, hour, zone, created_at)"
    " SELECT guild_id, :channel, 7, 'UTC', joined_at FROM server"
)
COUNTS = "SELECT (SELECT count(*) FROM article) AS articles, (SELECT count(*) FROM entry WHERE attempts > 0) AS tried"


async def fill(db: SqliteDatabase) -> None:
    """No page may be added; the free ones go to a row of our own."""
    await db.transaction(lambda tx: tx.execute("INSERT INTO setting VALUES ('stuff', hex(zeroblob(20000)))"))
    await db.transaction(lambda tx: tx.all(f"{LIMIT} = 1"))  # SQLite takes the present size for the least


async def crowd(db: SqliteDatabase) -> None:
    """Fill the table's half-filled pages too."""
    for n in range(2, 500):
        await db.transaction(lambda tx, n=n: tx.execute(SUBSCRIBE, {"channel": n}))


async def make_room(db: SqliteDatabase) -> None:
    await db.transaction(lambda tx: tx.all(f"{LIMIT} = 1000000"))


@pytest.fixture
def said() -> Iterator[list[MutableMapping[str, Any]]]:
    with structlog.testing.capture_logs() as events:
        yield events


def disk(said: list[MutableMapping[str, Any]]) -> list[str]:
    return [event["event"] for event in said if "disk" in event["event"]]


@pytest.fixture
async def fed(tmp_path: Path) -> AsyncIterator[Desk]:
    """A server that reads four feeds, none of them polled yet."""
    async with (
        Press(load_dispatches(SEEDS / "articles")) as press,
        open_desk(tmp_path, allow=(press.address,)) as desk,
    ):
        for _, _, url in press.feeds:
            await desk.core.sources.add(
                desk.guild.id, await desk.core.sources.find(desk.guild.id, url, desk.now), 1, desk.now
            )
        yield desk


async def test_a_save_fails_in_words_questions_are_answered_and_room_is_found_without_a_restart(
    db: SqliteDatabase, said: list[MutableMapping[str, Any]]
) -> None:
    values = Values(db)
    await values.put("word", "kept")
    await fill(db)
    for n in range(3):
        with pytest.raises(StoreFull, match=r"The disk is full: .* Answers go on"):
            await values.put(f"large {n}", "x" * 100_000)
        await values.put("word", f"small {n}")  # fits into its page: no sign of room
        assert await values.get("word") == f"small {n}"
        assert await values.get(f"large {n}") is None
    assert (len(disk(said)), db.is_full) == (1, True)
    await make_room(db)
    await values.put("large", "x" * 100_000)
    assert (len(disk(said)), db.is_full) == (2, False)
    assert "room on the disk again" in disk(said)[1]
    assert await db.one("SELECT count(*) AS n FROM setting WHERE key = 'room'") == {"n": 0}


async def test_ingest_waits_for_room_without_spending_an_articles_attempts_and_then_takes_all(
    fed: Desk, said: list[MutableMapping[str, Any]]
) -> None:
    core = fed.core
    await fill(core.db)
    for _ in range(2):
        turns = await core.ingest.due(fed.now)
        assert {turn.error for turn in turns} == {
            "The disk is full: nothing new can be stored until there is room. Answers go on."
        }
        assert len(turns) == 4
    before = await core.db.one(COUNTS)
    assert before
    assert before["tried"] == 0
    assert len(disk(said)) == 1
    await make_room(core.db)
    for _ in range(2):
        turns = await core.ingest.due(fed.now)
    assert await core.db.one(COUNTS) == {"articles": 14, "tried": 0}


async def test_a_manager_is_told_and_a_reader_notices_nothing(fed: Desk) -> None:
    await fill(fed.core.db)
    with pytest.raises(StoreFull):
        await crowd(fed.core.db)
    told = await fed.ask(fed.manager, "digest schedule", channel=fed.channel, hour=7, zone="Asia/Almaty")
    assert "The disk is full" in told
    assert "Kassym-Jomart Tokayev" in await fed.ask(fed.reader, "leader", name="Tokayev")


async def test_a_job_that_meets_the_full_disk_says_no_more_and_comes_again(
    db: SqliteDatabase, said: list[MutableMapping[str, Any]], caplog: pytest.LogCaptureFixture
) -> None:
    met, stored = asyncio.Event(), asyncio.Event()

    async def work() -> None:
        try:
            await Values(db).put("large", "x" * 100_000)
            stored.set()
        except StoreFull:
            met.set()
            raise

    await fill(db)
    async with Schedule(Job(name="large", seconds=0.05, work=work)):
        for _ in range(3):
            await asyncio.wait_for(met.wait(), 5)
            met.clear()
        await make_room(db)
        await asyncio.wait_for(stored.wait(), 5)
    assert len(said) == len(disk(said)) == 2
    assert not [record for record in caplog.records if record.exc_info], "the scheduler shows no trace of its own"
