"""What managers' commands share: the decorator that makes a command one, the buttons of a question put to a manager, and the words
under which what they changed is written down (cogs/keeping.py).

Every managers' command is written down when it has succeeded, unless it is declared with `extras=LOOKS`, or ended in a question: then
the button that `changes` something is.
"""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, TypeVar

import discord
from discord import app_commands

from bot.client import say_failure
from bot.domain.errors import Refused
from bot.render import budget
from bot.render.permissions import how_to_grant, missing_permissions
from bot.render.text import prose
from bot.rights import require_manager
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
    interaction.extras[_ASKED] = typed(interaction)


def changed(interaction: discord.Interaction[Any], what: str) -> None:
    """A button or a form has changed something, which is written down in the words of the command that does the same."""
    interaction.client.dispatch("manager_answered", interaction, what)


class _Asked:
    """Whom a question was put to, and by which command."""

    def __init__(self, interaction: discord.Interaction[Any]) -> None:
        self._who = interaction.guild_id, interaction.user.id
        self.command = interaction.extras.get(_ASKED) or typed(interaction)
        interaction.extras[_ASKED] = self.command

    def check(self, interaction: discord.Interaction[Any]) -> None:
        require_manager(interaction)
        if (interaction.guild_id, interaction.user.id) != self._who:
            raise Refused(_("Somebody else was asked this. Type the command yourself to be asked."))
        interaction.extras[_ASKED] = self.command


class ManagerView(discord.ui.LayoutView):
    """The buttons of a question put to one manager: only they may press, while they are one. Failures are said in words."""

    def __init__(self, asked: discord.Interaction[Any]) -> None:
        super().__init__(timeout=600.0)
        self._asked = _Asked(asked)

    async def interaction_check(self, interaction: discord.Interaction[Any], /) -> bool:
        self._asked.check(interaction)
        return True

    async def on_error(
        self, interaction: discord.Interaction[Any], error: Exception, item: discord.ui.Item[Any], /
    ) -> None:
        await say_failure(interaction, error)


class Answer(discord.ui.Button[discord.ui.LayoutView]):
    """A button of a question. One that `changes` something is written down when `then` has succeeded."""

    def __init__(
        self,
        label: str,
        then: Callable[[discord.Interaction[Any]], Awaitable[object]],
        *,
        changes: bool,
        style: discord.ButtonStyle = discord.ButtonStyle.secondary,
    ) -> None:
        super().__init__(label=label, style=style)
        self._then, self._changes = then, changes

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        await self._then(interaction)
        if self._changes:
            changed(interaction, f"{interaction.extras[_ASKED]} → {self.label}")


class ManagerForm(discord.ui.Modal):
    """A dialog opened by a button of such a question, under the same rights."""

    def __init__(self, opened_by: discord.Interaction[Any], title: str) -> None:
        super().__init__(title=title, timeout=600.0)
        self._asked = _Asked(opened_by)

    async def interaction_check(self, interaction: discord.Interaction[Any], /) -> bool:
        self._asked.check(interaction)
        return True

    async def on_error(self, interaction: discord.Interaction[Any], error: Exception, /) -> None:
        await say_failure(interaction, error)


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
