"""What a brief reads: the newest reports that may pass its filters, and no more than so many."""

from datetime import timedelta

import pytest

from bot.domain.answers import Scope
from bot.domain.corrections import Approved, SidesAre
from bot.domain.digest import Filters
from bot.domain.facts import Deal, Meeting, Quote
from storage.corrections import CorrectionStore
from storage.facts import FactQuery, FactStore
from storage.sqlite import SqliteDatabase
from tests import make

HERE = Scope(guild_id=1)
TEXT = (
    "“We shall build the railway,” Tokayev said. Trump called Mirziyoyev. France and Italy signed a fisheries protocol."
)
START, END = make.NOW, make.NOW + timedelta(days=1)
TOPIC = "UPDATE server_source SET topics = '[\"trade\"]' WHERE source_id = :id"
MUTED = "UPDATE server_source SET weight = :weight WHERE source_id = :id"
Ids = tuple[int, int]


async def told(db: SqliteDatabase, ids: Ids, minute: int, *, shown: bool = True) -> None:
    await make.saved(
        db,
        ids,
        TEXT,
        f"https://{ids[0]}.example/{minute}",
        now=make.NOW + timedelta(minutes=minute),
        quotes=[make.quote(TEXT, "We shall build the railway,", shown=shown)],
        meetings=[make.meeting(TEXT, "Trump", "Mirziyoyev")],
        deals=[make.deal(TEXT, "FR", "IT", instrument="protocol", sectors=("fisheries",))],
    )


async def kinds(db: SqliteDatabase, filters: Filters, most: int = 50) -> list[type]:
    _begins, found = await FactStore(db).stored_of(HERE, filters, START, END, most=most)
    return [type(one.fact) for one in found]


@pytest.mark.parametrize(
    ("filters", "wanted"),
    [
        (Filters(), [Quote, Meeting, Deal]),
        (Filters(countries=("KZ",)), [Quote]),
        (Filters(countries=("US", "IT")), [Meeting, Deal]),
        (Filters(leaders=("donald-trump",)), [Meeting]),
        (Filters(leaders=("donald-trump",), countries=("KZ",)), []),
        (Filters(sectors=("railway",)), [Quote, Meeting, Deal]),
        (Filters(sectors=("railway",), countries=("KZ",)), [Quote]),
        (Filters(sectors=("wheat",)), []),
        (Filters(sectors=('AND " OR *',), countries=("KZ",)), []),
        (Filters(topics=("trade",)), []),
    ],
)
async def test_only_what_the_filters_may_let_pass_is_read(db: SqliteDatabase, filters: Filters, wanted: list) -> None:
    await told(db, await make.reading(db, 1), 1)
    assert await kinds(db, filters) == wanted


async def test_with_room_for_all_it_reads_what_a_digest_of_the_time_reads(db: SqliteDatabase) -> None:
    ours, theirs = await make.reading(db, 1), await make.reading(db, 2, "Harbour Post")
    for minute in (1, 5, 60 * 23, 60 * 25):
        await told(db, ours, minute)
        await told(db, theirs, minute)
    await told(db, ours, -90)
    facts = FactStore(db)
    begins, found = await facts.stored_of(HERE, Filters(), START, END, most=50)
    assert (begins, len(found)) == (START, 9)
    assert found == await facts.stored_between(HERE, START, END)


async def test_the_oldest_are_left_out_and_it_says_since_when_it_holds_all(db: SqliteDatabase) -> None:
    ids = await make.reading(db, 1)
    for minute in (1, 2, 3, 4):
        await told(db, ids, minute)
    begins, found = await FactStore(db).stored_of(HERE, Filters(countries=("KZ",)), START, END, most=2)
    assert begins == make.NOW + timedelta(minutes=3)
    assert [one.stored_at for one in found] == [begins, make.NOW + timedelta(minutes=4)]
    begins, found = await FactStore(db).stored_of(HERE, Filters(countries=("KZ",)), START, END, most=4)
    assert (begins, len(found)) == (START, 4), "there are no more"


async def test_what_was_stored_out_of_turn_is_read_too(db: SqliteDatabase) -> None:
    ids = await make.reading(db, 1)
    await told(db, ids, 2)
    await told(db, ids, -2)  # begun before, stored after
    assert await kinds(db, Filters(countries=("KZ",))) == [Quote]


async def test_what_managers_approved_or_corrected_is_read_as_they_see_it(db: SqliteDatabase) -> None:
    ids, store = await make.reading(db, 1), CorrectionStore(db)
    await told(db, ids, -90, shown=False)
    await told(db, ids, 1)
    now = make.NOW + timedelta(minutes=9)
    await db.transaction(lambda tx: store.add(tx, 1, 1, Approved(), 7, now))
    (meeting,) = await FactStore(db).find(HERE, FactQuery(kinds=("meeting",), limit=1))
    sides = (make.person("Tokayev"), make.person("Mirziyoyev"))
    await db.transaction(lambda tx: store.add(tx, 1, meeting.id, SidesAre(sides), 7, now))
    _begins, found = await FactStore(db).stored_of(
        HERE, Filters(leaders=("kassym-jomart-tokayev",)), START, END, most=50
    )
    assert [type(one.fact) for one in found] == [Quote, Quote, Meeting]
    assert found[-1].fact.participants == sides  # type: ignore[union-attr]


async def test_a_topic_is_that_of_any_source_which_carries_the_article(db: SqliteDatabase) -> None:
    ours, other = await make.reading(db, 1), await make.reading(db, 1, "Trade Post")
    url = "https://wire.example/both"
    for ids in (ours, other):
        await make.saved(db, ids, TEXT, url, now=START, quotes=[make.quote(TEXT, "We shall build the railway,")])
    await told(db, ours, 1)

    def work(tx) -> None:
        tx.execute(TOPIC, {"id": other[0]})
        tx.execute(MUTED, {"id": other[0], "weight": "context"})

    await db.transaction(work)
    assert await kinds(db, Filters(topics=("trade",))) == [Quote], "a source for context gives it its topic"
    await db.transaction(lambda tx: tx.execute(MUTED, {"id": other[0], "weight": "muted"}))
    assert await kinds(db, Filters(topics=("trade",))) == []


async def test_an_outline_has_what_is_compared_and_not_what_is_only_shown(db: SqliteDatabase) -> None:
    await told(db, await make.reading(db, 1), 1)
    facts, query = FactStore(db), FactQuery(kinds=("quote", "meeting", "deal"))
    whole, outlines = await facts.find(HERE, query), await facts.find(HERE, query, outline=True)
    assert [one.fact for one in outlines] == [one.fact for one in whole]
    assert [bool(one.article.text) for one in outlines] == [isinstance(one.fact, Quote) for one in whole]
    assert not any(one.article.source or one.article.carriers for one in outlines)
    rest = FactQuery(kinds=query.kinds, without=frozenset(one.id for one in whole[1:]))
    assert await facts.find(HERE, rest) == whole[:1]


async def test_what_was_not_sure_enough_is_counted_as_the_server_sees_it(db: SqliteDatabase) -> None:
    ids, store, facts = await make.reading(db, 1), CorrectionStore(db), FactStore(db)
    await told(db, ids, 1, shown=False)
    await told(db, ids, 2, shown=False)
    await told(db, await make.reading(db, 2, "Harbour Post"), 3, shown=False)
    assert await facts.count_unsure(HERE, START, END) == 2
    await db.transaction(lambda tx: store.add(tx, 1, 1, Approved(), 7, END))
    assert await facts.count_unsure(HERE, START, END) == 1
    assert await facts.count_unsure(Scope(guild_id=2), START, END) == 1
