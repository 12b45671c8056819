"""`/diagnostics`: everything a manager is asked for when something does not come."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import discord
import pytest

from tests.rights.ground import Ground, open_ground


@pytest.fixture
async def ground(tmp_path: Path) -> AsyncIterator[Ground]:
    async with open_ground(tmp_path) as opened:
        yield opened


async def test_it_names_channel_zone_next_run_last_digest_feeds_store_and_version(ground: Ground) -> None:
    desk = ground.desk
    shown = await desk.ask(desk.manager, "diagnostics")
    assert shown.count("```") == 2, "to be copied"
    for words in (
        "Communiqué 0.1.0, schema ",
        "clock: 2026-03-10 09:05:00 UTC",
        "digest in #daily-digest: all permissions are there",
        "zone: UTC, where it is 2026-03-10 09:05",
        "next: 2026-03-11 07:00 UTC",
        "last: 2026-03-10, waiting to be sent",
        "feeds: healthy: 1",
        "last fetch: never",
        "last error: none",
        "answers go back: 365 days",
    ):
        assert words in shown, words
    assert " MB" in shown
    await desk.delivery.deliver_due()
    assert "last: 2026-03-10, posted" in await desk.ask(desk.manager, "diagnostics")


async def test_it_names_the_permission_that_lacks_and_how_to_give_it(ground: Ground) -> None:
    desk = ground.desk
    closed = desk.guild.create_text_channel(
        "closed", overwrites={desk.guild.default_role: discord.PermissionOverwrite(send_messages=False)}
    )
    await desk.core.notices.set_channel(desk.guild.id, closed.id, desk.now)
    shown = await desk.ask(desk.manager, "diagnostics")
    (line,) = [one for one in shown.splitlines() if one.startswith("notices in #closed: LACKS")]
    assert "Send Messages. That channel's settings, Permissions, add the bot, allow them" in line


async def test_it_tells_the_last_error_in_words_and_nothing_of_another_server(ground: Ground) -> None:
    desk = ground.desk
    failed = "UPDATE feed SET state = 'failing', last_error = :why, last_polled_at = :at WHERE source_id = :id"
    for whose, why, hours in (("our source", "The site `answers` with 503.", 1), ("source", "orchid trouble", 2)):
        at = (desk.now + timedelta(hours=hours)).isoformat().replace("+00:00", "Z")
        values = {"id": int(ground.theirs[whose]), "why": why, "at": at}
        await desk.core.db.transaction(lambda tx, values=values: tx.execute(failed, values))
    shown = await desk.ask(desk.manager, "diagnostics")
    assert "last error: 2026-03-10 10:05 UTC, Steppe Wire: The site 'answers' with 503." in shown
    assert "feeds: failing: 1" in shown
    assert not ground.leaks(shown)
    assert shown.count("```") == 2


async def test_a_paused_digest_and_a_channel_that_is_gone_are_said(ground: Ground) -> None:
    desk = ground.desk
    await desk.core.servers.channel_gone(desk.guild.id, desk.channel.id, "daily-digest", desk.now)
    shown = await desk.ask(desk.manager, "diagnostics")
    assert "paused because its channel was deleted; /digest resume starts it again" in shown
    assert "last: 2026-03-10, not sent" in shown
    assert "The channel was deleted." in shown
