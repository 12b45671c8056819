"""What managers' commands share. Discord hides them from others; this holds even if that is got round."""

from typing import Any

import discord

from bot.client import say_failure
from bot.domain.errors import Refused
from bot.render import budget
from bot.render.text import escape
from bot.words import _


def is_manager(interaction: discord.Interaction[Any]) -> bool:
    """The caller has Manage Server in the server that the interaction comes from."""
    return interaction.guild_id is not None and interaction.permissions.manage_guild


def require_manager(interaction: discord.Interaction[Any]) -> None:
    """Refused for anybody else."""
    if not is_manager(interaction):
        raise Refused(_("This is for managers of a server: it needs the permission Manage Server."))


class ManagerView(discord.ui.LayoutView):
    """Buttons whose failures are said in words, as a command's are."""

    def __init__(self) -> None:
        super().__init__(timeout=600.0)

    async def on_error(
        self, interaction: discord.Interaction[Any], error: Exception, item: discord.ui.Item[Any], /
    ) -> None:
        await say_failure(interaction, error)


async def say(interaction: discord.Interaction[Any], words: str) -> None:
    """One line in place of what was there."""
    await interaction.edit_original_response(
        view=budget.page([escape(words)]), allowed_mentions=discord.AllowedMentions.none()
    )
