"""Interactions as a forger would put them on the wire: simcord's pickers, which refuse as Discord's client does, are passed by."""

import importlib
import pkgutil
from collections.abc import Callable, Mapping, Sequence
from types import ModuleType
from typing import Any

import discord
from discord import app_commands
from simcord import interactions
from simcord.backend import serializers
from simcord.results import InteractionResult

from tests.desk import Desk

COMMAND, COMPONENT, AUTOCOMPLETE, DIALOG = 2, 3, 4, 5
BUTTON = 2
REFUSED = "It needs the permission Manage Server."
ANOTHERS = "Somebody else was asked this."
NOWHERE = "This button leads nowhere"
NO_DIGEST = "Nothing is kept of this digest any more"
Payload = dict[str, Any]
Disguise = Callable[[Payload], None]


async def send(
    desk: Desk, who: Any, kind: int, data: Payload, *, disguise: Disguise | None = None, message: Payload | None = None
) -> InteractionResult:
    """Feed INTERACTION_CREATE to the bot's own gateway parser, changed by `disguise`, and wait until it has done with it."""
    channel = next(iter(who.guild.channels.values()))
    record, payload = interactions.base_payload(
        desk.env.backend, type=kind, channel_id=channel.id, guild_id=who.guild.id, user_id=who.id, data=data
    )
    if message is not None:
        payload["message"] = message
        record.source_message_id = int(message["id"])
    if disguise:
        disguise(payload)
    desk.env.backend.emit("INTERACTION_CREATE", payload)
    await desk.env.settle(idle=0.005)
    return InteractionResult(desk.env, record)


async def ask(desk: Desk, who: Any, command: str, options: Mapping[str, Any] | None = None, **how: Any) -> str:
    """All that the bot says to a command whose option values go as they are."""
    return desk.read(await send(desk, who, COMMAND, command_data(desk, command, options or {}), **how))


async def typing(desk: Desk, who: Any, command: str, option: str, typed: Any, **how: Any) -> list[Any] | None:
    """What is offered for an option in which `typed` stands; None if nothing was answered at all."""
    data = command_data(desk, command, {option: typed})
    _leaf(data["options"])[0]["focused"] = True
    return (await send(desk, who, AUTOCOMPLETE, data, **how)).autocomplete_choices


def command_data(desk: Desk, path: str, options: Mapping[str, Any]) -> Payload:
    """`source pause` with options, nested as Discord nests them; a channel or file given as its payload is resolved."""
    names = path.split()
    declared = {one.display_name: one.type.value for one in commands(desk)[path].parameters}
    resolved: Payload = {}
    leaf: list[Payload] = []
    for name, value in options.items():
        kind = declared.get(name, discord.AppCommandOptionType.string.value)
        if isinstance(value, dict):
            resolved[{7: "channels", 11: "attachments"}[kind]] = {value["id"]: value}
        leaf.append({"name": name, "type": kind, "value": value["id"] if isinstance(value, dict) else value})
    for name in reversed(names[1:]):
        leaf = [{"name": name, "type": 1, "options": leaf}]
    data = {"id": "1", "name": names[0], "type": 1, "options": leaf}
    return data | ({"resolved": resolved} if resolved else {})


def commands(desk: Desk) -> dict[str, app_commands.Command[Any, ..., Any]]:
    """Every command of the tree that can be invoked, by its whole name."""
    return {
        one.qualified_name: one for one in desk.client.tree.walk_commands() if isinstance(one, app_commands.Command)
    }


def options(desk: Desk, *, offered: bool = False) -> set[tuple[str, str]]:
    """(command, option) of all there are, or of those that are offered while they are typed."""
    return {
        (name, one.display_name)
        for name, command in commands(desk).items()
        for one in command.parameters
        if one.autocomplete or not offered
    }


def modules_of(package: ModuleType) -> list[ModuleType]:
    return [importlib.import_module(f"{package.__name__}.{one.name}") for one in pkgutil.iter_modules(package.__path__)]


def of_managers(desk: Desk) -> set[str]:
    return {name for name, one in commands(desk).items() if (one.root_parent or one).default_permissions is not None}


def _leaf(options: Sequence[Payload]) -> Sequence[Payload]:
    while options and options[0]["type"] == 1:
        options = options[0]["options"]
    return options


async def press(desk: Desk, who: Any, custom_id: Any, **how: Any) -> str | None:
    """Press a button of that custom_id, which a message of the bot in the caller's channel is made to bear.

    What is said then, or what the message says from then on; None if nothing happens.
    """
    posted = await send(desk, who, COMMAND, command_data(desk, "help", {}))
    assert posted.response
    message = dict(serializers.message_payload(desk.env.backend, posted.response._message))
    button = {"type": BUTTON, "style": 2, "label": "x", "custom_id": custom_id, "id": 3}
    message["components"] = [{"type": 1, "id": 2, "components": [button]}]
    before = desk.read(posted)
    result = await send(
        desk, who, COMPONENT, {"custom_id": custom_id, "component_type": BUTTON}, message=message, **how
    )
    return desk.read(result).removeprefix(before).strip() if result.acknowledged else None
