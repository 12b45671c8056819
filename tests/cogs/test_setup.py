"""From invitation to first digest, as a new manager goes it."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

from bot import front
from bot.client import Client
from bot.domain.digest import Filters
from tests import make
from tests.cogs.dialog import Dialog, deny, written
from tests.cogs.test_readers import store
from tests.desk import Desk, open_desk
from tests.servers import Served, pair

PAGE = (
    "<html><body><article><h1>Rails to Tashkent</h1><p>“We shall open the railway in spring,” President Kassym-Jomart Tokayev said on "
    "Tuesday in Astana. Kazakhstan and Uzbekistan signed a railway agreement there on Tuesday, officials said after the talks between "
    "the two governments, which had lasted for most of the day.</p></article></body></html>"
)
RSS = """<rss version="2.0"><channel><title>Rail Post</title><link>{base}</link>
<item><title>Rails to Tashkent</title><link>{base}/1</link><pubDate>Tue, 10 Mar 2026 08:00:00 GMT</pubDate></item></channel></rss>"""
PACK = '[[feed]]\nname = "{name}"\nurl = "{url}"\ncountry = "KZ"\nowner = "state"\ntopics = ["rail"]\n'


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    async def feed(request: web.Request) -> web.Response:
        body = RSS.format(base=f"http://{request.host}")
        return web.Response(text=body, content_type="application/rss+xml")

    async def page(_request: web.Request) -> web.Response:
        return web.Response(text=PAGE, content_type="text/html")

    site = web.Application()
    site.router.add_get("/feed.xml", feed)
    site.router.add_get("/1", page)
    packs = tmp_path / "feeds.toml"
    async with Served(site) as base, open_desk(tmp_path, allow=(pair(base),)) as opened:
        packs.write_text(
            PACK.format(name="Rail Post", url=f"{base}/feed.xml") + PACK.format(name="Gone", url=f"{base}/no")
        )
        object.__setattr__(opened.core.sources, "_packs", packs)
        yield opened


async def to_the_hour(desk: Desk, channel: Any = None) -> Dialog:
    """Through the first two steps, as far as the button Next."""
    dialog = Dialog(desk, desk.manager)
    await dialog.open("setup start")
    await dialog.choose("Choose a channel or thread", channel or desk.channel)
    await dialog.choose("Time zone", "Europe/Berlin")
    await dialog.choose("Hour", "7")
    return dialog


async def nothing_is_kept(desk: Desk) -> bool:
    kept = [await desk.core.db.all(f"SELECT * FROM {table}") for table in ("subscription", "server_source")]
    return kept == [[], []]


async def test_five_steps_lead_from_invitation_to_the_first_digest(desk: Desk) -> None:
    dialog = Dialog(desk, desk.manager)
    assert "1 of 5" in await dialog.open("setup start")
    assert "2 of 5" in await dialog.choose("Choose a channel or thread", desk.channel)
    assert dialog.labels(enabled=False) == ["Next"], "zone and hour come first"
    assert "Still to choose: the hour" in await dialog.choose("Time zone", "Europe/Berlin")
    shown = await dialog.choose("Hour", "7")
    first, second = (int(datetime(2026, 3, day, 6, tzinfo=UTC).timestamp()) for day in (11, 12))
    assert f"<t:{first}:F>\n• <t:{second}:F>" in shown
    assert "forward by 1 h on 29 March 2026" in shown
    assert await nothing_is_kept(desk)
    assert "3 of 5" in await dialog.press("Next")
    shown = await dialog.choose("Choose topics", "rail")
    assert "1 added, 0 there before, 1 without an answer" in shown
    assert "Gone\\: " in shown, "with its reason"
    await dialog.press("Next")
    desk.now += timedelta(minutes=1)
    shown = await dialog.press("Look again")
    assert "Below is a digest of the last day" in shown
    assert "“We shall open the railway in spring" in shown
    assert await desk.core.db.all("SELECT * FROM subscription") == []
    shown = await dialog.press("Next")
    assert "5 of 5" in shown
    assert "The bot may post in" in shown
    assert f"The first digest comes in <#{desk.channel.id}> <t:{first}:R>" in await dialog.press("Go live")
    (wish,) = await desk.core.subscriptions.of_server(desk.guild.id)
    assert (wish.channel_id, wish.hour, wish.zone, wish.paused_at) == (desk.channel.id, 7, "Europe/Berlin", None)
    assert dialog.labels() == []
    assert await written(desk) == ["/setup start → Go live", "/source add pack:rail"]
    assert not [m for m in desk.channel.history() if m.interaction_metadata is None], "and nobody else saw anything"


async def test_what_the_bot_lacks_in_a_channel_is_named_with_what_to_click_and_checked_again(desk: Desk) -> None:
    closed = desk.guild.create_text_channel("closed")
    await deny(desk, closed, send_messages=True, embed_links=True)
    dialog = Dialog(desk, desk.manager)
    await dialog.open("setup start")
    shown = await dialog.choose("Choose a channel or thread", closed)
    assert "**Embed Links** and **Send Messages**" in shown
    assert "Edit Channel → Permissions" in shown
    assert "Next" not in dialog.labels()
    assert "Embed Links" in await dialog.press("Check again")
    await deny(desk, closed, embed_links=True)
    shown = await dialog.press("Check again")
    assert "lacks **Embed Links**." in shown
    await deny(desk, closed)
    assert "2 of 5" in await dialog.press("Check again")


async def test_what_was_taken_from_the_bot_meanwhile_is_seen_before_it_goes_live(desk: Desk) -> None:
    chosen = desk.guild.create_text_channel("chosen")
    dialog = await to_the_hour(desk, chosen)
    await dialog.press("Next")
    await dialog.press("Later")
    await dialog.press("Next")
    await deny(desk, chosen, send_messages=True)
    assert "and **Send Messages**" in await dialog.press("Go live")
    desk.env.backend.delete_channel(chosen.id)
    await desk.env.settle()
    shown = await dialog.press("Check again")
    assert "cannot see the channel" in shown
    assert await nothing_is_kept(desk)


async def test_another_zone_is_typed_and_a_miss_says_what_is_near(desk: Desk) -> None:
    dialog = await to_the_hour(desk)
    shown = await dialog.fill("Another time zone", zone="Almatty")
    assert "Did you mean **Asia/Almaty**?" in shown
    assert "07:00 Europe/Berlin" in shown, "what was chosen stays"
    assert "07:00 Asia/Tashkent" in await dialog.fill("Another time zone", zone="tashkent")
    assert "not a time zone" in await dialog.fill("Another time zone", zone="\u202e")
    assert "07:00 Asia/Tashkent" in await dialog.choose("Hour", "7")


async def test_a_restart_in_the_middle_loses_nothing(desk: Desk) -> None:
    dialog = await to_the_hour(desk)
    form = await desk.manager.click(dialog.message, label="Another time zone")
    again = Client(shard_count=1)
    await front.attach(desk.core, again, desk.clock)
    desk.client.presses = again.presses
    desk.client._connection._view_store._views.clear()
    desk.client._connection._view_store._modals.clear()
    assert "07:00 Asia/Tashkent" in desk.read(await desk.manager.submit_modal(form, {"zone": "tashkent"}))
    assert "07:00 Europe/Berlin" in await dialog.choose("Time zone", "Europe/Berlin")
    assert "3 of 5" in await dialog.press("Next")
    assert "reads no source" in await dialog.press("Later")
    assert "It reads no source yet" in await dialog.press("Next")
    assert "Set up" in await dialog.press("Go live")
    assert [wish.hour for wish in await desk.core.subscriptions.of_server(desk.guild.id)] == [7]


async def test_who_leaves_leaves_nothing_behind(desk: Desk) -> None:
    dialog = await to_the_hour(desk)
    assert await nothing_is_kept(desk)
    assert "Left." in await dialog.press("Leave")
    assert await nothing_is_kept(desk)


async def test_an_older_digest_is_changed_where_and_when_it_comes_and_nothing_else(desk: Desk) -> None:
    await desk.core.subscriptions.schedule(
        desk.guild.id, 5, 9, "UTC", desk.now, name="trade", cadence="weekly", weekday=4
    )
    dialog = Dialog(desk, desk.manager)
    assert "has a digest in <#5>" in await dialog.open("setup start")
    await dialog.choose("Choose a channel or thread", desk.channel)
    friday = int(datetime(2026, 3, 13, 9, tzinfo=UTC).timestamp())
    assert f"<t:{friday}:F>" in await dialog.choose("Time zone", "UTC")
    for label in ("Next", "Later", "Next"):
        await dialog.press(label)
    assert f"The next digest comes in <#{desk.channel.id}> <t:{friday}:R>" in await dialog.press("Go live")
    (wish,) = await desk.core.subscriptions.of_server(desk.guild.id)
    assert (wish.name, wish.cadence, wish.weekday, wish.filters) == ("trade", "weekly", 4, Filters())
    await desk.core.subscriptions.schedule(desk.guild.id, 5, 9, "UTC", desk.now, name="other")
    assert "trade, other" in await desk.ask(desk.manager, "setup start")


async def test_a_check_says_what_is_wrong_and_what_to_do(desk: Desk) -> None:
    shown = await desk.ask(desk.manager, "setup check")
    assert "`/setup start`" in shown
    assert "❌ **Sources**: none is read" in shown
    await store(desk, desk.guild.id)
    await desk.ask(desk.manager, "digest schedule", channel=desk.channel, hour=7, zone="UTC")
    desk.now = make.NOW + timedelta(minutes=5)
    assert "Posted" in await desk.ask(desk.manager, "digest now")
    shown = await desk.ask(desk.manager, "setup check")
    assert "✅ The bot may post in" in shown
    assert "Last: 10 March 2026 · posted · 4 facts · https://discord.com/channels/" in shown
    assert "⚠️ **Sources**: 1 read, 0 answered in the last day" in shown
    await desk.ask(desk.manager, "digest pause")
    await deny(desk, desk.channel, embed_links=True)
    shown = await desk.ask(desk.manager, "setup check")
    assert "lacks **Embed Links**" in shown
    assert "It is paused. `/digest resume`" in shown


async def test_a_reset_asks_first_and_leaves_other_servers_alone(desk: Desk) -> None:
    other = desk.env.create_guild("Other")
    for guild in (desk.guild.id, other.id):
        await store(desk, guild, url=f"https://wire.example/{guild}")
        await desk.core.subscriptions.schedule(guild, desk.channel.id, 9, "UTC", desk.now)
    assert "In <#" not in await desk.ask(desk.manager, "setup show")
    dialog = Dialog(desk, desk.manager)
    shown = await dialog.open("setup reset")
    assert "• 1 digest" in shown
    exported = await desk.manager.click(dialog.message, label="Export first")
    assert [one for one in (exported.response, *exported.followups) if one and one.attachments], "a file"
    assert "stays as it was" in await dialog.press("Keep everything")
    assert await written(desk) == []
    assert await desk.core.subscriptions.of_server(desk.guild.id)
    await dialog.open("setup reset")
    assert "1 digest, 1 source" in await dialog.press("Reset")
    assert await written(desk) == ["/setup reset → Reset"]
    assert await desk.core.subscriptions.of_server(desk.guild.id) == ()
    assert (await desk.core.sources.reading(desk.guild.id)).lines == ()
    assert len(await desk.core.subscriptions.of_server(other.id)) == 1
    assert len((await desk.core.sources.reading(other.id)).lines) == 1
    assert "No digest yet" in await desk.ask(desk.manager, "setup show")


async def test_topics_that_are_tried_count_among_what_fetches(desk: Desk) -> None:
    dialog = await to_the_hour(desk)
    await dialog.press("Next")
    for _try in range(5):
        assert "3 of 5" in await dialog.choose("Choose topics", "rail")
    assert "5 times a minute" in await dialog.choose("Choose topics", "rail")
    desk.now += timedelta(minutes=1)
    assert "0 added, 1 there before" in await dialog.choose("Choose topics", "rail")


async def test_a_check_of_ten_digests_says_all_of_them(desk: Desk) -> None:
    names = [f"{number} of the Society for the Study of Canals"[:40] for number in range(10)]
    await deny(desk, desk.channel, send_messages=True, embed_links=True)
    for name in names:
        await desk.core.subscriptions.schedule(desk.guild.id, desk.channel.id, 7, "Europe/Berlin", desk.now, name=name)
    for command, last in (("setup check", "**Sources**"), ("setup show", "source")):
        shown = await desk.ask(desk.manager, command)
        assert all(name in shown for name in names)
        assert last in shown
        assert "There is more" not in shown


async def test_a_topic_of_many_sources_that_do_not_answer_names_them_all_by_command_and_some_in_setup(
    desk: Desk,
) -> None:
    site = desk.core.sources._packs.read_text().split('url = "')[1].split("/feed.xml")[0]
    gone = "".join(
        PACK.format(name=f"Gazette of the {n}th Department of Waterways", url=f"{site}/{n}/no") for n in range(30)
    )
    desk.core.sources._packs.write_text(gone + gone.replace('"rail"', '"sea"'))
    shown = await desk.ask(desk.manager, "source add", pack="rail")
    assert all(f"the {n}th Department" in shown for n in range(30))
    dialog = await to_the_hour(desk)
    await dialog.press("Next")
    desk.now += timedelta(minutes=1)
    shown = await dialog.choose("Choose topics", "rail", "sea")
    assert "and 24 more" in shown
    assert "This server reads nothing yet" in shown
    assert dialog.labels()[-1] == "Leave"
