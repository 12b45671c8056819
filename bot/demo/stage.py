"""The demo's stage: sample press, store, bot and simulated Discord, put up and taken down together."""

import asyncio
import contextlib
from collections.abc import AsyncGenerator
from datetime import UTC, datetime, timedelta
from typing import Any, Self

import discord
import simcord
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn
from simcord.env import Env

from bot import app, front, jobs
from bot.client import Client
from bot.config import Settings
from bot.demo import DemoClock, guide
from bot.demo.press import Press, load_dispatches
from bot.demo.watch import Preview, open_preview
from bot.domain.managing import SourceCandidate
from bot.domain.news import Feed, Source
from bot.entries import FeedTurn
from bot.feeds.pace import PAGE_SECONDS_A_HOST
from bot.nlp.world import SEEDS
from bot.render import plain
from bot.schedule import Job
from bot.words import _, day
from storage.articles import ArticleStore

ZONE = "UTC"
MORNINGS = tuple(datetime(2026, 3, number, 7, tzinfo=UTC) for number in (10, 11, 12))
"""When the demo's digests are posted. The sample dispatches are of the days before each, and a few are older."""
_BEGIN = MORNINGS[0] - timedelta(days=1)
_AHEAD = timedelta(seconds=30)
_SETTLE_SECONDS = 30.0
_AT_SEVEN = ("digest", "delivery", "revisions", "notices")


class Stage:
    """Made by `Stage.open`. What has a plain name is for whoever plays on it: the tests, the pictures."""

    def __init__(
        self,
        core: app.Core,
        press: Press,
        env: Env,
        table: tuple[Job, ...],
        clock: DemoClock,
        guild: simcord.GuildHandle,
    ) -> None:
        self.core, self.press, self.env, self._jobs, self._clock = core, press, env, table, clock
        self._guild = guild
        self.channel = guild.create_text_channel(
            "daily-digest", topic="Every morning at seven: who met, what was agreed, who said what."
        )
        role = guild.create_role("editors", permissions=discord.Permissions(manage_guild=True))
        self.editor = guild.add_member(env.create_user("editor"), roles=[role])
        self.reader = guild.add_member(env.create_user("reader"))
        self._console = Console()

    @classmethod
    @contextlib.asynccontextmanager
    async def open(cls, settings: Settings) -> AsyncGenerator[Self]:
        async with contextlib.AsyncExitStack() as stack:
            press = await stack.enter_async_context(Press(load_dispatches(SEEDS / "articles")))
            # simcord waits for every timer that a command leaves behind, so connections are not kept for later.
            core = await stack.enter_async_context(
                app.open_core(settings, allow=(press.address,), page_spacing=0.0, keepalive_seconds=0.05)
            )
            clock = DemoClock(_BEGIN - _AHEAD)
            client = Client(shard_count=1)
            stack.push_async_callback(client.close)
            delivery = await front.attach(core, client, clock)
            env = Env(client, check_errors=False, settle_timeout=_SETTLE_SECONDS)
            env.backend.clock.advance((clock() - env.now()).total_seconds())
            env.backend.bot_user.name = "Communiqué"
            await env.start()
            stack.push_async_callback(env.shutdown)
            stage = cls(
                core, press, env, jobs.table(core, delivery, clock), clock, env.create_guild("Model UN Society")
            )
            await client.tree.sync()
            yield stage

    async def play(self) -> None:
        """Three days of news in, a digest out each morning; what happens is told on the terminal."""
        print_ = self._console.print
        print_(
            _("[bold]Communiqué[/bold] demo: the real bot on a simulated Discord, with news written for the project.")
        )
        await self._subscribe()
        await self._three_days()
        await self.editor.send(self.channel, guide.text())
        self.core.fetcher.ask_apart(PAGE_SECONDS_A_HOST)  # a visitor may add real sources
        print_(
            _("\nPosted in [bold]#daily-digest[/bold] of {name}, one a day. The last says:\n").format(
                name=self._guild.name
            )
        )
        print(await self._digest_text())  # noqa: T201 - as text, so that nothing in it is read as markup

    async def _subscribe(self) -> None:
        """The server begins to read on the first day: what is older is kept, and no news."""
        now = self.press.until = self._clock()
        for outlet, country, url in self.press.feeds:
            found = await self.core.sources.find(self._guild.id, url, now)
            source = Source(
                name=outlet,
                home_url=found.source.home_url,
                country=country,
                owner_kind="private",
                topics=("diplomacy",),
            )
            await self.core.sources.add(
                self._guild.id,
                SourceCandidate(source=source, feed=Feed(url=found.feed.url, title=outlet), entries=()),
                0,
                now,
            )
        await self.core.subscriptions.schedule(self._guild.id, self.channel.id, MORNINGS[0].hour, ZONE, now)

    async def _three_days(self) -> None:
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        turns: list[FeedTurn] = []
        with Progress(*columns, console=self._console, transient=not self._console.is_terminal) as bar:
            for moment in (_BEGIN, *MORNINGS):
                self._reach(moment - _AHEAD)
                turns += await self._take_in(bar, bar.add_task(_("News to {day}").format(day=day(moment.date()))))
                if moment != _BEGIN:
                    await self._seven_o_clock(moment)
        articles, facts = await ArticleStore(self.core.db).counts()
        self._console.print(
            _("Read {articles} articles of {outlets} outlets, kept {facts} facts.").format(
                articles=articles, outlets=len(self.press.feeds), facts=facts
            )
        )
        for turn in turns:
            for title, reason in (*turn.failures, *(((turn.feed.url, turn.error),) if turn.error else ())):
                self._console.print(_("Not read: {title}: {reason}").format(title=title, reason=reason), markup=False)

    async def _take_in(self, bar: Progress, task: TaskID) -> tuple[FeedTurn, ...]:
        """One round of all feeds, outlet by outlet, so that every run looks the same."""
        self.press.until = self._clock()
        listed: dict[str, tuple[int, int]] = {}

        def progress(feed: str, done: int, total: int) -> None:
            listed[feed] = done, total
            bar.update(task, completed=sum(n for n, _ in listed.values()), total=sum(n for _, n in listed.values()))

        turns = await self.core.ingest.due(self._clock(), at_once=1, progress=progress)
        self.core.names.invalidate()
        return turns

    async def _seven_o_clock(self, moment: datetime) -> None:
        """The hour comes: the same steps as on any morning."""
        self._reach(moment)
        for name in _AT_SEVEN:
            await self.work(name)

    async def work(self, name: str) -> None:
        """Do now what the bot does by itself, a job by its name."""
        await next(job for job in self._jobs if job.name == name).work()

    def _reach(self, moment: datetime) -> None:
        """Both clocks go forward to a moment, the bot's and Discord's."""
        self._clock.reach(moment)
        self.env.backend.clock.advance(max(0.0, (moment - self.env.now()).total_seconds()))

    async def _digest_text(self) -> str:
        wish = await self.core.subscriptions.one(self._guild.id)
        edition = await self.core.digests.made(wish, MORNINGS[-1].date())
        return plain.text(await self.core.digests.answer(edition))

    @contextlib.asynccontextmanager
    async def shown(self, port: int, *, pace: float = 1.0) -> AsyncGenerator[Preview]:
        """In the browser, as the editor and as the reader sees it; meanwhile the bot does by itself what it always does, at
        `pace` times its usual intervals.
        """
        async with open_preview(self.env, self.channel, [self.editor, self.reader], port) as preview:
            running = [
                asyncio.create_task(self._tick(preview)),
                *(asyncio.create_task(self._again(job, pace)) for job in self._jobs),
            ]
            try:
                yield preview
            finally:
                for task in running:
                    task.cancel()
                await asyncio.gather(*running, return_exceptions=True)

    async def _tick(self, preview: Preview) -> None:
        """Discord's clock runs, and what the bot posts or edits by itself is shown."""
        known = self._by_itself()
        while True:
            await asyncio.sleep(1.0)
            posted = self._by_itself()
            await preview.advance(1.0, republish=posted != known)
            known = posted

    def _by_itself(self) -> list[tuple[int, Any]]:
        return [(one.id, one.edited_at) for one in self.channel.history() if one.interaction_metadata is None]

    async def _again(self, job: Job, pace: float) -> None:
        while True:
            await asyncio.sleep(pace * job.seconds)
            (error,) = await asyncio.gather(job.work(), return_exceptions=True)
            if isinstance(error, Exception):
                self._console.print(_("{job} failed: {error}").format(job=job.name, error=error), markup=False)
