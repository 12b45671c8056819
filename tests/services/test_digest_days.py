"""A subscription's digests over days and weeks: nothing is told twice, nothing is lost, filters hold."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.domain.answers import Scope
from bot.domain.digest import Edition, Filters, Subscription
from storage.sqlite import SqliteDatabase
from storage.subscriptions import SubscriptionStore
from tests import make

NOW, DAY = make.NOW, timedelta(days=1)


class Days:
    """One server's digests, compiled by hand and said to be posted or not."""

    def __init__(self, db: SqliteDatabase, ids: tuple[int, int], wish: Subscription) -> None:
        self.db, self.ids, self.wish, self.articles = db, ids, wish, 0
        self.service = make.digests(db)

    async def story(self, days: float, *codes: str, stage: str = "pledged") -> int:
        """A deal told so many days after NOW."""
        self.articles += 1
        at, text = NOW + days * DAY, f"A rail pact of {' and '.join(codes)} was {stage}, officials said."
        saved = await make.saved(
            self.db,
            self.ids,
            text,
            f"https://wire.example/{self.articles}",
            now=at,
            published_at=at,
            deals=[make.deal(text, *codes, instrument="rail pact", stage=stage, sectors=("rail",))],
        )
        return saved.new_facts[0]

    async def edition(self, days: float, state: str = "sent") -> Edition:
        at = NOW + days * DAY
        made = await self.service.compile(self.wish, at.date(), at)
        await self.db.transaction(
            lambda tx: tx.execute(
                "UPDATE delivery SET state = :state, sent_at = :now WHERE edition_id = :id",
                {"state": state, "id": made.id, "now": make.to_text(at)},
            )
        )
        return made

    @staticmethod
    def told(edition: Edition, section: str = "deals") -> list[int]:
        return [number for name, number in edition.facts if name == section]


async def days_of(db: SqliteDatabase, **more: object) -> Days:
    wish = Subscription(guild_id=1, channel_id=5, hour=9, zone="UTC", created_at=NOW - DAY, **more)  # type: ignore[arg-type]
    ids = await make.reading(db, 1)
    number = await db.transaction(lambda tx: SubscriptionStore(db).save(tx, wish, NOW, NOW))
    return Days(db, ids, replace(wish, id=number))


async def test_a_week_of_digests_tells_each_change_once_through_failed_and_skipped_ones(db: SqliteDatabase) -> None:
    days = await days_of(db)
    first = await days.story(-0.5, "KZ", "FR")
    assert days.told(await days.edition(0)) == [first]
    assert days.told(await days.edition(1)) == [], "nothing new"
    await days.story(1.5, "KZ", "FR", stage="signed")
    assert days.told(await days.edition(2, "failed")) == [first], "it moved"
    second = await days.story(2.5, "UZ", "FR")
    assert sorted(days.told(await days.edition(3, "skipped"))) == [first, second], "the failed one's news come again"
    edition = await days.edition(4)
    assert sorted(days.told(edition)) == [first, second]
    assert edition.window_from == NOW + DAY, "where the last that was posted closed"
    assert days.told(await days.edition(5)) == []


async def test_a_digest_tells_only_what_its_filters_let_pass_and_another_of_the_server_the_rest(
    db: SqliteDatabase,
) -> None:
    days = await days_of(db, filters=Filters(countries=("UZ",)))
    other = replace(days.wish, id=0, name="rest", filters=Filters(countries=("KZ",)))
    number = await db.transaction(lambda tx: SubscriptionStore(db).save(tx, other, NOW, NOW))
    ours, theirs = await days.story(-0.5, "UZ", "FR"), await days.story(-0.4, "KZ", "FR")
    assert days.told(await days.edition(0)) == [ours]
    made = await days.service.compile(replace(other, id=number), NOW.date(), NOW)
    assert days.told(made) == [theirs]


async def test_a_weekly_digest_holds_the_week_and_the_pledges_still_open_by_silence(db: SqliteDatabase) -> None:
    days = await days_of(db, cadence="weekly", weekday=1)
    quiet, quieter = await days.story(-40, "EG", "FR"), await days.story(-60, "AE", "FR", stage="announced")
    await days.story(-50, "IN", "FR", stage="signed")
    fresh = await days.story(-6, "KZ", "FR")
    edition = await days.edition(0)
    assert edition.window_from == NOW - 7 * DAY
    assert days.told(edition) == [fresh]
    assert days.told(edition, "pledges") == [quieter, quiet], "what is news stands among the deals"
    following = await days.edition(7)
    assert days.told(following) == []
    assert days.told(following, "pledges") == [quieter, quiet, fresh]
    daily = await days.service.compile(replace(days.wish, cadence="daily"), date(2026, 3, 25), NOW + 15 * DAY)
    assert days.told(daily, "pledges") == []


async def test_the_next_edition_says_what_became_of_facts_told_days_ago_and_says_it_once(db: SqliteDatabase) -> None:
    days = await days_of(db)
    number = await days.story(-0.5, "KZ", "FR", stage="signed")
    await days.edition(0)
    await change(db, number, NOW + 4 * DAY)
    refused = await days.edition(4.5, "failed")
    edition = await days.edition(5)
    for made in (refused, edition):
        (one,) = made.corrections
        assert (one.fact_id, one.what, one.before, one.after) == (number, "stage", "signed", "pledged")
        assert one.told_on == NOW.date()
    assert (await days.edition(6)).corrections == ()


async def test_a_change_within_two_days_is_no_correction_of_the_next_edition(db: SqliteDatabase) -> None:
    days = await days_of(db)
    number = await days.story(-0.5, "KZ", "FR", stage="signed")
    await days.edition(0)
    await change(db, number, NOW + DAY)
    assert (await days.edition(1.5)).corrections == ()


@pytest.mark.parametrize("section", ["deals", "top"])
async def test_a_brief_and_a_preview_choose_what_a_posted_digest_chooses(db: SqliteDatabase, section: str) -> None:
    days = await days_of(db)
    for code in ("KZ", "UZ", "EG", "AE", "IN"):
        await days.story(-0.5, code, "FR")
    preview = await days.service.preview(1, "UTC", NOW)
    brief = await days.service.brief(Scope(guild_id=1), Filters(), NOW - DAY, NOW, "UTC")
    posted = await days.service.answer(await days.edition(0))
    shown = [[event.id for event in answer.of(section)] for answer in (preview, brief, posted)]  # type: ignore[arg-type]
    assert shown[0] == shown[1] == shown[2] != []


async def change(db: SqliteDatabase, number: int, at) -> None:
    """Its article was edited: what it called signed is pledged."""

    def work(tx) -> None:
        tx.execute("UPDATE fact SET stage = 'pledged' WHERE id = :id", {"id": number})
        tx.execute(
            "INSERT INTO fact_change (fact_id, revision, what, before, after, changed_at) VALUES (:id, 2, 'stage', 'signed', 'pledged', :at)",
            {"id": number, "at": make.to_text(at)},
        )

    await db.transaction(work)
