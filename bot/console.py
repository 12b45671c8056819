"""What the command line does besides running the bot and checking it."""

import asyncio
import contextlib
import sys
from datetime import datetime
from pathlib import Path

from bot import app, signals
from bot.client import Client
from bot.config import Settings
from bot.domain.errors import OperatorError
from bot.ingest import FeedTurn
from bot.render import plain
from cogs._asking import system_clock
from storage import backup


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
    with signals.stopping() as stop:
        async with app.open_core(settings) as core:

            async def turn() -> None:
                _tell(await core.ingest.due(now or system_clock()))

            while await signals.unless(stop, turn()) and not once:
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(stop.wait(), app.POLL_SECONDS)
    return 0


def _tell(turns: tuple[FeedTurn, ...]) -> None:
    for turn in turns:
        what = turn.error or (
            "nothing new" if turn.unchanged or not turn.stored else f"{turn.stored} articles, {turn.facts} facts"
        )
        print(f"{turn.feed.title or turn.feed.url}: {what}")
        for title, reason in turn.failures:
            print(f"  not read: {title}: {reason}")
    if not turns:
        print("No feed is due.")


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


async def exchange_sources(settings: Settings, action: str, file: str, guild_id: int) -> int:
    """`python -m bot sources`: a subscription list in or out; - is standard input or output."""
    async with app.open_core(settings) as core:
        if action == "export":
            await asyncio.to_thread(_write, file, await core.opml.write(guild_id))
            return 0
        body = await asyncio.to_thread(_read, file)
        outcome = await core.opml.read(guild_id, body, 0, system_clock())
        print(f"Added {outcome.added}, known before {outcome.already}, refused {len(outcome.refused)}.")
        for name, reason in outcome.refused:
            print(f"  refused: {name}: {reason}")
        print(f"They are first asked one after the other, the last by {outcome.all_asked_at:%H:%M} UTC.")
    return 0


def _read(file: str) -> bytes:
    return sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()


def _write(file: str, body: bytes) -> None:
    if file == "-":
        sys.stdout.buffer.write(body)
        sys.stdout.flush()
    else:
        Path(file).write_bytes(body)
