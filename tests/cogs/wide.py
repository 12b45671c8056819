"""A language of fullwidth letters, and a reader who notices each English word that is left in an answer."""

import gettext
import re
from collections.abc import Iterator
from functools import cache
from typing import Any

import discord

from tests.desk import Desk

CODES = ("Asia/Almaty", "UTC", "USD", "KZ", "US")
DATA = (*CODES, "daily-digest", "daily", "no-such-host.invalid", "Foreign Minister", "Tokajew", "Mira Soll")


class Wide(gettext.NullTranslations):
    """Fullwidth letters for English ones, but for the names of the blanks that `format` fills."""

    def gettext(self, message: str) -> str:
        parts = re.split(r"(\{[^{}]*\})", message)
        return "".join(part if part.startswith("{") else re.sub(r"[A-Za-z]", _wide, part) for part in parts)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self.gettext(msgid1 if n == 1 else msgid2)


def _wide(letter: re.Match[str]) -> str:
    return chr(ord(letter[0]) + 0xFEE0)


def english(shown: str, data: frozenset[str] = frozenset(DATA)) -> set[str]:
    """The words of an answer in English letters that are neither data nor markup."""
    left = re.sub(r"<t:\d+:\w>|<#\d+>", " ", shown.replace("\\", ""))
    left = re.sub(r"https?://[^\s)]+|\b[QMIDS]-[0-9A-Z]+\b", " ", left)
    return set(re.findall(r"[A-Za-z]+", _any_of(data).sub(" ", left)))


@cache
def _any_of(known: frozenset[str]) -> re.Pattern[str]:
    return re.compile(rf"(?<![A-Za-z])(?:{'|'.join(map(re.escape, sorted(known, key=len, reverse=True)))})(?![A-Za-z])")


def texts(parts: list[dict[str, Any]]) -> Iterator[str]:
    """What a message's components say, buttons too."""
    for part in parts:
        yield from (part[key] for key in ("content", "label", "placeholder", "description") if part.get(key))
        yield from texts(part.get("components", []))


class Reader:
    """Asks, and keeps what was said that nobody could translate."""

    def __init__(self, desk: Desk, data: frozenset[str]) -> None:
        self.desk, self.data, self.missed, self.asked = desk, data, dict[str, set[str]](), 0

    def look(self, where: str, shown: str) -> None:
        assert shown.strip(), f"{where} said nothing"
        self.asked += 1
        if found := english(shown, self.data):
            self.missed[where] = found

    def view(self, where: str, view: discord.ui.LayoutView) -> None:
        self.look(where, "\n".join(texts(view.to_components())))

    def result(self, where: str, result: Any) -> None:
        messages = [message for message in (result.response, *result.followups) if message]
        self.look(where, "\n".join(part for m in messages for part in (m.content, *texts(m.components))))

    async def asks(self, who: Any, command: str, **options: Any) -> Any:
        result = await who.slash(self.desk.channel, command, **options)
        self.result(f"/{command} {options}", result)
        return result

    def done(self, least: int) -> None:
        assert not self.missed, "\n".join(f"{where}: {' '.join(sorted(found))}" for where, found in self.missed.items())
        assert self.asked >= least

    async def typing(self, who: Any, command: str, option: str, typed: str = "") -> None:
        offered = await who.autocomplete(self.desk.channel, command, option, typed)
        self.look(f"/{command} {option}: {typed}", "\n".join(one["name"] for one in offered))
