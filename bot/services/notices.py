"""Telling a server's managers what they would miss: a feed's change of state, a digest that was refused, what waits for their review; each once."""

from datetime import datetime, timedelta
from typing import Any, Protocol

from bot import log
from bot.domain.keys import notice_nonce
from bot.domain.notices import NoticeBatch, ReviewNotice
from bot.services.posting import Lost, Outcome, Postman, Refusal, Sent, Unknown, Wait
from storage.database import Database, Transaction
from storage.notices import KEEP_FOR

_log = log.get(__name__)
_GIVE_UP = KEEP_FOR + timedelta(days=1)


class Notices(Protocol):
    """Messages to managers of one topic, each taken, sent once and settled."""

    topic: str

    def take(self, tx: Transaction, now: datetime) -> NoticeBatch | ReviewNotice | None: ...

    def put_off(self, tx: Transaction, batch: Any, until: datetime) -> None: ...

    def sent(self, tx: Transaction, batch: Any, now: datetime) -> None: ...

    def failed(self, tx: Transaction, batch: Any, reason: str) -> None: ...

    def set_channel(self, tx: Transaction, guild_id: int, channel_id: int | None, now: datetime) -> None: ...

    async def channel(self, guild_id: int) -> int | None: ...

    async def last_error(self, guild_id: int) -> str | None: ...


class NoticeService:
    def __init__(self, db: Database, store: Notices) -> None:
        self._db = db
        self._store = store

    async def deliver_due(self, now: datetime, postman: Postman) -> int:
        """Post every open notice, a server's together; the number of messages that arrived."""
        arrived = 0
        while batch := await self._db.transaction(lambda tx: self._store.take(tx, now), durable=True):
            outcome = await postman.find_notice(batch) if batch.may_exist else None
            nonce = notice_nonce(batch.id, self._store.topic)
            arrived += await self._record(batch, outcome or await postman.tell(batch, nonce), now)
        return arrived

    async def _record(self, batch: NoticeBatch | ReviewNotice, outcome: Outcome, now: datetime) -> bool:
        match outcome:
            case Sent():
                await self._db.transaction(lambda tx: self._store.sent(tx, batch, now), durable=True)
                return True
            case Unknown(reason) if now - batch.created_at < _GIVE_UP:
                _log.warning("a notice's fate is unknown; it is looked for again", batch=batch.id, reason=reason)
            case Wait(seconds, reason) if now - batch.created_at < _GIVE_UP:
                await self._db.transaction(
                    lambda tx: self._store.put_off(tx, batch, now + timedelta(seconds=max(seconds, 1.0)))
                )
            case Lost():
                pass  # nobody takes a notice over
            case Unknown(reason) | Refusal(reason) | Wait(_, reason):
                await self._db.transaction(lambda tx: self._store.failed(tx, batch, reason))
                _log.warning("a notice was refused", channel=batch.channel_id, reason=reason)
        return False

    async def set_channel(self, guild_id: int, channel_id: int | None, now: datetime) -> int | None:
        """Where notices go from now on; None leaves it to the topic. Answers with what holds then."""
        await self._db.transaction(lambda tx: self._store.set_channel(tx, guild_id, channel_id, now))
        return await self._store.channel(guild_id)

    async def where(self, guild_id: int) -> tuple[int | None, str | None]:
        """(channel that notices go to, why the last one could not be posted)."""
        return await self._store.channel(guild_id), await self._store.last_error(guild_id)
