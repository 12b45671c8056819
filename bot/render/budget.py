"""Discord's limits, in one table, and layouts that keep them."""

from collections.abc import Iterable, Sequence

import discord

from bot.render.text import cut
from bot.words import _

LIMITS = {
    "content": 2000,
    "layout texts": 4000,
    "layout components": 40,
    "custom_id": 100,
    "button label": 80,
    "choices": 25,
    "choice": 100,
    "command description": 100,
    "menu name": 32,
    "options": 25,
    "embed title": 256,
    "embed description": 4096,
    "embed sum": 6000,
    "nonce": 25,
}
ACCENT = discord.Colour(0x2F5D8A)
_ROOM = LIMITS["layout texts"] - 200  # a foot and a row of buttons are added after the texts are dealt out
_PIECES = LIMITS["layout components"] - 14


class OverBudget(ValueError):
    """A layout that Discord would refuse; always a fault of this program."""


def check(view: discord.ui.LayoutView) -> discord.ui.LayoutView:
    """The view itself, or OverBudget."""
    items = list(view.walk_children())
    texts = sum(len(item.content) for item in items if isinstance(item, discord.ui.TextDisplay))
    if texts > LIMITS["layout texts"] or len(items) > LIMITS["layout components"]:
        raise OverBudget(f"{texts} characters in {len(items)} components")
    for item in items:
        number = getattr(item, "custom_id", None)
        if number is not None and len(number) > LIMITS["custom_id"]:
            raise OverBudget(f"a custom_id of {len(number)} characters")
    return view


def deal(blocks: Iterable[str], room: int = _ROOM, pieces: int = _PIECES) -> list[list[str]]:
    """Blocks of text in order, dealt out to as many layouts as they need; an oversized block is cut."""
    parts: list[list[str]] = [[]]
    left = room
    for block in blocks:
        text = cut(block, room)
        if parts[-1] and (len(text) > left or len(parts[-1]) >= pieces):
            parts.append([])
            left = room
        parts[-1].append(text)
        left -= len(text)
    return parts


def layout(
    blocks: Sequence[str],
    rows: Sequence[discord.ui.ActionRow[discord.ui.LayoutView]] = (),
    view: discord.ui.LayoutView | None = None,
) -> discord.ui.LayoutView:
    """One container with a text a block, then rows of buttons, in `view` if one is given. Blocks must fit (see `deal`)."""
    view = view or discord.ui.LayoutView(timeout=None)
    container: discord.ui.Container[discord.ui.LayoutView] = discord.ui.Container(accent_colour=ACCENT)
    for number, block in enumerate(blocks):
        if number and block.startswith("###"):
            container.add_item(discord.ui.Separator(spacing=discord.SeparatorSpacing.small))
        container.add_item(discord.ui.TextDisplay(block))
    for row in rows:
        container.add_item(row)
    view.add_item(container)
    return check(view)


def page(
    blocks: Sequence[str],
    rows: Sequence[discord.ui.ActionRow[discord.ui.LayoutView]] = (),
    view: discord.ui.LayoutView | None = None,
) -> discord.ui.LayoutView:
    """One layout of what fits of the blocks; a last line says so if something does not."""
    parts = deal(blocks)
    shown = (
        parts[0] if len(parts) == 1 else [*parts[0], _("-# There is more than fits one message; narrow the question.")]
    )
    return layout(shown, rows, view)
