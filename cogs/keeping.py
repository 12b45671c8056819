"""What managers changed is written down, here for every command and button; and what no channel took is said to the next of them."""

import contextlib

import discord
from discord import app_commands
from discord.ext import commands

from bot.domain.errors import StoreFull
from bot.domain.servers import Server
from bot.render import budget
from bot.render.text import prose
from bot.rights import is_manager
from bot.services.servers import ServerService
from cogs._asking import Clock, Interaction
from cogs._managing import change_of


class Keeping(commands.Cog):
    def __init__(self, servers: ServerService, clock: Clock) -> None:
        self._servers, self._clock = servers, clock

    @commands.Cog.listener()
    async def on_app_command_completion(
        self,
        interaction: Interaction,
        command: app_commands.Command[commands.Cog, ..., None] | app_commands.ContextMenu,
    ) -> None:
        """discord.py says that a command has succeeded."""
        what = change_of(interaction, command)
        if what is not None:
            await self._record(interaction, what)
        if isinstance(command, app_commands.Command) and is_manager(interaction):
            await self._say_untold(interaction)

    @commands.Cog.listener()
    async def on_manager_answered(self, interaction: Interaction, what: str) -> None:
        """A button of a question has changed something (cogs/_managing.py)."""
        await self._record(interaction, what)

    async def _record(self, interaction: Interaction, what: str) -> None:
        assert interaction.guild_id is not None
        with contextlib.suppress(StoreFull):  # the store has said so; what was changed before that stands
            await self._servers.record(interaction.guild_id, interaction.user.id, what, self._clock())

    async def _say_untold(self, interaction: Interaction) -> None:
        assert interaction.guild_id is not None
        server = await self._servers.one(interaction.guild_id)
        if server is None or server.untold is None or not interaction.response.is_done():
            return
        await interaction.followup.send(
            view=told(server), ephemeral=True, allowed_mentions=discord.AllowedMentions.none()
        )
        await self._servers.told(server.guild_id, server.untold)


def told(server: Server) -> discord.ui.LayoutView:
    """What managers are to be told, as a message."""
    return budget.page([prose(line) for line in (server.untold or "").split("\n")])
