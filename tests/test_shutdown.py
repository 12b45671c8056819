"""A stop in the middle of work: it ends soon, and the store is whole."""

import asyncio
import os
import signal
import sqlite3
import sys
import time
from pathlib import Path

import pytest
from aiohttp import web

from bot import app
from bot.config import Settings
from tests import make
from tests.servers import Served, pair

ROOT = Path(__file__).parents[1]
STORY = (
    "<p>"
    + "</p><p>".join(
        f"“We will build bridge number {n},” Kazakh President Kassym-Jomart Tokayev said in Astana." for n in range(300)
    )
    + "</p>"
)


def press(asked: asyncio.Event, *, is_slow: bool) -> web.Application:
    async def feed(request: web.Request) -> web.Response:
        items = "".join(
            f"<item><title>Story {n}</title><link>http://{request.host}/a{n}</link></item>" for n in range(40)
        )
        return web.Response(
            text=f'<rss version="2.0"><channel><title>Wire</title>{items}</channel></rss>',
            content_type="application/rss+xml",
        )

    async def page(request: web.Request) -> web.Response:
        if request.path == "/a1":
            asked.set()
            if is_slow:
                await asyncio.sleep(30)
        return web.Response(
            text=f"<html lang=en><body><article><h1>Story</h1>{STORY}</article></body></html>", content_type="text/html"
        )

    application = web.Application()
    application.router.add_get("/feed", feed)
    application.router.add_get("/{page}", page)
    return application


@pytest.mark.parametrize("is_slow", [True, False], ids=["during a fetch", "during an extraction"])
async def test_a_stopped_ingest_ends_within_five_seconds_and_leaves_no_half(tmp_path: Path, is_slow: bool) -> None:
    asked = asyncio.Event()
    path = tmp_path / "store.db"
    async with Served(press(asked, is_slow=is_slow)) as base:
        async with app.open_core(
            Settings(database=path, discord_token=""), allow=(pair(base),), page_spacing=0.0
        ) as core:
            found = await core.sources.find(0, f"{base}/feed", make.NOW)
            await core.sources.add(0, found, 0, make.NOW)
        environment = {**os.environ, "DATABASE": str(path), "FETCH_ALLOW": pair(base), "DISCORD_TOKEN": ""}
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", "ingest", cwd=ROOT, env=environment, stderr=asyncio.subprocess.DEVNULL
        )
        await asyncio.wait_for(asked.wait(), 30)
        await asyncio.sleep(0.3)
        started = time.monotonic()
        process.send_signal(signal.SIGTERM)
        assert await asyncio.wait_for(process.wait(), 10) == 0
        assert time.monotonic() - started < 5
    with sqlite3.connect(path) as store:
        assert store.execute("PRAGMA quick_check").fetchone() == ("ok",)
        articles, settled = store.execute(
            "SELECT (SELECT count(*) FROM article), (SELECT count(*) FROM entry WHERE article_id IS NOT NULL)"
        ).fetchone()
        assert articles == settled >= 1
        assert store.execute(
            "SELECT count(*) FROM article a WHERE NOT EXISTS (SELECT 1 FROM fact f WHERE f.article_id = a.id)"
        ).fetchone() == (0,)
        assert store.execute("SELECT etag, last_ok_at FROM feed").fetchone() == (None, None), (
            "not marked read before all is stored"
        )
    store.close()
