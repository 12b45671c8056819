"""What goes with time, and what a server has taken from its view. Deleting waits for everybody else who writes."""

import asyncio
from collections.abc import Callable
from datetime import date, datetime, timedelta

from bot import log
from bot.domain.answers import Choice
from bot.domain.errors import NotFound, Refused
from bot.domain.keys import fold
from bot.domain.servers import LONGEST, SHORTEST
from bot.services.servers import ServerService
from bot.services.sources import SourceService
from bot.words import _
from storage.audit import AuditStore
from storage.database import Database, Transaction
from storage.retention import RetentionStore
from storage.values import Values

_log = log.get(__name__)
UNREAD_FOR = timedelta(days=30)
_AUDIT_FOR, _COMPARED_FOR = timedelta(days=365), timedelta(days=30)
_WINDOW, _ROWS = 2_000, 100
_SECONDS, _PAUSE = 0.01, 0.02
_DONE, _SIGNED = "retention:done", "retention:signatures"


class RetentionService:
    def __init__(
        self, db: Database, store: RetentionStore, audit: AuditStore, servers: ServerService, sources: SourceService
    ) -> None:
        self._db, self._store, self._audit, self._servers, self._sources = db, store, audit, servers, sources
        self._values = Values(db)

    async def set_days(self, guild_id: int, days: int, now: datetime) -> None:
        """From now on the server sees no article that was stored longer ago."""
        if not SHORTEST <= days <= LONGEST:
            raise Refused(_("Keep between {least} and {most} days.").format(least=SHORTEST, most=LONGEST))
        await self._db.transaction(lambda tx: self._store.set_days(tx, guild_id, days, now))
        await self._hide(guild_id, days, now)

    async def find(self, guild_id: int, typed: str) -> tuple[int, str]:
        """(id, name) of a source that the server reads or read once."""
        former = await self._store.former(guild_id)
        for number, name in former:
            if typed == str(number):
                return number, name
        try:
            line = await self._sources.one(guild_id, typed)
        except NotFound:
            for number, name in former:
                if fold(typed) == fold(name):
                    return number, name
            raise
        return line.source.id, line.source.name

    async def choices(self, guild_id: int, typed: str) -> list[Choice]:
        """Sources that the server reads, then those it read once."""
        former = [Choice(name=name[:100], value=str(number)) for number, name in await self._store.former(guild_id)]
        found = await self._sources.choices(guild_id, typed)
        return [*found, *(one for one in former if fold(typed) in fold(one.name))][:25]

    async def purge(self, guild_id: int, source_id: int) -> None:
        """The server reads the source no more, and sees nothing of what it brought so far, also if it reads it again."""
        await self._db.transaction(lambda tx: self._store.purge(tx, guild_id, source_id))

    async def due(self, now: datetime) -> int:
        """Once a day, all that time takes; the number of articles that were deleted."""
        await self._servers.erase_left(now)
        if await self._values.get(_DONE) == now.date().isoformat():
            return 0
        await self._db.transaction(lambda tx: self._store.look_who_reads(tx, now))
        for guild_id, days in (await self._store.servers()).items():
            await self._hide(guild_id, days, now)
            await self._forget_editions(guild_id, now - timedelta(days=days))
        gone = await self._delete(now)
        await self._unsign(now)
        await self._in_steps(lambda tx: self._audit.forget(tx, now - _AUDIT_FOR, _ROWS))
        await self._values.put(_DONE, now.date().isoformat())
        if gone:
            _log.info("deleted articles that no server keeps", articles=gone)
        return gone

    async def _hide(self, guild_id: int, days: int, now: datetime) -> None:
        upto = await self._store.last_before(_start_of(now.date() - timedelta(days=days), now))
        await self._db.transaction(lambda tx: self._store.hide(tx, guild_id, upto))

    async def _forget_editions(self, guild_id: int, before: datetime) -> None:
        await self._in_steps(lambda tx: self._store.forget_editions(tx, guild_id, before, _ROWS))

    async def _in_steps(self, some: Callable[[Transaction], int]) -> None:
        """Until there is nothing more to do."""
        while True:
            if not await self._db.transaction(some):
                return
            await asyncio.sleep(_PAUSE)

    async def _delete(self, now: datetime) -> int:
        """Never what is younger than a month: stories are still told by it, and who leaves a source may come back."""
        gone, unread = 0, now - UNREAD_FOR
        first, last = await self._store.range(unread)
        for start in range(first, last + 1, _WINDOW):
            end = min(start + _WINDOW, last + 1)
            found = await self._store.kept_by_nobody(start, end, before=unread, unread=unread, now=now)
            while found:
                looked, deleted = await self._db.transaction(
                    lambda tx, some=found: self._store.delete(tx, some, unread=unread, now=now, seconds=_SECONDS)
                )
                gone, found = gone + deleted, found[looked:]
                await asyncio.sleep(_PAUSE)
        return gone

    async def _unsign(self, now: datetime) -> None:
        after = int(await self._values.get(_SIGNED) or 0)
        last = await self._store.last_before(now - _COMPARED_FOR)
        while found := await self._store.signed(after, last, now - _COMPARED_FOR, _ROWS):
            await self._db.transaction(lambda tx, some=found: self._store.unsign(tx, some))
            after = found[-1]
            await self._values.put(_SIGNED, str(after))
            await asyncio.sleep(_PAUSE)


def _start_of(day: date, now: datetime) -> datetime:
    return datetime.combine(day, datetime.min.time(), now.tzinfo)
