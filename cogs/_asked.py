"""Buttons, menus and forms of a manager's dialog, which go on working after a restart: who was asked, and what, stands in the custom_id.

It holds no rights: whoever presses must be that manager still, and what it says is checked as if typed. Nothing is kept of a dialog
that is left.
"""

import re
from collections.abc import Sequence
from typing import Any, Self

import discord
from discord.ext import commands

from bot.client import Press
from bot.domain.errors import NotFound, Refused
from bot.render.budget import LIMITS
from bot.rights import require_manager
from bot.words import _
from cogs._asking import Interaction, pressed, show

_WHAT = r":(?P<who>[0-9]{1,20}):(?P<asked>[a-z]{1,12}):(?P<rest>[A-Za-z0-9_:+/-]{0,80})"
_FORM = re.compile("ask" + _WHAT)
Row = discord.ui.ActionRow[discord.ui.LayoutView]
_CHANNELS = [
    discord.ChannelType.text,
    discord.ChannelType.public_thread,
    discord.ChannelType.private_thread,
    discord.ChannelType.news_thread,
]


async def answer(
    interaction: discord.Interaction[Any], match: re.Match[str], values: Sequence[str] | Sequence[int] = ()
) -> None:
    """Give a press to whoever answers it, if it is this manager's to make."""
    async with pressed(interaction) as own:
        await _check(own, match)(own, match["rest"], tuple(map(str, values)))


def _check(interaction: Interaction, match: re.Match[str]) -> Press:
    """Who answers it; Refused for anybody but the manager who was asked."""
    require_manager(interaction)
    if interaction.user.id != int(match["who"]):
        raise Refused(_("Somebody else was asked this. Type the command yourself to be asked."))
    press = interaction.client.presses.get(match["asked"])
    if press is None:
        raise NotFound(_("This button leads nowhere. Ask with the command again."))
    return press


class Forms(commands.Cog):
    """Answers the forms that such a button opens, by their custom_id too: discord.py itself knows those alone that it opened since its start."""

    @commands.Cog.listener()
    async def on_interaction(self, interaction: discord.Interaction[Any]) -> None:
        if interaction.type is not discord.InteractionType.modal_submit:
            return
        data: Any = interaction.data
        match = _FORM.fullmatch(data["custom_id"])
        if match:
            await answer(interaction, match, [value for value in filled_in(interaction).values() if value is not None])


class Asked(discord.ui.DynamicItem[discord.ui.Item[discord.ui.LayoutView]], template="ask" + _WHAT):
    """A button, a menu or a menu of channels, as its message bears it."""

    def __init__(self, item: discord.ui.Item[discord.ui.LayoutView], match: re.Match[str]) -> None:
        super().__init__(item)
        self._match = match

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction[Any], item: discord.ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        return cls(item, match)

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        match self.item:
            case discord.ui.Select():
                await answer(interaction, self._match, self.item.values)
            case discord.ui.ChannelSelect():
                await answer(interaction, self._match, [one.id for one in self.item.values])
            case _:
                await answer(interaction, self._match)


def custom_id(who: int, asked: str, rest: str) -> str:
    """`asked` names who answers (`Client.presses`), `rest` is theirs to read."""
    made = f"ask:{who}:{asked}:{rest}"
    assert len(made) <= LIMITS["custom_id"]
    return made


def button(
    who: int,
    asked: str,
    rest: str,
    label: str,
    style: discord.ButtonStyle = discord.ButtonStyle.secondary,
    *,
    disabled: bool = False,
) -> discord.ui.Button[discord.ui.LayoutView]:
    number = custom_id(who, asked, rest)
    return discord.ui.Button(label=label, style=style, custom_id=number, disabled=disabled)


def menu(
    who: int, asked: str, rest: str, hint: str, options: Sequence[discord.SelectOption], most: int = 1
) -> discord.ui.Select[discord.ui.LayoutView]:
    shown = list(options)[: LIMITS["options"]]
    number = custom_id(who, asked, rest)
    return discord.ui.Select(
        placeholder=hint, options=shown, custom_id=number, min_values=1, max_values=min(most, len(shown))
    )


def channel_menu(who: int, asked: str, rest: str, hint: str) -> discord.ui.ChannelSelect[discord.ui.LayoutView]:
    number = custom_id(who, asked, rest)
    return discord.ui.ChannelSelect(placeholder=hint, channel_types=_CHANNELS, custom_id=number)


def form(who: int, asked: str, rest: str, title: str, *fields: discord.ui.Label[Any]) -> discord.ui.Modal:
    """A form; what is typed comes to who answers as the values chosen in a menu do, in the order of its fields."""
    made = discord.ui.Modal(title=title, custom_id=custom_id(who, asked, rest))
    for field in fields:
        made.add_item(field)
    made.stop()  # as a page's view in `put`
    return made


def filled_in(interaction: discord.Interaction[Any]) -> dict[str, str | None]:
    """What stands in each field of a form that was sent, by the field's custom_id; None where nothing was chosen."""
    data: Any = interaction.data
    fields: list[dict[str, Any]] = [one.get("component") or {} for one in data["components"]]
    return {field["custom_id"]: _standing(field) for field in fields if "custom_id" in field}


def _standing(field: dict[str, Any]) -> str | None:
    if "values" in field:
        return next(map(str, field["values"]), None)
    return str(field.get("value") or "")


def row(*items: discord.ui.Item[discord.ui.LayoutView]) -> Row:
    made: Row = discord.ui.ActionRow()
    for item in items:
        made.add_item(item)
    return made


async def put(interaction: Interaction, view: discord.ui.LayoutView) -> None:
    """Show a page of a dialog in place of what was there."""
    view.stop()  # discord.py would keep it for ever; its buttons are answered by their custom_ids
    await show(interaction, view)
