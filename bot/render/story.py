"""A story: who tells it, article by article as it unfolded, and what was told."""

import discord

from bot.domain.answers import StoryAnswer
from bot.domain.keys import short_id
from bot.domain.stories import StoryArticle
from bot.render import budget, lines
from bot.render.text import link
from bot.render.why import line
from bot.words import _, ngettext

_MOST_ARTICLES = 15
_MOST_EVENTS = 8


def story(answer: StoryAnswer) -> list[discord.ui.LayoutView]:
    """Head, articles in order, then meetings and deals, then words."""
    count, owners = len(answer.articles), len(answer.owners)
    flags = " ".join(lines.flag(side).strip() for side in answer.sides)
    articles = ngettext("**{n}** article", "**{n}** articles", count).format(n=count)
    told_by = ngettext("{articles} from **{n}** owner", "{articles} from **{n}** owners", owners).format(
        articles=articles, n=owners
    )
    head = _("### Story `{id}`").format(id=short_id("story", answer.id)) + f"\n{told_by}"
    head += _(" · sides that gave their account: {flags}").format(flags=flags) if flags else ""
    by_id = {article.id: article for article in answer.articles}
    shown = [_article(article, by_id) for article in answer.articles[:_MOST_ARTICLES]]
    if count > _MOST_ARTICLES:
        shown.append(f"-#{lines.and_more(count - _MOST_ARTICLES)}")
    blocks = [head, _("### How it unfolded\n") + "\n".join(shown)]
    blocks += _under(_("### What came of it"), [line(event) for event in answer.events[:_MOST_EVENTS]])
    blocks += _under(_("### What was said"), [line(event) for event in answer.quotes])
    return budget.pages(blocks)


def _under(heading: str, blocks: list[str]) -> list[str]:
    return [f"{heading}\n{blocks[0]}", *blocks[1:]] if blocks else []


def _article(article: StoryArticle, by_id: dict[int, StoryArticle]) -> str:
    """A reprint says of whom, if the asking server reads the original too."""
    moment = f"<t:{int(article.published_at.timestamp())}:f>"
    original = by_id.get(article.copy_of) if article.copy_of else None
    note = (
        _(" · the words of {carriers}").format(carriers=lines.source(original.carriers))
        if original
        else _(" · a reprint")
        if article.copy_of
        else ""
    )
    return f"{moment} · {link(article.title, article.url, 110)} · {lines.source(article.carriers)}{note}"
