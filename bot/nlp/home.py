"""Whose ministers a text means that gives them no nation: those of the land where it is written.

A national agency calls its own foreign minister "the Foreign Minister" and names the nation of every other. So does a paper at home,
but not one whose reporter has travelled: there a capital in the dateline counts only while nobody is said to be of that land.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise

from bot.domain.facts import Party
from bot.domain.keys import fold
from bot.nlp.gazetteer import Hit, gazetteer
from bot.nlp.reading import Paragraph
from bot.nlp.roles import Role
from bot.nlp.world import load_world

_OF_A_STATE = re.compile(r"\b(?:Minister|Speaker)$|^(?:King|Queen|Emir|Sultan|Crown Prince)$")
_MINISTRY = r"(?:Foreign (?:Office|Ministry)|Ministry|MEA|MFA|FO|Presidency|[Gg]overnment)\b"
_FULLY = r"(?: of [A-Z]\w+(?: and [A-Z]\w+| [A-Z]\w+)*)?(?: \([A-Z]{2,6}\))?"  # "Ministry | of External Affairs (MEA)"
_MINISTRYS = re.compile(rf"\b{_MINISTRY}{_FULLY}(?:['’]s)?\s+(?:[Oo]fficial |[Cc]hief )?[Ss]pokes\w+$")
_OF_A_MINISTRY = re.compile(rf"\W+(?:of|for) (?:the |our )?(?:[A-Z]\w+ )?{_MINISTRY}")
_SIGNED = re.compile(r"[(/\[–—-]\s*([^()/\[\]–—\n]{2,20})[)/\]]?\s*\.?\s*$")
_CAME = re.compile(
    r"\barriv\w+ (?:here|in)\b|\b(?:is|was|are|were|held|landed|visit|trip) here\b|\bhere (?:on|for|from)\b"
)


@dataclass(frozen=True, slots=True)
class Home:
    """An ISO code. `is_agency`: a national agency writes there, else only a capital stands in the dateline."""

    code: str
    is_agency: bool


def dateline_of(text: str, paragraphs: Sequence[Paragraph]) -> str:
    """What stands before the first words of the stories: "LIMA, May 3 (Wire) - "."""
    lines = (one for one, story in pairwise(paragraphs) if one.role == "furniture" and one.end == story.start)
    return "".join(text[one.start : one.end] for one in lines)


def land_of(dateline: str) -> Party | None:
    """The nation whose capital stands in a dateline; several capitals are nobody's home."""
    nations = _capitals(dateline)
    return next(iter(nations.values())) if len(nations) == 1 else None


def _capitals(dateline: str) -> dict[str, Party]:
    return {hit.party.id: hit.party for hit in gazetteer().find(dateline.title()) if hit.word == "capital"}


def home_of(text: str, paragraphs: Sequence[Paragraph]) -> Home | None:
    """The nation of the dateline's only capital, also that of the agency which the dateline or the last line names; None if the two
    differ: an agency abroad tells of the land it writes from."""
    dateline = dateline_of(text, paragraphs)
    signed = _SIGNED.search(text, max(0, len(text) - 40))
    agencies = {code for words in (dateline, signed[1] if signed else "") for code in _agencies_in(words)}
    places = _capitals(dateline).keys() | agencies
    return Home(places.pop(), is_agency=bool(agencies)) if len(places) == 1 else None


def at_home(roles: Sequence[Role], home: Home | None, text: str, hits: Sequence[Hit]) -> list[Role]:
    """The roles, those of state without a nation being of the home's. `hits`: the nations that the text names."""
    if home is None or not (home.is_agency or _is_written_at_home(roles, home, text, hits)):
        return list(roles)
    others = {_surname(role) for role in roles if role.country not in (None, home.code)}
    abroad = [hit.start for hit in hits if hit.party.id != home.code]
    return [
        replace(role, country=home.code)
        if role.country is None
        and role.standing == "present"
        and " " in role.name
        and _surname(role) not in others
        and fold(role.name) not in _followed()
        and _is_of_state(role, home, text)
        and not _is_behind(abroad, role, text)
        else role
        for role in roles
    ]


def _surname(role: Role) -> str:
    return fold(role.name).rsplit(maxsplit=1)[-1]


def _is_behind(abroad: Iterable[int], role: Role, text: str) -> bool:
    """ "The Xish delegation was led by Foreign Minister Ann Lee": a sentence that names another nation first may mean that one's."""
    start = max(text.rfind(end, 0, role.start) for end in (". ", "\n", ".” ", '." '))
    return any(start < at < role.start for at in abroad)


def _is_written_at_home(roles: Sequence[Role], home: Home, text: str, hits: Sequence[Hit]) -> bool:
    is_named = any(hit.party.id == home.code and hit.word != "capital" for hit in hits)
    return is_named and all(role.country != home.code for role in roles) and _CAME.search(text) is None


def _is_of_state(role: Role, home: Home, text: str) -> bool:
    if role.office == "Spokesperson":
        end = text.find(role.title, role.start) + len(role.title)
        return bool(_MINISTRYS.search(text[max(0, end - 100) : end]) or _OF_A_MINISTRY.match(text, end))
    return bool(_OF_A_STATE.search(role.office)) or (home.is_agency and role.office in ("President", "Vice President"))


def _agencies_in(words: str) -> set[str]:
    return {code for name, code in _agencies() if name.search(words)}


@cache
def _agencies() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple(
        (re.compile(rf"(?<![\w-]){re.escape(name)}(?![\w-])", 0 if name.isupper() and len(name) < 5 else re.I), code)
        for name, code in load_world().agencies.items()
    )


@cache
def _followed() -> frozenset[str]:
    """Folded names of leaders, whose nation is known."""
    return frozenset(fold(name) for leader in load_world().leaders for name in (leader.name, *leader.aliases))
