"""How often what fetches or extracts may be asked."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from bot.domain.errors import Refused
from cogs._limits import A_SERVER, A_USER, Limits
from tests import make


class Clock:
    now = make.NOW

    def __call__(self) -> Any:
        return self.now


def asked_by(user: int, server: int | None = 1) -> Any:
    return SimpleNamespace(user=SimpleNamespace(id=user), guild_id=server)


def test_a_server_is_bounded_whoever_asks() -> None:
    clock = Clock()
    limits = Limits(clock)
    for number in range(A_SERVER):
        limits.take(asked_by(number))
    with pytest.raises(Refused, match="This server may ask for this 30 times a minute"):
        limits.take(asked_by(99))
    limits.take(asked_by(99, 2))
    limits.take(asked_by(99, None))
    clock.now += timedelta(seconds=61)
    limits.take(asked_by(99))


def test_the_minute_slides() -> None:
    clock = Clock()
    limits = Limits(clock)
    for _ in range(A_USER):
        limits.take(asked_by(1))
        clock.now += timedelta(seconds=10)
    with pytest.raises(Refused, match="in 10 seconds"):
        limits.take(asked_by(1))
    clock.now += timedelta(seconds=10)
    limits.take(asked_by(1))
    with pytest.raises(Refused, match="in 10 seconds"):
        limits.take(asked_by(1))


def test_memory_stays_bounded_and_forgets_who_asked_longest_ago() -> None:
    limits = Limits(Clock(), known=10)
    for number in range(1000):
        limits.take(asked_by(number, None))
    assert len(limits) == 10
