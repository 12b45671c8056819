"""Bots as processes: started, killed, frozen, and looked at through their logs."""

import asyncio
import json
import os
import signal
import sys
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from tests.crash.loopback import Loopback
from tests.crash.runner import Spec
from tests.crash.state import TOKEN

ROOT = Path(__file__).parents[2]
THREADS = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}


@dataclass(slots=True)
class Bot:
    """A process of its own; every signal is a real one."""

    pid: int
    log: Path
    _nursery: "Nursery"

    async def kill(self) -> None:
        """kill -9, and wait until it is gone."""
        self.signal(signal.SIGKILL)
        await self.ended()

    def signal(self, number: signal.Signals) -> None:
        os.kill(self.pid, number)

    async def ended(self) -> int:
        """Its exit code, negative for a signal."""
        return await self._nursery.ended(self)

    def said(self) -> str:
        return self.log.read_text(errors="replace") if self.log.exists() else ""


class Nursery:
    """Where bots come from, and where they end at the latest."""

    def __init__(self, discord: Loopback, database: Path) -> None:
        self._discord, self._database = discord, database
        self._alive: dict[int, Bot] = {}

    async def __aenter__(self) -> Self:
        environment = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG", "TZ")}
        self._process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "tests.crash.runner"),
            cwd=ROOT,
            env=environment | THREADS,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
        )
        await self._heard()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for bot in list(self._alive.values()):
            await bot.kill()
        assert self._process.stdin
        self._process.stdin.close()
        await self._process.wait()

    async def start(self, *, without: tuple[str, ...] = (), token: str = TOKEN, level: str = "INFO") -> Bot:
        """A new bot; it has begun, and is not yet logged in."""
        pace, log = self._discord.world.pace, self._database.with_name("bot.log")
        spec = Spec(
            api=self._discord.api,
            gateway=self._discord.gateway_url,
            token=token,
            database=str(self._database),
            log=str(log),
            speed=pace.speed,
            epoch=pace.epoch,
            level=level,
            without=without,
        )
        answer = await self._wish(spec.to_json())
        bot = Bot(answer["pid"], log, self)
        self._alive[bot.pid] = bot
        return bot

    async def ended(self, bot: Bot) -> int:
        self._alive.pop(bot.pid, None)
        return (await self._wish(json.dumps({"wait": bot.pid})))["code"]

    async def _wish(self, line: str) -> dict[str, Any]:
        assert self._process.stdin
        self._process.stdin.write(f"{line}\n".encode())
        return await self._heard()

    async def _heard(self) -> dict[str, Any]:
        assert self._process.stdout
        return json.loads(await self._process.stdout.readline())
