"""A leader's card: office as of a day, then the latest words, contacts and deals."""

from collections.abc import Mapping, Sequence

import discord

from bot.domain.answers import LeaderAnswer, Sighting
from bot.domain.offices import NEWS
from bot.domain.people import Ruling, Tenure, called
from bot.render import budget, lines, quoting
from bot.render.offices import of_place
from bot.render.text import clipped, link
from bot.words import _, day, the

_OFFICE = 120


def leader(answer: LeaderAnswer, countries: Mapping[str, str]) -> list[discord.ui.LayoutView]:
    """`countries` gives names by ISO code."""
    head = f"## {clipped(answer.name, 150)}{lines.flag(answer.country)}\n" + "\n".join(_offices(answer, countries))
    blocks = [head]
    if answer.quotes:
        blocks.append(_("### Latest words\n") + "\n\n".join(quoting.quote(one, 400) for one in answer.quotes))
    if answer.meetings:
        blocks.append(_("### Latest contacts\n") + "\n\n".join(map(lines.contact, answer.meetings)))
    if answer.deals:
        of = countries.get(answer.deals_of or "", answer.deals_of)
        head = _("### Deals of {country}").format(country=the(clipped(of, 80))) if of else _("### Deals")
        blocks.append(f"{head}\n" + "\n\n".join(map(lines.deal, answer.deals)))
    if len(blocks) == 1:
        blocks.append(_("Nothing by or about them yet in the news this server reads."))
    return budget.pages(blocks)


def _offices(answer: LeaderAnswer, countries: Mapping[str, str]) -> list[str]:
    shown = [_ruling(one, answer, countries) for one in answer.rulings]
    tenures = answer.leader.tenures if answer.leader else ()
    shown += [_tenure(tenure, answer, countries) for tenure in tenures]
    current = next((one for one in answer.sightings if one.standing != "former"), None)
    if current is None and not shown:
        current = next(iter(answer.sightings), None)
    if current and not any(tenure.source == NEWS and tenure.office == current.office for tenure in tenures):
        shown.append(_sighting(current, countries))
    if answer.leader and answer.leader.aliases:
        shown.append(
            _("-# Also written {names}").format(names=", ".join(clipped(one, 80) for one in answer.leader.aliases[:6]))
        )
    return shown or [_("Office: not said in the news this server reads.")]


def _ruling(one: Ruling, answer: LeaderAnswer, countries: Mapping[str, str]) -> str:
    """What this server's managers approved of the person, or of somebody else in an office we know the person to hold."""
    office, ruled_on = (
        f"**{clipped(called(one.office, one.country), _OFFICE)}**{of_place(one, countries)}",
        day(one.ruled_on),
    )
    if one.name == answer.name:
        return _("{office}\n-# approved by your managers on {day}").format(office=office, day=ruled_on)
    return _("{office}: your managers approved **{name}** on {day}").format(
        office=office, name=clipped(one.name, 100), day=ruled_on
    )


def _tenure(tenure: Tenure, answer: LeaderAnswer, countries: Mapping[str, str]) -> str:
    since = _(" since {since_on}").format(since_on=day(tenure.since_on)) if tenure.since_on else ""
    until = _(" until {until_on}").format(until_on=day(tenure.until_on)) if tenure.until_on else ""
    as_of = lines.as_of(tenure.as_of if tenure.is_stale(answer.as_of) else None)
    source = clipped(_(NEWS) if tenure.source == NEWS else _published(tenure, is_said=bool(as_of)), 200)
    seen = _evidence(tenure, answer.sightings) if tenure.source == NEWS else ""
    return f"**{clipped(called(tenure.office, tenure.country), _OFFICE)}**{of_place(tenure, countries)}{since}{until}{as_of}\n-# {source}{seen}"


def _published(tenure: Tenure, *, is_said: bool) -> str:
    """Where the office is known from, without what a program reads behind it, and as of which day if that is not said yet."""
    name = tenure.source.partition(" (")[0]
    return name if is_said else _("{source}, as of {day}").format(source=name, day=day(tenure.as_of))


def _evidence(tenure: Tenure, sightings: Sequence[Sighting]) -> str:
    """Links to those of the articles that this server's own sources carry, one a source."""
    agreeing = [one for one in sightings if one.office == tenure.office and one.standing == "present"]
    links = {one.source: link(one.source or _("source"), one.article_url, 40) for one in reversed(agreeing)}
    return ": " + ", ".join(list(links.values())[-3:]) if links else ""


def _sighting(one: Sighting, countries: Mapping[str, str]) -> str:
    return _("Called {words}{country} by {source} on <t:{published_at}:D>").format(
        words=clipped(one.words, _OFFICE),
        country=of_place(one, countries),
        source=link(one.source or _("a source"), one.article_url),
        published_at=int(one.published_at.timestamp()),
    )
