"""How a server is set up and whether all is well, in words that say what to do."""

import discord

from bot.domain.managing import SourceLine
from bot.domain.setup import DigestState, SetupState
from bot.render import budget
from bot.render.schedule import last
from bot.render.setup import Lacking, Rows, allowed, change, when
from bot.render.text import clip, escape, plain
from bot.words import _, ngettext


def check(state: SetupState, lacking: Lacking) -> list[discord.ui.LayoutView]:
    """Everything that a digest needs, one line each, with what to do where it is not well."""
    blocks = [_("### Check"), *(_digest(one, lacking) for one in state.digests)]
    if not state.digests:
        blocks.append(_("❌ **Digest**: there is none. `/setup start` sets one up in five steps."))
    return budget.pages([*blocks, _sources(state), _notices(state, lacking)])


def _digest(one: DigestState, lacking: Lacking) -> str:
    wish = one.schedule.subscription
    lines = [
        _("**Digest “{name}”**").format(name=escape(wish.name)),
        allowed(wish.channel_id, lacking[wish.channel_id]),
    ]
    if lacking[wish.channel_id] is None:
        lines.append(_("`/digest channel` names another channel."))
    if wish.paused_at:
        lines.append(_("⏸️ It is paused. `/digest resume` starts it again."))
    else:
        lines.append(
            _("✅ It comes next on <t:{first}:F> ({hour:02}:00 {zone}).").format(
                first=int(one.schedule.next_runs[0].timestamp()), hour=wish.hour, zone=escape(wish.zone)
            )
        )
        lines += change(one.schedule)
    return "\n".join([*lines, last(one.last, wish.guild_id)])


def _sources(state: SetupState) -> str:
    read = [one for one in state.sources.lines if not one.paused_at]
    ill = [one for one in read if one.feed.state != "healthy"]
    if not read:
        return _(
            "❌ **Sources**: none is read. `/source add pack:` adds some by topic, `/source add url:` one of your own."
        )
    words = _("{mark} **Sources**: {n} read, {answered} answered in the last day, {ill} to look at.").format(
        mark="⚠️" if ill or not state.answered else "✅", n=len(read), answered=state.answered, ill=len(ill)
    )
    words += "".join(f"\n-# {_reason(one)}" for one in ill[:5])
    if ill:
        words += "\n" + _("`/source health` says more; `/source test` asks one now.")
    waiting = sum(one.feed.last_polled_at is None for one in read)
    if waiting:
        words += "\n" + ngettext(
            "{n} has not been asked yet; that happens within minutes.",
            "{n} have not been asked yet; that happens within minutes.",
            waiting,
        ).format(n=waiting)
    return words


def _reason(one: SourceLine) -> str:
    return (
        f"{escape(clip(plain(one.source.name), 60))}: {escape(clip(plain(one.feed.last_error or one.feed.state), 120))}"
    )


def _notices(state: SetupState, lacking: Lacking) -> str:
    if state.notices_channel is None:
        return _(
            "⚠️ **Notices**: they have no channel. `/notices channel` names one; else they go where the digest goes."
        )
    missing = lacking[state.notices_channel]
    if missing or missing is None:
        return _("**Notices**") + "\n" + allowed(state.notices_channel, missing)
    words = _("✅ **Notices** go to <#{channel_id}>.").format(channel_id=state.notices_channel)
    if state.notices_error:
        words += "\n" + _("⚠️ The last one did not arrive: {reason}").format(
            reason=escape(clip(plain(state.notices_error), 200))
        )
    return words


def overview(state: SetupState) -> list[discord.ui.LayoutView]:
    """How the server is set up."""
    blocks = [_("### How this server is set up")]
    for one in state.digests:
        wish = one.schedule.subscription
        blocks.append(
            _("**Digest “{name}”** in <#{channel_id}>").format(name=escape(wish.name), channel_id=wish.channel_id)
            + "\n"
            + when(one.schedule)
        )
    if not state.digests:
        blocks.append(_("No digest yet. `/setup start` sets one up in five steps."))
    n = len(state.sources.lines)
    blocks.append(
        ngettext(
            "**{n}** source of at most {limit}. `/source list` names it.",
            "**{n}** sources of at most {limit}. `/source list` names them.",
            n,
        ).format(n=n, limit=state.sources.limit)
    )
    blocks.append(
        _("Notices go to <#{channel_id}>.").format(channel_id=state.notices_channel)
        if state.notices_channel
        else _("Notices have no channel yet.")
    )
    return budget.pages(blocks)


def reset(state: SetupState, rows: Rows) -> discord.ui.LayoutView:
    """What would go, before it goes."""
    digests, sources = len(state.digests), len(state.sources.lines)
    return budget.page(
        [
            _(
                "### Reset this server?\nThis takes away:\n• {digests}, with schedule, sections, filters and the record of past editions\n"
                "• {sources}, with your labels\n• the notices channel\nWhat was posted stays in its channels. It cannot be undone; "
                "an export gives you all that is kept of this server first."
            ).format(
                digests=ngettext("{n} digest", "{n} digests", digests).format(n=digests),
                sources=ngettext("{n} source", "{n} sources", sources).format(n=sources),
            )
        ],
        rows,
    )
