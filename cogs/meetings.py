"""`/meetings`."""

import discord
from discord import app_commands
from discord.ext import commands

from bot.domain.answers import Scope
from bot.render import pages
from bot.services.meetings import MeetingService
from bot.services.names import NameIndex
from cogs._asking import Interaction, begin, choices, everywhere, scope_of, show
from cogs._paging import buttons


class Meetings(commands.Cog):
    def __init__(self, service: MeetingService, names: NameIndex) -> None:
        self._service, self._names = service, names

    @everywhere
    @app_commands.command(description="Who met, called or invited whom, newest first.")
    @app_commands.describe(
        leader="Any spelling or script", country="A country involved", private="Show the answer only to you"
    )
    async def meetings(
        self,
        interaction: Interaction,
        leader: app_commands.Range[str, 1, 100] | None = None,
        country: app_commands.Range[str, 1, 60] | None = None,
        private: bool = False,
    ) -> None:
        await begin(interaction, private=private)
        await show(interaction, await self.page(scope_of(interaction), (leader or "", country or ""), 0))

    async def page(self, scope: Scope, parts: tuple[str, ...], number: int) -> discord.ui.LayoutView:
        """A page for the command and for its buttons."""
        leader, country = (*parts, "", "")[:2]
        answer = await self._service.page(scope, leader=leader or None, country=country or None, number=number)
        return pages.meetings(answer, buttons("meetings", answer.page, answer.leader, answer.country))

    @meetings.autocomplete("leader")
    async def _names_like(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return choices(await self._names.people(scope_of(interaction), typed))

    @meetings.autocomplete("country")
    async def _countries_like(self, _interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return choices(self._names.countries(typed))
