"""The event loop's lag while nothing happens and while articles are extracted in a worker, in one run.

    python -m benchmarks.lag [--articles 40]

Lag is how much later than asked a 5 ms sleep ends. A command's time to acknowledge is measured from the interaction's arrival in the
real client (on simcord) to the deferred answer, while the worker is busy. The bars, on a quiet machine: lag p99 at most 20 ms, the command
at most 300 ms.
"""

import asyncio
import time
from datetime import UTC, datetime

from bot.domain.news import Article
from bot.work import Workers

TEXT = " ".join(
    [
        "Kazakh President Kassym-Jomart Tokayev met his Uzbek counterpart Shavkat Mirziyoyev in Samarkand on Tuesday.",
        '"We will open the new crossing before the harvest," he said, adding that work on the railway goes on.',
        "The two sides signed an agreement on water worth $1.2 billion, according to a statement from the presidency.",
    ]
    * 16
)


async def lags(seconds: float) -> list[float]:
    """How late, in milliseconds, each 5 ms sleep of `seconds` ended."""
    late: list[float] = []
    end = time.perf_counter() + seconds
    while (start := time.perf_counter()) < end:
        await asyncio.sleep(0.005)
        late.append((time.perf_counter() - start - 0.005) * 1000)
    return late


async def extractions(workers: Workers, count: int) -> None:
    article = Article(
        url="https://example.org/a",
        title="Talks in Samarkand",
        text=TEXT,
        language="en",
        published_at=datetime(2026, 3, 10, tzinfo=UTC),
    )
    for _ in range(count):
        await workers.run("bot.nlp.extract:extract_article", article, seconds=60)


def p(values: list[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]
