"""A server's data as one ZIP file: a JSON file a table, its sources also as OPML, and every fact it sees."""

import asyncio
import json
import zipfile
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from itertools import chain
from typing import IO, Any

from bot.domain.answers import Scope
from bot.domain.facts import AnyRecorded, fact_kind
from bot.domain.keys import short_id
from bot.domain.servers import Exported
from bot.services.opml import OpmlService
from bot.words import _
from storage.belongings import BelongingStore
from storage.database import Database, Row
from storage.exporting import fact_ids
from storage.facts import FactStore

MOST_BYTES = 10 * 1024 * 1024
"""What Discord takes as a file."""
_SPARE = 512 * 1024  # for what the compressor still holds, and the list of files at the end
_AT_ONCE = 200


class ExportService:
    def __init__(self, db: Database, belongings: BelongingStore, facts: FactStore, opml: OpmlService) -> None:
        self._db, self._belongings, self._facts, self._opml = db, belongings, facts, opml

    async def write(self, guild_id: int, file: IO[bytes], now: datetime, *, most: int = MOST_BYTES) -> Exported:
        """Write the ZIP, below `most` bytes; the oldest facts are what is left out. Memory holds one page of it at a time."""
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            pack = _Pack(archive, file, most - _SPARE)
            await pack.text("sources.opml", await self._opml.write(guild_id))
            for table in await self._belongings.tables():
                await pack.rows(f"{table}.json", _plain(self._belongings.rows(table, guild_id)))
            others_are_whole = pack.is_whole
            facts = await pack.rows("facts.json", self._all_facts(Scope(guild_id=guild_id)))
            await pack.text("README.txt", _about(now, facts, facts_are_whole=pack.is_whole).encode())
        return Exported(facts=facts, is_whole=pack.is_whole and others_are_whole)

    async def _all_facts(self, scope: Scope) -> AsyncIterator[Sequence[Mapping[str, Any]]]:
        async for ids in fact_ids(self._db, scope):
            for start in range(0, len(ids), _AT_ONCE):
                yield [_fact(one) for one in await self._facts.by_ids(scope, ids[start : start + _AT_ONCE])]


class _Pack:
    """An archive that grows until it is full."""

    def __init__(self, archive: zipfile.ZipFile, file: IO[bytes], most: int) -> None:
        self._archive, self._file, self._most = archive, file, most
        self.is_whole = True

    async def text(self, name: str, body: bytes) -> None:
        await asyncio.to_thread(self._archive.writestr, name, body)

    async def rows(self, name: str, pages: AsyncIterator[Sequence[Mapping[str, Any]]]) -> int:
        """One JSON list; the number of rows that fitted."""
        written = 0
        with self._archive.open(name, "w") as member:
            await asyncio.to_thread(member.write, b"[")
            async for page in pages:
                if self._file.tell() >= self._most:
                    self.is_whole = False
                    break
                await asyncio.to_thread(member.write, _json(page, is_first=not written))
                written += len(page)
            await asyncio.to_thread(member.write, b"\n]\n")
        return written


def _json(page: Iterable[Mapping[str, Any]], *, is_first: bool) -> bytes:
    lines = ",\n".join(json.dumps(row, ensure_ascii=False, default=str) for row in page)
    return (("\n" if is_first else ",\n") + lines).encode("utf-8", "replace")


async def _plain(pages: AsyncIterator[Sequence[Row]]) -> AsyncIterator[Sequence[Mapping[str, Any]]]:
    async for page in pages:
        yield [{name: value for name, value in row.items() if name != "row_number"} for row in page]


def _fact(one: AnyRecorded) -> dict[str, Any]:
    """As readers may find it, with the characters it rests on; the article itself stays its publisher's."""
    kind, text = fact_kind(one.fact), one.article.text
    return {
        "id": short_id(kind, one.id),
        "kind": kind,
        "words": [text[start:end] for start, end in one.fact.evidence],
        "article": {"url": one.article.url, "title": one.article.title, "published_at": one.article.published_at},
        "stored_at": one.stored_at,
        "fact": asdict(one.fact),
    }


def _about(now: datetime, facts: int, *, facts_are_whole: bool) -> str:
    lines = [
        _("What Communiqué keeps of this server, as of {now}.").format(now=f"{now:%Y-%m-%d %H:%M} UTC"),
        _(
            "A JSON file is one kind of record; times are UTC. facts.json holds the facts of the news this server reads,"
        ),
        _("the newest first, each with the words it rests on; sources.opml is the list of sources for any reader."),
    ]
    if not facts_are_whole:
        lines.append(_("Not everything fitted: facts.json holds the newest {n}.").format(n=facts))
    return "\n".join(chain(lines, [""]))
