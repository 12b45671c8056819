"""Bots as processes: started, killed, frozen, and looked at through their logs."""

import asyncio
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterable
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

    def kill(self) -> None:
        """kill -9; it is gone afterwards."""
        self.signal(signal.SIGKILL)
        self._nursery.wait(self)

    def signal(self, number: signal.Signals) -> None:
        os.kill(self.pid, number)

    async def ended(self) -> int:
        """Its exit code once it has ended by itself, negative for a signal."""
        return await asyncio.to_thread(self._nursery.wait, self)

    def said(self) -> str:
        return self.log.read_text(errors="replace") if self.log.exists() else ""


class Nursery:
    """Where bots come from, and where they end at the latest. It asks and waits one at a time."""

    def __init__(self) -> None:
        self._alive: dict[int, Bot] = {}

    def __enter__(self) -> Self:
        environment = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG", "TZ")}
        self._process = subprocess.Popen(
            (sys.executable, "-m", "tests.crash.runner"),
            cwd=ROOT,
            env=environment | THREADS,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._heard()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.kill_all()
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.close()
        self._process.wait()
        self._process.stdout.close()

    def start(
        self,
        discord: Loopback,
        database: Path,
        *,
        without: tuple[str, ...] = (),
        token: str = TOKEN,
        **settings: str,
    ) -> Bot:
        """A new bot; it has begun, and is not yet logged in. `settings` by environment variable, such as LOG_LEVEL."""
        pace, log = discord.world.pace, database.with_name("bot.log")
        spec = Spec(
            api=discord.api,
            gateway=discord.gateway_url,
            token=token,
            database=str(database),
            log=str(log),
            speed=pace.speed,
            epoch=pace.epoch,
            without=without,
            settings=settings,
        )
        bot = Bot(self._wish(spec.to_json())["pid"], log, self)
        self._alive[bot.pid] = bot
        return bot

    def wait(self, bot: Bot) -> int:
        self._alive.pop(bot.pid, None)
        return self._wish(json.dumps({"wait": bot.pid}))["code"]

    def kill_all(self, these: Iterable[Bot] | None = None) -> None:
        """All that still live, or of these."""
        for bot in list(self._alive.values() if these is None else these):
            if self._alive.get(bot.pid) is bot:
                bot.kill()

    def _wish(self, line: str) -> dict[str, Any]:
        assert self._process.stdin
        self._process.stdin.write(f"{line}\n")
        self._process.stdin.flush()
        return self._heard()

    def _heard(self) -> dict[str, Any]:
        assert self._process.stdout
        return json.loads(self._process.stdout.readline())
