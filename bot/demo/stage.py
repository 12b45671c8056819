"""The demo's stage: sample press, store, bot and simulated Discord, put up and taken down together."""

import asyncio
import contextlib
from collections.abc import AsyncGenerator
from datetime import datetime, timedelta
from typing import Self

import discord
import simcord
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from simcord.env import Env

from bot import app
from bot.client import Client
from bot.config import Settings
from bot.demo import DemoClock
from bot.demo.press import Press, load_dispatches
from bot.demo.watch import Preview, open_preview
from bot.domain.answers import SourceCandidate
from bot.domain.news import Feed, Source
from bot.nlp.world import SEEDS
from bot.render import plain
from bot.services.delivery import DeliveryService
from bot.words import _

ZONE = "UTC"
_SETTLE_SECONDS = 30.0
_READ_FOR = timedelta(days=3)


class Stage:
    """Made by `Stage.open`."""

    def __init__(
        self,
        core: app.Core,
        press: Press,
        env: Env,
        delivery: DeliveryService,
        clock: DemoClock,
        guild: simcord.GuildHandle,
        channel: simcord.ChannelHandle,
        preview: Preview | None,
    ) -> None:
        self._core, self._press, self._env, self._delivery, self._clock = core, press, env, delivery, clock
        self._guild, self._channel, self._preview = guild, channel, preview
        self._console = Console()

    @classmethod
    @contextlib.asynccontextmanager
    async def open(cls, settings: Settings, start: datetime, *, is_shown: bool) -> AsyncGenerator[Self]:
        async with contextlib.AsyncExitStack() as stack:
            press = await stack.enter_async_context(Press(load_dispatches(SEEDS / "articles")))
            # simcord waits for every timer that a command leaves behind, so connections are not kept for later.
            core = await stack.enter_async_context(
                app.open_core(settings, allow=(press.address,), page_spacing=0.0, keepalive_seconds=0.05)
            )
            clock = DemoClock(start)
            client = Client(shard_count=1)
            stack.push_async_callback(client.close)
            delivery = await app.attach(core, client, clock)
            env = Env(client, check_errors=False, settle_timeout=_SETTLE_SECONDS)
            env.backend.clock.advance((clock() - env.now()).total_seconds())
            env.backend.bot_user.name = "Communiqué"
            await env.start()
            stack.push_async_callback(env.shutdown)
            guild = env.create_guild("Model UN Society")
            channel = guild.create_text_channel(
                "daily-digest", topic="Every morning at seven: who met, what was agreed, who said what."
            )
            editor = guild.add_member(
                env.create_user("editor"),
                roles=[guild.create_role("editors", permissions=discord.Permissions(manage_guild=True))],
            )
            reader = guild.add_member(env.create_user("reader"))
            await client.tree.sync()
            preview = (
                await stack.enter_async_context(open_preview(env, channel, [editor, reader], settings.demo_port))
                if is_shown
                else None
            )
            yield cls(core, press, env, delivery, clock, guild, channel, preview)

    async def play(self) -> None:
        """News in, digest out; what happened is told on the terminal."""
        print_ = self._console.print
        print_(
            _("[bold]Communiqué[/bold] demo: the real bot on a simulated Discord, with news written for the project.")
        )
        await self._subscribe()
        await self._take_in()
        await self._post()
        print_(_("\nPosted in [bold]#daily-digest[/bold] of {name}. It says:\n").format(name=self._guild.name))
        print(await self._digest_text())  # noqa: T201 - as text, so that nothing in it is read as markup
        if self._preview:
            print_(
                _(
                    "\nOpen [bold]{url}[/bold]\nand type [bold]/leader[/bold], [bold]/quotes[/bold] or [bold]/deals[/bold]. Ctrl-C ends the demo."
                ).format(url=self._preview.url)
            )

    async def _subscribe(self) -> None:
        """The server has read these for days: a feed's first poll would announce nothing that is older than a day."""
        before = self._clock() - _READ_FOR
        self._press.until = before
        for outlet, country, url in self._press.feeds:
            found = await self._core.sources.find(self._guild.id, url, before)
            source = Source(
                name=outlet,
                home_url=found.source.home_url,
                country=country,
                owner_kind="private",
                topics=("diplomacy",),
            )
            await self._core.sources.add(
                self._guild.id,
                SourceCandidate(source=source, feed=Feed(url=found.feed.url, title=outlet), entries=()),
                0,
                before,
            )
        await self._core.ingest.due(before)
        self._press.until = None
        await self._core.subscriptions.schedule(self._guild.id, self._channel.id, 7, ZONE, self._clock())

    async def _take_in(self) -> None:
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        with Progress(*columns, console=self._console, transient=not self._console.is_terminal) as bar:
            tasks = {outlet: bar.add_task(outlet, total=None) for outlet, *_rest in self._press.feeds}

            def progress(feed: str, done: int, total: int) -> None:
                if feed in tasks:
                    bar.update(tasks[feed], completed=done, total=total)

            turns = await self._core.ingest.due(self._clock(), at_once=1, progress=progress)
        self._core.names.invalidate()
        articles, facts = sum(turn.stored for turn in turns), sum(turn.facts for turn in turns)
        self._console.print(
            _("Read {articles} articles of {outlets} outlets, kept {facts} facts.").format(
                articles=articles, outlets=len(turns), facts=facts
            )
        )
        for turn in turns:
            for title, reason in (*turn.failures, *(((turn.feed.url, turn.error),) if turn.error else ())):
                self._console.print(_("Not read: {title}: {reason}").format(title=title, reason=reason), markup=False)

    async def _post(self) -> None:
        """Seven o'clock comes: the same two steps as on any morning."""
        moment = app_morning(self._clock())
        self._clock.reach(moment)
        await self._core.digests.tick(moment)
        await self._delivery.deliver_due()
        if self._preview:
            await self._preview.refresh()

    async def _digest_text(self) -> str:
        wish = await self._core.subscriptions.one(self._guild.id)
        moment = app_morning(self._clock())
        edition = await self._core.digests.compile(wish, self._core.digests.today(wish, moment), moment)
        return plain.text(await self._core.digests.answer(edition))

    async def tick_for_ever(self) -> None:
        """Let the simulated clock run, and show what the bot posts by itself."""
        assert self._preview is not None
        while True:
            await asyncio.sleep(1.0)
            await self._core.digests.tick(self._clock())
            posted = await self._delivery.deliver_due()
            await self._preview.advance(1.0, republish=bool(posted))


def app_morning(now: datetime) -> datetime:
    """The next full hour: what the demo has been waiting for."""
    whole = now.replace(minute=0, second=0, microsecond=0)
    return whole if whole == now or now.minute < 30 else whole + timedelta(hours=1)
