"""The batteries: bots killed, and bots frozen, at random points of delivering while Discord fails at random.

    python -m tests.crash.battery [--kills 200] [--freezes 120] [--controls 20] [--seed 7]

Time runs SPEED times faster for the bots and for the loopback Discord alike: leases, backoff, deadlines, the pacer, the
scheduler's intervals and the sixty seconds in which a nonce counts all shrink by the same factor. What does not shrink is the
machine: a pause of ten milliseconds in a bot is then worth half a second, so the windows in which things go wrong are wider.
"""

import argparse
import asyncio
import contextlib
import random
import signal
import sys
import tempfile
import time
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path

from storage.sqlite import open_database
from tests.crash.bots import Bot, Nursery
from tests.crash.clock import Pace
from tests.crash.editions import Editions, Tally
from tests.crash.faults import FAULTS, LATE_SECONDS, Fault
from tests.crash.loopback import Loopback

SPEED = 50.0
CHANNELS, RICH, LEASE_SECONDS = 150, 40, 60.0
AMID = (0.0, 0.1)
"""Real seconds after a request about a channel was answered."""
IDLE_SECONDS = 45.0
CONNECT_SECONDS = 10.0
EARLY = 0.2
"""The share of kills that do not wait until the bot is connected."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How a battery is fought. Of a round's editions `late` are ten minutes late, as after an outage; rich ones take two messages.

    `amid`: the share of rounds that strike just after a request was answered, not at any time. `frozen`: in leases.
    """

    rounds: int
    seed: int = 7
    without: tuple[str, ...] = ()
    editions: int = 10
    late: int = 4
    faults: float = 0.25
    kinds: tuple[Fault, ...] = FAULTS
    late_by: tuple[float, float] = LATE_SECONDS
    speed: float = SPEED
    amid: float = 0.5
    killed: tuple[float, float] = (0.1, 1.3)
    frozen: tuple[float, float] = (0.2, 4.0)


@dataclass(slots=True, kw_only=True)
class Field:
    """Where a battery is fought."""

    plan: Plan
    discord: Loopback
    database: Path
    nursery: Nursery
    editions: Editions
    dice: random.Random
    bots: list[Bot] = field(default_factory=list)

    async def connected(self, bots: int) -> None:
        """Until so many have had a session, for at most `CONNECT_SECONDS`: what is struck before that has posted nothing."""
        with contextlib.suppress(TimeoutError):
            await self.discord.until(lambda: len(self.discord.gateway.sessions) >= bots, CONNECT_SECONDS)

    def start(self) -> Bot:
        self.bots.append(self.nursery.start(self.discord, self.database, without=("gate", *self.plan.without)))
        return self.bots[-1]

    async def add(self) -> None:
        now, plan = self.discord.world.pace.today(), self.plan
        await self.editions.add(plan.editions - plan.late, now)
        await self.editions.add(plan.late, now, due_at=now - timedelta(minutes=10))

    async def some_time(self, low: float, high: float) -> None:
        """Pass a random time; or wait for a request and then a moment: on an idle machine a round is sent in a quarter of a second."""
        if self.dice.random() >= self.plan.amid:
            await asyncio.sleep(self.dice.uniform(low, high))
            return
        seen = len(self.discord.world.requests)
        with contextlib.suppress(TimeoutError):
            await self.discord.until(lambda: len(self.discord.world.requests) > seen, high)
        await asyncio.sleep(self.dice.uniform(*AMID))

    async def drain(self) -> Tally:
        """No more faults: whoever is up sends what is left, until nothing has come for a while."""
        self.discord.faults.share = 0.0
        seen, moved = -1, time.monotonic()
        while not await self.editions.are_done() and time.monotonic() - moved < IDLE_SECONDS:
            posted = self.discord.world.posted().total()
            seen, moved = posted, time.monotonic() if posted != seen else moved
            await asyncio.sleep(0.1)
        await asyncio.sleep(0.2)
        return await self.editions.tally(self.discord.world)


@asynccontextmanager
async def battlefield(folder: Path, plan: Plan, nursery: Nursery) -> AsyncGenerator[Field]:
    dice, pace, database = random.Random(plan.seed), Pace(speed=plan.speed, epoch=time.time()), folder / "store.db"
    async with Loopback(pace=pace, seed=plan.seed) as discord, open_database(database) as db:
        discord.faults.share, discord.faults.kinds, discord.faults.latency = plan.faults, plan.kinds, (0.0, 0.05)
        discord.faults.late = plan.late_by
        editions = Editions(db, discord.world.open_servers(CHANNELS), dice)
        await editions.prepare(pace.today(), RICH)
        here = Field(plan=plan, discord=discord, database=database, nursery=nursery, editions=editions, dice=dice)
        try:
            yield here
        finally:
            nursery.kill_all(here.bots)


async def kills(folder: Path, plan: Plan, nursery: Nursery) -> Tally:
    """kill -9 of a lone bot, started again and again."""
    async with battlefield(folder, plan, nursery) as here:
        for _ in range(plan.rounds):
            await here.add()
            sessions = len(here.discord.gateway.sessions)
            bot = here.start()
            if here.dice.random() > EARLY:
                await here.connected(sessions + 1)
            await here.some_time(*plan.killed)
            bot.kill()
        here.start()
        return await here.drain()


async def freezes(folder: Path, plan: Plan, nursery: Nursery) -> Tally:
    """SIGSTOP of one of two bots on one store, and SIGCONT, often after its leases have run out."""
    async with battlefield(folder, plan, nursery) as here:
        bots = [here.start() for _ in range(2)]
        await here.connected(len(bots))
        for _ in range(plan.rounds):
            await here.add()
            await here.some_time(0.0, 0.8)
            bot = here.dice.choice(bots)
            bot.signal(signal.SIGSTOP)
            await asyncio.sleep(here.discord.world.pace.real(here.dice.uniform(*plan.frozen) * LEASE_SECONDS))
            bot.signal(signal.SIGCONT)
        return await here.drain()


Battery = Callable[[Path, Plan, Nursery], Awaitable[Tally]]
CONTROLS: dict[str, tuple[Battery, Plan]] = {
    "nonce": (
        freezes,
        Plan(
            rounds=20,
            editions=20,
            faults=0.5,
            kinds=("late",),
            late_by=(25.0, 45.0),
            frozen=(0.3, 0.4),
            speed=SPEED / 2,
        ),
    ),
    "history": (kills, Plan(rounds=20, amid=1.0)),
    "fence": (freezes, Plan(rounds=20, amid=1.0, editions=25, late=20, faults=0.0, frozen=(2.5, 4.0))),
}
"""What each safeguard is for, at its thickest: with it 0 are doubled, without it some."""


def show(name: str, battery: Battery, plan: Plan) -> Tally:
    """Fight a battery, and print what came of it."""
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as folder, Nursery() as nursery:
        tally = asyncio.run(battery(Path(folder), plan, nursery))  # type: ignore[arg-type]
    print(f"{plan.rounds} × {name}: {tally}, {time.monotonic() - started:.0f} s", flush=True)
    return tally


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name, rounds in (("kills", 200), ("freezes", 120), ("controls", 20), ("seed", 7)):
        parser.add_argument(f"--{name}", type=int, default=rounds)
    parser.add_argument("--only", action="append", choices=CONTROLS, help="these controls alone")
    wish = parser.parse_args()
    is_well = True
    for name, rounds, battery in (
        ("kill -9", wish.kills, kills),
        ("SIGSTOP and SIGCONT of one of two", wish.freezes, freezes),
    ):
        if rounds:
            tally = show(name, battery, Plan(rounds=rounds, seed=wish.seed))
            is_well &= not tally.doubled and not tally.lost and not tally.out_of_order
    for name, (battery, plan) in CONTROLS.items():
        if wish.controls and name in (wish.only or CONTROLS):
            thick = replace(plan, rounds=wish.controls, seed=wish.seed)
            is_well &= not show(f"{battery.__name__} where the {name} counts", battery, thick).doubled
            is_well &= show(f"the same without the {name}", battery, replace(thick, without=(name,))).doubled > 0
    print("as it should be" if is_well else "NOT as it should be")
    return not is_well


if __name__ == "__main__":
    sys.exit(main())
