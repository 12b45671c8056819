"""What managers see of sources: a candidate before it is added, the list, a pack's outcome."""

from collections.abc import Sequence
from datetime import datetime

import discord

from bot.domain.answers import PackOutcome, SourceCandidate, SourceLine, SourceList
from bot.domain.news import Entry
from bot.render import budget
from bot.render.text import clip, escape, link, plain

Rows = Sequence[discord.ui.ActionRow[discord.ui.LayoutView]]


def candidate(
    answer: SourceCandidate, rows: Rows = (), view: discord.ui.LayoutView | None = None
) -> discord.ui.LayoutView:
    """What the address is called and its newest three entries."""
    head = f"### {escape(clip(plain(answer.source.name), 150))}\n{link(answer.feed.url, answer.feed.url, 120)}"
    ask = "This server reads it already." if answer.already_added else "Add it to what this server reads?"
    newest = "\n".join(map(_entry, answer.entries)) or "It lists no entries at present."
    return budget.page([head, f"**Newest entries**\n{newest}", ask], rows, view)


def _entry(entry: Entry) -> str:
    return f"• {link(entry.title or 'without a title', entry.url or '', 150)}{_moment(' · ', entry.published_at, 'R')}"


def _moment(before: str, value: datetime | None, form: str) -> str:
    return f"{before}<t:{int(value.timestamp())}:{form}>" if value else ""


def listing(answer: SourceList) -> discord.ui.LayoutView:
    """Every source with its state; `/source test` says more of one."""
    if not answer.lines:
        return budget.page(
            ["### Sources\nThis server reads nothing yet. `/source add` takes a feed's or a site's address, or a pack."]
        )
    shown = "\n".join(map(_line, answer.lines[:40]))
    rest = f"\n-# and {len(answer.lines) - 40} more" if len(answer.lines) > 40 else ""
    return budget.page([f"### Sources\n-# {len(answer.lines)} of at most {answer.limit}", shown + rest])


def _line(one: SourceLine) -> str:
    state = {"healthy": "🟢", "failing": "🔴", "paused": "⏸️", "gone": "⚫"}[one.feed.state]
    error = f" — {escape(clip(plain(one.feed.last_error), 120))}" if one.feed.last_error else ""
    return f"{state} {link(one.source.name, one.source.home_url or one.feed.url)}{_moment(' · last new ', one.feed.last_entry_at, 'R')}{error}"


def pack(answer: PackOutcome) -> discord.ui.LayoutView:
    """Each source of a pack: added, known, or why not."""
    blocks = [
        f"### Pack “{escape(answer.topic)}”\nAdded {len(answer.added)}, known before {len(answer.already)}, not answering {len(answer.failed)}."
    ]
    if answer.added:
        blocks.append("\n".join(f"🟢 {escape(clip(plain(name), 80))}" for name in answer.added))
    if answer.failed:
        blocks.append(
            "\n".join(
                f"🔴 {escape(clip(plain(name), 80))} — {escape(clip(plain(reason), 140))}"
                for name, reason in answer.failed
            )
        )
    return budget.page(blocks)
