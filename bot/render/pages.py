"""Pages of quotes, meetings, deals and people: a head that says what was asked, then one block a fact."""

from collections.abc import Sequence
from datetime import date

import discord

from bot.domain.answers import DealPage, LeaderPage, MeetingPage, PageOf, QuotePage
from bot.render import budget, lines
from bot.render.text import clip, escape, plain

Rows = Sequence[discord.ui.ActionRow[discord.ui.LayoutView]]


def quotes(answer: QuotePage, rows: Rows = ()) -> discord.ui.LayoutView:
    head = "Quotes" + _asked(("by", answer.speaker), ("about", answer.about), ("since", _day(answer.since)))
    return _page(head, [lines.quote(quote) for quote in answer.quotes], answer.page, rows)


def meetings(answer: MeetingPage, rows: Rows = ()) -> discord.ui.LayoutView:
    head = "Meetings and invitations" + _asked(("of", answer.leader), ("with", answer.country))
    return _page(head, [lines.contact(one) for one in answer.meetings], answer.page, rows)


def deals(answer: DealPage, rows: Rows = ()) -> discord.ui.LayoutView:
    stage = answer.stage.replace("_", " ") if answer.stage else None
    head = "Deals" + _asked(
        ("of", answer.country), ("with", answer.with_country), ("in", answer.sector), ("at the stage", stage)
    )
    return _page(head, [lines.deal(one, answer.now) for one in answer.deals], answer.page, rows)


def leaders(answer: LeaderPage, rows: Rows = ()) -> discord.ui.LayoutView:
    shown = [
        f"{lines.flag(one.country).strip()} **{escape(clip(plain(one.name), 100))}**"
        + (f", {escape(one.office)}{lines.as_of(one.as_of)}" if one.office else "")
        + f" · quotes: {one.quotes} · last seen <t:{int(one.last_seen_at.timestamp())}:D>"
        for one in answer.lines
    ]
    return _page("In the news" + _asked(("of", answer.country)), ["\n".join(shown)], answer.page, rows)


def _day(value: date | None) -> str | None:
    return lines.day(value) if value else None


def _asked(*conditions: tuple[str, str | None]) -> str:
    return "".join(f" {word} {escape(clip(plain(value), 100))}" for word, value in conditions if value)


def _page(head: str, blocks: list[str], page: PageOf, rows: Rows) -> discord.ui.LayoutView:
    number = f"\n-# Page {page.number + 1}" if page.number or page.has_next else ""
    return budget.page([f"### {head}{number}", *blocks], rows)
