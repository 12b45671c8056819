"""When a digest comes."""

import discord

from bot.domain.answers import ScheduleAnswer
from bot.render import budget
from bot.render.text import escape


def saved(answer: ScheduleAnswer) -> discord.ui.LayoutView:
    """The channel, the hour, and the next runs as real moments in the reader's own zone."""
    wish = answer.subscription
    runs = "\n".join(f"• <t:{int(moment.timestamp())}:F>" for moment in answer.next_runs)
    state = "Paused; `/digest resume` starts it again." if wish.paused_at else f"Next:\n{runs}"
    return budget.page(
        [f"### Daily digest\nIn <#{wish.channel_id}> at {wish.hour:02}:00 {escape(wish.zone)}.\n{state}"]
    )
