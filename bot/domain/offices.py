"""Who holds an office now, as the news says it: a candidate, until three articles of different sources agree.

Pure: sightings and leaders in, candidates and changed leaders out. docs/decisions/0006 says why so.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from bot.domain.keys import fold, skeleton, slug
from bot.domain.people import Leader, Tenure, base_office
from bot.words import N_

NEEDED = 3
WINDOW = timedelta(days=180)
"""Articles further back than this before today say nothing of the present."""
NEWS = N_("news: three sources")
_HEADS = (
    "President;Prime Minister;Chancellor;King;Queen;Emperor;Emir;Sultan;Grand Duke;Pope;Supreme Leader;Crown Prince;Foreign Minister;"
    "High Representative;"
    "Secretary of State;Secretary-General;President of the European Commission;President of the European Council"
)
FOLLOWED = frozenset(_HEADS.split(";"))
"""Whoever comes into one of these is followed from then on."""
TRACKED = FOLLOWED | {"Defence Minister", "Finance Minister", "Trade Minister", "Energy Minister", "Interior Minister"}
"""Offices that one person holds at a time."""
_SHORTEST_SKELETON = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeSighting:
    """An article that gives a person an office in the present. `person` is a slug; `words` the article's text, hashed; `sources` a
    number for each site that carries it."""

    person: str
    name: str
    office: str
    country: str | None
    on: date
    words: str
    sources: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A person whom articles newer than what we know give an office, from the first to the last. `sources` counts different ones."""

    person: str
    name: str
    office: str
    country: str
    sources: int
    first_on: date
    last_on: date


def holder(leaders: Iterable[Leader], office: str, country: str) -> tuple[Leader, Tenure] | None:
    """Who holds it as far as we know, by the newest source."""
    held = [
        (leader, tenure)
        for leader in leaders
        for tenure in leader.tenures
        if tenure.until_on is None and tenure.country == country and base_office(tenure.office) == office
    ]
    return max(held, key=lambda one: one[1].as_of, default=None)


def candidates(sightings: Iterable[OfficeSighting], leaders: Sequence[Leader]) -> tuple[Candidate, ...]:
    """Whom newer articles give an office that somebody else, or nobody, is known to hold; best supported first."""
    found: list[Candidate] = []
    for (office, country), claims in _claims(sightings, leaders).items():
        known = holder(leaders, office, country)
        found += [one for one in claims if known is None or one.person != known[0].id]
    return tuple(sorted(found, key=lambda one: (-one.sources, -one.last_on.toordinal(), one.name)))


def agreed(sightings: Iterable[OfficeSighting], leaders: Sequence[Leader]) -> tuple[Leader, ...]:
    """Leaders as they are to be kept: an office confirmed or taken on the word of three sources, and its holder before closed."""
    changed: dict[str, Leader] = {}
    for (office, country), claims in _claims(sightings, leaders).items():
        strong = [one for one in claims if one.sources >= NEEDED]
        known = holder(leaders, office, country)
        if len(strong) != 1 and not _is_over(strong, known):
            continue  # nobody, or the press is divided
        one = max(strong, key=lambda claim: claim.first_on)
        leader = changed.get(one.person) or next((each for each in leaders if each.id == one.person), None)
        if leader is None and office not in FOLLOWED:
            continue
        leader = leader or Leader(id=one.person, name=one.name, country=country)
        changed[leader.id] = _with(leader, one)
        if known and known[0].id != one.person:
            before = changed.get(known[0].id, known[0])
            changed[before.id] = _without(before, one)
    return tuple(changed.values())


def _is_over(strong: Sequence[Candidate], known: tuple[Leader, Tenure] | None) -> bool:
    """The known holder was still named by three, but only before his successor was: a change, not a dispute."""
    others = [one for one in strong if known is None or one.person != known[0].id]
    own = [one for one in strong if known and one.person == known[0].id]
    return len(others) == 1 and len(own) == 1 and own[0].last_on <= others[0].first_on


def _with(leader: Leader, one: Candidate) -> Leader:
    """His tenure confirmed as of the newest article; what the news said before is replaced."""
    mine = [t for t in leader.tenures if base_office(t.office) == one.office and t.country == one.country]
    since = next((t.since_on for t in mine if t.until_on is None and t.since_on), None)
    kept = tuple(t for t in leader.tenures if t not in mine or t.source != NEWS or t.until_on)
    new = Tenure(office=one.office, country=one.country, as_of=one.last_on, source=NEWS, since_on=since)
    return replace(leader, tenures=(new, *kept))


def _without(leader: Leader, successor: Candidate) -> Leader:
    """His tenures of the office closed on the day the first of those articles named his successor."""
    return replace(
        leader,
        tenures=tuple(
            replace(t, until_on=successor.first_on)
            if t.until_on is None and base_office(t.office) == successor.office and t.country == successor.country
            else t
            for t in leader.tenures
        ),
    )


def _claims(
    sightings: Iterable[OfficeSighting], leaders: Sequence[Leader]
) -> dict[tuple[str, str], tuple[Candidate, ...]]:
    """Per office and country, whom articles newer than the known holder's `as_of` name, each with his support."""
    grouped: dict[tuple[str, str], list[OfficeSighting]] = defaultdict(list)
    for one in _placed(sightings, leaders):
        if one.office in TRACKED and one.country:
            grouped[one.office, one.country].append(one)
    claims: dict[tuple[str, str], tuple[Candidate, ...]] = {}
    for (office, country), group in sorted(grouped.items()):
        known = holder(leaders, office, country)
        newer = [one for one in group if known is None or one.on > known[1].as_of]
        people: dict[str, list[OfficeSighting]] = defaultdict(list)
        for one in _identified(newer, [leader for leader in leaders if leader.country == country]):
            people[one.person].append(one)
        claims[office, country] = tuple(
            _claim(person, office, country, named) for person, named in sorted(people.items())
        )
    return claims


def _claim(person: str, office: str, country: str, named: Sequence[OfficeSighting]) -> Candidate:
    """Newest first, each text once, each source once."""
    sources: set[int] = set()
    texts: set[str] = set()
    counted: list[OfficeSighting] = []
    for one in sorted(named, key=lambda one: (one.on, one.words), reverse=True):
        fresh = next((source for source in sorted(one.sources) if source not in sources), None)
        if one.words not in texts and fresh is not None:
            texts.add(one.words)
            sources.add(fresh)
            counted.append(one)
    return Candidate(
        person=person,
        name=max(named, key=lambda one: (one.on, one.name)).name,
        office=office,
        country=country,
        sources=len(sources),
        first_on=min(one.on for one in named),
        last_on=counted[0].on,
    )


def _placed(sightings: Iterable[OfficeSighting], leaders: Sequence[Leader]) -> list[OfficeSighting]:
    """Sightings without a country get the one that others give the same person in that office."""
    seen = list(sightings)
    homes: dict[tuple[str, str], set[str]] = defaultdict(set)
    for one in seen:
        if one.country:
            homes[one.person, one.office].add(one.country)
    for leader in leaders:
        for tenure in leader.tenures:
            if tenure.country:
                homes[leader.id, base_office(tenure.office)].add(tenure.country)
    placed: list[OfficeSighting] = []
    for one in seen:
        own = homes[one.person, one.office]
        placed.append(replace(one, country=next(iter(own))) if one.country is None and len(own) == 1 else one)
    return placed


def _identified(named: Sequence[OfficeSighting], leaders: Sequence[Leader]) -> list[OfficeSighting]:
    """One person whatever the spelling: a leader's id and name, else the first spelling seen; a bare surname is its one bearer's."""
    known = {leader.id: (leader.id, leader.name) for leader in leaders}
    spelt = {_bones(name): known[leader.id] for leader in leaders for name in (leader.name, *leader.aliases)}
    for one in sorted(named, key=lambda one: (one.on, one.person)):
        if " " in one.name:
            spelt.setdefault(_bones(one.name), known.setdefault(one.person, (slug(one.name), one.name)))
    found: list[OfficeSighting] = []
    for one in named:
        fits = {known[one.person]} if one.person in known else set[tuple[str, str]]()
        if not fits or " " in one.name:
            fits = {spelt[_bones(one.name)]} if _bones(one.name) in spelt else fits
        if " " not in one.name:
            fits = {who for bones, who in spelt.items() if bones[-1:] == _bones(one.name)[-1:]}
        if len(fits) == 1:
            person, name = next(iter(fits))
            found.append(replace(one, person=person, name=name))
    return found


def _bones(name: str) -> tuple[str, ...]:
    """The words of a name by their skeleton; short ones, on which too many agree, as they are."""
    words = fold(name).split()
    return tuple(bones if len(bones := skeleton(word)) >= _SHORTEST_SKELETON else word for word in words)
