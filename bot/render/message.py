"""What "Facts in this message" answers."""

import discord

from bot.domain.facts import Invitation, Meeting, Quote
from bot.domain.findings import FoundFact, MessageAnswer
from bot.render import budget, lines, quoting
from bot.render.text import link
from bot.words import _, ngettext


def layouts(answer: MessageAnswer) -> list[discord.ui.LayoutView]:
    """As many messages as it takes: what was read, one block a fact, what was left out."""
    where = link(answer.title or answer.url, answer.url, 150) if answer.url else ""
    if not answer.facts:
        return [budget.page([f"{_nothing(answer, where)}{_links(answer)}", _kept()])]
    head = (
        _("### Facts in the page that is linked\n{where}").format(where=where)
        if where
        else _("### Facts in this message")
    )
    blocks = [head + _links(answer), *map(_line, answer.facts), "\n".join(filter(None, (_left(answer), _kept())))]
    return [budget.layout(part) for part in budget.deal(blocks)]


def _nothing(answer: MessageAnswer, where: str) -> str:
    words = (
        _("Nothing that is sure enough to show was found in {where}.").format(where=where)
        if where
        else _("Nothing that is sure enough to show was found in this message.")
    )
    return words + _(" The bot looks for quotes, meetings, invitations and deals, in English.")


def _line(found: FoundFact) -> str:
    event = found.event
    match event.fact:
        case Quote() as fact:
            words = f"> {quoting.words(event.article, fact)}\n{quoting.said_by(fact.speaker, event.article.published_at.date())}"
        case Meeting() as fact:
            words = lines.meeting(fact, event.reports)
        case Invitation() as fact:
            words = lines.invitation(fact)
        case _:
            words = lines.agreed(event)
    article = event.article
    where = f"{link(article.source, article.url)} · {lines.when(article)}" if article.url else ""
    known = _("in this server’s news as `{id}`").format(id=found.known_as) if found.known_as else ""
    foot = " · ".join(filter(None, (where, known)))
    return f"{words}\n-# {foot}" if foot else words


def _links(answer: MessageAnswer) -> str:
    if not answer.links_left:
        return ""
    n = answer.links_left
    words = ngettext(
        "\n-# Only the first link was read; there is {n} more.",
        "\n-# Only the first link was read; there are {n} more.",
        n,
    )
    return words.format(n=n)


def _left(answer: MessageAnswer) -> str:
    more = f"-#{lines.and_more(answer.facts_left)}" if answer.facts_left else ""
    n = answer.unsure
    unsure = ngettext("-# {n} more was too unsure to show", "-# {n} more were too unsure to show", n).format(n=n)
    return "\n".join(filter(None, (more, unsure if n else "")))


def _kept() -> str:
    return _("-# Only you see this. Nothing of the message or the page is kept.")
