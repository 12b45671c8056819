"""Pages of quotes, meetings, deals and people: a head that says what was asked, then one block a fact."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from functools import partial

import discord

from bot.domain.answers import Contact, DealPage, LeaderPage, MeetingPage, PageOf, QuotePage
from bot.domain.events import AnyEvent
from bot.domain.facts import Deal, Quote
from bot.domain.findings import PLACES, ArticleHit, SearchPage, UpcomingPage
from bot.domain.keys import short_id
from bot.domain.ladders import stage_words
from bot.domain.people import called
from bot.render import budget, lines, quoting
from bot.render.text import clip, clipped, cut, escape, link, plain
from bot.words import _, day, listed, ngettext, the

Rows = Sequence[discord.ui.ActionRow[discord.ui.LayoutView]]
Told = Callable[[int], str]
"""Tells one thing in so much room."""
_SHORTER = ((600, False), (600, True), (350, True), (200, True), (100, True))
"""Most characters of a quote's words, and whether only the first who tells it is linked."""


def quotes(answer: QuotePage, rows: Rows = ()) -> discord.ui.LayoutView:
    head = _("Quotes") + _asked(
        (_(" by {it}"), answer.speaker), (_(" about {it}"), answer.about), (_(" since {it}"), _day(answer.since))
    )
    return _page(head, [partial(_told, quote) for quote in answer.quotes], answer.page, rows)


def meetings(answer: MeetingPage, rows: Rows = ()) -> discord.ui.LayoutView:
    head = _("Meetings and invitations") + _asked(
        (_(" of {it}"), answer.leader), (_(" with {it}"), _place(answer.country))
    )
    return _page(head, [partial(_told, one) for one in answer.meetings], answer.page, rows)


def upcoming(answer: UpcomingPage, rows: Rows = ()) -> discord.ui.LayoutView:
    """In order of the day; what is over and was not heard of again is not said to be planned."""
    within = (
        ngettext(" in the next {n} day", " in the next {n} days", answer.days).format(n=answer.days)
        if answer.days is not None
        else ""
    )
    told = [partial(_told, one, standing=_unheard(one, answer.over_before)) for one in answer.contacts]
    return _page(_("Upcoming") + _asked((_(" with {it}"), _place(answer.country))) + within, told, answer.page, rows)


def _unheard(one: Contact, over_before: date) -> str | None:
    span = one.fact.date
    return _("*day passed, nothing heard*") if span and span.end and span.end < over_before else None


def search(answer: SearchPage, rows: Rows = ()) -> discord.ui.LayoutView:
    head = _("Found in {place}: {text}").format(
        place=_(PLACES[answer.where]), text=escape(clip(plain(answer.text), 100))
    )
    told: list[Told] = [partial(_told, event, now=answer.now) for event in answer.events]
    told += [partial(_article, hit) for hit in answer.articles]
    others = listed([_(words) for place, words in PLACES.items() if place != answer.where])
    where = _("-# Only the {place} were looked through; `in:` takes {others} too.").format(
        place=_(PLACES[answer.where]), others=others
    )
    return _page(head, told, answer.page, rows, where)


def _told(event: AnyEvent, room: int, *, now: datetime | None = None, standing: str | None = None) -> str:
    """An event in so much room: without the links of all but the first who tell it, then with fewer words or amounts."""
    match event.fact:
        case Quote():
            ways = (partial(quoting.quote, event, limit, short=short) for limit, short in _SHORTER)
        case Deal():
            ways = (partial(lines.deal, event, now, short=short) for short in (False, True))
        case _:
            ways = (partial(lines.contact, event, standing=standing, short=short) for short in (False, True))
    told = ""
    for way in ways:
        told = way()
        if len(told) <= room:
            break
    if isinstance(event.fact, Quote) or len(told) <= room:
        return told
    return lines.shorten(told, room) or lines.squeeze(told, room)


def _article(hit: ArticleHit, _room: int) -> str:
    """The title, the words around what was found, which stand in bold, and the story's id."""
    shown, at = "", 0
    for start, end in hit.found:
        shown += f"{_spaced(hit.around[at:start])}**{escape(hit.around[start:end])}**"
        at = end
    shown += _spaced(hit.around[at:])
    story = f" · `{short_id('story', hit.story)}`" if hit.story else ""
    source = clipped(hit.source or _("source"), 80)
    return f"**{link(hit.title, hit.url, 150)}**\n{cut(shown, 600)}\n-# {source} · <t:{int(hit.published_at.timestamp())}:D>{story}"


def _spaced(words: str) -> str:
    """Escaped, with the blanks at its ends: what was found may stand before a comma."""
    ahead, behind = (" " if end.isspace() else "" for end in (words[:1], words[-1:]))
    return f"{ahead}{escape(words)}{behind}" if words.strip() else ahead


def deals(answer: DealPage, rows: Rows = ()) -> discord.ui.LayoutView:
    stage = stage_words(answer.stage) if answer.stage else None
    head = _("Deals") + _asked(
        (_(" of {it}"), _place(answer.country)),
        (_(" with {it}"), _place(answer.with_country)),
        (_(" in {it}"), answer.sector),
        (_(" at the stage “{it}”"), stage),
    )
    return _page(head, [partial(_told, one, now=answer.now) for one in answer.deals], answer.page, rows)


def leaders(answer: LeaderPage, rows: Rows = ()) -> discord.ui.LayoutView:
    head = _head(_("In the news") + _asked((_(" of {it}"), _place(answer.country))), answer.page)
    shown = _people(answer, 100, 120)
    if len(head) + len(shown) > budget.ROOM:
        shown = _people(answer, 60, 40)
    return budget.page([head, shown], rows)


def _people(answer: LeaderPage, name: int, office: int) -> str:
    """A line each, with at most so many characters of a name and of an office."""
    return "\n".join(
        f"{lines.flag(one.country)} **{clipped(one.name, name)}**".strip()
        + (f", {clipped(called(one.office, one.country), office)}{lines.as_of(one.as_of)}" if one.office else "")
        + (ngettext(" · {n} quote", " · {n} quotes", one.quotes).format(n=one.quotes) if one.quotes else "")
        + _(" · last seen <t:{last_seen_at}:D>").format(last_seen_at=int(one.last_seen_at.timestamp()))
        for one in answer.lines
    )


def _day(value: date | None) -> str | None:
    return day(value) if value else None


def _place(name: str | None) -> str | None:
    return the(name) if name else None


def _asked(*conditions: tuple[str, str | None]) -> str:
    return "".join(words.format(it=escape(clip(plain(value), 100))) for words, value in conditions if value)


def _page(head: str, told: Sequence[Told], page: PageOf, rows: Rows, foot: str = "") -> discord.ui.LayoutView:
    """All of a page in one message: what is not on it would be on no other. The room that some leave is for those that need more."""
    blocks = [_head(head, page)]
    room = budget.ROOM - len(blocks[0]) - len(foot)
    whole = [one(room) for one in told]
    if sum(map(len, whole)) > room:
        fair = room // len(told)
        room -= sum(len(one) for one in whole if len(one) <= fair)
        long = sum(len(one) > fair for one in whole)
        whole = [one if len(one) <= fair else again(room // long) for one, again in zip(whole, told, strict=True)]
    return budget.page([*blocks, *whole, *([foot] if foot else [])], rows)


def _head(head: str, page: PageOf) -> str:
    number = _("\n-# Page {number}").format(number=page.number + 1) if page.number or page.has_next else ""
    return f"### {head}{number}"
