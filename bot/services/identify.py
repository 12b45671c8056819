"""The gate before Discord's gateway: waits as `bot.domain.identify` says, and writes each identify down before it is made."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

from bot import log
from bot.domain import identify
from bot.domain.errors import StoreFull
from bot.domain.identify import SessionLimit
from storage.identifies import IdentifyStore

_log = log.get(__name__)
_WORTH_A_LINE = 1.0  # seconds
_UNWRITTEN_SECONDS = 60.0


class IdentifyGate:
    """`waits_until` is for whoever asks why the bot is not there yet."""

    def __init__(self, store: IdentifyStore) -> None:
        self._store = store
        self._one_by_one = asyncio.Lock()
        self.waits_until: datetime | None = None

    async def wait(self, ask: Callable[[], Awaitable[SessionLimit | None]], shards: int) -> None:
        """Until an identify may be made; none is spent."""
        limit = await ask()
        spent = await self._store.spent()
        self.waits_until = identify.due(spent, datetime.now(UTC), random.random(), limit=limit, shards=shards)
        seconds = (self.waits_until - datetime.now(UTC)).total_seconds()
        try:
            if seconds > _WORTH_A_LINE:
                _log.warning(
                    "connecting to Discord is put off, lest restarts spend the day's 1,000 identifies",
                    seconds=round(seconds),
                    spent_in_a_day=len(spent),
                    left_says_discord=limit.remaining if limit else None,
                )
            await asyncio.sleep(max(seconds, 0.0))
        finally:
            self.waits_until = None

    async def enter(self, ask: Callable[[], Awaitable[SessionLimit | None]], shards: int) -> None:
        """Wait, then spend one."""
        async with self._one_by_one:
            await self.wait(ask, shards)
            try:
                await self._store.spend(datetime.now(UTC))
            except StoreFull:  # not written down, so made rarely
                await asyncio.sleep(_UNWRITTEN_SECONDS)
