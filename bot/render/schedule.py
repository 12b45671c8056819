"""When a digest comes."""

import discord

from bot.domain.answers import ScheduleAnswer
from bot.render import budget
from bot.render.text import escape
from bot.words import _


def saved(answer: ScheduleAnswer, problem: str | None = None) -> discord.ui.LayoutView:
    """The channel, the hour, and the next runs as real moments in the reader's own zone; why the last digest did not come."""
    wish = answer.subscription
    runs = "\n".join(f"• <t:{int(moment.timestamp())}:F>" for moment in answer.next_runs)
    state = _("Paused; `/digest resume` starts it again.") if wish.paused_at else _("Next:\n{runs}").format(runs=runs)
    blocks = [
        _("### Daily digest\nIn <#{channel_id}> at {hour:02}:00 {zone}.\n{state}").format(
            channel_id=wish.channel_id, hour=wish.hour, zone=escape(wish.zone), state=state
        )
    ]
    if problem:
        blocks.append(_("⚠️ The last digest did not come: {reason}").format(reason=escape(problem)))
    return budget.page(blocks)
