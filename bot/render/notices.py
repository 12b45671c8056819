"""What managers are told when a feed's state changes, and how a state is said."""

import discord

from bot.domain.news import Feed, FeedState
from bot.domain.notices import DigestNotice, Notice, NoticeBatch
from bot.render import budget
from bot.render.text import clip, escape, link, plain
from bot.words import _

MARKS: dict[FeedState, str] = {
    "healthy": "🟢",
    "slow": "🐢",
    "failing": "🔴",
    "stale": "🟠",
    "paused": "⏸️",
    "gone": "⚫",
}
_NOTICES = {
    "healthy": "is well again.",
    "slow": "answers, but takes long. Nothing to do unless it lasts.",
    "stale": "answers, but has nothing new{newest}. It may have moved: look for its feed on its site.",
    "failing": "has failed five times in a row: {reason}",
    "paused": "has failed twenty times in a row and is asked no more: {reason} `/source resume` asks again.",
    "gone": "is gone for good: {reason} `/source remove` takes it off the list.",
}


def marker(batch_id: int) -> str:
    """The words by which a posted notice is found again in a channel's history."""
    return f"Notice {batch_id}"


def message(batch: NoticeBatch) -> discord.ui.LayoutView:
    """One message for all notices of a server that are due."""
    lines = [_notice(one) for one in batch.notices]
    room, shown = 3300, list[str]()
    for line in lines:
        if sum(map(len, shown)) + len(line) > room:
            shown.append(f"-# and {len(lines) - len(shown)} more")
            break
        shown.append(line)
    head, foot = ("Sources", "`/source health` says more")
    if any(isinstance(one, DigestNotice) for one in batch.notices):
        head, foot = _("For managers"), _("`/digest status` and `/source health` say more")
    return budget.page([f"### {head}\n" + "\n".join(shown), f"-# {marker(batch.id)} · {foot}"])


def _notice(notice: Notice | DigestNotice) -> str:
    if isinstance(notice, DigestNotice):
        reason = escape(clip(plain(notice.reason), 400))
        return _("📰 The digest could not be posted. {reason} What it held comes with the next one.").format(
            reason=reason
        )
    newest = f" since <t:{int(notice.last_entry_at.timestamp())}:D>" if notice.last_entry_at else ""
    reason = escape(clip(plain(notice.reason or "no reason was given."), 200))
    words = _NOTICES[notice.state].format(newest=newest, reason=reason)
    return f"{MARKS[notice.state]} {link(notice.source, notice.url)} {words}"


def state_words(feed: Feed) -> str:
    """A feed's state with since when."""
    since = f" since <t:{int(at.timestamp())}:R>" if (at := feed.failing_since or feed.state_since) else ""
    match feed.state:
        case "healthy":
            return "healthy" if feed.last_ok_at else "not asked yet"
        case "slow":
            return f"slow: answers take about {feed.answer_seconds or 0:.0f} s"
        case "failing":
            return f"failing{since} ({feed.failures} in a row)"
        case "stale":
            return "stale: it answers, but brings nothing new"
        case "paused":
            return f"paused by the bot: failing{since}; `/source resume` asks again"
        case "gone":
            return "gone for good; `/source remove` takes it off the list"
