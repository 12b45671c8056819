"""The buttons under a digest, on messages posted long ago too: their custom_ids name subscription and day, and perhaps a section."""

import re
from typing import Self

import discord

from bot.domain.answers import PageOf, Scope
from bot.domain.periods import written_day
from bot.render import digest as page
from bot.render.digest import MARKER
from bot.services.digests import DigestService
from bot.words import _
from cogs._asking import pressed, scope_of, show
from cogs._paging import buttons


class AboutButton(
    discord.ui.DynamicItem[discord.ui.Button[discord.ui.LayoutView]],
    template=MARKER
    + r":(?P<subscription>[0-9]{1,18}):(?P<day>[0-9]{8}):(?P<part>[0-9]{1,3})(?::(?P<section>[a-z]{1,12}))?",
):
    def __init__(
        self, item: discord.ui.Button[discord.ui.LayoutView], subscription: int, day: str, section: str | None
    ) -> None:
        super().__init__(item)
        self._subscription, self._parts = subscription, (day, section) if section else (day,)

    @classmethod
    async def from_custom_id(
        cls,
        interaction: discord.Interaction[discord.Client],
        item: discord.ui.Item[discord.ui.LayoutView],
        match: re.Match[str],
        /,
    ) -> Self:
        assert isinstance(item, discord.ui.Button)
        return cls(item, int(match["subscription"]), match["day"], match["section"])

    async def callback(self, interaction: discord.Interaction[discord.Client]) -> None:
        """Only who pressed it sees the answer."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        async with pressed(interaction) as own:
            await show(own, await own.client.pagers["digest"](scope_of(own), self._parts, self._subscription))


class PostedDigests:
    """What these buttons answer, and the pages behind them."""

    def __init__(self, digests: DigestService) -> None:
        self._digests = digests

    async def about(self, scope: Scope, parts: tuple[str, ...], number: int) -> discord.ui.LayoutView:
        """`number` is the subscription's, the parts its day and perhaps a section."""
        if parts[1:]:
            return await self.section(scope, (str(number), *parts), 0)
        return page.about(await self._digests.about(scope, number, written_day("".join(parts))))

    async def section(self, scope: Scope, parts: tuple[str, ...], number: int) -> discord.ui.LayoutView:
        """A page of one section of a posted edition; the parts are the subscription's id, the day and the section."""
        subscription, day, name = (*parts, "", "", "")[:3]
        asked = int(subscription) if re.fullmatch("[0-9]{1,18}", subscription) else 0
        answer, section = await self._digests.section(scope, asked, written_day(day), name)
        pages = len(page.section_pages(answer, section))
        at = PageOf(number=min(number, pages - 1), has_next=number + 1 < pages)
        rows = buttons("edition", at, *parts, back=_("◀ Back"), on=_("On ▶"))
        return page.section_page(answer, section, at.number, rows)
