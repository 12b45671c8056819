# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false
# protego comes without types.
"""Whether a site lets the bot read a page. Only for pages: a feed was added by a person, and is made for readers."""

import asyncio
import re
from collections import OrderedDict
from datetime import datetime, timedelta

from protego import Protego
from yarl import URL

from bot.feeds.failures import FetchFailed, RobotsRefused
from bot.feeds.fetch import Fetcher, Limits
from bot.feeds.pace import ROBOTS_FOR
from bot.feeds.urls import LONGEST
from bot.words import _

_AGENT = "Communique"
_MOST_HOSTS = 2000
_AGAIN = timedelta(minutes=10)
_LIMITS = Limits(
    wire_bytes=512 * 1024, decoded_bytes=512 * 1024, seconds=10.0, accept="text/plain", kind="robots.txt", is_page=True
)
Rules = str | FetchFailed | None
"""The lines that concern the bot; None allows everything; a failure is raised again for a while."""
_MOST_RULES = 32 * 1024
"""Characters of them that are kept: read once for each page."""
_LINE = re.compile(
    r"\s*(?:(user[- ]?agent)|((?:allow|dis+al+[oa]w|diasllow|crawl[- ]delay)(?=[\s:]))|(sitemaps?|site-map|host)\b)?\s*:?\s*(.*)",
    re.I,
)


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
        if rules is not None and not Protego.parse(rules).can_fetch(url, _AGENT):
            raise RobotsRefused(_("{host} asks robots not to read this page (robots.txt).").format(host=URL(url).host))

    async def _ask(self, origin: str, now: datetime) -> tuple[datetime, Rules]:
        """As RFC 9309 has it: no such file allows everything, a server in trouble nothing until it is well."""
        try:
            answer = await self._fetcher.get(f"{origin}/robots.txt", limits=_LIMITS)
        except FetchFailed as error:
            if error.status is not None and 400 <= error.status < 500 and error.status != 429:
                return now + ROBOTS_FOR, None
            return now + _AGAIN, error
        rules = await asyncio.to_thread(ours, answer.body.decode("utf-8", "replace"))
        self._fetcher.slow_down(URL(origin).host or "", Protego.parse(rules).crawl_delay(_AGENT))
        return now + ROBOTS_FOR, rules


def ours(text: str) -> str:
    """Of a robots.txt the groups that speak of this bot or of all.

    Protego keeps every rule once for each agent of its group: a file of 300 kB made a gigabyte of it, and half a minute.
    """
    kept, size = list[str](), 0
    agents, is_head = dict[str, None](), False
    for line in (*text.splitlines(), "end:"):
        found = _LINE.match(line.partition("#")[0][:LONGEST])
        assert found is not None  # every part of it may be empty
        agent, rule, of_the_site, value = found.groups()
        if of_the_site or not found[0].strip():
            continue
        name = value.strip().lower()
        if agent:
            agents = agents if is_head else {}
            if name == "*" or (name and _AGENT.lower().startswith(name.replace("*", ""))):
                agents[name] = None
            is_head = True
            continue
        lines = [f"User-agent: {name}" for name in agents] if is_head else []
        if agents and (rule or is_head):
            # Whatever stands there ends the list of agents.
            lines.append(f"{rule}: {value}" if rule else "disallow:")
        is_head = False
        size += sum(map(len, lines))
        if size > _MOST_RULES:
            break
        kept += lines
    return "\n".join(kept)
