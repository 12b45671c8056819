"""Pages of quotes, meetings, deals and people: a head that says what was asked, then one block a fact."""

from collections.abc import Sequence
from datetime import date

import discord

from bot.domain.answers import DealPage, LeaderPage, MeetingPage, PageOf, QuotePage
from bot.domain.ladders import stage_words
from bot.render import budget, lines
from bot.render.text import clip, escape, plain
from bot.words import _, day

Rows = Sequence[discord.ui.ActionRow[discord.ui.LayoutView]]


def quotes(answer: QuotePage, rows: Rows = ()) -> discord.ui.LayoutView:
    head = _("Quotes") + _asked(
        (_(" by {it}"), answer.speaker), (_(" about {it}"), answer.about), (_(" since {it}"), _day(answer.since))
    )
    return _page(head, [lines.quote(quote) for quote in answer.quotes], answer.page, rows)


def meetings(answer: MeetingPage, rows: Rows = ()) -> discord.ui.LayoutView:
    head = _("Meetings and invitations") + _asked((_(" of {it}"), answer.leader), (_(" with {it}"), answer.country))
    return _page(head, [lines.contact(one) for one in answer.meetings], answer.page, rows)


def deals(answer: DealPage, rows: Rows = ()) -> discord.ui.LayoutView:
    stage = stage_words(answer.stage) if answer.stage else None
    head = _("Deals") + _asked(
        (_(" of {it}"), answer.country),
        (_(" with {it}"), answer.with_country),
        (_(" in {it}"), answer.sector),
        (_(" at the stage {it}"), stage),
    )
    return _page(head, [lines.deal(one, answer.now) for one in answer.deals], answer.page, rows)


def leaders(answer: LeaderPage, rows: Rows = ()) -> discord.ui.LayoutView:
    shown = [
        f"{lines.flag(one.country).strip()} **{escape(clip(plain(one.name), 100))}**"
        + (f", {escape(one.office)}{lines.as_of(one.as_of)}" if one.office else "")
        + _(" · quotes: {quotes} · last seen <t:{last_seen_at}:D>").format(
            quotes=one.quotes, last_seen_at=int(one.last_seen_at.timestamp())
        )
        for one in answer.lines
    ]
    return _page(_("In the news") + _asked((_(" of {it}"), answer.country)), ["\n".join(shown)], answer.page, rows)


def _day(value: date | None) -> str | None:
    return day(value) if value else None


def _asked(*conditions: tuple[str, str | None]) -> str:
    return "".join(words.format(it=escape(clip(plain(value), 100))) for words, value in conditions if value)


def _page(head: str, blocks: list[str], page: PageOf, rows: Rows) -> discord.ui.LayoutView:
    number = _("\n-# Page {number}").format(number=page.number + 1) if page.number or page.has_next else ""
    return budget.page([f"### {head}{number}", *blocks], rows)
