"""The event loop's lag while nothing happens and while articles are extracted in a worker, and a command's time to acknowledge.

    python -m benchmarks.lag [--seconds 8]

Lag is how much later than asked a 5 ms sleep ends. The command is a `/quotes` typed on the simulated Discord while the worker is
busy, from its arrival at the client to the deferred answer. The bars, on a quiet machine: lag p99 at most 20 ms, the command 300 ms.
"""

import argparse
import asyncio
import contextlib
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

import discord
import simcord  # noqa: F401 - before anything that logs
from simcord.env import Env

from bot import app, front
from bot.client import Client
from bot.config import Settings
from bot.domain.errors import BotError
from bot.domain.news import Article
from bot.work import Workers

TEXT = "\n".join(
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


async def extract_for_ever(workers: Workers) -> None:
    article = Article(
        url="https://example.org/a",
        title="Talks in Samarkand",
        text=TEXT,
        language="en",
        published_at=datetime(2026, 3, 10, tzinfo=UTC),
    )
    while True:
        await workers.run("bot.nlp.extract:extract_article", article, seconds=60)


async def acknowledgements(count: int) -> list[float]:
    """Milliseconds from an interaction's arrival to its deferred answer."""
    taken: list[float] = []
    with tempfile.TemporaryDirectory() as folder:
        async with app.open_core(Settings(database=Path(folder) / "lag.db", discord_token="")) as core:
            client = Client(shard_count=1)
            await front.attach(core, client)
            env = Env(client, check_errors=False, settle_timeout=30)
            await env.start()
            guild = env.create_guild("Bench")
            channel = guild.create_text_channel("bench")
            reader = guild.add_member(env.create_user("reader"))
            await client.tree.sync()
            deferring = discord.InteractionResponse.defer
            began = 0.0

            async def timed(self: discord.InteractionResponse, **options: bool) -> object:
                answer = await deferring(self, **options)
                taken.append((time.perf_counter() - began) * 1000)
                return answer

            discord.InteractionResponse.defer = timed
            try:
                for _ in range(count):
                    began = time.perf_counter()
                    await reader.slash(channel, "quotes", about="harvest")
            finally:
                discord.InteractionResponse.defer = deferring
                await env.shutdown()
                await client.close()
    return taken


def p99(values: list[float]) -> float:
    return sorted(values)[min(len(values) - 1, int(len(values) * 0.99))]


async def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--seconds", type=float, default=8.0)
    seconds = options.parse_args().seconds
    async with Workers(1, passing=(BotError,)) as workers:
        await workers.warm("bot.nlp.extract:warm")
        idle = await lags(seconds)
        busy = asyncio.create_task(extract_for_ever(workers))
        loaded = await lags(seconds)
        commands = await acknowledgements(30)
        busy.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await busy
    print(
        f"lag p99 idle {p99(idle):.1f} ms, during extraction {p99(loaded):.1f} ms, ratio {p99(loaded) / max(p99(idle), 0.01):.1f}"
    )
    print(
        f"a command acknowledged during extraction: median {sorted(commands)[len(commands) // 2]:.0f} ms, p99 {p99(commands):.0f} ms"
    )


if __name__ == "__main__":
    asyncio.run(main())
