"""Buttons that turn a page, and go on working after a restart: the question itself stands in their custom_id.

It holds no rights: whose sources are read follows from where the button is pressed, and what it asks is checked as if typed.
"""

import re
from typing import Self

import discord

from bot.domain.answers import PageOf
from bot.domain.errors import NotFound
from bot.render.budget import LIMITS
from bot.rights import is_text
from bot.words import _
from cogs._asking import Interaction, pressed, scope_of, show

_DIVIDER = "\x1f"
_MOST_PAGES = 200


class PageButton(
    discord.ui.DynamicItem[discord.ui.Button[discord.ui.LayoutView]],
    template=r"page:(?P<asked>[a-z]{1,12}):(?P<number>[0-9]{1,3}):(?P<parts>[\s\S]*)",
):
    def __init__(
        self, asked: str, number: int, parts: tuple[str, ...], label: str = "…", *, disabled: bool = False
    ) -> None:
        super().__init__(
            discord.ui.Button(
                label=label,
                style=discord.ButtonStyle.secondary,
                disabled=disabled,
                custom_id=custom_id(asked, number, parts),
            )
        )
        self._asked, self._number, self._parts = asked, number, parts

    @classmethod
    async def from_custom_id(
        cls,
        interaction: discord.Interaction[discord.Client],
        item: discord.ui.Item[discord.ui.LayoutView],
        match: re.Match[str],
        /,
    ) -> Self:
        return cls(match["asked"], int(match["number"]), tuple(match["parts"].split(_DIVIDER)))

    async def callback(self, interaction: discord.Interaction[discord.Client]) -> None:
        await interaction.response.defer()
        async with pressed(interaction) as own:
            await show(own, await self._page(own))

    async def _page(self, interaction: Interaction) -> discord.ui.LayoutView:
        pager = interaction.client.pagers.get(self._asked)
        asked = custom_id(self._asked, self._number, self._parts)
        if pager is None or self._number > _MOST_PAGES or not is_text(asked, LIMITS["custom_id"]):
            raise NotFound(_("This button leads nowhere. Ask with the command again."))
        return await pager(scope_of(interaction), self._parts, self._number)


def custom_id(asked: str, number: int, parts: tuple[str, ...]) -> str:
    return f"page:{asked}:{number}:{_DIVIDER.join(parts)}"


def buttons(
    asked: str, page: PageOf, *parts: str | None, back: str = "", on: str = ""
) -> list[discord.ui.ActionRow[discord.ui.LayoutView]]:
    """A row with back and on (newer and older), where there is more than one page and the question fits a button."""
    asked_parts = tuple(part or "" for part in parts)
    if not (page.number or page.has_next) or len(custom_id(asked, _MOST_PAGES, asked_parts)) > LIMITS["custom_id"]:
        return []
    row: discord.ui.ActionRow[discord.ui.LayoutView] = discord.ui.ActionRow()
    row.add_item(
        PageButton(asked, max(page.number - 1, 0), asked_parts, back or _("◀ Newer"), disabled=page.number == 0)
    )
    row.add_item(PageButton(asked, page.number + 1, asked_parts, on or _("Older ▶"), disabled=not page.has_next))
    return [row]
