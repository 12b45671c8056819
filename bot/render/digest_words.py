"""What a digest says besides its lines: head, foot, corrections, and how it came about."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.domain.answers import DigestAnswer
from bot.domain.digest import AmendedIn, Amendment
from bot.domain.facts import FactKind, Invitation
from bot.domain.keys import short_id
from bot.domain.ladders import stage_words
from bot.render.text import clip, escape, link, plain
from bot.words import N_, _, day, listed, month, ngettext, the, weekday

_CHANGED: dict[AmendedIn, str] = {
    "withdrawn": N_("{kind} `{id}` is withdrawn: its article no longer says so"),
    "rejected": N_("{kind} `{id}` is withdrawn by this server's managers"),
    "stage": N_("`{id}` is *{after}*, not *{before}*"),
    "amount": N_("`{id}`: the amount is corrected"),
    "sides": N_("`{id}`: who is named is corrected, to {after}"),
    "words": N_("`{id}`: the words are corrected"),
}
_THE: dict[FactKind, str] = {
    "quote": N_("the quote"),
    "meeting": N_("the meeting"),
    "invitation": N_("the invitation"),
    "deal": N_("the deal"),
}
_THE_OF: dict[FactKind, str] = {
    "quote": N_("the quote by {sides}"),
    "meeting": N_("the meeting of {sides}"),
    "invitation": N_("the invitation of {sides}"),
    "deal": N_("the deal of {sides}"),
}
_MOST_CHANGES, _MOST_NAMES = 6, 3
_LONGEST_LINK = 200  # a correction takes room from what is new


def title(answer: DigestAnswer) -> str:
    """The local date, of a weekly digest the week's last."""
    edition = answer.edition
    words = _("week to {weekday}, {day}") if edition.cadence == "weekly" else _("{weekday}, {day}")
    return words.format(weekday=weekday(edition.local_date), day=day(edition.local_date))


def head(answer: DigestAnswer) -> str:
    """A brief has its title above it already."""
    if answer.name == "brief" and not answer.edition.subscription_id:
        return _("{counts}\n-# News {window} · {answered}").format(
            counts=counts(answer), window=window(answer), answered=answered(answer)
        )
    named = "" if answer.name in ("daily", "weekly", "brief") else f" · {escape(clip(plain(answer.name), 40))}"
    return _("# Communiqué{named} · {title}\n{counts}\n-# News {window} · {answered}").format(
        named=named, title=title(answer), counts=counts(answer), window=window(answer), answered=answered(answer)
    )


def nothing(answer: DigestAnswer) -> str:
    """The whole digest of an empty day."""
    return _("**Communiqué · {title}:** nothing new {window}. {quiet}").format(
        title=title(answer), window=window(answer), quiet=" · ".join(_quiet(answer, 0)) + _edition(answer)
    )


def foot(answer: DigestAnswer, left_out: int) -> str:
    """What is not shown, which sources are ill, the edition's id, and how to check a line."""
    quiet = " · ".join(_quiet(answer, left_out, with_answered=False))
    how = _(
        "-# Found automatically, shown with its source; `/why` with a line's id shows the sentence it rests on{edition}"
    ).format(edition=_edition(answer))
    return f"-# {quiet}\n{how}" if quiet else how


def _edition(answer: DigestAnswer) -> str:
    """Nothing for one that is not kept."""
    return _(" · Edition {id}").format(id=answer.edition.id) if answer.edition.id else ""


def _quiet(answer: DigestAnswer, left_out: int, *, with_answered: bool = True) -> list[str]:
    edition, said = answer.edition, list[str]()
    if with_answered:
        said.append(answered(answer))
    if left_out and answer.preview:
        said.append(ngettext("{n} more not shown", "{n} more not shown", left_out).format(n=left_out))
    elif left_out:
        said.append(ngettext("{n} more behind the buttons", "{n} more behind the buttons", left_out).format(n=left_out))
    if edition.below:
        n = edition.below
        said.append(ngettext("{n} more too unsure to show", "{n} more too unsure to show", n).format(n=n))
    if edition.failing:
        said.append(_("failing: {names}").format(names=_names(edition.failing)))
    if edition.stale:
        said.append(_("nothing new for long: {names}").format(names=_names(edition.stale)))
    return said


def _names(sources: tuple[str, ...]) -> str:
    shown = [escape(clip(plain(name), 40)) for name in sources[:_MOST_NAMES]]
    return listed(shown) if len(sources) <= _MOST_NAMES else ", ".join(shown) + "…"


def changes(answer: DigestAnswer) -> list[str]:
    """Revisions of this edition, then corrections of earlier ones: one block, or none."""
    zone = ZoneInfo(answer.zone)
    said: list[str] = []
    for revision in answer.edition.revisions:
        said += _changed(
            revision.amendments,
            _("**Revision {number}**, {moment}: ").format(
                number=revision.number, moment=_moment(revision.made_at.astimezone(zone))
            ),
        )
    for one in answer.edition.corrections:
        told = _(" (told on {day})").format(day=day(one.told_on)) if one.told_on else ""
        said.append(f"{_sourced(one)}{told}")
    if not said:
        return []
    last = said[-_MOST_CHANGES:]
    more = len(said) - len(last)
    if more:
        last.insert(0, ngettext("-# {n} earlier correction", "-# {n} earlier corrections", more).format(n=more))
    return ["\n".join([_("### ✏️ Corrections"), *last])]


def _changed(amendments: tuple[Amendment, ...], head: str) -> list[str]:
    shown = [_sourced(one) for one in amendments[:_MOST_NAMES]]
    more = len(amendments) - len(shown)
    rest = ngettext("; {n} more", "; {n} more", more).format(n=more) if more else ""
    return [head + "; ".join(shown) + rest]


def _sourced(one: Amendment) -> str:
    """With the article that says so, or said it."""
    where = f" ({link(one.source or _('source'), one.url, 40)})" if 0 < len(one.url) <= _LONGEST_LINK else ""
    return f"{amendment(one)}{where}"


def amendment(one: Amendment) -> str:
    """ "`D-7F` is pledged, not signed"."""
    is_stage = one.what == "stage"
    before = stage_words(one.before) if is_stage else escape(clip(plain(one.before), 80))
    is_gone = one.what in ("withdrawn", "rejected")
    return _(_CHANGED[one.what]).format(
        kind=_(_THE_OF[one.kind]).format(sides=the(before)) if is_gone and before else _(_THE[one.kind]),
        id=short_id(one.kind, one.fact_id),
        before=before,
        after=stage_words(one.after) if is_stage else escape(clip(plain(one.after), 80)),
    )


def counts(answer: DigestAnswer) -> str:
    """ "2 meetings and calls · 3 deals · 5 quotes"."""
    found = {
        wish.name: max(answer.edition.totals.get(wish.name, 0), len(answer.of(wish.name)))
        for wish in answer.edition.sections
    }
    numbers = (
        (n := found.get("meetings", 0), _contacts(answer, n)),
        (n := found.get("deals", 0), ngettext("**{n}** deal", "**{n}** deals", n)),
        (n := found.get("quotes", 0), ngettext("**{n}** quote", "**{n}** quotes", n)),
        (n := found.get("upcoming", 0), ngettext("**{n}** to come", "**{n}** to come", n)),
        (n := found.get("pledges", 0), ngettext("**{n}** open pledge", "**{n}** open pledges", n)),
    )
    return " · ".join(words.format(n=n) for n, words in numbers if n) or _("nothing new")


def _contacts(answer: DigestAnswer, n: int) -> str:
    """An invitation is no meeting."""
    if any(isinstance(event.fact, Invitation) for event in answer.of("meetings")):
        return ngettext("**{n}** meeting, call or invitation", "**{n}** meetings, calls and invitations", n)
    return ngettext("**{n}** meeting or call", "**{n}** meetings and calls", n)


def window(answer: DigestAnswer) -> str:
    """Since when, in the server's own zone."""
    zone = ZoneInfo(answer.zone)
    start, end = answer.edition.window_from.astimezone(zone), answer.edition.window_to.astimezone(zone)
    if end - start < timedelta(minutes=1):  # asked for right after one was posted
        return _("since {start} ({zone})").format(start=_moment(start), zone=answer.zone)
    return _("from {start} to {end} ({zone})").format(start=_moment(start), end=_moment(end), zone=answer.zone)


def _moment(value: datetime) -> str:
    return _("{day} {month}, {time}").format(day=value.day, month=month(value), time=f"{value:%H:%M}")


def answered(answer: DigestAnswer) -> str:
    edition = answer.edition
    n = edition.sources_asked
    words = ngettext("{answered} of {asked} sources answered", "{answered} of {asked} sources answered", n)
    return words.format(answered=edition.sources_answered, asked=n)


def about(answer: DigestAnswer) -> list[str]:
    """How an edition came about."""
    edition = answer.edition
    last = edition.revisions[-1] if edition.revisions else None
    since = (
        _("Corrected since, the last time <t:{made_at}:f>.").format(made_at=int(last.made_at.timestamp()))
        if last
        else _("Not changed since.")
    )
    return [
        _(
            "### About the digest of {local_date}\nIt holds what was read {window} in the articles of this server's own sources; "
            "{answered} in its last day. Put together <t:{compiled_at}:f>. {since}"
        ).format(
            local_date=day(edition.local_date),
            window=window(answer),
            answered=answered(answer),
            compiled_at=int(edition.compiled_at.timestamp()),
            since=since,
        ),
        _(
            "It holds {counts}. First come heads of state and government, then ministers, then others; then what is new before what "
            "moved; then what more sides tell. Sources that are paused, muted or kept for context only are left out, and what an "
            "earlier digest told comes again only as an update."
        ).format(counts=counts(answer)),
        _(
            "Words in “quotation marks” stand in the article exactly so. Every line ends with an id: `/why` with it shows the "
            "sentence, `/deals`, `/meetings` and `/quotes` find more."
        ),
    ]
