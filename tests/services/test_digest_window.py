"""Which stretch of news a digest holds."""

from datetime import timedelta

import pytest

from bot.domain.answers import Scope
from bot.domain.digest import Edition, Subscription
from bot.domain.errors import NotFound
from storage.database import Transaction
from storage.deliveries import DeliveryStore
from storage.sources import SourceStore
from storage.sqlite import SqliteDatabase
from storage.subscriptions import SubscriptionStore
from tests import make

NOW, DAY = make.NOW, timedelta(days=1)
TEXT = "“We begin in May,” Tokayev said."


async def post(db: SqliteDatabase, edition: Edition) -> None:
    """Discord took it."""
    store = DeliveryStore(db)

    def work(tx: Transaction) -> None:
        (held,) = store.lease(tx, edition.compiled_at, edition.compiled_at + DAY)
        store.sent(tx, held, 1, edition.compiled_at)

    await db.transaction(work)


async def test_missed_items_after_downtime_are_in_the_next_digest_and_none_comes_twice(db: SqliteDatabase) -> None:
    ids, digests = await make.reading(db, 1), make.digests(db)
    wish = Subscription(guild_id=1, channel_id=5, hour=9, zone="UTC", created_at=NOW)
    number = await db.transaction(lambda tx: SubscriptionStore(db).save(tx, wish, NOW, NOW))
    (wish,) = await SubscriptionStore(db).of_server(1)
    assert wish.id == number

    async def stored(moment_days: float, name: str) -> int:
        at = NOW + moment_days * DAY
        quote = make.quote(TEXT, "We begin in May,", name)
        saved = await make.saved(db, ids, TEXT, f"https://a.example/{name}", now=at, published_at=at, quotes=[quote])
        return saved.new_facts[0]

    first = await stored(-0.5, "Tokayev")
    edition = await digests.compile(wish, NOW.date(), NOW)
    assert ({number for _, number in edition.facts}, edition.window_from) == ({first}, NOW - DAY)
    await post(db, edition)
    missed = await stored(0.5, "Trump")
    refused = await digests.compile(wish, (NOW + DAY).date(), NOW + DAY)
    assert {number for _, number in refused.facts} == {missed}
    last = await stored(3.5, "Mirziyoyev")  # the digest of day 1 was never posted, and days 2 and 3 had none
    edition = await digests.compile(wish, (NOW + 4 * DAY).date(), NOW + 4 * DAY)
    assert edition.window_from == NOW
    assert {number for _, number in edition.facts} == {missed, last}


async def test_what_is_said_about_a_digest_is_for_its_own_server(db: SqliteDatabase) -> None:
    await make.reading(db, 1)
    digests = make.digests(db)
    wish = Subscription(guild_id=1, channel_id=5, hour=9, zone="UTC", created_at=NOW)
    await db.transaction(lambda tx: SubscriptionStore(db).save(tx, wish, NOW, NOW))
    (wish,) = await SubscriptionStore(db).of_server(1)
    edition = await digests.compile(wish, NOW.date(), NOW)
    assert (await digests.about(Scope(guild_id=1), wish.id, NOW.date())).edition == edition
    for guild, number, day in ((2, wish.id, NOW), (1, wish.id + 1, NOW), (1, wish.id, NOW + DAY)):
        with pytest.raises(NotFound):
            await digests.about(Scope(guild_id=guild), number, day.date())


async def test_what_a_source_kept_for_context_tells_neither_makes_nor_leads_a_line_and_a_trusted_one_comes_first(
    db: SqliteDatabase,
) -> None:
    aside, plain, trusted = [await make.reading(db, 1, name) for name in ("Aside", "Plain", "Trusted")]
    store = SourceStore(db)

    def label(tx: Transaction) -> None:
        store.label(tx, 1, aside[0], weight="context")
        store.label(tx, 1, trusted[0], weight="trusted")

    await db.transaction(label)
    numbers: list[int] = []
    for ids, who, stage in (
        (aside, "Tokayev", "held"),
        (plain, "Tokayev", "planned"),
        (aside, "Xi", "held"),
        (trusted, "Mirziyoyev", "planned"),
    ):
        text = f"{who} meets Trump. {stage} {ids[0]}"
        saved = await make.saved(
            db,
            ids,
            text,
            f"https://a.example/{len(numbers)}",
            now=NOW - DAY / 2,
            published_at=NOW - DAY / 2,
            meetings=[make.meeting(text, who, "Trump", stage=stage)],
        )
        numbers += saved.new_facts
    answer = await make.digests(db).preview(1, "UTC", NOW)
    assert [event.id for event in answer.upcoming] == [numbers[3], numbers[1]]
    assert [event.lead.article.source for event in answer.upcoming] == ["Trusted", "Plain"]
    assert answer.meetings == ()
