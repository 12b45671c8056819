"""What managers see and press in a review."""

import re
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import discord
import pytest

from bot import front
from bot.client import Client
from bot.domain.answers import Scope
from bot.domain.facts import Quote
from bot.domain.keys import short_id
from tests import make
from tests.cogs.dialog import confirmed
from tests.desk import Desk, validate
from tests.review_room import TEXT, Room, open_room


@pytest.fixture
async def room(tmp_path: Path) -> AsyncIterator[Room]:
    async with open_room(tmp_path) as opened:
        yield opened


async def submit(desk: Desk, form: Any, values: dict[str, str]) -> Any:
    """Press Submit: chosen words go as a list."""
    typed = {name: [value] if name in ("kind", "stage") else value for name, value in values.items() if value}
    return await desk.manager.submit_modal(form, typed)


async def test_a_waiting_fact_is_opened_from_the_queue_and_approved_by_a_button(room: Room) -> None:
    desk = room.desk
    shown = await desk.manager.slash(desk.channel, "review queue")
    assert shown.ephemeral
    text = desk.read(shown)
    assert "**1** waits" in text
    assert "`Q-1` Quote by **Kassym-Jomart Tokayev** 🇰🇿" in text
    assert "**We shall build the railway,**” Tokayev said." in text
    assert "[Steppe Wire](https://wire.example/1)" in text
    assert "No quote" in await desk.ask(desk.reader, "quotes")
    await desk.manager.click(shown.response.message, label="Q-1")
    await desk.manager.click(shown.response.message, label="Approve")
    assert "“We shall build the railway”" in await desk.ask(desk.reader, "quotes")
    assert "No quote" in await room.ask_elsewhere("quotes")
    await desk.manager.click(shown.response.message, label="Queue")
    assert "Nothing waits for you" in desk.read(await desk.manager.slash(desk.channel, "review queue"))
    assert "**1** waits" in await room.ask_elsewhere("review queue")


async def test_what_is_older_than_the_server_keeps_waits_there_no_more(room: Room) -> None:
    desk = room.desk
    desk.now = make.NOW + timedelta(days=20)
    await confirmed(desk, "data retention", "Shorten it", days=10)
    assert "Nothing waits for you" in await desk.ask(desk.manager, "review queue")
    assert await desk.core.corrections.choices(Scope(guild_id=desk.guild.id), "") == []
    assert "**1** waits" in await room.ask_elsewhere("review queue")
    await desk.ask(desk.manager, "data retention", days=30)
    assert "**1** waits" in await desk.ask(desk.manager, "review queue")


async def test_each_button_does_what_it_says_and_undo_takes_it_back(room: Room) -> None:
    desk = room.desk
    card = await room.open("deal", room.deal)
    assert "“tens of billions of dollars”" in desk.read(card)
    pressed = await desk.manager.click(card.response.message, label="Reject")
    assert "rejected here, in no answer" in desk.read(pressed)
    assert "No deal" in await desk.ask(desk.reader, "deals")
    assert "tens of billions" in await room.ask_elsewhere("deals")
    pressed = await desk.manager.click(card.response.message, label="Undo")
    assert f"taken back: rejected · <@{desk.manager.id}>" in desk.read(pressed)
    known_as = short_id("deal", room.deal)
    changes = (await desk.core.servers.history(desk.guild.id, 0)).changes
    assert [one.what for one in changes] == [f"/review undo id:{known_as}", f"/review reject id:{known_as}"]
    await desk.core.servers.erase_person(desk.manager.id)
    assert "taken back: rejected · a former manager" in desk.read(await room.open("deal", room.deal))
    assert "tens of billions" in await desk.ask(desk.reader, "deals")


@pytest.mark.parametrize(
    ("kind", "values", "words"),
    [
        ("quote", {"speaker": "Mirziyoyev", "kind": "fragment"}, "kind: direct → fragment"),
        ("quote", {"words": "We shall build"}, "extent: “We shall build the railway” → “We shall build”"),
        ("meeting", {"kind": "visit", "stage": "planned", "day": "2026-03-12"}, "stage: *held* → *planned*"),
        (
            "invitation",
            {"inviter": "Trump", "participants": "Kazakhstan, Uzbekistan"},
            "inviter: **Kassym-Jomart Tokayev** 🇰🇿 → **Donald Trump** 🇺🇸",
        ),
        ("deal", {"amount": "$4 billion", "stage": "pledged"}, "amount: tens of billions of dollars → $4 billion"),
    ],
)
async def test_the_form_is_filled_in_and_changes_only_what_was_changed(
    room: Room, kind: str, values: dict[str, str], words: str
) -> None:
    desk, number = room.desk, getattr(room, kind)
    card = await room.open(kind, number)
    form = await desk.manager.click(card.response.message, label="Edit")
    fields = [label["component"] for label in form.modal["components"]]
    assert 0 < len(fields) <= 5
    assert all(len(label["label"]) <= 45 and len(label["description"]) <= 100 for label in form.modal["components"])
    filled = {
        one["custom_id"]: one.get("value") or next((o["value"] for o in one.get("options", ()) if o["default"]), "")
        for one in fields
    }
    unchanged = await submit(desk, form, filled)
    assert "Nothing was changed" in desk.read(unchanged)
    form = await desk.manager.click(card.response.message, label="Edit")
    done = await submit(desk, form, {**filled, **values})
    text = desk.read(done)
    assert words in text
    assert text.count(" → ") == len(values)
    assert "corrected here" in await desk.ask(desk.reader, "why", id=short_id(kind, number))  # type: ignore[arg-type]
    assert "corrected here" not in await room.ask_elsewhere("why", id=short_id(kind, number))  # type: ignore[arg-type]


async def test_a_form_that_does_not_fit_is_refused_in_words(room: Room) -> None:
    desk = room.desk
    card = await room.open("quote", room.quote)
    form = await desk.manager.click(card.response.message, label="Edit")
    done = await submit(desk, form, {"speaker": "Zaphod Beeblebrox", "words": "We shall build the railway,"})
    assert "nobody we know" in desk.read(done)


async def test_edit_by_options_is_offered_what_fits_and_without_any_opens_the_form(room: Room) -> None:
    desk, known_as = room.desk, short_id("deal", room.deal)
    form = await desk.manager.slash(desk.channel, "review edit", id=known_as)
    assert form.modal["title"] == f"Correct {known_as}"
    assert (await desk.core.servers.history(desk.guild.id, 0)).changes == (), "a form that is open has changed nothing"
    done = await submit(
        desk, form, {"stage": "pledged", "participants": "US, KZ", "amount": "tens of billions of dollars"}
    )
    assert "stage: *signed* → *pledged*" in desk.read(done)
    (change,) = (await desk.core.servers.history(desk.guild.id, 0)).changes
    assert change.what.startswith(f"/review edit id:{known_as}")
    assert "stage:pledged" in change.what
    shown = await desk.ask(
        desk.manager, "review edit", id=known_as, stage="under negotiation", participants="USA, Uzbekistan"
    )
    assert "*under negotiation*" in shown
    assert "**Uzbekistan** 🇺🇿" in shown

    async def offered(option: str, typed: str, **others: Any) -> set[str]:
        found = await desk.manager.autocomplete(desk.channel, "review edit", option, typed, **others)
        return {one["value"] for one in found}

    assert known_as in await offered("id", "d-")
    assert await offered("kind", "", id=short_id("quote", room.quote)) == {"direct", "mixed", "indirect", "fragment"}
    assert await offered("stage", "", id=short_id("invitation", room.invitation)) == {
        "intended",
        "extended",
        "accepted",
        "declined",
    }
    assert "Kassym-Jomart Tokayev" in await offered("speaker", "toka")
    assert "Uzbekistan, Kazakhstan" in await offered("participants", "Uzbekistan, kaz")


async def test_two_facts_are_merged_by_command(room: Room) -> None:
    desk, text = room.desk, "Mirziyoyev met Tokayev."
    source = (1, 1)
    saved = await make.saved(
        desk.core.db,
        source,
        text,
        "https://wire.example/2",
        meetings=[make.meeting(text, "Mirziyoyev", "Tokayev", kind="meeting")],
    )
    desk.core.names.invalidate()
    other = short_id("meeting", saved.new_facts[0])
    shown = await desk.ask(desk.manager, "review merge", id=other, **{"with": short_id("meeting", room.meeting)})
    assert f"said to be the same event as `{short_id('meeting', room.meeting)}`" in shown
    assert "**Also told by**" in shown
    assert (await desk.ask(desk.reader, "meetings", leader="Trump")).count("Shavkat Mirziyoyev") == 1
    refused = await desk.ask(desk.manager, "review merge", id=other, **{"with": short_id("deal", room.deal)})
    assert "two of a kind" in refused
    assert "taken back" in await desk.ask(desk.manager, "review undo", id=other)


async def test_a_channel_that_the_bot_may_not_write_in_is_named_with_the_permission(room: Room) -> None:
    desk = room.desk
    closed = desk.guild.create_text_channel(
        "closed", overwrites={desk.guild.default_role: discord.PermissionOverwrite(send_messages=False)}
    )
    assert "Send Messages" in await desk.ask(desk.manager, "review channel", channel=closed)


@pytest.mark.parametrize(
    ("command", "options"),
    [
        ("review queue", {}),
        ("review open", {"id": "D-4"}),
        ("review approve", {"id": "Q-1"}),
        ("review edit", {"id": "D-4", "stage": "pledged"}),
        ("review edit", {"id": "D-4"}),
        ("review merge", {"id": "D-4", "with": "D-4"}),
        ("review reject", {"id": "D-4"}),
        ("review undo", {"id": "D-4"}),
        ("review channel", {}),
    ],
)
async def test_a_reader_is_refused_every_command(room: Room, command: str, options: dict[str, Any]) -> None:
    desk = room.desk
    registered = {one.name: one.id for one in await desk.client.tree.fetch_commands()}
    desk.guild.set_command_permissions(registered["review"], {desk.reader: True})
    assert "Manage Server" in await desk.ask(desk.reader, command, **options)
    log = await desk.core.facts.log(Scope(guild_id=desk.guild.id), room.deal)
    assert log is not None
    assert log.entries == ()


@pytest.mark.parametrize("act", ["open", "approve", "edit", "reject", "undo", "queue"])
async def test_a_button_in_the_wrong_hands_or_of_another_server_does_nothing(room: Room, act: str) -> None:
    """A custom_id is public: whoever forges one has their right and their server's scope checked."""
    desk = room.desk
    secret = await make.saved(
        desk.core.db,
        await make.reading(desk.core.db, 999, "Secret Paper"),
        TEXT,
        "https://s.example/1",
        deals=[make.deal(TEXT, "US", "KZ")],
    )
    for who, number, words in (
        (desk.reader, room.deal, "Manage Server"),
        (desk.manager, secret.new_facts[0], "No fact"),
    ):
        if act == "queue" and who is desk.manager:
            continue
        shown = await desk.reader.slash(desk.channel, "quotes", speaker="Trump")  # any public message of the bot's
        message = await desk.client.get_channel(desk.channel.id).send(view=_view(f"review:{act}:{number}:0"))  # type: ignore[union-attr]
        assert shown.acknowledged
        pressed = await who.click(message, custom_id=f"review:{act}:{number}:0")
        assert words in desk.read(pressed), who
    for guild in (desk.guild.id, 999):
        for number in (room.deal, secret.new_facts[0]):
            log = await desk.core.facts.log(Scope(guild_id=guild), number)
            assert log is None or log.entries == ()


def _view(custom_id: str) -> discord.ui.LayoutView:
    view = discord.ui.LayoutView(timeout=None)
    row: discord.ui.ActionRow[Any] = discord.ui.ActionRow()
    row.add_item(discord.ui.Button(label="forged", custom_id=custom_id))
    return view.add_item(row)


async def test_a_card_and_its_buttons_outlive_a_restart(room: Room) -> None:
    desk = room.desk
    card = await room.open("quote", room.quote)
    fresh = Client(shard_count=1)
    await front.attach(desk.core, fresh, desk.clock)
    await desk.env.restart_bot(fresh)
    try:
        await desk.manager.click(card.response.message, label="Approve")
        found = await desk.core.facts.by_id(Scope(guild_id=desk.guild.id), room.quote)
        assert found is not None
        assert found.fact.shown
    finally:
        await fresh.close()


async def test_facts_grown_hostile_keep_every_limit(room: Room) -> None:
    desk = room.desk
    name = "**@everyone** [x](http://evil.example) \u202e" + "A" * 10_000
    text = f"“{'word ' * 3000}ends,” {name} said. " + "@everyone `code` <@1> " * 2000
    ids = []
    for number in range(6):
        speaker = make.quote(text, f"{'word ' * 3000}ends,", "word", shown=False)
        assert isinstance(speaker, Quote)
        saved = await make.saved(
            desk.core.db,
            (1, 1),
            text + str(number),
            f"https://wire.example/h{number}",
            quotes=[speaker],
            meetings=[make.meeting(text, *[name + str(n) for n in range(9)], shown=False)],
        )
        ids += saved.new_facts
    desk.core.names.invalidate()
    for result in (
        await desk.manager.slash(desk.channel, "review queue"),
        await room.open("quote", ids[0]),
        await room.open("meeting", ids[1]),
    ):
        validate({"components": result.response.components, "flags": 1 << 15})
        shown = desk.read(result)
        assert len(shown) < 4000
        for bad in ("](http://evil", "\u202e", "<@1>"):
            assert bad not in shown
        assert "@everyone" not in shown.replace("\\@everyone", "")
    queue = await desk.ask(desk.manager, "review queue")
    assert len(set(re.findall(r"^`[QM]-\w+`", queue, re.M))) == 5, "what is not on its page is on none"
    form = await desk.manager.slash(desk.channel, "review edit", id=short_id("quote", ids[0]))
    assert {one["component"]["custom_id"] for one in form.modal["components"]} == {"speaker", "kind"}, (
        "too long for a field"
    )
    offered = await desk.manager.autocomplete(desk.channel, "review open", "id", "")
    assert 0 < len(offered) <= 25
    assert all(len(one["name"]) <= 100 for one in offered)
