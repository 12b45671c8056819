"""Names of countries, groups, regions and well-known bodies, found in a text by dictionary: longest first, on word borders."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal

from bot.domain.facts import Party
from bot.domain.keys import fold
from bot.nlp.world import World, load_world

Kind = Literal["country", "organisation", "group", "region", "place"]
Word = Literal["name", "demonym", "capital", "metonym", ""]

_WORD = re.compile(r"[^\W\d_][\w.'’&-]*")
# Longer names that hold a country's and mean something else; anything else of that sort is left to the entity recogniser.
PLACES = (
    "New Mexico",
    "New England",
    "New Jersey",
    "New South Wales",
    "South China Sea",
    "East China Sea",
    "Sea of Japan",
    "Gulf of Mexico",
    "Gulf of Oman",
    "Panama Canal",
    "Suez Canal",
    "Persian Gulf",
    "Strait of Hormuz",
    "Black Sea",
    "Caspian Sea",
    "Indian Ocean",
    "West Virginia",
    "Little Rock",
    "North Carolina",
    "South Carolina",
    "Georgia Tech",
    "Washington state",
    "Washington State",
    "Jordan River",
    "English Channel",
    "Irish Sea",
    "Lake Chad",
    "British Columbia",
    "Papua New Guinea Highlands",
    "Indiana",
    "New Delhi Television",
)
# name: canonical name, country
BODIES: dict[str, tuple[str, str | None]] = {
    "State Department": ("State Department", "US"),
    "US State Department": ("State Department", "US"),
    "Department of State": ("State Department", "US"),
    "Treasury Department": ("Treasury Department", "US"),
    "Commerce Department": ("Commerce Department", "US"),
    "Department of Commerce": ("Commerce Department", "US"),
    "Defense Department": ("Defense Department", "US"),
    "Justice Department": ("Justice Department", "US"),
    "Foreign Office": ("Foreign Office", "GB"),
    "House of Commons": ("House of Commons", "GB"),
    "Duma": ("State Duma", "RU"),
    "State Duma": ("State Duma", "RU"),
    "AFP": ("AFP", None),
    "Agence France-Presse": ("AFP", None),
    "AA": ("Anadolu Agency", None),
    "Anadolu Agency": ("Anadolu Agency", None),
    "Anadolu": ("Anadolu Agency", None),
    "Reuters": ("Reuters", None),
    "AP": ("Associated Press", None),
    "Associated Press": ("Associated Press", None),
    "The Associated Press": ("Associated Press", None),
    "TASS": ("TASS", None),
    "Tass": ("TASS", None),
    "Xinhua": ("Xinhua", None),
    "Interfax": ("Interfax", None),
    "Kyodo": ("Kyodo", None),
    "Yonhap": ("Yonhap", None),
    "Bloomberg": ("Bloomberg", None),
    "DPA": ("dpa", None),
    "Washington Post": ("Washington Post", None),
    "The Washington Post": ("Washington Post", None),
    "New York Times": ("New York Times", None),
    "The New York Times": ("New York Times", None),
    "China Daily": ("China Daily", None),
    "Times of India": ("Times of India", None),
    "Japan Times": ("Japan Times", None),
    "Jerusalem Post": ("Jerusalem Post", None),
    "Moscow Times": ("Moscow Times", None),
    "Wall Street Journal": ("Wall Street Journal", None),
    "Financial Times": ("Financial Times", None),
    "BBC": ("BBC", None),
    "CNN": ("CNN", None),
    "Fox News": ("Fox News", None),
    "Al Jazeera": ("Al Jazeera", None),
    "TRT World": ("TRT World", None),
    "Truth Social": ("Truth Social", None),
    "Twitter": ("Twitter", None),
    "Facebook": ("Facebook", None),
    "Telegram": ("Telegram", None),
    "X": ("X", None),
    "European Central Bank": ("European Central Bank", None),
    "European Parliament": ("European Parliament", None),
    "Asian Development Bank": ("Asian Development Bank", None),
    "Federal Reserve": ("Federal Reserve", "US"),
    "Red Cross": ("Red Cross", None),
    "Hamas": ("Hamas", None),
    "Hezbollah": ("Hezbollah", None),
    "Taliban": ("Taliban", None),
    "Islamic State": ("Islamic State", None),
    "Senate": ("Senate", "US"),
    "Supreme Court": ("Supreme Court", None),
}
_SHORT_NEEDS_CONTEXT = frozenset({"X", "AA", "AU", "AL", "WB", "CAR", "the bloc"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A name at [start, end) of a text."""

    start: int
    end: int
    kind: Kind
    word: Word
    party: Party


class Gazetteer:
    """Every name by its first word, longest first."""

    def __init__(self, world: World) -> None:
        self._by_first: dict[str, list[tuple[str, Kind, Word, Party]]] = {}
        self.country_names: dict[str, str] = {country.code: country.name for country in world.countries}
        self.group_names: dict[str, str] = {group.id: group.name for group in world.groups}
        for region in world.regions:
            for name in (region.name, *region.aliases):
                self._add(name, "region", "name", Party(kind="organisation", id=region.id, name=region.name))
        for place in PLACES:
            self._add(place, "place", "", Party(kind="organisation", id=fold(place), name=place))
        for name, (canonical, country) in BODIES.items():
            self._add(
                name,
                "organisation",
                "",
                Party(kind="organisation", id=fold(canonical), name=canonical, country=country),
            )
        for group in world.groups:
            for name in (group.name, *group.aliases):
                self._add(name, "group", "name", Party(kind="organisation", id=group.id, name=group.name))
        for country in world.countries:
            party = Party(kind="country", id=country.code, name=country.name, country=country.code)
            words: tuple[tuple[Word, tuple[str, ...]], ...] = (
                ("capital", country.capitals),
                ("metonym", country.metonyms),
                ("demonym", country.demonyms),
                ("name", (country.name, *country.aliases)),
            )
            for word, names in words:
                for name in names:
                    self._add(name, "country", word, party)
        for entries in self._by_first.values():
            entries.sort(key=lambda entry: -len(entry[0]))

    def _add(self, name: str, kind: Kind, word: Word, party: Party) -> None:
        if name in _SHORT_NEEDS_CONTEXT and kind != "organisation":
            return
        entries = self._by_first.setdefault(_WORD.match(name)[0] if _WORD.match(name) else name, [])  # type: ignore[index]
        entries[:] = [entry for entry in entries if entry[0] != name]  # a later table outranks an earlier one
        entries.append((name, kind, word, party))

    def names(self) -> Iterator[str]:
        """Every name it knows."""
        return (name for entries in self._by_first.values() for name, *_ in entries)

    def find(self, text: str) -> Iterator[Hit]:
        """Every name in order of the text; what stands inside a longer name is not told."""
        done = 0
        for match in _WORD.finditer(text):
            start = match.start()
            if start < done:
                continue
            for first in dict.fromkeys((match[0], match[0].rstrip(".'’-"), re.split(r"[-’']", match[0])[0])):
                hit = self._at(text, start, first)
                if hit:
                    yield hit
                    done = hit.end
                    break
            if "-" in match[0] and done < match.end():
                for hit in self._parts(text, match, done):
                    yield hit
                    done = max(done, hit.end)

    def _at(self, text: str, start: int, first: str) -> Hit | None:
        for name, kind, word, party in self._by_first.get(first, ()):
            end = start + len(name)
            if text.startswith(name, start) and not re.match(r"\w", text[end : end + 1]):
                return Hit(start=start, end=end, kind=kind, word=word, party=party)
        return None

    def _parts(self, text: str, match: re.Match[str], done: int) -> Iterator[Hit]:
        """ "Russia-Ukraine", "US-brokered", "EU-Sri Lanka": the parts of a word with a dash; the last may be a name's first."""
        for part in re.finditer(r"[^-]+", match[0]):
            start = match.start() + part.start()
            hit = self._at(text, start, part[0].rstrip(".'’")) if start >= done else None
            if hit and (hit.end <= match.start() + part.end() or part.end() == len(match[0])):
                yield hit


@cache
def gazetteer() -> Gazetteer:
    """The one made from the shipped seeds."""
    return Gazetteer(load_world())


@cache
def is_country(word: str) -> bool:
    """Whether `word` alone names a country or its people."""
    return any(hit.kind == "country" and hit.end - hit.start == len(word) for hit in gazetteer().find(word))
