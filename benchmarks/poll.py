"""Feeds a second: N feeds of 30 entries on loopback, all stored, by the bot and by the `reader` package in the same run.

    python -m benchmarks.poll [--feeds 500] [--warm 2000] [--rounds 50] [--reader PYTHON]

`--reader` names the Python of an environment of its own, so that reader's dependencies stay out of ours:

    python3 -m venv ENV && ENV/bin/pip install reader        (set READER_NO_VENDORED_FEEDPARSER=1 for both steps)

Both read the same server in a process beside them, and store every entry in SQLite. Entries carry their text and no address, so that
the bot asks for no pages and finds no facts, as reader does. Cold: nothing is known. Warm: every feed answers 304. The bars: cold 3 x and warm
10 x reader's feeds a second; 2,000 feeds warm in under 5 s of CPU; the loop's lag p99 under 20 ms; memory flat over 50 rounds.
"""

import argparse
import asyncio
import contextlib
import gc
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

from bot.domain.errors import BotError
from bot.domain.news import Feed, Source
from bot.feeds.fetch import Fetcher
from bot.ingest import Ingest
from bot.nlp.load import DEFAULT_MODEL
from bot.nlp.stories import OpenStories
from bot.work import Workers
from storage.articles import ArticleStore
from storage.sources import SourceStore
from storage.sqlite import SqliteDatabase, open_database
from storage.stories import StoryStore

HOSTS = 100  # a host gets two connections, so that many feeds of one host would measure that
ENTRIES = 30
NOW = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)
READER = """
import json, sys, time
from reader import make_reader
urls, path = json.load(sys.stdin)
reader = make_reader(path)
for url in urls:
    reader.add_feed(url)
said = {}
for name in ("cold", "warm", "warm again"):
    began, used = time.perf_counter(), time.process_time()
    problems = sum(isinstance(result.value, Exception) for result in reader.update_feeds_iter(scheduled=False, workers=10))
    said[name] = len(urls) / (time.perf_counter() - began)
    said[name + " cpu"] = (time.process_time() - used) / len(urls) * 1000
    assert not problems, problems
said["warm"] = max(said["warm"], said.pop("warm again"))
counts = reader.get_entry_counts()
said["entries"] = counts.total
print(json.dumps(said))
"""


def urls(port: int, count: int) -> list[str]:
    return [f"http://127.0.1.{n % HOSTS + 1}:{port}/{n}" for n in range(count)]


def body(number: int) -> bytes:
    """Items as publishers write them, with a picture and a link in the description; its text is a teaser of one sentence."""
    items = "".join(
        f"<item><title>Talks {number}.{n} on trade and transport in the capital</title><guid isPermaLink='false'>g-{number}-{n}</guid>"
        f"<pubDate>{format_datetime(NOW - timedelta(hours=n))}</pubDate><category>World</category><category>Trade</category><description><![CDATA["
        f'<p><a href="https://news.example/{number}/{n}?ref=feed"><img src="https://cdn.example/{number}/{n}.jpg" width="640" height="360" '
        f'alt="Two ministers at a table" class="lead" loading="lazy"></a></p><p>The two ministers spoke about number <b>{n}</b> of the list, and '
        f'<em>they will meet again</em>. <a href="https://news.example/{number}/{n}">Read more</a></p>]]></description></item>'
        for n in range(ENTRIES)
    )
    return f"<?xml version='1.0'?><rss version='2.0'><channel><title>Feed {number}</title><link>http://x/</link><description>d</description>{items}</channel></rss>".encode()


async def serve() -> None:
    """The publishers, in a process of their own that costs little; says its port."""
    made: dict[str, bytes] = {}

    def answer(number: str, *, is_known: bool) -> bytes:
        head = f'ETag: "{number}"\r\nLast-Modified: {format_datetime(NOW, usegmt=True)}\r\n'
        if is_known:
            return f"HTTP/1.1 304 Not Modified\r\n{head}\r\n".encode()
        if number not in made:
            made[number] = body(int(number))
        head += f"Content-Type: application/rss+xml\r\nContent-Length: {len(made[number])}\r\n"
        return f"HTTP/1.1 200 OK\r\n{head}\r\n".encode() + made[number]

    class Publisher(asyncio.Protocol):
        def connection_made(self, transport: asyncio.BaseTransport) -> None:
            self.transport = transport

        def data_received(self, data: bytes) -> None:  # a request fits one segment on loopback
            number = data.split(b" ", 2)[1][1:].decode()
            self.transport.write(answer(number, is_known=b"if-none-match:" in data.lower()))

    server = await asyncio.get_running_loop().create_server(Publisher, "0.0.0.0", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


@contextlib.asynccontextmanager
async def opened(
    folder: Path, port: int, count: int, name: str
) -> AsyncIterator[tuple[Ingest, SourceStore, SqliteDatabase, Workers]]:
    """The bot's own line over a new store, `name`, that reads `count` feeds."""
    allow = tuple(f"127.0.1.{n + 1}:{port}" for n in range(HOSTS))
    async with (
        open_database(folder / f"{name}.db") as db,
        Workers(2, passing=(BotError,)) as workers,
        Fetcher(allow=allow, user_agent="benchmark") as fetcher,
    ):
        await workers.warm("bot.feeds.body:warm")
        store = SourceStore(db)

        def add(tx) -> None:
            for url in urls(port, count):
                source_id, _ = store.save(tx, Feed(url=url), NOW)
                store.attach(tx, 1, Source(id=source_id, name=url), 1, NOW)

        await db.transaction(add)
        line = Ingest(
            db=db,
            sources=store,
            articles=ArticleStore(db),
            stories=StoryStore(OpenStories),
            fetcher=fetcher,
            workers=workers,
            model=DEFAULT_MODEL,
            extract_seconds=20.0,
            poll_every=timedelta(minutes=10),
        )
        yield line, store, db, workers


async def lag(late: list[float]) -> None:
    """How late, in milliseconds, each 5 ms sleep ends."""
    while True:
        began = time.perf_counter()
        await asyncio.sleep(0.005)
        late.append((time.perf_counter() - began - 0.005) * 1000)


def p99(values: list[float]) -> float:
    return sorted(values)[int(len(values) * 0.99)] if values else 0.0


async def round_of(line: Ingest, now: datetime) -> int:
    """Every due feed once; the number asked. A due round takes 500 at most."""
    asked = 0
    while turns := await line.due(now):
        assert not any(turn.error or turn.failures for turn in turns), [turn for turn in turns if turn.error][:1]
        asked += len(turns)
    return asked


async def ours(folder: Path, port: int, count: int) -> dict[str, float]:
    async with opened(folder, port, count, "rate") as (line, _, db, _):
        late: list[float] = []
        watch = asyncio.create_task(lag(late))
        began, used = time.perf_counter(), milliseconds()
        assert await round_of(line, NOW) == count
        cold = count / (time.perf_counter() - began)
        lag_cold, warm, cold_cpu = p99(late), 0.0, (milliseconds() - used) / count
        late.clear()
        used = milliseconds()
        for day in (2, 4):
            began = time.perf_counter()
            assert await round_of(line, NOW + timedelta(days=day)) == count
            warm = max(warm, count / (time.perf_counter() - began))
        watch.cancel()
        row = await db.one("SELECT count(*) AS n FROM article")
        assert row == {"n": count * ENTRIES}, row
        return {
            "cold": cold,
            "warm": warm,
            "cold cpu": cold_cpu,
            "warm cpu": (milliseconds() - used) / count / 2,
            "lag_cold": lag_cold,
            "lag_warm": p99(late),
        }


def milliseconds() -> float:
    """CPU of this process and of its workers, so far; the publishers' process is not ours."""
    children = [
        pid
        for path in Path("/proc/self/task").glob("*/children")
        for pid in path.read_text("ascii").split()
        if b"--serve" not in Path(f"/proc/{pid}/cmdline").read_bytes()
    ]
    fields = [Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split() for pid in children]
    ticks = sum(int(one[11]) + int(one[12]) for one in fields)
    return (time.process_time() + ticks / os.sysconf("SC_CLK_TCK")) * 1000


def megabytes() -> float:
    """What this process holds now."""
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1024 / 1024


async def endurance(folder: Path, port: int, count: int, rounds: int) -> None:
    """Warm CPU for many feeds, then memory over many rounds of fifty."""
    async with opened(folder, port, count, "warm") as (line, _, _, _):
        await round_of(line, NOW)
        used = resource.getrusage(resource.RUSAGE_SELF)
        asked = await round_of(line, NOW + timedelta(days=2))
        spent = resource.getrusage(resource.RUSAGE_SELF)
        seconds = spent.ru_utime + spent.ru_stime - used.ru_utime - used.ru_stime
        print(
            f"{asked} feeds warm: {seconds:.2f} s of CPU in the bot's process, {seconds / asked * 1000:.2f} ms a feed"
        )
    async with opened(folder, port, 50, "rounds") as (line, _, _, _):
        await round_of(line, NOW)
        held: list[float] = []
        for number in range(rounds):
            await round_of(line, NOW + timedelta(days=2 + 2 * number))
            gc.collect()
            held.append(megabytes())
        fifth = max(1, rounds // 5)
        print(
            f"memory over {rounds} rounds of 50 feeds: {statistics.mean(held[:fifth]):.1f} MB at first, {statistics.mean(held[-fifth:]):.1f} MB at last"
        )


def theirs(python: str, folder: Path, addresses: list[str]) -> dict[str, float]:
    environment = {**os.environ, "READER_NO_VENDORED_FEEDPARSER": "1"}
    ran = subprocess.run(
        [python, "-c", READER],
        input=json.dumps([addresses, str(folder / "reader.db")]),
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if ran.returncode:
        raise SystemExit(ran.stderr[-2000:])
    return json.loads(ran.stdout)


async def measure(options: argparse.Namespace, port: int) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        mine = await ours(folder, port, options.feeds)
        print(
            f"bot:    cold {mine['cold']:.1f}, warm {mine['warm']:.0f} feeds a second; CPU a feed {mine['cold cpu']:.1f} and {mine['warm cpu']:.2f} ms; "
            f"lag p99 {mine['lag_cold']:.1f} ms cold, {mine['lag_warm']:.1f} ms warm"
        )
        if options.reader:
            other = await asyncio.to_thread(theirs, options.reader, folder, urls(port, options.feeds))
            print(
                f"reader: cold {other['cold']:.1f}, warm {other['warm']:.0f} feeds a second; CPU a feed {other['cold cpu']:.1f} and "
                f"{other['warm cpu']:.2f} ms; {other['entries']:.0f} entries"
            )
            print(
                f"ratios of feeds a second: cold {mine['cold'] / other['cold']:.1f}, warm {mine['warm'] / other['warm']:.1f}"
            )
            spent = [other[f"{name} cpu"] / mine[f"{name} cpu"] for name in ("cold", "warm")]
            print(f"reader's CPU a feed over the bot's: cold {spent[0]:.1f}, warm {spent[1]:.1f}")
        await endurance(folder, port, options.warm, options.rounds)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--feeds", type=int, default=500)
    parser.add_argument("--warm", type=int, default=2000)
    parser.add_argument("--rounds", type=int, default=50)
    parser.add_argument("--reader", help="the Python of an environment that has reader")
    parser.add_argument("--serve", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.serve:
        asyncio.run(serve())
        return
    command = [sys.executable, "-m", "benchmarks.poll", "--serve"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        try:
            assert server.stdout
            asyncio.run(measure(options, int(server.stdout.readline())))
        finally:
            server.kill()


if __name__ == "__main__":
    main()
