"""`/notices`: where managers are told of their sources."""

import discord
from discord import app_commands
from discord.ext import commands

from bot.services.notices import NoticeService
from bot.words import _
from cogs._asking import Clock, Interaction
from cogs._managing import LOOKS, for_managers, require_room, say


@for_managers
class Notices(commands.GroupCog, group_name="notices", group_description="What managers are told of their sources"):
    def __init__(self, service: NoticeService, clock: Clock) -> None:
        super().__init__()
        self._service, self._clock = service, clock

    @app_commands.command(description="Where to say that a source fails, is stale or is well again.")
    @app_commands.describe(channel="Left out: where the digest goes")
    async def channel(
        self, interaction: Interaction, channel: discord.TextChannel | discord.Thread | None = None
    ) -> None:
        await interaction.response.defer(ephemeral=True)
        assert interaction.guild is not None
        if channel:
            require_room(channel, interaction.guild.me)
        number = await self._service.set_channel(interaction.guild.id, channel.id if channel else None, self._clock())
        found = interaction.guild.get_channel_or_thread(number) if number else None
        where = f"#{found.name}" if found else _("the digest's channel, once there is one")
        await say(interaction, _("Changes of a source's state are told in {where}, once each.").format(where=where))

    @app_commands.command(description="Send notices to the digest's channel again, not to one of their own.")
    async def off(self, interaction: Interaction) -> None:
        await interaction.response.defer(ephemeral=True)
        assert interaction.guild_id is not None
        await self._service.set_channel(interaction.guild_id, None, self._clock())
        await say(interaction, _("Notices have no channel of their own any more; they go where the digest goes."))

    @app_commands.command(description="Where notices go, and whether the last one arrived.", extras=LOOKS)
    async def show(self, interaction: Interaction) -> None:
        await interaction.response.defer(ephemeral=True)
        assert interaction.guild is not None
        number, error = await self._service.where(interaction.guild.id)
        found = interaction.guild.get_channel_or_thread(number) if number else None
        if found is None:
            words = _("Notices have no channel that the bot sees. /notices channel names one.")
        else:
            words = _("Notices go to #{name}.").format(name=found.name)
        await say(
            interaction,
            words + (" " + _("The last one did not arrive: {reason}").format(reason=error) if error else ""),
        )
