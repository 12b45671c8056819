# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false
# protego comes without types.
"""Whether a site lets the bot read a page. Only for pages: a feed was added by a person, and is made for readers."""

import asyncio
from collections import OrderedDict
from datetime import datetime, timedelta

from protego import Protego
from yarl import URL

from bot.feeds.failures import FetchFailed, RobotsRefused
from bot.feeds.fetch import Fetcher, Limits
from bot.feeds.pace import ROBOTS_FOR
from bot.words import _

_AGENT = "Communique"
_MOST_HOSTS = 2000
_AGAIN = timedelta(minutes=10)
_LIMITS = Limits(
    wire_bytes=512 * 1024, decoded_bytes=512 * 1024, seconds=10.0, accept="text/plain", kind="robots.txt", is_page=True
)
Rules = Protego | FetchFailed | None
"""None allows everything; a failure is raised again for a while."""


class Robots:
    """Each host's robots.txt, asked for once a day."""

    def __init__(self, fetcher: Fetcher) -> None:
        self._fetcher = fetcher
        self._known: OrderedDict[str, tuple[datetime, Rules]] = OrderedDict()
        self._asking: dict[str, asyncio.Lock] = {}

    async def check(self, url: str, now: datetime) -> None:
        """Raises RobotsRefused if the site's robots.txt keeps this page from the bot."""
        try:
            origin = str(URL(url).origin())
        except ValueError:
            return  # the fetcher says what is wrong with it
        lock = self._asking.setdefault(origin, asyncio.Lock())
        async with lock:
            kept = self._known.get(origin)
            if kept is None or kept[0] <= now:
                kept = await self._ask(origin, now)
                self._known[origin] = kept
                self._known.move_to_end(origin)
        while len(self._known) > _MOST_HOSTS:
            self._asking.pop(self._known.popitem(last=False)[0], None)
        rules = kept[1]
        if isinstance(rules, FetchFailed):
            raise rules
        if rules is not None and not rules.can_fetch(url, _AGENT):
            raise RobotsRefused(_("{host} asks robots not to read this page (robots.txt).").format(host=URL(url).host))

    async def _ask(self, origin: str, now: datetime) -> tuple[datetime, Rules]:
        """As RFC 9309 has it: no such file allows everything, a server in trouble nothing until it is well."""
        try:
            answer = await self._fetcher.get(f"{origin}/robots.txt", limits=_LIMITS)
        except FetchFailed as error:
            if error.status is not None and 400 <= error.status < 500 and error.status != 429:
                return now + ROBOTS_FOR, None
            return now + _AGAIN, error
        rules = Protego.parse(answer.body.decode("utf-8", "replace"))
        self._fetcher.slow_down(URL(origin).host or "", rules.crawl_delay(_AGENT))
        return now + ROBOTS_FOR, rules
