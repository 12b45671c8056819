"""A leader's card: office as of a day, then the latest words, contacts and deals."""

from collections.abc import Mapping
from datetime import date, timedelta

import discord

from bot.domain.answers import LeaderAnswer, Sighting
from bot.domain.people import Tenure
from bot.render import budget, lines
from bot.render.text import escape, link

_FRESH = timedelta(days=180)


def leader(answer: LeaderAnswer, countries: Mapping[str, str]) -> discord.ui.LayoutView:
    """`countries` gives names by ISO code."""
    head = f"## {escape(answer.name)}{lines.flag(answer.country)}\n" + "\n".join(_offices(answer, countries))
    blocks = [head]
    if answer.quotes:
        blocks.append("### Latest words\n" + "\n\n".join(lines.quote(one, 400) for one in answer.quotes))
    if answer.meetings:
        blocks.append("### Latest contacts\n" + "\n\n".join(map(lines.contact, answer.meetings)))
    if answer.deals:
        blocks.append("### Deals\n" + "\n\n".join(map(lines.deal, answer.deals)))
    if len(blocks) == 1:
        blocks.append("Nothing by or about them yet in the news this server reads.")
    return budget.page(blocks)


def _offices(answer: LeaderAnswer, countries: Mapping[str, str]) -> list[str]:
    shown = [_tenure(tenure, answer.as_of, countries) for tenure in (answer.leader.tenures if answer.leader else ())]
    current = next((one for one in answer.sightings if not one.former), None)
    if current:
        shown.append(_sighting(current, countries))
    if answer.leader and answer.leader.aliases:
        shown.append("-# Also written " + ", ".join(escape(alias) for alias in answer.leader.aliases[:6]))
    return shown or ["Office: not said in the news this server reads."]


def _place(code: str | None, countries: Mapping[str, str]) -> str:
    return f" of {escape(countries.get(code, code))}" if code else ""


def _tenure(tenure: Tenure, on: date, countries: Mapping[str, str]) -> str:
    since = f" since {lines.day(tenure.since_on)}" if tenure.since_on else ""
    until = f" until {lines.day(tenure.until_on)}" if tenure.until_on else ""
    as_of = f" (as of {lines.day(tenure.as_of)})" if on - tenure.as_of > _FRESH else ""
    return f"**{escape(tenure.office)}**{_place(tenure.country, countries)}{since}{until}{as_of}\n-# {escape(tenure.source)}"


def _sighting(one: Sighting, countries: Mapping[str, str]) -> str:
    return (
        f"Called {escape(one.office)}{_place(one.country, countries)} by {link(one.source or 'a source', one.article_url)} "
        f"<t:{int(one.published_at.timestamp())}:D>"
    )
