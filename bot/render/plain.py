"""Answers as text for a terminal: the same words, without Discord's markup."""

import re

from bot.domain.answers import DigestAnswer
from bot.render import digest
from bot.words import day

_TIME = re.compile(r"<t:(\d+):\w>")


def text(answer: DigestAnswer) -> str:
    """A digest as a person reads it aloud."""
    return "\n\n".join(strip(block) for view in digest.layouts(answer) for block in digest_texts(view))


def digest_texts(view: object) -> list[str]:
    """The texts of a layout, top to bottom."""
    walk = getattr(view, "walk_children", None)
    return [content for item in (walk() if walk else ()) if isinstance(content := getattr(item, "content", None), str)]


def strip(block: str) -> str:
    """Without markup: links as their label, times as days, escapes resolved."""
    block = _TIME.sub(lambda m: _day(int(m[1])), block)
    block = re.sub(r"(?<!\\)\[((?:\\.|[^\]\\])*)\]\([^)\s]*\)", r"\1", block)
    block = re.sub(r"(?m)^(?:-# |#{1,3} |> )", "", block)
    block = re.sub(r"(?<!\\)(?:\*\*|\*|`)", "", block)
    return re.sub(r"\\(.)", r"\1", block)


def _day(seconds: int) -> str:
    from datetime import UTC, datetime

    return day(datetime.fromtimestamp(seconds, UTC))
