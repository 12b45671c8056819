"""A server's digests: several, each by its name."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.digest import SECTIONS, Filters, SectionWish
from bot.domain.errors import NotFound, Refused
from bot.services.subscriptions import MOST_DIGESTS, SubscriptionService
from storage.sqlite import SqliteDatabase
from storage.subscriptions import SubscriptionStore
from tests import make

NOW = make.NOW  # a Tuesday


@pytest.fixture
def wishes(db: SqliteDatabase) -> SubscriptionService:
    return SubscriptionService(db, SubscriptionStore(db))


async def test_the_only_digest_is_meant_without_a_name_and_of_several_one_must_be_named(
    wishes: SubscriptionService,
) -> None:
    with pytest.raises(Refused, match="no digest yet"):
        await wishes.one(1)
    await wishes.schedule(1, 5, 9, "UTC", NOW)
    await wishes.schedule(1, 6, 10, "Asia/Almaty", NOW)
    (only,) = await wishes.of_server(1)
    assert (only.channel_id, only.hour, only.zone, only.name) == (6, 10, "Asia/Almaty", "daily")
    await wishes.schedule(1, 6, 7, "UTC", NOW, name="Trade  desk\n")
    with pytest.raises(Refused, match="daily, Trade desk"):
        await wishes.one(1)
    assert (await wishes.one(1, "trade desk")).hour == 7
    with pytest.raises(NotFound) as missed:
        await wishes.one(1, "sport")
    assert missed.value.near == ("daily", "Trade desk")
    assert await wishes.of_server(2) == ()


async def test_sections_filters_and_the_weekday_are_kept_as_they_were_set(wishes: SubscriptionService) -> None:
    answer = await wishes.schedule(1, 5, 9, "UTC", NOW, cadence="weekly", weekday=4)
    assert answer.subscription.name == "weekly"
    friday = datetime(2026, 3, 13, 9, tzinfo=UTC)
    assert answer.next_runs == (friday, friday + timedelta(days=7))
    assert (await wishes.one(1)).sections == SECTIONS
    sections = (SectionWish(name="deals", most=12), SectionWish(name="quotes", most=2))
    filters = Filters(countries=("KZ",), sectors=("rail",), least_confidence=0.8, least_owners=2)
    kept = replace(await wishes.one(1), sections=sections, filters=filters)
    await wishes.keep(kept, NOW)
    assert await wishes.one(1) == kept


async def test_what_cannot_be_is_refused_and_nothing_is_changed(wishes: SubscriptionService) -> None:
    await wishes.schedule(1, 5, 9, "UTC", NOW)
    wish = await wishes.one(1)
    for wrong in (
        replace(wish, sections=()),
        replace(wish, sections=(SectionWish(name="deals", most=2), SectionWish(name="deals", most=3))),
        replace(wish, sections=(SectionWish(name="quotes", most=6),)),
        replace(wish, weekday=7),
        replace(wish, filters=Filters(least_owners=0)),
    ):
        with pytest.raises(Refused):
            await wishes.keep(wrong, NOW)
    assert await wishes.one(1) == wish
    with pytest.raises(Refused, match="letter"):
        await wishes.schedule(1, 5, 9, "UTC", NOW, name="\u202e ")
    for number in range(MOST_DIGESTS - 1):
        await wishes.schedule(1, 5, 9, "UTC", NOW, name=f"digest {number}")
    with pytest.raises(Refused, match="remove one"):
        await wishes.schedule(1, 5, 9, "UTC", NOW, name="one more")


async def test_a_paused_digest_stays_paused_while_it_is_changed_and_comes_again_when_resumed(
    wishes: SubscriptionService, db: SqliteDatabase
) -> None:
    await wishes.schedule(1, 5, 9, "UTC", NOW - timedelta(hours=1))
    await wishes.schedule(1, 5, 9, "UTC", NOW - timedelta(hours=1), name="other")
    await wishes.pause(1, NOW, "daily")
    await wishes.rename(1, "daily", "morning", NOW)
    with pytest.raises(Refused, match="already"):
        await wishes.rename(1, "other", "Morning", NOW)
    store, later = SubscriptionStore(db), NOW + timedelta(days=2)
    assert [wish.name for wish in await store.due(later)] == ["other"]
    await wishes.resume(1, NOW, "morning")
    assert [wish.name for wish in await store.due(later)] == ["other", "morning"]
    await wishes.remove(1, "morning")
    assert [wish.name for wish in await wishes.of_server(1)] == ["other"]


async def test_a_digest_changed_in_the_minute_of_its_hour_still_comes_that_day(
    wishes: SubscriptionService, db: SqliteDatabase
) -> None:
    await wishes.schedule(1, 5, 9, "UTC", NOW - timedelta(days=1), name="morning")
    nine = NOW.replace(hour=9, minute=0, second=5)
    await wishes.rename(1, "morning", "breakfast", nine)
    assert [wish.name for wish in await SubscriptionStore(db).due(nine)] == ["breakfast"]
