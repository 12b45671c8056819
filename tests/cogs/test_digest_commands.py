"""What managers type to make digests, change them, and see what became of them."""

import re
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot import front
from bot.client import Client
from bot.domain.digest import Filters
from tests import make
from tests.cogs.dialog import Dialog, deny, written
from tests.cogs.test_readers import store
from tests.desk import Desk, open_desk, text_of


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    async with open_desk(tmp_path) as opened:
        await store(opened, opened.guild.id)
        opened.now = make.NOW + timedelta(minutes=5)
        await opened.ask(opened.manager, "digest schedule", channel=opened.channel, hour=7, zone="UTC")
        yield opened


async def test_several_digests_are_told_apart_by_name(desk: Desk) -> None:
    shown = await desk.ask(
        desk.manager,
        "digest schedule",
        channel=desk.channel,
        hour=8,
        zone="UTC",
        digest="Trade",
        cadence="weekly",
        weekday="Friday",
    )
    assert "at 08:00 UTC, every Friday" in shown
    assert "daily, Trade" in await desk.ask(desk.manager, "digest pause"), "which one must be said"
    assert "Paused" in await desk.ask(desk.manager, "digest pause", digest="trade")
    assert [wish.paused_at is None for wish in await desk.core.subscriptions.of_server(desk.guild.id)] == [True, False]
    offered = await desk.manager.autocomplete(desk.channel, "digest resume", "digest", "tra")
    assert [one["value"] for one in offered] == ["Trade"]
    assert "every Friday" in await desk.ask(desk.manager, "digest resume", digest="Trade")


async def test_a_channel_is_checked_before_it_is_saved(desk: Desk) -> None:
    closed = desk.guild.create_text_channel("closed")
    await deny(desk, closed, send_messages=True)
    for command, rest in (
        ("digest channel", {}),
        ("notices channel", {}),
        ("digest schedule", {"hour": 7, "zone": "UTC"}),
    ):
        shown = await desk.ask(desk.manager, command, channel=closed, **rest)
        assert "Send Messages" in shown
        assert "Edit Channel" in shown
    (wish,) = await desk.core.subscriptions.of_server(desk.guild.id)
    assert wish.channel_id == desk.channel.id
    await deny(desk, closed)
    assert f"In <#{closed.id}>" in await desk.ask(desk.manager, "digest channel", channel=closed)


async def test_sections_are_typed_in_their_order(desk: Desk) -> None:
    shown = await desk.ask(desk.manager, "digest sections", sections="Deals 2, quotes")
    assert "deals (at most 2) and quotes (at most 5)" in shown
    assert "is not a section" in await desk.ask(desk.manager, "digest sections", sections="gossip")
    assert "from 1 to 15" in await desk.ask(desk.manager, "digest sections", sections="deals 99")
    (wish,) = await desk.core.subscriptions.of_server(desk.guild.id)
    assert [(one.name, one.most) for one in wish.sections] == [("deals", 2), ("quotes", 5)]


async def test_filters_show_what_they_would_have_kept_before_they_are_saved(desk: Desk) -> None:
    dialog = Dialog(desk, desk.manager)
    assert "Would have kept **0** of the newest **4** facts" in await dialog.open("digest filter", countries="Norway")
    assert "Nothing was changed" in await dialog.press("Leave it")
    shown = await dialog.open("digest filter", countries="Kazakhstan, USA", sectors="railways")
    assert "• countries: Kazakhstan, United States" in shown
    assert "Would have kept **1** of the newest **4** facts" in shown or "Would have kept **2**" in shown
    assert (await desk.core.subscriptions.one(desk.guild.id)).filters == Filters()
    assert "Saved" in await dialog.press("Save")
    kept = (await desk.core.subscriptions.one(desk.guild.id)).filters
    assert (kept.countries, kept.sectors) == (("KZ", "US"), ("railways",))
    await dialog.open("digest filter", countries="all")
    await dialog.press("Save")
    assert (await written(desk))[:2] == [
        "/digest filter countries:all digest:daily → Save",
        "/digest filter countries:Kazakhstan, United States sectors:railways digest:daily → Save",
    ]
    assert (await desk.core.subscriptions.one(desk.guild.id)).filters.countries == ()
    assert "No country called" in await desk.ask(desk.manager, "digest filter", countries="Atlantis")
    assert "No source of this server" in await desk.ask(desk.manager, "digest filter", topics="sport")


async def test_filters_that_were_tried_outlive_a_restart_and_can_be_thinned_out(desk: Desk) -> None:
    dialog = Dialog(desk, desk.manager)
    await dialog.open("digest filter", countries="Kazakhstan, USA, us", sectors="railways", owners=2)
    again = Client(shard_count=1)
    await front.attach(desk.core, again, desk.clock)
    desk.client.presses = again.presses
    desk.client._connection._view_store._views.clear()
    shown = await dialog.choose("Countries: take some out", "KZ")
    assert "• countries: Kazakhstan\n" in shown
    assert "at least 2 owners" in shown
    await dialog.press("Save")
    kept = (await desk.core.subscriptions.one(desk.guild.id)).filters
    assert kept == Filters(countries=("KZ",), sectors=("railways",), least_owners=2)
    await dialog.open("digest filter", sectors="all", leaders="Tokayev")
    await dialog.press("Save")
    kept = (await desk.core.subscriptions.one(desk.guild.id)).filters
    assert kept == Filters(countries=("KZ",), leaders=("kassym-jomart-tokayev",), least_owners=2)


async def test_a_word_too_long_for_a_filter_is_refused(desk: Desk) -> None:
    assert "of 100 characters at most" in await desk.ask(desk.manager, "digest filter", sectors="a" * 101)


async def test_todays_digest_posted_early_does_not_come_again_and_stands_in_the_history(desk: Desk) -> None:
    desk.now = desk.now.replace(hour=5) + timedelta(days=1)
    assert "No edition has been made yet" in await desk.ask(desk.manager, "digest history")
    assert "does not come again at its hour" in await desk.ask(desk.manager, "digest now")
    tomorrow = int(desk.now.replace(day=12, hour=7, minute=0).timestamp())
    for command in ("digest status", "setup check", "setup show"):
        shown = await desk.ask(desk.manager, command)
        first, *_ = re.findall(r"<t:(\d+):F>", shown)
        assert int(first) == tomorrow, f"{command} shows a run that does not come"
    assert "next: 2026-03-12 07:00 UTC" in await desk.ask(desk.manager, "diagnostics")
    desk.now = desk.now.replace(hour=7, minute=1)
    await desk.core.digests.tick(desk.now)
    await desk.delivery.deliver_due()
    assert len([m for m in desk.channel.history() if m.author.bot and m.interaction_metadata is None]) == 1
    shown = await desk.ask(desk.manager, "digest history")
    assert "11 March 2026 · posted · " in shown
    assert f"https://discord.com/channels/{desk.guild.id}/{desk.channel.id}/" in shown


async def test_a_digest_that_moves_to_a_zone_where_it_is_still_yesterday_shows_the_run_that_comes(desk: Desk) -> None:
    """The digest of the tenth was posted in Auckland; in Los Angeles the tenth is still to come, and has none."""
    await desk.ask(desk.manager, "digest schedule", channel=desk.channel, hour=7, zone="Pacific/Auckland")
    desk.now = datetime(2026, 3, 10, 18, 1, tzinfo=UTC)  # 7:01 on the eleventh
    assert len(await desk.core.digests.tick(desk.now)) == 1
    await desk.delivery.deliver_due()
    shown = await desk.ask(desk.manager, "digest schedule", channel=desk.channel, hour=7, zone="America/Los_Angeles")
    first = datetime.fromtimestamp(int(re.findall(r"<t:(\d+):F>", shown)[0]), UTC)
    assert first == datetime(2026, 3, 12, 14, tzinfo=UTC)
    for hours in range(1, 45):
        desk.now = datetime(2026, 3, 10, 18, 1, tzinfo=UTC) + timedelta(hours=hours)
        came = await desk.core.digests.tick(desk.now)
        assert bool(came) == (desk.now - first < timedelta(hours=1) and desk.now >= first)
        await desk.delivery.deliver_due()


async def test_why_an_edition_did_not_come_is_in_the_history(desk: Desk) -> None:
    await deny(desk, desk.channel, send_messages=True)
    await desk.ask(desk.manager, "digest now")
    shown = await desk.ask(desk.manager, "digest history")
    assert "10 March 2026 · not posted" in shown
    assert "Send Messages" in shown


async def test_a_digest_is_renamed_and_no_two_have_one_name(desk: Desk) -> None:
    await desk.ask(desk.manager, "digest schedule", channel=desk.channel, hour=8, zone="UTC", digest="Trade")
    assert "Digest “Deals of the day”" in await desk.ask(
        desk.manager, "digest rename", name="Deals of the day", digest="trade"
    )
    assert "has a digest of that name already" in await desk.ask(
        desk.manager, "digest rename", digest="daily", name="deals of  the day"
    )
    assert [wish.name for wish in await desk.core.subscriptions.of_server(desk.guild.id)] == [
        "daily",
        "Deals of the day",
    ]
    assert (await written(desk))[0] == "/digest rename name:Deals of the day digest:trade"


async def test_a_digest_is_removed_only_when_asked_twice_and_what_it_posted_stays(desk: Desk) -> None:
    await desk.ask(desk.manager, "digest now")
    dialog = Dialog(desk, desk.manager)
    shown = await dialog.open("digest remove")
    assert "the record of 1 past edition:" in shown
    assert dialog.labels() == ["Export first", "Remove it", "Leave it"]
    assert "Nothing was changed" in await dialog.press("Leave it")
    assert await desk.core.subscriptions.of_server(desk.guild.id)
    assert (await written(desk))[0] == "/digest now", "a question is no change"
    await dialog.open("digest remove", digest="daily")
    assert "daily is gone" in await dialog.press("Remove it")
    assert await desk.core.subscriptions.of_server(desk.guild.id) == ()
    assert await desk.core.db.all("SELECT * FROM edition") == []
    assert (await written(desk))[0] == "/digest remove digest:daily → Remove it"
    (posted,) = [m for m in desk.channel.history() if m.author.bot and m.interaction_metadata is None]
    assert "Nothing is kept of this digest any more" in desk.read(
        await desk.reader.click(posted, label="About this digest")
    )


async def test_notices_have_a_channel_of_their_own_until_they_are_turned_off(desk: Desk) -> None:
    own = desk.guild.create_text_channel("desk-room")
    await desk.env.settle()
    await desk.ask(desk.manager, "notices channel", channel=own)
    assert "desk" in await desk.ask(desk.manager, "notices show")
    assert "where the digest goes" in await desk.ask(desk.manager, "notices off")
    assert "daily" in await desk.ask(desk.manager, "notices show")


async def test_an_edition_is_posted_again_only_when_asked_twice_and_says_so(desk: Desk) -> None:
    dialog = Dialog(desk, desk.manager)
    assert "No digest was made for that day" in await dialog.open("digest resend", date="today")
    await desk.ask(desk.manager, "digest now")
    assert "again?" in await dialog.open("digest resend", date="2026-03-10")
    assert "Nothing was posted" in await dialog.press("Leave it")
    for number in (2, 3):
        await dialog.open("digest resend", date="today")
        assert "Posted again" in await dialog.press("Post it again")
        posted = [m for m in desk.channel.history() if m.author.bot and m.interaction_metadata is None]
        assert len(posted) == number
    (wish,) = await desk.core.subscriptions.of_server(desk.guild.id)
    pressed = f"/digest resend date:2026-03-10 digest:{wish.name} → Post it again"
    assert (await written(desk))[:3] == [pressed, pressed, "/digest now"], "and no question that was only asked"
    again = [text_of(desk.env.backend.get_message(desk.channel.id, m.id).components) for m in posted]
    assert ["Posted again by a manager" in text for text in again] == [False, True, True]
    nonces = {row["nonce"] for row in await desk.core.db.all("SELECT nonce FROM delivery")}
    assert len(nonces) == 3
    assert (await desk.ask(desk.manager, "digest history")).count("a repeat") == 2
    assert "About the digest" in desk.read(await desk.reader.click(posted[-1], label="About this digest"))
