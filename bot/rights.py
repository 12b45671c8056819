"""Whether a command may be asked so: by whom, and with values that it takes. Asked of every command before it runs.

Discord's own checks are not enough: a server's admins may open any command to anybody, an app that a user brings along is
asked where the bot is no member, and ranges and choices bind only Discord's own client.
"""

from collections.abc import Sequence
from typing import Any

import discord
from discord import AppCommandOptionType as Takes
from discord import app_commands

from bot.domain.errors import Refused
from bot.words import _

_LONGEST_TYPED = 100  # no suggestion is longer
_LONGEST = 6_000
_LARGEST = 2**53
_KINDS: dict[Takes, type | tuple[type, ...]] = {
    Takes.string: str,
    Takes.integer: int,
    Takes.boolean: bool,
    Takes.number: (int, float),
    Takes.channel: (app_commands.AppCommandChannel, app_commands.AppCommandThread),
    Takes.attachment: discord.Attachment,
}


def check(interaction: discord.Interaction[Any]) -> None:
    """Refused: a command for managers, whatever Discord let through, or a value that no client of Discord's offers.

    Every command is for managers whose top-level command has `default_permissions`.
    """
    command = interaction.command
    if command is None:
        return  # the tree itself says that there is none
    root = (command.root_parent or command) if isinstance(command, app_commands.Command) else command
    if root.default_permissions is not None:
        require_manager(interaction)
    if isinstance(command, app_commands.Command) and not _is_takeable(interaction, command):
        raise Refused(_("That is not what this option takes; choose one of its suggestions."))


def require_manager(interaction: discord.Interaction[Any]) -> None:
    """Refused for anybody else."""
    if not is_manager(interaction):
        raise Refused(_("This is for a server’s managers. It needs the permission Manage Server."))


def is_manager(interaction: discord.Interaction[Any]) -> bool:
    """The caller has Manage Server in a server that the bot is a member of, and asks the server's bot, not an app of their own."""
    may, context = interaction.permissions, interaction.context
    return (
        (may.manage_guild or may.administrator)
        and interaction.guild_id is not None
        and interaction.client.get_guild(interaction.guild_id) is not None
        and not (context.dm_channel or context.private_channel)
        and (interaction.is_guild_integration() or not interaction.is_user_integration())
    )


def is_text(value: object, longest: int) -> bool:
    """A string of some length that can be written in UTF-8: JSON can smuggle half a surrogate pair, which nothing stores."""
    try:
        return isinstance(value, str) and 0 < len(value) <= longest and bool(value.encode())
    except UnicodeEncodeError:
        return False


def _is_takeable(interaction: discord.Interaction[Any], command: app_commands.Command[Any, ..., Any]) -> bool:
    try:
        given = dict(iter(interaction.namespace))
    except (KeyError, TypeError, ValueError):
        return False
    takes = {one.display_name: one for one in command.parameters}
    if interaction.type is discord.InteractionType.autocomplete:
        focused = takes.get(_focused(interaction))
        typed = given.get(focused.display_name) if focused and focused.autocomplete else None
        return typed == "" or is_text(typed, _LONGEST_TYPED)
    return all(_fits(takes[name], value) for name, value in given.items() if name in takes)


def _focused(interaction: discord.Interaction[Any]) -> str:
    """The name of the option that is being typed."""
    options: Sequence[Any] = (interaction.data or {}).get("options", ())
    while options and options[0].get("type") in (Takes.subcommand.value, Takes.subcommand_group.value):
        options = options[0].get("options", ())
    return next((one["name"] for one in options if one.get("focused")), "")


def _fits(one: app_commands.Parameter, value: Any) -> bool:
    """Of the declared type, within its bounds, and one of its choices if it has any."""
    if not isinstance(value, _KINDS.get(one.type, object)) or (one.type is Takes.integer and isinstance(value, bool)):
        return False
    if one.choices and value not in [choice.value for choice in one.choices]:
        return False
    match one.type:
        case Takes.string:
            return is_text(value, int(one.max_value or _LONGEST)) and len(value) >= (one.min_value or 0)
        case Takes.integer | Takes.number:
            least = -_LARGEST if one.min_value is None else one.min_value
            most = _LARGEST if one.max_value is None else one.max_value
            return least <= value <= most
        case _:
            return True
