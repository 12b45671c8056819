"""A server's managers review facts: what waits, what readers complained of, and what was decided. All of it stays in that server."""

from collections.abc import Sequence
from datetime import datetime

from bot.domain.answers import Choice, PageOf, Scope
from bot.domain.corrections import Approved, Change, Correction, Rejected, SameAs, standing
from bot.domain.digest import Edition
from bot.domain.errors import NotFound, Refused
from bot.domain.facts import AnyRecorded, Deal, FactKind, fact_kind
from bot.domain.keys import read_short_id, short_id
from bot.domain.ladders import stage_words
from bot.domain.review import ReviewCard, ReviewLine, ReviewPage
from bot.domain.terms import kind_words
from bot.services.edits import Editor, Typed, now_typed
from bot.services.events import EventReader
from bot.services.memory import PerScope
from bot.services.names import NameIndex
from bot.words import _
from storage.corrections import CorrectionStore
from storage.database import Database, Transaction
from storage.facts import FactQuery, FactStore

PAGE = 5
KINDS: tuple[FactKind, ...] = ("quote", "meeting", "invitation", "deal")
_MOST_COUNTED = 500
_RECENT = 100
_MOST_CHOICES = 25
_LONGEST_CHOICE = 100


class CorrectionService:
    def __init__(
        self, db: Database, store: CorrectionStore, *, facts: FactStore, events: EventReader, names: NameIndex
    ) -> None:
        self._db = db
        self._store = store
        self._facts = facts
        self._events = events
        self._names = names
        self._recent = PerScope(self._read_recent, names.moments)
        self.editor = Editor(names, facts)

    async def queue(self, scope: Scope, *, kind: FactKind | None = None, number: int = 0) -> ReviewPage:
        """What readers complain of, the last first; then what waits, the newest first."""
        kinds: tuple[FactKind, ...] = (kind,) if kind else KINDS
        start = number * PAGE
        complained = await self._store.count_complained_of(scope, kind or "")
        ids = await self._store.complained_of(scope, kind or "", offset=start, limit=PAGE + 1)
        found = [*await self._facts.by_ids(scope, ids)]
        room = PAGE + 1 - len(ids)
        if room:
            found += await self._facts.waiting(scope, kinds, offset=max(start - complained, 0), limit=room)
        if not found and number:
            return await self.queue(scope, kind=kind)
        lines = [
            ReviewLine(fact=one, complaints=await self._store.complaints_of(scope, one.id)) for one in found[:PAGE]
        ]
        return ReviewPage(
            lines=tuple(lines),
            page=PageOf(number=number, has_next=len(found) > PAGE),
            kind=kind,
            complained=complained,
            waiting=await self._facts.count_waiting(scope, kinds, _MOST_COUNTED),
            most_counted=_MOST_COUNTED,
        )

    async def named(self, scope: Scope, typed_id: str) -> int:
        """The number of a fact by its short id; NotFound where the server may not see it."""
        read = read_short_id(typed_id)
        found = await self._facts.by_id(scope, read[1]) if read and read[0] != "story" else None
        if read is None or found is None or fact_kind(found.fact) != read[0]:
            raise _unknown(typed_id, near=(short_id(fact_kind(found.fact), found.id),) if found else ())
        return found.id

    async def card(self, scope: Scope, number: int) -> ReviewCard:
        """A fact with its evidence, complaints and log; NotFound where the server may not see it."""
        fact, log = await self._facts.by_id(scope, number), await self._facts.log(scope, number)
        if fact is None or log is None:
            raise _unknown(str(number))
        stands = standing(log.entries)
        return ReviewCard(
            fact=fact,
            event=await self._events.of(scope, fact),
            log=log,
            complaints=await self._store.complaints_of(scope, number),
            history=await self._facts.history(fact),
            last=stands[-1].id if stands else None,
        )

    async def approve(self, scope: Scope, number: int, author: int, now: datetime) -> None:
        """Show what waits; of what readers complain of, say that it is right."""
        card = await self._open(scope, number)
        if card.fact.fact.shown and not card.complaints:
            raise Refused(_("It is shown already, and no reader has reported it."))
        await self._add(scope, number, [Approved()], author, now)

    async def reject(self, scope: Scope, number: int, author: int, now: datetime) -> None:
        """Take a fact out of all answers of this server."""
        if (await self._open(scope, number)).fact.rejected:
            raise Refused(_("It is rejected already."))
        await self._add(scope, number, [Rejected()], author, now)

    async def edit(self, scope: Scope, number: int, typed: Typed, author: int, now: datetime) -> None:
        """Change what was typed and differs; what waits goes on waiting until it is approved."""
        card = await self._open(scope, number)
        changes = await self.editor.changes(scope, card.fact, typed)
        if not changes:
            raise Refused(_("Nothing was changed: the fact says that already."))
        await self._add(scope, number, changes, author, now)

    async def merge(self, scope: Scope, number: int, other: int, author: int, now: datetime) -> None:
        """Say that two facts tell of the same event; each keeps its id and its evidence."""
        card, with_other = await self._open(scope, number), await self._open(scope, other)
        if number == other or any(report.id == other for report in card.event.reports):
            raise Refused(_("They are one event already."))
        if fact_kind(card.fact.fact) != fact_kind(with_other.fact.fact):
            raise Refused(_("Only two of a kind can be one event: two meetings, two deals, two quotes."))
        await self._add(scope, number, [SameAs(other)], author, now)

    async def undo(self, scope: Scope, number: int, author: int, now: datetime, correction: int | None = None) -> None:
        """Take back the last correction that stands, or the one that the pressed button named."""
        card = await self.card(scope, number)
        if card.last is None or correction not in (None, card.last):
            raise Refused(_("There is nothing to take back: somebody may have done it before you."))
        last = card.last
        done = await self._db.transaction(lambda tx: self._store.undo(tx, scope.guild_id, last, author, now))
        if not done:
            raise Refused(_("There is nothing to take back: somebody may have done it before you."))
        self._names.invalidate()

    async def typed(self, scope: Scope, number: int) -> tuple[AnyRecorded, Typed]:
        """The fact with its values as a form is filled in with them."""
        fact = (await self._open(scope, number)).fact
        return fact, now_typed(fact)

    async def of_edition(self, scope: Scope, edition: Edition, since: datetime) -> tuple[Correction, ...]:
        """What the server did from `since` on to facts of an edition and to other reports of their events, oldest first.

        Also what was taken back: whoever rewrites a posted digest compares what it says now with what it said.
        """
        ids = [number for _section, number in edition.facts]
        told = await self._events.whole(scope, await self._facts.by_ids(scope, ids, rejected=True), digest=True)
        reports = {report.id for event in told for report in event.reports}
        return await self._store.since(scope, sorted({*ids, *reports}), since)

    async def choices(self, scope: Scope, typed: str) -> list[Choice]:
        """Facts that wait, then recent ones, by id, by their sides or by their words."""
        wanted = typed.casefold().strip()
        return [one for one in await self._recent.of(scope) if wanted in one.name.casefold()][:_MOST_CHOICES]

    async def _read_recent(self, scope: Scope) -> tuple[Choice, ...]:
        waiting = await self._facts.waiting(scope, KINDS, offset=0, limit=_RECENT)
        recent = await self._facts.find(scope, FactQuery(kinds=KINDS, limit=_RECENT))
        return tuple(map(_choice, (*waiting, *recent)))

    async def _open(self, scope: Scope, number: int) -> ReviewCard:
        """A fact that can be decided on."""
        card = await self.card(scope, number)
        if card.fact.withdrawn_at is not None:
            raise Refused(_("Its article no longer says so, and it is in no answer any more."))
        return card

    async def _add(self, scope: Scope, number: int, changes: Sequence[Change], author: int, now: datetime) -> None:
        def work(tx: Transaction) -> None:
            for change in changes:
                self._store.add(tx, scope.guild_id, number, change, author, now)

        await self._db.transaction(work)
        self._names.invalidate()


def _choice(fact: AnyRecorded) -> Choice:
    known_as = short_id(fact_kind(fact.fact), fact.id)
    typed = now_typed(fact)
    who = typed.speaker if typed.speaker is not None else typed.participants
    of = fact.fact.instrument if isinstance(fact.fact, Deal) else typed.kind and kind_words(typed.kind)
    what = typed.words or ", ".join(filter(None, (of, typed.stage and stage_words(typed.stage))))
    who = who or _("not named")
    name = " ".join(f"{known_as} {who}: {what}".split())
    return Choice(name=name[:_LONGEST_CHOICE], value=known_as)


def _unknown(typed_id: str, near: tuple[str, ...] = ()) -> NotFound:
    return NotFound(
        _(
            "No fact {id} is in the news this server reads. Ids look like Q-41K; `/review queue` lists what waits."
        ).format(id=typed_id.upper()),
        near=near,
    )
