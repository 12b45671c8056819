"""Kill -9 in the middle of an ingest: nothing lost, nothing doubled, nothing marked read that is not stored.

A few kills at fixed points of chance; `make crash` makes it fifty (KILLS=50).
"""

import asyncio
import os
import random
import signal
import sys
from pathlib import Path

from aiohttp import web

from storage.sqlite import SqliteDatabase, open_database
from tests.servers import Served

ROOT = Path(__file__).parents[2]
KILLS = int(os.environ.get("KILLS", "3"))
FEEDS, NEW_EACH_TIME = 3, 4
PAGE = "<html lang=en><title>{0}</title><article><h1>{0}</h1><p>The ministers met, and will meet again.</p></article></html>"


class Press:
    """Three feeds that list more each time; half of the entries have pages, half carry their text. The ETag counts the entries."""

    def __init__(self) -> None:
        self.count = 0

    def titles(self, feed: int, count: int) -> set[str]:
        return {f"Talks {feed}-{n}" for n in range(count)}

    def app(self) -> web.Application:
        app = web.Application()
        app.router.add_get("/feed/{feed}", self._feed)
        app.router.add_get("/page/{name}", self._page)
        return app

    async def _feed(self, request: web.Request) -> web.Response:
        feed, tag = request.match_info["feed"], f'"{self.count}"'
        if request.headers.get("If-None-Match") == tag:
            return web.Response(status=304)
        base = f"http://{request.host}/page"
        items = "".join(
            f"<item><title>Talks {feed}-{n}</title><guid isPermaLink='false'>{feed}-{n}</guid>"
            + (f"<link>{base}/{feed}-{n}</link>" if n % 2 else "")
            + "</item>"
            for n in range(self.count)
        )
        text = f"<rss version='2.0'><channel><title>Feed {feed}</title>{items}</channel></rss>"
        return web.Response(text=text, content_type="application/rss+xml", headers={"ETag": tag})

    async def _page(self, request: web.Request) -> web.Response:
        return web.Response(text=PAGE.format(f"Talks {request.match_info['name']}"), content_type="text/html")


WHOLE = """
SELECT a.title, (SELECT count(*) FROM article_text t WHERE t.article_id = a.id) AS texts,
  (SELECT count(*) FROM entry e WHERE e.article_id = a.id) AS entries, (SELECT count(*) FROM carrier c WHERE c.article_id = a.id) AS carriers
FROM article a
"""


async def look(db: SqliteDatabase, press: Press, before: set[str]) -> set[str]:
    """What is stored; it must be whole, single, no less than before, and all of what a feed is marked as having said."""
    rows = await db.all(WHOLE)
    titles = {row["title"] for row in rows}
    assert len(titles) == len(rows), "doubled"
    assert {(row["texts"], row["entries"], row["carriers"]) for row in rows} <= {(1, 1, 1)}, "half an article"
    assert before <= titles, "lost"
    assert await db.one("PRAGMA quick_check") == {"quick_check": "ok"}
    for feed in await db.all("SELECT url, etag FROM feed WHERE etag IS NOT NULL"):
        said = press.titles(int(feed["url"].rpartition("/")[2]), int(feed["etag"].strip('"')))
        assert said <= titles, "marked read, and not stored"
    return titles


async def start(path: Path, base: str) -> asyncio.subprocess.Process:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.crash.ingest", str(path), base.rpartition(":")[2], str(FEEDS)),
        cwd=ROOT,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )
    assert process.stdout
    assert (await process.stdout.readline()).strip() == b"begun"
    return process


async def test_kill_9_in_the_middle_of_an_ingest_loses_and_doubles_nothing(tmp_path: Path) -> None:
    path, press, dice, stored, amid = tmp_path / "store.db", Press(), random.Random(7), set[str](), 0
    async with Served(press.app()) as base:
        for _ in range(KILLS):
            press.count += NEW_EACH_TIME
            process = await start(path, base)
            await asyncio.sleep(dice.uniform(0.0, 0.25))
            process.send_signal(signal.SIGKILL)
            assert process.stdout
            amid += b"done" not in await process.stdout.read()
            await process.wait()
            async with open_database(path) as db:
                stored = await look(db, press, stored)
        assert amid >= KILLS / 2, "most of the kills came in the middle"
        process = await start(path, base)
        assert process.stdout
        said = (await process.stdout.read()).decode()
        assert said.startswith("done"), said
        assert said.strip().endswith("[]"), said
        await process.wait()
        async with open_database(path) as db:
            stored = await look(db, press, stored)
            tags = {row["etag"] for row in await db.all("SELECT etag FROM feed")}
    assert tags == {f'"{press.count}"'}
    wanted = set[str]().union(*(press.titles(feed, press.count) for feed in range(FEEDS)))
    assert stored == wanted
    print(f"{KILLS} × kill -9 of an ingest, {amid} in its middle: {len(stored)} articles, 0 doubled, 0 lost")
