"""A server's wish for a digest: where, at which local hour, in which zone."""

from datetime import UTC, datetime
from difflib import get_close_matches
from functools import cache
from itertools import islice
from zoneinfo import available_timezones

from bot.domain.answers import Choice, ScheduleAnswer
from bot.domain.digest import Subscription
from bot.domain.errors import NotFound, Refused
from bot.domain.keys import fold
from bot.domain.periods import runs
from storage.database import Database
from storage.subscriptions import SubscriptionStore

_COMMON = (
    "UTC",
    "Europe/London",
    "Europe/Paris",
    "Europe/Berlin",
    "America/New_York",
    "America/Los_Angeles",
    "Asia/Almaty",
    "Asia/Tashkent",
    "Asia/Singapore",
    "Asia/Tokyo",
    "Asia/Kolkata",
    "Australia/Sydney",
)


@cache
def zones() -> tuple[str, ...]:
    """Every zone by its place's name; the abbreviations that are no places are left out."""
    places = (zone for zone in available_timezones() if "/" in zone)
    return (*sorted(zone for zone in places if not zone.startswith(("Etc/", "posix", "right", "SystemV"))), "UTC")


class SubscriptionService:
    def __init__(self, db: Database, store: SubscriptionStore) -> None:
        self._db = db
        self._store = store

    def zone(self, typed: str) -> str:
        """The zone meant; NotFound names what is near."""
        by_fold = {fold(zone): zone for zone in zones()} | {fold(zone.rpartition("/")[2]): zone for zone in zones()}
        found = {fold(zone): zone for zone in zones()}.get(fold(typed)) or by_fold.get(fold(typed))
        if found is None:
            near = get_close_matches(fold(typed), by_fold, n=5, cutoff=0.6)
            raise NotFound(
                f"“{typed}” is no time zone. Zones are called after a place, such as Europe/Berlin or Asia/Almaty.",
                near=tuple(dict.fromkeys(by_fold[word] for word in near)),
            )
        return found

    def zone_choices(self, typed: str) -> list[Choice]:
        """At most 25 zones that fit, common ones first."""
        words = fold(typed)
        ranked = [*_COMMON, *(zone for zone in zones() if zone not in _COMMON)]
        return [Choice(name=zone, value=zone) for zone in ranked if words in fold(zone)][:25]

    async def schedule(self, guild_id: int, channel_id: int, hour: int, zone: str, now: datetime) -> ScheduleAnswer:
        """Save the wish; a second one for the same channel changes it."""
        if not 0 <= hour <= 23:
            raise Refused("The hour is a whole number from 0 to 23.")
        wish = Subscription(guild_id=guild_id, channel_id=channel_id, hour=hour, zone=self.zone(zone), created_at=now)
        first = next(runs(wish.hour, wish.zone, now))
        await self._db.transaction(lambda tx: self._store.save(tx, wish, first))
        return self._answer(wish, now)

    async def of_server(self, guild_id: int) -> tuple[Subscription, ...]:
        return await self._store.of_server(guild_id)

    async def one(self, guild_id: int) -> Subscription:
        """The server's subscription; Refused says how to make one."""
        found = await self._store.of_server(guild_id)
        if not found:
            raise Refused("This server has no digest yet. `/digest schedule` sets channel, hour and zone.")
        return found[0]

    async def pause(self, guild_id: int, now: datetime) -> ScheduleAnswer:
        wish = await self.one(guild_id)
        await self._db.transaction(lambda tx: self._store.pause(tx, wish.id, now))
        return self._answer(await self.one(guild_id), now)

    async def resume(self, guild_id: int, now: datetime) -> ScheduleAnswer:
        wish = await self.one(guild_id)
        first = next(runs(wish.hour, wish.zone, now.astimezone(UTC)))
        await self._db.transaction(lambda tx: self._store.resume(tx, wish.id, first))
        return self._answer(await self.one(guild_id), now)

    async def status(self, guild_id: int, now: datetime) -> ScheduleAnswer:
        return self._answer(await self.one(guild_id), now)

    @staticmethod
    def _answer(wish: Subscription, now: datetime) -> ScheduleAnswer:
        return ScheduleAnswer(subscription=wish, next_runs=tuple(islice(runs(wish.hour, wish.zone, now), 2)))
