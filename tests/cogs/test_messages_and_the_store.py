"""A message and what is stored: its facts are known again, and nothing of it is kept. And what counts as a link in it."""

import asyncio
import logging
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.domain.answers import Scope
from bot.domain.keys import short_id
from bot.services.messages import find_links
from tests.cogs.test_messages import PAGES, SECRET, WORDS, facts_in
from tests.cogs.test_readers import store
from tests.desk import Desk, open_desk
from tests.make import NOW
from tests.servers import Raw, Served, pair, site


@pytest.fixture
async def web() -> AsyncIterator[str]:
    async with Served(site(PAGES)) as served:
        yield served


@pytest.fixture
async def desk(tmp_path: Path, web: str) -> AsyncIterator[Desk]:
    async with open_desk(tmp_path, allow=(pair(web),)) as opened:
        yield opened


async def test_a_fact_that_this_servers_news_has_comes_with_its_id_and_no_others(desk: Desk) -> None:
    await store(desk, desk.guild.id)
    known = (await desk.core.quotes.page(Scope(guild_id=desk.guild.id))).quotes[0].id
    shown = desk.read(await facts_in(desk, WORDS))
    assert f"in this server’s news as `{short_id('quote', known)}`" in shown


async def test_what_only_another_server_reads_is_unknown_here(desk: Desk) -> None:
    await store(desk, 999)
    assert "in this server’s news" not in desk.read(await facts_in(desk, WORDS))


async def test_nothing_of_a_message_or_page_is_stored_or_logged(
    desk: Desk, web: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    files = [tmp_path / name for name in ("desk.db", "desk.db-wal")]
    with caplog.at_level(logging.INFO):
        for content in (WORDS, f"{web}/bridge", f"{web}/nothing?{SECRET}"):
            await facts_in(desk, content)
    await desk.core.db.all("PRAGMA wal_checkpoint", {})
    kept = b"".join(path.read_bytes() for path in files)
    assert kept
    assert SECRET.encode() not in kept
    assert SECRET not in caplog.text


def test_links_are_found_as_people_write_them() -> None:
    text = "See (https://a.example/x_(y)), <https://b.example/?q=1&r=2>, **https://c.example/z**. https://a.example/x_(y) HTTP://D.example!"
    assert find_links(text) == (
        "https://a.example/x_(y)",
        "https://b.example/?q=1&r=2",
        "https://c.example/z",
        "HTTP://D.example",
    )


async def test_links_that_never_answer_keep_no_other_server_waiting(tmp_path: Path) -> None:
    held = asyncio.Event()

    async def never(_writer: asyncio.StreamWriter) -> None:
        await held.wait()

    async with Raw(never) as slow, open_desk(tmp_path, allow=(pair(slow),)) as desk:
        ask = desk.core.messages.answer
        asked = [asyncio.create_task(ask(Scope(guild_id=1), f"{slow}/{n}", NOW, NOW)) for n in range(4)]
        await asyncio.sleep(0.1)
        async with asyncio.timeout(8):
            await ask(Scope(guild_id=2), "Good morning.", NOW, NOW)
        for one in asked:
            one.cancel()
        await asyncio.gather(*asked, return_exceptions=True)
        held.set()
