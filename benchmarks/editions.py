"""The hour of thousands of servers: compiling their editions while readers ask.

    python -m benchmarks.editions [--servers 5000] [--stories 40] [--reported 0]

Meanwhile a reader asks for quotes twenty times a second. Printed: how long it took, a question's p99, and the longest that the event
loop was held. The bars, for 5,000 servers: questions within 1 s, the loop held for no more than 50 ms. `--reported` puts so many
reports more into one server's window: an edition of hostile size. What posting them takes is measured by `python -m tests.crash.outage`.
"""

import argparse
import asyncio
import gc
import tempfile
import time
from collections.abc import Awaitable
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from bot import log
from bot.domain.answers import Scope
from bot.domain.digest import Subscription
from bot.services.events import EventReader
from storage.database import Transaction
from storage.facts import FactQuery, FactStore
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
class Felt:
    """What was felt while something ran, in seconds."""

    took: float = 0.0
    cpu: float = 0.0
    held: float = 0.0
    questions: list[float] = field(default_factory=list)

    def __str__(self) -> str:
        asked = sorted(self.questions) or [0.0]
        p99 = asked[min(len(asked) - 1, len(asked) * 99 // 100)]
        return (
            f"{self.took:.1f} s ({self.cpu:.1f} s of CPU); {len(asked)} questions, p99 {p99 * 1000:.0f} ms, "
            f"longest {asked[-1] * 1000:.0f} ms; the loop was held for at most {self.held * 1000:.0f} ms"
        )


async def during(work: Awaitable[object], events: EventReader) -> Felt:
    """Await `work`, asking for quotes and watching the loop meanwhile."""
    felt = Felt()

    async def watch() -> None:
        while True:
            start = time.perf_counter()
            await asyncio.sleep(0.002)
            felt.held = max(felt.held, time.perf_counter() - start - 0.002)

    async def ask() -> None:
        while True:
            start = time.perf_counter()
            await events.page(Scope(guild_id=2), FactQuery(kinds=("quote",), about="railway"), number=0, size=5)
            felt.questions.append(time.perf_counter() - start)
            await asyncio.sleep(max(0.0, start + 0.05 - time.perf_counter()))

    beside = [asyncio.create_task(watch()), asyncio.create_task(ask())]
    began, cpu = time.perf_counter(), time.process_time()
    await work
    felt.took, felt.cpu = time.perf_counter() - began, time.process_time() - cpu
    for task in beside:
        task.cancel()
    await asyncio.gather(*beside, return_exceptions=True)
    return felt


async def run(servers: int, stories: int, reported: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        async with open_database(Path(folder) / "store.db") as db:
            await furnish(db, servers, stories, reported)
            gc.collect()
            print(await during(make.digests(db).tick(HOUR), EventReader(FactStore(db))))
            row = await db.one("SELECT count(*) AS n FROM edition")
            print(f"{row['n'] if row else 0} of {servers} editions")


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
