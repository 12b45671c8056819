"""`/help`, `/about` and `/privacy`: answered from memory, only to who asks."""

import discord
from discord import app_commands
from discord.ext import commands

from bot.render import help as texts
from bot.rights import is_manager
from bot.services.servers import ServerService
from cogs._asking import Interaction, everywhere, show


class Help(commands.Cog):
    def __init__(self, servers: ServerService) -> None:
        self._servers = servers

    @everywhere
    @app_commands.command(description="What you can ask, and how to read the answers.")
    @app_commands.describe(topic="What to explain")
    async def help(self, interaction: Interaction, topic: texts.Topic | None = None) -> None:
        await self._say(interaction, texts.help_page(topic, is_manager=is_manager(interaction)))

    @everywhere
    @app_commands.command(description="What this bot is and where its words come from.")
    async def about(self, interaction: Interaction) -> None:
        await self._say(interaction, texts.about())

    @everywhere
    @app_commands.command(description="What is kept of this server and of you.")
    @app_commands.describe(erase="True takes your id out of everything that is kept, on every server, now")
    async def privacy(self, interaction: Interaction, erase: bool = False) -> None:
        if not erase:
            return await self._say(interaction, texts.privacy())
        await interaction.response.defer(ephemeral=True)
        places = await self._servers.erase_person(interaction.user.id)
        return await show(interaction, texts.erased(places))

    async def _say(self, interaction: Interaction, view: discord.ui.LayoutView) -> None:
        view.stop()  # nothing on it can be pressed, and discord.py would keep it and a timer for a quarter of an hour
        await interaction.response.send_message(
            view=view, ephemeral=True, allowed_mentions=discord.AllowedMentions.none()
        )
