"""A clock that runs faster, for a process's whole life: its times of day, its sleeps and its deadlines together.

`install` comes before the bot is imported; `speed_up` then takes effect at once. Two processes that share `epoch` and
`speed` agree on the time. Waits of threads and of SQLite keep real time.
"""

import datetime
import selectors
import time
from dataclasses import dataclass
from typing import Any

_real_time, _real_monotonic, _RealDatetime = time.time, time.monotonic, datetime.datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """`speed` seconds pass in one; both clocks agree at `epoch`, a real time in seconds since 1970."""

    speed: float = 1.0
    epoch: float = 0.0

    def now(self) -> float:
        return self.epoch + (_real_time() - self.epoch) * self.speed

    def today(self) -> datetime.datetime:
        return _RealDatetime.fromtimestamp(self.now(), datetime.UTC)

    def real(self, seconds: float) -> float:
        """How long `seconds` of this clock really take."""
        return seconds / self.speed


_pace = Pace()


class _AnyDatetime(type):
    def __instancecheck__(cls, instance: object) -> bool:
        return isinstance(instance, _RealDatetime)


class _Datetime(_RealDatetime, metaclass=_AnyDatetime):
    @classmethod
    def now(cls, tz: datetime.tzinfo | None = None) -> Any:
        return cls.fromtimestamp(_pace.now(), tz)

    @classmethod
    def utcnow(cls) -> Any:
        return cls.fromtimestamp(_pace.now(), datetime.UTC).replace(tzinfo=None)


class _Selector(selectors.DefaultSelector):  # type: ignore[misc, valid-type]
    def select(self, timeout: float | None = None) -> Any:
        return super().select(_pace.real(timeout) if timeout else timeout)


def install() -> None:
    """Let every module imported from now on see this clock; it runs at the real speed until told otherwise."""
    datetime.datetime = _Datetime  # type: ignore[misc]
    selectors.DefaultSelector = _Selector  # type: ignore[misc, assignment]
    time.time = lambda: _pace.now()  # noqa: PLW0108 - the pace changes
    time.monotonic = lambda: _real_monotonic() * _pace.speed


def speed_up(pace: Pace) -> None:
    """To be called before the process has a loop."""
    global _pace  # noqa: PLW0603 - the process has one clock
    _pace = pace
