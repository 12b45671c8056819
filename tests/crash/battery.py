"""The batteries: bots killed, and bots frozen, at random points of delivering while Discord fails at random.

    python -m tests.crash.battery [--kills 200] [--freezes 120] [--seed 7] [--without nonce|history|fence]

Time runs SPEED times faster for the bots and for the loopback Discord alike: leases, backoff, deadlines, the pacer, the
scheduler's interval and the sixty seconds in which a nonce counts all shrink by the same factor. What does not shrink is the
machine: a pause of ten milliseconds in a bot is then worth 0.3 s, so the windows in which things go wrong are wider, not narrower.
"""

import argparse
import asyncio
import random
import signal
import sys
import tempfile
import time
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from storage.sqlite import open_database
from tests.crash.bots import Nursery
from tests.crash.clock import Pace
from tests.crash.editions import Editions, Tally
from tests.crash.loopback import Loopback

SPEED = 30.0
CHANNELS, RICH, EDITIONS_A_ROUND, SHARE_OF_FAULTS = 30, 8, 10, 0.15
LEASE_SECONDS = 60.0
KILL_AFTER, FREEZE_AFTER, FREEZE_LEASES = (0.05, 2.0), (0.1, 1.2), (0.2, 2.5)
"""Real seconds, real seconds, leases."""
DRAIN_SECONDS = 150.0


@dataclass(slots=True, kw_only=True)
class Field:
    """Where a battery is fought."""

    discord: Loopback
    nursery: Nursery
    editions: Editions
    dice: random.Random

    async def add(self) -> None:
        await self.editions.add(EDITIONS_A_ROUND, self.discord.world.pace.today())

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
    dice, pace = random.Random(seed), Pace(speed=speed, epoch=time.time())
    async with (
        Loopback(pace=pace, seed=seed) as discord,
        open_database(folder / "store.db") as db,
        Nursery(discord, folder / "store.db") as nursery,
    ):
        discord.faults.share, discord.faults.latency = SHARE_OF_FAULTS, (0.0, 0.02)
        editions = Editions(db, discord.world.open_servers(CHANNELS), dice)
        await editions.prepare(pace.today(), RICH)
        yield Field(discord=discord, nursery=nursery, editions=editions, dice=dice)


async def kills(folder: Path, rounds: int, seed: int, *, without: tuple[str, ...] = (), drain: float = DRAIN_SECONDS) -> Tally:
    """kill -9 of a lone bot, started again and again."""
    async with field(folder, seed) as here:
        for _ in range(rounds):
            await here.add()
            bot = await here.nursery.start(without=without)
            await asyncio.sleep(here.dice.uniform(*KILL_AFTER))
            await bot.kill()
        await here.nursery.start(without=without)
        return await here.drain(drain)


async def freezes(folder: Path, rounds: int, seed: int, *, without: tuple[str, ...] = (), drain: float = DRAIN_SECONDS) -> Tally:
    """SIGSTOP of one of two bots on one store, and SIGCONT, often after its leases have run out."""
    async with field(folder, seed) as here:
        bots = [await here.nursery.start(without=without) for _ in range(2)]
        for _ in range(rounds):
            await here.add()
            await asyncio.sleep(here.dice.uniform(*FREEZE_AFTER))
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
            print(f"{rounds} × {name}{' without ' + ', '.join(without) if without else ''}: {tally}, {time.monotonic() - started:.0f} s")
    return failed


if __name__ == "__main__":
    sys.exit(main())
