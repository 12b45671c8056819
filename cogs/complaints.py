"""`/report`: a reader says that a line is wrong."""

from discord import app_commands
from discord.ext import commands

from bot.domain.answers import Scope
from bot.domain.corrections import Problem
from bot.domain.errors import Refused
from bot.services.complaints import LONGEST_NOTE, ComplaintService
from bot.words import _
from cogs._asking import Clock, Interaction
from cogs._managing import say


class Complaints(commands.Cog):
    def __init__(self, service: ComplaintService, clock: Clock) -> None:
        self._service, self._clock = service, clock

    @app_commands.guild_only()
    @app_commands.command(description="Tell this server's managers that a line is wrong; only you see the answer.")
    @app_commands.rename(short_id="id")
    @app_commands.describe(
        short_id="The id at the end of the line, such as Q-41K", problem="What is wrong", note="In your own words"
    )
    async def report(
        self,
        interaction: Interaction,
        short_id: app_commands.Range[str, 1, 20],
        problem: Problem,
        note: app_commands.Range[str, 1, LONGEST_NOTE] = "",
    ) -> None:
        await interaction.response.defer(ephemeral=True)
        if interaction.guild_id is None or interaction.client.get_guild(interaction.guild_id) is None:
            raise Refused(_("Reports go to a server's managers, and the bot is not a member of this one."))
        scope, author = Scope(guild_id=interaction.guild_id), interaction.user.id
        is_new = await self._service.complain(scope, short_id, problem, note, author, self._clock())
        await say(
            interaction,
            _("Thank you. The managers of this server find it in their queue.")
            if is_new
            else _("You have said so already; the managers of this server find it in their queue."),
        )
