"""`/office`: who holds which office, where the news and what we know differ. For managers."""

from discord import app_commands
from discord.ext import commands

from bot.domain.answers import Scope
from bot.render import offices as pages
from bot.services.names import NameIndex
from bot.services.offices import OfficeService
from bot.words import _
from cogs._asking import Clock, Interaction, choices, show_all
from cogs._managing import LOOKS, for_managers, say


@for_managers
class Offices(commands.GroupCog, group_name="office", group_description="Who holds which office"):
    def __init__(self, service: OfficeService, names: NameIndex, clock: Clock) -> None:
        super().__init__()
        self._service, self._names, self._clock = service, names, clock

    @app_commands.command(description="Whom the news names in an office that we know otherwise.", extras=LOOKS)
    async def candidates(self, interaction: Interaction) -> None:
        await interaction.response.defer(ephemeral=True)
        answer = await self._service.listing(_scope(interaction), self._clock())
        await show_all(interaction, pages.listing(answer, self._names.country_names))

    @app_commands.command(description="Say that a candidate holds the office; it holds in this server.")
    @app_commands.describe(candidate="A person and an office")
    async def approve(self, interaction: Interaction, candidate: app_commands.Range[str, 1, 100]) -> None:
        await interaction.response.defer(ephemeral=True)
        ruling = await self._service.approve(_scope(interaction), candidate, self._clock())
        await say(interaction, _("Approved here: {ruling}.").format(ruling=self._service.label(ruling)))

    @app_commands.command(description="Say that a candidate does not hold the office; it holds in this server.")
    @app_commands.describe(candidate="A person and an office")
    async def dismiss(self, interaction: Interaction, candidate: app_commands.Range[str, 1, 100]) -> None:
        await interaction.response.defer(ephemeral=True)
        ruling = await self._service.dismiss(_scope(interaction), candidate, self._clock())
        await say(interaction, _("Dismissed here: {ruling}.").format(ruling=self._service.label(ruling)))

    @approve.autocomplete("candidate")
    @dismiss.autocomplete("candidate")
    async def _candidates_like(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return choices(await self._service.choices(_scope(interaction), typed, self._clock()))


def _scope(interaction: Interaction) -> Scope:
    assert interaction.guild_id is not None
    return Scope(guild_id=interaction.guild_id)
