"""What a manager types, and what a reader may not."""

from collections.abc import AsyncIterator
from pathlib import Path

import discord
import pytest

from tests import make
from tests.cogs.dialog import confirmed
from tests.cogs.test_readers import store
from tests.desk import Desk, open_desk, text_of
from tests.servers import Served, pair, site

FEED = """<?xml version="1.0"?><rss version="2.0"><channel><title>Steppe Wire</title><link>http://x/</link>
<item><title>Talks in Astana</title><link>http://x/1</link><pubDate>Tue, 10 Mar 2026 08:00:00 GMT</pubDate></item>
<item><title>@everyone **Free** [money](http://evil)</title><link>http://x/2</link></item></channel></rss>"""


@pytest.fixture
async def web() -> AsyncIterator[str]:
    pages = {
        "/feed.xml": (FEED.encode(), "application/rss+xml"),
        "/": (
            b'<html><head><link rel="alternate" type="application/rss+xml" href="/feed.xml"></head></html>',
            "text/html",
        ),
        "/plain": (b"<html><body>No feed here.</body></html>", "text/html"),
        "/broken.xml": (b"<rss><channel><item><title>cut", "application/rss+xml"),
    }
    async with Served(site(pages)) as served:
        yield getattr(served, "base_url", served)


@pytest.fixture
async def desk(tmp_path: Path, web: str) -> AsyncIterator[Desk]:
    async with open_desk(tmp_path, allow=(pair(web),)) as opened:
        yield opened


@pytest.mark.parametrize("path", ["/feed.xml", "/"])
async def test_a_source_is_shown_confirmed_and_listed(desk: Desk, web: str, path: str) -> None:
    result = await desk.manager.slash(desk.channel, "source add", url=f"{web}{path}")
    shown = desk.read(result)
    assert "Steppe Wire" in shown
    assert "Talks in Astana" in shown
    assert "\\@everyone" in shown, "feed text pings nobody"
    assert "](http://evil" not in shown
    await desk.manager.click(result.response.message, label="Add")
    assert "Steppe Wire" in await desk.ask(desk.manager, "source list")
    assert "reads it already" in await desk.ask(desk.manager, "source add", url=f"{web}/feed.xml")
    assert "Talks in Astana" in await desk.ask(desk.manager, "source test", source="Steppe Wire")
    asked = await desk.manager.slash(desk.channel, "source remove", source="steppe wire")
    assert "Stop reading Steppe Wire?" in desk.read(asked)
    assert "Nothing was changed" in desk.read(await desk.manager.click(asked.response, label="Leave it"))
    assert "Steppe Wire" in await desk.ask(desk.manager, "source list")
    assert "Did you mean **Steppe Wire**?" in await desk.ask(desk.manager, "source pause", source="Stepe Wier")
    assert "no longer reads" in await confirmed(desk, "source remove", "Remove it", source="steppe wire")
    assert "reads nothing yet" in await desk.ask(desk.manager, "source list")


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("http://127.0.0.1:9/feed", "Port 9"),
        ("http://169.254.169.254/latest/meta-data", "public"),
        ("http://no-such-host.invalid/feed", "no address"),
        ("ftp://example.org/feed", "http"),
        ("{web}/plain", "feed"),
        ("{web}/broken.xml", ""),
    ],
)
async def test_an_address_without_a_feed_is_refused_in_words(desk: Desk, web: str, url: str, words: str) -> None:
    shown = await desk.ask(desk.manager, "source add", url=url.format(web=web))
    assert words in shown
    assert "Something broke" not in shown


async def test_the_most_feeds_a_server_may_read_is_kept(desk: Desk, web: str) -> None:
    object.__setattr__(desk.core.sources, "_feeds_a_server", 0)
    result = await desk.manager.slash(desk.channel, "source add", url=f"{web}/feed.xml")
    clicked = await desk.manager.click(result.response.message, label="Add")
    assert "the most it may" in desk.read(clicked)


async def test_a_schedule_shows_its_next_two_moments_and_can_be_paused(desk: Desk) -> None:
    shown = await desk.ask(desk.manager, "digest schedule", channel=desk.channel, hour=7, zone="almaty")
    assert "07:00 Asia/Almaty" in shown
    assert shown.count("<t:") == 2
    assert "Paused" in await desk.ask(desk.manager, "digest pause")
    assert "Next:" in await desk.ask(desk.manager, "digest resume")


async def test_an_unknown_zone_names_what_is_near(desk: Desk) -> None:
    shown = await desk.ask(desk.manager, "digest schedule", channel=desk.channel, hour=7, zone="Asia/Almatty")
    assert "Asia/Almaty" in shown


async def test_a_channel_that_the_bot_may_not_write_in_is_named_with_the_permission(desk: Desk) -> None:
    closed = desk.guild.create_text_channel(
        "closed", overwrites={desk.guild.default_role: discord.PermissionOverwrite(send_messages=False)}
    )
    shown = await desk.ask(desk.manager, "digest schedule", channel=closed, hour=7, zone="UTC")
    assert "#closed" in shown
    assert "Send Messages" in shown


async def test_todays_digest_is_posted_once(desk: Desk) -> None:
    await store(desk, desk.guild.id)
    desk.now = make.NOW.replace(minute=5)
    await desk.ask(desk.manager, "digest schedule", channel=desk.channel, hour=7, zone="UTC")
    assert "We shall build the railway" in await desk.ask(desk.manager, "digest preview")
    assert "Posted" in await desk.ask(desk.manager, "digest now")
    assert "made already" in await desk.ask(desk.manager, "digest now")
    posted = [m for m in desk.channel.history() if m.author.bot and m.interaction_metadata is None]
    assert len(posted) == 1
    texts = text_of(desk.env.backend.get_message(desk.channel.id, posted[0].id).components)
    assert "Tuesday, 10 March 2026" in texts
    assert "“We shall build the railway”" in texts
    pressed = await desk.reader.click(posted[0], label="About this digest")
    shown = desk.read(pressed)
    assert "About the digest of 10 March 2026" in shown
    assert "from 9 March, 09:05 to 10 March, 09:05 (UTC)" in shown


@pytest.mark.parametrize(
    ("command", "options"),
    [
        ("source list", {}),
        ("source add", {"url": "http://example.org"}),
        ("source remove", {"source": "x"}),
        ("digest now", {}),
        ("digest pause", {}),
    ],
)
async def test_a_reader_is_refused_what_is_for_managers(desk: Desk, command: str, options: dict) -> None:
    registered = {one.name: one.id for one in await desk.client.tree.fetch_commands()}
    desk.guild.set_command_permissions(registered[command.split(maxsplit=1)[0]], {desk.reader: True})
    shown = await desk.ask(desk.reader, command, **options)
    assert "Manage Server" in shown
    assert (await desk.core.sources.reading(desk.guild.id)).lines == ()
