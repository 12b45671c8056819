"""No attack of the list reaches what is private, holds much memory, or outlasts its deadline."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.feeds.attacks import SECONDS

ROOT = Path(__file__).parents[2]
MEGABYTES = 100


@pytest.fixture(scope="module")
def outcomes() -> list[dict]:
    command = [sys.executable, "-m", "tests.feeds.attacks"]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
    assert ran.returncode == 0, ran.stderr
    return [json.loads(line) for line in ran.stdout.splitlines()]


def test_there_are_at_least_forty_six_attacks_each_of_its_own_kind(outcomes: list[dict]) -> None:
    assert len({one["name"] for one in outcomes}) == len(outcomes) >= 46


def test_no_attack_reaches_a_private_address(outcomes: list[dict]) -> None:
    assert [one for one in outcomes if one["reached"]] == []


def test_every_attack_ends_in_words(outcomes: list[dict]) -> None:
    assert [one for one in outcomes if len(one["words"].split()) < 3] == []


def test_no_attack_outlasts_its_deadline(outcomes: list[dict]) -> None:
    assert [one for one in outcomes if one["seconds"] > SECONDS + 2] == []


def test_no_attack_holds_more_than_a_hundred_megabytes(outcomes: list[dict]) -> None:
    assert max(one["megabytes"] for one in outcomes) < MEGABYTES
