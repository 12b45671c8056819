"""What leaves for Discord, request by request: at the pace Discord allows, and for what must not be said twice,
each request asked again whether it may go, just before it goes.

discord.py sends a request again by itself, after sleeps of its own. For requests inside `one_try` it may not: a refusal for
now (429) and a failure (5xx) are raised here, before discord.py reads them, so that one attempt is one request. This also
keeps discord.py's own gate for all requests open, which it forgets to open again if it is cancelled while it waits there.
"""

import asyncio
import time
from collections import deque
from collections.abc import Awaitable, Callable, Generator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from types import SimpleNamespace

import aiohttp

Check = Callable[[], Awaitable[bool]]
_MOST, _SECONDS = 49, 1.045  # Discord allows 50 a second; the margin is for what still happens on their way
_FASTEST = 53
"""A second, while a stall of at most `_CATCH_UP` seconds is made up for. Faster would be bursts, and two can meet on the way."""
_CATCH_UP = 0.9
_PATIENCE = 5.0
_check: ContextVar[Check | None] = ContextVar("check", default=None)


class LeaseLostError(Exception):
    """The request may not go any more; it did not."""


class AskedToWaitError(Exception):
    """Discord wants nothing for `seconds`: from anybody if `is_global`, else on this channel. Nothing was done."""

    def __init__(self, seconds: float, *, is_global: bool) -> None:
        super().__init__(f"Discord asks to wait for {seconds:.1f} s")
        self.seconds = seconds
        self.is_global = is_global


class NoAnswerError(Exception):
    """Discord failed (5xx): what was asked may have been done or not."""


class Pacer:
    """At most 49 turns in any 1.045 seconds, evenly, in the order asked; by the monotonic clock."""

    def __init__(self) -> None:
        self._given: deque[float] = deque(maxlen=_MOST)
        self._even = self._not_before = time.monotonic()
        self._asking = asyncio.Lock()
        self._waiting = 0

    async def turn(self) -> None:
        self._waiting += 1
        try:
            async with self._asking:
                while (wait := self._next() - time.monotonic()) > 0:  # noqa: ASYNC110 - it is time that is waited for
                    await asyncio.sleep(wait)
                now = time.monotonic()
                self._given.append(now)
                behind = _CATCH_UP if self._waiting > 1 else 0.0  # who was idle has nothing to make up for
                self._even = max(self._even, now - behind) + _SECONDS / _MOST
        finally:
            self._waiting -= 1

    def _next(self) -> float:
        whole = self._given[0] + _SECONDS if len(self._given) == _MOST else 0.0
        last = self._given[-1] + 1 / _FASTEST if self._given else 0.0
        return max(whole, last, self._even, self._not_before)

    def hold(self, seconds: float) -> None:
        """Nothing for so long."""
        self._not_before = max(self._not_before, time.monotonic() + seconds)

    @property
    def held_for(self) -> float:
        return max(0.0, self._not_before - time.monotonic())


@contextmanager
def one_try(may_go: Check) -> Generator[None]:
    """Requests of this task go only if `may_go` says so just before, and are not sent again by discord.py."""
    token = _check.set(may_go)
    try:
        yield
    finally:
        _check.reset(token)


def trace(pacer: Pacer) -> aiohttp.TraceConfig:
    """For a client's `http_trace`. Answers to interactions are not counted by Discord, and wait for nothing."""

    async def before(_session: object, _context: SimpleNamespace, request: aiohttp.TraceRequestStartParams) -> None:
        may_go = _check.get()
        if may_go is not None and pacer.held_for > _PATIENCE:
            raise AskedToWaitError(pacer.held_for, is_global=True)
        if not _is_answer(request.url.path):
            await pacer.turn()
        if may_go is not None and not await may_go():
            raise LeaseLostError

    async def after(_session: object, _context: SimpleNamespace, request: aiohttp.TraceRequestEndParams) -> None:
        response = request.response
        if response.status == 429:
            seconds, is_global = await _asked(response)
            if is_global:
                pacer.hold(seconds)
            if _check.get() is not None:
                response.close()
                raise AskedToWaitError(seconds, is_global=is_global)
        elif response.status >= 500 and _check.get() is not None:
            response.close()
            raise NoAnswerError(f"Discord answered {response.status}")

    made = aiohttp.TraceConfig()
    made.on_request_start.append(before)
    made.on_request_end.append(after)
    return made


def _is_answer(path: str) -> bool:
    return "/interactions/" in path or "/webhooks/" in path


async def _asked(response: aiohttp.ClientResponse) -> tuple[float, bool]:
    """(seconds, whether of everybody), as a 429 says them. One without JSON comes from before Discord, and means everybody."""
    said: dict[str, object] = {"global": True}
    if response.content_type == "application/json":
        said = await response.json()
    for found in (said.get("retry_after"), response.headers.get("Retry-After")):
        if isinstance(found, str | int | float):
            with suppress(ValueError):
                return max(0.0, float(found)), bool(said.get("global"))
    return 5.0, bool(said.get("global"))
