import sqlite3
from dataclasses import replace
from datetime import date, timedelta

from bot.domain.answers import Scope
from bot.domain.people import Leader, Tenure
from storage.leaders import LeaderStore
from storage.migrate import known, migrate
from storage.sqlite import SqliteDatabase
from tests import make

HERE, THERE = Scope(guild_id=1), Scope(guild_id=2)
TENURE = Tenure(
    office="President", country="KZ", as_of=date(2026, 1, 17), source="an almanac", since_on=date(2019, 3, 20)
)
LEADER = Leader(
    id="kassym-jomart-tokayev", name="Kassym-Jomart Tokayev", country="KZ", aliases=("Тоқаев",), tenures=(TENURE,)
)
TEXT = "President Tokayev called Trump."


async def test_leaders_come_back_as_saved_and_saving_again_changes_nothing(db: SqliteDatabase) -> None:
    store = LeaderStore(db)
    for _ in range(2):
        await db.transaction(lambda tx: store.save(tx, [LEADER]))
    assert await store.all() == (LEADER,)
    assert await store.by_id(LEADER.id) == LEADER
    assert await store.by_id("nobody") is None


async def test_a_later_source_adds_a_tenure_and_keeps_the_earlier_one(db: SqliteDatabase) -> None:
    store = LeaderStore(db)
    later = replace(TENURE, as_of=date(2026, 6, 1), source="a ministry's page")
    await db.transaction(lambda tx: store.save(tx, [LEADER]))
    await db.transaction(
        lambda tx: store.save(tx, [replace(LEADER, name="Kassym-Jomart K. Tokayev", tenures=(later,))])
    )
    found = await store.by_id(LEADER.id)
    assert found
    assert (found.name, found.tenures) == ("Kassym-Jomart K. Tokayev", (later, TENURE))


async def test_sightings_of_all_of_a_persons_refs_are_merged_newest_first_and_scoped(db: SqliteDatabase) -> None:
    ours, theirs = await make.reading(db, 1), await make.reading(db, 2, "Harbour Post")
    for number, (ids, office) in enumerate([(ours, "Old office"), (theirs, "Their word"), (ours, "New office")]):
        await make.saved(
            db,
            ids,
            TEXT,
            f"https://a.example/{number}",
            people=[make.office("Tokayev", office, "KZ")],
            published_at=make.NOW + timedelta(minutes=number),
        )
    unlinked = replace(make.office("Tokayev", "Between", "KZ"), leader=None)
    await make.saved(
        db, ours, TEXT, "https://a.example/9", people=[unlinked], published_at=make.NOW + timedelta(minutes=1)
    )
    refs = (f"leader:{LEADER.id}", f"person:{LEADER.id}")
    store = LeaderStore(db)
    assert [one.office for one in await store.sightings(HERE, refs)] == ["New office", "Between", "Old office"]
    assert [(one.office, one.source) for one in await store.sightings(THERE, refs)] == [("Their word", "Harbour Post")]
    assert [one.office for one in await store.sightings(HERE, refs, limit=1)] == ["New office"]
    assert await store.sightings(HERE, ["leader:donald-trump"]) == ()


async def test_an_edit_replaces_the_offices_an_article_gives(db: SqliteDatabase) -> None:
    ids = await make.reading(db, 1)
    await make.saved(db, ids, TEXT, people=[make.office("Tokayev", "Premier", "KZ")])
    await make.saved(db, ids, TEXT + " Corrected.", people=[make.office("Tokayev", "President", "KZ")])
    assert [one.office for one in await LeaderStore(db).sightings(HERE, [f"leader:{LEADER.id}"])] == ["President"]


async def test_who_is_seen_is_who_a_shown_fact_of_the_scope_names(db: SqliteDatabase) -> None:
    ours, theirs = await make.reading(db, 1), await make.reading(db, 2, "Harbour Post")
    await make.saved(db, ours, TEXT, meetings=[make.meeting(TEXT, "Tokayev", "Trump")])
    await make.saved(db, theirs, TEXT, "https://a.example/2", quotes=[make.quote(TEXT, "called", "Mirziyoyev")])
    await make.saved(
        db, ours, TEXT, "https://a.example/3", quotes=[make.quote(TEXT, "called", "Jane Doe", shown=False)]
    )
    store = LeaderStore(db)
    assert {person.ref for person in await store.names(HERE, 10)} == {
        "leader:kassym-jomart-tokayev",
        "leader:donald-trump",
    }
    assert [person.name for person in await store.names(THERE, 10)] == ["Shavkat Mirziyoyev"]
    assert [(line.name, line.quotes) for _, line in await store.seen(THERE)] == [("Shavkat Mirziyoyev", 1)]
    assert await store.names(Scope(), 10) == ()


async def test_a_second_source_of_the_same_article_counts_no_word_twice(db: SqliteDatabase) -> None:
    for name in ("Steppe Wire", "Harbour Post"):
        await make.saved(db, await make.reading(db, 1, name), TEXT, quotes=[make.quote(TEXT, "called", "Tokayev")])
    assert [(line.name, line.quotes) for _, line in await LeaderStore(db).seen(HERE)] == [("Kassym-Jomart Tokayev", 1)]


def test_a_store_of_the_first_version_keeps_who_was_called_former() -> None:
    connection = sqlite3.connect(":memory:", isolation_level=None)
    connection.executescript(known()[0][1] + "PRAGMA user_version = 1; PRAGMA foreign_keys = OFF;")
    for number, former in ((1, 0), (2, 1)):
        connection.execute(
            "INSERT INTO sighting VALUES (?, 'person:a', 'A', 'King', 'NO', ?, 1, 0, 9)", (number, former)
        )
    migrate(connection)
    assert connection.execute("SELECT standing FROM sighting ORDER BY article_id").fetchall() == [
        ("present",),
        ("former",),
    ]
    connection.close()
