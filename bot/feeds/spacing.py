"""How far apart to ask one host, and how often at the same time."""

import asyncio
from weakref import WeakValueDictionary


class Spacing:
    """Keeps requests to one host at least so many seconds apart, in the order they came."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._next: dict[str, float] = {}

    async def wait(self, host: str) -> None:
        """Returns when it is this caller's turn."""
        now = asyncio.get_running_loop().time()
        if len(self._next) > 1000:
            self._next = {name: at for name, at in self._next.items() if at > now}
        turn = max(now, self._next.get(host, now))
        self._next[host] = turn + self._seconds
        await asyncio.sleep(turn - now)


class Gates:
    """So many requests to one host at a time. Who waits here has not begun: no deadline runs, and no answer seems slow."""

    def __init__(self, count: int) -> None:
        self._count = count
        self._open = WeakValueDictionary[str, asyncio.Semaphore]()

    def of(self, host: str) -> asyncio.Semaphore:
        gate = self._open.get(host)
        if gate is None:
            gate = self._open[host] = asyncio.Semaphore(self._count)
        return gate
