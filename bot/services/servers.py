"""A server as such: the bot leaves it and comes back, its channels go, its managers change things, its data is erased."""

import re
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from bot import log
from bot.domain.servers import USUAL, Condition, HistoryPage, Server
from bot.words import _, ngettext
from storage.audit import AuditStore
from storage.belongings import BelongingStore
from storage.conditions import condition
from storage.database import Database, Transaction
from storage.servers import ServerStore

_log = log.get(__name__)
KEPT_AFTER_LEAVING = timedelta(days=30)
_LINES = 15


class ServerService:
    def __init__(self, db: Database, store: ServerStore, audit: AuditStore, belongings: BelongingStore) -> None:
        self._db, self._store, self._audit, self._belongings = db, store, audit, belongings

    async def record(self, guild_id: int, author: int, what: str, now: datetime) -> None:
        """Who changed what; nothing where nothing is kept of the server. A source that was chosen by its number is named."""
        number = re.search(r" source:(\d{1,18})(?= |$)", what)
        name = await self._audit.source_name(guild_id, int(number[1])) if number else None
        if number and name:
            what = f"{what[: number.start()]} source:{name}{what[number.end() :]}"
        await self._db.transaction(lambda tx: self._audit.add(tx, guild_id, author, what, now))

    async def history(self, guild_id: int, number: int) -> HistoryPage:
        """A page of who changed what, and how long the server keeps."""
        found = await self._audit.of_server(guild_id, limit=_LINES + 1, offset=number * _LINES)
        server = await self._store.one(guild_id)
        return HistoryPage(
            changes=found[:_LINES],
            number=number,
            has_next=len(found) > _LINES,
            retention_days=server.retention_days if server else USUAL,
        )

    async def condition(self, guild_id: int) -> Condition:
        return await condition(self._db, guild_id)

    async def one(self, guild_id: int) -> Server | None:
        return await self._store.one(guild_id)

    async def left(self, guild_id: int, now: datetime) -> bool:
        """The bot was taken out: nothing is sent there from now on. False if that was known, or nothing is kept of it."""
        reason = _("The bot is not a member of this server any more.")
        left = await self._db.transaction(lambda tx: self._store.leave(tx, guild_id, reason, now), durable=True)
        if left:
            _log.info("left a server; its data goes in 30 days", server=guild_id)
        return left

    async def back(self, guild_id: int, now: datetime) -> bool:
        """The bot was invited again: all is as it was, and the managers are to be told. False if it had not left."""

        def work(tx: Transaction) -> bool:
            is_back = self._store.come_back(tx, guild_id, now)
            if is_back:
                words = _("The bot is back. Sources, digests and what managers ruled are as they were when it left.")
                self._store.tell(tx, guild_id, words)
            return is_back

        return await self._db.transaction(work, durable=True)

    async def known(self) -> dict[int, datetime | None]:
        """Every server that something is kept of, and since when the bot is out of it."""
        return await self._store.known()

    async def missing(self, present: Collection[int]) -> tuple[int, ...]:
        """Servers of the store that the bot was in, and that are not among those it is in now."""
        return tuple(
            number for number, left in (await self._store.known()).items() if left is None and number not in present
        )

    async def returned(self, present: Collection[int]) -> tuple[int, ...]:
        """Servers that it had left, and that are."""
        return tuple(
            number for number, left in (await self._store.known()).items() if left is not None and number in present
        )

    async def channels(self) -> Sequence[tuple[int, int]]:
        """(server, channel) of all that something is to be posted in."""
        return await self._store.channels()

    async def channel_gone(self, guild_id: int, channel_id: int, name: str, now: datetime) -> bool:
        """A channel was deleted: its digests are paused, and the managers are to be told. False if nothing went there."""

        def work(tx: Transaction) -> bool:
            gone = self._store.channel_gone(tx, guild_id, channel_id, _("The channel was deleted."), now)
            paused, notices, reviews = gone
            for words in _of_a_deleted_channel(name, paused, notices=notices, reviews=reviews):
                self._store.tell(tx, guild_id, words)
            return any(gone)

        return await self._db.transaction(work, durable=True)

    async def told(self, guild_id: int, words: str) -> None:
        """The managers have heard this."""
        await self._db.transaction(lambda tx: self._store.told(tx, guild_id, words))

    async def erase(self, guild_id: int) -> bool:
        """All that is kept of a server; what is being sent cannot be recorded any more. False if there was nothing."""
        erased = await self._db.transaction(lambda tx: self._belongings.erase_server(tx, guild_id), durable=True)
        if erased:
            _log.info("erased a server's data", server=guild_id)
        return erased

    async def erase_left(self, now: datetime) -> int:
        """Those that the bot left 30 days ago; how many."""
        gone = await self._store.left_before(now - KEPT_AFTER_LEAVING)
        for guild_id in gone:
            await self.erase(guild_id)
        return len(gone)

    async def erase_person(self, person: int) -> int:
        """A person's id wherever it stands, in every server; in how many places it stood."""
        return await self._db.transaction(lambda tx: self._belongings.erase_person(tx, person), durable=True)


def _of_a_deleted_channel(name: str, paused: int, *, notices: bool, reviews: bool) -> list[str]:
    said: list[str] = []
    if paused:
        said.append(
            ngettext(
                "#{name} was deleted, so its digest is paused. `/digest schedule` names another channel.",
                "#{name} was deleted, so its {n} digests are paused. `/digest schedule` names another channel.",
                paused,
            ).format(name=name, n=paused)
        )
    if notices:
        said.append(
            _("#{name} was deleted, so notices go to the digest's channel. `/notices channel` names another.").format(
                name=name
            )
        )
    if reviews:
        said.append(
            _(
                "#{name} was deleted, so what waits for review and what readers report is told nowhere; `/review queue` shows it. "
                "`/review channel` names another."
            ).format(name=name)
        )
    return said
