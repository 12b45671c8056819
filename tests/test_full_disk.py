"""The disk is full (`max_page_count` stands for it): nothing is lost but time, and nobody needs to restart the bot."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Iterator, MutableMapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
import structlog
from aiohttp import web

from bot.demo.press import Press, load_dispatches
from bot.domain.errors import BotError, StoreFull
from bot.domain.news import Feed, Source
from bot.feeds.fetch import Fetcher
from bot.ingest import Ingest
from bot.nlp.world import SEEDS
from bot.schedule import Job, Schedule
from bot.work import Workers
from storage.database import Transaction
from storage.sources import SourceStore
from storage.sqlite import SqliteDatabase
from storage.values import Values
from tests import make
from tests.desk import Desk, open_desk
from tests.servers import Served, pair

LIMIT = "PRAGMA max_page_count"
SUBSCRIBE = (
    "INSERT INTO subscription (guild_id, channel_id, hour, zone, created_at, name)"
    " VALUES (0, :channel, 7, 'UTC', '', 'daily ' || :channel)"
)
COUNTS = "SELECT (SELECT count(*) FROM article) AS articles, (SELECT count(*) FROM entry WHERE attempts > 0) AS tried"


async def fill(db: SqliteDatabase) -> None:
    """No page may be added; the free ones go to a row of our own."""
    await db.transaction(lambda tx: tx.execute("INSERT INTO setting VALUES ('stuff', hex(zeroblob(20000)))"))
    await db.transaction(lambda tx: tx.all(f"{LIMIT} = 1"))  # SQLite takes the present size for the least


async def crowd(db: SqliteDatabase) -> None:
    """Fill the table's half-filled pages too, with another server's digests."""
    await db.transaction(lambda tx: tx.execute("INSERT INTO server (guild_id, joined_at) VALUES (0, '')"))
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
    assert await core.db.one(COUNTS) == {"articles": len(load_dispatches(SEEDS / "articles")), "tried": 0}


class Wires:
    """Feeds of entries that carry all they have, told apart by their numbers, and who asked for which."""

    def __init__(self, entries: int, tag: str) -> None:
        self.entries, self.tag, self.asked = entries, tag, list[str]()

    def app(self) -> web.Application:
        app = web.Application()
        app.router.add_get("/{wire}", self._feed)
        return app

    async def _feed(self, request: web.Request) -> web.Response:
        self.asked.append(request.path)
        items = "".join(
            f"<item><title>Talks {request.path}-{n}</title><guid isPermaLink='false'>{n}</guid></item>"
            for n in range(self.entries)
        )
        text = f"<rss version='2.0'><channel><title>Wire</title>{items}</channel></rss>"
        return web.Response(text=text, content_type="application/rss+xml", headers={"ETag": self.tag})


@asynccontextmanager
async def line_of(db: SqliteDatabase, wires: Wires, feeds: int) -> AsyncGenerator[Ingest]:
    """The line of a server that reads so many of the wires."""
    sources = SourceStore(db)
    async with (
        Served(wires.app()) as base,
        Workers(1, passing=(BotError,)) as workers,
        Fetcher(allow=(pair(base),), user_agent="test", page_spacing=0.0) as fetcher,
    ):

        def read(tx: Transaction) -> None:
            for n in range(feeds):
                source, _ = sources.save(tx, Feed(url=f"{base}/{n}"), make.NOW)
                sources.attach(tx, 1, Source(id=source, name=f"Wire {n}"), 1, make.NOW)

        await db.transaction(read)
        yield make.line(db, fetcher, workers)


STATE = "SELECT id, state, failures, etag, next_poll_at FROM feed"
PLACED = """
SELECT count(*) AS articles, count(DISTINCT a.title) AS titles, count(ast.story_id) AS placed,
  (SELECT count(*) FROM entry) AS entries, (SELECT count(*) FROM entry WHERE attempts > 0) AS tried
FROM article a LEFT JOIN article_story ast ON ast.article_id = a.id
"""


async def test_entries_stored_together_are_stored_once_and_whole_when_there_is_room(
    db: SqliteDatabase, said: list[MutableMapping[str, Any]]
) -> None:
    wires = Wires(60, '"1"')
    async with line_of(db, wires, 3) as line:
        before = await db.all(STATE)
        await fill(db)
        for tries in (3, 4, 5):
            turns = await line.due(make.NOW)
            assert [bool(turn.error) for turn in turns] == [True] * 3
            assert len(wires.asked) == tries, "once it is known that nothing can be kept, one feed is asked a round"
            assert await db.one(PLACED) == dict.fromkeys(("articles", "titles", "placed", "entries", "tried"), 0)
            assert await db.all(STATE) == before, "no feed is blamed"
        assert len(disk(said)) == 1
        await make_room(db)
        turns = await line.due(make.NOW)
        assert sorted(turn.stored for turn in turns) == [60, 60, 60]
        assert await line.due(make.NOW) == ()
    assert await db.one(PLACED) == {"articles": 180, "titles": 180, "placed": 180, "entries": 180, "tried": 0}
    assert [(row["state"], row["failures"], row["etag"]) for row in await db.all(STATE)] == [("healthy", 0, '"1"')] * 3


async def test_polls_whose_record_finds_no_room_are_made_again(db: SqliteDatabase) -> None:
    tag = f'"{"1" * 900}"'
    async with line_of(db, Wires(0, tag), 12) as line:
        before = {row["id"]: row for row in await db.all(STATE)}
        await fill(db)
        turns = await line.due(make.NOW)
        after = {row["id"]: row for row in await db.all(STATE)}
        left = {turn.feed.id for turn in turns if turn.error}
        assert left
        assert len(turns) == 12
        assert {number for number, row in after.items() if row["etag"] != tag} == left
        assert all(after[number] == before[number] for number in left), "no feed is blamed"
        await make_room(db)
        while turns := await line.due(make.NOW):
            assert not [turn.error for turn in turns if turn.error]
    rows = await db.all(STATE)
    assert [(row["state"], row["failures"], row["etag"]) for row in rows] == [("healthy", 0, tag)] * 12


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
