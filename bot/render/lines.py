"""One fact, one line: who, what, the stage in words, the source's link, the day, and the id for `/why`."""

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from bot.domain.events import AnyEvent, Event, Figure
from bot.domain.facts import (
    AnyRecorded,
    DateSpan,
    Deal,
    Invitation,
    Meeting,
    Party,
    fact_kind,
)
from bot.domain.keys import short_id
from bot.domain.ladders import OPEN, stage_of, stage_words
from bot.domain.news import ArticleRef, Carrier
from bot.domain.people import Country
from bot.domain.ranking import is_history, novelty
from bot.render.text import clip, clipped, cut, escape, link, plain, verbatim
from bot.words import N_, _, day, listed, month, ngettext, of_the, the

_KINDS = {
    "call": N_("📞 Call"),
    "visit": N_("✈️ Visit"),
    "meeting": N_("🤝 Meeting"),
    "talks": N_("💬 Talks"),
    "summit": N_("🏛️ Summit"),
}
_INVITED = {
    "intended": N_("plans to invite"),
    "extended": N_("invited"),
    "accepted": N_("invited"),
    "declined": N_("invited"),
}
NAME = 120
_OTHERS, _FIGURES, _SIDES, _LEAST = 3, 4, 8, 100


def flag(code: str | None) -> str:
    """The flag of an ISO code, with a blank before it; nothing for what has none."""
    return (
        " " + Country(code=code, name="").flag if code and len(code) == 2 and code.isascii() and code.isalpha() else ""
    )


def when(article: ArticleRef) -> str:
    """The day of publication, in the reader's own zone and language."""
    return f"<t:{int(article.published_at.timestamp())}:D>"


def foot(event: AnyEvent, more: str = "", *, short: bool = False) -> str:
    """Source, who else tells it (desks of one owner once; `short`: without their links), day and id: what every line ends with."""
    article = event.article
    gone = _(" · **withdrawn**") if event.withdrawn_at else ""
    gone += _(" · corrected here") if any(report.edited for report in event.reports) else ""
    others = [
        escape(clip(plain(report.article.source or _("source")), 40))
        if short
        else link(report.article.source or _("source"), report.article.url)
        for report in others_telling(event)
    ]
    also = _(", also {others}").format(others=", ".join(others[:_OTHERS])) if others else ""
    also += and_more(len(others) - _OTHERS) if len(others) > _OTHERS else ""
    known_as = short_id(fact_kind(event.fact), event.id)
    return f"-# {link(article.source or _('source'), article.url)}{also} · {when(article)}{more} · `{known_as}`{gone}"


def and_more(n: int) -> str:
    """ " and 3 more"."""
    return ngettext(" and {n} more", " and {n} more", n).format(n=n)


def source(carriers: Sequence[Carrier]) -> str:
    """The first source that carries an article, with its flag."""
    return f"{clipped(carriers[0].source, 80)}{flag(carriers[0].side)}" if carriers else _("source")


def others_telling(event: AnyEvent) -> list[AnyRecorded]:
    """The first report of each owner who is not the lead's."""
    seen = {carrier.owner for carrier in event.article.carriers}
    found: list[AnyRecorded] = []
    for report in event.reports:
        owners = {carrier.owner for carrier in report.article.carriers}
        if report.article.id != event.article.id and owners and not owners & seen:
            found.append(report)
        seen |= owners
    return found


def tag(event: AnyEvent, since: datetime) -> str:
    """Set before a digest's line: whether the event is new, or what of it is, since `since`."""
    match novelty(event, since):
        case "new" if is_history(event):
            return "📄 " if isinstance(event.fact, Deal) else ""
        case "new":
            return _("🆕 **New** · ") if isinstance(event.fact, Deal) else ""
        case "figure":
            return _("🔁 **Update**, another figure · ")
        case "side":
            return _("🔁 **Update**, another side tells it · ")
        case _:
            return _("🔁 **Update** · ")


def was(event: AnyEvent, since: datetime | None) -> str | None:
    """The stage that an event stood at before `since`, if it moved."""
    known = event.told_before(since) if since else None
    before = stage_of(known.lead) if known else ""
    return before if before and before != stage_of(event.lead) else None


def name(party: Party) -> str:
    own = party.id if party.id in ("EU", "UN") else party.country
    called = of_the(party.name) if party.kind == "organisation" else party.name
    return f"**{clipped(called, NAME)}**{flag(own)}"


def names(parties: Iterable[Party]) -> str:
    """ "A, B and C"; of very many the first and how many more."""
    named = tuple(parties)
    shown = [name(party) for party in named[:_SIDES]]
    return ", ".join(shown) + and_more(len(named) - _SIDES) if len(named) > _SIDES else listed(shown)


def between(fact: Deal) -> str:
    """ "A and B"; "A → B" of what one side gives another or lays upon it."""
    if fact.direction is None:
        return names(fact.parties)
    acting, receiving = fact.direction
    return f"{names(acting)} → {names(receiving)}"


def as_of(value: date | None) -> str:
    """ " (as of 17 January 2026)" behind an office whose source is old; nothing for a fresh one."""
    return _(" (as of {day})").format(day=day(value)) if value else ""


def contact(
    event: Event[Meeting] | Event[Invitation],
    since: datetime | None = None,
    *,
    short: bool = False,
    standing: str | None = None,
) -> str:
    """In a digest `since` says from when on it is news, and its line what the stage was before; `standing` is said in place of the stage."""
    fact, before = event.fact, was(event, since)
    label = tag(event, since) if since else ""
    if isinstance(fact, Invitation):
        return f"{label}{invitation(fact, before, standing)}\n{foot(event, short=short)}"
    return f"{label}{meeting(fact, event.reports, before, standing)}\n{foot(event, readouts(event), short=short)}"


def readouts(event: AnyEvent) -> str:
    """Which sides gave their own account of a meeting, and which are only quoted; of one that was not held there is no account."""
    if stage_of(event.lead) not in ("held", "failed"):
        return ""
    sides = [side for side, _report in event.readouts]
    labelled = {carrier.side for report in event.reports for carrier in report.article.carriers}
    own = _flags(side for side in sides if side in labelled)
    quoted = _flags(side for side in sides if side not in labelled)
    alone = own and not quoted and len(sides) == 1
    words = _(" · readout of one side: {flags}") if alone else _(" · readouts: {flags}")
    return (words.format(flags=own) if own else "") + (_(" · quoted: {flags}").format(flags=quoted) if quoted else "")


def _flags(sides: Iterable[str]) -> str:
    return " ".join(flag(side).strip() for side in sides)


def meeting(
    fact: Meeting, reports: Sequence[AnyRecorded], before: str | None = None, standing: str | None = None
) -> str:
    """`reports` tell of the meeting, the one that the stage rests on among them."""
    how = standing or stage(fact.stage, before)
    is_off = fact.stage in ("postponed", "cancelled")
    days = _called_off(fact, reports) if is_off else dated(fact.date)
    return f"{_(_KINDS[fact.kind])}: {_who_met(fact)} — {how}{days}"


def _who_met(fact: Meeting) -> str:
    """Who, and where. Who goes to a country is named before it: "Visit: X to France (Paris)"; a host stands first."""
    is_said = fact.place in {party.name for party in fact.participants}  # "Visit: X and Lithuania in Lithuania"
    place = escape(clip(plain(fact.place), 60)) if fact.place and not is_said else ""
    guests, host = fact.participants[:-1], fact.participants[-1:]
    if fact.kind == "visit" and guests and all(_goes_to(guest, host[0]) for guest in guests):
        whither = _("{guests} to {host}").format(guests=names(guests), host=the(host[0].name, name(host[0])))
        return f"{whither} ({place})" if place else whither
    return names(fact.participants) + (_(" in {place}").format(place=place) if place else "")


def _goes_to(guest: Party, host: Party) -> bool:
    return guest.kind == "person" and host.kind == "country" and guest.country != host.id


def _called_off(fact: Meeting, reports: Sequence[AnyRecorded]) -> str:
    """Until when it is put off, or when it was to be; nothing of the day on which that was said."""
    told = [
        (one, one.fact) for one in reports if isinstance(one.fact, Meeting) and one.fact.date and one.fact.date.start
    ]
    naming = [one for one, its in told if its.date == fact.date]
    span = fact.date if naming and all(_is_to_come(one) for one in naming) else None
    if fact.stage == "postponed" and span:
        until = re.compile(rf"\b(?:to|until|till) (?:the )?{re.escape(span.verbatim)}")
        if any(until.search(one.article.text[start:end]) for one in naming for start, end in one.fact.evidence):
            return _(" to {days}").format(days=_days(span))
    span = span or next((its.date for _one, its in reversed(told) if its.stage == "planned"), None)
    return _(" (was due {days})").format(days=_days(span)) if span else ""


def _is_to_come(report: AnyRecorded) -> bool:
    span = report.fact.date if isinstance(report.fact, Meeting) else None
    return bool(span and span.start and span.start > report.article.published_at.date())


def invitation(fact: Invitation, before: str | None = None, standing: str | None = None) -> str:
    """The verb says the stage of one that nobody has answered."""
    inviter = name(fact.inviter) if fact.inviter else _("Somebody")
    to = escape(clip(plain(fact.to), 120))
    to = to if not to or to.lower().startswith(("to ", "for ")) else _("to {to}").format(to=to)
    is_open = fact.stage in ("intended", "extended") and before is None
    return _("✉️ Invitation: {inviter} {invited} {invitees}{to}{stage}{dated}").format(
        inviter=inviter,
        invited=_(_INVITED[fact.stage]),
        invitees=names(fact.invitees),
        to=f" {to}" if to else "",
        stage=f" — {standing}" if standing else "" if is_open else f" — {stage(fact.stage, before)}",
        dated=dated(fact.date),
    )


def deal(event: Event[Deal], now: datetime | None = None, since: datetime | None = None, *, short: bool = False) -> str:
    """What was agreed, with its source; if it is open, when it was last heard of. In a digest `since` says from when on it is news."""
    return f"{agreed(event, now, since)}\n{foot(event, short=short)}"


def agreed(event: Event[Deal], now: datetime | None = None, since: datetime | None = None) -> str:
    """What was agreed, with its amounts in the articles' own words."""
    amounts = "".join(f"\n{amount(event, figure)}" for figure in event.figures[:_FIGURES])
    differ = _("\n**Figures differ**") if event.figures_differ else ""
    return f"{what_was_agreed(event, now, since)}{differ}{amounts}"


def what_was_agreed(event: Event[Deal], now: datetime | None = None, since: datetime | None = None) -> str:
    """Parties, instrument, and how far it has come."""
    fact, before = event.fact, was(event, since)
    what = _("investment") if fact.instrument == "invest" else escape(clip(plain(fact.name or fact.instrument), 160))
    more = [sector for sector in fact.sectors if sector.lower() not in what.lower()]
    sectors = f" ({escape(clip(plain(', '.join(more)), 120))})" if more else ""
    says_stage = before is None and stage_words(fact.stage) in what.lower().split()
    far = "" if says_stage else f" — {stage(fact.stage, before)}"
    heard = silence(event, now) if now and fact.stage in OPEN else ""
    label = tag(event, since) if since else "📄 "
    return f"{label}{between(fact)}: {what}{sectors}{far}{dated(fact.date)}{heard}"


def amount(event: Event[Deal], figure: Figure) -> str:
    """An amount and who states it; whose report it is, where there are several."""
    one, article = figure.claim, figure.report.article
    by = _(", as stated by {by}").format(by=escape(clip(plain(one.by), NAME))) if one.by else ""
    told = f" ({link(article.source or _('source'), article.url)}, {when(article)})" if len(event.reports) > 1 else ""
    return _("Amount: {words}{by}{told}").format(words=verbatim(article, one.span, 120), by=by, told=told)


def shorten(line: str, most: int) -> str | None:
    """A line of at most so many characters: its amounts go first, its foot and a quote's speaker never; None if it still is too long."""
    rows = line.split("\n")
    is_quote = line.startswith("> ")
    while not is_quote and len(rows) > 2 and len("\n".join(rows)) > most:
        del rows[-2]
    short = "\n".join(rows)
    return short if len(short) <= most else None


def squeeze(told: str, most: int) -> str:
    """Lines of so many characters, the last of them whole: it says whose they are."""
    body, _end, foot = told.rpartition("\n")
    return told if len(told) <= most else f"{cut(body, max(most - len(foot) - 1, _LEAST))}\n{foot}"


def silence(event: AnyEvent, now: datetime) -> str:
    """ ", last heard 94 days ago"."""
    days = (now - event.last_heard_at).days
    if days > 1:
        return ngettext(", last heard {days} day ago", ", last heard {days} days ago", days).format(days=days)
    return _(", last heard yesterday") if days == 1 else ""


def stage(word: str, before: str | None = None) -> str:
    """A stage in words, with the one before it if it moved; every line says one."""
    return f"*{stage_words(before)} → {stage_words(word)}*" if before else f"*{stage_words(word)}*"


def dated(span: DateSpan | None) -> str:
    """The article's words for the day, and the day they mean."""
    return f", {_days(span)}" if span else ""


def _days(span: DateSpan) -> str:
    said = escape(clip(plain(span.verbatim), 60))
    first, last = span.start, span.end
    if first is None or last is None:
        return said
    if first == last:
        return day(first)
    if last - first > timedelta(days=360):
        return f"{first:%Y}" if first.year == last.year else said
    if first.day == 1 and (last + timedelta(days=1)).day == 1 and first.month == last.month:
        return _("{month} {year}").format(month=month(first), year=first.year)
    if first.weekday() == 0 and last - first == timedelta(days=6) and "week" in said.lower():
        return _("in the week of {day}").format(day=day(first))
    if first.year != last.year:
        return _("{start} to {end}").format(start=day(first), end=day(last))
    if first.month != last.month:
        return _("{start} {month} to {end}").format(start=first.day, month=month(first), end=day(last))
    return _("{start} to {end}").format(start=first.day, end=day(last))
