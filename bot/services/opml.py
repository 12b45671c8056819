"""Subscription lists in and out of a server."""

from dataclasses import replace
from datetime import datetime, timedelta

from bot.domain.errors import Refused
from bot.domain.managing import ImportOutcome
from bot.feeds import opml, pace
from bot.services.sources import SourceService
from bot.words import _, ngettext
from bot.work import WorkError, Workers
from storage.database import Database, Transaction
from storage.sources import SourceStore

MOST_BYTES = opml.MOST_BYTES
_SECONDS = 10.0


class OpmlService:
    def __init__(self, db: Database, store: SourceStore, sources: SourceService, workers: Workers) -> None:
        self._db = db
        self._store = store
        self._sources = sources
        self._workers = workers

    async def read(self, guild_id: int, body: bytes, by: int, now: datetime) -> ImportOutcome:
        """Add a file's feeds to what a server reads, all or none; they are first asked spread over up to an hour."""
        if len(body) > MOST_BYTES:
            raise Refused(
                _("The file holds more than {most} MB; a list of feeds is smaller.").format(
                    most=MOST_BYTES // 1024 // 1024
                )
            )
        try:
            listed, refused = await self._workers.run("bot.feeds.opml:read_opml", body, seconds=_SECONDS)
        except WorkError as error:
            raise Refused(_("The file could not be read in time; it may be no OPML.")) from error
        known = {line.feed.url for line in (await self._sources.reading(guild_id)).lines}
        new = [(source, feed) for source, feed in listed if feed.url not in known]
        room = await self._sources.room(guild_id)
        if len(new) > room:
            raise Refused(
                ngettext(
                    "The file lists {n} new feed, and there is room for {room} (FEEDS_A_SERVER, FEEDS_IN_ALL). Nothing was imported.",
                    "The file lists {n} new feeds, and there is room for {room} (FEEDS_A_SERVER, FEEDS_IN_ALL). Nothing was imported.",
                    len(new),
                ).format(n=len(new), room=room)
            )
        due = {feed.url: pace.first_poll(feed.url, now, len(new)) for _, feed in new}

        def work(tx: Transaction) -> int:
            added = 0
            for source, feed in new:
                source_id, _feed_id = self._store.save(tx, feed, now, due[feed.url])
                added += self._store.attach(tx, guild_id, replace(source, id=source_id), by, now)
            return added

        added = await self._db.transaction(work)
        spread = max(due.values(), default=now) - now
        return ImportOutcome(
            added=added,
            already=len(listed) - added,
            refused=tuple((name, str(error)) for name, error in refused),
            all_asked_at=now + spread + timedelta(minutes=1),
        )

    async def write(self, guild_id: int) -> bytes:
        """What a server reads, as OPML."""
        return opml.write_opml((line.source, line.feed) for line in (await self._sources.reading(guild_id)).lines)
