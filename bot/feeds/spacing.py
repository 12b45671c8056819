"""How far apart to ask one host, and how often at the same time."""

import asyncio
from collections import OrderedDict
from weakref import WeakValueDictionary

_LONGEST = 30.0
"""The longest pause a site can ask for. Some ask for an hour, which would keep their news from everybody for days."""
_MOST_HOSTS = 2000


class Spacing:
    """Keeps requests to one host at least so many seconds apart, in the order they came."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._next: dict[str, float] = {}
        self._asked = OrderedDict[str, float]()

    def slow_down(self, host: str, seconds: float | None) -> None:
        """The pause that a host asks for itself (robots.txt, Crawl-delay), half a minute at most; None takes it back."""
        self._asked.pop(host, None)
        if seconds is not None and seconds > self._seconds:
            self._asked[host] = min(seconds, _LONGEST)
        if len(self._asked) > _MOST_HOSTS:
            self._asked.popitem(last=False)

    def pause(self, host: str) -> float:
        """Seconds between two requests to a host."""
        return self._asked.get(host, self._seconds)

    async def wait(self, host: str) -> None:
        """Returns when it is this caller's turn."""
        now = asyncio.get_running_loop().time()
        if len(self._next) > 1000:
            self._next = {name: at for name, at in self._next.items() if at > now}
        turn = max(now, self._next.get(host, now))
        self._next[host] = turn + self.pause(host)
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
