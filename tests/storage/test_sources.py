"""What a server reads, and what polls leave behind."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.answers import Scope
from bot.domain.news import Feed, Source
from storage.facts import FactQuery, FactStore
from storage.sources import SourceStore
from storage.sqlite import SqliteDatabase
from tests import make

NOW = make.NOW
HERE, THERE = Scope(guild_id=1), Scope(guild_id=2)
TEXT = "“We begin in May,” Tokayev said."


@pytest.fixture
async def store(db: SqliteDatabase) -> SourceStore:
    await make.reading(db, 1)
    return SourceStore(db)


async def test_all_that_a_poll_teaches_is_there_at_the_next(db: SqliteDatabase, store: SourceStore) -> None:
    (feed,) = await store.due(NOW)
    taught = replace(
        feed,
        title="Wire",
        state="slow",
        told="slow",
        etag='"1"',
        last_modified="then",
        next_poll_at=NOW,
        last_polled_at=NOW,
        last_ok_at=NOW,
        first_ok_at=NOW,
        last_entry_at=NOW,
        failures=3,
        last_error="x",
        state_since=NOW,
        failing_since=NOW,
        polls=7,
        weekly=12.5,
        usual_gap=timedelta(hours=3),
        answer_seconds=11.0,
        asked_seconds=60,
        skip_hours=(1, 2),
        moved_to="https://new.example/",
        moved_times=2,
        shared=("g",),
    )
    await db.transaction(lambda tx: store.record(tx, taught, NOW))
    assert await store.due(NOW) == (taught,)


async def test_a_feed_that_moves_takes_its_new_address(db: SqliteDatabase, store: SourceStore) -> None:
    (one,) = await store.due(NOW)
    await db.transaction(lambda tx: store.record(tx, replace(one, url="https://new.example/f"), NOW))
    assert [line.feed.url for line in await store.of_server(1)] == ["https://new.example/f"]


async def test_a_paused_feed_is_asked_only_for_servers_that_read_it(db: SqliteDatabase, store: SourceStore) -> None:
    await db.transaction(lambda tx: store.attach(tx, 2, 1, 1, NOW))
    assert await db.transaction(lambda tx: store.pause(tx, 1, 1, NOW))
    assert not await db.transaction(lambda tx: store.pause(tx, 1, 1, NOW))
    assert len(await store.due(NOW)) == 1
    await db.transaction(lambda tx: store.pause(tx, 2, 1, NOW))
    assert await store.due(NOW) == ()
    (line,) = await store.of_server(1)
    assert line.paused_at == NOW
    assert await db.transaction(lambda tx: store.resume(tx, 1, line, NOW))
    assert len(await store.due(NOW)) == 1


@pytest.mark.parametrize("state", ["paused", "gone"])
async def test_a_feed_that_was_given_up_is_asked_again_when_resumed_or_added_anew(
    db: SqliteDatabase, store: SourceStore, state: str
) -> None:
    (feed,) = await store.due(NOW)
    given_up = replace(feed, state=state, told=state, failures=20, last_error="x")
    await db.transaction(lambda tx: store.record(tx, given_up, NOW))
    assert await store.due(NOW) == ()
    (line,) = await store.of_server(1)
    assert await db.transaction(lambda tx: store.resume(tx, 1, line, NOW))
    assert [(one.state, one.failures, one.told) for one in await store.due(NOW)] == [("healthy", 0, "healthy")]
    await db.transaction(lambda tx: store.record(tx, given_up, NOW))
    await db.transaction(lambda tx: store.save(tx, Source(name="again"), Feed(url=feed.url), NOW))
    assert len(await store.due(NOW)) == 1


async def test_a_label_is_one_servers_own(db: SqliteDatabase, store: SourceStore) -> None:
    await db.transaction(lambda tx: store.attach(tx, 2, 1, 1, NOW))
    await db.transaction(lambda tx: store.label(tx, 1, 1, weight="trusted", country="UZ", owner_kind="state"))
    await db.transaction(lambda tx: store.label(tx, 1, 1, weight="context"))
    (ours,), (theirs,) = await store.of_server(1), await store.of_server(2)
    assert (ours.weight, ours.source.country, ours.source.owner_kind) == ("context", "UZ", "state")
    assert (theirs.weight, theirs.source.country, theirs.source.owner_kind) == ("normal", None, "unknown")


@pytest.mark.parametrize(
    ("weight", "found", "in_digest"),
    [("trusted", 1, 1), ("normal", 1, 1), ("context", 1, 0), ("muted", 0, 0)],
)
async def test_a_weight_decides_what_answers_and_digests_use(
    db: SqliteDatabase, weight: str, found: int, in_digest: int
) -> None:
    ids = await make.reading(db, 1)
    store, facts = SourceStore(db), FactStore(db)
    await db.transaction(lambda tx: store.attach(tx, 2, ids[0], 1, NOW))
    saved = await make.saved(db, ids, TEXT, quotes=[make.quote(TEXT, "We begin in May,")])
    await db.transaction(lambda tx: store.label(tx, 1, ids[0], weight=weight))  # type: ignore[arg-type]
    query = FactQuery(kinds=("quote",))
    assert len(await facts.find(HERE, query)) == found
    assert (await facts.by_id(HERE, saved.new_facts[0]) is not None) == bool(found)
    assert len(await facts.stored_between(HERE, NOW, NOW + timedelta(1))) == in_digest
    assert len(await facts.find(THERE, query)) == 1, "another server's word is its own"
    assert len(await facts.stored_between(THERE, NOW, NOW + timedelta(1))) == 1


async def test_trusted_sources_come_first_in_a_digest(db: SqliteDatabase) -> None:
    first, second = await make.reading(db, 1), await make.reading(db, 1, "Harbour Post")
    for ids, url in ((first, "https://a.example/1"), (second, "https://b.example/1")):
        await make.saved(db, ids, TEXT, url, quotes=[make.quote(TEXT, "We begin in May,")])
    await db.transaction(lambda tx: SourceStore(db).label(tx, 1, second[0], weight="trusted"))
    found = await FactStore(db).stored_between(HERE, NOW, NOW + timedelta(1))
    assert [one.article.source for one in found] == ["Harbour Post", "Steppe Wire"]


async def test_what_one_servers_list_calls_a_source_does_not_stay_its_name_for_others(db: SqliteDatabase) -> None:
    """A list may call a ministry's feed anything; its own name and what is shipped of it are better known."""
    store, feed = SourceStore(db), Feed(url="https://ministry.example/feed")
    shipped = Source(
        name="Ministry of Rail", home_url="https://ministry.example", country="KZ", owner_kind="state", topics=("rail",)
    )
    listed, own = (
        Source(name="Liars", topics=("sports",)),
        Source(name="Ministry", home_url="https://ministry.example/en"),
    )
    seen = []
    for guild, source in enumerate((listed, own, listed, shipped, own, listed), 1):
        number, _ = await db.transaction(lambda tx, source=source: store.save(tx, source, feed, NOW))
        await db.transaction(lambda tx, guild=guild, number=number: store.attach(tx, guild, number, 1, NOW))
        (line,) = await store.of_server(1)
        seen.append((line.source.name, line.source.topics, line.source.country))
    named, known = ("Ministry", ("sports",), None), ("Ministry of Rail", ("rail",), "KZ")
    assert seen == [("Liars", ("sports",), None), named, named, known, known, known]
