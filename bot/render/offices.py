"""What managers see of offices: whom the news names, and what this server has ruled."""

from collections.abc import Mapping

import discord

from bot.domain.answers import CandidateLine, OfficeList
from bot.domain.offices import NEEDED, Candidate
from bot.domain.people import Ruling
from bot.render import budget, lines
from bot.render.text import clip, escape, link, plain


def listing(answer: OfficeList, countries: Mapping[str, str]) -> discord.ui.LayoutView:
    """Candidates with their articles, then rulings."""
    head = f"### Offices\n-# A candidate takes the office once {NEEDED} articles of different sources say so. Your word holds in this server alone."
    open_ = "\n".join(_candidate(line, countries) for line in answer.lines)
    blocks = [head, open_ or "The news this server reads names nobody new in an office."]
    if answer.rulings:
        blocks.append("### Ruled here\n" + "\n".join(ruling(one, countries) for one in answer.rulings[:25]))
    return budget.page(blocks)


def _candidate(line: CandidateLine, countries: Mapping[str, str]) -> str:
    one = line.candidate
    count = f"{one.sources} source{'s' if one.sources > 1 else ''}"
    seen = ", ".join(link(each.source or "source", each.article_url, 40) for each in line.evidence)
    return f"{who(one, countries)} · {count}" + (f": {seen}" if seen else "")


def ruling(one: Ruling, countries: Mapping[str, str]) -> str:
    return f"{who(one, countries)} · {one.verdict} on {lines.day(one.ruled_on)}"


def who(one: Candidate | Ruling, countries: Mapping[str, str]) -> str:
    """ "**Jane Doe** 🇫🇷, Foreign Minister of France"."""
    place = escape(countries.get(one.country, one.country))
    return f"**{escape(clip(plain(one.name), 100))}**{lines.flag(one.country)}, {escape(one.office)} of {place}"
