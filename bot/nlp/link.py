"""One person a name: surnames to the fullest name of the text, and names to the leaders we follow."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import pairwise

from bot.domain.facts import Party, Span
from bot.domain.keys import fold, skeleton, slug
from bot.domain.people import Leader
from bot.nlp.first_names import FEMALE, MALE
from bot.nlp.person_names import ADDRESSED, GIVEN_LAST, by_middle, by_part, whole
from bot.nlp.reading import Mention
from bot.nlp.roles import Role
from bot.nlp.world import load_world

_SHORTEST_SURNAME = 3
_TOP = frozenset(
    "President|Prime Minister|King|Queen|Emperor|Emir|Sultan|Crown Prince|Chancellor|Pope|Supreme Leader|Leader".split(
        "|"
    )
)
_MR_OR_MS = re.compile(r"\b(Mr|Mrs|Ms)\.? $")
_IN_WORD = re.compile(r"[\w-]")
_WORD = re.compile(r"\w+(?:[-’'](?!s\b)\w+)*")
_INITIAL = re.compile(r"(?<=\s)[A-Z]\.\s")
_SUFFIX = frozenset({"jr", "sr", "ii", "iii", "iv"})


def surname(name: str) -> str:
    """The last word that is no suffix; Chinese, Korean and Vietnamese order is left to the registry's aliases."""
    words = [word for word in name.split() if fold(word) not in _SUFFIX] or name.split()
    return words[-1]


@cache
def _registry() -> tuple[dict[str, Leader], dict[str, tuple[Leader, ...]]]:
    """Leaders by every folded spelling, and by each word that may stand for them alone."""
    by_name: dict[str, Leader] = {}
    by_word: dict[str, list[Leader]] = {}
    for leader in load_world().leaders:
        for name in (leader.name, *leader.aliases):
            by_name.setdefault(fold(name), leader)
            for word in {fold(surname(name)), fold(name.split()[0]), fold(name)}:
                if len(word) >= 2 and leader not in by_word.setdefault(word, []):
                    by_word[word].append(leader)
    return by_name, {word: tuple(leaders) for word, leaders in by_word.items()}


class People:
    """The persons of one text. `countries` are the ISO codes it names, `houses` where a person's name is no person's,
    `known` the words of the text that name countries and bodies."""

    def __init__(
        self,
        text: str,
        roles: Sequence[Role],
        entities: Sequence[tuple[int, int, str]],
        countries: set[str],
        houses: Sequence[Span] = (),
        known: frozenset[str] = frozenset(),
    ) -> None:
        self._text = text
        self._countries = countries
        self._houses = houses
        self._known = known
        named = [(r.name_start, r.name_end, r.name) for r in roles] + [whole(text, *entity) for entity in entities]
        self._spans = {(start, end): name for start, end, name in named}
        self._roles = {(r.name_start, r.name_end): r for r in roles}
        self._roles_named: dict[str, list[Role]] = defaultdict(list)
        for role in self._roles.values():
            self._roles_named[role.name].append(role)
        self._add_leaders()
        self._parties: dict[str, Party] = {}
        self._add_bare()
        self._meant = self._resolve()
        self._names: dict[str, str] = {}  # as meant: as linked
        self._offices_of = self._by_holder()

    def _add_leaders(self) -> None:
        """Leaders by full name, and by bare surname where their country is named and nobody else has that surname."""
        by_name, by_word = _registry()
        seen = {*self._spans, *self._houses}
        for match in re.finditer(
            r"\b[A-ZÀ-Ž][\w’'-]+(?: (?:(?:al|bin|van|von|der|de|da|el)[ -])*[A-ZÀ-Ž][\w’'-]+){0,4}", self._text
        ):
            words = match[0].split(" ")
            for first in range(len(words)):
                for last in range(len(words), first, -1):
                    name = re.sub(r"['’]s?$", "", " ".join(words[first:last]))
                    leader = (
                        by_name.get(fold(name)) if last - first > 1 else self._sole(by_word.get(fold(name), ()), name)
                    )
                    start = match.start() + sum(len(word) + 1 for word in words[:first])
                    if leader and not any(start < end and start + len(name) > begin for begin, end in seen):
                        self._spans[start, start + len(name)] = name
                        seen.add((start, start + len(name)))

    def _sole(self, leaders: Sequence[Leader], name: str) -> Leader | None:
        likely = [
            leader
            for leader in leaders
            if leader.country in self._countries
            and fold(name) in {fold(surname(leader.name)), *map(fold, leader.aliases)}
        ]
        is_short = len(name) < _SHORTEST_SURNAME and name not in likely[0].aliases if likely else True
        if len(likely) != 1 or is_short:
            return None
        others = [full for full in self._spans.values() if " " in full and fold(name) in _bare_names(full)]
        is_other = any(_leader_of(full) is not likely[0] for full in others)
        return None if is_other or fold(name) in _COMMON else likely[0]

    def _add_bare(self) -> None:
        """Every further place where a person of the text is named by surname or full name alone."""
        full = {name for name in self._spans.values() if " " in name}
        names = {surname(name) for name in full} | set(self._spans.values()) | self._called_by_first(full)
        taken = bytearray(len(self._text))
        for start, end in (*self._spans, *self._houses):
            taken[start:end] = b"\1" * (end - start)
        for name in sorted(names, key=lambda word: (-len(word), word)):
            if len(name) < _SHORTEST_SURNAME or fold(name) in _COMMON:
                continue
            for start, end in _places(name, self._text):
                if 1 not in taken[start:end]:
                    self._spans[start, end] = name
                    taken[start:end] = b"\1" * (end - start)

    def _called_by_first(self, full: set[str]) -> set[str]:
        """First words by which alone the text calls an official whom it never calls by the last: "Baek", "Tadele"."""
        found = {name.split(" ")[0] for name in full if GIVEN_LAST.fullmatch(name)}  # "Kim Do-hyung": Kim
        words = _WORD.findall(self._text)
        times, pairs, places = Counter(words), Counter(pairwise(words)), dict[str, int]()
        for name in full:
            first, last = name.split(maxsplit=1)[0], surname(name)
            is_official = any(role.office for role in self._roles_named[name])
            if not is_official or first in self._known:
                continue
            if times[last] > pairs[first, last]:
                continue  # it stands alone somewhere
            if first not in places:
                alone = rf"(?<![A-Z]\w)(?<![A-Z]\w\w)(?<!\w[-.])\b{re.escape(first)}\b(?=(?:['’]s|,)? [a-z])"
                places[first] = len(re.findall(alone, self._text))
            if places[first] > (fold(first) in MALE | FEMALE):  # a Maria met in the street is another
                found.add(first)
        return found

    def _resolve(self) -> dict[int, str]:
        """The fullest name of whoever is named at each place: of two who share a surname the one whose office stands there,
        else the only one of them in office, else the one named last, else the first after."""
        meant: dict[int, str] = {}
        bearers: dict[str, dict[str, None]] = defaultdict(dict)  # full names by folded surname and first name, in order
        for _, name in sorted(self._spans.items()):
            for word in _bare_names(name) if " " in name else ():
                bearers[word][name] = None
        officials = {word: self._sole_official(names) for word, names in bearers.items()}
        last: dict[str, str] = {}
        middle = by_middle({name for name in self._spans.values() if name.count(" ") > 1})
        longer = by_part({name for name in self._spans.values() if name.count(" ") > 1}, self._titled())
        for (start, end), called in sorted(self._spans.items()):
            name = longer.get(fold(called), called) if " " in called and not _leader_of(called) else called
            fits = bearers.get(fold(name), middle.get(fold(name), {})) if " " not in name else {}
            role = self._roles.get((start, end))
            held = [other for other in fits if role and self._holds(other, role)]
            known = officials.get(fold(name)) or last.get(fold(name)) or next(iter(fits), name)
            known = self._addressed(start, fits) or known
            meant[start] = held[-1] if held and known not in held else known if fits else name
            if role and fits and not held and self._is_another(meant[start], role):
                meant[start] = name
            for word in _bare_names(meant[start]):
                last[word] = meant[start]
        return meant

    def _titled(self) -> set[str]:
        """Names that begin where they seem to: right behind a title, or with a first name and no second one."""
        behind = {role.name for role in self._roles.values() if role.start < role.name_start}
        spans = self._spans.items()
        behind |= {name for (start, _), name in spans if ADDRESSED.search(self._text, max(0, start - 30), start)}
        firsts = {name: [fold(word) in FEMALE | MALE for word in name.split()[:2]] for _, name in spans}
        sure = {name for name, first in firsts.items() if (name in behind or first[0]) and not all(first)}
        offices: dict[str, set[str]] = defaultdict(set)
        for role in (one for one in self._roles.values() if one.office):
            offices[fold(role.name)].add(role.office)
        # "Minister Ana Paz Soto" and "President Paz Soto" are two
        apart = {n for n in sure if (own := offices[fold(n)]) and offices[fold(n.partition(" ")[2])] - own}
        return sure - apart

    def _addressed(self, at: int, fits: Iterable[str]) -> str | None:
        """Whom "Mr Roe" or "Ms Roe" at `at` means of several Roes: the only one already named in full whose first name allows it."""
        titled = _MR_OR_MS.search(self._text, max(0, at - 5), at)
        if titled is None:
            return None
        others = FEMALE if titled[1] == "Mr" else MALE
        named = [full for full in fits if self._text.find(full, 0, at) >= 0 and fold(full.split()[0]) not in others]
        return named[0] if len(named) == 1 else None

    def _sole_official(self, names: Iterable[str]) -> str | None:
        """Who goes by the bare surname where only one of its bearers is in office: a president, not his wife."""
        bearers = tuple(names)
        official = [
            n
            for n in bearers
            if any(r.office and r.standing == "present" for r in self._roles_named[n]) or _leader_of(n)
        ]
        return official[0] if len(official) == 1 and len(bearers) > 1 else None

    def _is_another(self, name: str, role: Role) -> bool:
        """A bare "President Clinton" is not she to whom the text gives another office: his full name is not told."""
        own = [other for other in self._roles_named[name] if other.office]
        return role.office in _TOP and bool(own) and not any(other.office in _TOP for other in own)

    def _holds(self, name: str, role: Role) -> bool:
        """The text gives the office of `role` to somebody of this full name, too."""
        return any(
            other.office == role.office and (not role.country or other.country in (None, role.country))
            for other in self._roles_named[name]
        )

    def full_name(self, name: str, at: int) -> str:
        """The fullest name of whoever is called `name` at `at`, as the registry has it if it has one."""
        name = self._meant.get(at, name)
        if name not in self._names:
            leader = _leader_of(name) or self._by_office(name) or self._alone(name)
            self._names[name] = leader.name if leader else name
        return self._names[name]

    def _alone(self, name: str) -> Leader | None:
        return self._sole(_registry()[1].get(fold(name), ()), name) if " " not in name else None

    def _by_holder(self) -> dict[str, list[Role]]:
        """The roles of each person, by the name the text means and by the one the registry has."""
        roles: dict[str, list[Role]] = defaultdict(list)
        for role in self._roles.values():
            meant = self._meant.get(role.name_start, role.name)
            leader = _leader_of(meant)
            for name in {meant, leader.name if leader else meant}:
                roles[name].append(role)
        return roles

    def _by_office(self, name: str) -> Leader | None:
        """A name that is spelt otherwise than in the registry: the surname's skeleton and the office's country agree."""
        countries = {role.country for role in self._offices_of[name] if not role.former and role.office in _TOP}
        bones = skeleton(surname(name))
        fits = [
            leader
            for leader in load_world().leaders
            if leader.country in countries
            and any(bones == skeleton(surname(n)) for n in (leader.name, *leader.aliases))
        ]
        return fits[0] if len(fits) == 1 and len(bones) >= _SHORTEST_SURNAME - 1 else None

    def mentions(self) -> Iterable[Mention]:
        """Every place where a person is named."""
        for (start, end), name in sorted(self._spans.items()):
            role = self._roles.get((start, end))
            full = (role.start, role.end) if role else (start, end)
            yield Mention(
                start=start, end=end, kind="person", party=self._party(self.full_name(name, start)), full=full
            )

    def _party(self, name: str) -> Party:
        if name not in self._parties:
            leader = _leader_of(name)
            country = (
                leader.country
                if leader
                else next((r.country for r in self._offices_of[name] if r.country and not r.former), None)
            )
            self._parties[name] = Party(
                kind="person",
                id=leader.id if leader else slug(name),
                name=name,
                country=country,
                leader=leader.id if leader else None,
            )
        return self._parties[name]


def _bare_names(full: str) -> tuple[str, str]:
    """What may stand for a full name: its surname, and its first word, which is the surname in some orders."""
    return fold(surname(full)), fold(full.split(maxsplit=1)[0])


def _places(name: str, text: str) -> Iterator[Span]:
    """Where `name` stands as words of its own."""
    end = 0
    while (start := text.find(name, end)) >= 0:
        end = start + len(name)
        if not (start and _IN_WORD.match(text, start - 1)) and not _IN_WORD.match(text, end):
            yield start, end


def _leader_of(name: str) -> Leader | None:
    """By full name, with or without a middle initial."""
    by_name = _registry()[0]
    return (by_name.get(fold(name)) or by_name.get(fold(_INITIAL.sub("", name)))) if " " in name else None


_COMMON = frozenset(
    "king rose park young brown green white black long may march june rich drew friday costa rama dan paz store davis mitchell browne pierre "
    "philip michal state guillaume le van de el al bin can will mark felix".split()
)
