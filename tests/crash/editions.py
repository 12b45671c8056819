"""A store with editions that wait to be sent, and what has become of them."""

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.digest import Edition
from bot.domain.keys import delivery_nonce
from bot.render.digest import marker
from storage.database import Row, Transaction
from storage.deliveries import DeliveryStore
from storage.sqlite import SqliteDatabase
from storage.subscriptions import SubscriptionStore
from storage.times import to_text
from tests import make
from tests.crash.state import Channel, World

_WORDS = "The corridor, the bridge at mile {n} and the ferry of line {n} will be open to every carrier of both sides before winter number {n}"
_QUOTES, _YEAR = 24, 365
PARTS = {False: 1, True: 1}
"""A digest is one message, whether it has facts or not."""
_ROWS = "SELECT d.* FROM delivery d ORDER BY d.edition_id, d.part"
_NO_POLLS = "UPDATE feed SET next_poll_at = '9999-01-01T00:00:00.000000Z'"
_NEW_SUBSCRIPTION = """
INSERT INTO subscription (guild_id, channel_id, hour, zone, created_at) VALUES (:guild, :channel, 7, 'UTC', :now)
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """What stands in the channels against what was due. `states` are the store's."""

    parts: int
    doubled: int
    lost: int
    out_of_order: int
    states: dict[str, int]

    def __str__(self) -> str:
        return f"{self.parts} messages due: {self.doubled} doubled, {self.lost} lost, {self.out_of_order} out of order ({self.states})"


class Editions:
    """No subscription has a next hour, so that only what the test makes is due."""

    def __init__(self, db: SqliteDatabase, channels: Sequence[Channel], dice: random.Random) -> None:
        self._db, self._channels, self._dice = db, channels, dice
        self._subscriptions, self._deliveries = SubscriptionStore(db), DeliveryStore(db)
        self._wishes: dict[int, int] = {}
        self._quotes: dict[int, tuple[int, ...]] = {}
        self._days: Counter[int] = Counter()
        self.due: list[tuple[Edition, int]] = []
        """Each edition with the number of messages that it takes."""

    async def prepare(self, now: datetime, rich: int) -> None:
        """Subscribe every channel; the first `rich` servers have facts to tell."""

        def work(tx: Transaction) -> None:
            for one in self._channels:
                tx.execute(make.SERVER, {"guild": one.guild_id, "now": to_text(now)})
                values = {"guild": one.guild_id, "channel": one.id, "now": to_text(now)}
                self._wishes[one.id] = tx.insert(_NEW_SUBSCRIPTION, values)

        await self._db.transaction(work)
        for number, one in enumerate(self._channels[:rich]):
            sentences = [_WORDS.format(n=n) for n in range(_QUOTES)]
            text = "\n\n".join(f"“{sentence},” Tokayev said." for sentence in sentences)
            ids = await make.reading(self._db, one.guild_id, f"Wire {number}")
            quotes = [make.quote(text, sentence) for sentence in sentences]
            before = now - timedelta(hours=2)
            url = f"https://wire.example/{number}"
            saved = await make.saved(self._db, ids, text, url, now=before, published_at=before, quotes=quotes)
            self._quotes[one.id] = saved.new_facts
        await self._db.transaction(lambda tx: tx.execute(_NO_POLLS))

    async def add(self, count: int, now: datetime, *, due_at: datetime | None = None) -> None:
        """As many more editions, each of another channel and of that channel's next day in the past year: the bot looks for none before its day."""
        await self.add_to(self._dice.sample(list(self._channels), count), now, due_at=due_at)

    async def add_to(
        self,
        channels: Sequence[Channel],
        now: datetime,
        *,
        due_at: datetime | None = None,
        apart: timedelta = timedelta(),
    ) -> None:
        """An edition more for each channel, the n-th due n times `apart` after the first."""

        def work(tx: Transaction) -> None:
            for place, one in enumerate(channels):
                self._days[one.id] += 1
                day = now.date() - timedelta(days=_YEAR - self._days[one.id])
                quotes = self._quotes.get(one.id, ())
                edition = Edition(
                    subscription_id=self._wishes[one.id],
                    local_date=day,
                    window_from=now - timedelta(days=1),
                    window_to=now,
                    compiled_at=now,
                    facts=tuple(("quotes", quote) for quote in quotes),
                )
                number = self._subscriptions.save_edition(tx, edition)
                assert number is not None
                self.due.append((edition, PARTS[bool(quotes)]))
                self._deliveries.add(
                    tx,
                    edition_id=number,
                    part=0,
                    guild_id=one.guild_id,
                    channel_id=one.id,
                    due_at=(due_at or now) + place * apart,
                    nonce=delivery_nonce(self._wishes[one.id], day, 0),
                )

        await self._db.transaction(work)

    async def states(self) -> list[str]:
        return [row["state"] for row in await self.rows()]

    async def rows(self) -> Sequence[Row]:
        return await self._db.all(_ROWS)

    async def are_done(self) -> bool:
        rows = await self.rows()
        return len(rows) >= sum(parts for _, parts in self.due) and all(row["state"] == "sent" for row in rows)

    async def tally(self, world: World) -> Tally:
        """Count what stands in the channels; the store's own word is only listed."""
        posted = world.posted()
        wanted = [marker(edition, part) for edition, parts in self.due for part in range(parts)]
        first = {
            name: message.id for found in world.messages.values() for message in found[::-1] for name in message.markers
        }
        pairs = [(marker(edition, 0), marker(edition, 1)) for edition, parts in self.due if parts > 1]
        return Tally(
            parts=len(wanted),
            doubled=sum(max(0, count - 1) for count in posted.values()),
            lost=sum(name not in posted for name in wanted),
            out_of_order=sum(one in first and other in first and first[one] > first[other] for one, other in pairs),
            states=dict(Counter(row["state"] for row in await self.rows())),
        )
