"""What readers report, and how their server's managers hear of it."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.domain.keys import short_id
from tests import make
from tests.desk import text_of
from tests.review_room import Room, open_room


@pytest.fixture
async def room(tmp_path: Path) -> AsyncIterator[Room]:
    async with open_room(tmp_path) as opened:
        yield opened


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
