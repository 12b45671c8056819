"""Bringing an edition's parts to their channel, each once.

due --lease--> leased --commit--> sending --POST--> sent
                  |                  |-- no answer --> unknown --lease--> ...   (same nonce; history first)
                  |                  |-- 403, 404 ---> failed
                  (a lease that ran out is leased anew under a higher fence)
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from bot import log
from bot.domain.answers import DigestAnswer
from bot.domain.digest import Delivery, Edition
from bot.domain.keys import delivery_nonce
from bot.domain.notices import NoticeBatch, ReviewNotice
from bot.services.digests import DigestService
from storage.database import Database, Transaction
from storage.deliveries import DeliveryStore

_log = log.get(__name__)
LEASE = timedelta(seconds=60)
_MOST_BACKOFF = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class Sent:
    message_id: int


@dataclass(frozen=True, slots=True)
class Unknown:
    """The call broke off, or Discord is away: the message may exist or not."""

    reason: str


@dataclass(frozen=True, slots=True)
class Refusal:
    """Discord said no; `reason` says to a manager which channel, which permission, and what to do."""

    reason: str


class Postman(Protocol):
    """Knows Discord; implemented by `bot.postman`."""

    def parts(self, answer: DigestAnswer) -> int:
        """Messages the edition takes."""
        ...

    async def send(self, delivery: Delivery, answer: DigestAnswer) -> Sent | Unknown | Refusal: ...

    async def find(self, delivery: Delivery) -> Sent | Unknown | Refusal | None:
        """The part, if the channel's history has it already."""
        ...

    async def tell(self, batch: NoticeBatch | ReviewNotice, nonce: str) -> Sent | Unknown | Refusal:
        """Post notices to managers."""
        ...

    async def find_notice(self, batch: NoticeBatch | ReviewNotice) -> Sent | Unknown | Refusal | None:
        """As `find`, for notices."""
        ...


class DeliveryService:
    def __init__(self, db: Database, store: DeliveryStore, digests: DigestService, postman: Postman) -> None:
        self._db = db
        self._store = store
        self._digests = digests
        self.postman = postman

    async def deliver_due(self, now: datetime) -> int:
        """Send every open part, oldest first; the number that arrived."""
        arrived = 0
        while leased := await self._db.transaction(lambda tx: self._store.lease(tx, now, now + LEASE)):
            arrived += await self._deliver(*leased, now)
        return arrived

    async def _deliver(self, delivery: Delivery, may_exist: bool, now: datetime) -> bool:
        edition = await self._digests.edition(delivery.edition_id)
        if edition is None:
            return False
        answer = await self._digests.answer(edition)
        outcome = await self.postman.find(delivery) if may_exist else None
        if outcome is None:
            if not await self._begin(delivery, edition, self.postman.parts(answer), now):
                return False
            outcome = await self.postman.send(delivery, answer)
        return await self._record(delivery, outcome, now)

    async def _begin(self, delivery: Delivery, edition: Edition, parts: int, now: datetime) -> bool:
        """Commit `sending`, and the parts behind the first; False if the lease was lost."""

        def work(tx: Transaction) -> bool:
            for part in range(1, parts if delivery.part == 0 else 0):
                self._store.add(
                    tx,
                    edition_id=edition.id,
                    part=part,
                    guild_id=delivery.guild_id,
                    channel_id=delivery.channel_id,
                    due_at=delivery.due_at,
                    nonce=delivery_nonce(edition.subscription_id, edition.local_date, part),
                )
            return self._store.sending(tx, delivery, now + LEASE)

        return await self._db.transaction(work, durable=True)

    async def _record(self, delivery: Delivery, outcome: Sent | Unknown | Refusal, now: datetime) -> bool:
        match outcome:
            case Sent(message_id):
                await self._db.transaction(lambda tx: self._store.sent(tx, delivery, message_id, now), durable=True)
                return True
            case Unknown(reason):
                again = now + min(timedelta(seconds=10) * 2 ** min(delivery.attempts, 12), _MOST_BACKOFF)
                await self._db.transaction(lambda tx: self._store.unknown(tx, delivery, reason, again))
                _log.warning("a digest's fate is unknown; it is tried again", delivery=delivery.id, reason=reason)
            case Refusal(reason):
                await self._db.transaction(lambda tx: self._store.failed(tx, delivery, reason))
                _log.warning("a digest was refused", delivery=delivery.id, channel=delivery.channel_id, reason=reason)
        return False
