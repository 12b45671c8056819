"""`/deals` and `/deal`."""

import discord
from discord import app_commands
from discord.ext import commands

from bot.domain.answers import Choice, Scope
from bot.domain.ladders import stage_words
from bot.render import pages, why
from bot.services.deals import STAGES, DealService
from bot.services.names import NameIndex
from cogs._asking import Clock, Interaction, begin, choices, everywhere, scope_of, show, show_all
from cogs._paging import buttons


class Deals(commands.Cog):
    def __init__(self, service: DealService, names: NameIndex, clock: Clock) -> None:
        self._service, self._names, self._clock = service, names, clock

    @everywhere
    @app_commands.command(description="What was agreed, by whom, and how far it has come; newest first.")
    @app_commands.rename(with_country="with")
    @app_commands.describe(
        country="A country that is a party",
        with_country="Another party",
        sector="Such as energy or mining",
        stage="Such as pledged or signed",
        private="Show the answer only to you",
    )
    async def deals(
        self,
        interaction: Interaction,
        country: app_commands.Range[str, 1, 60] | None = None,
        with_country: app_commands.Range[str, 1, 60] | None = None,
        sector: app_commands.Range[str, 1, 60] | None = None,
        stage: app_commands.Range[str, 1, 30] | None = None,
        private: bool = False,
    ) -> None:
        await begin(interaction, private=private)
        await show(
            interaction,
            await self.page(scope_of(interaction), (country or "", with_country or "", sector or "", stage or ""), 0),
        )

    async def page(self, scope: Scope, parts: tuple[str, ...], number: int) -> discord.ui.LayoutView:
        """A page for the command and for its buttons."""
        country, other, sector, stage = (part or None for part in (*parts, "", "", "", "")[:4])
        answer = await self._service.page(
            scope,
            country=country,
            with_country=other,
            sector=sector,
            stage=stage,
            number=number,
            now=self._clock(),
        )
        return pages.deals(
            answer, buttons("deals", answer.page, answer.country, answer.with_country, answer.sector, answer.stage)
        )

    @everywhere
    @app_commands.command(description="One deal: parties, stage, and the amounts as each side states them.")
    @app_commands.rename(short_id="id")
    @app_commands.describe(
        short_id="The id at the end of a deal's line, such as D-7F", private="Show the answer only to you"
    )
    async def deal(
        self, interaction: Interaction, short_id: app_commands.Range[str, 1, 20], private: bool = False
    ) -> None:
        await begin(interaction, private=private)
        await show_all(
            interaction,
            why.deal(await self._service.answer(scope_of(interaction), short_id, self._clock())),
            private=private,
        )

    @deals.autocomplete("country")
    @deals.autocomplete("with_country")
    async def _countries_like(self, _interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return choices(self._names.countries(typed))

    @deals.autocomplete("sector")
    async def _sectors_like(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return choices(await self._service.sectors(scope_of(interaction), typed))

    @deals.autocomplete("stage")
    async def _stages_like(self, _interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        fits = [stage for stage in map(stage_words, STAGES) if typed.lower() in stage]
        return choices([Choice(name=stage, value=stage) for stage in fits[:25]])

    @deal.autocomplete("short_id")
    async def _deals_like(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return choices(await self._service.deals(scope_of(interaction), typed))
