"""Offices as articles give them: "Kazakh President Kassym-Jomart Tokayev", "Lavrov, Russia's foreign minister"."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from bot.nlp.gazetteer import Hit
from bot.nlp.titles import IMPLIED, TITLE, office_of

_QUALIFIER = re.compile(
    r"\b(former|ex|then|acting|interim|caretaker|outgoing|incoming|newly elected|new|late|current|transitional|long-?time|embattled|"
    r"incumbent|far-right|right-wing|left-wing|reformist|populist|the|its|her|his|their|visiting)[\s-]*$",
    re.I,
)
_PAST = frozenset({"former", "ex", "then", "late"})
_HONORIFIC = r"(?:Mr|Mrs|Ms|Dr|Gen|General|Sen|Rep|Sir|Sheikh|H\.E)\.?\s+"
_CAPITAL = r"(?:al-|el-)?[A-ZÀ-ÖØ-ÞĀĂĆČĎĐĒĘĚĞĢİĶĹŁŃŇŌŐŒŘŚŞŠŢŤŪŮŰŹŻŽ][\w’'.-]*"
_PARTICLE = r"(?:al|bin|bint|ibn|van|von|der|den|de|da|dos|di|du|la|le|el|ter|abu|ben|ul)"
NAME = re.compile(rf"{_CAPITAL}(?:\s+(?:{_PARTICLE}\s+)*{_CAPITAL}){{0,4}}")
_BEFORE_NAME = re.compile(rf"\s+(?:{_HONORIFIC})?")
_AFTER_COMMA = re.compile(rf"\s*,\s+(?:{_HONORIFIC})?")
_OF = re.compile(
    r"\s+(?:of|for)\s+(?:the\s+)?(?:(?:Republic|Kingdom|Federation|Islamic Republic|Sultanate|State) of\s+(?:the\s+)?)?"
)
_NAME_COMMA = re.compile(
    rf"({NAME.pattern})\s*,\s+(?:who (?:is|was|has been|serves as) )?(?:the\s+|a\s+|an\s+|its\s+)?(?P<past>former\s+|then[\s-])?(?:current\s+|new\s+)?$"
)
_NOT_NAMES = frozenset(
    "President Prime Minister Secretary State General Foreign Affairs Council Commission Government Office Day Election Bank Summit Republic "
    "Party Republican Republicans Democrat Democrats Democratic National House Senate Committee Security Trade Defense Defence Treasury United "
    "World Europe Mr Mrs Ms Dr Elect Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May June July August "
    "September October November December The A An In On At For But And He She They It His Her Their This That These Those As After Before While "
    "When If Department White Congress Parliament Twitter Reuters AFP CNN Fox News I We You GOP Ministry Court Union Nations Chief Leader "
    "Speaker Spokesman Spokeswoman Ambassador Envoy Kremlin Presidency Palace Air Force Army Navy Institute University Center Centre".split()
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """A person with a title. `name_start`..`name_end` is the name alone, `start`..`end` title, name and country."""

    name: str
    name_start: int
    name_end: int
    title: str
    office: str
    country: str | None
    former: bool
    start: int
    end: int


def clean_name(text: str) -> str:
    """A name without genitive, full stop or trailing words that are none; "" if nothing is left."""
    name = re.split(r"[’'](?:s\b|(?=\s)|$)", text)[0].strip().rstrip(".,;:")
    words = name.split()
    while words and words[-1].rstrip(".") in _NOT_NAMES:
        words.pop()
    return " ".join(words)


def is_name(name: str, known: frozenset[str] = frozenset()) -> bool:
    """Looks like a person's: no office, weekday, country or body."""
    words = name.split()
    rest = words[1:] if words[:1] == ["He"] and len(words) > 1 else words  # He Lifeng
    if not words or name in known or any(word.rstrip(".") in _NOT_NAMES for word in rest):
        return False
    is_short = len(words) == 1 and (len(name) < 2 or (name.isupper() and len(name) < 6))
    return not is_short and not name.isupper()


class RoleFinder:
    """Finds roles in one paragraph; `hits` are the gazetteer's in it."""

    def __init__(self, text: str, hits: Iterable[Hit]) -> None:
        self._text = text
        hits = [hit for hit in hits if hit.kind in ("country", "group", "organisation", "region")]
        self._starts = {hit.start: hit for hit in hits}
        self._ends = {hit.end: hit for hit in hits}
        self._known = frozenset(text[hit.start : hit.end] for hit in hits)

    def find(self) -> tuple[Role, ...]:
        """At most one role a name, the longest title winning."""
        best: dict[int, Role] = {}
        for match in TITLE.finditer(self._text):
            role = self._role(match)
            if role and (role.name_start not in best or len(role.title) > len(best[role.name_start].title)):
                best[role.name_start] = role
        return tuple(best[start] for start in sorted(best))

    def _role(self, match: re.Match[str]) -> Role | None:
        title = match["title"]
        office = office_of(title)
        if office is None or re.search(r"shadow\s*$", self._text[: match.start()], re.I):
            return None
        start, country, past = self._left(match.start())
        end, country = self._of_country(match.end(), country)
        named = self._name_after(match.end()) or self._name_after_comma(end, start, country) or self._name_before(start)
        if named is None:
            return None
        name, name_start, name_end, is_past = named
        if country is None and name_end > match.end():
            end, country = self._of_country(name_end, None)
        country = country or IMPLIED.get(title.lower())
        return Role(
            name=name,
            name_start=name_start,
            name_end=name_end,
            title=title,
            office=office,
            country=country,
            former=past or is_past,
            start=min(start, name_start),
            end=max(name_end, end if end > match.end() or name_end < match.start() else match.end()),
        )

    def _left(self, start: int) -> tuple[int, str | None, bool]:
        """Where the phrase begins, the country named before the title, and whether it speaks of the past."""
        at, past, country, first = start, False, None, start
        for _ in range(4):
            qualifier = _QUALIFIER.search(self._text, max(0, at - 25), at)
            if qualifier:
                past = past or qualifier[1].lower() in _PAST
                at = qualifier.start()
                continue
            hit = self._ends.get(len(re.sub(r"(?:['’]s?)?[\s-]*$", "", self._text[:at])))
            if hit is None or country is not None or at - hit.end > 4:
                break
            country, at, first = hit.party.country or hit.party.id, hit.start, hit.start
        return first, country, past

    def _of_country(self, end: int, country: str | None) -> tuple[int, str | None]:
        of = _OF.match(self._text, end)
        if not of:
            return end, country
        for at in (of.end(), end + len(re.match(r"\s+(?:of|for)\s+(?:the\s+)?", self._text[end:])[0])):  # type: ignore[index]
            hit = self._starts.get(at)
            if hit and hit.word != "demonym" and hit.kind != "organisation":
                return hit.end, country or hit.party.country or hit.party.id
        return end, country

    def _name_at(self, at: int) -> tuple[str, int, int, bool] | None:
        match = NAME.match(self._text, at)
        name = clean_name(match[0]) if match else ""
        while name and any(self._starts.get(at + m.start()) for m in re.finditer(r"\S+", name) if m.start()):
            name = name.rpartition(" ")[0]  # "Prime Minister Modi Indian officials": stop before the next country
        return (name, at, at + len(name), False) if is_name(name, self._known) else None

    def _name_after(self, end: int) -> tuple[str, int, int, bool] | None:
        gap = _BEFORE_NAME.match(self._text, end)
        return self._name_at(gap.end()) if gap else None

    def _name_after_comma(self, end: int, start: int, country: str | None) -> tuple[str, int, int, bool] | None:
        gap = _AFTER_COMMA.match(self._text, end)
        named = self._name_at(gap.end()) if gap else None
        if named is None or " " not in named[0] or not re.match(r"\s*(?:[,;:.)—–-]|$)", self._text[named[2] :]):
            return None
        is_definite = country or re.search(
            r"(?:\bthe|['’]s|his|her|its|their)\s+(?:\w+[\s-]+){0,3}$", self._text[max(0, start - 40) : start], re.I
        )
        return named if is_definite else None

    def _name_before(self, start: int) -> tuple[str, int, int, bool] | None:
        base = max(0, start - 120)
        match = _NAME_COMMA.search(self._text[base:start])
        if not match:
            return None
        name = clean_name(match[1])
        at = base + match.start(1)
        return (name, at, at + len(name), bool(match["past"])) if is_name(name, self._known) else None
