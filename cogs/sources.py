"""`/source`: what this server reads. For managers."""

import asyncio
import contextlib
import io
from dataclasses import replace
from typing import Literal

import discord
from discord import app_commands
from discord.ext import commands

from bot.domain.errors import Refused
from bot.domain.managing import ImportOutcome
from bot.domain.news import OwnerKind
from bot.render import sources as pages
from bot.render.budget import LIMITS
from bot.services.names import NameIndex
from bot.services.notices import NoticeService
from bot.services.opml import MOST_BYTES, OpmlService
from bot.services.sources import SourceService
from bot.words import _
from cogs._asked import Row, button, put, row
from cogs._asking import Clock, Interaction, choices, show, show_all
from cogs._exporting import ask_first
from cogs._limits import Limits
from cogs._managing import LOOKS, asks, changed, for_managers, say

ADD, DROP = "add", "drop"
_FOLLOW_SECONDS, _FOLLOWED = 60.0, 14


@for_managers
class Sources(commands.GroupCog, group_name="source", group_description="What this server reads"):
    def __init__(
        self,
        service: SourceService,
        opml: OpmlService,
        notices: NoticeService,
        names: NameIndex,
        limits: Limits,
        clock: Clock,
    ) -> None:
        super().__init__()
        self._limits = limits
        self._service, self._opml, self._notices, self._names, self._clock = service, opml, notices, names, clock
        self._following: set[asyncio.Task[None]] = set()

    @app_commands.command(description="Add a feed or site by its address, or a pack of sources by topic.")
    @app_commands.describe(
        url="A feed's or a site's address", pack="A topic; those of its sources that answer are added"
    )
    async def add(
        self, interaction: Interaction, url: app_commands.Range[str, 4, 500] | None = None, pack: str | None = None
    ) -> None:
        await interaction.response.defer(ephemeral=True)
        assert interaction.guild_id is not None
        if pack:
            self._limits.take(interaction)
            outcome = await self._service.add_pack(interaction.guild_id, pack, interaction.user.id, self._clock())
            self._names.invalidate()
            return await show_all(interaction, pages.pack(outcome))
        if not url:
            raise Refused(_("Name an address (`url:`) or a pack of sources (`pack:`)."))
        self._limits.take(interaction)
        candidate = await self._service.find(interaction.guild_id, url, self._clock())
        if len(candidate.feed.url) > LIMITS["button link"]:
            raise Refused(_("This feed's address is longer than Discord can hold."))
        asks(interaction)
        rows = [] if candidate.already_added else [_question(interaction.user.id, candidate.feed.url)]
        return await put(interaction, pages.candidate(candidate, rows))

    async def answered(self, interaction: Interaction, rest: str, _values: tuple[str, ...]) -> None:
        """What the question's buttons do. The address stands in its link, and is asked once more for what is to be added."""
        await interaction.response.defer()
        url = _linked(interaction.message)
        if rest != "yes" or url is None:
            return await say(interaction, _("Nothing was added."))
        assert interaction.guild_id is not None
        candidate = await self._service.find(interaction.guild_id, url, self._clock())
        await self._service.add(interaction.guild_id, candidate, interaction.user.id, self._clock())
        self._names.invalidate()
        changed(interaction, f"/source add url:{url} → {_('Add')}")
        return await say(
            interaction,
            _("Added {name}. Its news comes in with the next poll.").format(name=candidate.source.name),
        )

    @app_commands.command(
        name="list", description="What this server reads, and how each source is doing.", extras=LOOKS
    )
    async def list_(self, interaction: Interaction) -> None:
        await interaction.response.defer(ephemeral=True)
        assert interaction.guild_id is not None
        await show_all(interaction, pages.listing(await self._service.reading(interaction.guild_id)))

    @app_commands.command(description="Which sources need a manager's eye, and why.", extras=LOOKS)
    async def health(self, interaction: Interaction) -> None:
        await interaction.response.defer(ephemeral=True)
        assert interaction.guild_id is not None
        channel, error = await self._notices.where(interaction.guild_id)
        answer = await self._service.reading(interaction.guild_id)
        await show_all(interaction, pages.health(replace(answer, notices_channel=channel, notices_error=error)))

    @app_commands.command(description="Hear nothing new of a source until it is resumed.")
    @app_commands.describe(source="Its name")
    async def pause(self, interaction: Interaction, source: app_commands.Range[str, 1, 500]) -> None:
        await interaction.response.defer(ephemeral=True)
        assert interaction.guild_id is not None
        name = await self._service.pause(interaction.guild_id, source, self._clock())
        await say(
            interaction,
            _("{name} is paused. What was read of it stays; nothing new comes until you resume it.").format(name=name),
        )

    @app_commands.command(description="Read a paused source again, also one that the bot gave up.")
    @app_commands.describe(source="Its name")
    async def resume(self, interaction: Interaction, source: app_commands.Range[str, 1, 500]) -> None:
        await interaction.response.defer(ephemeral=True)
        assert interaction.guild_id is not None
        name = await self._service.resume(interaction.guild_id, source, self._clock())
        await say(interaction, _("{name} is read again; it is asked with the next poll.").format(name=name))

    @app_commands.command(
        description="Say what a source is called, whose it is, and how much it counts on this server."
    )
    @app_commands.describe(
        source="Its name",
        name="What it is called here",
        weight="trusted: first in digests. context only: answers, no digest. muted: neither",
        country="The country whose side it speaks for",
        owner="What kind of owner it has",
        owned_by="Its owner's name; sources of one owner count as one voice",
    )
    async def label(
        self,
        interaction: Interaction,
        source: app_commands.Range[str, 1, 500],
        name: app_commands.Range[str, 1, 200] | None = None,
        weight: Literal["trusted", "normal", "context only", "muted"] | None = None,
        country: app_commands.Range[str, 1, 60] | None = None,
        owner: OwnerKind | None = None,
        owned_by: app_commands.Range[str, 1, 100] | None = None,
    ) -> None:
        await interaction.response.defer(ephemeral=True)
        assert interaction.guild_id is not None
        line = await self._service.label(
            interaction.guild_id,
            source,
            name=name,
            weight="context" if weight == "context only" else weight,
            country=self._names.country(country) if country else None,
            owner_kind=owner,
            owner=owned_by,
        )
        self._names.invalidate()
        await show(interaction, pages.labelled(line))

    @app_commands.command(description="Stop reading a source. Asks again first.")
    @app_commands.describe(source="Its name")
    async def remove(self, interaction: Interaction, source: app_commands.Range[str, 1, 500]) -> None:
        await interaction.response.defer(ephemeral=True)
        assert interaction.guild_id is not None
        line = await self._service.one(interaction.guild_id, source)
        await ask_first(interaction, pages.removal(line), DROP, str(line.source.id), _("Remove it"))

    async def removed(self, interaction: Interaction, rest: str, _values: tuple[str, ...]) -> None:
        """What the question's button does."""
        await interaction.response.defer()
        assert interaction.guild_id is not None
        name = await self._service.remove(interaction.guild_id, rest)
        self._names.invalidate()
        changed(interaction, f"/source remove source:{name} → {_('Remove it')}")
        await say(interaction, _("This server no longer reads {name}.").format(name=name))

    @app_commands.command(description="Ask a source now and show what comes.", extras=LOOKS)
    @app_commands.describe(source="Its name")
    async def test(self, interaction: Interaction, source: app_commands.Range[str, 1, 500]) -> None:
        await interaction.response.defer(ephemeral=True)
        assert interaction.guild_id is not None
        self._limits.take(interaction)
        await show(interaction, pages.candidate(await self._service.test(interaction.guild_id, source, self._clock())))

    @add.autocomplete("pack")
    async def _packs_like(self, _interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return choices(self._service.topics(typed))

    @app_commands.command(name="import", description="Add every feed of an OPML file, as other readers export it.")
    @app_commands.describe(file="An OPML file; its folders become topics")
    async def import_(self, interaction: Interaction, file: discord.Attachment) -> None:
        await interaction.response.defer(ephemeral=True)
        assert interaction.guild_id is not None
        if file.size > MOST_BYTES:
            raise Refused(
                _("The file holds more than {most} MB; a list of feeds is smaller.").format(
                    most=MOST_BYTES // 1024 // 1024
                )
            )
        outcome = await self._opml.read(interaction.guild_id, await file.read(), interaction.user.id, self._clock())
        self._names.invalidate()
        await show(interaction, pages.imported(outcome))
        following = asyncio.create_task(self._follow(interaction, interaction.guild_id, outcome))
        self._following.add(following)
        following.add_done_callback(self._following.discard)

    async def _follow(self, interaction: Interaction, guild_id: int, outcome: ImportOutcome) -> None:
        """Say in the same answer how many of the feeds have been asked; Discord lets it be changed for a quarter of an hour."""
        asked = 0
        with contextlib.suppress(discord.HTTPException):  # they may have dismissed it
            for _ in range(_FOLLOWED):
                if asked >= outcome.added:
                    return
                await asyncio.sleep(_FOLLOW_SECONDS)
                before, asked = asked, outcome.added - await self._service.waiting(guild_id)
                if asked != before:
                    await show(interaction, pages.imported(outcome, asked))

    async def cog_unload(self) -> None:
        for following in self._following:
            following.cancel()

    @app_commands.command(description="What this server reads as an OPML file that every reader takes.", extras=LOOKS)
    async def export(self, interaction: Interaction) -> None:
        await interaction.response.defer(ephemeral=True)
        assert interaction.guild_id is not None
        body = await self._opml.write(interaction.guild_id)
        await interaction.edit_original_response(attachments=[discord.File(io.BytesIO(body), "sources.opml")])

    @label.autocomplete("country")
    async def _countries_like(self, _interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return choices(self._names.countries(typed))

    @remove.autocomplete("source")
    @test.autocomplete("source")
    @pause.autocomplete("source")
    @resume.autocomplete("source")
    @label.autocomplete("source")
    async def _sources_like(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return choices(await self._service.choices(interaction.guild_id or 0, typed))


def _question(who: int, url: str) -> Row:
    """Add or leave; the link carries the address over a restart."""
    opened: discord.ui.Button[discord.ui.LayoutView] = discord.ui.Button(label=_("Open the feed"), url=url)
    add = button(who, ADD, "yes", _("Add"), discord.ButtonStyle.success)
    return row(add, button(who, ADD, "no", _("Leave it")), opened)


def _linked(message: discord.Message | None) -> str | None:
    """The address that the question's message links."""
    if message is None:
        return None
    items = discord.ui.LayoutView.from_message(message, timeout=None).walk_children()
    return next((item.url for item in items if isinstance(item, discord.ui.Button) and item.url), None)
