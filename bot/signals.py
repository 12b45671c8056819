"""How a process is told to end: the first SIGTERM or SIGINT asks for it, a second one ends it at once."""

import asyncio
import os
import signal
from collections.abc import Coroutine, Generator
from contextlib import contextmanager
from typing import Any

_AGAIN_SECONDS = 0.2
_NUMBERS = (signal.SIGTERM, signal.SIGINT)


@contextmanager
def stopping() -> Generator[asyncio.Event]:
    """An event that the first signal sets. Workers end with this process, and the store survives any end."""
    loop, stop = asyncio.get_running_loop(), asyncio.Event()

    def told(number: signal.Signals) -> None:
        if stop.is_set():
            os._exit(128 + number)
        stop.set()

    for number in _NUMBERS:
        loop.add_signal_handler(number, told, number)
    try:
        yield stop
    finally:
        for number in _NUMBERS:
            loop.remove_signal_handler(number)


async def unless(stop: asyncio.Event, work: Coroutine[Any, Any, object]) -> bool:
    """Do `work` until it is done (True) or the signal came (False); then it is cancelled, and has undone what it must."""
    doing, told = asyncio.ensure_future(work), asyncio.ensure_future(stop.wait())
    try:
        await asyncio.wait((doing, told), return_when=asyncio.FIRST_COMPLETED)
        if doing.done():
            await doing
        return doing.done()
    finally:
        told.cancel()
        while not doing.done():
            doing.cancel()  # again and again: discord.py takes it for the end of one attempt to reconnect, and goes on
            await asyncio.wait((doing,), timeout=_AGAIN_SECONDS)
