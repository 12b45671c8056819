"""The steps of setting a server up, in words that say what to do; `bot.render.setup_state` says how it is set up."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from zoneinfo import ZoneInfo

import discord

from bot.domain.digest import Subscription
from bot.domain.managing import PackOutcome, ScheduleAnswer
from bot.domain.periods import clock_change
from bot.domain.setup import Draft
from bot.render import budget
from bot.render.lines import and_more
from bot.render.permissions import how_to_grant
from bot.render.schedule import runs
from bot.render.text import clip, escape, plain
from bot.words import _, day, listed, ngettext

Rows = Sequence[discord.ui.ActionRow[discord.ui.LayoutView]]
_SOON = timedelta(days=30)
_NAMED = 12
Lacking = Mapping[int, tuple[str, ...] | None]
"""What the bot lacks in a channel by its id; None for a channel that is gone or that it may not see."""


def channel(
    draft: Draft, lacking: tuple[str, ...] | None, known: Subscription | None, rows: Rows
) -> discord.ui.LayoutView:
    """Step 1. `lacking` is None when the chosen channel cannot be seen."""
    blocks = [
        _(
            "### Setting up · 1 of 5 · Where\nChoose the channel or thread that the digest goes to. Nothing is posted before the last step, "
            "and nothing is kept if you leave before it, but for sources that you add on the way."
        )
    ]
    if known is not None:
        blocks.append(
            _(
                "This server has a digest in <#{channel_id}>; the last step changes where and when it comes, and nothing else of it."
            ).format(channel_id=known.channel_id)
        )
    if draft.channel_id:
        blocks.append(allowed(draft.channel_id, lacking))
    return budget.page(blocks, rows)


def allowed(channel_id: int, lacking: tuple[str, ...] | None) -> str:
    """Whether the bot may post in a channel: each permission that is missing, and how to grant it."""
    if lacking is None:
        return _(
            "❌ The bot cannot see the channel you chose, or it is gone. Open that channel's settings → Permissions, add the bot and allow "
            "**View Channel**; to a private thread, invite the bot by mentioning it there. Then check again."
        )
    if lacking:
        return _("❌ In <#{channel_id}> the bot lacks {lacking}.\n{how}").format(
            channel_id=channel_id, lacking=listed([f"**{one}**" for one in lacking]), how=how_to_grant()
        )
    return _("✅ The bot may post in <#{channel_id}>.").format(channel_id=channel_id)


def time(draft: Draft, answer: ScheduleAnswer | None, rows: Rows) -> discord.ui.LayoutView:
    """Step 2, with the next two moments once there are any."""
    blocks = [
        _(
            "### Setting up · 2 of 5 · When\nChoose the time zone of your readers and the hour at which the digest comes there. "
            "Clock changes are followed: the hour stays the same on their clocks."
        )
    ]
    if answer is not None:
        blocks.append(when(answer))
    else:
        said = [escape(draft.zone)] if draft.zone else []
        said += [f"{draft.hour:02}:00"] if draft.hour is not None else []
        missing = _("the time zone") if not draft.zone else _("the hour")
        blocks.append(
            _("Chosen: **{said}**. Still to choose: {missing}.").format(said=listed(said), missing=missing)
            if said
            else _("Still to choose: the time zone and the hour.")
        )
    return budget.page(blocks, rows)


def when(answer: ScheduleAnswer) -> str:
    """Hour and zone, the next moments as the reader's own clock shows them, and a clock change that is near."""
    wish = answer.subscription
    words = _("At **{hour:02}:00 {zone}**. The next two, on your own clock:\n{runs}").format(
        hour=wish.hour, zone=escape(wish.zone), runs=runs(answer)
    )
    return "\n".join([words, *change(answer)])


def change(answer: ScheduleAnswer) -> list[str]:
    """A line for a change of clocks that lies before the second run, or soon."""
    wish, start = answer.subscription, answer.at
    changed = clock_change(wish.zone, start, max(start + _SOON, answer.next_runs[-1]))
    if changed is None:
        return []
    moment, by = changed
    hours = f"{abs(by) / timedelta(hours=1):g}"
    at = moment.astimezone(ZoneInfo(wish.zone))
    words = (
        _("🕑 Clocks there go forward by {hours} h on {day}; the digest stays at {hour:02}:00 of theirs.")
        if by > timedelta()
        else _("🕑 Clocks there go back by {hours} h on {day}; the digest stays at {hour:02}:00 of theirs.")
    ).format(hours=hours, day=day(at.date()), hour=wish.hour)
    before = (moment - timedelta(minutes=1)).astimezone(ZoneInfo(wish.zone))
    if by > timedelta() and before.hour < wish.hour < at.hour:
        words += " " + _("That day it has no such hour: the digest comes at {time}.").format(time=f"{at:%H:%M}")
    return [words]


def packs(here: int, rows: Rows, *, asking: str | None = None) -> discord.ui.LayoutView:
    """Step 3; `asking` names the topic whose sources are being tried."""
    blocks = [
        _(
            "### Setting up · 3 of 5 · What to read\nChoose one or more topics. Each stands for some public sources; those that answer now are "
            "added to this server at once. `/source list` shows them, `/source remove` takes one away, `/source add url:` adds your own."
        )
    ]
    if here:
        blocks.append(ngettext("This server reads {n} source.", "This server reads {n} sources.", here).format(n=here))
    if asking is not None:
        blocks.append(_("⏳ Trying the sources of **{topic}** …").format(topic=escape(asking)))
    return budget.page(blocks, rows)


def added(outcomes: Sequence[PackOutcome], here: int, rows: Rows) -> discord.ui.LayoutView:
    """What step 3 brought."""
    blocks, named = [_("### Setting up · 3 of 5 · What to read")], _NAMED // max(len(outcomes), 1)
    for one in outcomes:
        words = _("**{topic}**: {added} added, {already} there before, {failed} without an answer").format(
            topic=escape(one.topic), added=len(one.added), already=len(one.already), failed=len(one.failed)
        )
        failed = ["-# " + escape(clip(plain(f"{name}: {reason}"), 160)) for name, reason in one.failed[:named]]
        failed += [f"-#{and_more(len(one.failed) - named)}"] if len(one.failed) > named else []
        blocks.append("\n".join([words, *failed]))
    blocks.append(
        ngettext("This server reads {n} source.", "This server reads {n} sources.", here).format(n=here)
        if here
        else _(
            "This server reads nothing yet. Choose another topic, or go on and add your own later with `/source add url:`."
        )
    )
    return budget.page(blocks, rows)


def reading(asked: int, of: int, rows: Rows) -> discord.ui.LayoutView:
    """Step 4 while feeds are asked for the first time."""
    return budget.page(
        [
            _(
                "### Setting up · 4 of 5 · A sample\n⏳ {asked} of {of} sources asked. A first reading takes some minutes: pages are fetched one "
                "a second from a site, and each is read through. You need not wait: the reading goes on."
            ).format(asked=asked, of=of)
        ],
        rows,
    )


def sample(sources: int, waiting: int, rows: Rows, *, is_empty: bool) -> discord.ui.LayoutView:
    """Step 4, above the sample itself, which is a message of its own."""
    words = [_("### Setting up · 4 of 5 · A sample")]
    if not is_empty:
        words.append(_("Below is a digest of the last day; only you see it."))
    elif not sources:
        words.append(
            _(
                "There is nothing to show: this server reads no source. Go back and choose a topic, or add your own later."
            )
        )
    elif waiting:
        words.append(
            _("There is nothing to show yet: not every source has been asked. Look again in some minutes, or go on.")
        )
    else:
        words.append(
            _(
                "There is nothing to show yet: the sources were read, and what they published in the last day tells of no meeting, deal or "
                "words of a leader that the bot is sure of. The digest says so too on such a day."
            )
        )
    if waiting and not is_empty:
        words.append(
            ngettext(
                "-# {n} source has not been asked yet.", "-# {n} sources have not been asked yet.", waiting
            ).format(n=waiting)
        )
    return budget.page(["\n".join(words)], rows)


def confirm(answer: ScheduleAnswer, lacking: tuple[str, ...] | None, sources: int, rows: Rows) -> discord.ui.LayoutView:
    """Step 5: all that will be, before it is."""
    reads = (
        ngettext("It reads {n} source.", "It reads {n} sources.", sources).format(n=sources)
        if sources
        else _("⚠️ It reads no source yet, so it will say that there is nothing. `/source add` adds some.")
    )
    return budget.page(
        [
            _("### Setting up · 5 of 5 · Go live\nPress “Go live” and the digest comes by itself."),
            "\n".join([allowed(answer.subscription.channel_id, lacking), when(answer), reads]),
        ],
        rows,
    )


def live(answer: ScheduleAnswer) -> discord.ui.LayoutView:
    """It is saved."""
    wish, first = answer.subscription, int(answer.next_runs[0].timestamp())
    return budget.page(
        [
            _(
                "### ✅ Set up\nThe first digest comes in <#{channel_id}> <t:{first}:R>, on <t:{first}:F>, and then every day at {hour:02}:00 "
                "{zone}."
            ).format(channel_id=wish.channel_id, first=first, hour=wish.hour, zone=escape(wish.zone))
            if wish.cadence == "daily" and wish.created_at == answer.at
            else _("### ✅ Set up\nThe next digest comes in <#{channel_id}> <t:{first}:R>, on <t:{first}:F>.").format(
                channel_id=wish.channel_id, first=first
            ),
            _(
                "`/digest now` posts today's at once. `/setup check` looks whether all is well. `/notices channel` says where the bot tells of a "
                "source that has died. Readers find what to ask with `/help`."
            ),
        ]
    )
