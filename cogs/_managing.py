"""What managers' commands share: the decorator that makes a command one, and the words under which what they changed is written down
(cogs/keeping.py).

Every managers' command is written down when it has succeeded, unless it is declared with `extras=LOOKS`, or ended in a question: then
what answers its button (cogs/_asked.py) says what it has `changed`.
"""

from collections.abc import Mapping
from typing import Any, TypeVar

import discord
from discord import app_commands

from bot.domain.errors import Refused
from bot.render import budget
from bot.render.permissions import how_to_grant, missing_permissions
from bot.render.text import prose
from bot.words import _

C = TypeVar("C")
LOOKS: dict[Any, Any] = {"changes": False}
"""Declares a managers' command that changes nothing: `@app_commands.command(..., extras=LOOKS)`."""
_ASKED = "asked"


def for_managers(cog: C) -> C:
    """Discord shows the command only to managers of servers that the bot was added to; `bot.rights` refuses everybody else once more."""
    cog = app_commands.default_permissions(manage_guild=True)(cog)
    cog = app_commands.allowed_installs(guilds=True, users=False)(cog)  # type: ignore[type-var]
    return app_commands.guild_only(cog)  # type: ignore[type-var]


def change_of(interaction: discord.Interaction[Any], command: Any) -> str | None:
    """What a command that has succeeded changed, as it was typed; None if it only looks, or asked first."""
    if not isinstance(command, app_commands.Command):
        return None
    root = command.root_parent or command  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType]
    if root.default_permissions is None or not command.extras.get("changes", True) or _ASKED in interaction.extras:
        return None
    return typed(interaction)


def typed(interaction: discord.Interaction[Any]) -> str:
    """`/source pause source:Steppe Wire`."""
    command = interaction.command
    name = command.qualified_name if command else "?"
    options: Mapping[str, Any] = dict(iter(interaction.namespace))
    return " ".join([f"/{name}", *(f"{option}:{_value(value)}" for option, value in options.items())])


def _value(value: Any) -> str:
    if isinstance(value, discord.Attachment):
        return value.filename
    return (
        f"#{value.name}"
        if isinstance(value, app_commands.AppCommandChannel | app_commands.AppCommandThread)
        else str(value)
    )


def asks(interaction: discord.Interaction[Any]) -> None:
    """The command ended in a question or a form, and has changed nothing yet."""
    interaction.extras[_ASKED] = True


def changed(interaction: discord.Interaction[Any], what: str) -> None:
    """A button or a form has changed something, which is written down in the words of the command that does the same."""
    interaction.client.dispatch("manager_answered", interaction, what)


async def say(interaction: discord.Interaction[Any], words: str) -> None:
    """One line in place of what was there."""
    await interaction.edit_original_response(
        view=budget.page([prose(words)]), allowed_mentions=discord.AllowedMentions.none()
    )


def require_room(channel: discord.TextChannel | discord.Thread, me: discord.Member) -> None:
    """Refused if the bot may not post there: names what it lacks, and how to grant it."""
    lacking = missing_permissions(channel, me)
    if lacking:
        raise Refused(
            _("The bot may not post in #{name}: it lacks {lacking}. {how} Then type the command again.").format(
                name=channel.name, lacking=", ".join(lacking), how=how_to_grant()
            )
        )
