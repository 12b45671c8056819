"""The bot is kicked, invited again, and loses channels."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import discord
import pytest
import simcord
from simcord.backend import serializers

from bot.domain.keys import read_short_id
from storage.review_notices import ReviewNoticeStore
from storage.times import to_text
from tests.desk import text_of
from tests.rights.ground import Ground, open_ground
from tests.rights.wire import ask

REPORTED = """
INSERT INTO complaint (guild_id, fact_id, problem, note, reader_id, made_at) VALUES (:guild, :id, 'wrong value', '', 7, :now)
"""


@pytest.fixture
async def ground(tmp_path: Path) -> AsyncIterator[Ground]:
    async with open_ground(tmp_path) as opened:
        yield opened


def posted(ground: Ground, channel: simcord.ChannelHandle) -> list[str]:
    """What the bot posted in a channel by itself, the oldest first."""
    backend = ground.desk.env.backend
    found = [one for one in channel.history() if one.author.bot and one.interaction_metadata is None]
    return [
        text_of(backend.get_message(channel.id, one.id).components) for one in sorted(found, key=lambda one: one.id)
    ]


async def states(ground: Ground, guild: int) -> list[str]:
    rows = await ground.desk.core.db.all("SELECT state FROM delivery WHERE guild_id = :guild", {"guild": guild})
    return [row["state"] for row in rows]


async def settled(ground: Ground) -> None:
    """What the bot does on an event has been done."""
    await ground.desk.env.settle()
    while doing := [one for one in asyncio.all_tasks() if one.get_name().startswith("discord.py: on_")]:
        await asyncio.gather(*doing)
    await ground.desk.env.settle()


async def ready(ground: Ground) -> None:
    """Discord has named all of the bot's servers."""
    ground.desk.client.dispatch("ready")
    await settled(ground)


async def kick(ground: Ground, *, unavailable: bool = False) -> None:
    """Discord says that our server is gone, or that it has lost it for a while."""
    lost = {"id": str(ground.desk.guild.id), "unavailable": True} if unavailable else {"id": str(ground.desk.guild.id)}
    ground.desk.env.backend.emit("GUILD_DELETE", lost)
    await settled(ground)


async def invite(ground: Ground, *, lazily: bool = False) -> None:
    backend = ground.desk.env.backend
    payload: Any = dict(serializers.guild_create_payload(backend, backend.get_guild(ground.desk.guild.id)))
    payload.pop("unavailable", None)
    backend.emit("GUILD_CREATE", payload | ({"unavailable": False} if lazily else {}))
    await settled(ground)


async def test_kicked_it_sends_nothing_any_more_there_and_goes_on_elsewhere(ground: Ground) -> None:
    desk = ground.desk
    await kick(ground)
    assert await states(ground, desk.guild.id) == ["skipped"]
    assert await states(ground, ground.rival.id) == ["due"]
    await desk.delivery.deliver_due()
    desk.now += timedelta(days=1)
    await desk.core.digests.tick(desk.now)
    await desk.delivery.deliver_due()
    assert posted(ground, desk.channel) == []
    assert set(await states(ground, ground.rival.id)) == {"sent"}


async def test_what_is_kept_of_a_server_goes_thirty_days_after_it_was_left(ground: Ground) -> None:
    desk = ground.desk
    await kick(ground)
    assert await desk.core.servers.erase_left(desk.now + timedelta(days=29)) == 0
    assert await desk.core.subscriptions.of_server(desk.guild.id)
    assert await desk.core.servers.erase_left(desk.now + timedelta(days=30, minutes=1)) == 1
    assert await desk.core.servers.one(desk.guild.id) is None
    assert await desk.core.subscriptions.of_server(desk.guild.id) == ()
    assert (await desk.core.sources.reading(desk.guild.id)).lines == ()
    assert await desk.core.subscriptions.of_server(ground.rival.id)
    assert (await desk.core.sources.reading(ground.rival.id)).lines


async def test_a_left_server_is_told_nothing_of_its_review_queue(ground: Ground) -> None:
    desk, db = ground.desk, ground.desk.core.db
    await desk.core.review_notices.set_channel(desk.guild.id, desk.channel.id, desk.now)
    said = {"guild": desk.guild.id, "id": read_short_id(ground.theirs["our quote"])[1], "now": to_text(desk.now)}  # type: ignore[index]
    await db.transaction(lambda tx: tx.execute(REPORTED, said))
    await kick(ground)
    notices = ReviewNoticeStore(db)
    later = desk.now + timedelta(days=2)
    assert await db.transaction(lambda tx: notices.take(tx, later)) is None
    await invite(ground)
    taken = await db.transaction(lambda tx: notices.take(tx, later))
    assert taken is not None
    await kick(ground)
    assert await db.transaction(lambda tx: notices.take(tx, later + timedelta(hours=1))) is None
    assert await notices.last_error(desk.guild.id)


@pytest.mark.parametrize("lazily", [False, True])
async def test_invited_again_all_is_as_it_was_and_managers_are_told_once(ground: Ground, lazily: bool) -> None:
    desk = ground.desk
    await kick(ground)
    desk.now += timedelta(days=3)
    await invite(ground, lazily=lazily)
    assert [one.paused_at for one in await desk.core.subscriptions.of_server(desk.guild.id)] == [None]
    await desk.core.digests.tick(desk.now)
    assert await desk.delivery.deliver_due() >= 1
    assert "13 March 2026" in "".join(posted(ground, desk.channel))
    assert "railway" in await desk.ask(desk.reader, "quotes")
    shown = await desk.ask(desk.manager, "source list")
    assert "The bot is back." in shown
    assert "The bot is back." not in await desk.ask(desk.manager, "source list")


async def test_what_a_manager_had_paused_stays_paused(ground: Ground) -> None:
    desk = ground.desk
    await desk.ask(desk.manager, "digest pause")
    await kick(ground)
    await invite(ground)
    (wish,) = await desk.core.subscriptions.of_server(desk.guild.id)
    assert wish.paused_at is not None


async def test_a_server_that_discord_has_lost_for_a_while_is_not_left(ground: Ground) -> None:
    desk = ground.desk
    await kick(ground, unavailable=True)
    await ready(ground)
    server = await desk.core.servers.one(desk.guild.id)
    assert server
    assert server.left_at is None
    assert await states(ground, desk.guild.id) == ["due"]


async def test_servers_left_while_the_bot_was_off_are_found_when_it_is_connected_again(ground: Ground) -> None:
    desk = ground.desk
    del desk.env.backend.guilds[ground.rival.id]
    desk.client._connection._remove_guild(desk.client.get_guild(ground.rival.id))  # type: ignore[arg-type]
    assert (await desk.core.servers.one(ground.rival.id)).left_at is None  # type: ignore[union-attr]
    await ready(ground)
    assert (await desk.core.servers.one(ground.rival.id)).left_at is not None  # type: ignore[union-attr]
    assert (await desk.core.servers.one(desk.guild.id)).left_at is None  # type: ignore[union-attr]


async def test_a_server_that_is_missing_from_the_list_but_answers_is_not_left(ground: Ground) -> None:
    """Or a list that came short would erase servers."""
    desk = ground.desk
    desk.client._connection._remove_guild(desk.client.get_guild(ground.rival.id))  # type: ignore[arg-type]
    await ready(ground)
    assert (await desk.core.servers.one(ground.rival.id)).left_at is None  # type: ignore[union-attr]


async def test_a_server_invited_again_while_the_bot_was_off_is_restored(ground: Ground) -> None:
    desk = ground.desk
    await desk.core.servers.left(desk.guild.id, desk.now)
    await ready(ground)
    assert [one.paused_at for one in await desk.core.subscriptions.of_server(desk.guild.id)] == [None]
    assert "The bot is back." in await desk.ask(desk.manager, "source list")


async def test_a_deleted_channel_pauses_its_digest_and_the_notices_channel_hears_of_it(ground: Ground) -> None:
    desk = ground.desk
    staff = desk.guild.create_text_channel("staff")
    await desk.ask(desk.manager, "notices channel", channel=staff)
    desk.env.backend.delete_channel(desk.channel.id)
    await settled(ground)
    assert await states(ground, desk.guild.id) == ["skipped"]
    (wish,) = await desk.core.subscriptions.of_server(desk.guild.id)
    assert wish.paused_at is not None
    (told,) = posted(ground, staff)
    assert "daily-digest was deleted, so its digest is paused. `/digest schedule` names another channel." in told
    assert "deleted" not in await ask(desk, desk.manager, "source list"), "once"


async def test_without_a_notices_channel_the_system_channel_hears_of_it(ground: Ground) -> None:
    desk = ground.desk
    lobby = desk.guild.create_text_channel("lobby")
    desk.env.backend.edit_guild(desk.guild.id, {"system_channel_id": lobby.id})
    await settled(ground)
    desk.env.backend.delete_channel(desk.channel.id)
    await settled(ground)
    (told,) = posted(ground, lobby)
    assert "daily-digest was deleted" in told


async def test_without_either_the_next_manager_who_types_a_command_hears_of_it_and_no_reader(ground: Ground) -> None:
    desk = ground.desk
    closed = discord.PermissionOverwrite(send_messages=False)
    silent = desk.guild.create_text_channel("silent", overwrites={desk.guild.default_role: closed})
    desk.env.backend.edit_guild(desk.guild.id, {"system_channel_id": silent.id})
    lobby = desk.guild.create_text_channel("lobby")
    desk.env.backend.delete_channel(desk.channel.id)
    await settled(ground)
    assert posted(ground, silent) == []

    async def typed(who: Any, command: str) -> Any:
        return await who.slash(lobby, command)

    assert "was deleted" not in desk.read(await typed(desk.reader, "quotes"))
    result = await typed(desk.manager, "source list")
    (hint,) = result.followups
    assert "was deleted" in text_of(hint.components)
    assert hint.ephemeral
    assert "was deleted" not in desk.read(await typed(desk.manager, "source list"))


async def test_a_deleted_channel_of_notices_alone_pauses_nothing(ground: Ground) -> None:
    desk = ground.desk
    staff = desk.guild.create_text_channel("staff")
    await desk.ask(desk.manager, "notices channel", channel=staff)
    desk.env.backend.delete_channel(staff.id)
    await settled(ground)
    assert [one.paused_at for one in await desk.core.subscriptions.of_server(desk.guild.id)] == [None]
    assert await states(ground, desk.guild.id) == ["due"]
    assert "staff was deleted, so notices go to the digest" in await desk.ask(desk.manager, "source list")


async def test_a_deleted_channel_of_the_review_is_told_like_that_of_a_digest(ground: Ground) -> None:
    desk = ground.desk
    staff, room = desk.guild.create_text_channel("staff"), desk.guild.create_text_channel("review-room")
    await desk.ask(desk.manager, "notices channel", channel=staff)
    await desk.ask(desk.manager, "review channel", channel=room)
    desk.env.backend.delete_channel(room.id)
    await settled(ground)
    (told,) = posted(ground, staff)
    assert "review-room was deleted, so what waits for review and what readers report is told nowhere" in told
    assert await desk.core.review_notices.where(desk.guild.id) == (None, None)
    assert [one.paused_at for one in await desk.core.subscriptions.of_server(desk.guild.id)] == [None]


async def test_a_channel_of_the_review_deleted_while_the_bot_was_off_is_found(ground: Ground) -> None:
    desk = ground.desk
    await desk.core.review_notices.set_channel(desk.guild.id, 12345, desk.now)
    await ready(ground)
    assert "so what waits for review" in await desk.ask(desk.manager, "source list")


async def test_a_channel_deleted_while_the_bot_was_off_is_found_when_it_is_connected_again(ground: Ground) -> None:
    desk = ground.desk
    lobby = desk.guild.create_text_channel("lobby")
    await desk.core.db.transaction(lambda tx: tx.execute("UPDATE subscription SET channel_id = 12345"))
    await ready(ground)
    (wish,) = await desk.core.subscriptions.of_server(desk.guild.id)
    assert wish.paused_at is not None
    assert "was deleted" in desk.read(await desk.manager.slash(lobby, "source list"))
