"""Fifteen kills and fifteen freezes of the real bot, and a control; `make crash` makes it 200 and 120, and controls every safeguard."""

from dataclasses import replace
from pathlib import Path

from tests.crash.battery import CONTROLS, Plan, freezes, kills


async def test_a_bot_killed_again_and_again_doubles_and_loses_no_digest(tmp_path: Path) -> None:
    tally = await kills(tmp_path, Plan(rounds=15))
    print(tally)
    assert (tally.doubled, tally.lost, tally.out_of_order) == (0, 0, 0), tally
    assert tally.parts >= 150
    assert tally.states == {"sent": tally.parts}


async def test_two_bots_on_one_store_that_freeze_and_wake_double_and_lose_no_digest(tmp_path: Path) -> None:
    tally = await freezes(tmp_path, Plan(rounds=15))
    print(tally)
    assert (tally.doubled, tally.lost, tally.out_of_order) == (0, 0, 0), tally
    assert tally.parts >= 150
    assert tally.states == {"sent": tally.parts}


async def test_without_the_look_into_the_history_kills_would_double_digests(tmp_path: Path) -> None:
    _, plan = CONTROLS["history"]
    tally = await kills(tmp_path, replace(plan, rounds=8, without=("history",)))
    print(tally)
    assert tally.doubled > 0, "or the tests above prove nothing"
