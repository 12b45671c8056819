"""The batteries: bots killed, and bots frozen, at random points of delivering while Discord fails at random.

    python -m tests.crash.battery [--kills 200] [--freezes 120] [--seed 7] [--without nonce|history|fence]

Time runs SPEED times faster for the bots and for the loopback Discord alike: leases, backoff, deadlines, the pacer, the
scheduler's interval and the sixty seconds in which a nonce counts all shrink by the same factor. What does not shrink is the
machine: a pause of ten milliseconds in a bot is then worth 0.4 s, so the windows in which things go wrong are wider, not narrower.
"""

import argparse
import asyncio
import contextlib
import random
import signal
import sys
import tempfile
import time
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from storage.sqlite import open_database
from tests.crash.bots import Bot, Nursery
from tests.crash.clock import Pace
from tests.crash.editions import Editions, Tally
from tests.crash.loopback import Loopback

SPEED = 40.0
CHANNELS, RICH, EDITIONS_A_ROUND, LATE, SHARE_OF_FAULTS = 30, 8, 10, 4, 0.25
"""Of a round's editions LATE are ten minutes late, as after an outage; rich ones take two messages."""
LATENCY, LEASE_SECONDS = (0.0, 0.06), 60.0
KILL_AFTER, FREEZE_AFTER, FREEZE_LEASES, AMID = (0.1, 1.5), (0.1, 1.0), (0.2, 4.0), (0.0, 0.12)
"""Real seconds, real seconds, leases, real seconds after a request of a bot that delivers: one half of all rounds waits for one."""
DRAIN_SECONDS = 150.0


@dataclass(slots=True, kw_only=True)
class Field:
    """Where a battery is fought."""

    discord: Loopback
    database: Path
    nursery: Nursery
    editions: Editions
    dice: random.Random

    def start(self, without: tuple[str, ...]) -> Bot:
        return self.nursery.start(self.discord, self.database, without=without)

    async def add(self) -> None:
        now = self.discord.world.pace.today()
        await self.editions.add(EDITIONS_A_ROUND - LATE, now)
        await self.editions.add(LATE, now, due_at=now - timedelta(minutes=10))

    async def some_time(self, low: float, high: float) -> None:
        """Pass a random time; every other time, until just after a request about a channel."""
        await asyncio.sleep(self.dice.uniform(low, high))
        if self.dice.random() < 0.5:
            seen = len(self.discord.world.requests)
            with contextlib.suppress(TimeoutError):
                await self.discord.until(lambda: len(self.discord.world.requests) > seen, 1.0)
            await asyncio.sleep(self.dice.uniform(*AMID))

    async def drain(self, seconds: float) -> Tally:
        """No more faults: whoever is up has `seconds` of real time to send what is left."""
        self.discord.faults.share = 0.0
        end = time.monotonic() + seconds
        while time.monotonic() < end and not await self.editions.are_done():  # noqa: ASYNC110 - it looks into a store
            await asyncio.sleep(0.1)
        await asyncio.sleep(0.2)
        return await self.editions.tally(self.discord.world)


@asynccontextmanager
async def field(folder: Path, seed: int, *, speed: float = SPEED) -> AsyncGenerator[Field]:
    dice, pace, database = random.Random(seed), Pace(speed=speed, epoch=time.time()), folder / "store.db"
    with Nursery() as nursery:
        async with Loopback(pace=pace, seed=seed) as discord, open_database(database) as db:
            discord.faults.share, discord.faults.latency = SHARE_OF_FAULTS, LATENCY
            editions = Editions(db, discord.world.open_servers(CHANNELS), dice)
            await editions.prepare(pace.today(), RICH)
            yield Field(discord=discord, database=database, nursery=nursery, editions=editions, dice=dice)
            nursery.kill_all()


async def kills(
    folder: Path, rounds: int, seed: int, *, without: tuple[str, ...] = (), drain: float = DRAIN_SECONDS
) -> Tally:
    """kill -9 of a lone bot, started again and again."""
    async with field(folder, seed) as here:
        for _ in range(rounds):
            await here.add()
            bot = here.start(without)
            await here.some_time(*KILL_AFTER)
            bot.kill()
        here.start(without)
        return await here.drain(drain)


async def freezes(
    folder: Path, rounds: int, seed: int, *, without: tuple[str, ...] = (), drain: float = DRAIN_SECONDS
) -> Tally:
    """SIGSTOP of one of two bots on one store, and SIGCONT, often after its leases have run out."""
    async with field(folder, seed) as here:
        bots = [here.start(without) for _ in range(2)]
        for _ in range(rounds):
            await here.add()
            await here.some_time(*FREEZE_AFTER)
            bot = here.dice.choice(bots)
            bot.signal(signal.SIGSTOP)
            await asyncio.sleep(here.discord.world.pace.real(here.dice.uniform(*FREEZE_LEASES) * LEASE_SECONDS))
            bot.signal(signal.SIGCONT)
        return await here.drain(drain)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--freezes", type=int, default=120)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--without", action="append", default=[], choices=("nonce", "history", "fence"))
    wish = parser.parse_args()
    without, failed = tuple(wish.without), False
    for name, rounds, battery in (("kill -9", wish.kills, kills), ("SIGSTOP/SIGCONT", wish.freezes, freezes)):
        if rounds:
            started = time.monotonic()
            with tempfile.TemporaryDirectory() as folder:
                tally = asyncio.run(battery(Path(folder), rounds, wish.seed, without=without))
            failed |= bool(tally.doubled or tally.lost)
            print(
                f"{rounds} × {name}{' without ' + ', '.join(without) if without else ''}: {tally}, {time.monotonic() - started:.0f} s"
            )
    return failed


if __name__ == "__main__":
    sys.exit(main())
