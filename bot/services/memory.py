"""What a server's questions need at every key typed, kept until new facts are stored."""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from typing import Generic, TypeVar

from bot import log
from bot.domain.answers import Scope

_log = log.get(__name__)
_SERVERS = 256
Moment = tuple[int, int]
"""How often what a server may see changed, and how often new facts came."""

T = TypeVar("T")


class PerScope(Generic[T]):
    """One value a scope, read at the first question of a moment; the servers asked for last are kept."""

    def __init__(self, read: Callable[[Scope], Awaitable[T]], moment: Callable[[], Moment]) -> None:
        self._read = read
        self._moment = moment
        self._kept: OrderedDict[int, tuple[Moment, T]] = OrderedDict()
        self._reading: dict[int, asyncio.Task[T]] = {}

    async def of(self, scope: Scope) -> T:
        """The value as of now; read again if the moment has moved."""
        kept = self._kept.get(scope.guild_id)
        return kept[1] if kept and kept[0] == self._moment() else await self._again(scope)

    async def lately(self, scope: Scope) -> T:
        """The value, which may lack what was stored since the last question: that is read while nobody waits.

        It holds nothing that the scope may not see: where that changed, it is read now.
        """
        kept = self._kept.get(scope.guild_id)
        if kept is None or kept[0][0] != self._moment()[0]:
            return await self._again(scope)
        if kept[0] != self._moment() and scope.guild_id not in self._reading:
            task = self._reading[scope.guild_id] = asyncio.create_task(self._again(scope))
            task.add_done_callback(lambda task: self._read_aside(scope.guild_id, task))
        return kept[1]

    def _read_aside(self, guild_id: int, task: asyncio.Task[T]) -> None:
        del self._reading[guild_id]
        if not task.cancelled() and (error := task.exception()):
            _log.error("what a server may be offered could not be read again", exc_info=error)

    async def _again(self, scope: Scope) -> T:
        moment = self._moment()  # before the read: what is saved during it makes the value old at once
        value = await self._read(scope)
        kept = self._kept.get(scope.guild_id)
        if kept is None or kept[0] <= moment:
            self._kept[scope.guild_id] = moment, value
        self._kept.move_to_end(scope.guild_id)
        if len(self._kept) > _SERVERS:
            self._kept.popitem(last=False)
        return value
