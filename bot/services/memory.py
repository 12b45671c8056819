"""What a server's questions need at every key typed, kept until new facts are stored."""

from collections import OrderedDict
from collections.abc import Awaitable, Callable
from typing import Generic, TypeVar

from bot.domain.answers import Scope

_SERVERS = 256

T = TypeVar("T")


class PerScope(Generic[T]):
    """One value a scope, read at the first question of a generation; the servers asked for last are kept."""

    def __init__(self, read: Callable[[Scope], Awaitable[T]], generation: Callable[[], int]) -> None:
        self._read = read
        self._generation = generation
        self._kept: OrderedDict[int, tuple[int, T]] = OrderedDict()

    async def of(self, scope: Scope) -> T:
        """The value as of now; read again if `generation` has moved."""
        generation = self._generation()  # before the read: what is saved during it makes the value old at once
        kept = self._kept.get(scope.guild_id)
        if kept is None or kept[0] != generation:
            kept = generation, await self._read(scope)
            self._kept[scope.guild_id] = kept
        self._kept.move_to_end(scope.guild_id)
        if len(self._kept) > _SERVERS:
            self._kept.popitem(last=False)
        return kept[1]
