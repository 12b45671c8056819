"""Questions put to a manager, answered after the bot was started anew, and a quarter of an hour later."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.domain.answers import Scope
from tests import make
from tests.cogs.dialog import Dialog, started_anew, written
from tests.cogs.test_managers import FEED
from tests.cogs.test_readers import store
from tests.cogs.test_review import submit
from tests.desk import Desk, open_desk
from tests.review_room import open_room
from tests.servers import Served, pair, site

SAYS = {"participants": "US, KZ", "amount": "tens of billions of dollars"}
"""What stands in the form."""


FAR = "/" + "a" * 520


@pytest.fixture
async def web() -> AsyncIterator[str]:
    pages = {
        "/feed.xml": (FEED.encode(), "application/rss+xml"),
        "/long": (
            f'<html><head><link rel="alternate" type="application/rss+xml" href="{FAR}"></head></html>'.encode(),
            "text/html",
        ),
        FAR: (FEED.encode(), "application/rss+xml"),
    }
    async with Served(site(pages)) as served:
        yield served


@pytest.fixture
async def desk(tmp_path: Path, web: str) -> AsyncIterator[Desk]:
    async with open_desk(tmp_path, allow=(pair(web),)) as opened:
        yield opened


async def reads(desk: Desk) -> list[str]:
    return [line.source.name for line in (await desk.core.sources.reading(desk.guild.id)).lines]


async def test_a_source_that_was_found_is_added_after_a_restart(desk: Desk, web: str) -> None:
    dialog = Dialog(desk, desk.manager)
    await dialog.open("source add", url=f"{web}/feed.xml")
    await started_anew(desk)
    assert "Added Steppe Wire." in await dialog.press("Add")
    assert await reads(desk) == ["Steppe Wire"]
    assert await written(desk) == [f"/source add url:{web}/feed.xml → Add"]


async def test_an_address_that_no_button_holds_is_refused_in_words(desk: Desk, web: str) -> None:
    assert "longer than Discord can hold" in await desk.ask(desk.manager, "source add", url=f"{web}/long")


@pytest.mark.parametrize("later", ["a restart", "an hour"])
async def test_what_takes_something_away_is_answered_later(desk: Desk, later: str) -> None:
    await store(desk, desk.guild.id)
    await desk.ask(desk.manager, "digest schedule", channel=desk.channel, hour=7, zone="UTC")
    dialogs = [Dialog(desk, desk.manager) for _ in range(3)]
    purge, remove, left = dialogs
    await purge.open("data purge", source="Steppe Wire")
    await remove.open("digest remove")
    await left.open("data delete-all")
    if later == "a restart":
        await started_anew(desk)
    else:
        await desk.env.advance_time(3600)
    exported = await desk.manager.click(left.message, label="Export first")
    assert [one for one in (exported.response, *exported.followups) if one and one.attachments], "a file"
    assert "Nothing was changed" in await left.press("Leave it")
    assert "hidden here" in await purge.press("Hide it")
    assert "is gone" in await remove.press("Remove it")
    assert await reads(desk) == []
    assert await desk.core.subscriptions.of_server(desk.guild.id) == ()


async def test_a_source_called_by_anothers_number_is_not_taken_for_it(desk: Desk) -> None:
    await make.reading(desk.core.db, desk.guild.id, "2")
    await make.reading(desk.core.db, desk.guild.id, "Steppe Wire")
    dialog = Dialog(desk, desk.manager)
    assert "Stop reading Steppe Wire?" in await dialog.open("source remove", source="2")
    assert "no longer reads Steppe Wire" in await dialog.press("Remove it")
    assert await reads(desk) == ["2"]
    assert "Hide all that Steppe Wire brought?" in await dialog.open("data purge", source="2")


async def test_the_record_of_changes_is_turned_by_buttons(desk: Desk) -> None:
    await store(desk, desk.guild.id)
    for number in range(40):
        await desk.core.servers.record(desk.guild.id, desk.manager.id, f"/source pause source:Paper {number}", desk.now)
    dialog = Dialog(desk, desk.manager)
    shown = await dialog.open("data history")
    await started_anew(desk)
    for _page in range(2):
        shown += await dialog.press("Older ▶")
    assert all(f"Paper {number}\n" in f"{shown}\n" for number in range(40))
    assert dialog.labels() == ["◀ Newer"]


async def test_a_question_whose_thing_is_gone_meanwhile_says_so(desk: Desk) -> None:
    await desk.ask(desk.manager, "digest schedule", channel=desk.channel, hour=7, zone="UTC")
    first, second = Dialog(desk, desk.manager), Dialog(desk, desk.manager)
    await first.open("digest remove")
    await second.open("digest remove")
    await first.press("Remove it")
    assert "Nothing is kept of this digest any more" in await second.press("Remove it")


async def test_the_word_that_erases_a_server_is_typed_after_a_restart(desk: Desk) -> None:
    await store(desk, desk.guild.id)
    dialog = Dialog(desk, desk.manager)
    await dialog.open("data delete-all")
    form = await desk.manager.click(dialog.message, label="Erase everything …")
    await started_anew(desk)
    assert "nothing was erased" in desk.read(await desk.manager.submit_modal(form, {"word": "erased"}))
    form = await desk.manager.click(dialog.message, label="Erase everything …")
    assert "is erased" in desk.read(await desk.manager.submit_modal(form, {"word": "erase"}))
    assert await reads(desk) == []


async def test_a_form_for_a_fact_is_sent_after_a_restart_but_not_over_somebody_elses_correction(tmp_path: Path) -> None:
    async with open_room(tmp_path) as room:
        desk = room.desk
        card = await room.open("deal", room.deal)
        form = await desk.manager.click(card.response.message, label="Edit")
        other = await desk.manager.click(card.response.message, label="Edit")
        await started_anew(desk)
        assert "stage: *signed* → *pledged*" in desk.read(await submit(desk, form, {**SAYS, "stage": "pledged"}))
        assert "was changed while the form was open" in desk.read(
            await submit(desk, other, {**SAYS, "stage": "ratified"})
        )
        (deal,) = (await desk.core.deals.page(Scope(guild_id=desk.guild.id))).deals
        assert deal.fact.stage == "pledged"
