"""The demo: the real bot on a simulated Discord in the browser. No token, no account, and no connection leaves the machine unless you
add a source from outside."""

import asyncio
import importlib
import signal
import tempfile
import time
from datetime import datetime, timedelta
from pathlib import Path

from bot.config import Settings
from bot.domain.errors import OperatorError
from bot.words import _


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
    """Sample news in, digests posted, page served until Ctrl-C; `headless` ends once the last digest is printed."""
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
        async with Stage.open(own) as stage:
            await stage.play()
            if not headless:
                async with stage.shown(settings.demo_port) as preview:
                    print(_told(preview.url), flush=True)  # noqa: T201 - for whoever started it
                    await _stopped()
    return 0


def _told(url: str) -> str:
    return _("\nOpen {url}\nThe last message there says what to type. Ctrl-C ends the demo.").format(url=url)


async def _stopped() -> None:
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    await stop.wait()
