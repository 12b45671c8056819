"""What a server reads: finding a feed behind an address, adding it, testing it, packs by topic."""

import asyncio
import contextlib
import tomllib
from dataclasses import replace
from datetime import datetime
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from bot.domain.answers import Choice, PageOf, Scope
from bot.domain.errors import BotError, NotFound, Refused, SourceFailed, no_page
from bot.domain.findings import ReadingPage
from bot.domain.keys import fold
from bot.domain.managing import PackOutcome, SourceCandidate, SourceLine, SourceList
from bot.domain.news import Feed, Listing, OwnerKind, Source, Weight
from bot.feeds import discover
from bot.feeds.fetch import FEED, Fetcher
from bot.feeds.fetched import Fetched
from bot.feeds.markup import squash
from bot.reading import read_feed
from bot.words import _, ngettext
from bot.work import WorkError, Workers
from storage.database import Database, Transaction
from storage.sources import SourceStore

NEWEST = 3
PAGE = 12
_AT_ONCE = 8
_BEHIND_SECONDS = 90.0
"""For all the feeds that a page names."""


class SourceService:
    """`packs` is seeds/feeds.toml; `feeds_a_server` and `feeds_in_all` are limits."""

    def __init__(
        self,
        db: Database,
        store: SourceStore,
        fetcher: Fetcher,
        workers: Workers,
        *,
        packs: Path,
        feeds_a_server: int,
        feeds_in_all: int,
    ) -> None:
        self._db = db
        self._store = store
        self._fetcher = fetcher
        self._workers = workers
        self._packs = packs
        self._feeds_a_server = feeds_a_server
        self._feeds_in_all = feeds_in_all

    async def find(self, guild_id: int, url: str, now: datetime) -> SourceCandidate:
        """The feed at an address, or the one that the site there names; SourceFailed says why there is none."""
        fetched = await self._fetcher.get(_with_scheme(url), limits=FEED)
        try:
            listing = await self._parse(fetched, now)
        except SourceFailed as no_feed:
            fetched, listing = await self._behind(fetched, no_feed, now)
        newest = sorted(
            listing.entries, key=lambda e: e.published_at.timestamp() if e.published_at else 0.0, reverse=True
        )
        known = {line.feed.url for line in (await self.reading(guild_id)).lines}
        name = listing.title or fetched.url
        return SourceCandidate(
            source=Source(name=name[:200], home_url=listing.home_url),
            feed=Feed(url=fetched.url, title=listing.title[:200]),
            entries=tuple(newest[:NEWEST]),
            already_added=fetched.url in known,
        )

    async def add(
        self, guild_id: int, candidate: SourceCandidate, by: int, now: datetime, weight: Weight = "normal"
    ) -> bool:
        """False if the server reads it already; Refused at a limit."""
        here, everywhere = await self._store.counts(guild_id)
        if here >= self._feeds_a_server:
            raise Refused(
                _("This server reads {here} feeds, the most it may. `/source remove` makes room.").format(here=here)
            )
        if everywhere >= self._feeds_in_all:
            raise Refused(
                _("The bot reads {everywhere} feeds, the most its operator allows (FEEDS_IN_ALL).").format(
                    everywhere=everywhere
                )
            )

        def work(tx: Transaction) -> bool:
            source_id, _feed_id = self._store.save(tx, candidate.feed, now)
            is_new = self._store.attach(tx, guild_id, replace(candidate.source, id=source_id), by, now)
            if is_new and weight != "normal":
                self._store.label(tx, guild_id, source_id, weight=weight)
            return is_new

        return await self._db.transaction(work)

    async def reading(self, guild_id: int) -> SourceList:
        return SourceList(lines=await self._store.of_server(guild_id), limit=self._feeds_a_server)

    async def page(self, scope: Scope, number: int) -> ReadingPage:
        """For readers: a page of what the scope reads, by name."""
        lines = sorted((await self.reading(scope.guild_id)).lines, key=lambda line: fold(line.source.name))
        start = number * PAGE
        if number and start >= len(lines):
            raise no_page(number)
        page = PageOf(number=number, has_next=len(lines) > start + PAGE)
        return ReadingPage(lines=tuple(lines[start : start + PAGE]), page=page, total=len(lines))

    async def room(self, guild_id: int) -> int:
        """How many more feeds this server may read."""
        here, everywhere = await self._store.counts(guild_id)
        return max(0, min(self._feeds_a_server - here, self._feeds_in_all - everywhere))

    async def waiting(self, guild_id: int) -> int:
        """How many of this server's feeds have never been asked."""
        lines = (await self.reading(guild_id)).lines
        return sum(line.feed.last_polled_at is None and not line.paused_at for line in lines)

    async def remove(self, guild_id: int, typed: str) -> str:
        """The name of what is no longer read; its articles stay until no server reads them."""
        line = await self.one(guild_id, typed)
        await self._db.transaction(lambda tx: self._store.detach(tx, guild_id, line.source.id))
        return line.source.name

    async def test(self, guild_id: int, typed: str, now: datetime) -> SourceCandidate:
        """Ask a source now, without storing anything."""
        line = await self.one(guild_id, typed)
        return await self.find(guild_id, line.feed.url, now)

    async def pause(self, guild_id: int, typed: str, now: datetime) -> str:
        """Its name; this server hears nothing new of it until it is resumed."""
        line = await self.one(guild_id, typed)
        if not await self._db.transaction(lambda tx: self._store.pause(tx, guild_id, line.source.id, now)):
            raise Refused(
                _("{name} is paused already. `/source resume` starts it again.").format(name=line.source.name)
            )
        return line.source.name

    async def resume(self, guild_id: int, typed: str, now: datetime) -> str:
        """Its name; also a feed that the bot had given up is asked again."""
        line = await self.one(guild_id, typed)
        if not await self._db.transaction(lambda tx: self._store.resume(tx, guild_id, line, now)):
            raise Refused(_("{name} is not paused.").format(name=line.source.name))
        return line.source.name

    async def label(
        self,
        guild_id: int,
        typed: str,
        *,
        name: str | None = None,
        weight: Weight | None = None,
        country: str | None = None,
        owner_kind: OwnerKind | None = None,
        owner: str | None = None,
    ) -> SourceLine:
        """One server's word on a source: what it is called, whose it is, and how much it counts here. Sources of one `owner` are one voice."""
        line, name = await self.one(guild_id, typed), squash(name or "") or None
        if name is None and weight is None and country is None and owner_kind is None and owner is None:
            raise Refused(_("Name what to change: `name:`, `weight:`, `country:`, `owner:` or `owned_by:`."))
        await self._db.transaction(
            lambda tx: self._store.label(
                tx,
                guild_id,
                line.source.id,
                name=name,
                weight=weight,
                country=country,
                owner_kind=owner_kind,
                owner=owner,
            )
        )
        return await self.one(guild_id, str(line.source.id))

    async def one(self, guild_id: int, typed: str) -> SourceLine:
        """A source of the server by number, name or address."""
        lines = (await self.reading(guild_id)).lines
        wanted = fold(typed)
        by_number = [
            line for line in lines if typed in (str(line.source.id), line.feed.url)
        ]  # a feed may be called "7"
        for line in by_number or [line for line in lines if wanted == fold(line.source.name)]:
            return line
        names = {fold(line.source.name): line.source.name for line in lines}
        near = [name for folded, name in names.items() if wanted and wanted in folded]
        near = near or [names[one] for one in get_close_matches(wanted, names, n=5)]
        raise NotFound(
            _("This server reads no source “{typed}”. `/source list` shows what it reads.").format(typed=typed),
            near=tuple(near),
        )

    async def choices(self, guild_id: int, typed: str) -> list[Choice]:
        lines = (await self.reading(guild_id)).lines
        return [
            Choice(name=line.source.name[:100], value=str(line.source.id))
            for line in lines
            if fold(typed) in fold(line.source.name)
        ][:25]

    def topics(self, typed: str = "") -> list[Choice]:
        """The packs there are, with how many sources each holds."""
        counts: dict[str, int] = {}
        for row in self._rows():
            for topic in row["topics"]:
                counts[topic] = counts.get(topic, 0) + 1
        return [
            Choice(
                name=ngettext("{topic} ({n} source)", "{topic} ({n} sources)", count).format(topic=topic, n=count),
                value=topic,
            )
            for topic, count in sorted(counts.items())
            if fold(typed) in fold(topic)
        ][:25]

    async def add_pack(self, guild_id: int, topic: str, by: int, now: datetime) -> PackOutcome:
        """Add every source of a topic that answers now."""
        rows = [row for row in self._rows() if topic in row["topics"]]
        if not rows:
            raise NotFound(
                _("There is no pack “{topic}”.").format(topic=topic),
                near=tuple(choice.value for choice in self.topics())[:5],
            )
        places = asyncio.Semaphore(_AT_ONCE)

        async def one(row: dict[str, Any]) -> tuple[str, str | None, bool]:
            async with places:
                try:
                    found = await self.find(guild_id, row["url"], now)
                    source = Source(
                        name=row["name"],
                        home_url=row.get("home", ""),
                        country=row.get("country") or None,
                        owner_kind=row["owner"],
                        topics=tuple(row["topics"]),
                    )
                    candidate = SourceCandidate(source=source, feed=found.feed, entries=found.entries)
                    weight = row.get("weight", "normal")
                    return row["name"], None, await self.add(guild_id, candidate, by, now, weight)
                except BotError as error:
                    return row["name"], str(error), False

        done = await asyncio.gather(*map(one, rows))
        return PackOutcome(
            topic=topic,
            added=tuple(name for name, reason, is_new in done if reason is None and is_new),
            already=tuple(name for name, reason, is_new in done if reason is None and not is_new),
            failed=tuple((name, reason) for name, reason, _ in done if reason is not None),
        )

    async def ask_all(self, now: datetime) -> tuple[tuple[str, str, str | None], ...]:
        """(name, address, why it did not answer or None) of every shipped feed."""
        places = asyncio.Semaphore(_AT_ONCE)

        async def one(row: dict[str, Any]) -> tuple[str, str, str | None]:
            async with places:
                try:
                    await self._parse(await self._fetcher.get(row["url"], limits=FEED), now)
                except BotError as error:
                    return row["name"], row["url"], str(error)
                return row["name"], row["url"], None

        return tuple(await asyncio.gather(*map(one, self._rows())))

    def _rows(self) -> list[dict[str, Any]]:
        return tomllib.loads(self._packs.read_text("utf-8")).get("feed", []) if self._packs.exists() else []

    async def _parse(self, fetched: Fetched, now: datetime) -> Listing:
        try:
            return await read_feed(self._workers, fetched, now)
        except WorkError as error:
            raise SourceFailed(_("What this address sends could not be read in time; it may be no feed.")) from error

    async def _behind(self, page: Fetched, no_feed: SourceFailed, now: datetime) -> tuple[Fetched, Listing]:
        """The first feed that a page names or that its site has at a usual place."""
        try:
            named = await self._workers.run("bot.feeds.discover:find_feeds", page.body, page.url, page.charset)
        except WorkError:
            named = ()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_BEHIND_SECONDS):
                for url in named or discover.probes(page.url):
                    with contextlib.suppress(SourceFailed):
                        fetched = await self._fetcher.get(url, limits=FEED)
                        return fetched, await self._parse(fetched, now)
        raise no_feed


def _with_scheme(url: str) -> str:
    url = url.strip()
    return url if "://" in url else f"https://{url}"
