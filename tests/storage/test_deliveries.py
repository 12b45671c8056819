"""The rows of deliveries move as the table of moves says, and in no other way."""

import re
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import get_args

import pytest

from bot.domain.deliveries import LEASE, MOVES, OPEN, Event, IllegalMove, move
from bot.domain.digest import Delivery, DeliveryState, Edition, Subscription
from storage import deliveries, subscriptions
from storage.database import Transaction
from storage.deliveries import DeliveryStore
from storage.sqlite import SqliteDatabase
from storage.subscriptions import SubscriptionStore
from tests import make

NOW = make.NOW
HELD, HELD_OUT, STALE, LATER = "held", "lease over", "stale fence", "not yet"
MARK = "UPDATE delivery SET state = :state, fence = 3, attempts = 1, leased_until = :until, next_attempt_at = :next WHERE part = 0"
STATES = get_args(DeliveryState)


TODAY = NOW.date()


async def edition(db: SqliteDatabase, day: date = TODAY, *, parts: int = 2, guild: int = 1, due=NOW) -> int:
    """An edition with its deliveries, of a subscription of its own server."""
    store = SubscriptionStore(db)

    def work(tx: Transaction) -> int:
        wish = Subscription(guild_id=guild, channel_id=guild, hour=9, zone="UTC", created_at=NOW)
        made = Edition(
            subscription_id=store.save(tx, wish, NOW, NOW),
            local_date=day,
            window_from=NOW,
            window_to=NOW,
            compiled_at=NOW,
        )
        number = store.save_edition(tx, made)
        assert number is not None
        for part in range(parts):
            DeliveryStore(db).add(
                tx, edition_id=number, part=part, guild_id=guild, channel_id=guild, due_at=due, nonce=f"{number}/{part}"
            )
        return number

    return await db.transaction(work)


async def put(db: SqliteDatabase, state: str, how: str) -> Delivery:
    """The first part in a state, as seen by a holder; whether it really holds it, `how` says."""
    past, coming = NOW - timedelta(seconds=1), NOW + timedelta(seconds=1)
    until = past if how == HELD_OUT else coming
    next_at = coming if how == LATER else past

    def work(tx: Transaction) -> None:
        tx.execute(MARK, {"state": state, "until": make.text(until), "next": make.text(next_at)})

    await db.transaction(work)
    (first, *_) = await DeliveryStore(db).of_edition(1)
    return first if how != STALE else replace(first, fence=2)


def happen(store: DeliveryStore, tx: Transaction, event: Event, held: Delivery) -> None:
    match event:
        case "lease" | "take over":
            store.lease(tx, NOW, NOW + LEASE)
        case "begin":
            store.sending(tx, held, NOW, NOW + LEASE)
        case "found" | "sent":
            store.sent(tx, held, 9, NOW)
        case "no answer":
            store.unknown(tx, held, "e", NOW)
        case "wait":
            store.wait(tx, held, "e", NOW)
        case "refuse":
            store.failed(tx, held, "e")
        case "skip":
            store.skipped(tx, held, "e")


def expected(state: DeliveryState, event: Event, how: str) -> DeliveryState:
    """What the table says: another state, or the same one where the move is unknown or its guard does not hold."""
    events = {"lease": ("lease", "take over"), "found": ("found", "sent")}.get(event, (event,))
    found = next((MOVES[state, one] for one in events if (state, one) in MOVES), None)
    if found is None or found.guard == "behind":
        return state
    allowed = {
        "open": how != LATER,
        "run out": how == HELD_OUT,
        "held": how not in (HELD_OUT, STALE),
        "fence": how != STALE,
    }[found.guard]
    return found.to if allowed else state


@pytest.mark.parametrize("event", ["lease", "begin", "found", "no answer", "wait", "refuse", "skip"])
async def test_the_store_moves_as_the_table_says(db: SqliteDatabase, event: Event) -> None:
    has_more = event in ("refuse", "skip")
    await edition(db, parts=2 if has_more else 1)
    store = DeliveryStore(db)
    for state in STATES:
        for how in (HELD, HELD_OUT, STALE, LATER):
            held = await put(db, state, how)
            await db.transaction(lambda tx, held=held: happen(store, tx, event, held))
            (now, *behind) = await store.of_edition(1)
            assert now.state == expected(state, event, how), (state, event, how)
            if has_more:
                assert behind[0].state == ("due" if now.state == state else move("due", event).to), (state, event, how)
            await db.transaction(lambda tx: tx.execute("UPDATE delivery SET state = 'due' WHERE part = 1"))


def test_what_the_table_does_not_know_is_refused() -> None:
    for state in STATES:
        for event in get_args(Event):
            if (state, event) not in MOVES:
                with pytest.raises(IllegalMove):
                    move(state, event)
    assert {state for state, _ in MOVES} == OPEN, "what is settled stays so"


def test_the_drawing_shows_every_move() -> None:
    page = (Path(__file__).parents[2] / "docs" / "delivery.md").read_text("utf-8")
    drawn = set(re.findall(r"(?m)^\| (\w+) \| ([a-z ]+) \| (\w+) \| ([a-z ]+) \|", page))
    assert {row for row in drawn if row[0] in STATES} == {
        (state, event, one.to, one.guard) for (state, event), one in MOVES.items()
    }


def test_every_question_for_what_is_open_asks_for_the_same_states() -> None:
    asked = re.findall(
        r"state IN \(('due', 'unknown'[^)]*)\)", deliveries.READY + subscriptions.DUE + make.migration(5)
    )
    assert len([one for one in asked if one.count(",") > 1]) >= 5
    for states in asked:
        assert set(re.findall(r"\w+", states)) in (OPEN, {"due", "unknown"})


async def test_a_part_waits_for_the_one_before_and_an_edition_for_the_one_of_the_day_before(db: SqliteDatabase) -> None:
    store, day = DeliveryStore(db), timedelta(days=1)
    first = await edition(db, NOW.date(), due=NOW - day)
    second = await edition(db, NOW.date() + day, parts=1)
    other = await edition(db, guild=2, parts=1, due=NOW - day / 2)
    order: list[tuple[int, int]] = []

    async def round_() -> tuple[Delivery, ...]:
        held = await db.transaction(lambda tx: store.lease(tx, NOW, NOW + LEASE, limit=9))
        order.extend((one.edition_id, one.part) for one in held)
        return held

    while held := await round_():
        for one in held:
            await db.transaction(lambda tx, one=one: store.sent(tx, one, 1, NOW))
    assert order == [(first, 0), (other, 0), (first, 1), (second, 0)]


async def test_what_waited_is_open_at_once_when_discord_is_back(db: SqliteDatabase) -> None:
    await edition(db, parts=1)
    store = DeliveryStore(db)
    (held,) = await db.transaction(lambda tx: store.lease(tx, NOW, NOW + LEASE))
    await db.transaction(lambda tx: store.unknown(tx, held, "away", NOW + timedelta(minutes=5)))
    assert await db.transaction(lambda tx: store.lease(tx, NOW, NOW + LEASE)) == ()
    await db.transaction(lambda tx: store.back(tx, NOW))
    (again,) = await db.transaction(lambda tx: store.lease(tx, NOW, NOW + LEASE))
    assert (again.attempts, again.fence) == (2, held.fence + 1)


async def test_being_asked_to_wait_is_no_attempt(db: SqliteDatabase) -> None:
    await edition(db, parts=1)
    store = DeliveryStore(db)
    for _ in range(3):
        (held,) = await db.transaction(lambda tx: store.lease(tx, NOW, NOW + LEASE))
        assert held.attempts == 1
        await db.transaction(lambda tx, held=held: store.wait(tx, held, "later", NOW))


async def test_the_oldest_of_thousands_is_found_along_an_index(db: SqliteDatabase) -> None:
    rows = await db.all("EXPLAIN QUERY PLAN " + deliveries.READY, {"now": make.text(NOW), "limit": 32, "edition": None})
    plan = "\n".join(row["detail"] for row in rows)
    assert "SCAN d USING INDEX delivery_open" in plan
    assert "TEMP B-TREE" not in plan, "sorting all that waits would be paid at every lease"


async def test_a_commit_that_guards_a_post_waits_for_the_disk_and_others_do_not(db: SqliteDatabase) -> None:
    def level(tx: Transaction) -> int:
        row = tx.one("PRAGMA synchronous")
        assert row
        return row["synchronous"]

    assert await db.transaction(level) == 1
    assert await db.transaction(level, durable=True) == 2
    assert await db.transaction(level) == 1
