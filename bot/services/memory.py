"""What a server's questions need at every key typed, kept until new facts are stored."""

from collections import OrderedDict
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Generic, TypeVar

from bot.domain.answers import Scope

_SERVERS = 256

T = TypeVar("T")


class Moments:
    """How often what servers may see changed, and how often new facts came; what was read at one moment is old at the next."""

    def __init__(self) -> None:
        self.now = (0, 0)
        self.wanted: dict[tuple[int, int], Callable[[], Awaitable[object]]] = {}

    def sight_changed(self) -> None:
        self.now = (self.now[0] + 1, self.now[1])

    def facts_came(self) -> None:
        self.now = (self.now[0], self.now[1] + 1)

    async def catch_up(self) -> None:
        """Read again what was asked for and is old, while nobody waits for it."""
        wanted, self.wanted = self.wanted, {}
        for read in wanted.values():
            await read()


class PerScope(Generic[T]):
    """One value a scope, read at the first question of a moment; the servers asked for last are kept."""

    def __init__(self, read: Callable[[Scope], Awaitable[T]], moments: Moments) -> None:
        self._read = read
        self._moments = moments
        self._kept: OrderedDict[int, tuple[tuple[int, int], T]] = OrderedDict()

    async def of(self, scope: Scope) -> T:
        """The value as of now; read again if the moment has moved."""
        moment = self._moments.now  # before the read: what is saved during it makes the value old at once
        kept = self._kept.get(scope.guild_id)
        if kept is None or kept[0] != moment:
            kept = moment, await self._read(scope)
            self._kept[scope.guild_id] = kept
        self._kept.move_to_end(scope.guild_id)
        if len(self._kept) > _SERVERS:
            self._kept.popitem(last=False)
        return kept[1]

    async def lately(self, scope: Scope) -> T:
        """The value at once, though it may lack what was stored in the last seconds; never what the scope may see no more."""
        kept = self._kept.get(scope.guild_id)
        if kept is None or kept[0][0] != self._moments.now[0]:
            return await self.of(scope)
        if kept[0] != self._moments.now:
            self._moments.wanted[id(self), scope.guild_id] = partial(self.of, scope)
        return kept[1]
