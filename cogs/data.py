"""`/data`: what is kept of this server, how long, and how it goes. For managers."""

from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.domain.errors import Refused, no_page
from bot.domain.servers import LONGEST, SHORTEST
from bot.render import servers as pages
from bot.render.text import clipped
from bot.services.exports import ExportService
from bot.services.names import NameIndex
from bot.services.retention import RetentionService
from bot.services.servers import ServerService
from bot.words import N_, _
from cogs._asked import button, form, put, row
from cogs._asking import Clock, Interaction, choices
from cogs._exporting import ask_first, send_export
from cogs._managing import LOOKS, changed, for_managers, say

PURGE, ERASE, SHORTEN, HISTORY = "purge", "erase", "shorten", "history"
_WORD = N_("ERASE")


@for_managers
class Data(commands.GroupCog, group_name="data", group_description="What is kept of this server"):
    def __init__(
        self,
        servers: ServerService,
        retention: RetentionService,
        exports: ExportService,
        names: NameIndex,
        clock: Clock,
    ) -> None:
        super().__init__()
        self._servers, self._retention, self._exports, self._names, self._clock = (
            servers,
            retention,
            exports,
            names,
            clock,
        )

    @app_commands.command(description="All that is kept of this server, as a file.", extras=LOOKS)
    async def export(self, interaction: Interaction) -> None:
        await interaction.response.defer(ephemeral=True)
        await send_export(interaction, self._exports, self._clock)

    @app_commands.command(description="How many days of news this server's answers go back. Asks again before fewer.")
    @app_commands.describe(days="Older news is hidden from this server at once; 365 if nobody says")
    async def retention(self, interaction: Interaction, days: app_commands.Range[int, SHORTEST, LONGEST]) -> None:
        await interaction.response.defer(ephemeral=True)
        assert interaction.guild_id is not None
        if days >= (await self._servers.history(interaction.guild_id, 0)).retention_days:
            await self._keep(interaction, days)
            return
        words = _(
            "### Go back {n} days only?\nOlder news is hidden here at once; a longer time shows it again while it is kept. The record of older digests "
            "is erased within a day: the buttons under them answer nothing then, and `/digest resend` knows them no more."
        ).format(n=days)
        await ask_first(interaction, words, SHORTEN, str(days), _("Shorten it"))

    async def shortened(self, interaction: Interaction, rest: str, _values: tuple[str, ...]) -> None:
        """What the question's button does."""
        await interaction.response.defer()
        await self._keep(interaction, int(rest) if rest.isdecimal() else 0)
        changed(interaction, f"/data retention days:{rest} → {_('Shorten it')}")

    async def _keep(self, interaction: Interaction, days: int) -> None:
        assert interaction.guild_id is not None
        await self._retention.set_days(interaction.guild_id, days, self._clock())
        self._names.invalidate()
        await say(
            interaction,
            _(
                "This server’s answers go back {n} days. An article that no server keeps is deleted within a day."
            ).format(n=days),
        )

    @app_commands.command(description="Stop reading a source and hide all that it brought.")
    @app_commands.describe(source="Its name; also one that was removed before")
    async def purge(self, interaction: Interaction, source: app_commands.Range[str, 1, 500]) -> None:
        await interaction.response.defer(ephemeral=True)
        assert interaction.guild_id is not None
        number, name = await self._retention.find(interaction.guild_id, source)
        words = _(
            "### Hide all that {name} brought?\nThis server stops reading it; its facts leave every answer here, for good. Other servers keep theirs."
        ).format(name=clipped(name, 150))
        await ask_first(interaction, words, PURGE, str(number), _("Hide it"))

    async def purged(self, interaction: Interaction, rest: str, _values: tuple[str, ...]) -> None:
        """What the question's button does."""
        await interaction.response.defer()
        assert interaction.guild_id is not None
        number, name = await self._retention.find(interaction.guild_id, rest)
        await self._retention.purge(interaction.guild_id, number)
        self._names.invalidate()
        changed(interaction, f"/data purge source:{name} → {_('Hide it')}")
        await say(interaction, _("{name} is no longer read, and what it brought is hidden here.").format(name=name))

    @app_commands.command(name="delete-all", description="Erase all that is kept of this server.")
    async def delete_all(self, interaction: Interaction) -> None:
        await interaction.response.defer(ephemeral=True)
        words = _(
            "### Erase all that is kept of this server?\nIts sources, digests with their history, corrections, reports, notices, rulings and the "
            "record of changes go at once, and nothing is sent any more. This cannot be taken back; an export is all that stays."
        )
        await ask_first(interaction, words, ERASE, "", _("Erase everything …"))

    async def erased(self, interaction: Interaction, rest: str, values: tuple[str, ...]) -> None:
        """What the question's button does, and its form: the last question is a word to be typed."""
        if rest != "typed":
            await interaction.response.send_modal(_erase_form(interaction.user.id))
            return
        await interaction.response.defer()
        assert interaction.guild_id is not None
        if "".join(values).strip().casefold() != _(_WORD).casefold():
            raise Refused(_("That was not the word, so nothing was erased."))
        await self._servers.erase(interaction.guild_id)
        self._names.invalidate()
        await say(
            interaction,
            _("All that was kept of this server is erased. `/source add` and `/digest schedule` start anew."),
        )

    @app_commands.command(description="Who changed what on this server, and when.", extras=LOOKS)
    @app_commands.describe(page="1 is the newest")
    async def history(self, interaction: Interaction, page: app_commands.Range[int, 1, 200] = 1) -> None:
        await interaction.response.defer(ephemeral=True)
        await self._show_history(interaction, page - 1)

    async def turned(self, interaction: Interaction, rest: str, _values: tuple[str, ...]) -> None:
        """What the buttons under the record do."""
        await interaction.response.defer()
        await self._show_history(interaction, int(rest) if rest.isdecimal() and len(rest) <= 3 else 0)

    async def _show_history(self, interaction: Interaction, number: int) -> None:
        assert interaction.guild_id is not None
        found = await self._servers.history(interaction.guild_id, number)
        if number and not found.changes:
            raise no_page(number)
        who = interaction.user.id
        newer = button(who, HISTORY, str(max(number - 1, 0)), _("◀ Newer"), disabled=not number)
        older = button(who, HISTORY, str(number + 1), _("Older ▶"), disabled=not found.has_next)
        await put(interaction, pages.history(found, [row(newer, older)] if number or found.has_next else []))

    @purge.autocomplete("source")
    async def _sources_like(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return choices(await self._retention.choices(interaction.guild_id or 0, typed))


def _erase_form(who: int) -> discord.ui.Modal:
    typed: discord.ui.TextInput[Any] = discord.ui.TextInput(custom_id="word", max_length=40)
    field: discord.ui.Label[Any] = discord.ui.Label(
        text=_("Type {word} to erase all of this server").format(word=_(_WORD)), component=typed
    )
    return form(who, ERASE, "typed", _("Erase everything"), field)
