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
    state = "Paused; `/digest resume` starts it again." if wish.paused_at else f"Next:\n{runs}"
    blocks = [f"### Daily digest\nIn <#{wish.channel_id}> at {wish.hour:02}:00 {escape(wish.zone)}.\n{state}"]
    if problem:
        blocks.append(_("⚠️ The last digest did not come: {reason}").format(reason=escape(problem)))
    return budget.page(blocks)
