"""Failures in words, for the person who asked."""

from bot.domain.errors import BotError, NotFound
from bot.render.text import clipped, cut, prose
from bot.words import _


def failure(error: BotError) -> str:
    """At most 1900 characters; a miss names what is near."""
    words = cut(prose(str(error)), 1500)
    if isinstance(error, NotFound) and error.near:
        *some, last = (f"**{clipped(name, 80)}**" for name in error.near[:5])
        near = _("{some} or {last}").format(some=", ".join(some), last=last) if some else last
        words += _("\nDid you mean {near}?").format(near=near)
    return words


def broken(number: str) -> str:
    return _("Something broke on our side. The operator's log knows it as `{number}`; asking again may work.").format(
        number=number
    )
