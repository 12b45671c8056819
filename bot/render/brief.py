"""`/brief`: a digest under a head that says of what it is."""

import discord

from bot.domain.findings import BriefAnswer
from bot.render import budget, digest
from bot.render.text import clip, escape, plain
from bot.words import _


def layouts(answer: BriefAnswer) -> list[discord.ui.LayoutView]:
    """As the digest's, with a line on top of the first."""
    head = _("### Brief: {about}, {period}").format(about=escape(clip(plain(answer.about), 100)), period=answer.period)
    first, *rest = digest.layouts(answer.digest)
    items = list(first.children)
    first.clear_items()
    first.add_item(discord.ui.TextDisplay(head))
    for item in items:
        first.add_item(item)
    return [budget.check(first), *rest]
