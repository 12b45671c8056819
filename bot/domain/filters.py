"""Which events a digest tells. The one place where a server's filters are applied."""

from collections.abc import Iterable

from bot.domain.digest import Filters
from bot.domain.events import AnyEvent
from bot.domain.facts import AnyRecorded, Deal, Meeting, parties_of
from bot.domain.keys import fold

LISTS = ("topics", "countries", "leaders", "sectors")
"""The fields of `Filters` that hold words of which one must fit."""


def passes(event: AnyEvent, filters: Filters) -> bool:
    """Whether an event is one that a digest with these filters tells."""
    return (
        event.fact.confidence >= filters.least_confidence
        and len(event.owners) >= filters.least_owners
        and _fits(
            filters.topics, (topic for report in event.reports for c in report.article.carriers for topic in c.topics)
        )
        and _fits(filters.countries, _nations(event))
        and _fits(filters.leaders, (party.leader for party in parties_of(event.fact)))
        and (not filters.sectors or any(_is_about(event, sector) for sector in filters.sectors))
    )


def _fits(wanted: tuple[str, ...], found: Iterable[str | None]) -> bool:
    return not wanted or not set(wanted).isdisjoint(found)


def _nations(event: AnyEvent) -> set[str]:
    own = set(event.fact.countries) if isinstance(event.fact, Meeting) else set[str]()
    return own | {party.country or party.id for party in parties_of(event.fact)}


def _is_about(event: AnyEvent, sector: str) -> bool:
    """The words of a sector stand in what is told: as a deal's sector, or in the sentence the fact rests on."""
    wanted = f" {fold(sector)} "
    return any(wanted in f" {fold(words)} " for report in event.reports for words in _words(report))


def _words(report: AnyRecorded) -> Iterable[str]:
    fact = report.fact
    if isinstance(fact, Deal):
        yield from (*fact.sectors, fact.instrument, fact.name or "")
    yield from (report.article.text[start:end] for start, end in fact.evidence)
