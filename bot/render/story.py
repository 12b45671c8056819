"""A story: who tells it, article by article as it unfolded, and what was told."""

import discord

from bot.domain.answers import StoryAnswer
from bot.domain.keys import short_id
from bot.domain.stories import StoryArticle
from bot.render import budget, lines
from bot.render.text import link
from bot.render.why import line

_MOST_ARTICLES = 15
_MOST_EVENTS = 8


def story(answer: StoryAnswer) -> discord.ui.LayoutView:
    """Head, articles in order, then meetings and deals, then words."""
    count, owners = len(answer.articles), len(answer.owners)
    flags = " ".join(lines.flag(side).strip() for side in answer.sides)
    head = f"### Story `{short_id('story', answer.id)}`\n**{count}** article{'s' if count > 1 else ''} of **{owners}** owner{'s' if owners > 1 else ''}"
    head += f" · sides that gave their account: {flags}" if flags else ""
    by_id = {article.id: article for article in answer.articles}
    shown = [_article(article, by_id) for article in answer.articles[:_MOST_ARTICLES]]
    if count > _MOST_ARTICLES:
        shown.append(f"-# and {count - _MOST_ARTICLES} more")
    blocks = [head, "**How it unfolded**\n" + "\n".join(shown)]
    blocks += [line(event) for event in answer.events[:_MOST_EVENTS]]
    blocks += [line(event) for event in answer.quotes]
    return budget.page(blocks)


def _article(article: StoryArticle, by_id: dict[int, StoryArticle]) -> str:
    """A reprint says of whom, if the asking server reads the original too."""
    moment = f"<t:{int(article.published_at.timestamp())}:f>"
    original = by_id.get(article.copy_of) if article.copy_of else None
    note = (
        f" · the words of {lines.source(original.carriers)}" if original else " · a reprint" if article.copy_of else ""
    )
    return f"{moment} · {link(article.title, article.url, 110)} · {lines.source(article.carriers)}{note}"
