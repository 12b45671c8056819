"""The buttons of a question put to a manager, pressed by somebody else."""

import inspect
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import discord
import pytest
import pytest_asyncio
from simcord.backend import serializers

import cogs
from tests import make
from tests.cogs.test_managers import FEED
from tests.desk import Desk
from tests.rights import disguises
from tests.rights.ground import Ground, open_ground, tell
from tests.rights.wire import ANOTHERS, BUTTON, COMPONENT, DIALOG, REFUSED, Disguise, modules_of, send, typing
from tests.servers import Served, pair, site

pytestmark = pytest.mark.asyncio(loop_scope="module")


@dataclass
class Asked:
    """`/source add` was typed by the manager; its question is open. `buttons`: custom_ids by label."""

    ground: Ground
    message: dict[str, Any]
    buttons: dict[str, str]
    colleague: Any

    @property
    def desk(self) -> Desk:
        return self.ground.desk

    async def press(self, who: Any, label: str, disguise: Disguise | None = None) -> str:
        data = {"custom_id": self.buttons[label], "component_type": BUTTON}
        return self.desk.read(await send(self.desk, who, COMPONENT, data, message=self.message, disguise=disguise))

    async def names(self, guild: int) -> list[str]:
        return [line.source.name for line in (await self.desk.core.sources.reading(guild)).lines]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def asked(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Asked]:
    folder: Path = tmp_path_factory.mktemp("buttons")
    async with (
        Served(site({"/feed.xml": (FEED.replace("Steppe Wire", "New Paper").encode(), "application/rss+xml")})) as link,
        open_ground(folder, allow=(pair(link),)) as ground,
    ):
        desk = ground.desk
        await _read_by_the_other_server(ground, f"{link}/feed.xml")
        result = await desk.manager.slash(desk.channel, "source add", url=f"{link}/feed.xml")
        shown = result.response
        stored = desk.env.backend.get_message(shown.channel_id, shown.id)
        role = desk.guild.create_role("deputies", permissions=discord.Permissions(manage_guild=True))
        yield Asked(
            ground,
            dict(serializers.message_payload(desk.env.backend, stored)),
            dict(_labelled(shown.components)),
            desk.guild.add_member(desk.env.create_user("colleague"), roles=[role]),
        )


async def _read_by_the_other_server(ground: Ground, url: str) -> None:
    """The paper is read for them already, and tells of somebody of whom our server has not heard."""
    text = "“The port opens,” Orla Vance said."
    facts = make.extraction(quotes=[make.quote(text, "The port opens,", "Orla Vance")])
    known = await tell(ground.desk, ground.rival.id, "New Paper", "A port", text, facts)
    set_url = "UPDATE feed SET url = :url WHERE source_id = :source"
    await ground.desk.core.db.transaction(lambda tx: tx.execute(set_url, {"url": url, "source": known["source"]}))


def _labelled(components: list[dict[str, Any]]) -> list[tuple[str, str]]:
    found = [(one["label"], one["custom_id"]) for one in components if one["type"] == BUTTON and "custom_id" in one]
    return found + [pair for one in components for pair in _labelled(one.get("components", []))]


@pytest.mark.parametrize("disguise", disguises.ALL, ids=lambda one: one.__name__)
@pytest.mark.parametrize("label", ["Add", "Leave it"])
async def test_a_reader_who_presses_is_refused(asked: Asked, label: str, disguise: Disguise) -> None:
    assert REFUSED in await asked.press(asked.desk.reader, label, disguise)


@pytest.mark.parametrize("label", ["Add", "Leave it"])
async def test_another_manager_of_the_server_is_refused(asked: Asked, label: str) -> None:
    assert ANOTHERS in await asked.press(asked.colleague, label)


@pytest.mark.parametrize("label", ["Add", "Leave it"])
async def test_a_manager_of_another_server_is_refused(asked: Asked, label: str) -> None:
    assert ANOTHERS in await asked.press(asked.ground.rival_manager, label)


@pytest.mark.parametrize("label", ["Add", "Leave it"])
async def test_who_asked_and_is_manager_no_more_is_refused(asked: Asked, label: str) -> None:
    assert REFUSED in await asked.press(asked.desk.manager, label, disguises.with_no_permissions_sent)


async def test_after_all_that_the_question_stands_and_who_was_asked_may_answer(asked: Asked) -> None:
    assert await asked.names(asked.desk.guild.id) == ["Steppe Wire"]
    assert await asked.names(asked.ground.rival.id) == ["Harbour Post", "New Paper"]
    assert await typing(asked.desk, asked.desk.reader, "leader", "name", "Orla Vance") == []
    await asked.press(asked.desk.manager, "Add")
    assert await asked.names(asked.desk.guild.id) == ["New Paper", "Steppe Wire"]
    assert await typing(asked.desk, asked.desk.reader, "leader", "name", "Orla Vance"), (
        "and whom it names is known at once"
    )


async def _submitted(asked: Asked, who: Any, values: dict[str, str], disguise: Disguise | None = None) -> str:
    """The form of `/review edit`, opened by our manager, as whoever has its custom_id may send it."""
    form = await asked.desk.manager.slash(asked.desk.channel, "review edit", id=asked.ground.theirs["our deal"])
    assert form.modal
    fields = [
        {"type": 18, "id": number, "component": {"type": 4, "id": number + 50, "custom_id": name, "value": value}}
        for number, (name, value) in enumerate(values.items(), 1)
    ]
    data = {"custom_id": form.modal["custom_id"], "components": fields}
    return asked.desk.read(await send(asked.desk, who, DIALOG, data, disguise=disguise))


FILLED = {"participants": "US, KZ", "amount": "", "day": ""}


@pytest.mark.parametrize("disguise", disguises.ALL, ids=lambda one: one.__name__)
async def test_a_reader_who_sends_a_managers_form_is_refused(asked: Asked, disguise: Disguise) -> None:
    assert REFUSED in await _submitted(asked, asked.desk.reader, FILLED, disguise)


async def test_a_form_sent_by_another_manager_is_refused_here_and_from_elsewhere(asked: Asked) -> None:
    assert ANOTHERS in await _submitted(asked, asked.colleague, FILLED)
    assert ANOTHERS in await _submitted(asked, asked.ground.rival_manager, FILLED)


@pytest.mark.parametrize("value", ["\ud800", "a" * 4_001], ids=["half a letter", "a letter too many"])
async def test_what_no_form_holds_is_refused(asked: Asked, value: str) -> None:
    refused = await _submitted(asked, asked.desk.manager, {**FILLED, "amount": value})
    assert refused == "That is not what this field takes."


async def test_only_who_may_has_changed_anything_by_a_form(asked: Asked) -> None:
    assert await asked.desk.core.db.all("SELECT * FROM correction") == []
    assert "amount: tens of billions of dollars → none" in await _submitted(asked, asked.desk.manager, FILLED)


async def test_no_view_or_dialog_is_known_to_the_process_alone() -> None:
    """Whatever can be pressed or sent names its question in its custom_id: attempted in test_custom_ids and test_forged_dialogs."""
    made = {
        one
        for module in modules_of(cogs)
        for _, one in inspect.getmembers(module, inspect.isclass)
        if issubclass(one, discord.ui.View | discord.ui.LayoutView | discord.ui.Modal)
        and one.__module__.startswith("cogs.")
    }
    assert made == set()
