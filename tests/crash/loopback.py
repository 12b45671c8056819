"""A Discord of the project's own on loopback, in the test's process: it remembers what was posted whatever becomes of the bot.

async with Loopback() as discord:
    channel, = discord.world.open_servers(1)
    ... a bot that runs against discord.api and discord.gateway_url ...
    discord.world.posted()      {"edition:1:0": 1}
"""

import asyncio
import random
from collections.abc import Callable
from types import TracebackType
from typing import Any, Self

from aiohttp import web

from tests.crash.clock import Pace
from tests.crash.faults import Faults, Limits
from tests.crash.gateway import Gateway
from tests.crash.rest import PREFIX, Rest
from tests.crash.state import World


class Loopback:
    def __init__(self, *, pace: Pace | None = None, has_limits: bool = False, seed: int = 1) -> None:
        self.world = World(pace=pace or Pace())
        self.faults = Faults(dice=random.Random(seed))
        self.limits = Limits(pace=self.world.pace, a_second=50 if has_limits else None)
        self.gateway = Gateway(self.world, self.faults)
        self.rest = Rest(self.world, self.faults, self.limits, lambda: self.gateway_url)

    async def __aenter__(self) -> Self:
        app = web.Application(client_max_size=16 * 1024 * 1024)
        self.rest.add_to(app)
        self.gateway.add_to(app)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self._port = self._runner.addresses[0][1]
        self.gateway.base = self.gateway_url
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.gateway.drop()
        await self._runner.cleanup()

    @property
    def api(self) -> str:
        return f"http://127.0.0.1:{self._port}{PREFIX}"

    @property
    def gateway_url(self) -> str:
        return f"ws://127.0.0.1:{self._port}/gateway/"

    async def until(self, reached: Callable[[], object], seconds: float = 20.0) -> None:
        """Look again and again, at most for `seconds` of real time, until `reached` says something true."""
        async with asyncio.timeout(seconds):
            while not reached():  # noqa: ASYNC110 - a bot in another process sets no event here
                await asyncio.sleep(0.01)

    async def ask(self, token: str, enough: Callable[[list[dict[str, Any]]], object] = bool) -> list[dict[str, Any]]:
        """What a bot answered to an interaction, once it is `enough`."""
        await self.until(lambda: enough(self.world.replies[token]))
        return self.world.replies[token]
