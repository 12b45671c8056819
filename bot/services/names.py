"""Names as readers type them: any spelling, any script, answered from memory because autocomplete may not wait."""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches

from bot.domain.answers import Choice, Scope
from bot.domain.errors import NotFound
from bot.domain.keys import fold, skeleton
from bot.domain.people import Country, Group, Leader
from storage.leaders import LeaderStore

_MOST = 25
_SHORTEST_SKELETON = 3  # "Li" and "Lee" agree on too little
_LONGEST_CHOICE = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A name with the refs its facts are stored under; `rank` is smaller for who was in the news last."""

    name: str
    country: str | None
    refs: tuple[str, ...]
    spellings: tuple[str, ...]
    rank: int


class NameIndex:
    """People and countries by any spelling. A server is offered the leaders we ship and who its own sources name."""

    def __init__(self, leaders: LeaderStore, countries: Iterable[Country], groups: Iterable[Group] = ()) -> None:
        self._store = leaders
        self._countries = {country.code: country for country in countries}
        self._country_names = {
            fold(name): country.code for country in self._countries.values()
            for name in (country.code, country.name, *country.aliases)}
        self._groups = {group.id: group.name for group in groups}
        self._people: dict[int, tuple[Known, ...]] = {}

    def invalidate(self) -> None:
        """New facts were stored: who is known is read again at the next question."""
        self._people.clear()

    async def people(self, scope: Scope, typed: str) -> list[Choice]:
        """At most 25 names that fit what was typed so far, best first."""
        known = await self._known(scope)
        scored = [(score, person.rank, person.name) for person in known
                  if (score := _score(fold(typed), person.spellings)) is not None]
        return [Choice(name=name[:_LONGEST_CHOICE], value=name[:_LONGEST_CHOICE]) for _, _, name in sorted(scored)[:_MOST]]

    async def person(self, scope: Scope, typed: str) -> Known:
        """The one person meant; NotFound names who is near."""
        known = await self._known(scope)
        wanted = fold(typed)
        scored = sorted((score, person.rank, person.name, person) for person in known
                        if (score := _score(wanted, person.spellings)) is not None) if wanted else []
        if not scored:
            raise NotFound(f"Nobody called “{typed}” is in the news this server reads.", near=_near(wanted, known))
        best = [entry for entry in scored if entry[0] == scored[0][0]]
        if len(best) > 1 and best[0][0] > 1:
            raise NotFound(f"“{typed}” may be several people.", near=tuple(entry[2] for entry in best[:5]))
        return scored[0][3]

    def countries(self, typed: str) -> list[Choice]:
        """At most 25 countries whose name or alias fits."""
        wanted = fold(typed)
        scored = sorted((score, country.name, country.code) for country in self._countries.values()
                        if (score := _score(wanted, _spellings((country.name, *country.aliases)))) is not None)
        return [Choice(name=name, value=name) for _, name, _ in scored[:_MOST]]

    def country(self, typed: str) -> str:
        """The ISO code of what was typed; NotFound names what is near."""
        code = self._country_names.get(fold(typed))
        if code is None:
            near = get_close_matches(fold(typed), self._country_names, n=5, cutoff=0.7)
            names = dict.fromkeys(self._countries[self._country_names[word]].name for word in near)
            raise NotFound(f"“{typed}” is no country that we know.", near=tuple(names))
        return code

    def country_name(self, code: str) -> str:
        """The name readers know it by; the code itself for one we do not list."""
        return self._countries[code].name if code in self._countries else self._groups.get(code, code)

    @property
    def country_names(self) -> dict[str, str]:
        """Names by ISO code, for whoever shows them."""
        return self._groups | {code: country.name for code, country in self._countries.items()}

    async def _known(self, scope: Scope) -> tuple[Known, ...]:
        if scope.guild_id not in self._people:
            self._people[scope.guild_id] = await self._read(scope)
        return self._people[scope.guild_id]

    async def _read(self, scope: Scope) -> tuple[Known, ...]:
        seen = dict(await self._store.seen(scope, limit=5000))
        place = {ref: number for number, ref in enumerate(seen)}
        known = [_leader(leader, place) for leader in await self._store.all()]
        shipped = {ref for person in known for ref in person.refs}
        known += [Known(name=line.name, country=line.country, refs=(ref,), spellings=_spellings((line.name,)), rank=place[ref])
                  for ref, line in seen.items() if ref not in shipped]
        return tuple(known)


def _leader(leader: Leader, place: dict[str, int]) -> Known:
    refs = (f"leader:{leader.id}", f"person:{leader.id}")
    rank = min((place[ref] for ref in refs if ref in place), default=len(place))
    return Known(name=leader.name, country=leader.country, refs=refs, spellings=_spellings((leader.name, *leader.aliases)),
                 rank=rank)


def _spellings(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(fold(name) for name in names))


def _score(wanted: str, spellings: tuple[str, ...]) -> int | None:
    """0 the very name, 1 its last word or a spelling of all its words, 2 a beginning of words, 3 within; None no fit."""
    if wanted in spellings:
        return 0
    words = wanted.split()
    if not words:
        return 2
    bones = [skeleton(word) for word in words]
    best: int | None = None
    for spelling in spellings:
        parts = spelling.split()
        if words == parts[-len(words):] or _same_bones(bones, parts):
            return 1
        if all(any(part.startswith(word) for part in parts) for word in words):
            best = 2
        elif best is None and wanted in spelling:
            best = 3
    return best


def _same_bones(bones: list[str], parts: list[str]) -> bool:
    """Each word typed is one of the name's words but for its vowels."""
    own = [skeleton(part) for part in parts]
    return all(len(bone) >= _SHORTEST_SKELETON and bone in own for bone in bones)


def _near(wanted: str, known: tuple[Known, ...]) -> tuple[str, ...]:
    by_word = {part: person.name for person in known for spelling in person.spellings for part in (spelling, *spelling.split())}
    close = get_close_matches(wanted, by_word, n=5, cutoff=0.65)
    return tuple(dict.fromkeys(by_word[word] for word in close))
