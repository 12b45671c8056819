"""What readers see of sources: no addresses of feeds and no errors, which may hold a manager's secrets."""

from urllib.parse import urlsplit

import discord

from bot.domain.findings import ReadingPage
from bot.domain.managing import SourceLine
from bot.render import budget
from bot.render.notices import mark
from bot.render.pages import Rows
from bot.render.sources import owner_words, weight_words
from bot.render.text import link
from bot.words import N_, _, ngettext

_STATES = {
    "healthy": N_("healthy"),
    "slow": N_("slow"),
    "failing": N_("failing"),
    "stale": N_("nothing new for long"),
    "paused": N_("given up for now"),
    "gone": N_("gone"),
}


def sources(answer: ReadingPage, rows: Rows = ()) -> discord.ui.LayoutView:
    """A line a source: name, whose it is, what it counts here, health in a word, its last news."""
    if not answer.total:
        return budget.page(
            [_("### Sources\nNothing is read here yet. A server’s managers say what is, with `/source add`.")]
        )
    head = ngettext("### {n} source is read here", "### {n} sources are read here", answer.total).format(n=answer.total)
    number = _("\n-# Page {number}").format(number=answer.page.number + 1) if rows else ""
    shown = "\n".join(map(_line, answer.lines))
    if len(head + number + shown) > budget.ROOM:
        shown = "\n".join(_line(one, is_linked=False) for one in answer.lines)
    return budget.page([head + number, shown], rows)


def _line(one: SourceLine, *, is_linked: bool = True) -> str:
    paused = one.paused_at is not None
    asked = one.feed.last_ok_at or one.feed.state != "healthy"
    health = _("paused") if paused else _(_STATES[one.feed.state]) if asked else _("not asked yet")
    last = one.feed.last_entry_at
    parts = [
        owner_words(one),
        weight_words(one),
        health,
        _("last news <t:{at}:R>").format(at=int(last.timestamp())) if last else "",
    ]
    return f"{mark(one.feed, is_paused=paused)} {link(one.source.name, _front(one.source.home_url) if is_linked else '', 100)} — {' · '.join(filter(None, parts))}"


def _front(url: str) -> str:
    """A home page without what an address can carry besides its place; nothing for what is none."""
    try:
        parts = urlsplit(url)
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        return ""
    return f"{parts.scheme}://{parts.hostname}{port}{parts.path}" if parts.hostname else ""
