"""Why the bot says so: the fact, and the sentences it rests on with the fact marked in them."""

import re
from datetime import datetime
from itertools import pairwise

import discord

from bot.domain.answers import DealAnswer, History, WhyAnswer
from bot.domain.facts import AnyRecorded, Deal, Invitation, Meeting, Quote, Span
from bot.domain.news import ArticleRef
from bot.render import budget, lines
from bot.render.text import clip, escape, link, plain

_AROUND = 200
_CHANGED = {
    "stage": "the stage moved from {before} to {after}",
    "amount": "the amount changed from {before} to {after}",
    "withdrawn": "the article no longer said so, and this was withdrawn",
    "back": "the article said so again",
}


def why(answer: WhyAnswer) -> discord.ui.LayoutView:
    """The fact, its evidence, its article and times, and how sure the bot is."""
    fact = answer.fact
    blocks = ["### Why the bot says so\n" + line(fact), *_evidence(fact), *_changes(answer.history), _about(fact)]
    return budget.page(blocks)


def deal(answer: DealAnswer) -> discord.ui.LayoutView:
    """One deal with its amounts side by side and its evidence."""
    fact = answer.deal
    claims = [lines.claim(fact.article, one) + _band(one.low, one.high, one.currency) for one in fact.fact.claims]
    blocks = ["### Deal\n" + lines.deal(fact)]
    if claims:
        blocks.append("**Amounts, as stated**\n" + "\n".join(claims))
    return budget.page([*blocks, *_evidence(fact), _about(fact)])


def line(fact: AnyRecorded) -> str:
    """Any fact's own line."""
    match fact.fact:
        case Quote():
            return lines.quote(fact)  # pyright: ignore[reportArgumentType] - the match has just narrowed it
        case Meeting() | Invitation():
            return lines.contact(fact)  # pyright: ignore[reportArgumentType]
        case Deal():
            return lines.deal(fact)  # pyright: ignore[reportArgumentType]


def _band(low: float | None, high: float | None, currency: str | None) -> str:
    """A band in words; a single figure is said by its own words already."""
    if low is not None and low == high:
        return ""
    unit = f"{currency} " if currency else ""
    match (low, high):
        case (None, None):
            return ""
        case (None, float() | int()):
            return f"\n-# a band: at most {unit}{_figure(high)}"
        case (_, None):
            return f"\n-# a band: at least {unit}{_figure(low or 0)}"
        case _:
            return f"\n-# a band: {unit}{_figure(low or 0)} to {_figure(high or 0)}"


def _figure(value: float) -> str:
    for size, word in ((1e12, "trillion"), (1e9, "billion"), (1e6, "million")):
        if value >= size:
            return f"{value / size:g} {word}"
    return f"{value:,.0f}"


def _evidence(fact: AnyRecorded) -> list[str]:
    return [f"**In the article**\n> {_marked(fact.article, span)}" for span in fact.fact.evidence[:3]]


def _marked(article: ArticleRef, span: Span) -> str:
    """The fact's characters in bold, in their sentence; shown as they are, so the bot adds no marks of its own."""
    text, (start, end) = article.text, span
    before, after = text[max(0, start - _AROUND) : start], text[end : end + _AROUND]
    begin = max((m.end() for m in re.finditer(r"[.!?]['”\"]?\s+|\n", before)), default=0)
    stop = next((m.end() for m in re.finditer(r"[.!?]['”\"]?(?=\s|$)|\n", after)), len(after))
    return f"{escape(before[begin:])} **{escape(clip(plain(text[start:end]), 900))}** {escape(after[:stop])}".strip()


def _changes(history: History) -> list[str]:
    """What edits of the article did; nothing for one that was never edited."""
    told: list[tuple[datetime, str]] = []
    for one in history.changes:
        before, after = (escape(clip(plain(words), 150)) or "none" for words in (one.before, one.after))
        told.append((one.changed_at, _CHANGED[one.what].format(before=before, after=after)))
    for before, after in pairwise(history.revisions):
        words = "the article was edited"
        if before.title != after.title:
            words += f"; its title was {escape(clip(plain(before.title), 150))}"
        told.append((after.stored_at, words))
    told.sort(key=lambda one: one[0])
    shown = [f"• <t:{int(at.timestamp())}:f> {words}" for at, words in told[-8:]]
    return ["**Changes**\n" + "\n".join(shown)] if shown else []


def _about(fact: AnyRecorded) -> str:
    article = fact.article
    sure = round(fact.fact.confidence * 100)
    gone = (
        f"\nWithdrawn <t:{int(fact.withdrawn_at.timestamp())}:f>: the article no longer says so."
        if fact.withdrawn_at
        else ""
    )
    return (
        f"{link(article.title, article.url, 150)}\n-# {escape(article.source)} · published <t:{int(article.published_at.timestamp())}:f> · "
        f"read <t:{int(article.stored_at.timestamp())}:f> · revision {article.revision} · of facts found this way about {sure} in 100 are right{gone}"
    )
