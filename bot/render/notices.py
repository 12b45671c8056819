"""What managers are told when a feed's state changes, and how a state is said."""

import discord

from bot.domain.news import Feed, FeedState
from bot.domain.notices import DigestNotice, Notice, NoticeBatch
from bot.render import budget
from bot.render.lines import and_more
from bot.render.text import clip, escape, link, plain
from bot.words import N_, _

MARKS: dict[FeedState, str] = {
    "healthy": "🟢",
    "slow": "🐢",
    "failing": "🔴",
    "stale": "🟠",
    "paused": "⏸️",
    "gone": "⚫",
}
_NOTICES = {
    "healthy": N_("is well again."),
    "slow": N_("answers, but takes long. Nothing to do unless it lasts."),
    "stale": N_("answers, but has nothing new{newest}. It may have moved: look for its feed on its site."),
    "failing": N_("has failed five times in a row: {reason}"),
    "paused": N_("has failed twenty times in a row and is asked no more: {reason} `/source resume` asks again."),
    "gone": N_("is gone for good: {reason} `/source remove` takes it off the list."),
}


def marker(batch_id: int) -> str:
    """The words by which a posted notice is found again in a channel's history."""
    return _("Notice {batch_id}").format(batch_id=batch_id)


def message(batch: NoticeBatch) -> discord.ui.LayoutView:
    """One message for all notices of a server that are due."""
    lines = [_notice(one) for one in batch.notices]
    room, shown = 3300, list[str]()
    for line in lines:
        if sum(map(len, shown)) + len(line) > room:
            shown.append(f"-#{and_more(len(lines) - len(shown))}")
            break
        shown.append(line)
    head, foot = _("Sources"), _("`/source health` says more")
    if any(isinstance(one, DigestNotice) for one in batch.notices):
        head, foot = _("For managers"), _("`/digest status` and `/source health` say more")
    return budget.page([f"### {head}\n" + "\n".join(shown), f"-# {marker(batch.id)} · {foot}"])


def _notice(notice: Notice | DigestNotice) -> str:
    if isinstance(notice, DigestNotice):
        reason = escape(clip(plain(notice.reason), 400))
        return _("📰 The digest could not be posted. {reason} What it held comes with the next one.").format(
            reason=reason
        )
    newest = (
        _(" since <t:{last_entry_at}:D>").format(last_entry_at=int(notice.last_entry_at.timestamp()))
        if notice.last_entry_at
        else ""
    )
    reason = escape(clip(plain(notice.reason or _("no reason was given.")), 200))
    words = _(_NOTICES[notice.state]).format(newest=newest, reason=reason)
    return f"{MARKS[notice.state]} {link(notice.source, notice.url)} {words}"


def mark(feed: Feed, *, is_paused: bool) -> str:
    """The colour of a feed's state; none before it was asked."""
    if is_paused:
        return MARKS["paused"]
    return MARKS[feed.state] if feed.last_ok_at or feed.state != "healthy" else "⚪"


def state_words(feed: Feed) -> str:
    """A feed's state with since when."""
    since = (
        _(" since <t:{at}:R>").format(at=int(at.timestamp())) if (at := feed.failing_since or feed.state_since) else ""
    )
    match feed.state:
        case "healthy":
            return _("healthy") if feed.last_ok_at else _("not asked yet")
        case "slow":
            return _("slow: answers take about {answer_seconds:.0f} s").format(answer_seconds=feed.answer_seconds or 0)
        case "failing":
            return _("failing{since} ({failures} in a row)").format(since=since, failures=feed.failures)
        case "stale":
            return _("stale: it answers, but brings nothing new")
        case "paused":
            return _("paused by the bot: failing{since}; `/source resume` asks again").format(since=since)
        case "gone":
            return _("gone for good; `/source remove` takes it off the list")
