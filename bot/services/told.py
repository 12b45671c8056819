"""Editions read back: their events as they stand now, and what became of those since they were told."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from bot.domain import amendments
from bot.domain.answers import Scope
from bot.domain.digest import AmendedIn, Amendment, Edition
from bot.domain.events import AnyEvent
from bot.domain.facts import AnyRecorded, fact_kind
from bot.domain.news import ArticleRef
from bot.services.events import EventReader
from storage.facts import FactStore
from storage.revisions import RevisionStore


class Told:
    def __init__(self, facts: FactStore, events: EventReader, store: RevisionStore) -> None:
        self._facts = facts
        self._events = events
        self._store = store

    async def events(self, scope: Scope, edition: Edition) -> dict[int, AnyEvent]:
        """The edition's events as they stand now and were told until its window closed, by the id it told them under."""
        _told, reports = await self._store.told(edition.id)
        return await self._standing(scope, edition, {number for _, number in edition.facts}, reports)

    async def amended(
        self, scope: Scope, edition: Edition, events: Collection[int]
    ) -> tuple[list[Amendment], dict[int, amendments.Told]]:
        """What these events say otherwise than the edition told them, and what they say now, by the id it told them under.

        One whose sources the server no longer reads was not corrected.
        """
        told, reports = await self._store.told(edition.id)
        standing = await self._standing(scope, edition, set(events), reports)
        found: list[Amendment] = []
        now: dict[int, amendments.Told] = {}
        articles: dict[int, ArticleRef] = {}
        for number in sorted(set(events) & told.keys()):
            if number in standing:
                event = standing[number]
                articles[number] = event.article
                now[number] = amendments.told(event)
                found += [
                    Amendment(kind=fact_kind(event.fact), fact_id=number, what=what, before=before, after=after)
                    for what, before, after in amendments.differences(replace(told[number], gone=False), now[number])
                ]
            elif not told[number].gone and (lost := await self._lost(scope, reports[number])):
                now[number] = replace(told[number], gone=True)
                articles[number] = lost[1].article
                sides = told[number].sides
                found.append(Amendment(kind=fact_kind(lost[1].fact), fact_id=number, what=lost[0], before=sides))
        return [_sourced(one, articles[one.fact_id], edition) for one in found], now

    async def _standing(
        self, scope: Scope, edition: Edition, numbers: Collection[int], reports: Mapping[int, Sequence[int]]
    ) -> dict[int, AnyEvent]:
        told_by = {number: reports.get(number, (number,)) for number in numbers}
        facts = await self._facts.by_ids(scope, sorted({one for some in told_by.values() for one in some}), digest=True)
        events = await self._events.whole(scope, facts, upto=edition.window_to, digest=True)
        by_report = {report.id: event for event in events for report in event.reports}
        found = {number: [by_report[one] for one in some if one in by_report] for number, some in told_by.items()}
        return {number: some[0] for number, some in found.items() if some}

    async def _lost(self, scope: Scope, reports: Sequence[int]) -> tuple[AmendedIn, AnyRecorded] | None:
        """Why nothing stands of an event whose article this server still reads; None if it reads none of them."""
        for number in reports:
            fact = await self._facts.by_id(scope, number)
            if fact is not None:
                return ("withdrawn" if fact.withdrawn_at else "rejected"), fact
        return None


def _sourced(one: Amendment, article: ArticleRef, edition: Edition) -> Amendment:
    return replace(one, told_on=edition.local_date, source=article.source, url=article.url)
