"""What to say beside "nothing": which condition of a question stands in the way."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from bot.words import _
from storage.facts import FactQuery


async def loosened(
    query: FactQuery, conditions: Mapping[str, Mapping[str, Any]], has: Callable[[FactQuery], Awaitable[bool]]
) -> str:
    """ " There is something without `stage:`."; nothing where one condition alone finds nothing, or leaving one out helps none.

    `conditions`: what becomes of the query without each option that was given; `has`: whether a query finds anything.
    """
    if len(conditions) < 2:
        return ""
    return without([option for option, left in conditions.items() if await has(replace(query, **left))])


def without(options: Sequence[str]) -> str:
    """The sentence; nothing for no options."""
    named = _(" or without ").join(f"`{option}:`" for option in options)
    return _(" There is something without {options}.").format(options=named) if named else ""
