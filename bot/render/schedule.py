"""When a digest comes, and what became of the last one."""

import discord

from bot.domain.digest import PastEdition, Subscription
from bot.domain.managing import ScheduleAnswer
from bot.render import budget
from bot.render.text import clip, clipped, escape, plain
from bot.words import N_, _, day, ngettext, weekday_name

_STATES = {
    "sent": N_("posted"),
    "failed": N_("not posted"),
    "skipped": N_("skipped"),
    "due": N_("waiting to be posted"),
    "leased": N_("being posted"),
    "sending": N_("being posted"),
    "unknown": N_("without an answer from Discord; the bot goes on trying"),
}


def saved(answer: ScheduleAnswer, problem: str | None = None) -> discord.ui.LayoutView:
    """The channel, the hour, and the next runs as real moments in the reader's own zone; why the last digest did not come."""
    wish = answer.subscription
    state = (
        _("Paused; `/digest resume` starts it again.")
        if wish.paused_at
        else _("Next:\n{runs}").format(runs=runs(answer))
    )
    often = _("every day") if wish.only_on is None else _("every {weekday}").format(weekday=weekday_name(wish.only_on))
    blocks = [
        _("### Digest “{name}”\nIn <#{channel_id}> at {hour:02}:00 {zone}, {often}.\n{state}").format(
            name=escape(wish.name),
            channel_id=wish.channel_id,
            hour=wish.hour,
            zone=escape(wish.zone),
            often=often,
            state=state,
        )
    ]
    if problem:
        blocks.append(_("⚠️ The last digest did not come: {reason}").format(reason=clipped(problem, 400)))
    return budget.page(blocks)


def removal(wish: Subscription, editions: int) -> str:
    """What goes with a digest, before it goes."""
    record = ngettext("the record of {n} past edition", "the record of {n} past editions", editions).format(n=editions)
    return _(
        "### Remove the digest “{name}”?\nThis takes away:\n• its schedule, sections and filters\n• {record}: `/digest history` and "
        "`/digest resend` know them no more, the buttons under what it posted answer nothing, and no correction edits that\n"
        "What it posted stays in <#{channel_id}>, and who changed what stays in `/data history`. It cannot be undone; `/digest pause` only "
        "stops it."
    ).format(name=escape(wish.name), record=record, channel_id=wish.channel_id)


def runs(answer: ScheduleAnswer) -> str:
    """The next runs, a line each."""
    return "\n".join(f"• <t:{int(moment.timestamp())}:F>" for moment in answer.next_runs)


def last(past: PastEdition | None, guild_id: int) -> str:
    """What became of the last edition, in a line or two."""
    return (
        _("No edition has been made yet.")
        if past is None
        else _("Last: {edition}").format(edition=edition(past, guild_id))
    )


def edition(past: PastEdition, guild_id: int) -> str:
    """Date, state, link, count, and why it did not come."""
    words = f"{day(past.local_date)} · {_(_STATES[past.state])} · " + ngettext(
        "{n} fact", "{n} facts", past.facts
    ).format(n=past.facts)
    if past.repeat:
        words += " · " + _("a repeat")
    if past.message_id:
        words += f" · https://discord.com/channels/{guild_id}/{past.channel_id}/{past.message_id}"
    if past.error and past.state != "sent":
        words += "\n-# ⚠️ " + escape(clip(plain(past.error), 300))
    return words
