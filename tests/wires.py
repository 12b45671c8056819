"""Fifty publishers of invented news on loopback, whose feeds change with the clock and break in several ways."""

import os
import random
from datetime import datetime, timedelta
from email.utils import format_datetime

from aiohttp import web

POISON = "".join(f"<p>Word {n} and the minister said so.</p>" for n in range(60_000))
_SYLLABLES = ("ba", "dor", "ke", "lin", "mo", "nur", "pa", "ri", "sha", "tov", "ul", "ve", "xan", "yi", "zhe")
_LEADERS = ("Kassym-Jomart Tokayev", "Shavkat Mirziyoyev", "Emmanuel Macron", "Ilham Aliyev", "Narendra Modi")
_COUNTRIES = ("Kazakhstan", "Uzbekistan", "France", "Azerbaijan", "India", "Egypt", "Brazil", "Japan")


class Wires:
    """Feeds that list the newest of what they published by `now`. `trouble` says what is wrong with which of them."""

    def __init__(self, feeds: int, begin: datetime, seed: int, poison_every: int) -> None:
        self.feeds, self.now, self.trouble = feeds, begin, dict[int, str]()
        self._begin, self._seed, self._poison_every = begin - timedelta(hours=3), seed, poison_every

    def app(self) -> web.Application:
        app = web.Application()
        app.router.add_get(r"/feed/{feed:\d+}", self._feed)
        app.router.add_get(r"/page/{feed:\d+}/{number:\d+}", self._page)
        return app

    def _every(self, feed: int) -> timedelta:
        return timedelta(minutes=20 + feed % 7 * 10)

    async def _feed(self, request: web.Request) -> web.Response:
        feed = int(request.match_info["feed"])
        match self.trouble.get(feed):
            case "in trouble":
                return web.Response(status=502)
            case "rubbish":
                return web.Response(body=os.urandom(3000), content_type="application/rss+xml")
            case "hangs up":
                assert request.transport is not None
                request.transport.close()
        count = int((self.now - self._begin) / self._every(feed))
        if request.headers.get("If-None-Match") == f'"{count}"':
            return web.Response(status=304)
        items = "".join(
            f"<item><title>Talks {feed}-{n}</title><link>http://{request.host}/page/{feed}/{n}</link>"
            f"<pubDate>{format_datetime(self._begin + n * self._every(feed))}</pubDate></item>"
            for n in range(max(0, count - 4), count)
        )
        text = f"<rss version='2.0'><channel><title>Wire {feed}</title>{items}</channel></rss>"
        return web.Response(text=text, content_type="application/rss+xml", headers={"ETag": f'"{count}"'})

    async def _page(self, request: web.Request) -> web.Response:
        feed, number = int(request.match_info["feed"]), int(request.match_info["number"])
        is_poison = (feed * 31 + number) % self._poison_every == 0
        body = POISON if is_poison else self.story(random.Random(self._seed * 10**6 + feed * 1000 + number))
        page = f"<html lang=en><title>Talks {feed}-{number}</title><article><h1>Talks</h1>{body}</article></html>"
        return web.Response(text=page, content_type="text/html")

    @staticmethod
    def story(chance: random.Random) -> str:
        """News of nobody: names are new in each, so that what is kept by name grows as it does with news."""
        new = " ".join("".join(chance.choices(_SYLLABLES, k=3)).title() for _ in range(2))
        one, other = chance.sample(_COUNTRIES, 2)
        leader = chance.choice(_LEADERS)
        return (
            f"<p>“We will open line {chance.randrange(9999)} before the harvest,” {leader} said on Tuesday.</p>"
            f"<p>{one} and {other} signed a ${chance.randrange(1, 90)} billion agreement on trade, officials said.</p>"
            f"<p>{leader} met {new}, the foreign minister of {other}, and invited him to a summit in May.</p>"
            f"<p>“The work goes on,” {new} said. The talks lasted for some hours, and the two sides will meet again.</p>"
        )
