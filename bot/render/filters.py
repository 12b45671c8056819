"""A digest's filters before they are saved, its sections, and its past editions."""

from collections.abc import Sequence

import discord

from bot.domain.digest import SECTION_WORDS, Edition, PastEdition, Subscription
from bot.domain.facts import Deal, Quote
from bot.domain.managing import FilterTrial
from bot.render import budget, lines, quoting
from bot.render.schedule import edition
from bot.render.text import clipped, escape
from bot.words import _, day, listed, ngettext

Rows = Sequence[discord.ui.ActionRow[discord.ui.LayoutView]]
_SHOWN = 3


def trial(answer: FilterTrial, rows: Rows = ()) -> discord.ui.LayoutView:
    """What they keep of the newest facts, with the first of those."""
    would = ngettext(
        "Would have kept **{kept}** of the newest **{of}** fact.",
        "Would have kept **{kept}** of the newest **{of}** facts.",
        answer.of,
    ).format(kept=len(answer.kept), of=answer.of)
    blocks = [_("### Filters of “{name}”").format(name=escape(answer.name)) + "\n" + _filters(answer), would]
    if answer.of and not answer.kept:
        blocks.append(_("⚠️ With these filters the digest would have been empty."))
    for event in answer.kept[:_SHOWN]:
        match event.fact:
            case Quote():
                blocks.append(quoting.quote(event, 200, short=True))
            case Deal():
                blocks.append(lines.deal(event, short=True))
            case _:
                blocks.append(lines.contact(event, short=True))
    return budget.page(blocks, rows)


def _filters(answer: FilterTrial) -> str:
    kept = answer.filters
    named = (
        (_("topics"), kept.topics),
        (_("countries"), answer.words),
        (_("leaders"), kept.leaders),
        (_("sectors"), kept.sectors),
    )
    said = [f"• {name}: " + clipped(", ".join(values), 300) for name, values in named if values]
    if kept.least_owners > 1:
        said.append(_("• told by at least {n} owners").format(n=kept.least_owners))
    return "\n".join(said) or _("None: everything is told.")


def sections(wish: Subscription) -> discord.ui.LayoutView:
    """What a digest shows, in its order."""
    shown = [
        _("{section} (at most {most})").format(section=_(SECTION_WORDS[one.name]), most=one.most)
        for one in wish.sections
    ]
    return budget.page(
        [
            _("### Sections of “{name}”\nIn this order: {sections}.").format(
                name=escape(wish.name), sections=listed(shown)
            )
        ]
    )


def history(wish: Subscription, past: Sequence[PastEdition]) -> list[discord.ui.LayoutView]:
    """The newest editions first."""
    told = [edition(one, wish.guild_id) for one in past] or [_("No edition has been made yet.")]
    return budget.pages([_("### Editions of “{name}”").format(name=escape(wish.name)), *told])


def resend(wish: Subscription, made: Edition, past: Sequence[PastEdition], rows: Rows) -> discord.ui.LayoutView:
    """What would be posted again, before it is."""
    told = [edition(one, wish.guild_id) for one in past if one.local_date == made.local_date]
    return budget.page(
        [
            _(
                "### Post the digest of {day} again?\nIt goes to <#{channel_id}>, as it was put together then, and says that it is a repeat. "
                "What was posted before stays."
            ).format(day=day(made.local_date), channel_id=wish.channel_id),
            *told,
        ],
        rows,
    )
