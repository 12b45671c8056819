"""`/diagnostics`: how the bot fares on this server, to be copied. For managers."""

import discord
from discord import app_commands
from discord.ext import commands

from bot.render import servers as pages
from bot.render.permissions import missing_permissions
from bot.services.servers import ServerService
from cogs._asking import Clock, Interaction, show
from cogs._managing import LOOKS, for_managers


class Diagnostics(commands.Cog):
    def __init__(self, servers: ServerService, clock: Clock) -> None:
        self._servers, self._clock = servers, clock

    @for_managers
    @app_commands.command(
        description="Permissions, clock, next run, last digest, feeds and the last error, to copy.", extras=LOOKS
    )
    async def diagnostics(self, interaction: Interaction) -> None:
        await interaction.response.defer(ephemeral=True)
        assert interaction.guild is not None
        condition = await self._servers.condition(interaction.guild.id)
        wanted = {one.channel_id for one in condition.digests} | {condition.notices_channel_id or 0}
        channels = {number: _found(interaction.guild, number) for number in wanted}
        await show(interaction, pages.diagnostics(condition, channels, self._clock()))


def _found(guild: discord.Guild, number: int) -> tuple[str, tuple[str, ...]] | None:
    channel = guild.get_channel_or_thread(number)
    return (channel.name, missing_permissions(channel, guild.me)) if channel else None
