"""One mention that names several sides, or a nation by its full name: "Peru and the Kenyan Fund for Ports", "the State of Qatar"."""

import re

from bot.domain.facts import Party
from bot.domain.keys import fold
from bot.nlp.gazetteer import gazetteer
from bot.nlp.reading import Mention

_BODY = re.compile(r"\b(?:Fund|Bank|Board|Ministry|Authority|Agency|Corporation|Company|Council)\b")
_FULL_NAME = re.compile(
    r"(?:(?:Federal|Democratic|Islamic|Arab|Socialist|People['’]s|United|Co-operative) )*"
    r"(?:Republic|Kingdom|State|Sultanate|Commonwealth|Federation|Principality|Government) of (?:the )?(?P<land>[A-Z].*)"
)
_WHAT_FOR = re.compile(r" (?:for|of) [A-Z]\w+(?: [A-Z]\w+)*")


def joined(mention: Mention, text: str) -> list[Party]:
    """ "Angola and Mozambique", "Peru and the Kenyan Fund for Ports", which were taken for one name."""
    if full := _FULL_NAME.fullmatch(text, mention.start, mention.end):
        whole = [
            hit for hit in gazetteer().find(full["land"]) if hit.kind == "country" and hit.end == len(full["land"])
        ]
        if whole:
            return [whole[0].party]
    if mention.kind not in {"organisation", "company"}:
        return []
    names = re.split(r", | and (?:the )?", text[mention.start : mention.end])
    nations = [list(gazetteer().find(name)) for name in names]
    if len(names) < 2 or not all(nations):
        return []
    found: list[Party] = []
    for name, hits in zip(names, nations, strict=True):
        whole = next((h for h in hits if h.kind in {"country", "group"} and h.end - h.start == len(name)), None)
        if whole is None and not (len(names) == 2 and _BODY.search(name)):
            return []
        if whole is None and name == names[-1] and (more := _WHAT_FOR.match(text, mention.end)):
            name += more[0]  # noqa: PLW2901 - the recogniser stops before "for Ports"
        party = whole.party if whole else Party(kind="organisation", id=fold(name), name=name)
        found.append(party)
    return found
