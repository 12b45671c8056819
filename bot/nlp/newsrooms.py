"""A newsroom's own people, who speak under their own names."""

import re

from bot.domain.facts import Party
from bot.domain.keys import fold
from bot.nlp.cast import is_medium
from bot.nlp.person_names import NAME
from bot.nlp.titles import TITLE

_TRADE = r"(?:[a-z]+ ){0,2}(?:correspondent|reporter|editor|journalist) "
# "Reporting from Lima, the BBC's Ann Roe", "Sky News correspondent Ann Roe"
_OF_MEDIUM = re.compile(
    rf"(?:Reporting from [^.\n]{{2,40}}, )?(?:[Tt]he )?(?P<medium>[A-Z][\w&-]*(?: [A-Z][\w&-]*){{0,3}})"
    rf"(?:['’]s? (?:{_TRADE})?| {_TRADE})(?P<name>{NAME.pattern})"
)


def reporter(words: str) -> Party | None:
    """Whom a speaker's words introduce as a newsroom's own: "Al Jazeera's Ann Roe", not "the BBC's Director Ann Roe"."""
    found = _OF_MEDIUM.fullmatch(words)
    if found is None or TITLE.search(found["name"]):
        return None
    medium = Party(kind="organisation", id=fold(found["medium"]), name=found["medium"])
    return Party(kind="person", id=fold(found["name"]), name=found["name"]) if is_medium(medium) else None
