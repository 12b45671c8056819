"""`/upcoming`."""

import discord
from discord import app_commands
from discord.ext import commands

from bot.domain.answers import Scope
from bot.render import pages
from bot.services.names import NameIndex
from bot.services.upcoming import UpcomingService
from bot.words import _
from cogs._asking import Clock, Interaction, begin, choices, everywhere, scope_of, show
from cogs._paging import buttons


class Upcoming(commands.Cog):
    def __init__(self, service: UpcomingService, names: NameIndex, clock: Clock) -> None:
        self._service, self._names, self._clock = service, names, clock

    @everywhere
    @app_commands.command(description="What is planned and who is invited, in order of its day, each with who said so.")
    @app_commands.describe(
        country="A country involved",
        days="Only what has a day within so many days",
        private="Show the answer only to you",
    )
    async def upcoming(
        self,
        interaction: Interaction,
        country: app_commands.Range[str, 1, 60] | None = None,
        days: app_commands.Range[int, 1, 730] | None = None,
        private: bool = False,
    ) -> None:
        await begin(interaction, private=private)
        parts = (country or "", str(days) if days is not None else "")
        await show(interaction, await self.page(scope_of(interaction), parts, 0))

    async def page(self, scope: Scope, parts: tuple[str, ...], number: int) -> discord.ui.LayoutView:
        """A page for the command and for its buttons."""
        country, typed = (*parts, "", "")[:2]
        days = int(typed) if typed.isascii() and typed.isdigit() and len(typed) <= 3 else None
        answer = await self._service.page(scope, country=country or None, days=days, number=number, now=self._clock())
        return pages.upcoming(
            answer,
            buttons(
                "upcoming",
                answer.page,
                answer.country,
                str(days) if days else None,
                back=_("◀ Earlier"),
                on=_("Later ▶"),
            ),
        )

    @upcoming.autocomplete("country")
    async def _countries_like(self, _interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return choices(self._names.countries(typed))
