"""`/leader` and `/leaders`."""

import discord
from discord import app_commands
from discord.ext import commands

from bot.domain.answers import Scope
from bot.render import leader as card
from bot.render import pages
from bot.services.leaders import LeaderService
from bot.services.names import NameIndex
from cogs._asking import Clock, Interaction, begin, choices, everywhere, scope_of, show, show_all
from cogs._paging import buttons


class Leaders(commands.Cog):
    def __init__(self, service: LeaderService, names: NameIndex, clock: Clock) -> None:
        self._service, self._names, self._clock = service, names, clock

    @everywhere
    @app_commands.command(description="One person: office, latest words, contacts and deals.")
    @app_commands.describe(name="Any spelling or script", private="Show the answer only to you")
    async def leader(
        self, interaction: Interaction, name: app_commands.Range[str, 1, 100], private: bool = False
    ) -> None:
        await begin(interaction, private=private)
        answer = await self._service.answer(scope_of(interaction), name, self._clock().date())
        await show_all(interaction, card.leader(answer, self._names.country_names), private=private)

    @everywhere
    @app_commands.command(description="Who is in the news this server reads, last seen first.")
    @app_commands.describe(country="Only people of this country", private="Show the answer only to you")
    async def leaders(
        self, interaction: Interaction, country: app_commands.Range[str, 1, 60] | None = None, private: bool = False
    ) -> None:
        await begin(interaction, private=private)
        await show(interaction, await self.page(scope_of(interaction), (country or "",), 0))

    async def page(self, scope: Scope, parts: tuple[str, ...], number: int) -> discord.ui.LayoutView:
        """A page for the command and for its buttons."""
        answer = await self._service.page(scope, country=parts[0] or None, number=number, on=self._clock().date())
        return pages.leaders(answer, buttons("leaders", answer.page, answer.country))

    @leader.autocomplete("name")
    async def _names_like(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return choices(await self._names.people(scope_of(interaction), typed))

    @leaders.autocomplete("country")
    async def _countries_like(self, _interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return choices(self._names.countries(typed))
