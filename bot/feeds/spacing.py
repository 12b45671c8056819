"""How far apart to ask one host."""

import asyncio


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
