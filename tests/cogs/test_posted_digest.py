"""A posted digest: its buttons, and what happens to it when a fact turns out wrong."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot import jobs
from bot.services.revisions import RevisionService
from tests import make
from tests.cogs.dialog import deny
from tests.desk import Desk, open_desk, text_of

SIGNED = "Kazakhstan and France signed a rail pact worth $340 million, and Tokayev called Trump. “It begins in May,” Tokayev said."
PLEDGED = SIGNED.replace("signed", "pledged")
URL = "https://wire.example/1"


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    async with open_desk(tmp_path) as opened:
        opened.ids = await make.reading(opened.core.db, opened.guild.id)  # type: ignore[attr-defined]
        yield opened


async def tells(desk: Desk, text: str, *, stage: str = "signed", hours: float = 0) -> None:
    """The article as it reads now."""
    deal = make.deal(text, "KZ", "FR", instrument="rail pact", stage=stage, amount="$340 million")
    await make.saved(
        desk.core.db,
        desk.ids,  # type: ignore[attr-defined]
        text,
        URL,
        now=make.NOW + timedelta(hours=hours),
        published_at=make.NOW,
        deals=[deal],
        meetings=[make.meeting(text, "Tokayev", "Trump")],
        quotes=[make.quote(text, "It begins in May,")],
    )


async def post(desk: Desk) -> Any:
    """The message of today's digest, posted at NOW + 5 min."""
    desk.now = make.NOW + timedelta(minutes=5)
    await desk.ask(desk.manager, "digest schedule", channel=desk.channel, hour=7, zone="UTC")
    assert "Posted" in await desk.ask(desk.manager, "digest now")
    (message,) = posted(desk)
    return message


def posted(desk: Desk) -> list[Any]:
    return [one for one in desk.channel.history() if one.author.bot and one.interaction_metadata is None]


def said(desk: Desk) -> str:
    (message,) = posted(desk)
    return text_of(desk.env.backend.get_message(desk.channel.id, message.id).components)


async def revise(desk: Desk, *, hours: float, service: RevisionService | None = None) -> tuple[int, int]:
    """The job runs so many hours after NOW: revisions made, messages edited."""
    desk.now = make.NOW + timedelta(hours=hours)
    service = service or RevisionService(desk.core.db, desk.core.digests, desk.delivery.postman, clock=desk.clock)
    return await service.look(), await service.deliver_due()


async def test_each_button_opens_its_section_with_the_facts_of_the_message(desk: Desk) -> None:
    """Nothing remembers the message: discord.py is told to forget its view, so a restart changes nothing."""
    await tells(desk, SIGNED)
    message = await post(desk)
    text = said(desk)
    for label, short in (("Meetings", "M-"), ("Deals", "D-"), ("Quotes", "Q-")):
        shown = desk.read(await desk.reader.click(message, label=label))
        numbers = [word for word in shown.split() if word.startswith(f"`{short}")]
        assert numbers
        assert all(number in text for number in numbers), "one and the same fact"


async def test_a_section_of_many_is_paged_and_each_fact_is_on_one_page(desk: Desk) -> None:
    for number in range(14):
        text = f"“It begins in May,” Leader{number} said."
        quote = make.quote(text, "It begins in May,", f"Leader{number}")
        url = f"https://wire.example/{number}"
        await make.saved(desk.core.db, desk.ids, text, url, quotes=[quote])  # type: ignore[attr-defined]
    message = await post(desk)
    pressed = await desk.reader.click(message, label="Quotes")
    pages = [desk.read(pressed)]
    while "On ▶" in str(pressed.response.message.components) and len(pages) < 9:
        at = len(pages)
        pressed = await desk.reader.click(pressed.response.message, label="On ▶")
        pages.append(desk.read(pressed))
        if f"Page {at + 1} of {at + 1}" in pages[-1] or pages[-1] == pages[-2]:
            break
    seen = [word for page in pages for word in page.split() if word.startswith("`Q-")]
    assert len(seen) == len(set(seen)) == 14


async def test_an_edited_article_edits_the_posted_digest_as_a_numbered_revision_and_posts_nothing(desk: Desk) -> None:
    await tells(desk, SIGNED)
    await post(desk)
    assert "Revision" not in said(desk)
    assert await revise(desk, hours=1) == (0, 0), "nothing was corrected"
    await tells(desk, PLEDGED, stage="pledged", hours=2)
    assert await revise(desk, hours=2.1) == (1, 1)
    text = said(desk)
    assert f"**Revision 1**, 10 March, 11:06: `D-3` is *pledged*, not *signed* ([Steppe Wire]({URL}))" in text
    assert "*pledged*" in text
    assert await revise(desk, hours=2.2) == (0, 0), "it is said once"
    await tells(desk, SIGNED.replace(" signed", ", in May, signed"), hours=3)
    assert await revise(desk, hours=3.1) == (1, 1)
    assert "**Revision 2**, 10 March, 12:06: `D-3` is *signed*, not *pledged*" in said(desk)
    assert "Corrected since" in desk.read(await desk.reader.click(posted(desk)[0], label="About this digest"))


async def test_what_its_article_no_longer_says_leaves_the_message_and_is_said_to_be_withdrawn(desk: Desk) -> None:
    await tells(desk, SIGNED)
    await post(desk)
    text = "Kazakhstan and France met about rail."
    await make.saved(
        desk.core.db,
        desk.ids,
        text,
        URL,
        now=make.NOW + timedelta(hours=2),
        published_at=make.NOW,  # type: ignore[attr-defined]
    )
    assert await revise(desk, hours=2.1) == (1, 1)
    shown = said(desk)
    assert "It begins in May" not in shown
    assert shown.count("is withdrawn: its article no longer says so") == 3
    assert "the quote by Kassym-Jomart Tokayev `Q-1` is withdrawn" in shown, "and not only its id"


async def test_after_two_days_the_message_stays_as_it_is(desk: Desk) -> None:
    await tells(desk, SIGNED)
    await post(desk)
    before = said(desk)
    await tells(desk, PLEDGED, stage="pledged", hours=49)
    assert await revise(desk, hours=49.1) == (0, 0)
    assert said(desk) == before


async def test_a_message_that_managers_deleted_is_left_alone(desk: Desk) -> None:
    await tells(desk, SIGNED)
    message = await post(desk)
    desk.env.backend.delete_message(desk.channel.id, message.id)
    await tells(desk, PLEDGED, stage="pledged", hours=2)
    assert await revise(desk, hours=2.1) == (1, 0)
    assert await revise(desk, hours=2.2) == (0, 0)
    assert posted(desk) == []
    row = await desk.core.db.one("SELECT state, error FROM edition_revision")
    assert row
    assert row["state"] == "failed"


async def test_a_repeat_is_corrected_with_the_first_and_without_it(desk: Desk) -> None:
    await tells(desk, SIGNED)
    first = await post(desk)
    asked = await desk.manager.slash(desk.channel, "digest resend", date="2026-03-10")
    assert "Posted again" in desk.read(await desk.manager.click(asked.response, label="Post it again"))
    (repeat,) = [one for one in posted(desk) if one.id != first.id]

    def shown(message: Any) -> str:
        return text_of(desk.env.backend.get_message(desk.channel.id, message.id).components)

    await tells(desk, PLEDGED, stage="pledged", hours=2)
    assert await revise(desk, hours=2.1) == (1, 1)
    assert all("**Revision 1**" in shown(one) for one in (first, repeat))
    assert "Posted again by a manager" in shown(repeat)
    assert "Posted again by a manager" not in shown(first)
    desk.env.backend.delete_message(desk.channel.id, first.id)
    await tells(desk, SIGNED.replace(" signed", ", in May, signed"), hours=3)
    assert await revise(desk, hours=3.1) == (1, 1)
    assert "**Revision 2**" in shown(repeat)


async def test_a_repeat_of_what_never_came_is_corrected(desk: Desk) -> None:
    await tells(desk, SIGNED)
    desk.now = make.NOW + timedelta(minutes=5)
    await desk.ask(desk.manager, "digest schedule", channel=desk.channel, hour=7, zone="UTC")
    await deny(desk, desk.channel, send_messages=True)
    assert "Posted" not in await desk.ask(desk.manager, "digest now")
    await deny(desk, desk.channel)
    asked = await desk.manager.slash(desk.channel, "digest resend", date="today")
    await desk.manager.click(asked.response, label="Post it again")
    await tells(desk, PLEDGED, stage="pledged", hours=2)
    assert await revise(desk, hours=2.1) == (1, 1)
    assert "**Revision 1**" in said(desk)


async def test_the_revision_job_is_among_the_bots_own(desk: Desk) -> None:
    await tells(desk, SIGNED)
    await post(desk)
    await tells(desk, PLEDGED, stage="pledged", hours=2)
    desk.now = make.NOW + timedelta(hours=2.1)
    (job,) = [job for job in jobs.table(desk.core, desk.delivery, desk.clock) if job.name == "revisions"]
    await job.work()
    assert "**Revision 1**" in said(desk)


async def test_no_edit_is_tried_in_a_server_that_was_left_and_it_is_made_up_for_when_it_is_back(desk: Desk) -> None:
    await tells(desk, SIGNED)
    await post(desk)
    await tells(desk, PLEDGED, stage="pledged", hours=2)
    desk.now = make.NOW + timedelta(hours=2)
    await desk.core.servers.left(desk.guild.id, desk.now)
    asked = len(desk.env.http_requests)
    assert await revise(desk, hours=2.1) == (1, 0)
    assert await revise(desk, hours=30) == (0, 0)
    assert len(desk.env.http_requests) == asked
    await desk.core.servers.back(desk.guild.id, desk.now)
    assert await revise(desk, hours=31) == (0, 1)
    assert "**Revision 1**" in said(desk)


async def test_an_edit_that_is_on_its_way_when_the_server_is_left_does_not_go(desk: Desk) -> None:
    await tells(desk, SIGNED)
    await post(desk)
    await tells(desk, PLEDGED, stage="pledged", hours=2)
    answer = desk.core.digests.answer

    async def meanwhile(edition: Any) -> Any:
        await desk.core.servers.left(desk.guild.id, desk.now)
        return await answer(edition)

    object.__setattr__(desk.core.digests, "answer", meanwhile)
    before = said(desk)
    assert await revise(desk, hours=2.1) == (1, 0)
    assert said(desk) == before
    row = await desk.core.db.one("SELECT state FROM edition_revision")
    assert row
    assert row["state"] == "due", "it waits for the server's return"


async def test_nothing_is_tried_for_a_digest_whose_channel_was_deleted(desk: Desk) -> None:
    await tells(desk, SIGNED)
    await post(desk)
    await desk.core.servers.channel_gone(desk.guild.id, desk.channel.id, "daily-digest", desk.now)
    await tells(desk, PLEDGED, stage="pledged", hours=2)
    assert await revise(desk, hours=2.1) == (0, 0)


async def test_a_digest_that_a_manager_paused_is_still_corrected(desk: Desk) -> None:
    """What it told stands in the channel, and would stay wrong."""
    await tells(desk, SIGNED)
    await post(desk)
    await desk.ask(desk.manager, "digest pause")
    await tells(desk, PLEDGED, stage="pledged", hours=2)
    assert await revise(desk, hours=2.1) == (1, 1)
    assert "**Revision 1**" in said(desk)
