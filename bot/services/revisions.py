"""Posted digests whose facts were corrected within two days: each is edited in place, as a numbered revision.

Editing twice does no harm, so there is no nonce; a lease keeps two from editing at once. docs/delivery.md says more.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from bot import log
from bot.domain.deliveries import LEASE, wait_after
from bot.domain.digest import REPEAT
from bot.services.digests import DigestService
from bot.services.posting import Lost, Outcome, Postman, Refusal, Sent, Unknown, Wait
from storage.database import Database
from storage.deliveries import DeliveryStore
from storage.revisions import HeldRevision, RevisionStore

_log = log.get(__name__)
_POSTED_WITHIN = timedelta(days=3)  # a correction of the second day is found by a bot that was off the night after
_AT_ONCE = 8
_ATTEMPTS = 40


class RevisionService:
    def __init__(
        self, db: Database, digests: DigestService, postman: Postman, *, clock: Callable[[], datetime]
    ) -> None:
        self._db = db
        self._digests = digests
        self._postman = postman
        self._clock = clock
        self._store = RevisionStore(db)
        self._deliveries = DeliveryStore(db)
        self._looked_at: datetime | None = None

    async def look(self) -> int:
        """Make a revision of each posted edition of which something was corrected since the last look; their number."""
        now = self._clock()
        since = self._looked_at or now - _POSTED_WITHIN
        made = 0
        for number, events in (await self._store.changed(since, now - _POSTED_WITHIN)).items():
            amended, told = await self._digests.amended(number, events)
            if amended:
                await self._db.transaction(
                    lambda tx, number=number, amended=amended, told=told: self._store.add(
                        tx, number, amended, told, now
                    )
                )
                made += 1
        self._looked_at = now - LEASE  # what another transaction was writing just now is looked at again
        return made

    async def deliver_due(self) -> int:
        """Edit the messages of the revisions that are open; the number that arrived."""
        now = self._clock()
        arrived = 0
        for held in await self._db.transaction(lambda tx: self._store.lease(tx, now, now + LEASE, _AT_ONCE)):
            outcome = await self._edit(held)
            await self._record(held, outcome)
            arrived += isinstance(outcome, Sent)
        return arrived

    async def _edit(self, held: HeldRevision) -> Outcome:
        """All messages of the edition that were sent, those of its repeats too; one that is gone holds none of the others back."""
        edition = await self._digests.edition(held.edition_id)
        if edition is None:
            return Lost()
        answer = await self._digests.answer(edition)

        async def may_go() -> bool:
            until = await self._store.held_until(held)
            return until is not None and self._clock() < until

        outcome: Outcome = Lost()
        for delivery in await self._deliveries.of_edition(edition.id):
            pages = self._postman.pages(replace(answer, repeat=delivery.part // REPEAT))
            part = delivery.part % REPEAT
            if delivery.state != "sent" or not delivery.message_id or part >= len(pages):
                continue
            edited = await self._postman.edit(delivery, pages[part], may_go)
            if not isinstance(edited, Sent | Refusal):
                return edited
            outcome = outcome if isinstance(outcome, Sent) else edited
        return outcome

    async def _record(self, held: HeldRevision, outcome: Outcome) -> None:
        now = self._clock()
        match outcome:
            case Sent():
                state, error, again = "sent", None, now
            case Wait(seconds, reason):
                state, error, again = "due", reason, now + timedelta(seconds=seconds)
            case Unknown(reason) if held.attempts < _ATTEMPTS:
                state, error, again = "due", reason, now + wait_after(held.attempts)
            case Refusal(reason) | Unknown(reason):
                state, error, again = "failed", reason, now
                _log.warning(
                    "a digest's message cannot be edited and is left as it is", edition=held.edition_id, reason=reason
                )
            case Lost():
                state, error, again = "failed", "lost", now
        await self._db.transaction(lambda tx: self._store.end(tx, held, state, error, again))
