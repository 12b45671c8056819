"""Fifteen kills and fifteen freezes of the real bot, and a control; `make crash` makes it 200 and 120, and controls every safeguard."""

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest
import pytest_asyncio

from tests.crash.battery import CONTROLS, Plan, freezes, kills
from tests.crash.bots import Nursery
from tests.crash.editions import Tally


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def fought(tmp_path_factory: pytest.TempPathFactory, nursery: Nursery) -> tuple[Tally, Tally]:
    """Kills and freezes, side by side because they mostly wait, each on a store and with a Discord of its own."""
    # Frozen for more than a lease in more than half of the rounds; `make crash` waits longer.
    frozen = Plan(rounds=15, frozen=(0.2, 2.5))
    return await asyncio.gather(
        kills(tmp_path_factory.mktemp("kills"), Plan(rounds=15), nursery),
        freezes(tmp_path_factory.mktemp("freezes"), frozen, nursery),
    )


def test_a_bot_killed_again_and_again_doubles_and_loses_no_digest(fought: tuple[Tally, Tally]) -> None:
    assert_each_came_once(fought[0])


def test_two_bots_on_one_store_that_freeze_and_wake_double_and_lose_no_digest(fought: tuple[Tally, Tally]) -> None:
    assert_each_came_once(fought[1])


def assert_each_came_once(tally: Tally) -> None:
    print(tally)
    assert (tally.doubled, tally.lost, tally.out_of_order) == (0, 0, 0), tally
    assert tally.parts >= 150
    assert tally.states == {"sent": tally.parts}


async def test_without_the_look_into_the_history_kills_would_double_digests(tmp_path: Path, nursery: Nursery) -> None:
    _, plan = CONTROLS["history"]
    for seed in range(plan.seed, plan.seed + 4):  # where kills fall depends on the machine: one try in a few must hit
        (tmp_path / str(seed)).mkdir()
        tally = await kills(tmp_path / str(seed), replace(plan, rounds=8, seed=seed, without=("history",)), nursery)
        print(tally)
        if tally.doubled:
            return
    pytest.fail("nothing doubled, so the tests above prove nothing")
