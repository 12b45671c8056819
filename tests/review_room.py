"""Two servers on a simulated Discord that read one article, for tests of a review."""

import contextlib
from collections.abc import AsyncGenerator
from pathlib import Path
from typing import Any

import discord

from bot.domain.keys import short_id
from storage.sources import SourceStore
from tests import make
from tests.desk import Desk, open_desk

TEXT = (
    "“We shall build the railway,” Tokayev said. The deal is worth tens of billions of dollars, or $4 billion this year. "
    "Trump called Tokayev on Tuesday. Tokayev invited Trump to visit Astana."
)


class Room:
    """A desk with an article of four facts, of which the quote waits; a second server reads the same source."""

    def __init__(self, desk: Desk, ids: tuple[int, ...]) -> None:
        self.desk = desk
        self.quote, self.meeting, self.invitation, self.deal = ids
        self.other = desk.env.create_guild("Another club")
        self.other_channel = self.other.create_text_channel("news")
        role = self.other.create_role("editors", permissions=discord.Permissions(manage_guild=True))
        self.other_manager = self.other.add_member(desk.env.create_user("elsewhere"), roles=[role])

    async def open(self, kind: str, number: int) -> Any:
        return await self.desk.manager.slash(self.desk.channel, "review open", id=short_id(kind, number))  # type: ignore[arg-type]

    async def ask_elsewhere(self, command: str, **options: Any) -> str:
        return self.desk.read(await self.other_manager.slash(self.other_channel, command, **options))


@contextlib.asynccontextmanager
async def open_room(folder: Path) -> AsyncGenerator[Room]:
    """In the first server the quote waits, and the rest is shown; so in the second."""
    async with open_desk(folder) as desk:
        source = await make.reading(desk.core.db, desk.guild.id)
        saved = await make.saved(
            desk.core.db,
            source,
            TEXT,
            quotes=[make.quote(TEXT, "We shall build the railway,", shown=False)],
            meetings=[make.meeting(TEXT, "Trump", "Tokayev")],
            invitations=[make.invitation(TEXT, "Tokayev", "Trump")],
            deals=[make.deal(TEXT, "US", "KZ", amount="tens of billions of dollars", sectors=("railways",))],
        )
        made = Room(desk, saved.new_facts)
        await make.reading(desk.core.db, made.other.id, "Harbour Post")
        sources = SourceStore(desk.core.db)
        await desk.core.db.transaction(
            lambda tx: sources.attach(tx, made.other.id, make.source(id=source[0]), 1, make.NOW)
        )
        desk.core.names.invalidate()
        yield made
