"""A loopback Discord with servers, a store that knows them, and bots at a word."""

import asyncio
import random
import time
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from storage.sqlite import open_database
from tests.crash.bots import Bot, Nursery
from tests.crash.clock import Pace
from tests.crash.editions import Editions
from tests.crash.loopback import Loopback
from tests.crash.state import Channel
from tests.stores import fresh


@dataclass(slots=True, kw_only=True)
class Wire:
    """No edition is due before the test makes one."""

    discord: Loopback
    channels: list[Channel]
    database: Path
    editions: Editions
    nursery: Nursery

    @property
    def now(self) -> datetime:
        return self.discord.world.pace.today()

    async def pass_time(self, seconds: float) -> None:
        """Let so many seconds of the bots' clock go by."""
        await asyncio.sleep(self.discord.world.pace.real(seconds))

    async def until(self, state: str, seconds: float = 20.0) -> None:
        """Wait, at most for `seconds` of real time, until every delivery is in that state."""
        async with asyncio.timeout(seconds):
            while {*await self.editions.states()} != {state}:  # noqa: ASYNC110 - it looks into a store
                await asyncio.sleep(0.02)

    def start(self, **how: Any) -> Bot:
        return self.nursery.start(self.discord, self.database, **how)

    async def started(self, **how: Any) -> Bot:
        """A bot that the gateway has seen."""
        self.discord.gateway.came.clear()
        bot = self.start(**how)
        await self.discord.until(self.discord.gateway.came.is_set)
        return bot

    def posts(self) -> list[str]:
        """Paths of all attempts to post, in order."""
        return [one.path for one in self.discord.world.requests if one.method == "POST" and "/channels/" in one.path]


@asynccontextmanager
async def open_wire(
    folder: Path, nursery: Nursery, *, speed: float = 1.0, servers: int = 1, rich: int = 0
) -> AsyncGenerator[Wire]:
    """The bots' clock runs `speed` times faster; editions of the first `rich` servers have facts. Its bots end with it."""
    pace, database = Pace(speed=speed, epoch=time.time()), fresh(folder / "store.db")
    async with Loopback(pace=pace) as discord, open_database(database) as db:
        channels = discord.world.open_servers(servers)
        editions = Editions(db, channels, random.Random(1))
        await editions.prepare(pace.today(), rich=rich)
        try:
            yield Wire(discord=discord, channels=channels, database=database, editions=editions, nursery=nursery)
        finally:
            nursery.kill_all()
