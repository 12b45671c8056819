"""Buttons that turn a page, and go on working after a restart: the question itself stands in their custom_id, and what of it does not
fit, in that of a button that cannot be pressed.

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
_REST = "rest:"


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
        asked, rest = custom_id(self._asked, self._number, self._parts), _rest(interaction.message)
        longest = LIMITS["custom_id"]
        if (
            pager is None
            or self._number > _MOST_PAGES
            or not (is_text(asked, longest) and is_text(asked + rest, 2 * longest))
        ):
            raise NotFound(_("This button leads nowhere. Ask with the command again."))
        return await pager(
            scope_of(interaction), tuple((_DIVIDER.join(self._parts) + rest).split(_DIVIDER)), self._number
        )


def custom_id(asked: str, number: int, parts: tuple[str, ...]) -> str:
    return f"page:{asked}:{number}:{_DIVIDER.join(parts)}"


def buttons(
    asked: str, page: PageOf, *parts: str | None, back: str = "", on: str = ""
) -> list[discord.ui.ActionRow[discord.ui.LayoutView]]:
    """A row with back and on (newer and older), where there is more than one page and the question fits a button."""
    question = _DIVIDER.join(part or "" for part in parts)
    room = LIMITS["custom_id"] - len(custom_id(asked, _MOST_PAGES, ()))
    rest = question[room:]
    if not (page.number or page.has_next) or len(_REST + rest) > LIMITS["custom_id"]:
        return []
    asked_parts = tuple(question[:room].split(_DIVIDER))
    row: discord.ui.ActionRow[discord.ui.LayoutView] = discord.ui.ActionRow()
    row.add_item(
        PageButton(asked, max(page.number - 1, 0), asked_parts, back or _("◀ Newer"), disabled=page.number == 0)
    )
    row.add_item(PageButton(asked, page.number + 1, asked_parts, on or _("Older ▶"), disabled=not page.has_next))
    if rest:
        label = _("Page {number}").format(number=page.number + 1)
        row.add_item(discord.ui.Button(label=label, custom_id=_REST + rest, disabled=True))
    return [row]


def _rest(message: discord.Message | None) -> str:
    """What of a long question its message holds beside its buttons."""
    items = discord.ui.LayoutView.from_message(message, timeout=None).walk_children() if message else ()
    ids = [item.custom_id or "" for item in items if isinstance(item, discord.ui.Button)]
    return next((number.removeprefix(_REST) for number in ids if number.startswith(_REST)), "")
