"""Events as a server's own sources tell them: the one way from stored reports to what is shown, for commands and digest alike."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.domain.answers import Scope
from bot.domain.errors import no_page
from bot.domain.events import AnyEvent, event_of, merge
from bot.domain.facts import AnyRecorded, FactKind, fact_kind
from bot.domain.sameness import sides_of
from storage.aside import aside
from storage.facts import FactQuery, FactStore

_FIRST = 24  # reports read for a page before it is known how many events they are
_MOST = 2_000
_STORY = timedelta(hours=72)
_ROUNDS = 5  # merges of merged events that are followed
_KIN = 200  # newest reports of the same nations, among which those of the same event are looked for
Keep = Callable[[Sequence[AnyEvent]], Awaitable[Sequence[AnyEvent]]]
"""Which of these outlines are wanted."""


async def _all(events: Sequence[AnyEvent]) -> Sequence[AnyEvent]:
    return events


class EventReader:
    def __init__(self, facts: FactStore) -> None:
        self._facts = facts

    async def page(
        self, scope: Scope, query: FactQuery, *, number: int, size: int, keep: Keep = _all
    ) -> tuple[tuple[AnyEvent, ...], bool]:
        """A page's events, last heard first, and whether there are more; NotFound behind the last page.

        An event is found by any of its reports.
        """
        events, more = await self.outlines(scope, query, number=number, size=size, keep=keep)
        return await self.read(scope, events), more

    async def outlines(
        self, scope: Scope, query: FactQuery, *, number: int, size: int, keep: Keep = _all
    ) -> tuple[tuple[AnyEvent, ...], bool]:
        """As `page`, of outlines (see `FactStore.find`): a choice is made of many events, and only the few that are shown are read."""
        end = (number + 1) * size
        limit = max(_FIRST, 2 * end)
        while True:
            found = await self._facts.find(scope, replace(query, offset=0, limit=limit), outline=True)
            events = await keep(await self.outlined(scope, found))
            if len(events) > end or len(found) < limit or limit >= _MOST:
                break
            limit *= 2
        if number and len(events) <= end - size:
            raise no_page(number)
        return tuple(events[end - size : end]), len(events) > end

    async def of(self, scope: Scope, report: AnyRecorded) -> AnyEvent:
        """The event a report tells of; one that was withdrawn or rejected stands for itself alone."""
        if report.withdrawn_at is not None or report.rejected:
            return merge([report])[0]
        return (await self.whole(scope, [report]))[0]

    async def whole(
        self, scope: Scope, reports: Sequence[AnyRecorded], *, upto: datetime | None = None, digest: bool = False
    ) -> tuple[AnyEvent, ...]:
        """The events these reports tell of, with every other report of them that was stored before `upto`.

        For a digest, only with those of sources that digests use.
        """
        return await self.read(
            scope, await self.outlined(scope, reports, upto=upto, digest=digest), reports, digest=digest
        )

    async def outlined(
        self, scope: Scope, reports: Sequence[AnyRecorded], *, upto: datetime | None = None, digest: bool = False
    ) -> tuple[AnyEvent, ...]:
        """As `whole`, but every other report is an outline."""
        kin = await self._with_merged(scope, (*reports, *await self._kin(scope, reports, digest)), digest)
        known = {report.id: report for report in kin if upto is None or report.stored_at < upto}
        wanted = {report.id for report in reports}
        # Some milliseconds, in which Discord is not kept waiting.
        return await asyncio.to_thread(merge, tuple(known.values()), wanted)

    async def read(
        self, scope: Scope, events: Sequence[AnyEvent], known: Sequence[AnyRecorded] = (), *, digest: bool = False
    ) -> tuple[AnyEvent, ...]:
        """Outlined events with their reports read whole, but for those that are `known`."""
        whole = {report.id: report for report in known}
        lacking = [report.id for event in events for report in event.reports if report.id not in whole]
        for report in await self._facts.by_ids(scope, lacking, digest=digest) if lacking else ():
            whole[report.id] = report
        reports = [[whole[one.id] for one in event.reports if one.id in whole] for event in events]
        return tuple(await aside(len(whole), lambda: [event_of(some) for some in reports if some]))

    async def _with_merged(self, scope: Scope, reports: Sequence[AnyRecorded], digest: bool) -> tuple[AnyRecorded, ...]:
        """The reports, with those that the server's managers say are of the same event, and their kin."""
        found = {report.id: report for report in reports}
        for _round in range(_ROUNDS):
            lacking = {other for report in found.values() for other in report.same_as} - found.keys()
            said = await self._facts.by_ids(scope, sorted(lacking), digest=digest) if lacking else ()
            merged = [one for one in said if one.fact.shown]
            if not merged:
                break
            for one in (*merged, *await self._kin(scope, merged, digest)):
                found.setdefault(one.id, one)
        return tuple(found.values())

    async def _kin(self, scope: Scope, reports: Sequence[AnyRecorded], digest: bool) -> tuple[AnyRecorded, ...]:
        """Outlines of other reports of the same kind and nations, of any age; of quotes, the same speaker's within the days of a story."""
        sides: dict[FactKind, set[tuple[str, ...]]] = {}
        for report in reports:
            together = sides_of(report.fact)
            if together:
                sides.setdefault(fact_kind(report.fact), set()).add(together)
        oldest = min(report.article.published_at for report in reports) if reports else None
        queries = [
            FactQuery(
                kinds=(kind,),
                sides=tuple(sorted(sets)),
                since=(oldest - _STORY).date() if oldest and kind == "quote" else None,
                digest=digest,
                without=frozenset(report.id for report in reports),
                limit=_KIN,
            )
            for kind, sets in sides.items()
        ]
        return await self._facts.outlines(scope, queries)
