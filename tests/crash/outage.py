"""Discord away at the hour of thousands of servers: how soon, in which order and at what rate their digests come afterwards.

    python -m tests.crash.outage [--servers 5000] [--away 30]

Everything runs at real speed, and Discord's limits are on: fifty requests in any second. Discord is away for `--away` seconds;
the editions were due in the ten minutes before it is back, so each is looked for in its channel before it is posted. Afterwards
a manager or a reader asks a command twice a second.
"""

import argparse
import asyncio
import contextlib
import gc
import itertools
import random
import sys
import tempfile
import time
from collections import deque
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from bot.render.digest import marker
from storage.sqlite import open_database
from tests.crash import payloads
from tests.crash.bots import Nursery
from tests.crash.clock import Pace
from tests.crash.editions import Editions, Tally
from tests.crash.loopback import Loopback
from tests.crash.rest import FREE
from tests.crash.state import Request, World

HELP: dict[str, Any] = {"id": "1", "name": "help", "type": 1}
PREVIEW: dict[str, Any] = {
    "id": "2",
    "name": "digest",
    "type": 1,
    "options": [{"name": "preview", "type": 1, "options": []}],
}
MANAGER = payloads.READER_RIGHTS | 0x20
AWAY_SINCE, ASK_EVERY = timedelta(minutes=10), 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Real seconds. `most`: requests in the busiest second, of those that Discord counts. `displaced`: how many places from its
    turn, by due time, the worst digest came. `first_word` and `whole_answer`: of commands, the 99th percentile."""

    servers: int
    tally: Tally
    seconds: float
    requests: int
    most: int
    too_many: int
    displaced: int
    commands: int
    unanswered: int
    first_word: float
    whole_answer: float

    def __str__(self) -> str:
        return (
            f"{self.servers} servers: {self.tally}\n"
            f"all delivered {self.seconds:.1f} s after Discord was back, by {self.requests} requests: {self.requests / self.seconds:.1f} a second, "
            f"{self.most} in the busiest, {self.too_many} told 429; no digest more than {self.displaced} places from its turn\n"
            f"{self.commands} commands meanwhile, {self.unanswered} unanswered: "
            f"first word within {self.first_word * 1000:.0f} ms, whole answer within {self.whole_answer * 1000:.0f} ms (p99)"
        )


async def outage(folder: Path, nursery: Nursery, servers: int, *, away: float, patience: float) -> Figures:
    """A bot that is up; Discord away for `away` seconds; and what at most `patience` seconds bring afterwards."""
    pace, database = Pace(speed=1.0, epoch=time.time()), folder / "store.db"
    async with Loopback(pace=pace, has_limits=True) as discord, open_database(database) as db:
        channels = discord.world.open_servers(servers)
        editions = Editions(db, channels, random.Random(1))
        await editions.prepare(pace.today(), rich=0)
        nursery.start(discord, database)
        await discord.until(discord.gateway.came.is_set, 120)
        await discord.ask(await discord.gateway.interact(channels[0], HELP))
        discord.faults.is_away = True
        first = pace.today() + timedelta(seconds=away) - AWAY_SINCE
        await editions.add_to(channels, pace.today(), due_at=first, apart=timedelta(milliseconds=10))
        await asyncio.sleep(away)
        discord.faults.is_away, back = False, pace.now()
        asking = asyncio.create_task(_ask(discord))
        with contextlib.suppress(TimeoutError):
            await discord.until(lambda: _posted(discord.world) >= servers, patience)
        asking.cancel()
        await asyncio.sleep(1.5)  # for the last answers
        nursery.kill_all()
        return await _figures(discord.world, editions, servers, back)


def _posted(world: World) -> int:
    return sum(map(len, world.messages.values()))


async def _ask(discord: Loopback) -> None:
    """By turns a command that is answered from memory and one that reads the store."""
    for number in itertools.count(1):
        wish, rights = (HELP, payloads.READER_RIGHTS) if number % 2 else (PREVIEW, MANAGER)
        where = discord.world.channels[2_000_000 + 1 + number % len(discord.world.channels)]
        await discord.gateway.interact(where, wish, rights=rights)
        await asyncio.sleep(ASK_EVERY)


async def _figures(world: World, editions: Editions, servers: int, back: float) -> Figures:
    counted = [one for one in world.requests if one.at >= back and not one.path.startswith(FREE)]
    asked = [token for token, at in world.asked.items() if at >= back]
    first = [world.replies[token][0]["at"] - world.asked[token] for token in asked if world.replies[token]]
    last = [world.replies[token][-1]["at"] - world.asked[token] for token in asked if world.replies[token]]
    arrived = sorted((message for found in world.messages.values() for message in found), key=lambda one: one.id)
    turn = {marker(edition, 0): place for place, (edition, _) in enumerate(editions.due)}
    return Figures(
        servers=servers,
        tally=await editions.tally(world),
        seconds=(arrived[-1].at if arrived else back) - back,
        requests=len(counted),
        most=_busiest(counted),
        too_many=sum(one.status == 429 for one in counted),
        displaced=max((abs(turn[one.markers[0]] - place) for place, one in enumerate(arrived)), default=0),
        commands=len(asked),
        unanswered=sum(not world.replies[token] for token in asked),
        first_word=_p99(first),
        whole_answer=_p99(last),
    )


def _busiest(requests: list[Request]) -> int:
    most, second = 0, deque[float]()
    for one in sorted(requests, key=lambda request: request.at):
        second.append(one.at)
        while second[0] <= one.at - 1.0:
            second.popleft()
        most = max(most, len(second))
    return most


def _p99(seconds: list[float]) -> float:
    return sorted(seconds)[int(0.99 * (len(seconds) - 1))] if seconds else 0.0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--servers", type=int, default=5000)
    parser.add_argument("--away", type=float, default=30.0, help="seconds")
    wish = parser.parse_args()
    gc.disable()  # a collection in here holds the bot's requests up, and lets them arrive in bunches
    with tempfile.TemporaryDirectory() as folder, Nursery() as nursery:
        patience = wish.servers * 2 / 25 + 30
        figures = asyncio.run(outage(Path(folder), nursery, wish.servers, away=wish.away, patience=patience))
    print(figures)
    return bool(figures.tally.doubled or figures.tally.lost)


if __name__ == "__main__":
    sys.exit(main())
