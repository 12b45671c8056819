"""Bringing an edition's parts to their channels, each once. The moves are those of `bot.domain.deliveries`; docs/delivery.md says why."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot import log
from bot.domain.deliveries import LEASE, is_too_late, look, wait_after
from bot.domain.digest import REPEAT, Delivery, Edition, PastEdition, Subscription
from bot.domain.errors import Refused
from bot.domain.keys import delivery_nonce
from bot.services.digests import DigestService
from bot.services.posting import Lost, Outcome, Page, Postman, Refusal, Sent, Unknown, Wait
from bot.words import _
from storage.database import Database, Transaction
from storage.deliveries import DeliveryStore
from storage.notices import NoticeStore

_log = log.get(__name__)
AT_ONCE = 48
"""Channels served at the same time: enough for fifty requests a second where an answer and the work for it take a second."""
_AWAY = 3
_MOST_PARTS = 10 * REPEAT


@dataclass(frozen=True, slots=True)
class _Skip:
    reason: str


class DeliveryService:
    """`started_at` and `restored_at`: what was due before may have been posted by somebody who left no trace here."""

    def __init__(
        self,
        db: Database,
        store: DeliveryStore,
        digests: DigestService,
        postman: Postman,
        *,
        clock: Callable[[], datetime],
        started_at: datetime | None = None,
        restored_at: datetime | None = None,
    ) -> None:
        self._db = db
        self._store = store
        self._notices = NoticeStore(db)
        self._digests = digests
        self.postman = postman
        self._clock = clock
        self._started_at = started_at or clock()
        self._restored_at = restored_at
        self._unanswered = 0
        self._is_stopping = False
        self._making = asyncio.Semaphore(4)  # more at once are not sooner done, and crowd the loop
        self._running = set[asyncio.Task[bool]]()

    @property
    def is_sending(self) -> bool:
        """Whether a part is on its way to Discord: ending now would leave its fate unknown."""
        return bool(self._running)

    def stop(self) -> None:
        """Lease nothing more."""
        self._is_stopping = True

    async def deliver_due(self) -> int:
        """Send every open part, oldest first, several channels at once; the number that arrived.

        While Discord is away one part is tried, and the rest is left as it is.
        """
        running, arrived, broken = set[asyncio.Task[bool]](), 0, list[BaseException]()
        room = AT_ONCE if self._unanswered < _AWAY else 1
        while True:
            for held in await self._lease(room):
                task = asyncio.create_task(self._deliver(held))
                running.add(task)
                self._running.add(task)
                task.add_done_callback(self._running.discard)
            if not running:
                break
            done, running = await asyncio.wait(running, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                error = task.exception()
                broken += [error] if error else []
                arrived += not error and task.result()
            room = AT_ONCE - len(running) if self._unanswered < _AWAY else 0
        if broken:
            raise broken[0]
        return arrived

    async def deliver(self, edition_id: int) -> tuple[Delivery, ...]:
        """One edition's open parts, at once and whatever else waits; its parts after that."""
        while held := await self._lease(1, edition_id):
            await self._deliver(held[0])
        return await self._store.of_edition(edition_id)

    async def repeat(self, wish: Subscription, edition: Edition) -> Delivery | None:
        """Post an edition once more, where its digest goes now: a delivery of its own, with its own nonce. The delivery as it ended."""

        def work(tx: Transaction) -> int:
            part = self._store.next_repeat(tx, edition.id)
            if part >= _MOST_PARTS:
                raise Refused(_("This digest was posted again nine times already."))
            self._store.add(
                tx,
                edition_id=edition.id,
                part=part,
                guild_id=wish.guild_id,
                channel_id=wish.channel_id,
                due_at=self._clock(),
                nonce=delivery_nonce(wish.id, edition.local_date, part),
            )
            return part

        part = await self._db.transaction(work)
        return next((one for one in await self.deliver(edition.id) if one.part == part), None)

    async def last_error(self, subscription_id: int) -> str | None:
        """Why a subscription's last edition did not come."""
        return await self._store.last_error(subscription_id)

    async def history(self, subscription_id: int, limit: int = 10) -> tuple[PastEdition, ...]:
        """What became of a digest's editions, the newest first."""
        return await self._store.history(subscription_id, limit)

    async def _lease(self, room: int, edition_id: int | None = None) -> tuple[Delivery, ...]:
        if room <= 0 or self._is_stopping:
            return ()

        def work(tx: Transaction) -> tuple[Delivery, ...]:
            now = self._clock()
            return self._store.lease(tx, now, now + LEASE, limit=room, edition_id=edition_id)

        return await self._db.transaction(work)

    async def _deliver(self, held: Delivery) -> bool:
        edition = await self._digests.edition(held.edition_id)
        if edition is None:
            return False
        return await self._record(held, edition, await self._attempt(held, edition))

    async def _attempt(self, held: Delivery, edition: Edition) -> Outcome | _Skip:
        now = self._clock()
        need = look(held, now, started_at=self._started_at, restored_at=self._restored_at)
        if need == "must" and (found := await self.postman.find(held, edition, must=True)):
            return await self._found(held, edition, found)
        if is_too_late(held, now):
            return _Skip(_("Discord could not be reached while this digest was news; the next one tells of it."))
        if await self._digests.is_stopped(edition):
            return _Skip(_("The digest was paused before this one went out."))
        if need == "if allowed" and (found := await self.postman.find(held, edition, must=False)):
            return await self._found(held, edition, found)
        pages = await self._pages(held, edition)
        if held.part % REPEAT >= len(pages):
            return _Skip(_("Nothing is left to tell: its articles withdrew it."))
        if not await self._begin(held, edition, len(pages)):
            return Lost()
        return await self.postman.send(held, pages[held.part % REPEAT], lambda: self._holds(held))

    async def _found(self, held: Delivery, edition: Edition, outcome: Outcome) -> Outcome:
        """Of the parts behind a first one that was found, a store put back to before it was sent knows nothing: they are added here."""
        if isinstance(outcome, Sent) and held.part % REPEAT == 0:
            parts = len(await self._pages(held, edition))
            await self._db.transaction(lambda tx: self._add_behind(tx, held, edition, parts))
        return outcome

    async def _pages(self, held: Delivery, edition: Edition) -> Sequence[Page]:
        async with self._making:
            answer = await self._digests.answer(edition)
            return self.postman.pages(replace(answer, repeat=held.part // REPEAT))

    async def _begin(self, held: Delivery, edition: Edition, parts: int) -> bool:
        """Commit `sending`, and the parts behind the first; False if the lease was lost."""

        def work(tx: Transaction) -> bool:
            self._add_behind(tx, held, edition, parts)
            now = self._clock()
            return self._store.sending(tx, held, now, now + LEASE)

        return await self._db.transaction(work, durable=True)

    def _add_behind(self, tx: Transaction, held: Delivery, edition: Edition, parts: int) -> None:
        for part in range(held.part + 1, held.part + parts if held.part % REPEAT == 0 else 0):
            self._store.add(
                tx,
                edition_id=edition.id,
                part=part,
                guild_id=held.guild_id,
                channel_id=held.channel_id,
                due_at=held.due_at,
                nonce=delivery_nonce(edition.subscription_id, edition.local_date, part),
            )

    async def _holds(self, held: Delivery) -> bool:
        """Asked just before a request goes. The clock is read last: whoever was frozen until now finds the lease over."""
        until = await self._store.held_until(held)
        return until is not None and self._clock() < until

    async def _record(self, held: Delivery, edition: Edition, outcome: Outcome | _Skip) -> bool:
        now = self._clock()
        match outcome:
            case Sent(message_id):
                await self._db.transaction(lambda tx: self._store.sent(tx, held, message_id, now), durable=True)
                await self._heard()
                return True
            case Unknown(reason):
                again = now + wait_after(held.attempts)
                await self._db.transaction(lambda tx: self._store.unknown(tx, held, reason, again))
                self._unanswered += 1
                _log.warning("a digest's fate is unknown; it is tried again", delivery=held.id, reason=reason)
            case Wait(seconds, reason, is_global):
                again = now + timedelta(seconds=seconds)
                await self._db.transaction(lambda tx: self._store.wait(tx, held, reason, again))
                self._unanswered = _AWAY if is_global else self._unanswered
                _log.info("a digest waits", delivery=held.id, reason=reason)
            case Refusal(reason):
                await self._db.transaction(lambda tx: self._fail(tx, held, edition, reason, now))
                await self._heard()
                _log.warning("a digest was refused", delivery=held.id, channel=held.channel_id, reason=reason)
            case _Skip(reason):
                await self._db.transaction(lambda tx: self._store.skipped(tx, held, reason))
                _log.warning("a digest was skipped", delivery=held.id, channel=held.channel_id, reason=reason)
            case Lost():
                _log.warning("a digest was taken over before it was posted", delivery=held.id)
        return False

    def _fail(self, tx: Transaction, held: Delivery, edition: Edition, reason: str, now: datetime) -> None:
        """It ends, and the managers' channel is told, if there is one and it has not been told of the same before."""
        if self._store.failed(tx, held, reason):
            self._notices.add_refusal(tx, held, edition.subscription_id, reason, now)

    async def _heard(self) -> None:
        """Discord takes messages. If it was away, those that waited for it are open at once, the oldest first."""
        was_away, self._unanswered = self._unanswered >= _AWAY, 0
        if was_away:
            await self._db.transaction(lambda tx: self._store.back(tx, self._clock()))
