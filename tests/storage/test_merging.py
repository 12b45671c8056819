"""A feed that moves to an address which is read already becomes one with the feed there; nobody loses what they read."""

from dataclasses import replace

from bot.domain.answers import Scope
from bot.domain.news import Feed
from storage.facts import FactQuery, FactStore
from storage.retention import RetentionStore
from storage.sources import SourceStore
from storage.sqlite import SqliteDatabase
from tests import make
from tests.make import NOW

TEXT = "“We will open the line,” Tokayev said."


async def reading(db: SqliteDatabase, guild_id: int, name: str, home: str = "") -> tuple[int, int]:
    """A source with a feed of its own at `https://wire.example/<number>`."""
    source, feed = await make.reading(db, guild_id, name, home=home)
    address = {"url": f"https://wire.example/{source}", "id": feed}
    await db.transaction(lambda tx: tx.execute("UPDATE feed SET url = :url WHERE id = :id", address))
    return source, feed


async def moved(db: SqliteDatabase, *targets: tuple[int, str]) -> None:
    """Each of the feeds has adopted an address, in one round."""
    store = SourceStore(db)
    feeds: dict[int, Feed] = {feed.id: feed for feed in await store.due(NOW)}
    polled = [(replace(feeds[number], url=url, last_polled_at=NOW), NOW) for number, url in targets]
    await db.transaction(lambda tx: store.record_all(tx, polled))


async def read_by(db: SqliteDatabase, guild_id: int) -> list[tuple[str, str, str]]:
    lines = await SourceStore(db).of_server(guild_id)
    return [(line.source.name, line.weight, "paused" if line.paused_at else "") for line in lines]


async def test_a_server_of_the_moved_feed_reads_the_one_that_is_there_and_keeps_its_articles(
    db: SqliteDatabase,
) -> None:
    old, kept = await reading(db, 1, "Old Wire"), await reading(db, 2, "Wire")
    await make.saved(db, old, TEXT, quotes=[make.quote(TEXT, "We will open the line,")])
    await moved(db, (old[1], "https://wire.example/2"))
    assert await read_by(db, 1) == [("Old Wire", "normal", "")]
    assert await read_by(db, 2) == [("Wire", "normal", "")]
    for query in (FactQuery(kinds=("quote",)), FactQuery(kinds=("quote",), about="line")):
        assert len(await FactStore(db).find(Scope(guild_id=1), query)) == 1
        assert len(await FactStore(db).find(Scope(guild_id=2), query)) == 1
    assert [(feed.id, feed.source_id) for feed in await SourceStore(db).due(NOW)] == [(kept[1], kept[0])]
    assert await db.all("SELECT id FROM source") == [{"id": kept[0]}]


async def test_a_server_of_both_keeps_its_own_word_on_the_one_that_stays(db: SqliteDatabase) -> None:
    store = SourceStore(db)
    old, kept = await reading(db, 1, "Old Wire"), await reading(db, 1, "Wire")
    await db.transaction(lambda tx: store.label(tx, 1, kept[0], weight="trusted"))
    await db.transaction(lambda tx: store.pause(tx, 1, kept[0], NOW))
    await db.transaction(lambda tx: store.attach(tx, 2, make.source(id=kept[0]), 1, NOW))
    await moved(db, (old[1], "https://wire.example/2"))
    assert await read_by(db, 1) == [("Wire", "trusted", "")], "it had paused one of two, and hears the other still"


async def test_what_the_moved_feed_has_read_is_not_read_again(db: SqliteDatabase) -> None:
    old, kept = await reading(db, 1, "Old Wire"), await reading(db, 2, "Wire")
    for number, feed in ((1, old), (2, old), (2, kept)):
        await make.saved(db, feed, TEXT, f"https://wire.example/{number}")
    await moved(db, (old[1], "https://wire.example/2"))
    rows = await db.all("SELECT identity FROM entry WHERE feed_id = :feed ORDER BY identity", {"feed": kept[1]})
    assert [row["identity"] for row in rows] == ["https://wire.example/1", "https://wire.example/2"]


async def test_two_feeds_that_move_to_one_new_address_in_one_round_become_one(db: SqliteDatabase) -> None:
    one, other = await reading(db, 1, "Wire"), await reading(db, 2, "Wire in English")
    await moved(db, (one[1], "https://wire.example/f"), (other[1], "https://wire.example/f"))
    assert await read_by(db, 1) == [("Wire", "normal", "")]
    assert await read_by(db, 2) == [("Wire in English", "normal", "")]
    assert len(await SourceStore(db).due(NOW)) == 1


async def test_a_feed_that_was_given_up_is_asked_again_when_another_finds_its_address_answering(
    db: SqliteDatabase,
) -> None:
    old, kept = await reading(db, 1, "Old Wire"), await reading(db, 2, "Wire")
    store = SourceStore(db)
    gone = next(feed for feed in await store.due(NOW) if feed.id == kept[1])
    await db.transaction(lambda tx: store.record(tx, replace(gone, state="gone", told="gone"), NOW))
    await moved(db, (old[1], "https://wire.example/2"))
    assert [(feed.id, feed.state) for feed in await store.due(NOW)] == [(kept[1], "healthy")]


async def test_what_a_server_purged_of_the_moved_feed_stays_hidden_from_it(db: SqliteDatabase) -> None:
    old, _kept = await reading(db, 1, "Old Wire"), await reading(db, 2, "Wire")
    await make.saved(db, old, TEXT, quotes=[make.quote(TEXT, "We will open the line,")])
    await db.transaction(lambda tx: RetentionStore(db).purge(tx, 1, old[0]))
    await db.transaction(lambda tx: SourceStore(db).attach(tx, 3, make.source(id=old[0]), 1, NOW))
    await moved(db, (old[1], "https://wire.example/2"))
    await db.transaction(lambda tx: SourceStore(db).attach(tx, 1, make.source(id=2), 1, NOW))
    found = [await FactStore(db).find(Scope(guild_id=guild), FactQuery(kinds=("quote",))) for guild in (1, 2, 3)]
    assert [len(some) for some in found] == [0, 1, 1]


async def test_each_server_goes_on_with_its_own_name_for_the_feed_that_stays(db: SqliteDatabase) -> None:
    old, kept = await reading(db, 1, "Old Wire", home="https://old.example"), await reading(db, 2, "Wire")
    mine = make.source("My Wire", id=old[0], topics=("rail",), country="KZ", owner_kind="state")
    await db.transaction(lambda tx: SourceStore(db).attach(tx, 3, mine, 1, NOW))
    await moved(db, (old[1], "https://wire.example/2"))
    lines = [line.source for guild in (1, 2, 3) for line in await SourceStore(db).of_server(guild)]
    assert {one.id for one in lines} == {kept[0]}
    assert [(one.name, one.home_url) for one in lines[:2]] == [("Old Wire", "https://old.example"), ("Wire", "")]
    assert replace(mine, id=kept[0]) == lines[2]


async def test_a_feed_that_leads_to_another_hosts_feed_does_not_have_its_articles_pass_for_that_ones(
    db: SqliteDatabase,
) -> None:
    """Whoever keeps a page and a feed could have put words of their own into what every server reads of a ministry."""
    forged, theirs = await make.reading(db, 1, "Anybody"), await make.reading(db, 2, "Ministry")
    await make.saved(db, forged, TEXT, quotes=[make.quote(TEXT, "We will open the line,")])
    await moved(db, (forged[1], "https://2.example/feed"))
    for guild, known in ((1, 1), (2, 0)):
        assert len(await FactStore(db).find(Scope(guild_id=guild), FactQuery(kinds=("quote",)))) == known
    feeds = await SourceStore(db).due(NOW)
    assert {(feed.id, feed.url) for feed in feeds} == {
        (forged[1], "https://1.example/feed"),
        (theirs[1], "https://2.example/feed"),
    }
    assert (await read_by(db, 1), await read_by(db, 2)) == ([("Anybody", "normal", "")], [("Ministry", "normal", "")])


async def test_a_host_with_and_without_www_is_one(db: SqliteDatabase) -> None:
    old, _kept = await reading(db, 1, "Old Wire"), await reading(db, 2, "Wire")
    await db.transaction(lambda tx: tx.execute("UPDATE feed SET url = 'http://WWW.wire.example/old' WHERE id = 1"))
    await moved(db, (old[1], "https://wire.example/2"))
    assert (await read_by(db, 1), await read_by(db, 2)) == ([("Old Wire", "normal", "")], [("Wire", "normal", "")])


async def test_who_adds_an_address_sees_nothing_of_what_was_led_to_it_from_another_host(db: SqliteDatabase) -> None:
    """Or a forger could wait at a ministry's address, under a name like its own, for whoever adds it next."""
    store, ids = SourceStore(db), await make.reading(db, 1, "Forger", home="https://forger.example")
    await make.saved(db, ids, TEXT, "https://forger.example/1", quotes=[make.quote(TEXT, "We will open the line,")])
    await moved(db, (ids[1], "https://ministry.example/feed"))
    for guild in (2, 2, 1):
        number, _ = await db.transaction(lambda tx: store.save(tx, Feed(url="https://ministry.example/feed"), NOW))
        ministry = make.source("Ministry", id=number, home_url="https://ministry.example")
        await db.transaction(lambda tx, guild=guild, ministry=ministry: store.attach(tx, guild, ministry, 1, NOW))
    await make.saved(db, ids, TEXT, "https://ministry.example/2", quotes=[make.quote(TEXT, "We will open the line,")])
    for guild in (1, 2):
        await db.transaction(lambda tx, guild=guild: RetentionStore(db).hide(tx, guild, 0))
    assert (await read_by(db, 1), await read_by(db, 2)) == ([("Forger", "normal", "")], [("Ministry", "normal", "")])
    for guild, known in ((1, 2), (2, 1)):
        found = await FactStore(db).find(Scope(guild_id=guild), FactQuery(kinds=("quote",)))
        assert len(found) == known
