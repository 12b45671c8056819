"""A manager's dialog on the simulated Discord: one message that changes, its buttons and menus by what they say."""

from collections.abc import Iterator
from typing import Any

import discord
from simcord.backend.models import Overwrite

from bot import front
from bot.client import Client
from tests.desk import Desk

BUTTON, MENU, CHANNELS = 2, 3, 8


class Dialog:
    """Opened by a command; each act returns all that it made the bot say."""

    def __init__(self, desk: Desk, who: Any) -> None:
        self.desk, self.who = desk, who
        self.message: Any = None

    async def open(self, command: str, **options: Any) -> str:
        result = await self.who.slash(self.desk.channel, command, **options)
        self.message = result.response
        return self.desk.read(result)

    async def press(self, label: str) -> str:
        return self.desk.read(await self.who.click(self.message, label=label))

    async def choose(self, hint: str, *values: Any) -> str:
        (number,) = [one["custom_id"] for one in self.parts() if one.get("placeholder") == hint]
        return self.desk.read(await self.who.select(self.message, list(values), custom_id=number))

    async def fill(self, label: str, **values: str) -> str:
        """Press a button that opens a form, and send it."""
        opened = await self.who.click(self.message, label=label)
        return self.desk.read(await self.who.submit_modal(opened, values))

    def labels(self, *, enabled: bool = True) -> list[str]:
        return [one["label"] for one in self.parts() if one["type"] == BUTTON and one.get("disabled", False) != enabled]

    def ids(self) -> list[tuple[int, str]]:
        """(component type, custom_id) of all that can be used."""
        return [(one["type"], one["custom_id"]) for one in self.parts()]

    def parts(self) -> list[dict[str, Any]]:
        stored = self.desk.env.backend.get_message(self.message.channel_id, self.message.id)
        return [one for one in _all(stored.components) if one.get("custom_id")]


async def confirmed(desk: Desk, command: str, label: str, **options: Any) -> str:
    """Type a command that asks first, and say yes as its manager; all that is said then."""
    dialog = Dialog(desk, desk.manager)
    await dialog.open(command, **options)
    return await dialog.press(label)


async def started_anew(desk: Desk) -> None:
    """As if the bot had been started again: it knows nothing of the messages it has sent."""
    again = Client(shard_count=1)
    await front.attach(desk.core, again, desk.clock)
    desk.client.presses, desk.client.pagers = again.presses, again.pagers
    desk.client._connection._view_store._views.clear()
    desk.client._connection._view_store._modals.clear()


async def written(desk: Desk) -> list[str]:
    """What stands in the record of changes, newest first."""
    return [one.what for one in (await desk.core.servers.history(desk.guild.id, 0)).changes]


async def deny(desk: Desk, channel: Any, **permissions: bool) -> None:
    """From now on everybody, the bot too, is denied these in a channel, and nothing else."""
    shut = Overwrite(target_id=desk.guild.id, type=0, allow=0, deny=discord.Permissions(**permissions).value)
    desk.env.backend.edit_channel(channel.id, {}, overwrites=[shut])
    await desk.env.settle()


def _all(components: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for one in components:
        yield one
        yield from _all(one.get("components", []))
