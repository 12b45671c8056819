"""What the command line does besides running the bot and checking it."""

import asyncio
import contextlib
import signal
import sys
from datetime import datetime
from pathlib import Path

from bot import app
from bot.client import Client
from bot.config import Settings
from bot.domain.errors import OperatorError
from bot.ingest import FeedTurn
from bot.render import plain
from cogs._asking import system_clock
from storage import backup

_LOOK_SECONDS = 1.0


async def sync(settings: Settings, *, force: bool) -> int:
    """`python -m bot sync`."""
    if not settings.discord_token:
        raise OperatorError("Set DISCORD_TOKEN first: commands are registered with Discord under it.")
    async with app.open_core(settings) as core:
        client = Client()
        await app.attach(core, client)
        try:
            await app.login(client, settings.discord_token)
            changed = await app.sync_changed(core, client, force=force)
        finally:
            await client.close()
    print("Registered the commands." if changed else "The commands are registered already.")
    return 0


async def ingest(settings: Settings, *, once: bool, now: datetime | None) -> int:
    """`python -m bot ingest`: one round, or a round a minute until a signal."""
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    async with app.open_core(settings) as core:
        while not stop.is_set():
            turn = asyncio.create_task(core.ingest.due(now or system_clock(), done=_Progress().tell))
            stopping = asyncio.create_task(stop.wait())
            await asyncio.wait((turn, stopping), return_when=asyncio.FIRST_COMPLETED)
            stopping.cancel()
            if not turn.done():
                turn.cancel()
                await asyncio.gather(turn, return_exceptions=True)
                break
            if not turn.result():
                print("No feed is due.")
            if once:
                break
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), app.POLL_SECONDS)
    return 0


class _Progress:
    """A line for each feed as soon as it is done: a first round of hundreds takes a while."""

    def __init__(self, of: int | None = None) -> None:
        self._done, self._of = 0, of

    def tell(self, turn: FeedTurn, of: int) -> None:
        self._done += 1
        what = turn.error or (
            "nothing new" if turn.unchanged or not turn.stored else f"{turn.stored} articles, {turn.facts} facts"
        )
        print(f"[{self._done} of {self._of or of}] {turn.feed.title or turn.feed.url}: {what}", flush=True)
        for title, reason in turn.failures:
            print(f"  not read: {title}: {reason}", flush=True)


async def print_digest(settings: Settings, guild_id: int, zone: str, now: datetime) -> int:
    """`python -m bot digest`."""
    async with app.open_core(settings) as core:
        print(plain.text(await core.digests.preview(guild_id, core.subscriptions.zone(zone), now)))
    return 0


async def manage_source(settings: Settings, action: str, url: str | None, guild_id: int) -> int:
    """`python -m bot source`."""
    if action != "list" and not url:
        raise OperatorError("Name the source's address.")
    async with app.open_core(settings) as core:
        if action == "add" and url:
            found = await core.sources.find(guild_id, url, system_clock())
            added = await core.sources.add(guild_id, found, 0, system_clock())
            print(f"{'Added' if added else 'Known already'}: {found.source.name} ({found.feed.url})")
        elif url:
            print(f"Removed: {await core.sources.remove(guild_id, url)}")
        else:
            for line in (await core.sources.reading(guild_id)).lines:
                print(
                    f"{line.source.id}\t{line.feed.state}\t{line.source.name}\t{line.feed.url}\t{line.feed.last_error or ''}"
                )
    return 0


def back_up(settings: Settings, target: Path) -> int:
    """`python -m bot backup`."""
    backup.back_up(settings.database, target)
    print(f"Copied {settings.database} to {target} ({target.stat().st_size / 1e6:.1f} MB) and checked the copy: whole.")
    return 0


def restore(settings: Settings, source: Path, now: datetime) -> int:
    """`python -m bot restore`."""
    kept = backup.restore(source, settings.database, now)
    print(f"Checked {source}: whole. The store {settings.database} is now as it was in that backup.")
    print(f"The store it replaced is kept as {kept}." if kept else "There was no store before.")
    return 0


async def exchange_sources(settings: Settings, action: str, file: str, guild_id: int, *, ask: bool = False) -> int:
    """`python -m bot sources`: a subscription list in or out; - is standard input or output. `ask` stays until new feeds were asked."""
    async with app.open_core(settings) as core:
        if action == "export":
            await asyncio.to_thread(_write, file, await core.opml.write(guild_id))
            return 0
        body = await asyncio.to_thread(_read, file)
        outcome = await core.opml.read(guild_id, body, 0, system_clock())
        print(f"Added {outcome.added}, known before {outcome.already}, refused {len(outcome.refused)}.")
        for name, reason in outcome.refused:
            print(f"  refused: {name}: {reason}")
        if outcome.added:
            print(
                f"They are first asked one after the other, the last by {outcome.all_asked_at:%H:%M} UTC.", flush=True
            )
        progress = _Progress(of=outcome.added)
        while ask and not core.db.is_full and await core.sources.waiting(guild_id):
            if not await core.ingest.due(system_clock(), done=progress.tell):
                await asyncio.sleep(_LOOK_SECONDS)
    return 0


def _read(file: str) -> bytes:
    return sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()


def _write(file: str, body: bytes) -> None:
    if file == "-":
        sys.stdout.buffer.write(body)
        sys.stdout.flush()
    else:
        Path(file).write_bytes(body)
