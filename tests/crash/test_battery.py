"""Fifteen kills and fifteen freezes of the real bot, and a control; `make crash` makes it 200 and 120, and controls every safeguard."""

from dataclasses import replace
from pathlib import Path

import pytest

from tests.crash.battery import CONTROLS, Plan, freezes, kills
from tests.crash.bots import Nursery


async def test_a_bot_killed_again_and_again_doubles_and_loses_no_digest(tmp_path: Path, nursery: Nursery) -> None:
    tally = await kills(tmp_path, Plan(rounds=15), nursery)
    print(tally)
    assert (tally.doubled, tally.lost, tally.out_of_order) == (0, 0, 0), tally
    assert tally.parts >= 150
    assert tally.states == {"sent": tally.parts}


async def test_two_bots_on_one_store_that_freeze_and_wake_double_and_lose_no_digest(
    tmp_path: Path, nursery: Nursery
) -> None:
    # More than half beyond a lease; `make crash` waits longer.
    tally = await freezes(tmp_path, Plan(rounds=15, frozen=(0.2, 2.5)), nursery)
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
