"""How the loopback Discord fails: by chance, by plan, by its own limits, or wholly."""

import asyncio
import random
from collections import deque
from dataclasses import dataclass, field
from typing import Literal

from tests.crash.clock import Pace

Fault = Literal[
    "drop before", "drop after", "hang", "late", "5xx before", "5xx after", "400", "429", "global 429", "hold"
]
"""`hang` never answers and does nothing, `late` does what was asked after the caller may have given up, `hold` once a test lets it go;
after and before: the commit."""
FAULTS: tuple[Fault, ...] = (
    "drop before",
    "drop after",
    "drop after",
    "hang",
    "late",
    "late",
    "5xx before",
    "5xx after",
    "5xx after",
    "429",
    "global 429",
)
"""Drawn evenly: those after the commit, which tempt to double, stand twice."""
HANG_SECONDS, LATE_SECONDS = 120.0, (5.0, 35.0)
"""A post that leaves 25 s after its look and comes 35 s late is just within the nonce of one that came right after the look: against
messages that come later still nothing helps."""


@dataclass(slots=True)
class Faults:
    """`share` of the requests about channels fail by chance; `planned` failures come first, each to the first request that it fits.

    A planned fault is (method, part of the path, fault).
    """

    dice: random.Random = field(default_factory=lambda: random.Random(1))
    share: float = 0.0
    kinds: tuple[Fault, ...] = FAULTS
    planned: deque[tuple[str, str, Fault]] = field(default_factory=deque)
    late: tuple[float, float] = LATE_SECONDS
    held: asyncio.Event = field(default_factory=asyncio.Event)
    """A request is being held."""
    released: asyncio.Event = field(default_factory=asyncio.Event)
    is_away: bool = False
    """Everything answers 503, and a gateway that asks is turned away."""
    latency: tuple[float, float] = (0.0, 0.0)
    """Real seconds that a request takes, at least and at most."""

    def draw(self, method: str, path: str) -> Fault | None:
        for number, (planned_method, part, fault) in enumerate(self.planned):
            if planned_method == method and part in path:
                del self.planned[number]
                return fault
        if self.share and path.startswith("/channels/") and self.dice.random() < self.share:
            return self.dice.choice(self.kinds)
        return None


@dataclass(slots=True)
class Limits:
    """Discord's own: requests a second in all, None for no limit, and in five seconds of one kind a channel. Any second counts, not the clock's."""

    pace: Pace = field(default_factory=Pace)
    a_second: int | None = 50
    a_channel: int = 5
    _all: deque[float] = field(default_factory=deque)
    _channels: dict[str, deque[float]] = field(default_factory=dict)

    def wait_global(self) -> float:
        """Seconds until this request could be taken; 0 takes it."""
        return 0.0 if self.a_second is None else self._take(self._all, self.a_second, 1.0)

    def wait_channel(self, path: str) -> tuple[float, int, float]:
        """As `wait_global` for one kind of request about a channel, then how many are left and when all are again."""
        taken = self._channels.setdefault(path, deque())
        wait = self._take(taken, self.a_channel, 5.0)
        return wait, self.a_channel - len(taken), taken[0] + 5.0 - self.pace.now() if taken else 0.0

    def _take(self, taken: deque[float], most: int, seconds: float) -> float:
        now = self.pace.now()
        while taken and taken[0] <= now - seconds:
            taken.popleft()
        if len(taken) >= most:
            return taken[0] + seconds - now
        taken.append(now)
        return 0.0
