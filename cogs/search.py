"""`/search`."""

import discord
from discord import app_commands
from discord.ext import commands

from bot.domain.answers import Scope
from bot.domain.errors import NotFound
from bot.domain.findings import PLACES, SearchIn
from bot.render import pages
from bot.services.search import SearchService
from bot.words import _
from cogs._asking import Clock, Interaction, begin, everywhere, scope_of, show
from cogs._paging import buttons


class Search(commands.Cog):
    def __init__(self, service: SearchService, clock: Clock) -> None:
        self._service, self._clock = service, clock

    @everywhere
    @app_commands.command(description="Full text: what has all these words, newest first.")
    @app_commands.rename(where="in")
    @app_commands.describe(
        text="Words that must all be there, in any order",
        where="Where to look; quotes if you do not say",
        private="Show the answer only to you",
    )
    async def search(
        self,
        interaction: Interaction,
        text: app_commands.Range[str, 2, 100],
        where: SearchIn = "quotes",
        private: bool = False,
    ) -> None:
        await begin(interaction, private=private)
        await show(interaction, await self.page(scope_of(interaction), (where, text), 0))

    async def page(self, scope: Scope, parts: tuple[str, ...], number: int) -> discord.ui.LayoutView:
        """A page for the command and for its buttons."""
        where, text = (*parts, "")[:2]
        if where not in PLACES:
            raise NotFound(_("This button leads nowhere. Ask with the command again."))
        answer = await self._service.page(scope, text, where, number=number, now=self._clock())
        return pages.search(answer, buttons("search", answer.page, answer.where, answer.text))
