"""What a server sees of its digest on a bad day: it comes once, or its news comes with the next one."""

import asyncio
from datetime import timedelta
from zoneinfo import ZoneInfoNotFoundError

import pytest

from bot.domain.deliveries import LEASE, LOOK_SECONDS, POST_SECONDS
from bot.render.notices import message
from bot.services.delivery import AT_ONCE
from bot.services.notices import NoticeService
from bot.services.posting import Refusal, Unknown, Wait
from storage.deliveries import DeliveryStore
from storage.notices import NoticeStore
from storage.sqlite import SqliteDatabase
from tests.desk import check
from tests.house import DAY, HOUR, MINUTE, MORNING, House


@pytest.fixture
async def house(db: SqliteDatabase) -> House:
    return House(db)


async def test_an_ordinary_morning_is_one_post_without_a_look(house: House) -> None:
    await house.subscribe(1, 2)
    assert await house.turn(MORNING - MINUTE) == 0
    assert await house.turn(MORNING + MINUTE / 2) == 2
    assert await house.turn(MORNING + 2 * MINUTE) == 0
    assert (sorted(channel for channel, _ in house.discord.posted), house.discord.looked) == ([101, 102], 0)


async def test_a_post_whose_answer_was_lost_is_found_and_not_posted_again(house: House) -> None:
    await house.subscribe(1)
    house.discord.next = ["post, then break"]
    assert await house.turn() == 0
    assert await house.states() == ["unknown"]
    assert await house.turn(MORNING + timedelta(seconds=9)) == 0, "nothing is hammered"
    assert await house.turn(MORNING + timedelta(seconds=11)) == 1
    assert len(house.discord.posted) == 1


async def test_a_process_that_died_between_mark_and_post_and_one_after_the_post(house: House) -> None:
    await house.subscribe(1, 2)
    await house.digests.tick(MORNING)
    store, db = DeliveryStore(house.db), house.db
    one, two = await db.transaction(lambda tx: store.lease(tx, MORNING, MORNING + LEASE, limit=2))
    for held in (one, two):
        await db.transaction(lambda tx, held=held: store.sending(tx, held, MORNING, MORNING + LEASE))
    house.discord.posted.append((two.channel_id, two.nonce))
    house.again(at=MORNING + timedelta(seconds=30))
    assert await house.turn(MORNING + timedelta(seconds=31)) == 0, "the dead one's lease goes on"
    assert await house.turn(MORNING + LEASE) == 2
    assert sorted(channel for channel, _ in house.discord.posted) == [101, 102]


async def test_a_process_that_was_frozen_after_its_mark_posts_nothing_when_it_wakes(house: House) -> None:
    await house.subscribe(1)
    other = House(house.db)
    other.discord.posted = house.discord.posted

    async def freeze() -> None:
        house.discord.before = None
        house.now = MORNING + LEASE + timedelta(seconds=1)

    house.discord.before = freeze
    assert await house.turn() == 1, "it takes the part anew, and looks in the channel first"
    assert (house.discord.lost, house.discord.looked, len(house.discord.posted)) == (1, 1, 1)
    assert await other.turn(house.now) == 0

    async def taken_over() -> None:
        """Its own clock stood still, as a machine's does that was put to sleep; the fence has moved."""
        house.discord.before = None
        other.now = house.now + 2 * LEASE
        other.again(at=MORNING)
        assert await other.delivery.deliver_due() == 1

    house.discord.before = taken_over
    assert await house.turn(MORNING + DAY) == 0
    assert (house.discord.lost, len(house.discord.posted)) == (2, 2)


async def test_put_back_to_just_before_the_mark_nothing_is_posted_twice(house: House) -> None:
    await house.subscribe(1)
    await house.turn()
    back = "UPDATE delivery SET state = 'due', fence = 0, attempts = 0, leased_until = NULL, message_id = NULL, sent_at = NULL"
    await house.db.transaction(lambda tx: tx.execute(back))
    house.again(at=MORNING + timedelta(seconds=20))
    assert await house.turn(MORNING + timedelta(seconds=21)) == 1
    assert (len(house.discord.posted), house.discord.looked, await house.states()) == (1, 1, ["sent"])


async def test_after_yesterdays_backup_no_digest_is_posted_a_second_time(house: House) -> None:
    """Nothing of today's edition is left; it is made anew under whatever id, and found by its day."""
    await house.subscribe(1)
    await house.turn()
    await house.db.transaction(lambda tx: tx.execute("DELETE FROM edition"))
    await house.db.transaction(lambda tx: tx.execute("UPDATE subscription SET next_due_at = '2000'"))
    house.again(at=MORNING + HOUR, restored_at=MORNING + HOUR)
    assert await house.turn(MORNING + HOUR) == 1
    assert (len(house.discord.posted), await house.states()) == (1, ["sent"])


async def test_a_digest_posted_early_by_command_and_forgotten_is_looked_for_on_time(house: House) -> None:
    await house.subscribe(1)
    (wish,) = await house.wishes.of_server(1)
    early = await house.digests.compile(wish, MORNING.date(), MORNING - HOUR)
    house.now = MORNING - HOUR
    await house.delivery.deliver(early.id)
    await house.db.transaction(lambda tx: tx.execute("DELETE FROM edition"))
    house.again(at=MORNING - HOUR / 2, restored_at=MORNING - HOUR / 2)
    await house.turn(MORNING)
    assert len(house.discord.posted) == 1


@pytest.mark.parametrize(("late", "from_before", "arrives"), [(0, False, 1), (2, False, 1), (2, True, 0)])
async def test_without_the_right_to_read_a_digest_comes_unless_it_may_be_there_already(
    house: House, late: int, from_before: bool, arrives: int
) -> None:
    await house.subscribe(1)
    house.discord.may_look = False
    await house.digests.tick(MORNING)
    if from_before:
        house.again(at=MORNING + MINUTE)
    assert await house.turn(MORNING + late * MINUTE) == arrives
    assert await house.states() == (["sent"] if arrives else ["failed"])


async def test_discord_says_how_long_to_wait(house: House) -> None:
    await house.subscribe(1)
    house.discord.may_look = False
    house.discord.next = [Wait(40.0, "429")]
    assert await house.turn() == 0
    assert await house.turn(MORNING + timedelta(seconds=39)) == 0
    assert await house.turn(MORNING + timedelta(seconds=40)) == 1, "and it was no attempt: nothing has to be looked for"


async def test_parts_come_in_order_and_a_refused_one_ends_those_behind(house: House) -> None:
    await house.subscribe(1)
    house.discord.pages_made = 4
    house.discord.next = ["post", "post, then break"]
    assert await house.turn() == 1
    assert await house.states() == ["sent", "unknown", "due", "due"]
    house.discord.next = ["post", Refusal("The bot lacks Send Messages.")]
    assert await house.turn(MORNING + MINUTE) == 2
    assert await house.states() == ["sent", "sent", "sent", "failed"]
    house.discord.next = [Refusal("The bot lacks Send Messages.")]
    assert await house.turn(MORNING + DAY) == 0
    assert (await house.states())[4:] == ["failed"] * 4
    assert await house.turn(MORNING + DAY + HOUR) == 0
    assert len(house.discord.posted) == 3


async def test_managers_are_told_of_a_refusal_once_and_elsewhere(house: House) -> None:
    await house.subscribe(1, 2, 3)
    notices = NoticeService(house.db, NoticeStore(house.db))
    await notices.set_channel(1, 500, MORNING)
    await notices.set_channel(2, 102, MORNING)  # the very channel that refuses
    refusal = Refusal("The bot lacks Send Messages in #daily.")
    for day in range(2):
        house.discord.next = [refusal] * 3
        await house.turn(MORNING + day * DAY)
        await notices.deliver_due(house.now, house.discord)
    (batch,) = house.discord.told
    assert batch.channel_id == 500
    shown = check(message(batch))
    assert "could not be posted" in shown
    assert "The bot lacks Send Messages in" in shown
    assert await house.turn(MORNING + 2 * DAY) == 3
    house.discord.next = [refusal] * 3
    await house.turn(MORNING + 3 * DAY)
    await notices.deliver_due(house.now, house.discord)
    assert len(house.discord.told) == 2, "it had come meanwhile, so this is news"
    (wish,) = await house.wishes.of_server(1)
    assert await house.delivery.last_error(wish.id) == refusal.reason


async def test_the_news_of_a_refused_and_of_a_skipped_digest_come_with_the_next_one(house: House) -> None:
    await house.subscribe(1)
    first = await house.story(MORNING - HOUR, "Tokayev")
    await house.turn()
    assert await house.facts(MORNING) == [first]
    missed = await house.story(MORNING + HOUR, "Trump")
    house.discord.next = [Refusal("no")]
    await house.turn(MORNING + DAY)
    late = await house.story(MORNING + DAY + HOUR, "Mirziyoyev")
    house.discord.next = [Unknown("away")]
    await house.turn(MORNING + 2 * DAY)
    assert await house.states() == ["sent", "failed", "unknown"]
    last = await house.story(MORNING + 2 * DAY + HOUR, "Xi")
    house.again(at=MORNING + 3 * DAY)
    await house.turn(MORNING + 3 * DAY)
    assert await house.states() == ["sent", "failed", "skipped"], (
        "it is not made before it is known what became of that"
    )
    await house.turn(MORNING + 3 * DAY + MINUTE)
    assert await house.states() == ["sent", "failed", "skipped", "sent"]
    assert sorted(await house.facts(MORNING + 3 * DAY)) == [missed, late, last]


async def test_a_digest_that_arrived_before_a_long_downtime_is_not_told_again(house: House) -> None:
    await house.subscribe(1)
    first = await house.story(MORNING - HOUR, "Tokayev")
    house.discord.next = ["post, then break"]
    await house.turn()
    house.again(at=MORNING + DAY)
    await house.turn(MORNING + DAY)
    await house.turn(MORNING + DAY + MINUTE)
    assert await house.states() == ["sent", "sent"]
    assert first not in await house.facts(MORNING + DAY)


async def test_a_digest_paused_after_it_was_made_is_not_sent_and_one_by_command_while_paused_is(house: House) -> None:
    await house.subscribe(1)
    await house.digests.tick(MORNING)
    await house.wishes.pause(1, MORNING + MINUTE)
    assert await house.turn(MORNING + MINUTE) == 0
    assert await house.states() == ["skipped"]
    (wish,) = await house.wishes.of_server(1)
    house.now = MORNING + DAY
    edition = await house.digests.compile(wish, house.now.date(), house.now)
    assert [part.state for part in await house.delivery.deliver(edition.id)] == ["sent"]


async def test_while_discord_is_away_one_is_tried_and_afterwards_all_come_the_oldest_first(house: House) -> None:
    guilds = range(1, 101)
    await house.subscribe(*guilds)
    house.discord.next = [Unknown("503")] * 1000
    await house.turn()
    tried = 1000 - len(house.discord.next)
    assert tried <= AT_ONCE + 2, "those that were on their way, and no more"
    for step in range(1, 11):
        await house.turn(MORNING + step * timedelta(seconds=5))
    assert 1000 - len(house.discord.next) - tried <= 10, "one each five seconds"
    house.discord.next = []
    assert await house.turn(MORNING + MINUTE + timedelta(seconds=5)) == 100
    ranks = [channel - 101 for channel, _ in house.discord.posted]
    assert sorted(ranks) == list(range(100))
    assert all(abs(rank - place) <= AT_ONCE for place, rank in enumerate(ranks)), "but for those under way together"


async def test_a_busy_channel_does_not_hold_the_others(house: House) -> None:
    """A part that waits for Discord's answer keeps only its own channel."""
    await house.subscribe(1, 2, 3)
    gate = asyncio.Event()
    held: list[int] = []

    async def before() -> None:
        held.append(1)
        if len(held) == 1:
            await gate.wait()

    house.discord.before = before
    turn = asyncio.create_task(house.turn())
    while len(house.discord.posted) < 2:  # noqa: ASYNC110
        await asyncio.sleep(0.01)
    assert not turn.done()
    gate.set()
    assert await turn == 3


async def test_before_the_end_what_is_on_its_way_arrives_and_nothing_more_is_begun(house: House) -> None:
    await house.subscribe(1)
    house.discord.pages_made = 2

    async def end() -> None:
        house.delivery.stop()
        assert house.delivery.is_sending

    house.discord.before = end
    assert await house.turn() == 1
    assert not house.delivery.is_sending
    assert await house.states() == ["sent", "due"]


async def test_a_zone_that_is_gone_does_not_hold_the_others(house: House) -> None:
    await house.subscribe(1, 2, 3)
    await house.db.transaction(lambda tx: tx.execute("UPDATE subscription SET zone = 'Mars/Base' WHERE guild_id = 2"))
    with pytest.raises(ZoneInfoNotFoundError):
        await house.turn()
    assert await house.delivery.deliver_due() == 2


async def test_one_broken_edition_does_not_hold_the_others(house: House) -> None:
    await house.subscribe(1, 2, 3)
    calls: list[int] = []

    async def break_once() -> None:
        calls.append(1)
        if len(calls) == 1:
            raise RuntimeError("a bug in a page")

    house.discord.before = break_once
    with pytest.raises(RuntimeError):
        await house.turn()
    assert sorted(await house.states()) == ["sending", "sent", "sent"]


def test_who_takes_a_part_over_comes_long_after_the_last_holders_request_is_over() -> None:
    assert LEASE - timedelta(seconds=LOOK_SECONDS + POST_SECONDS) >= timedelta(seconds=20)
