"""Discord's limits, in one table, and layouts that keep them."""

from collections.abc import Iterable, Iterator, Sequence

import discord

from bot.render.text import cut
from bot.words import _

LIMITS = {
    "content": 2000,
    "layout texts": 4000,
    "layout components": 40,
    "custom_id": 100,
    "button label": 80,
    "button link": 512,
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
_MOST = 4  # messages; where the bot is no member Discord takes no more than five behind an answer
ROOM = LIMITS["layout texts"] - 200  # a foot and a row of buttons are added after the texts are dealt out
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


def deal(blocks: Iterable[str], room: int = ROOM, pieces: int = _PIECES) -> list[list[str]]:
    """Blocks of text in order, dealt out to as many layouts as they need; an oversized block is parted at its lines, or cut."""
    parts: list[list[str]] = [[]]
    left = room
    for text in (piece for block in blocks for piece in _pieces(block, room)):
        if parts[-1] and (len(text) > left or len(parts[-1]) >= pieces):
            parts.append([])
            left = room
        parts[-1].append(text)
        left -= len(text)
    return parts


def _pieces(block: str, room: int) -> Iterator[str]:
    """A block that is too long in pieces that are not, each ending where a paragraph or line does."""
    while len(block) > room:
        paragraph = block.rfind("\n\n", room // 4, room)
        end = paragraph if paragraph > 0 else block.rfind("\n", room // 2, room)
        if end < 0:
            break
        yield block[:end]
        block = block[end:].lstrip("\n")
    yield cut(block, room)


def layout(
    blocks: Sequence[str],
    rows: Sequence[discord.ui.ActionRow[discord.ui.LayoutView]] = (),
) -> discord.ui.LayoutView:
    """One container with a text a block, then rows of buttons. Blocks must fit (see `deal`)."""
    view = discord.ui.LayoutView(timeout=None)
    container: discord.ui.Container[discord.ui.LayoutView] = discord.ui.Container(accent_colour=ACCENT)
    for number, block in enumerate(blocks):
        if number and block.startswith("###"):
            container.add_item(discord.ui.Separator(spacing=discord.SeparatorSpacing.small))
        container.add_item(discord.ui.TextDisplay(block))
    for row in rows:
        container.add_item(row)
    view.add_item(container)
    return check(view)


def pages(blocks: Iterable[str]) -> list[discord.ui.LayoutView]:
    """As many layouts as the blocks take, at most four; a last line says so if something is left."""
    parts = deal(blocks)
    if len(parts) > _MOST:
        parts = [*parts[: _MOST - 1], [*parts[_MOST - 1], _("-# There is more than fits here.")]]
    return [layout(part) for part in parts]


def page(
    blocks: Sequence[str],
    rows: Sequence[discord.ui.ActionRow[discord.ui.LayoutView]] = (),
) -> discord.ui.LayoutView:
    """One layout of what fits of the blocks; a last line says so if something does not."""
    parts = deal(blocks)
    shown = (
        parts[0] if len(parts) == 1 else [*parts[0], _("-# There is more than fits one message; narrow the question.")]
    )
    return layout(shown, rows)
