"""A crash loop cannot spend the thousand identifies that Discord allows a day."""

import asyncio
import itertools
import random
import signal
from collections import deque
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.domain import identify
from bot.domain.identify import SessionLimit
from storage.identifies import IdentifyStore
from storage.sqlite import open_database
from tests import make
from tests.crash.bots import Nursery
from tests.crash.wire import open_wire

DAY, MINUTE, SECOND = timedelta(days=1), timedelta(minutes=1), timedelta(seconds=1)


def storm(
    days: int, lives: Callable[[], timedelta], limit: Callable[[int, datetime], SessionLimit | None], shards: int = 1
) -> list[datetime]:
    """When a bot that dies after `lives()` each time identifies, over so many days."""
    made: list[datetime] = []
    now, chance = make.NOW, random.Random(7)
    while now < make.NOW + days * DAY:
        for _ in range(shards):
            now = max(now, identify.due(made, now, chance.random(), limit=limit(len(made), now), shards=shards))
            made.append(now)
        now += lives()
    return made


def worst(made: list[datetime]) -> int:
    """Most identifies within any 24 hours."""
    within, most = deque[datetime](), 0
    for at in made:
        within.append(at)
        while within[0] <= at - DAY:
            within.popleft()
        most = max(most, len(within))
    return most


@pytest.mark.parametrize("shards", [1, 2, 16])
@pytest.mark.parametrize("seconds", [0.0, 3.0, 61.0, 600.0])
def test_no_crash_loop_spends_a_days_identifies(seconds: float, shards: int) -> None:
    made = storm(3, lambda: seconds * SECOND, lambda *_: None, shards)
    assert worst(made) <= 800
    assert len(made) >= 3 * 60, "and it does not give up"


def test_a_crash_loop_with_lives_of_any_length_keeps_within_the_day() -> None:
    chance = random.Random(11)
    assert worst(storm(4, lambda: chance.choice((0, 1, 5, 90, 4000)) * SECOND, lambda *_: None)) <= 800


def test_the_first_restarts_are_free_then_the_pause_doubles_with_jitter() -> None:
    made = storm(1, lambda: SECOND, lambda *_: None)
    gaps = [(after - before) / SECOND for before, after in itertools.pairwise(made[:9])]
    assert gaps[:2] == [1, 1]
    for gap, least in zip(gaps[2:], (5, 10, 20, 40, 80, 160), strict=True):
        assert least <= gap <= 1.5 * least
    assert len({round(gap / least, 3) for gap, least in zip(gaps[2:], (5, 10, 20, 40, 80, 160), strict=True)}) > 3


def test_what_discord_says_is_left_counts_also_when_others_spent_it() -> None:
    none_left = SessionLimit(total=1000, remaining=0, reset_after=30 * MINUTE)
    assert identify.due((), make.NOW, 0.5, limit=none_left) == make.NOW + 30 * MINUTE
    spent = tuple(make.NOW - n * 10 * MINUTE for n in range(60, 0, -1))
    few_left = SessionLimit(total=1000, remaining=10, reset_after=600 * MINUTE)
    assert identify.due(spent, make.NOW, 0.0, limit=few_left) == spent[-1] + 60 * MINUTE
    assert identify.due(spent, make.NOW, 0.0) <= make.NOW + 5 * MINUTE


def test_a_clock_set_back_frees_none() -> None:
    ahead = tuple(make.NOW + 2 * DAY for _ in range(800))
    assert identify.due(ahead, make.NOW, 0.0) >= make.NOW + DAY


async def test_identifies_are_remembered_for_a_day_by_whoever_opens_the_store(tmp_path: Path) -> None:
    for n in range(3):
        async with open_database(tmp_path / "store.db") as db:
            await IdentifyStore(db).spend(make.NOW + n * MINUTE)
    async with open_database(tmp_path / "store.db") as db:
        assert await IdentifyStore(db).spent() == (make.NOW, make.NOW + MINUTE, make.NOW + 2 * MINUTE)
        await IdentifyStore(db).spend(make.NOW + DAY + MINUTE)
        assert len(await IdentifyStore(db).spent()) == 2


async def test_a_bot_that_is_killed_again_and_again_waits_before_its_fourth_identify(
    tmp_path: Path, nursery: Nursery
) -> None:
    async with open_wire(tmp_path, nursery) as wire:
        for _ in range(4):
            bot = await wire.started()
            bot.kill()  # the moment it has identified
        assert "is put off" in bot.said()
    *_, third, fourth = wire.discord.gateway.identifies
    assert wire.discord.gateway.identified == 4
    assert fourth - third >= 5
    async with open_database(tmp_path / "store.db") as db:
        assert len(await IdentifyStore(db).spent()) == 4


@pytest.mark.parametrize("spent_by", ["us", "others"])
async def test_a_bot_whose_day_is_spent_does_not_identify_and_still_ends_when_told(
    tmp_path: Path, nursery: Nursery, spent_by: str
) -> None:
    if spent_by == "us":
        async with open_database(tmp_path / "store.db") as db:
            for _ in range(60):
                await IdentifyStore(db).spend(datetime.now(UTC))
    async with open_wire(tmp_path, nursery, speed=10.0) as wire:
        wire.discord.rest.remaining = 0 if spent_by == "others" else 500
        bot = wire.start()
        await wire.discord.until(lambda: "is put off" in bot.said())
        bot.signal(signal.SIGTERM)
        assert await asyncio.wait_for(bot.ended(), 10) == 0
    assert not wire.discord.gateway.identifies


async def test_a_gateway_that_drops_every_session_is_asked_more_and_more_rarely(
    tmp_path: Path, nursery: Nursery
) -> None:
    async with open_wire(tmp_path, nursery, speed=20.0) as wire:
        wire.discord.gateway.drops_sessions = True
        bot = wire.start()
        await wire.discord.until(lambda: len(wire.discord.gateway.identifies) == 6)
        bot.signal(signal.SIGTERM)
        assert await asyncio.wait_for(bot.ended(), 10) == 0
    gaps = [after - before for before, after in itertools.pairwise(wire.discord.gateway.identifies)]
    assert all(gap >= least for gap, least in zip(gaps[2:], (5, 10, 20), strict=True)), gaps
