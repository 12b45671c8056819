"""Work on many rows is done on a thread, so that the event loop, and with it Discord, is not kept waiting."""

import asyncio
from collections.abc import Callable
from typing import TypeVar

_MANY = 50
T = TypeVar("T")


async def aside(rows: int, work: Callable[[], T]) -> T:
    """Do `work` on so many rows; for a few, a thread would cost more than it spares."""
    return await asyncio.to_thread(work) if rows > _MANY else work()
