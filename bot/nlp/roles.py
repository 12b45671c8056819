"""Offices as articles give them: "Kazakh President Kassym-Jomart Tokayev", "Lavrov, Russia's foreign minister"."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from bot.domain.facts import Standing
from bot.nlp.gazetteer import Hit
from bot.nlp.person_names import HONORIFIC, HONORIFICS, NAME, clean_name, is_name
from bot.nlp.titles import IMPLIED, TITLE, office_in, office_of, shared

# What a word before a title says of whoever holds it; the others only stand between.
_STANDING: dict[str, Standing] = {
    **dict.fromkeys(
        ("former", "ex", "then", "late", "one-time", "onetime", "erstwhile", "ousted", "deposed"), "former"
    ),
    **dict.fromkeys(("acting", "interim", "caretaker", "transitional"), "acting"),
    **dict.fromkeys(("incoming", "future", "next", "prospective"), "designate"),
}
_QUALIFIER = re.compile(
    rf"\b({'|'.join(_STANDING)}|outgoing|newly[ -](?:elected|appointed|named)|re-?elected|new|current|sitting|long-?time|veteran|embattled|"
    r"incumbent|far-right|right-wing|left-wing|reformist|populist|hardline|powerful|the|its|her|his|their|visiting)[\s-]*$",
    re.I,
)
_DESIGNATE = re.compile(r"[-\s](?:elect|designate|nominate|nominee|in-waiting)$", re.I)
_BEFORE_NAME = re.compile(rf"\s+(?:{HONORIFIC})*")
_AFTER_COMMA = re.compile(rf"\s*,\s+(?:{HONORIFIC})*")
_OF = re.compile(
    r"(?:\s+(?:of|for)|\s*\((?=[^()]{1,40}\)))\s*(?:the\s+)?(?:(?:Republic|Kingdom|Federation|Islamic Republic|Sultanate|State) of\s+(?:the\s+)?)?"
)
_OF_SHORT = re.compile(r"(?:\s+(?:of|for)|\s*\()\s*(?:the\s+)?")
_FORM = re.compile(r"\s+(?:Republic|Kingdom|Federation)\b")
_TO = re.compile(r"\s+to\s+(?:the\s+)?")
# A name and what leads from it to a title: ", who was", "is", "has been appointed", and "appointed NAME as".
_LEADS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"({NAME.pattern})\s*,\s+(?:who\s+)?(?:(?P<verb>is|was|has been|had been|serves as|served as|became)\s+)?(?:(?:also|now|once|until recently)\s+)?(?:an?\s+|(?:the )?country['’]s\s+)?$",
        rf"({NAME.pattern})\s+(?P<verb>is|was)\s+(?:also\s+|now\s+)?(?:an?\s+)?$",
        rf"({NAME.pattern})\s+(?:is|was|has been|will be|is to be)\s+(?:re-?)?(?P<chosen>elected|appointed|named|nominated|chosen|confirmed|sworn in)\s+(?:as\s+)?(?:an?\s+)?$",
        rf"(?P<chosen>[Aa]ppointed|[Nn]amed|[Nn]ominated|[Ee]lected|[Cc]hose|[Pp]icked)\s+({NAME.pattern})\s+(?:as\s+|to be\s+)?$",
    )
)
_LEAD_IN = re.compile(
    r"(?:(?:In|At|On|For|And|But|As|After|Before|While|When|From|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)\s+(?=[A-Z]))+"
)
_IN = re.compile(r"\b(?:in|at|from|near)\s+$", re.I)
_OVER = re.compile(
    r"\s*,?\s*(?:from (?:1|2)\d{3}|until|till|between \d{4}|in the (?:early |late |mid-?)?\d{4}s|in (?:19|20)\d\d\b|at the time|for \w+ years until)"
)
# "at the Palace of the Revolution, the minister": a house
_NO_PERSON_BEFORE = re.compile(r"\b(?:the|[A-Z][\w’'-]+ of) $")
_CLOSED = re.compile(r"\s*(?:[,;:.)—–-]|$)")
_AND = re.compile(r"\s+and\s+|\s*/\s*")
_COUNTERPART = re.compile(rf"\b(?:counterpart|colleague|peer),?\s+(?:{HONORIFIC})*(?=[A-Z])")
# "Minister of Trade, Regional Cooperation and Peruvians Abroad, NAME": what else he is minister of.
_ALSO_FOR = re.compile(
    r"(?:,(?: [A-Z]\w+){1,3})?,? and(?: [A-Z]\w+){0,3} (?:Abroad|Affairs|Cooperation|Integration|Trade|Development|Expatriates|Diaspora|Investment|Worship)(?=,)"
)
_NEVER_BOTH = frozenset({"President", "Prime Minister"})
_NEXT = re.compile(r"\s*,\s*(?:and\s+)?|\s+and\s+")
# Who has presidents and heads and is no state or public body.
_PRIVATE = (
    r"(?:\w+['’]s?\s+)?(?:\w+\s+){0,4}?(?:compan(?:y|ies)|firm|\w+maker|manufacturer|producer|retailer|operator|airline|(?<!central )bank|lender|club|team|league|"
    r"federation|association|union|chamber|society|charity|foundation|institute|think tank|university|college|school|group|corporation|newspaper|"
    r"network|start-?up|conglomerate|insurer|brewer|shipyard|trust|Inc|Corp|Ltd)\b"
)
_PRIVATE_OWNER = re.compile(rf"\b(?:{_PRIVATE}['’]s?|its)\s+$", re.I)
_IN_PRIVATE = re.compile(rf"\s+(?:of|at)\s+(?:the\s+|an?\s+|its\s+|his\s+)?{_PRIVATE}", re.I)
_MAY_BE_PRIVATE = frozenset({"President", "Vice President", "Head", "Secretary", "Spokesperson", "Governor"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """A person with a title. `name_start`..`name_end` is the name alone, `start`..`end` title, name and country.

    `office` is "" for one that is not public: the president of a club.
    """

    name: str
    name_start: int
    name_end: int
    title: str
    office: str
    country: str | None
    standing: Standing
    start: int
    end: int

    @property
    def former(self) -> bool:
        return self.standing == "former"

    def moved(self, by: int) -> "Role":
        """The same in a text in which this one begins at `by`."""
        return replace(
            self,
            name_start=self.name_start + by,
            name_end=self.name_end + by,
            start=self.start + by,
            end=self.end + by,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Named:
    name: str
    start: int
    standing: Standing = "present"
    is_apposed: bool = False
    told_at: int = -1  # where a verb gives the office: "named NAME foreign minister"

    @property
    def end(self) -> int:
        return self.start + len(self.name)


class RoleFinder:
    """Finds roles in one paragraph; `hits` are the gazetteer's in it."""

    def __init__(self, text: str, hits: Iterable[Hit]) -> None:
        self._text = text
        hits = [hit for hit in hits if hit.kind in ("country", "group", "organisation", "region")]
        self._starts = {hit.start: hit for hit in hits}
        self._ends = {hit.end: hit for hit in hits}
        self._known = frozenset(text[hit.start : hit.end] for hit in hits)

    def find(self) -> tuple[Role, ...]:
        """Each office of each name once; of two titles for one office the longer."""
        best: dict[tuple[int, str], Role] = {}
        listed = [role for title, end in shared(self._text) for role in self._listed(title, end)]
        for roles in [listed, *map(self._roles, self._titles())]:
            for role in roles:
                place = role.name_start, role.office
                if place not in best or len(role.title) > len(best[place].title):
                    best[place] = role
        found = sorted(best.values(), key=lambda role: role.start)
        return tuple(sorted([*found, *self._counterparts(found)], key=lambda role: (role.name_start, role.start)))

    def _titles(self) -> Iterator[Sequence[re.Match[str]]]:
        """Titles one by one; those of "deputy prime minister and foreign minister" together."""
        group: list[re.Match[str]] = []
        for match in TITLE.finditer(self._text):
            if group and not self._is_joined(group[-1], match):
                yield group
                group = []
            group.append(match)
        if group:
            yield group

    def _listed(self, title: str, end: int) -> Iterator[Role]:
        """ "Foreign ministers NAME of Turkey, NAME of Greece and NAME of Bulgaria"."""
        gap = _BEFORE_NAME.match(self._text, end)
        while gap and (named := self._name_at(gap.end())):
            end, country = self._of_country(named.end, None)
            office = office_in(title, country)
            if country is None or not office:
                return
            yield Role(
                name=named.name,
                name_start=named.start,
                name_end=named.end,
                title=title,
                office=office,
                country=country,
                standing="present",
                start=named.start,
                end=end,
            )
            gap = _NEXT.match(self._text, end)

    def _is_joined(self, one: re.Match[str], other: re.Match[str]) -> bool:
        is_alike = one["title"][0].isupper() == other["title"][0].isupper()
        offices = frozenset((office_of(one["title"]), office_of(other["title"])))
        return is_alike and offices != _NEVER_BOTH and bool(_AND.fullmatch(self._text, one.end(), other.start()))

    def _roles(self, titles: Sequence[re.Match[str]]) -> Iterator[Role]:
        first, last = titles[0], titles[-1]
        if re.search(r"shadow\s*$", self._text[max(0, first.start() - 12) : first.start()], re.I):
            return
        at, start, country, standing = self._left(first.start())
        end, country = self._of_country(last.end(), country)
        if more := _ALSO_FOR.match(self._text, end):
            end = more.end()
        named = self._name_after(last.end()) or (self._name_after(end) if end > last.end() else None)
        named = named or self._name_after_comma(end, start, country) or self._name_before(at)
        if named is None:
            return
        if not named.is_apposed and country is None and named.end > last.end():
            end, country = self._of_country(named.end, None)
        if named.end < first.start() and country is None and (owner := self._ends.get(named.start - len("'s "))):
            country = owner.party.country
        if country is None and named.told_at >= 0:
            country = self._naming(named.told_at)
        if _DESIGNATE.search(last["title"]):
            standing = "designate"
        elif named.standing != "present":
            standing = named.standing
        elif named.end < first.start() and _OVER.match(self._text, end):
            standing = "former"
        is_private = country is None and self._is_private(start, last.end())
        for match in titles:
            office = office_in(match["title"], country)
            if office:
                office = "" if is_private and office in _MAY_BE_PRIVATE else office
                yield Role(
                    name=named.name,
                    name_start=named.start,
                    name_end=named.end,
                    title=match["title"],
                    office=office,
                    country=country or IMPLIED.get(match["title"].lower()),
                    standing=standing,
                    start=min(start, named.start),
                    end=max(named.end, end if end > last.end() or named.end < first.start() else last.end()),
                )

    def _left(self, start: int) -> tuple[int, int, str | None, Standing]:
        """Where the phrase begins, where it begins to tell, the country named before the title, and the standing."""
        standing: Standing = "present"
        around = next(
            (hit for at in range(max(0, start - 60), start) if (hit := self._starts.get(at)) and start < hit.end), None
        )
        if around:  # "European Commission President", "State Department spokesman"
            return around.start, around.start, self._nation(around) or None, standing
        at, country, first = start, None, start
        for _ in range(6):
            qualifier = _QUALIFIER.search(self._text, max(0, at - 25), at)
            if qualifier:
                standing = _STANDING.get(qualifier[1].lower(), standing)
                at = qualifier.start()
                continue
            before = self._text[max(0, at - 8) : at]
            hit = self._ends.get(at - len(before) + len(re.sub(r"(?:['’]s?)?[\s-]*$", "", before)))
            if hit is None or country is not None or at - hit.end > 4:
                break
            country, at, first = self._nation(hit), hit.start, hit.start
        return at, first, country or None, standing

    def _nation(self, hit: Hit) -> str:
        """Whose office it is; "" for a people within a nation, "Bosnian Serb", and for a state's topic, "US Iran envoy"."""
        gap = self._text[max(0, hit.start - 4) : hit.start]
        before = self._ends.get(hit.start - len(gap) + len(gap.rstrip()))
        if before and before.kind == "country":
            return "" if before.word == "demonym" else before.party.id
        return hit.party.country or (hit.party.id if hit.kind == "group" else "")

    def _is_private(self, start: int, end: int) -> bool:
        """Whether the title is held in a firm, a club or the like: by what follows "of", or by whose it is."""
        return bool(_IN_PRIVATE.match(self._text, end) or _PRIVATE_OWNER.search(self._text[max(0, start - 60) : start]))

    def _naming(self, verb: int) -> str | None:
        """Which nation "has named" somebody: the one right before the verb."""
        base = max(0, verb - 30)
        before = re.sub(r"(?:\s+(?:has|have|had|will|today|formally|on \w+day))*\s*$", "", self._text[base:verb])
        hit = self._ends.get(base + len(before))
        return hit.party.id if hit and hit.kind == "country" and hit.word != "demonym" else None

    def _of_country(self, end: int, country: str | None) -> tuple[int, str | None]:
        for pattern in (_OF, _OF_SHORT, _TO):
            of = pattern.match(self._text, end)
            hit = self._starts.get(of.end()) or self._starts.get(of.end() - len("the ")) if of else None
            if hit and hit.word != "demonym" and hit.kind != "organisation":
                end = form.end() if (form := _FORM.match(self._text, hit.end)) else hit.end
                return end, country or (None if pattern is _TO else hit.party.country or hit.party.id)
        return end, country

    def _name_at(self, at: int) -> _Named | None:
        match = NAME.match(self._text, at)
        name = clean_name(match[0]) if match else ""
        while name and any(self._starts.get(at + m.start()) for m in re.finditer(r"\S+", name) if m.start()):
            name = name.rpartition(" ")[0]  # "Prime Minister Modi Indian officials": stop before the next country
        return _Named(name=name, start=at) if is_name(name, self._known) else None

    def _name_after(self, end: int) -> _Named | None:
        gap = _BEFORE_NAME.match(self._text, end)
        return self._name_at(gap.end()) if gap else None

    def _name_after_comma(self, end: int, start: int, country: str | None) -> _Named | None:
        gap = _AFTER_COMMA.match(self._text, end)
        named = self._name_at(gap.end()) if gap else None
        if named is None or not _CLOSED.match(self._text, named.end):
            return None
        is_definite = re.search(
            r"(?:\bthe|['’]s|his|her|its|their)\s+(?:\w+[\s-]+){0,3}$", self._text[max(0, start - 40) : start], re.I
        )
        is_whole = " " in named.name or self._text[named.end : named.end + 1] == ","
        return replace(named, is_apposed=True) if is_whole and (country or is_definite) else None

    def _name_before(self, start: int) -> _Named | None:
        base = max(0, start - 140)
        for lead in _LEADS:
            match = lead.search(self._text[base:start])
            if match and _NO_PERSON_BEFORE.search(self._text[: base + match.start()]):
                return None
            if match:
                told = match.groupdict()
                group = 2 if told.get("chosen") and match.group(1) == told["chosen"] else 1
                skipped = self._skipped(match[group], base + match.start(group))
                name = clean_name(match[group][skipped:])
                is_past = (told.get("verb") or "") in ("was", "had been", "served as")
                standing: Standing = "designate" if told.get("chosen") else "former" if is_past else "present"
                at = base + match.start(group) + skipped
                told_at = base + match.start("chosen") if group == 2 else -1
                named = _Named(name=name, start=at, standing=standing, is_apposed=True, told_at=told_at)
                return named if is_name(name, self._known) else None
        return None

    def _skipped(self, words: str, at: int) -> int:
        """How much stands before the name: "Rwanda's Patrice Habimana, the foreign minister", "In Abu Dhabi Grace Wanjala"."""
        owner = re.match(r".*['’]s\s+(?=\S)", words)
        skipped = owner.end() if owner else 0
        if lead := _LEAD_IN.match(words, skipped):
            skipped = lead.end()
        place = self._starts.get(at + skipped)
        if place and _IN.search(self._text[max(0, at + skipped - 6) : at + skipped]):
            after = re.compile(r"\s+").match(words, place.end - at)
            skipped = after.end() if after else skipped
        titled = HONORIFICS.match(words, skipped)
        return titled.end() if titled else skipped

    def _counterparts(self, roles: Sequence[Role]) -> Iterator[Role]:
        """ "and his Cambodian counterpart, Sok Vannak": the office told just before, of another country, or one that is not told here."""
        for match in _COUNTERPART.finditer(self._text):
            _, start, country, _ = self._left(match.start())
            before = [role for role in roles if role.end <= start and start - role.end < 160]
            named = self._name_at(match.end())
            if country and named and (not before or before[-1].country != country):
                yield Role(
                    name=named.name,
                    name_start=named.start,
                    name_end=named.end,
                    title=before[-1].title if before else "counterpart",
                    office=before[-1].office if before else "",
                    country=country,
                    standing="present",
                    start=start if before else named.start,
                    end=named.end,
                )
