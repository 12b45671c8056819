"""Names as readers type them: any spelling, any script, answered from memory because autocomplete may not wait."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from bot.domain.answers import Choice, Scope
from bot.domain.errors import NotFound
from bot.domain.keys import fold
from bot.domain.people import Country, Group, Leader
from bot.services.memory import Moments, PerScope
from bot.services.spellings import ALIKE, Spellings
from bot.words import _
from storage.leaders import LeaderStore, Named

_MOST = 25
_NEAR = 5
_LONGEST_CHOICE = 100
_PEOPLE_OF_A_SERVER = 5000


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A person with the refs their facts are stored under."""

    name: str
    country: str | None
    refs: tuple[str, ...]
    is_leader: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shipped:
    """The leaders by name, the same for every scope; `places` by ref. `mark` is another one if they changed."""

    mark: str
    known: tuple[Known, ...]
    places: Mapping[str, int]
    spelled: Spellings


class _People:
    """Who is known to a scope, the last seen foremost; an item of `fits` is a place in `known`.

    The leaders' spellings outlive new facts; only those of the others are made anew.
    """

    def __init__(self, shipped: _Shipped, seen: Sequence[Named]) -> None:
        others = [_named(one) for one in seen if one.ref not in shipped.places]
        both = [*shipped.known, *others]
        next_other = iter(range(len(shipped.known), len(both)))
        places = [shipped.places[one.ref] if one.ref in shipped.places else next(next_other) for one in seen]
        order = tuple(dict.fromkeys((*places, *range(len(shipped.known)))))
        self.known = tuple(both[place] for place in order)
        self._rank = {place: rank for rank, place in enumerate(order)}
        own = Spellings([(person.name,) for person in others])
        self._spelled = ((0, shipped.spelled), (len(shipped.known), own))

    def fits(self, typed: str) -> list[tuple[int, int]]:
        """As `Spellings.fits`, over all of them."""
        found = [(grade, self._rank[first + item]) for first, some in self._spelled for grade, item in some.fits(typed)]
        best = [fit for fit in found if fit[0] != ALIKE]
        return sorted(best or found)


class NameIndex:
    """People and countries by any spelling. A server is offered the leaders we ship and who its own sources name."""

    def __init__(self, leaders: LeaderStore, countries: Iterable[Country], groups: Iterable[Group] = ()) -> None:
        self._store = leaders
        groups, countries = tuple(groups), tuple(countries)
        states = {country.code: (country.name, country.code, *country.aliases) for country in countries}
        unions = {f"organisation:{group.id}": (group.name, group.id, *group.aliases) for group in groups}
        self._places = dict(sorted(states.items(), key=_name_of)) | dict(sorted(unions.items(), key=_name_of))
        self._place_spellings = Spellings(tuple(self._places.values()))
        # States come last, so that "AL" is Albania and not the Arab League.
        self._codes = {fold(name): code for code, names in (unions | states).items() for name in names}
        self.country_names = {group.id: group.name for group in groups} | {
            country.code: country.name for country in countries
        }
        """Names by ISO code or group, for whoever shows them."""
        self._leaders: _Shipped | None = None
        self.moments = Moments()
        """When names and facts changed; what others keep in memory is of one moment too."""
        self._people = PerScope(self._read, self.moments)

    def invalidate(self) -> None:
        """A server may see something else than before: nothing that was read until now is offered."""
        self.moments.sight_changed()

    def facts_came(self) -> None:
        """New facts were stored and none went: what was read until now is offered until `catch_up`."""
        self.moments.facts_came()

    async def catch_up(self) -> None:
        """Read again what readers were offered and is old."""
        await self.moments.catch_up()

    async def refresh(self, scope: Scope) -> None:
        """Read who is known to a scope now, so that the first key of an autocomplete need not wait for it."""
        await self._people.of(scope)

    async def people(self, scope: Scope, typed: str) -> list[Choice]:
        """At most 25 names that fit what was typed so far, best first and then last seen first."""
        people = await self._people.lately(scope)
        names = dict.fromkeys(people.known[item].name[:_LONGEST_CHOICE] for _, item in people.fits(typed)[:_MOST])
        return [Choice(name=name, value=name) for name in names]

    async def person(self, scope: Scope, typed: str) -> Known:
        """The one person meant, a leader before others of the same surname; NotFound names who is near."""
        people = await self._people.of(scope)
        known = people.known
        fits = people.fits(typed) if fold(typed) else []
        if not fits or fits[0][0] == ALIKE:
            if fold(typed) in self._codes:
                raise NotFound(
                    _(
                        "“{typed}” is a country or a group, not a person. `/leaders country:` lists who is in the news for it."
                    ).format(typed=typed)
                )
            near = [known[item].name for _, item in fits] or _close(typed, known)
            raise NotFound(
                _("Nobody called “{typed}” is in the news this server reads.").format(typed=typed),
                near=tuple(near[:_NEAR]),
            )
        best = [known[item] for grade, item in fits if grade == fits[0][0]]
        leaders = [person for person in best if person.is_leader]
        if len(leaders) == 1 or len(best) == 1:
            return (leaders or best)[0]
        names = dict.fromkeys(person.name for person in leaders + best)
        if len(names) > 1:
            raise NotFound(_("“{typed}” may be several people.").format(typed=typed), near=tuple(names)[:_NEAR])
        return best[0]

    def countries(self, typed: str) -> list[Choice]:
        """At most 25 countries and groups of states whose name or alias fits."""
        return [Choice(name=name, value=name) for name in self._near_places(typed)[:_MOST]]

    def country(self, typed: str) -> str:
        """An ISO code, or a group's ref such as `organisation:EU`; NotFound names what is near."""
        code = self._codes.get(fold(typed))
        if code is None:
            close = get_close_matches(fold(typed), self._codes, n=_NEAR, cutoff=0.7)
            near = [*(self.country_name(self._codes[word]) for word in close), *self._near_places(typed)]
            raise NotFound(
                _("No country called “{typed}” is known here.").format(typed=typed),
                near=tuple(dict.fromkeys(near))[:_NEAR],
            )
        return code

    def country_name(self, code: str) -> str:
        """The name readers know it by; the code itself for one we do not list."""
        return self._places[code][0] if code in self._places else self.country_names.get(code, code)

    def side(self, country: str) -> str:
        """What facts know somebody's country by: its code, or the ref of a group such as the EU."""
        ref = f"organisation:{country}"
        return ref if country not in self._places and ref in self._places else country

    def _near_places(self, typed: str) -> list[str]:
        names = list(self._places.values())
        return [names[item][0] for _, item in self._place_spellings.fits(typed)]

    async def _read(self, scope: Scope) -> _People:
        """Those in the news first, the last seen foremost, then the leaders who are not."""
        return _People(await self._shipped(), await self._store.names(scope, _PEOPLE_OF_A_SERVER))

    async def _shipped(self) -> _Shipped:
        """The leaders and their spellings, read again only if they are others than before."""
        mark = await self._store.mark()
        if self._leaders is None or self._leaders.mark != mark:
            leaders = sorted(await self._store.all(), key=lambda leader: leader.name)
            self._leaders = _Shipped(
                mark=mark,
                known=tuple(map(_leader, leaders)),
                places={ref: place for place, leader in enumerate(leaders) for ref in _refs(leader)},
                spelled=Spellings([(leader.name, *leader.aliases) for leader in leaders]),
            )
        return self._leaders


def _name_of(place: tuple[str, tuple[str, ...]]) -> str:
    return place[1][0]


def _refs(leader: Leader) -> tuple[str, str]:
    return f"leader:{leader.id}", f"person:{leader.id}"


def _leader(leader: Leader) -> Known:
    return Known(name=leader.name, country=leader.country, refs=_refs(leader), is_leader=True)


def _named(one: Named) -> Known:
    return Known(name=one.name, country=one.country, refs=(one.ref,), is_leader=False)


def _close(typed: str, known: Iterable[Known]) -> list[str]:
    """Names with a word, or as a whole, nearly as typed."""
    by_word = {word: person.name for person in known for name in [fold(person.name)] for word in (name, *name.split())}
    return list(dict.fromkeys(by_word[word] for word in get_close_matches(fold(typed), by_word, n=_NEAR, cutoff=0.65)))
