"""Failures in words, for the person who asked."""

from bot.domain.errors import BotError, NotFound
from bot.render.text import clip, escape, plain


def failure(error: BotError) -> str:
    """At most 1900 characters; a miss names what is near."""
    words = clip(escape(plain(str(error))).replace("\\`", "`"), 1500)
    if isinstance(error, NotFound) and error.near:
        words += (
            "\nDid you mean " + " or ".join(f"**{escape(clip(plain(name), 80))}**" for name in error.near[:5]) + "?"
        )
    return words


def broken(number: str) -> str:
    return f"Something broke on our side. The operator's log knows it as `{number}`; asking again may work."
