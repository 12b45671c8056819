"""A stop in the middle of work: it ends soon, and the store is whole."""

import asyncio
import contextlib
import os
import signal
import sqlite3
import sys
import time
from collections.abc import AsyncGenerator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from aiohttp import web

from bot import app
from bot.config import Settings
from tests import make
from tests.servers import Served, pair
from tests.small_discord import CHANNEL, GUILD, TOKEN, SmallDiscord

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


LAUNCH = """
import sys
from bot import app, running
from tests import small_discord
app._DIGEST_SECONDS, running._SENDING_SECONDS = 0.3, {sending}
sys.exit(small_discord.main())
"""


@contextlib.asynccontextmanager
async def running(
    folder: Path, discord: SmallDiscord, *, sending: float = 20.0
) -> AsyncGenerator[asyncio.subprocess.Process]:
    """The bot as a process, on a Discord of our own."""
    async with Served(discord.app()) as url:
        environment = {**os.environ, "DATABASE": str(folder / "store.db"), "DISCORD_TOKEN": TOKEN}
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            *("-c", LAUNCH.format(sending=sending), url, "run"),
            cwd=ROOT,
            env=environment,
            stderr=asyncio.subprocess.DEVNULL,
        )
        try:
            await asyncio.wait_for(discord.identified.wait(), 30)
            yield process
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()


async def ended(process: asyncio.subprocess.Process) -> tuple[int, float]:
    """Exit code, and the seconds it took."""
    began = time.monotonic()
    return await asyncio.wait_for(process.wait(), 25), time.monotonic() - began


async def subscribe(path: Path) -> None:
    """A digest that is due now."""
    now = datetime.now(UTC)
    async with app.open_core(Settings(database=path, discord_token="")) as core:
        await core.subscriptions.schedule(int(GUILD), int(CHANNEL), now.hour, "UTC", now - timedelta(days=1))


def state(path: Path) -> tuple[str, str | None]:
    with contextlib.closing(sqlite3.connect(path)) as store:
        assert store.execute("PRAGMA quick_check").fetchone() == ("ok",)
        return store.execute("SELECT state, message_id FROM delivery").fetchone()


async def test_an_idle_bot_ends_at_once_and_says_that_all_is_well(tmp_path: Path) -> None:
    async with running(tmp_path, SmallDiscord()) as process:
        process.send_signal(signal.SIGTERM)
        code, seconds = await ended(process)
    assert code == 0
    assert seconds < 5


async def test_a_command_being_answered_gets_its_answer(tmp_path: Path) -> None:
    discord = SmallDiscord()
    async with running(tmp_path, discord) as process:
        discord.hold.clear()
        await asyncio.sleep(0.5)
        await discord.type("help")
        await asyncio.wait_for(discord.answering.wait(), 10)
        process.send_signal(signal.SIGTERM)
        await asyncio.sleep(0.5)
        discord.hold.set()
        code, seconds = await ended(process)
    assert code == 0
    assert seconds < 5
    assert "/quotes" in "".join(discord.answers)


async def test_a_digest_on_its_way_is_waited_for_longer_than_five_seconds_and_recorded(tmp_path: Path) -> None:
    discord = SmallDiscord()
    discord.hold.clear()
    await subscribe(tmp_path / "store.db")
    async with running(tmp_path, discord) as process:
        await asyncio.wait_for(discord.posting.wait(), 20)
        process.send_signal(signal.SIGTERM)
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(process.wait(), 5.5)
        discord.hold.set()
        code, seconds = await ended(process)
    assert (code, len(discord.posts)) == (0, 1)
    assert seconds < 3
    assert state(tmp_path / "store.db") == ("sent", int(CHANNEL) + 1)


async def test_a_digest_that_discord_never_answers_keeps_nobody_for_ever(tmp_path: Path) -> None:
    discord = SmallDiscord()
    discord.hold.clear()
    await subscribe(tmp_path / "store.db")
    async with running(tmp_path, discord, sending=4.0) as process:
        await asyncio.wait_for(discord.posting.wait(), 20)
        process.send_signal(signal.SIGTERM)
        code, seconds = await ended(process)
        discord.hold.set()
    assert code == 0
    assert 4 <= seconds < 8
    assert state(tmp_path / "store.db") in (("sending", None), ("unknown", None)), (
        "the next start looks for it in the channel"
    )


async def test_a_second_signal_ends_the_bot_at_once(tmp_path: Path) -> None:
    discord = SmallDiscord()
    discord.hold.clear()
    await subscribe(tmp_path / "store.db")
    async with running(tmp_path, discord) as process:
        await asyncio.wait_for(discord.posting.wait(), 20)
        process.send_signal(signal.SIGTERM)
        await asyncio.sleep(0.5)
        process.send_signal(signal.SIGTERM)
        code, seconds = await ended(process)
        discord.hold.set()
    assert code == 128 + signal.SIGTERM
    assert seconds < 1
    assert state(tmp_path / "store.db") == ("sending", None)
