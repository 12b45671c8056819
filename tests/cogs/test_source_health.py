"""How sources do, as managers see it."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import discord
import pytest

from bot.domain.errors import SourceFailed
from bot.domain.news import Entry, Listing
from bot.feeds import pace
from storage.notices import NoticeStore
from storage.sources import SourceStore
from tests import make
from tests.desk import Desk, open_desk, text_of

NOW = make.NOW
DOWN = SourceFailed("wire.example has nothing at this address (404); look for the feed's new address on its site.")
WELL = Listing(
    entries=tuple(
        Entry(identity=str(n), url=None, title="T", published_at=NOW - timedelta(hours=n * 12)) for n in range(14)
    ),
)


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    async with open_desk(tmp_path) as opened:
        await make.reading(opened.core.db, opened.guild.id)
        yield opened


async def poll(desk: Desk, *heard: Listing | SourceFailed) -> None:
    store = SourceStore(desk.core.db)
    for said in heard:
        for feed in await store.due(NOW + timedelta(days=9000)):
            after = pace.failed(feed, said, NOW) if isinstance(said, SourceFailed) else pace.heard(feed, said, NOW)
            await desk.core.db.transaction(lambda tx, after=after: store.record(tx, after, NOW))


def posted(desk: Desk) -> list[str]:
    return [
        text_of(desk.env.backend.get_message(desk.channel.id, m.id).components)
        for m in desk.channel.history()
        if m.author.bot and m.interaction_metadata is None
    ]


async def test_list_and_health_say_state_last_news_pace_next_poll_and_what_to_do(desk: Desk) -> None:
    shown = await desk.ask(desk.manager, "source list")
    assert "not asked yet" in shown
    assert "⚪" in shown
    assert "🟢" not in shown
    await poll(desk, WELL)
    shown = await desk.ask(desk.manager, "source list")
    for words in ("healthy", f"last new <t:{int(NOW.timestamp())}:R>", "15 a week", "next poll <t:"):
        assert words in shown
    await poll(desk, *[DOWN] * 6)
    shown = await desk.ask(desk.manager, "source health")
    for words in ("0 healthy, 1 to look at", f"failing since <t:{int(NOW.timestamp())}:R> (6 in a row)", "new address"):
        assert words in shown
    assert "`/notices channel` names a channel" in shown


async def test_a_hundred_sources_are_all_listed_within_discords_limits(desk: Desk) -> None:
    for number in range(99):
        await make.reading(desk.core.db, desk.guild.id, f"Source {number} of a rather long name with *marks*")
    await poll(desk, WELL, *[SourceFailed("x" * 400)] * 5)
    shown = await desk.ask(desk.manager, "source health")
    assert shown.count("failing since") == 100
    assert (await desk.ask(desk.manager, "source list")).count("next poll") == 100


async def test_managers_are_told_in_the_channel_they_named_or_the_digests(desk: Desk) -> None:
    shown = await desk.ask(desk.manager, "notices channel")
    assert "once there is one" in shown
    await desk.ask(desk.manager, "digest schedule", channel=desk.channel, hour=7, zone="UTC")
    await poll(desk, WELL, *[DOWN] * 5)
    assert await desk.core.notices.deliver_due(NOW, desk.delivery.postman) == 1
    assert await desk.core.notices.deliver_due(NOW, desk.delivery.postman) == 0
    (told,) = posted(desk)
    assert "Steppe Wire" in told
    assert "failed five times in a row: wire.example has nothing at this address" in told
    assert "Notice 1" in told
    other = desk.guild.create_text_channel("managers")
    assert "#managers" in await desk.ask(desk.manager, "notices channel", channel=other)
    await poll(desk, WELL)
    assert await desk.core.notices.deliver_due(NOW, desk.delivery.postman) == 1
    assert len(posted(desk)) == 1
    assert "is well again" in text_of(desk.env.backend.get_message(other.id, next(iter(other.history())).id).components)


async def test_a_notice_that_is_in_the_channel_already_is_found_after_a_crash(desk: Desk) -> None:
    await desk.ask(desk.manager, "digest schedule", channel=desk.channel, hour=7, zone="UTC")
    await poll(desk, WELL, *[DOWN] * 5)
    store = NoticeStore(desk.core.db)
    batch = await desk.core.db.transaction(lambda tx: store.take(tx, NOW))
    assert batch
    await desk.delivery.postman.tell(batch, "n")  # and then the process dies
    assert await desk.core.notices.deliver_due(NOW + timedelta(minutes=3), desk.delivery.postman) == 1
    assert len(posted(desk)) == 1
    assert await desk.delivery.postman.find_notice(replace(batch, id=7)) is None


async def test_a_channel_the_bot_may_not_write_in_is_refused_for_notices(desk: Desk) -> None:
    closed = desk.guild.create_text_channel(
        "closed", overwrites={desk.guild.default_role: discord.PermissionOverwrite(send_messages=False)}
    )
    assert "Send Messages" in await desk.ask(desk.manager, "notices channel", channel=closed)


async def test_a_source_is_paused_resumed_and_labelled(desk: Desk) -> None:
    assert "is paused" in await desk.ask(desk.manager, "source pause", source="Steppe Wire")
    assert "paused already" in await desk.ask(desk.manager, "source pause", source="Steppe Wire")
    assert "paused by a manager" in await desk.ask(desk.manager, "source list")
    assert "read again" in await desk.ask(desk.manager, "source resume", source="Steppe Wire")
    assert "not paused" in await desk.ask(desk.manager, "source resume", source="Steppe Wire")
    shown = await desk.ask(
        desk.manager, "source label", source="Steppe Wire", weight="context only", country="Kazakhstan", owner="state"
    )
    assert "KZ, owned by a state" in shown
    assert "owned by a state, Steppe Group" in await desk.ask(
        desk.manager, "source label", source="Steppe Wire", owned_by="Steppe Group"
    )
    assert "context only" in shown
    assert "context only" in await desk.ask(desk.manager, "source list")
    assert "Name what to change" in await desk.ask(desk.manager, "source label", source="Steppe Wire")
    assert "Name what to change" in await desk.ask(desk.manager, "source label", source="Steppe Wire", name="  ")
    assert "Kazakhstan" in await desk.ask(desk.manager, "source label", source="Steppe Wire", country="Kazakstan")


async def test_a_source_is_called_otherwise_from_then_on(desk: Desk) -> None:
    named = await desk.ask(desk.manager, "source label", source="Steppe Wire", name="  The *Steppe*\n @everyone ")
    assert "### The \\*Steppe\\* \\@everyone\n" in named
    assert "The \\*Steppe\\*" in await desk.ask(desk.manager, "source list")
    assert "This server reads no source" in await desk.ask(desk.manager, "source pause", source="Steppe Wire")
    assert "is paused" in await desk.ask(desk.manager, "source pause", source="the *steppe* @everyone")


@pytest.mark.parametrize("command", ["source health", "source pause", "source label", "notices channel"])
async def test_a_reader_is_refused_these_too(desk: Desk, command: str) -> None:
    registered = {one.name: one.id for one in await desk.client.tree.fetch_commands()}
    desk.guild.set_command_permissions(registered[command.split(maxsplit=1)[0]], {desk.reader: True})
    options = {"source": "Steppe Wire"} if command.startswith(("source p", "source l")) else {}
    assert "Manage Server" in await desk.ask(desk.reader, command, **options)
