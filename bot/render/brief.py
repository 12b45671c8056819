"""`/brief`: a digest under a head that says of what it is."""

import discord

from bot.domain.findings import BriefAnswer
from bot.render import budget, digest
from bot.render.text import clip, escape, plain
from bot.words import _, ngettext


def layouts(answer: BriefAnswer) -> list[discord.ui.LayoutView]:
    """As the digest's, with a line on top of the first."""
    head = _("### Brief: {about}, {period}").format(about=escape(clip(plain(answer.about), 100)), period=answer.period)
    if answer.newest:
        head += "\n" + ngettext(
            "-# It is made of the newest report only, and begins later than asked.",
            "-# It is made of the newest {n} reports, and begins later than asked.",
            answer.newest,
        ).format(n=answer.newest)
    first, *rest = digest.layouts(answer.digest, len(head))
    items = list(first.children)
    first.clear_items()
    first.add_item(discord.ui.TextDisplay(head))
    for item in items:
        first.add_item(item)
    return [budget.check(first), *rest]
