"""Failures in words, for the person who asked."""

import re

from bot.domain.errors import BotError, NotFound
from bot.render.text import clip, escape, plain
from bot.words import _

_CODE = re.compile(r"\\`((?:\\[^`]|[^\\`])+)\\`")
_ESCAPED = re.compile(r"\\(.)")


def failure(error: BotError) -> str:
    """At most 1900 characters; a miss names what is near."""
    words = clip(_CODE.sub(_as_it_stands, escape(plain(str(error)))), 1500)
    if isinstance(error, NotFound) and error.near:
        near = _(" or ").join(f"**{escape(clip(plain(name), 80))}**" for name in error.near[:5])
        words += _("\nDid you mean {near}?").format(near=near)
    return words


def _as_it_stands(code: re.Match[str]) -> str:
    """Between backticks nothing is markup, and a backslash would be seen."""
    return "`" + _ESCAPED.sub(r"\1", code[1]) + "`"


def broken(number: str) -> str:
    return _("Something broke on our side. The operator's log knows it as `{number}`; asking again may work.").format(
        number=number
    )
