"""How often commands that fetch or extract may be asked. Held in memory: a restart forgets it, and nobody's questions are kept."""

from collections import OrderedDict, deque
from datetime import datetime, timedelta

from bot.domain.errors import Refused
from bot.words import _, ngettext
from cogs._asking import Clock, Interaction

_MINUTE = timedelta(minutes=1)
A_USER, A_SERVER = 5, 30
_MOST_KNOWN = 10_000


class Limits:
    """Five a minute for a user and thirty for a server, over all commands that share this."""

    def __init__(self, clock: Clock, *, known: int = _MOST_KNOWN) -> None:
        self._clock, self._known = clock, known
        self._asked: OrderedDict[tuple[str, int], deque[datetime]] = OrderedDict()

    def take(self, interaction: Interaction) -> None:
        """Counts one; Refused, and not counted, if there were too many in the last minute."""
        now = self._clock()
        wait = self._wait(("user", interaction.user.id), A_USER, now)
        if wait:
            raise Refused(
                _("You may ask for this {most} times a minute. {again}").format(most=A_USER, again=_again(wait))
            )
        if interaction.guild_id is not None:
            wait = self._wait(("server", interaction.guild_id), A_SERVER, now)
            if wait:
                raise Refused(
                    _("This server may ask for this {most} times a minute. {again}").format(
                        most=A_SERVER, again=_again(wait)
                    )
                )
            self._count(("server", interaction.guild_id), now)
        self._count(("user", interaction.user.id), now)

    def __len__(self) -> int:
        """Users and servers that are remembered."""
        return len(self._asked)

    def _wait(self, who: tuple[str, int], most: int, now: datetime) -> int:
        """Seconds until one more may come; 0 if it may come now."""
        times = self._asked.get(who, deque[datetime]())
        while times and times[0] <= now - _MINUTE:
            times.popleft()
        return 0 if len(times) < most else max(1, int((times[0] + _MINUTE - now).total_seconds()))

    def _count(self, who: tuple[str, int], now: datetime) -> None:
        self._asked.setdefault(who, deque()).append(now)
        self._asked.move_to_end(who)
        while len(self._asked) > self._known:
            self._asked.popitem(last=False)


def _again(seconds: int) -> str:
    return ngettext("Ask again in {n} second.", "Ask again in {n} seconds.", seconds).format(n=seconds)
