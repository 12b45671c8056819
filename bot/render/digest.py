"""A digest as messages: head, sections, foot. Parts are in order, each within Discord's limits."""

from datetime import datetime
from zoneinfo import ZoneInfo

import discord

from bot.domain.answers import DigestAnswer
from bot.domain.digest import Edition
from bot.render import budget, lines

MARKER = "edition"
_SECTIONS = (
    ("meetings", "🤝 Meetings and calls"),
    ("deals", "📄 Deals"),
    ("quotes", "💬 Quotes"),
    ("upcoming", "🗓️ Upcoming"),
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
                    label="About this digest",
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
            f"### About the digest of {lines.day(edition.local_date)}\n"
            f"It holds what was read {window(answer)} in the articles of this server's own sources; {answered(answer)} in its last day. "
            f"Put together <t:{int(edition.compiled_at.timestamp())}:f>, and not changed since.",
            f"It shows {counts(answer) or 'nothing'}: leaders first, then what most owners tell and what is surest. Sources that are paused, muted or kept "
            "for context only are left out, and what an earlier digest told comes again only as an update.",
            "Words in “quotation marks” stand in the article exactly so. Every line ends with an id: `/why` with it shows the sentence, "
            "`/deals`, `/meetings` and `/quotes` find more.",
        ]
    )


def _blocks(answer: DigestAnswer) -> list[str]:
    edition = answer.edition
    title = f"# Communiqué · {edition.local_date:%A}, {lines.day(edition.local_date)}"
    if answer.is_empty:
        return [f"{title}\nNo new facts {window(answer)}. {answered(answer)}"]
    blocks = [f"{title}\n{counts(answer)}\n-# News {window(answer)} · {answered(answer)}"]
    for field, heading in _SECTIONS:
        shown = _section(answer, field)
        blocks += [f"### {heading}\n{shown[0]}", *shown[1:]] if shown else []
    return [
        *blocks,
        "-# Found automatically, shown with its source. `/why` with a line's id shows the sentence it rests on.",
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
        (len(answer.meetings), "meeting or call", "meetings and calls"),
        (len(answer.deals), "deal", "deals"),
        (len(answer.quotes), "quote", "quotes"),
        (len(answer.upcoming), "to come", "to come"),
    )
    return " · ".join(f"**{number}** {one if number == 1 else many}" for number, one, many in numbers if number)


def window(answer: DigestAnswer) -> str:
    """Since when, in the server's own zone."""
    zone = ZoneInfo(answer.zone)
    start, end = answer.edition.window_from.astimezone(zone), answer.edition.window_to.astimezone(zone)
    return f"from {_moment(start)} to {_moment(end)} ({answer.zone})"


def _moment(value: datetime) -> str:
    return f"{value.day} {value:%B}, {value:%H:%M}"


def answered(answer: DigestAnswer) -> str:
    edition = answer.edition
    return f"{edition.sources_answered} of {edition.sources_asked} sources answered"
