"""What polls made of their feeds, written together: a round of unchanged feeds costs a few transactions, not one each."""

import asyncio
from datetime import datetime

from bot.domain.errors import StoreFull
from bot.domain.news import Feed
from storage.database import Database
from storage.sources import SourceStore


class PollRecords:
    def __init__(self, db: Database, sources: SourceStore) -> None:
        self._db, self._sources = db, sources
        self._waiting: dict[int, tuple[Feed, datetime]] = {}
        self._writing = asyncio.Lock()

    async def write(self, feed: Feed, now: datetime) -> None:
        """Returns when it is stored, with whatever came in while the writer was busy."""
        self._waiting[feed.id] = (feed, now)
        async with self._writing:
            if feed.id not in self._waiting:
                return  # who was first took it along
            taken, self._waiting = self._waiting, {}

            polled = tuple(taken.values())
            try:
                await self._db.transaction(lambda tx: self._sources.record_all(tx, polled))
            except BaseException as error:
                del taken[feed.id]
                self._waiting = taken | self._waiting
                if not taken or isinstance(error, StoreFull) or not isinstance(error, Exception):
                    raise
                # What one of them cannot be written with is no fault of the others: this one goes alone, and who waits tries again.
                await self._db.transaction(lambda tx: self._sources.record(tx, feed, now))
