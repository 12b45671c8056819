"""The dialog that erases a server, sent by somebody else than the manager whom it was opened for."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import discord
import pytest
import pytest_asyncio
from simcord.backend import serializers

from tests.rights import disguises
from tests.rights.ground import Ground, open_ground
from tests.rights.wire import ANOTHERS, DIALOG, REFUSED, Disguise, send

pytestmark = pytest.mark.asyncio(loop_scope="module")


@dataclass
class Opened:
    """`/data delete-all` was typed and its button pressed by the manager; the dialog is open."""

    ground: Ground
    form: dict[str, Any]
    message: dict[str, Any]
    colleague: Any

    async def fill(self, who: Any, word: str = "ERASE", disguise: Disguise | None = None) -> str:
        label = self.form["components"][0]
        field = {"type": 4, "id": 2, "custom_id": label["component"]["custom_id"], "value": word}
        data = {"custom_id": self.form["custom_id"], "components": [{"type": 18, "id": 1, "component": field}]}
        desk = self.ground.desk
        return desk.read(await send(desk, who, DIALOG, data, message=self.message, disguise=disguise))


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def opened(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Opened]:
    folder: Path = tmp_path_factory.mktemp("forms")
    async with open_ground(folder) as ground:
        desk = ground.desk
        asked = await desk.manager.slash(desk.channel, "data delete-all")
        pressed = await desk.manager.click(asked.response, label="Erase everything …")
        role = desk.guild.create_role("deputies", permissions=discord.Permissions(manage_guild=True))
        colleague = desk.guild.add_member(desk.env.create_user("colleague"), roles=[role])
        assert pressed.modal
        stored = desk.env.backend.get_message(asked.response.channel_id, asked.response.id)
        message = dict(serializers.message_payload(desk.env.backend, stored))
        yield Opened(ground, pressed.modal, message, colleague)


@pytest.mark.parametrize("disguise", disguises.ALL, ids=lambda one: one.__name__)
async def test_a_reader_who_sends_it_is_refused(opened: Opened, disguise: Disguise) -> None:
    assert REFUSED in await opened.fill(opened.ground.desk.reader, disguise=disguise)


async def test_another_manager_is_refused_here_and_from_elsewhere(opened: Opened) -> None:
    assert ANOTHERS in await opened.fill(opened.colleague)
    assert ANOTHERS in await opened.fill(opened.ground.rival_manager)


async def test_who_opened_it_and_is_manager_no_more_is_refused(opened: Opened) -> None:
    manager = opened.ground.desk.manager
    assert REFUSED in await opened.fill(manager, disguise=disguises.with_no_permissions_sent)


@pytest.mark.parametrize("word", ["", "yes", "ERASE!", "\ud800", "a" * 4_000])
async def test_another_word_erases_nothing(opened: Opened, word: str) -> None:
    assert "nothing was erased" in await opened.fill(opened.ground.desk.manager, word)


async def test_after_all_that_nothing_is_erased_and_who_opened_it_may_send_it(opened: Opened) -> None:
    desk, rival = opened.ground.desk, opened.ground.rival
    assert await desk.core.servers.one(desk.guild.id)
    await opened.fill(desk.manager)
    assert await desk.core.servers.one(desk.guild.id) is None
    assert await desk.core.servers.one(rival.id)
