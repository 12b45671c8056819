"""The hour of thousands of servers, ten minutes after which Discord is back: compiling their editions, and delivering them late.

    python -m benchmarks.outage [--servers 5000] [--stories 40] [--reported 0]

Store, services, rendering and pace are the bot's; Discord is a function that answers after 0.1 to 0.3 s, once for the look in a
channel's history and once for the post. Meanwhile a reader asks for quotes twenty times a second. Printed for each phase: how long it took, the
requests a second in all and in the fullest second, a question's p99, and the longest that the event loop was held. The bars, for 5,000
servers: delivered within 225 s, never more than 50 requests a second, questions within 1 s, the loop held for no more than 50 ms.
`--reported` puts so many reports more into one server's window: an edition of hostile size.
"""

import argparse
import asyncio
import gc
import random
import tempfile
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import discord

from bot import log
from bot.domain.answers import DigestAnswer, Scope
from bot.domain.digest import Delivery, Edition, Subscription
from bot.domain.notices import NoticeBatch
from bot.outbound import Pacer
from bot.render import digest
from bot.services.delivery import DeliveryService
from bot.services.digests import DigestService
from bot.services.events import EventReader
from bot.services.posting import Lost, Outcome, Sent
from storage.database import Transaction
from storage.deliveries import DeliveryStore
from storage.facts import FactQuery, FactStore
from storage.sources import SourceStore
from storage.sqlite import SqliteDatabase, open_database
from storage.subscriptions import SubscriptionStore
from tests import make

HOUR = make.NOW.replace(hour=9, minute=0, second=0, microsecond=0)
READS = """
INSERT INTO server_source (guild_id, source_id, name, owner_kind, added_by, added_at)
SELECT guild_id, 1, 'Wire', 'unknown', 1, joined_at FROM server WHERE guild_id > 1
"""
WORDS = (
    "“We shall build the railway before the harvest, and our neighbours will build theirs,” {name} said in city {n}."
)
TALKS = "{name} met {other} in city {n} and they agreed on water."


@dataclass
class FarDiscord:
    """Implements the service's `Postman`."""

    pacer: Pacer = field(default_factory=Pacer)
    asked: list[float] = field(default_factory=list)
    order: list[int] = field(default_factory=list)

    def pages(self, answer: DigestAnswer) -> Sequence[discord.ui.LayoutView]:
        return digest.layouts(answer)

    async def _request(self) -> None:
        await self.pacer.turn()
        self.asked.append(time.monotonic())
        await asyncio.sleep(random.uniform(0.1, 0.3))

    async def send(self, delivery: Delivery, page: object, may_go: Callable[[], Awaitable[bool]]) -> Outcome:
        assert isinstance(page, discord.ui.LayoutView)
        page.to_components()
        if not await may_go():
            return Lost()
        await self._request()
        self.order.append(delivery.id)
        return Sent(delivery.id)

    async def edit(self, delivery: Delivery, page: object, may_go: object) -> Outcome:
        return Sent(delivery.id)

    async def find(self, delivery: Delivery, edition: Edition, *, must: bool) -> Outcome | None:
        await self._request()
        return None

    async def tell(self, batch: NoticeBatch, nonce: str) -> Outcome:
        return Sent(1)

    async def find_notice(self, batch: NoticeBatch) -> Outcome | None:
        return None


async def furnish(db: SqliteDatabase, servers: int, stories: int, reported: int) -> None:
    """Every server reads one source, whose articles each carry a quote and a meeting; the first reads a flood besides."""
    ids = await make.reading(db, 1)
    store = SubscriptionStore(db)

    def subscribe(tx: Transaction) -> None:
        for guild in range(1, servers + 1):
            wish = Subscription(
                guild_id=guild, channel_id=guild, hour=9, zone="UTC", created_at=HOUR - timedelta(days=9)
            )
            store.save(tx, wish, HOUR, HOUR)
        tx.execute(READS)

    await db.transaction(subscribe)
    for n in range(stories):
        await tell(db, ids, n)
    flood = await make.reading(db, 1, "Flood")
    for n in range(stories, stories + reported):
        await tell(db, flood, n)


async def tell(db: SqliteDatabase, ids: tuple[int, int], n: int) -> None:
    name, other, at = f"Leader{n}", f"Other{n % 900}", HOUR - timedelta(hours=2)
    text = WORDS.format(name=name, n=n) + "\n" + TALKS.format(name=name, other=other, n=n)
    quoted = make.quote(
        text, "We shall build the railway before the harvest, and our neighbours will build theirs,", name
    )
    await make.saved(
        db,
        ids,
        text,
        f"https://wire.example/{n}",
        now=at,
        published_at=at,
        quotes=[quoted],
        meetings=[make.meeting(text, name, other)],
    )


@dataclass
class Phase:
    """What was felt while something ran, in seconds."""

    name: str
    took: float = 0.0
    cpu: float = 0.0
    held: float = 0.0
    questions: list[float] = field(default_factory=list)

    def __str__(self) -> str:
        asked = sorted(self.questions) or [0.0]
        p99 = asked[min(len(asked) - 1, len(asked) * 99 // 100)]
        return (
            f"{self.name}: {self.took:.1f} s ({self.cpu:.1f} s of CPU); {len(asked)} questions, p99 {p99 * 1000:.0f} ms, "
            f"longest {asked[-1] * 1000:.0f} ms; the loop was held for at most {self.held * 1000:.0f} ms"
        )


async def during(phase: Phase, work: Awaitable[object], events: EventReader) -> Phase:
    """Await `work`, asking for quotes and watching the loop meanwhile."""

    async def watch() -> None:
        while True:
            start = time.perf_counter()
            await asyncio.sleep(0.002)
            phase.held = max(phase.held, time.perf_counter() - start - 0.002)

    async def ask() -> None:
        while True:
            start = time.perf_counter()
            await events.page(Scope(guild_id=2), FactQuery(kinds=("quote",), about="railway"), number=0, size=5)
            phase.questions.append(time.perf_counter() - start)
            await asyncio.sleep(max(0.0, start + 0.05 - time.perf_counter()))

    beside = [asyncio.create_task(watch()), asyncio.create_task(ask())]
    began, cpu = time.perf_counter(), time.process_time()
    await work
    phase.took, phase.cpu = time.perf_counter() - began, time.process_time() - cpu
    for task in beside:
        task.cancel()
    await asyncio.gather(*beside, return_exceptions=True)
    return phase


def fullest(asked: list[float]) -> int:
    """Requests in the fullest second."""
    most, start = 0, 0
    for end, moment in enumerate(asked):
        while moment - asked[start] >= 1.0:
            start += 1
        most = max(most, end - start + 1)
    return most


async def run(servers: int, stories: int, reported: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        async with open_database(Path(folder) / "store.db") as db:
            await furnish(db, servers, stories, reported)
            began = time.monotonic()

            def clock() -> datetime:
                return HOUR + timedelta(minutes=10, seconds=time.monotonic() - began)

            far, facts = FarDiscord(), FactStore(db)
            digests = DigestService(
                db,
                facts=facts,
                events=EventReader(facts),
                subscriptions=SubscriptionStore(db),
                deliveries=DeliveryStore(db),
                sources=SourceStore(db),
            )
            delivery = DeliveryService(
                db, DeliveryStore(db), digests, far, clock=clock, started_at=HOUR - timedelta(days=1)
            )
            gc.collect()
            print(await during(Phase("compiled"), digests.tick(HOUR), EventReader(facts)))
            phase = await during(Phase("delivered"), delivery.deliver_due(), EventReader(facts))
            print(phase)
            strays = max((abs(number - place - 1) for place, number in enumerate(far.order)), default=0)
            print(
                f"{len(far.order)} of {servers} arrived, none further than {strays} from its place; {len(far.asked) / phase.took:.1f} requests "
                f"a second, {fullest(far.asked)} in the fullest"
            )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--servers", type=int, default=5000)
    parser.add_argument("--stories", type=int, default=40)
    parser.add_argument("--reported", type=int, default=0)
    chosen = parser.parse_args()
    log.configure("ERROR", ())
    asyncio.run(run(chosen.servers, chosen.stories, chosen.reported))


if __name__ == "__main__":
    main()
