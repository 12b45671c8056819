"""What managers' commands share: the decorator that makes a command one, and the buttons of a question put to a manager."""

from typing import Any, TypeVar

import discord
from discord import app_commands

from bot.client import say_failure
from bot.domain.errors import Refused
from bot.render import budget
from bot.render.permissions import how_to_grant, missing_permissions
from bot.render.text import escape
from bot.rights import require_manager
from bot.words import _

C = TypeVar("C")


def for_managers(cog: C) -> C:
    """Discord shows the command only to managers of servers that the bot was added to; `bot.rights` refuses everybody else once more."""
    cog = app_commands.default_permissions(manage_guild=True)(cog)
    cog = app_commands.allowed_installs(guilds=True, users=False)(cog)  # type: ignore[type-var]
    return app_commands.guild_only(cog)  # type: ignore[type-var]


class ManagerView(discord.ui.LayoutView):
    """The buttons of a question put to one manager: only they may press, while they are one. Failures are said in words."""

    def __init__(self, asked: discord.Interaction[Any]) -> None:
        super().__init__(timeout=600.0)
        self._asked = asked.guild_id, asked.user.id

    async def interaction_check(self, interaction: discord.Interaction[Any], /) -> bool:
        require_manager(interaction)
        if (interaction.guild_id, interaction.user.id) != self._asked:
            raise Refused(_("Somebody else was asked this. Type the command yourself to be asked."))
        return True

    async def on_error(
        self, interaction: discord.Interaction[Any], error: Exception, item: discord.ui.Item[Any], /
    ) -> None:
        await say_failure(interaction, error)


async def say(interaction: discord.Interaction[Any], words: str) -> None:
    """One line in place of what was there."""
    await interaction.edit_original_response(
        view=budget.page([escape(words)]), allowed_mentions=discord.AllowedMentions.none()
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
