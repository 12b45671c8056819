"""`/sources`: what this server reads, for its readers."""

import discord
from discord import app_commands
from discord.ext import commands

from bot.domain.answers import Scope
from bot.render import reading
from bot.services.sources import SourceService
from cogs._asking import Interaction, begin, everywhere, scope_of, show
from cogs._paging import buttons


class Reading(commands.Cog):
    def __init__(self, service: SourceService) -> None:
        self._service = service

    @everywhere
    @app_commands.command(description="What this server reads: whose each source is, how it is doing, its last news.")
    @app_commands.describe(private="Show the answer only to you")
    async def sources(self, interaction: Interaction, private: bool = False) -> None:
        await begin(interaction, private=private)
        await show(interaction, await self.page(scope_of(interaction), (), 0))

    async def page(self, scope: Scope, _parts: tuple[str, ...], number: int) -> discord.ui.LayoutView:
        """A page for the command and for its buttons."""
        answer = await self._service.page(scope, number)
        return reading.sources(answer, buttons("sources", answer.page, back="◀", on="▶"))
