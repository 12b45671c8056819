"""The demo: the real bot on a simulated Discord in the browser. No token, no account, no connection leaves the machine."""

import asyncio
import contextlib
import importlib
import signal
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.config import Settings
from bot.domain.errors import OperatorError
from bot.words import _

MORNING = datetime(2026, 3, 12, 7, 0, tzinfo=UTC)
"""The demo's clock starts just before this: the morning after the last sample dispatch."""


class DemoClock:
    """Runs like any clock, from a fixed moment."""

    def __init__(self, start: datetime) -> None:
        self._start = start
        self._began = time.perf_counter()  # simcord moves `monotonic` for what a command does

    def reach(self, moment: datetime) -> None:
        """Go forward to `moment`, if it has not been reached."""
        self._start += max(timedelta(), moment - self())

    def __call__(self) -> datetime:
        return self._start + timedelta(seconds=time.perf_counter() - self._began)


async def run(settings: Settings, *, headless: bool) -> int:
    """Sample news in, digest posted, page served until Ctrl-C; `headless` ends once the digest is printed."""
    try:
        importlib.import_module("simcord")  # before logging is set up, or it is told of simcord's own clients
    except ImportError:
        raise OperatorError(
            _(
                "The demo needs its own packages: `pip install --require-hashes -r requirements/demo.txt`. To run on Discord instead, "
                "set DISCORD_TOKEN."
            )
        ) from None
    from bot import log
    from bot.demo.stage import Stage

    log.configure("ERROR", ())
    with tempfile.TemporaryDirectory(prefix="communique-demo-") as folder:
        own = settings.model_copy(update={"database": Path(folder) / "demo.db", "workers": max(settings.workers, 2)})
        async with Stage.open(own, MORNING - timedelta(seconds=30), is_shown=not headless) as stage:
            await stage.play()
            if not headless:
                await _until_stopped(stage)
    return 0


async def _until_stopped(stage: "object") -> None:
    from bot.demo.stage import Stage

    assert isinstance(stage, Stage)
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    ticking = asyncio.create_task(stage.tick_for_ever())
    await stop.wait()
    ticking.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await ticking
