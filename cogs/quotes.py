"""`/quotes`."""

import discord
from discord import app_commands
from discord.ext import commands

from bot.domain.answers import Scope
from bot.render import pages
from bot.services.names import NameIndex
from bot.services.quotes import QuoteService
from cogs._asking import Clock, Interaction, begin, choices, everywhere, read_day, scope_of, show
from cogs._paging import buttons


class Quotes(commands.Cog):
    def __init__(self, service: QuoteService, names: NameIndex, clock: Clock) -> None:
        self._service, self._names, self._clock = service, names, clock

    @everywhere
    @app_commands.command(description="Who said what, newest first, each with its source.")
    @app_commands.describe(
        speaker="Any spelling or script",
        about="Words that must be in the quote",
        since="2026-03-01, 7 days, today or yesterday",
        private="Show the answer only to you",
    )
    async def quotes(
        self,
        interaction: Interaction,
        speaker: app_commands.Range[str, 1, 100] | None = None,
        about: app_commands.Range[str, 1, 100] | None = None,
        since: app_commands.Range[str, 1, 20] | None = None,
        private: bool = False,
    ) -> None:
        await begin(interaction, private=private)
        day = read_day(since, self._clock())
        await show(
            interaction,
            await self.page(scope_of(interaction), (speaker or "", about or "", day.isoformat() if day else ""), 0),
        )

    async def page(self, scope: Scope, parts: tuple[str, ...], number: int) -> discord.ui.LayoutView:
        """A page for the command and for its buttons."""
        speaker, about, typed = (*parts, "", "", "")[:3]
        since = read_day(typed, self._clock())
        answer = await self._service.page(
            scope,
            speaker=speaker or None,
            about=about or None,
            since=since,
            number=number,
        )
        return pages.quotes(answer, buttons("quotes", answer.page, answer.speaker, about, since and since.isoformat()))

    @quotes.autocomplete("speaker")
    async def _names_like(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return choices(await self._names.people(scope_of(interaction), typed))
