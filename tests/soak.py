"""A six-hour day in fast time: the whole bot with 50 feeds that change, 20 servers, and everything going wrong now and then.

    python -m tests.soak [--hours 6] [--feeds 50] [--servers 20] [--seed 1]        (or `make soak`)

The clock is simulated; feeds are served on loopback, servers are simcord's, jobs and workers are the real ones. Feeds fail, send
rubbish or hang up; some pages are poison; Discord breaks off; the disk fills up; readers type commands. It prints what the process
holds over time (the day before is in the store already), and fails if memory grew by more than a tenth since the first hour or a task, file or connection was left behind.
"""

import argparse
import asyncio
import contextlib
import gc
import os
import random
import re
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from bot import jobs
from bot.domain.errors import BotError, StoreFull
from bot.domain.managing import SourceCandidate
from bot.domain.news import Feed, Source
from bot.nlp.stories import sign
from bot.services.posting import Unknown
from storage.articles import Reading
from storage.database import Transaction
from storage.values import Values
from tests import make
from tests.desk import Desk, open_desk
from tests.servers import Served, pair
from tests.wires import Wires

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
_TAG = re.compile(r"(?:</?p>)+")
_QUESTIONS = (
    ("leader", {"name": "Tokayev"}),
    ("quotes", {"speaker": "Macron"}),
    ("meetings", {"leader": "Aliyev"}),
    ("deals", {"country": "India"}),
    ("leader", {"name": "Nobody At All"}),
    ("leaders", {}),
)


class Moody:
    """The real postman, on a Discord that breaks off while `is_away`."""

    def __init__(self, real: Any) -> None:
        self._real, self.is_away = real, False

    def __getattr__(self, name: str) -> Any:
        method = getattr(self._real, name)
        if name == "pages":
            return method

        async def broken(*arguments: Any, **more: Any) -> Any:
            return Unknown("Discord is away") if self.is_away else await method(*arguments, **more)

        return broken


@dataclass(frozen=True, slots=True)
class Held:
    """What the process holds at a moment: megabytes here and in the workers, tasks, open files, connections."""

    minute: int
    memory: float
    workers: float
    tasks: int
    files: int
    sockets: int


@dataclass
class Day:
    """What came of it."""

    held: list[Held] = field(default_factory=list[Held])
    did: Counter[str] = field(default_factory=Counter[str])
    broke: list[str] = field(default_factory=list[str])

    @property
    def growth(self) -> float:
        """Of the last quarter's memory over the first hour's end, as a share."""
        after = [one for one in self.held if one.minute >= 60] or self.held
        last = after[-max(1, len(after) // 4) :]
        return sum(one.memory for one in last) / len(last) / after[0].memory - 1


def measure(desk: Desk, minute: int) -> Held:
    gc.collect()
    links = [str(path.readlink()) for path in Path("/proc/self/fd").iterdir() if path.is_symlink()]
    children = [worker._process.pid for worker in desk.core.ingest._workers._all]
    return Held(
        minute=minute,
        memory=_megabytes("self"),
        workers=sum(_megabytes(str(child)) for child in children),
        tasks=len(asyncio.all_tasks()),
        files=sum(not link.startswith("socket:") for link in links),
        sockets=sum(link.startswith("socket:") for link in links),
    )


def _megabytes(process: str) -> float:
    try:
        return int(Path(f"/proc/{process}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20
    except OSError:
        return 0.0


class Soak:
    def __init__(self, desk: Desk, wires: Wires, seed: int) -> None:
        self.desk, self.wires, self.day, self.chance = desk, wires, Day(), random.Random(seed)
        self.postman = Moody(desk.delivery.postman)
        desk.delivery.postman = self.postman  # type: ignore[assignment]
        self.jobs = jobs.table(desk.core, desk.delivery, desk.clock)
        self._next = {job.name: desk.now for job in self.jobs}
        self._begin = desk.now

    async def furnish(self, base: str, servers: int) -> None:
        """Servers with a channel each, that read most of the feeds and want a digest at an hour of the day to come."""
        core, now = self.desk.core, self.desk.now
        for number in range(servers):
            guild = self.desk.guild if number == 0 else self.desk.env.create_guild(f"Society {number}")
            channel = self.desk.channel if number == 0 else guild.create_text_channel("digest")
            for feed in range(self.wires.feeds):
                if (feed + number) % 4:
                    found = SourceCandidate(
                        source=Source(name=f"Wire {feed}"), feed=Feed(url=f"{base}/feed/{feed}"), entries=()
                    )
                    await core.sources.add(guild.id, found, 1, now)
            await core.subscriptions.schedule(guild.id, channel.id, (now.hour + 1 + number % 6) % 24, "UTC", now)

    async def remember(self, articles: int) -> None:
        """The news of yesterday, so that what is kept of a day is full when the measuring begins: a few stories, many times."""
        core, begin = self.desk.core, self.desk.now - 24 * HOUR
        (line, *_) = await core.sources._store.of_server(self.desk.guild.id)
        texts = [_TAG.sub("\n", Wires.story(random.Random(n))).strip() for n in range(min(40, articles))]
        found = [
            (text, await core.ingest._entries._reader.facts(make.article(text, "https://yesterday.example")))
            for text in texts
        ]

        def keep(tx: Transaction, first: int) -> None:
            for n in range(first, min(first + 50, articles)):
                text, facts = found[n % len(found)]
                at, url = begin + n * 24 * HOUR / articles, f"https://yesterday.example/{n}"
                article = make.article(text, url, title=f"Talks {n}", published_at=at)
                reading = Reading(entry=make.entry(url), article=article, extraction=facts, is_news=True)
                core.ingest._entries._store(tx, line.feed, [(reading, sign(article.title, article.text))], at)

        for first in range(0, articles, 50):
            await core.db.transaction(lambda tx, first=first: keep(tx, first))

    async def run(self, minutes: int, every: int) -> Day:
        for minute in range(minutes):
            await self._disturb(minute)
            for _ in range(2):
                self.desk.now += MINUTE / 2
                self.wires.now = self.desk.now
                await self._work()
            if minute % 5 == 4:
                await self._type()
            self.day.did["minutes with a full disk"] += self.desk.core.db.is_full
            if minute % every == every - 1:
                self.day.held.append(measure(self.desk, minute + 1))
        await self._calm()
        self.day.held.append(measure(self.desk, minutes))
        return self.day

    async def _disturb(self, minute: int) -> None:
        """Each trouble comes and goes; the disk is full for five minutes of each hour, Discord away for ten."""
        if minute % 10 == 0:
            names = ("in trouble", "rubbish", "hangs up")
            ill = self.chance.sample(range(self.wires.feeds), self.wires.feeds // 8)
            self.wires.trouble = {feed: self.chance.choice(names) for feed in ill}
        self.postman.is_away = minute % 60 < 10
        if minute % 60 in (40, 45):
            pages = 1 if minute % 60 == 40 else 10**6
            await self.desk.core.db.transaction(lambda tx: tx.all(f"PRAGMA max_page_count = {pages}"))
            with contextlib.suppress(StoreFull):
                await Values(self.desk.core.db).put("large", "x" * 200_000)

    async def _work(self) -> None:
        """As the schedule does: each job at its time, and none ends the others."""
        for job in self.jobs:
            if self._next[job.name] > self.desk.now:
                continue
            self._next[job.name] = self.desk.now + timedelta(seconds=job.seconds)
            self.day.did[job.name] += 1
            try:
                await job.work()
            except BotError as error:
                self.day.did[type(error).__name__] += 1
            except Exception as error:  # noqa: BLE001 - counted, and the soak fails for it
                self.day.broke.append(f"{job.name}: {type(error).__name__}: {error}")

    async def _type(self) -> None:
        name, options = self.chance.choice(_QUESTIONS)
        answer = await self.desk.ask(self.desk.reader, name, **options)
        self.day.did["commands"] += 1
        if not answer or "went wrong" in answer:
            self.day.broke.append(f"/{name}: {answer[:100]}")

    async def _calm(self) -> None:
        """All is well again; idle connections may close."""
        self.wires.trouble, self.postman.is_away = {}, False
        await self.desk.core.db.transaction(lambda tx: tx.all("PRAGMA max_page_count = 1000000"))
        for _ in range(3):
            self.desk.now += 40 * MINUTE
            await self._work()
        await asyncio.sleep(1.0)
        rows = await self.desk.core.db.all(
            "SELECT 'articles' AS name, count(*) AS n FROM article UNION ALL SELECT 'facts', count(*) FROM fact"
            " UNION ALL SELECT 'polls of a feed', sum(polls) FROM feed"
            " UNION ALL SELECT 'feeds told of as ' || feed_state, count(*) FROM notice GROUP BY feed_state"
            " UNION ALL SELECT 'poison', count(*) FROM poison UNION ALL SELECT 'digests ' || state, count(*) FROM delivery GROUP BY state"
        )
        self.day.did.update({row["name"]: row["n"] for row in rows})


async def soak(
    folder: Path,
    *,
    minutes: int,
    feeds: int,
    servers: int,
    every: int,
    seed: int = 1,
    poison_every: int = 97,
    yesterday: int = 0,
) -> Day:
    """Live through a day of so many minutes, after one of `yesterday` articles; what is held is measured each `every` minutes."""
    wires = Wires(feeds, make.NOW, seed, poison_every)
    async with (
        Served(wires.app()) as base,
        open_desk(folder, allow=(pair(base),), extract_seconds=3.0, backup_hours=1.0, backups_kept=2) as desk,
    ):
        one = Soak(desk, wires, seed)
        await one.furnish(base, servers)
        await one.remember(yesterday)
        return await one.run(minutes, every)


def leaks(day: Day, before: Held) -> list[str]:
    """What was left behind since `before`, a moment of the same day."""
    more = {name: getattr(day.held[-1], name) - getattr(before, name) for name in ("tasks", "files", "sockets")}
    return [f"{number} {name} more than before" for name, number in more.items() if number > 2]


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--hours", type=float, default=6.0)
    options.add_argument("--feeds", type=int, default=50)
    options.add_argument("--servers", type=int, default=20)
    options.add_argument("--seed", type=int, default=1)
    asked = options.parse_args()
    from bot import log

    log.configure("CRITICAL")
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="communique-soak-") as folder:
        day = asyncio.run(
            soak(
                Path(folder),
                minutes=round(asked.hours * 60),
                feeds=asked.feeds,
                servers=asked.servers,
                every=15,
                seed=asked.seed,
                yesterday=32 * asked.feeds,
            )
        )
    print("minute  memory MB  workers MB  tasks  files  connections")
    for one in day.held:
        print(f"{one.minute:6} {one.memory:10.1f} {one.workers:11.1f} {one.tasks:6} {one.files:6} {one.sockets:12}")
    print(f"in {time.monotonic() - began:.0f} s:", ", ".join(f"{n} {name}" for name, n in sorted(day.did.items())))
    print(f"memory since the first hour: {day.growth:+.1%}")
    wrong = [*leaks(day, day.held[0]), *day.broke]
    if day.growth > 0.1:
        wrong.append("memory grew by more than a tenth")
    print(*(wrong or ["nothing leaked, nothing broke"]), sep="\n")
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main())
