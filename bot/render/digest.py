"""A digest as messages: head, sections, foot. Parts are in order, each within Discord's limits."""

from datetime import datetime
from zoneinfo import ZoneInfo

import discord

from bot.domain.answers import DigestAnswer
from bot.domain.digest import Edition
from bot.render import budget, lines
from bot.words import N_, _, day, month, ngettext, weekday

MARKER = "edition"
_SECTIONS = (
    ("meetings", N_("🤝 Meetings and calls")),
    ("deals", N_("📄 Deals")),
    ("quotes", N_("💬 Quotes")),
    ("upcoming", N_("🗓️ Upcoming")),
)


def marker(edition: Edition, part: int) -> str:
    """The custom_id by which a posted part is found again in a channel's history, by a store that was restored too:
    an edition made anew for the same day has another id."""
    return f"{MARKER}:{edition.subscription_id}:{edition.local_date:%Y%m%d}:{part}"


def layouts(answer: DigestAnswer) -> list[discord.ui.LayoutView]:
    """At least one; a preview carries no marker."""
    parts = budget.deal(_blocks(answer))
    views: list[discord.ui.LayoutView] = []
    for number, blocks in enumerate(parts):
        rows: list[discord.ui.ActionRow[discord.ui.LayoutView]] = []
        if not answer.preview:
            row: discord.ui.ActionRow[discord.ui.LayoutView] = discord.ui.ActionRow()
            row.add_item(
                discord.ui.Button(
                    label=_("About this digest"),
                    style=discord.ButtonStyle.secondary,
                    custom_id=marker(answer.edition, number),
                )
            )
            rows.append(row)
        views.append(budget.layout(blocks, rows))
    return views


def about(answer: DigestAnswer) -> discord.ui.LayoutView:
    """How an edition came about, for a reader who presses its button."""
    edition = answer.edition
    return budget.page(
        [
            _(
                "### About the digest of {local_date}\nIt holds what was read {window} in the articles of this server's own sources; "
                "{answered} in its last day. Put together <t:{compiled_at}:f>, and not changed since."
            ).format(
                local_date=day(edition.local_date),
                window=window(answer),
                answered=answered(answer),
                compiled_at=int(edition.compiled_at.timestamp()),
            ),
            _(
                "It shows {counts}: leaders first, then what most owners tell and what is surest. Sources that are paused, muted or kept "
                "for context only are left out, and what an earlier digest told comes again only as an update."
            ).format(counts=counts(answer) or _("nothing")),
            _(
                "Words in “quotation marks” stand in the article exactly so. Every line ends with an id: `/why` with it shows the "
                "sentence, `/deals`, `/meetings` and `/quotes` find more."
            ),
        ]
    )


def _blocks(answer: DigestAnswer) -> list[str]:
    edition = answer.edition
    title = _("# Communiqué · {weekday}, {day}").format(
        weekday=weekday(edition.local_date), day=day(edition.local_date)
    )
    if answer.is_empty:
        return [
            _("{title}\nNo new facts {window}. {answered}").format(
                title=title, window=window(answer), answered=answered(answer)
            )
        ]
    blocks = [
        _("{title}\n{counts}\n-# News {window} · {answered}").format(
            title=title, counts=counts(answer), window=window(answer), answered=answered(answer)
        )
    ]
    for field, heading in _SECTIONS:
        shown = _section(answer, field)
        blocks += [f"### {_(heading)}\n{shown[0]}", *shown[1:]] if shown else []
    return [
        *blocks,
        _("-# Found automatically, shown with its source. `/why` with a line's id shows the sentence it rests on."),
    ]


def _section(answer: DigestAnswer, field: str) -> list[str]:
    since = answer.edition.window_from
    match field:
        case "meetings":
            return [lines.update(one, since) + lines.contact(one) for one in answer.meetings]
        case "deals":
            return [lines.update(one, since) + lines.deal(one) for one in answer.deals]
        case "quotes":
            return [lines.quote(one, 280) for one in answer.quotes]
        case _:
            return [lines.update(one, since) + lines.contact(one) for one in answer.upcoming]


def counts(answer: DigestAnswer) -> str:
    """ "2 meetings · 3 deals · 5 quotes"."""
    numbers = (
        (len(answer.meetings), ngettext("**{n}** meeting or call", "**{n}** meetings and calls", len(answer.meetings))),
        (len(answer.deals), ngettext("**{n}** deal", "**{n}** deals", len(answer.deals))),
        (len(answer.quotes), ngettext("**{n}** quote", "**{n}** quotes", len(answer.quotes))),
        (len(answer.upcoming), ngettext("**{n}** to come", "**{n}** to come", len(answer.upcoming))),
    )
    return " · ".join(words.format(n=n) for n, words in numbers if n)


def window(answer: DigestAnswer) -> str:
    """Since when, in the server's own zone."""
    zone = ZoneInfo(answer.zone)
    start, end = answer.edition.window_from.astimezone(zone), answer.edition.window_to.astimezone(zone)
    return _("from {start} to {end} ({zone})").format(start=_moment(start), end=_moment(end), zone=answer.zone)


def _moment(value: datetime) -> str:
    return _("{day} {month}, {time}").format(day=value.day, month=month(value), time=f"{value:%H:%M}")


def answered(answer: DigestAnswer) -> str:
    edition = answer.edition
    n = edition.sources_asked
    words = ngettext("{answered} of {asked} sources answered", "{answered} of {asked} sources answered", n)
    return words.format(answered=edition.sources_answered, asked=n)
