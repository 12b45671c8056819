"""What managers see of offices: whom the news names, and what this server has ruled."""

from collections.abc import Mapping

import discord

from bot.domain.answers import Sighting
from bot.domain.managing import CandidateLine, OfficeList
from bot.domain.offices import NEEDED, Candidate
from bot.domain.people import Ruling, Tenure, called, names_place
from bot.render import budget, lines
from bot.render.text import clipped, link
from bot.words import N_, _, day, ngettext, the

_A_BLOCK = 3  # candidates that are shown, or left out, together
_VERDICTS = {"approved": N_("approved"), "dismissed": N_("dismissed")}


def listing(answer: OfficeList, countries: Mapping[str, str]) -> list[discord.ui.LayoutView]:
    """Candidates with their articles, then rulings."""
    head = _(
        "### Offices\n-# A candidate takes the office once {needed} articles of different sources say so. Your word holds in this "
        "server alone."
    ).format(needed=NEEDED)
    open_ = [_candidate(line, countries) for line in answer.lines]
    some = ["\n".join(open_[first : first + _A_BLOCK]) for first in range(0, len(open_), _A_BLOCK)]
    blocks = [head, *(some or [_("The news this server reads names nobody new in an office.")])]
    if answer.rulings:
        blocks.append(_("### Ruled here\n") + "\n".join(ruling(one, countries) for one in answer.rulings[:25]))
    return budget.pages(blocks)


def _candidate(line: CandidateLine, countries: Mapping[str, str]) -> str:
    one = line.candidate
    count = ngettext("{n} source", "{n} sources", one.sources).format(n=one.sources)
    seen = ", ".join(link(each.source or _("source"), each.article_url, 40) for each in line.evidence)
    return f"{who(one, countries)} · {count}" + (f": {seen}" if seen else "")


def ruling(one: Ruling, countries: Mapping[str, str]) -> str:
    return _("{who} · {verdict} on {day}").format(
        who=who(one, countries), verdict=_(_VERDICTS[one.verdict]), day=day(one.ruled_on)
    )


def who(one: Candidate | Ruling, countries: Mapping[str, str]) -> str:
    """ "**Jane Doe** 🇫🇷, Foreign Minister of France"."""
    return _("**{name}**{flag}, {office}{place}").format(
        name=clipped(one.name, 100),
        flag=lines.flag(one.country),
        office=clipped(called(one.office, one.country), 120),
        place=of_place(one, countries),
    )


def of_place(one: Candidate | Ruling | Tenure | Sighting, countries: Mapping[str, str]) -> str:
    """ " of France"; nothing where the office names it: "President of the European Commission"."""
    name = countries.get(one.country or "", one.country or "")
    return (
        _(" of {country}").format(country=the(clipped(name, 80))) if name and not names_place(one.office, name) else ""
    )
