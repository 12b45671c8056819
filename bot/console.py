"""What the command line does besides running the bot and checking it."""

import asyncio
import contextlib
import sys
from datetime import datetime
from pathlib import Path

import discord

from bot import app, front, jobs, running, signals
from bot.client import Client
from bot.config import Settings
from bot.domain.errors import OperatorError
from bot.entries import FeedTurn
from bot.render import plain, text
from bot.words import _, ngettext
from cogs._asking import system_clock
from storage import backup

_LOOK_SECONDS = 1.0


async def sync(settings: Settings, *, force: bool) -> int:
    """`python -m bot sync`."""
    if not settings.discord_token:
        raise OperatorError(_("Set DISCORD_TOKEN first: commands are registered with Discord under it."))
    async with app.open_core(settings) as core:
        client = Client()
        await front.attach(core, client)
        try:
            await running.login(client, settings.discord_token)
            changed = await running.sync_changed(core, client, force=force)
        except running.AWAY as error:
            raise OperatorError(_("Discord cannot be reached: {error}").format(error=error)) from error
        finally:
            await client.close()
    print(_("Registered the commands.") if changed else _("The commands are registered already."))
    return 0


async def manage_servers(settings: Settings, action: str, number: int | None) -> int:
    """`python -m bot servers`: by plain requests, beside a bot that runs or without one."""
    if not settings.discord_token:
        raise OperatorError(_("Set DISCORD_TOKEN first: Discord is asked under it."))
    if action == "leave" and number is None:
        raise OperatorError(_("Name the server's id; `python -m bot servers list` shows them."))
    async with app.open_core(settings) as core:
        client = Client()
        try:
            await running.login(client, settings.discord_token)
            if action == "leave" and number is not None:
                await _leave(core, client, number)
            else:
                await _list(core, client)
        except discord.HTTPException as error:
            raise OperatorError(_("Discord refused: {error}").format(error=error)) from error
        finally:
            await client.close()
    return 0


async def _list(core: app.Core, client: Client) -> None:
    present: set[int] = set()
    async for guild in client.fetch_guilds(limit=None):
        present.add(guild.id)
        reads = len((await core.sources.reading(guild.id)).lines)
        words = ngettext("{n} source", "{n} sources", reads).format(n=reads)
        print(f"{guild.id}\t{text.plain(guild.name)}\t{words}")
    for gone, left_at in (await core.servers.known()).items():
        if gone not in present:
            since = f"{left_at:%Y-%m-%d}" if left_at else _("unknown")
            print(f"{gone}\t" + _("left since {since}; its data goes after 30 days").format(since=since))


async def _leave(core: app.Core, client: Client, number: int) -> None:
    try:
        await client.http.leave_guild(number)
    except discord.NotFound:
        raise OperatorError(_("The bot is in no server {number}.").format(number=number)) from None
    await core.servers.left(number, system_clock())
    print(
        _("Left server {number}. Nothing is sent there any more; what is kept of it goes in 30 days.").format(
            number=number
        )
    )


async def ingest(settings: Settings, *, once: bool, now: datetime | None) -> int:
    """`python -m bot ingest`: one round, or a round a minute until a signal."""
    with signals.stopping() as stop:
        async with app.open_core(settings) as core:

            async def turn() -> None:
                if not await core.ingest.due(now or system_clock(), done=_Progress().tell):
                    print(_("No feed is due."))

            while await signals.unless(stop, turn()) and not once:
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(stop.wait(), jobs.POLL_SECONDS)
    return 0


class _Progress:
    """A line for each feed as soon as it is done: a first round of hundreds takes a while."""

    def __init__(self, of: int | None = None) -> None:
        self._done, self._of = 0, of

    def tell(self, turn: FeedTurn, of: int) -> None:
        self._done += 1
        what = turn.error or (_("nothing new") if turn.unchanged or not turn.stored else _brought(turn))
        place = _("{done} of {all}").format(done=self._done, all=self._of or of)
        print(f"[{place}] {turn.feed.title or turn.feed.url}: {what}", flush=True)
        for title, reason in turn.failures:
            print(_("  not read: {title}: {reason}").format(title=title, reason=reason), flush=True)


def _brought(turn: FeedTurn) -> str:
    articles = ngettext("{n} article", "{n} articles", turn.stored).format(n=turn.stored)
    facts = ngettext("{n} fact", "{n} facts", turn.facts).format(n=turn.facts)
    return _("{articles}, {facts}").format(articles=articles, facts=facts)


async def print_digest(settings: Settings, guild_id: int, zone: str, now: datetime) -> int:
    """`python -m bot digest`."""
    async with app.open_core(settings) as core:
        print(plain.text(await core.digests.preview(guild_id, core.subscriptions.zone(zone), now)))
    return 0


async def manage_source(settings: Settings, action: str, url: str | None, guild_id: int) -> int:
    """`python -m bot source`."""
    if action != "list" and not url:
        raise OperatorError(_("Name the source's address."))
    async with app.open_core(settings) as core:
        if action == "add" and url:
            found = await core.sources.find(guild_id, url, system_clock())
            added = await core.sources.add(guild_id, found, 0, system_clock())
            words = _("Added: {name} ({url})") if added else _("Known already: {name} ({url})")
            print(words.format(name=found.source.name, url=found.feed.url))
        elif url:
            print(_("Removed: {name}").format(name=await core.sources.remove(guild_id, url)))
        else:
            for line in (await core.sources.reading(guild_id)).lines:
                print(
                    f"{line.source.id}\t{line.feed.state}\t{line.source.name}\t{line.feed.url}\t{line.feed.last_error or ''}"
                )
    return 0


def back_up(settings: Settings, target: Path) -> int:
    """`python -m bot backup`."""
    backup.back_up(settings.database, target)
    print(
        _("Copied {database} to {target} ({size:.1f} MB) and checked the copy: whole.").format(
            database=settings.database, target=target, size=target.stat().st_size / 1e6
        )
    )
    return 0


def restore(settings: Settings, source: Path, now: datetime) -> int:
    """`python -m bot restore`."""
    kept = backup.restore(source, settings.database, now)
    print(
        _("Checked {source}: whole. The store {database} is now as it was in that backup.").format(
            source=source, database=settings.database
        )
    )
    print(_("The store it replaced is kept as {kept}.").format(kept=kept) if kept else _("There was no store before."))
    return 0


async def exchange_sources(settings: Settings, action: str, file: str, guild_id: int, *, ask: bool = False) -> int:
    """`python -m bot sources`: a subscription list in or out; - is standard input or output. `ask` stays until new feeds were asked."""
    async with app.open_core(settings) as core:
        if action == "export":
            await asyncio.to_thread(_write, file, await core.opml.write(guild_id))
            return 0
        body = await asyncio.to_thread(_read, file)
        outcome = await core.opml.read(guild_id, body, 0, system_clock())
        print(
            _("Added {added}, known before {already}, refused {refused}.").format(
                added=outcome.added, already=outcome.already, refused=len(outcome.refused)
            )
        )
        for name, reason in outcome.refused:
            print(_("  refused: {name}: {reason}").format(name=name, reason=reason))
        if outcome.added:
            print(
                _("They are first asked one after the other, the last by {all_asked_at:%H:%M} UTC.").format(
                    all_asked_at=outcome.all_asked_at
                ),
                flush=True,
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
