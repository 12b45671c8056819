"""A stop in the middle of work: it ends soon, and the store is whole."""

import asyncio
import contextlib
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
from tests.crash.bots import Bot, Nursery
from tests.crash.wire import Wire, open_wire
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


async def ended(bot: Bot) -> tuple[int, float]:
    """Exit code, and the seconds it took."""
    began = time.monotonic()
    return await asyncio.wait_for(bot.ended(), 25), time.monotonic() - began


async def sending(wire: Wire) -> Bot:
    """A bot of which Discord has a digest, and does not say so."""
    wire.discord.faults.planned.append(("POST", "/messages", "hold"))
    await wire.editions.add_to(wire.channels, wire.now)
    bot = wire.start()
    await asyncio.wait_for(wire.discord.faults.held.wait(), 20)
    return bot


def state(path: Path) -> tuple[str, str | None]:
    with contextlib.closing(sqlite3.connect(path)) as store:
        assert store.execute("PRAGMA quick_check").fetchone() == ("ok",)
        return store.execute("SELECT state, message_id FROM delivery").fetchone()


async def test_an_idle_bot_ends_at_once_and_says_that_all_is_well(tmp_path: Path, nursery: Nursery) -> None:
    async with open_wire(tmp_path, nursery) as wire:
        bot = await wire.started()
        bot.signal(signal.SIGTERM)
        code, seconds = await ended(bot)
    assert code == 0
    assert seconds < 5


async def test_a_command_being_answered_gets_its_answer(tmp_path: Path, nursery: Nursery) -> None:
    async with open_wire(tmp_path, nursery) as wire:
        bot = await wire.started()
        wire.discord.faults.planned.append(("POST", "/interactions/", "hold"))
        token = await wire.discord.gateway.interact(wire.channels[0], {"id": "1", "name": "help", "type": 1})
        await asyncio.wait_for(wire.discord.faults.held.wait(), 10)
        bot.signal(signal.SIGTERM)
        await asyncio.sleep(0.5)
        wire.discord.faults.released.set()
        code, seconds = await ended(bot)
        assert "/quotes" in str(wire.discord.world.replies[token])
    assert code == 0
    assert seconds < 5


async def test_a_digest_on_its_way_is_waited_for_longer_than_five_seconds_and_recorded(
    tmp_path: Path, nursery: Nursery
) -> None:
    async with open_wire(tmp_path, nursery, speed=10.0) as wire:
        bot = await sending(wire)
        bot.signal(signal.SIGTERM)
        await wire.pass_time(8)
        wire.discord.faults.released.set()
        code, seconds = await ended(bot)
    (message,) = wire.discord.world.messages[wire.channels[0].id]
    assert code == 0
    assert seconds < 3
    assert state(wire.database) == ("sent", message.id)


async def test_a_digest_that_discord_never_answers_keeps_nobody_for_ever(tmp_path: Path, nursery: Nursery) -> None:
    async with open_wire(tmp_path, nursery, speed=10.0) as wire:
        bot = await sending(wire)
        bot.signal(signal.SIGTERM)
        code, seconds = await ended(bot)
    assert code == 0
    assert 20 <= seconds * 10 < 60
    assert state(wire.database) in (("sending", None), ("unknown", None)), "the next start looks for it in the channel"


async def test_a_second_signal_ends_the_bot_at_once(tmp_path: Path, nursery: Nursery) -> None:
    async with open_wire(tmp_path, nursery, speed=10.0) as wire:
        bot = await sending(wire)
        bot.signal(signal.SIGTERM)
        await wire.pass_time(5)
        bot.signal(signal.SIGTERM)
        code, seconds = await ended(bot)
    assert code == 128 + signal.SIGTERM
    assert seconds < 1
    assert state(wire.database) == ("sending", None)
