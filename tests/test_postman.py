"""A digest and its channel: the real bot on a simulated Discord, its store taken back to before the post."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import discord
import pytest

from bot import front
from storage import backup
from storage.sqlite import open_database
from storage.values import Values
from tests import make
from tests.desk import Desk, open_desk

LATE = timedelta(minutes=3)
BACK = (
    "UPDATE delivery SET state = 'due', fence = 0, attempts = 0, leased_until = NULL, message_id = NULL, sent_at = NULL"
)


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    """A server whose digest was posted just now."""
    async with open_desk(tmp_path) as opened:
        await make.reading(opened.core.db, opened.guild.id)
        hour = make.NOW.hour
        await opened.core.subscriptions.schedule(
            opened.guild.id, opened.channel.id, hour, "UTC", make.NOW - timedelta(days=1, hours=1)
        )
        await opened.core.digests.tick(make.NOW)
        assert await opened.delivery.deliver_due() == 1
        yield opened


def posted(desk: Desk) -> int:
    return len([m for m in desk.channel.history() if m.author.bot and m.interaction_metadata is None])


async def restart(desk: Desk) -> None:
    """The bot comes up again, a little later, over the store as it is."""
    desk.now += LATE
    desk.delivery = await front.deliverer(desk.core, desk.client, desk.clock)


async def state(desk: Desk) -> str:
    row = await desk.core.db.one("SELECT state, error FROM delivery")
    assert row
    return row["state"]


async def move_to(desk: Desk, **denied: bool) -> None:
    """The digest's channel becomes one in which the bot lacks a right."""
    closed = desk.guild.create_text_channel(
        "closed", overwrites={desk.guild.default_role: discord.PermissionOverwrite(**denied)}
    )
    await desk.core.db.transaction(lambda tx: tx.execute("UPDATE delivery SET channel_id = :id", {"id": closed.id}))


async def test_a_store_put_back_to_just_before_the_post_posts_nothing_twice(desk: Desk) -> None:
    await desk.core.db.transaction(lambda tx: tx.execute(BACK))
    await restart(desk)
    assert await desk.delivery.deliver_due() == 1
    assert (posted(desk), await state(desk)) == (1, "sent")


async def test_an_edition_made_anew_for_the_same_day_is_found_in_a_busy_channel(desk: Desk) -> None:
    await desk.core.db.transaction(lambda tx: tx.execute("DELETE FROM edition"))
    await desk.core.db.transaction(lambda tx: tx.execute("UPDATE subscription SET next_due_at = '2000'"))
    for number in range(130):
        await desk.reader.send(desk.channel, f"chatter {number}")
    await restart(desk)
    await desk.core.digests.tick(desk.now)
    row = await desk.core.db.one("SELECT id FROM edition")
    assert row
    assert row["id"] == 2
    assert await desk.delivery.deliver_due() == 1
    assert (posted(desk), await state(desk)) == (1, "sent")


async def test_without_read_message_history_it_is_refused_and_status_says_so(desk: Desk) -> None:
    await desk.core.db.transaction(lambda tx: tx.execute(BACK))
    await move_to(desk, read_message_history=False)
    await restart(desk)
    assert await desk.delivery.deliver_due() == 0
    assert await state(desk) == "failed"
    assert "Grant it Read Message History" in await desk.ask(desk.manager, "digest status")


async def test_a_channel_that_is_gone_or_closed_ends_the_digest_with_words(desk: Desk) -> None:
    await desk.core.db.transaction(lambda tx: tx.execute(BACK))
    await move_to(desk, send_messages=False)
    desk.now = make.NOW + timedelta(seconds=1)
    assert await desk.delivery.deliver_due() == 0
    row = await desk.core.db.one("SELECT error FROM delivery")
    assert row
    assert "Send Messages in #closed" in row["error"]
    await desk.core.db.transaction(lambda tx: tx.execute(BACK))
    await desk.core.db.transaction(lambda tx: tx.execute("UPDATE delivery SET channel_id = 5"))
    assert await desk.delivery.deliver_due() == 0
    row = await desk.core.db.one("SELECT error FROM delivery")
    assert row
    assert "gone" in row["error"]


async def test_a_posted_digest_stays_in_no_memory(desk: Desk) -> None:
    assert desk.client.persistent_views == [], "discord.py would keep each digest's buttons until the bot ends"


async def test_a_restored_store_knows_that_it_was(tmp_path: Path, desk: Desk) -> None:
    await desk.core.db.back_up(tmp_path / "copy.db")
    backup.restore(tmp_path / "copy.db", tmp_path / "other.db", make.NOW)
    async with open_database(tmp_path / "other.db") as other:
        assert await Values(other).get(backup.RESTORED_AT) == make.NOW.isoformat()
