"""How long each reader's command takes, service and page together, as the store grows.

    python -m benchmarks.answers [--quotes 10000,100000,1000000] [--asked 100] [--store FOLDER]

A server that reads five sources of two thousand asks by people, countries, words and ids of its own news. The bars: p99 at a million
quotes at most 60 ms, and at most three times that at ten thousand; autocompletes under 100 ms with 5,000 leaders and 100,000 deals, the
first key after new facts too. CPU is the process's own time: on a busy machine the steadier figure.
"""

import asyncio
import random
import time
from dataclasses import dataclass
from pathlib import Path
from typing import LiteralString

from benchmarks import store
from benchmarks.questions import SCOPE, Ask, Reader
from bot.running import settle
from storage import voices
from storage.sqlite import open_database

OWN: LiteralString = (
    """
SELECT f.id, f.kind, s.story_id AS story, p.name, p.country FROM fact f JOIN article_story s ON s.article_id = f.article_id
JOIN fact_party p ON p.fact_id = f.id AND p.position = 0 WHERE
"""
    + voices.FACT_CARRIED
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Milliseconds: the clock's and the processor's."""

    p50: float
    p99: float
    busy: float


async def timed(ask: Ask, draw: random.Random, count: int) -> Figures:
    spent: list[float] = []
    busy: list[float] = []
    for _ in range(count):
        began, used = time.perf_counter(), time.process_time()
        await ask(draw)
        spent.append((time.perf_counter() - began) * 1000)
        busy.append((time.process_time() - used) * 1000)
    return Figures(p50=share(0.5, spent), p99=share(0.99, spent), busy=share(0.99, busy))


def share(part: float, values: list[float]) -> float:
    return sorted(values)[min(len(values) - 1, int(len(values) * part))]


async def measure(path: Path, count: int) -> dict[str, Figures]:
    async with open_database(path) as db:
        own = list(await db.all(OWN, {"guild": SCOPE.guild_id}))
        settle()  # as the bot does
        reader = Reader(db, own)
        await reader.names.refresh(SCOPE)
        found: dict[str, Figures] = {}
        for name, ask in (reader.commands() | reader.keys()).items():
            await timed(ask, random.Random(0), 3)
            found[name] = await timed(ask, random.Random(1), max(5, count // 5) if "," in name else count)
        return found


async def main() -> None:
    parser = store.options(__doc__)
    parser.add_argument("--quotes", default="10000,100000,1000000")
    parser.add_argument("--asked", type=int, default=100)
    asked = parser.parse_args()
    sizes = [int(size) for size in asked.quotes.split(",")]
    tables = [await measure(await store.kept(size, asked.store), asked.asked) for size in sizes]
    print(
        "ms: p50 / p99 / CPU p99".ljust(24) + "".join(f"{size:>24,}" for size in sizes) + "   p99: last to first, CPU"
    )
    for name, first in tables[0].items():
        row = "".join(f"{one.p50:>10.1f}{one.p99:>7.1f}{one.busy:>7.1f}" for one in (table[name] for table in tables))
        last = tables[-1][name]
        print(f"{name:24}{row}   {last.p99 / first.p99:>8.1f} {last.busy / first.busy:>6.1f}")


if __name__ == "__main__":
    asyncio.run(main())
