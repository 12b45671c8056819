"""What managers see of sources: a candidate before it is added, the list, a pack's outcome."""

from collections.abc import Sequence
from datetime import datetime

import discord

from bot.domain.managing import ImportOutcome, PackOutcome, SourceCandidate, SourceLine, SourceList
from bot.domain.news import Entry
from bot.render import budget, notices
from bot.render.lines import and_more, flag
from bot.render.text import clip, clipped, escape, link, plain
from bot.words import N_, _, ngettext

Rows = Sequence[discord.ui.ActionRow[discord.ui.LayoutView]]


def candidate(answer: SourceCandidate, rows: Rows = ()) -> discord.ui.LayoutView:
    """What the address is called and its newest three entries."""
    head = f"### {escape(clip(plain(answer.source.name), 150))}\n{link(answer.feed.url, answer.feed.url, 120)}"
    ask = _("This server reads it already.") if answer.already_added else _("Add it to what this server reads?")
    newest = "\n".join(map(_entry, answer.entries)) or _("It lists no entries at present.")
    return budget.page([head, _("**Newest entries**\n{newest}").format(newest=newest), ask], rows)


def _entry(entry: Entry) -> str:
    return (
        f"• {link(entry.title or _('without a title'), entry.url or '', 150)}{_moment(' · ', entry.published_at, 'R')}"
    )


def _moment(before: str, value: datetime | None, form: str) -> str:
    return f"{before}<t:{int(value.timestamp())}:{form}>" if value else ""


def listing(answer: SourceList) -> list[discord.ui.LayoutView]:
    """Every source with how it is doing, in as many messages as that takes."""
    if not answer.lines:
        return [
            budget.page(
                [
                    _(
                        "### Sources\nThis server reads nothing yet. `/source add` takes a feed's or a site's address, or a pack."
                    )
                ]
            )
        ]
    waiting = sum(one.feed.last_polled_at is None and not one.paused_at for one in answer.lines)
    asked = _(" · {waiting} not asked yet").format(waiting=waiting) if waiting else ""
    head = _("### Sources\n-# {lines} of at most {limit}{asked}").format(
        lines=len(answer.lines), limit=answer.limit, asked=asked
    )
    return _layouts([head, *_grouped([_line(one) for one in answer.lines])])


def health(answer: SourceList) -> list[discord.ui.LayoutView]:
    """What needs a manager's eye first, each with its last error; then how many are well."""
    ill = [one for one in answer.lines if one.feed.state != "healthy" and not one.paused_at]
    well = sum(one.feed.state == "healthy" and not one.paused_at for one in answer.lines)
    paused = len(answer.lines) - len(ill) - well
    head = _("### Health of {lines} sources\n{well} healthy, {ill} to look at, {paused} paused by managers.").format(
        lines=len(answer.lines), well=well, ill=len(ill), paused=paused
    )
    where = (
        _("-# Changes are told in <#{notices_channel}>; `/notices channel` names another.").format(
            notices_channel=answer.notices_channel
        )
        if answer.notices_channel
        else _("-# Changes are told nowhere: `/notices channel` names a channel.")
    )
    if answer.notices_error:
        where += _("\nThe last notice did not arrive: {notices_error}").format(
            notices_error=escape(clip(plain(answer.notices_error), 250))
        )
    order: dict[str, int] = {"gone": 0, "paused": 1, "failing": 2, "stale": 3, "slow": 4}
    ill.sort(key=lambda one: (order[one.feed.state], one.source.name))
    rest = [one for one in answer.lines if one not in ill]
    return _layouts([f"{head}\n{where}", *_grouped([_line(one) for one in (*ill, *rest)])])


def removal(one: SourceLine) -> str:
    """What goes with a source, before it goes."""
    return _(
        "### Stop reading {name}?\nWhat it brought leaves this server's answers, and what you said of it is forgotten: its name, weight, country and "
        "owner. Added again within 30 days, its articles are there again. `/source pause` keeps all of that and hears nothing new."
    ).format(name=clipped(one.source.name, 150))


def labelled(one: SourceLine) -> discord.ui.LayoutView:
    """What a server holds of a source now."""
    about = _(_WEIGHTS[one.weight])
    return budget.page([f"### {escape(clip(plain(one.source.name), 150))}\n{owner_words(one)}\n{about}"])


_WEIGHTS = {
    "trusted": N_("**trusted**: first in digests among equals."),
    "normal": N_("**normal**."),
    "context": N_("**context only**: answers use it, digests do not."),
    "muted": N_("**muted**: neither answers nor digests use it."),
}
_WEIGHT_NAMES = {"trusted": N_("trusted"), "context": N_("context only"), "muted": N_("muted")}
_OWNERS = {
    "state": N_("owned by a state"),
    "public": N_("a public broadcaster"),
    "private": N_("privately owned"),
    "institution": N_("an institution"),
    "unknown": N_("owner not known"),
}


def weight_words(one: SourceLine) -> str:
    """What it counts here, if that is out of the ordinary."""
    return _(_WEIGHT_NAMES[one.weight]) if one.weight != "normal" else ""


def owner_words(one: SourceLine) -> str:
    """Whose it is: side, kind of owner, and its name if a manager gave it."""
    country = f"{flag(one.source.country).lstrip()} {one.source.country}, ".lstrip() if one.source.country else ""
    owner = f", {escape(clip(plain(one.owner), 100))}" if one.owner else ""
    return f"{country}{_(_OWNERS[one.source.owner_kind])}{owner}"


def _line(one: SourceLine) -> str:
    """State, last new entry, entries a week, next poll, and the last error in words a manager can act on."""
    feed = one.feed
    words = (
        _("paused by a manager{since}").format(since=_moment(" ", one.paused_at, "R"))
        if one.paused_at
        else notices.state_words(feed)
    )
    mark = notices.mark(feed, is_paused=one.paused_at is not None)
    parts = [words]
    if one.weight != "normal":
        parts.append(weight_words(one))
    if feed.last_entry_at:
        parts.append(_("last new <t:{last_entry_at}:R>").format(last_entry_at=int(feed.last_entry_at.timestamp())))
    if feed.weekly is not None:
        parts.append(
            _("{weekly:.0f} a week").format(weekly=feed.weekly)
            if feed.weekly >= 1 or not feed.weekly
            else _("under 1 a week")
        )
    if feed.next_poll_at and feed.state not in ("paused", "gone") and not one.paused_at:
        parts.append(_("next poll <t:{next_poll_at}:R>").format(next_poll_at=int(feed.next_poll_at.timestamp())))
    error = f"\n-# {escape(clip(plain(feed.last_error), 200))}" if feed.last_error else ""
    return f"{mark} {link(one.source.name, one.source.home_url or feed.url)} · {' · '.join(parts)}{error}"


def _grouped(lines: Sequence[str], size: int = 1500, room: int = 40_000) -> list[str]:
    """Lines gathered into blocks that deal out well, in ten messages or so."""
    blocks: list[str] = []
    for number, line in enumerate(lines):
        if sum(map(len, blocks)) + len(line) > room:
            return [*blocks, _more(len(lines) - number)]
        if blocks and len(blocks[-1]) + len(line) < size:
            blocks[-1] += "\n" + line
        else:
            blocks.append(line)
    return blocks


def _more(n: int) -> str:
    words = ngettext("-# and {n} more; `/source export` has it", "-# and {n} more; `/source export` has them all", n)
    return words.format(n=n)


def _layouts(blocks: Sequence[str]) -> list[discord.ui.LayoutView]:
    return [budget.layout(part) for part in budget.deal(blocks)]


def pack(answer: PackOutcome) -> list[discord.ui.LayoutView]:
    """Each source of a pack: added, known, or why not."""
    blocks = [
        _("### Pack “{topic}”\nAdded {added}, known before {already}, not answering {failed}.").format(
            topic=escape(answer.topic), added=len(answer.added), already=len(answer.already), failed=len(answer.failed)
        )
    ]
    if answer.added:
        blocks.append("\n".join(f"🟢 {escape(clip(plain(name), 80))}" for name in answer.added))
    if answer.failed:
        blocks.append(
            "\n".join(
                f"🔴 {escape(clip(plain(name), 80))} — {escape(clip(plain(reason), 140))}"
                for name, reason in answer.failed
            )
        )
    return budget.pages(blocks)


def imported(answer: ImportOutcome, asked: int = 0) -> discord.ui.LayoutView:
    """What a subscription list brought, how many of its feeds have been `asked` so far, and each that was refused with the reason."""
    blocks = [
        _("### Import\nAdded {added}, known before {already}, refused {refused}.").format(
            added=answer.added, already=answer.already, refused=len(answer.refused)
        )
    ]
    if answer.added:
        blocks[0] += "\n" + _asked(answer, asked)
    if answer.refused:
        lines = [
            f"🔴 {escape(clip(plain(name), 80))} — {escape(clip(plain(why), 120))}" for name, why in answer.refused
        ]
        rest = [f"-#{and_more(len(lines) - 12)}"] if len(lines) > 12 else []
        blocks.append("\n".join([*lines[:12], *rest]))
    return budget.page(blocks)


def _asked(answer: ImportOutcome, asked: int) -> str:
    if asked >= answer.added:
        return _("All {added} have been asked. `/source health` says which of them need a look.").format(
            added=answer.added
        )
    last = f"<t:{int(answer.all_asked_at.timestamp())}:t>"
    return _(
        "{asked} of {added} asked so far: they are first asked one after the other, the last of them by {last}. "
        "`/source list` shows how far that is."
    ).format(asked=asked, added=answer.added, last=last)
