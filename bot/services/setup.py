"""Setting a server up: likely zones, the first news of its sources, how things stand, and taking all of it away."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from datetime import datetime, timedelta

from bot import log
from bot.domain.answers import DigestAnswer
from bot.domain.digest import Subscription
from bot.domain.errors import Refused
from bot.domain.managing import ScheduleAnswer
from bot.domain.setup import DigestState, Draft, SetupState
from bot.services.digests import DigestService
from bot.services.sources import SourceService
from bot.services.subscriptions import COMMON_ZONES, SubscriptionService, zones
from bot.words import _
from storage.database import Database, Transaction
from storage.deliveries import DeliveryStore
from storage.notices import NoticeStore
from storage.sources import SourceStore
from storage.subscriptions import SubscriptionStore

_log = log.get(__name__)
Reading = Callable[[datetime], Awaitable[object]]
"""Asks every feed that is due, as the bot does by itself; returns when all were read."""
_DAY = timedelta(days=1)
_EVERY_SECONDS, _LONGEST_SECONDS = 3.0, 180.0
_ZONES = {
    "en-GB": "Europe/London",
    "en-US": "America/New_York America/Chicago America/Denver America/Los_Angeles",
    "bg": "Europe/Sofia",
    "zh-CN": "Asia/Shanghai",
    "zh-TW": "Asia/Taipei",
    "hr": "Europe/Zagreb",
    "cs": "Europe/Prague",
    "id": "Asia/Jakarta",
    "da": "Europe/Copenhagen",
    "nl": "Europe/Amsterdam Europe/Brussels",
    "fi": "Europe/Helsinki",
    "fr": "Europe/Paris Europe/Brussels America/Toronto",
    "de": "Europe/Berlin Europe/Vienna Europe/Zurich",
    "el": "Europe/Athens",
    "hi": "Asia/Kolkata",
    "hu": "Europe/Budapest",
    "it": "Europe/Rome",
    "ja": "Asia/Tokyo",
    "ko": "Asia/Seoul",
    "es-419": "America/Mexico_City America/Bogota America/Lima America/Santiago America/Buenos_Aires",
    "lt": "Europe/Vilnius",
    "no": "Europe/Oslo",
    "pl": "Europe/Warsaw",
    "pt-BR": "America/Sao_Paulo",
    "ro": "Europe/Bucharest",
    "ru": "Europe/Moscow Asia/Almaty Asia/Tashkent Asia/Yekaterinburg",
    "es-ES": "Europe/Madrid",
    "sv-SE": "Europe/Stockholm",
    "th": "Asia/Bangkok",
    "tr": "Europe/Istanbul",
    "uk": "Europe/Kyiv",
    "vi": "Asia/Ho_Chi_Minh",
}
"""By Discord's locales: where most who read that language live."""


def likely_zones(locale: str) -> tuple[str, ...]:
    """At most 24, those of a server's language first."""
    likely = (*_ZONES.get(locale, "").split(), *COMMON_ZONES)
    return tuple(dict.fromkeys(zone for zone in likely if zone in zones()))[:24]


class SetupService:
    """`read` is how feeds are asked at once."""

    def __init__(
        self,
        db: Database,
        *,
        subscriptions: SubscriptionService,
        sources: SourceService,
        digests: DigestService,
        read: Reading,
    ) -> None:
        self._db = db
        self._subscriptions, self._sources, self._digests, self._read = subscriptions, sources, digests, read
        self._subscription_store, self._source_store = SubscriptionStore(db), SourceStore(db)
        self._deliveries, self._notices = DeliveryStore(db), NoticeStore(db)
        self._reading: set[asyncio.Future[object]] = set()

    async def known(self, guild_id: int) -> Subscription | None:
        """The digest that setting up changes; Refused where it could be any of several."""
        known = await self._subscriptions.of_server(guild_id)
        if len(known) > 1:
            raise Refused(
                _(
                    "This server has several digests: {names}. `/digest schedule` with `digest:` changes one of them; `/setup check` looks "
                    "after all."
                ).format(names=", ".join(wish.name for wish in known))
            )
        return next(iter(known), None)

    async def draft(self, guild_id: int) -> Draft:
        """What is known before anything was asked."""
        wish = await self.known(guild_id)
        return Draft(channel_id=wish.channel_id, hour=wish.hour, zone=wish.zone) if wish else Draft()

    async def runs(self, guild_id: int, draft: Draft, now: datetime) -> ScheduleAnswer | None:
        """When the digest would come; None before hour and zone are said."""
        if draft.hour is None or not draft.zone:
            return None
        wish = await self.known(guild_id) or _new(guild_id, now)
        zone = self._subscriptions.zone(draft.zone)
        wish = replace(wish, channel_id=draft.channel_id, hour=draft.hour, zone=zone, paused_at=None)
        return await self._subscriptions.answer(wish, now)

    async def asking(self, guild_id: int, now: datetime) -> AsyncIterator[tuple[int, int]]:
        """(feeds asked, feeds) while those that were never asked are read, for three minutes at most. The reading goes on without us."""
        waiting = of = await self._sources.waiting(guild_id)
        if not waiting:
            return
        reading = asyncio.ensure_future(self._read(now))
        self._reading.add(reading)
        reading.add_done_callback(self._read_through)
        until = asyncio.get_running_loop().time() + _LONGEST_SECONDS
        while not reading.done() and asyncio.get_running_loop().time() < until:
            yield of - waiting, of
            await asyncio.wait({reading}, timeout=_EVERY_SECONDS)
            waiting = await self._sources.waiting(guild_id)

    def _read_through(self, reading: asyncio.Future[object]) -> None:
        self._reading.discard(reading)
        if not reading.cancelled() and (error := reading.exception()):
            _log.warning("a first reading ended early", reason=str(error))

    async def sample(self, guild_id: int, draft: Draft, now: datetime) -> DigestAnswer:
        """A digest of the last day, also where one has told of it already; nothing is kept."""
        wish = await self.known(guild_id) or _new(guild_id, now)
        wish = replace(wish, zone=self._subscriptions.zone(draft.zone))
        return await self._digests.preview(guild_id, wish.zone, now, wish, start=now - _DAY)

    async def live(self, guild_id: int, draft: Draft, now: datetime) -> ScheduleAnswer:
        """Save it."""
        await self.known(guild_id)
        if draft.hour is None:
            raise Refused(_("Choose the hour first."))
        return await self._subscriptions.schedule(guild_id, draft.channel_id, draft.hour, draft.zone, now)

    async def state(self, guild_id: int, now: datetime) -> SetupState:
        digests: list[DigestState] = []
        for wish in await self._subscriptions.of_server(guild_id):
            last = await self._deliveries.history(wish.id, 1)
            schedule = await self._subscriptions.answer(wish, now)
            digests.append(DigestState(schedule=schedule, last=next(iter(last), None)))
        _asked, answered = await self._source_store.answered(guild_id, now - _DAY)
        return SetupState(
            digests=tuple(digests),
            sources=await self._sources.reading(guild_id),
            answered=answered,
            notices_channel=await self._notices.channel(guild_id),
            notices_error=await self._notices.last_error(guild_id),
            now=now,
        )

    async def reset(self, guild_id: int, now: datetime) -> tuple[int, int]:
        """(digests, sources) that are gone, with the notices' channel. Articles stay until no server reads them."""
        wishes = await self._subscriptions.of_server(guild_id)
        lines = (await self._sources.reading(guild_id)).lines

        def work(tx: Transaction) -> None:
            for wish in wishes:
                self._subscription_store.remove(tx, wish.id)
            for line in lines:
                self._source_store.detach(tx, guild_id, line.source.id)
            self._notices.set_channel(tx, guild_id, None, now)

        await self._db.transaction(work)
        return len(wishes), len(lines)


def _new(guild_id: int, now: datetime) -> Subscription:
    return Subscription(guild_id=guild_id, channel_id=0, hour=0, zone="UTC", created_at=now)
