"""Events as a server's own sources tell them: the one way from stored reports to what is shown, for commands and digest alike."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.domain.answers import Scope
from bot.domain.errors import no_page
from bot.domain.events import AnyEvent, merge
from bot.domain.facts import AnyRecorded, FactKind, fact_kind
from bot.domain.sameness import sides_of
from storage.facts import FactQuery, FactStore

_FIRST = 60  # reports read for a page before it is known how many events they are
_MOST = 2_000
_STORY = timedelta(hours=72)
_KIN = 200  # newest reports of the same nations, among which those of the same event are looked for


class EventReader:
    def __init__(self, facts: FactStore) -> None:
        self._facts = facts

    async def page(
        self,
        scope: Scope,
        query: FactQuery,
        *,
        number: int,
        size: int,
        keep: Callable[[AnyEvent], bool] = lambda _event: True,
    ) -> tuple[tuple[AnyEvent, ...], bool]:
        """A page's events, last heard first, and whether there are more; NotFound behind the last page.

        An event is found by any of its reports.
        """
        end = (number + 1) * size
        limit = max(_FIRST, 2 * end)
        while True:
            found = await self._facts.find(scope, replace(query, offset=0, limit=limit))
            events = [event for event in await self.whole(scope, found) if keep(event)]
            if len(events) > end or len(found) < limit or limit >= _MOST:
                break
            limit *= 2
        if number and len(events) <= end - size:
            raise no_page(number)
        return tuple(events[end - size : end]), len(events) > end

    async def of(self, scope: Scope, report: AnyRecorded) -> AnyEvent:
        """The event a report tells of; a withdrawn one stands for itself alone."""
        if report.withdrawn_at is not None:
            return merge([report])[0]
        return (await self.whole(scope, [report]))[0]

    async def whole(
        self, scope: Scope, reports: Sequence[AnyRecorded], *, upto: datetime | None = None, digest: bool = False
    ) -> tuple[AnyEvent, ...]:
        """The events these reports tell of, with every other report of them that was stored before `upto`.

        For a digest, only with those of sources that digests use.
        """
        kin = await self._kin(scope, reports, digest)
        known = {report.id: report for report in (*kin, *reports) if upto is None or report.stored_at < upto}
        wanted = {report.id for report in reports}
        events = await asyncio.to_thread(
            merge, tuple(known.values())
        )  # some milliseconds, in which Discord is not kept waiting
        return tuple(event for event in events if any(one.id in wanted for one in event.reports))

    async def _kin(self, scope: Scope, reports: Sequence[AnyRecorded], digest: bool) -> tuple[AnyRecorded, ...]:
        """Reports of the same kind and nations, of any age; of quotes, the same speaker's within the days of a story."""
        sides: dict[FactKind, set[tuple[str, ...]]] = {}
        for report in reports:
            together = sides_of(report.fact)
            if together:
                sides.setdefault(fact_kind(report.fact), set()).add(together)
        found: list[AnyRecorded] = []
        for kind, sets in sides.items():
            oldest = min(report.article.published_at for report in reports)
            query = FactQuery(
                kinds=(kind,),
                together=tuple(sorted(sets)),
                since=(oldest - _STORY).date() if kind == "quote" else None,
                digest=digest,
                limit=_KIN,
            )
            found += await self._facts.find(scope, query)
        return tuple(found)
