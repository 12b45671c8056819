"""A bot's digests over a real store, with channels as the delivery service sees them; for days on which things go wrong."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

from bot.domain.answers import DigestAnswer
from bot.domain.digest import Delivery, Edition
from bot.services.delivery import DeliveryService
from bot.services.posting import Lost, Outcome, Refusal, Sent, Unknown, Wait
from bot.services.subscriptions import SubscriptionService
from storage.deliveries import DeliveryStore
from storage.sqlite import SqliteDatabase
from storage.subscriptions import SubscriptionStore
from tests import make

MORNING = make.NOW.replace(hour=9, minute=0, second=0, microsecond=0)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


class Discord:
    """Channels that keep what is posted to them, as the service sees them through its postman; what it does next can be said beforehand."""

    def __init__(self) -> None:
        self.posted: list[tuple[int, str]] = []
        self.next: list[Outcome | str] = []
        self.looked = self.lost = 0
        self.pages_made = 1
        self.may_look = True
        self.told: list[Any] = []
        self.before: Callable[[], Awaitable[object]] | None = None

    def pages(self, _answer: DigestAnswer) -> Sequence[object]:
        return range(self.pages_made)

    async def send(self, delivery: Delivery, _page: object, may_go: Callable[[], Awaitable[bool]]) -> Outcome:
        await asyncio.sleep(0)
        if self.before:
            await self.before()
        if not await may_go():
            self.lost += 1
            return Lost()
        said = self.next.pop(0) if self.next else "post"
        if isinstance(said, Wait | Refusal | Unknown):
            return said
        self.posted.append((delivery.channel_id, delivery.nonce))
        return Unknown("it broke off") if said == "post, then break" else Sent(len(self.posted))

    async def edit(self, delivery: Delivery, _page: object, _may_go: object) -> Outcome:
        return Sent(delivery.message_id or 0)

    async def find(self, delivery: Delivery, _edition: Edition, *, must: bool) -> Outcome | None:
        self.looked += 1
        if not self.may_look:
            return Refusal("Grant it Read Message History.") if must else None
        key = (delivery.channel_id, delivery.nonce)
        return Sent(self.posted.index(key) + 1) if key in self.posted else None

    async def tell(self, batch: Any, nonce: str) -> Outcome:
        self.told.append(batch)
        return Sent(1)

    async def find_notice(self, batch: Any) -> None:
        return None


class House:
    """A bot over a store; `again()` is the same bot after a restart."""

    def __init__(self, db: SqliteDatabase) -> None:
        self.db, self.now, self.discord = db, MORNING, Discord()
        self.wishes = SubscriptionService(db, SubscriptionStore(db))
        self.digests = make.digests(db)
        self.delivery = self.again(at=MORNING - HOUR)

    def again(self, at: datetime | None = None, restored_at: datetime | None = None) -> DeliveryService:
        self.delivery = DeliveryService(
            self.db,
            DeliveryStore(self.db),
            self.digests,
            self.discord,
            clock=lambda: self.now,
            started_at=at,
            restored_at=restored_at,
        )
        return self.delivery

    async def subscribe(self, *guilds: int, hour: int = 9) -> None:
        for guild in guilds:
            await self.wishes.schedule(guild, guild + 100, hour, "UTC", MORNING - HOUR)

    async def turn(self, moment: datetime | None = None) -> int:
        """The clock reaches a moment; the jobs run."""
        self.now = moment or self.now
        await self.digests.tick(self.now)
        return await self.delivery.deliver_due()

    async def states(self) -> list[str]:
        return [row["state"] for row in await self.db.all("SELECT state FROM delivery ORDER BY edition_id, part")]

    async def story(self, at: datetime, name: str) -> int:
        text = "“We begin in May,” Tokayev said."
        quote = make.quote(text, "We begin in May,", name)
        ids = await self._source()
        saved = await make.saved(
            self.db, ids, text, f"https://a.example/{name}", now=at, published_at=at, quotes=[quote]
        )
        return saved.new_facts[0]

    async def _source(self) -> tuple[int, int]:
        if not hasattr(self, "ids"):
            self.ids = await make.reading(self.db, 1)
        return self.ids

    async def facts(self, day: datetime) -> list[int]:
        (wish,) = await self.wishes.of_server(1)
        edition = await SubscriptionStore(self.db).edition(wish.id, day.date())
        assert edition
        return list(dict.fromkeys(number for _, number in edition.facts))
