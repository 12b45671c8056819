"""What managers see and press in a review, and what readers may report."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import discord
import pytest

from bot import app
from bot.client import Client
from bot.domain.answers import Scope
from bot.domain.facts import Quote
from bot.domain.keys import short_id
from storage.sources import SourceStore
from tests import make
from tests.desk import Desk, open_desk, text_of, validate

TEXT = (
    "“We shall build the railway,” Tokayev said. The deal is worth tens of billions of dollars, or $4 billion this year. "
    "Trump called Tokayev on Tuesday. Tokayev invited Trump to visit Astana."
)


class Room:
    """A desk with an article of four facts, of which the quote waits; a second server reads the same source."""

    def __init__(self, desk: Desk, ids: tuple[int, ...]) -> None:
        self.desk = desk
        self.quote, self.meeting, self.invitation, self.deal = ids
        self.other = desk.env.create_guild("Another club")
        self.other_channel = self.other.create_text_channel("news")
        role = self.other.create_role("editors", permissions=discord.Permissions(manage_guild=True))
        self.other_manager = self.other.add_member(desk.env.create_user("elsewhere"), roles=[role])

    async def open(self, kind: str, number: int) -> Any:
        return await self.desk.manager.slash(self.desk.channel, "review open", id=short_id(kind, number))  # type: ignore[arg-type]

    def now_shows(self, result: Any) -> str:
        """A private message as it stands by now."""
        return text_of(result.response.components)

    async def ask_elsewhere(self, command: str, **options: Any) -> str:
        return self.desk.read(await self.other_manager.slash(self.other_channel, command, **options))


@pytest.fixture
async def room(tmp_path: Path) -> AsyncIterator[Room]:
    async with open_desk(tmp_path) as desk:
        source = await make.reading(desk.core.db, desk.guild.id)
        saved = await make.saved(
            desk.core.db,
            source,
            TEXT,
            quotes=[make.quote(TEXT, "We shall build the railway,", shown=False)],
            meetings=[make.meeting(TEXT, "Trump", "Tokayev")],
            invitations=[make.invitation(TEXT, "Tokayev", "Trump")],
            deals=[make.deal(TEXT, "US", "KZ", amount="tens of billions of dollars", sectors=("railways",))],
        )
        made = Room(desk, saved.new_facts)
        await make.reading(desk.core.db, made.other.id, "Harbour Post")
        sources = SourceStore(desk.core.db)
        await desk.core.db.transaction(lambda tx: sources.attach(tx, made.other.id, source[0], 1, make.NOW))
        desk.core.names.invalidate()
        yield made


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
    done = await submit(
        desk, form, {"stage": "pledged", "participants": "US, KZ", "amount": "tens of billions of dollars"}
    )
    assert "stage: *signed* → *pledged*" in desk.read(done)
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


async def test_a_report_reaches_the_queue_of_that_server_and_its_note_injects_nothing(room: Room) -> None:
    desk, known_as = room.desk, short_id("deal", room.deal)
    note = "@everyone **look** [here](http://evil.example) <@1> `x`\n# big\u202e"
    thanks = await desk.reader.slash(desk.channel, "report", id=known_as, problem="wrong value", note=note)
    assert thanks.ephemeral
    assert "Thank you" in desk.read(thanks)
    assert "already" in await desk.ask(desk.reader, "report", id=known_as, problem="wrong value")
    queue = await desk.ask(desk.manager, "review queue")
    assert "**1** reported by readers" in queue
    assert "🚩 **wrong value**" in queue
    card = await room.open("deal", room.deal)
    text = desk.read(card)
    assert "**wrong value**: \\@everyone \\*\\*look\\*\\* \\[here\\]\\(http" in text
    assert f"<@{desk.reader.id}>" in text
    for bad in ("](http://evil", "\n# big", "\u202e", "<@1>"):
        assert bad not in text
    assert "reported" not in await room.ask_elsewhere("review queue")
    pressed = await desk.manager.click(card.response.message, label="It is right")
    assert "• approved" in desk.read(pressed)
    assert "reported by readers" not in await desk.ask(desk.manager, "review queue")


async def test_the_sixth_report_in_a_minute_is_refused(room: Room) -> None:
    desk = room.desk
    for problem in ("wrong speaker", "not said", "wrong value", "duplicate", "other"):
        assert "Thank you" in await desk.ask(desk.reader, "report", id=short_id("deal", room.deal), problem=problem)
    assert "in a minute" in await desk.ask(desk.reader, "report", id=short_id("meeting", room.meeting), problem="other")


async def test_what_waits_and_what_was_reported_is_told_in_one_message(room: Room) -> None:
    desk = room.desk
    assert "at most one message an hour" in await desk.ask(desk.manager, "review channel", channel=desk.channel)
    for known_as in (short_id("deal", room.deal), short_id("meeting", room.meeting)):
        await desk.ask(desk.reader, "report", id=known_as, problem="wrong value", note="see @everyone")
    desk.now = make.NOW.replace(minute=1)
    assert await desk.core.review_notices.deliver_due(desk.now, desk.delivery.postman) == 1
    assert await desk.core.review_notices.deliver_due(desk.now, desk.delivery.postman) == 0
    (posted,) = [m for m in desk.channel.history() if m.author.bot and m.interaction_metadata is None]
    stored = desk.env.backend.get_message(desk.channel.id, posted.id)
    text = text_of(stored.components)
    assert "Readers made **2** reports:" in text
    assert f"• `{short_id('deal', room.deal)}` **wrong value**: see \\@everyone" in text
    assert "Review 1 · `/review queue` shows them" in text
    assert "told in any channel" in await desk.ask(desk.manager, "review channel")


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
    await app.attach(desk.core, fresh, desk.clock)
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
    form = await desk.manager.slash(desk.channel, "review edit", id=short_id("quote", ids[0]))
    assert {one["component"]["custom_id"] for one in form.modal["components"]} == {"speaker", "kind"}, (
        "too long for a field"
    )
    offered = await desk.manager.autocomplete(desk.channel, "review open", "id", "")
    assert 0 < len(offered) <= 25
    assert all(len(one["name"]) <= 100 for one in offered)
