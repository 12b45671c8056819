"""What `/data` and `/diagnostics` show of a server itself."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

import discord

from bot import __version__
from bot.domain.servers import Condition, Exported, HistoryPage, PostedDigest
from bot.render import budget
from bot.render.text import clip, escape, plain
from bot.words import N_, _, ngettext

STATES = {
    "healthy": N_("healthy"),
    "slow": N_("slow"),
    "stale": N_("stale"),
    "failing": N_("failing"),
    "paused": N_("given up"),
    "gone": N_("gone"),
}
DELIVERIES = {
    "due": N_("waiting to be sent"),
    "leased": N_("being sent"),
    "sending": N_("being sent"),
    "sent": N_("posted"),
    "unknown": N_("tried, and tried again soon"),
    "failed": N_("failed"),
    "skipped": N_("not sent"),
}
_PAUSED = {"left": N_("since the bot was removed"), "channel": N_("because its channel was deleted")}


def history(
    page: HistoryPage, rows: Sequence[discord.ui.ActionRow[discord.ui.LayoutView]] = ()
) -> discord.ui.LayoutView:
    """Who changed what, the newest first, and how long the server keeps."""
    lines = [
        f"<t:{int(one.done_at.timestamp())}:f> · "
        + (f"<@{one.author_id}>" if one.author_id else _("a former manager"))
        + f" · {escape(clip(one.what, 160))}"
        for one in page.changes
    ]
    keeps = ngettext(
        "-# Answers go back {n} day; `/data retention` changes that.",
        "-# Answers go back {n} days; `/data retention` changes that.",
        page.retention_days,
    )
    return budget.page(
        [
            _("### Who changed what on this server"),
            *(lines or [_("Nothing was changed yet.")]),
            keeps.format(n=page.retention_days),
        ],
        rows,
    )


def exported(made: Exported) -> str:
    """What stands above the file."""
    facts = ngettext("{n} fact", "{n} facts", made.facts).format(n=made.facts)
    if made.is_whole:
        return _("All that is kept of this server: its records and {facts}.").format(facts=facts)
    return _(
        "Discord takes no file above 10 MB, so this holds the newest {facts}. The operator can copy all with `python -m bot backup`."
    ).format(facts=facts)


def diagnostics(
    condition: Condition, channels: Mapping[int, tuple[str, tuple[str, ...]] | None], now: datetime
) -> discord.ui.LayoutView:
    """One block to be copied. `channels`: each channel's name and the permissions that lack there; None if it is gone."""
    lines = [
        _("Communiqué {version}, schema {schema}").format(version=__version__, schema=condition.schema),
        _("clock: {now} UTC").format(now=f"{now:%Y-%m-%d %H:%M:%S}"),
        _("store: {size:.1f} MB").format(size=condition.store_bytes / 1e6),
        _("answers go back: {n} days").format(n=condition.retention_days),
        "",
    ]
    for one in condition.digests:
        lines += [*_digest(one, channels.get(one.channel_id), now), ""]
    if not condition.digests:
        lines += [_("digest: none; /digest schedule sets one"), ""]
    if condition.notices_channel_id:
        lines.append(_("notices in {channel}").format(channel=_channel(channels.get(condition.notices_channel_id))))
    counted = ", ".join(
        f"{_(STATES[state]) if state in STATES else state}: {number}" for state, number in condition.feeds
    )
    lines.append(_("feeds: {counted}").format(counted=counted or _("none; /source add adds one")))
    lines.append(_("last fetch: {when}").format(when=_moment(condition.last_fetch_at)))
    if condition.last_error:
        at, name, error = condition.last_error
        lines.append(
            _("last error: {when}, {name}: {error}").format(when=_moment(at), name=name, error=clip(plain(error), 300))
        )
    else:
        lines.append(_("last error: none"))
    told = "\n".join(_one_line(line) for line in lines).replace("`", "'")
    return budget.page([_("### Diagnostics") + f"\n```\n{_whole_lines(told, 3_500)}\n```"])


def _one_line(line: str) -> str:
    """What begins with blanks keeps them."""
    return ("  " if line.startswith("  ") else "") + clip(plain(line), 400)


def _whole_lines(text: str, most: int) -> str:
    """Whole lines only, so that the block stays closed."""
    return text if len(text) <= most else text[: text.rfind("\n", 0, most)] + "\n…"


def _digest(one: PostedDigest, channel: tuple[str, tuple[str, ...]] | None, now: datetime) -> list[str]:
    local = f"{now.astimezone(ZoneInfo(one.zone)):%Y-%m-%d %H:%M}"
    lines = [
        _("digest in {channel}").format(channel=_channel(channel)),
        _("  zone: {zone}, where it is {local}").format(zone=one.zone, local=local),
    ]
    if one.is_paused:
        why = _(_PAUSED[one.paused_why]) if one.paused_why in _PAUSED else _("by a manager")
        lines.append(_("  paused {why}; /digest resume starts it again").format(why=why))
    else:
        lines.append(_("  next: {when}").format(when=_moment(one.next_due_at)))
    if one.last_day is None:
        return [*lines, _("  last: none yet")]
    states = ", ".join(dict.fromkeys(_(DELIVERIES[state]) for state in one.states))
    lines.append(_("  last: {day}, {states}").format(day=one.last_day, states=states))
    return [*lines, f"  {one.error}"] if one.error else lines


def _channel(found: tuple[str, tuple[str, ...]] | None) -> str:
    if found is None:
        return _("a channel that is gone, or that the bot may not see; name another")
    name, lacking = found
    if not lacking:
        return _("#{name}: all permissions are there").format(name=name)
    return _("#{name}: LACKS {lacking}. That channel's settings, Permissions, add the bot, allow them").format(
        name=name, lacking=", ".join(lacking)
    )


def _moment(moment: datetime | None) -> str:
    return f"{moment:%Y-%m-%d %H:%M} UTC" if moment else _("never")
