"""`/notices`: where managers are told of their sources."""

import discord
from discord import app_commands
from discord.ext import commands

from bot.domain.errors import Refused
from bot.render.permissions import missing_permissions
from bot.services.notices import NoticeService
from bot.words import _
from cogs._asking import Clock, Interaction
from cogs._managing import for_managers, say


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
        lacking = missing_permissions(channel, interaction.guild.me) if channel else ()
        if channel and lacking:
            raise Refused(
                _(
                    "The bot may not post in #{name}: it lacks {lacking}. Open that channel's settings, Permissions, add the bot and allow "
                    "them; then name the channel again."
                ).format(name=channel.name, lacking=", ".join(lacking))
            )
        number = await self._service.set_channel(interaction.guild.id, channel.id if channel else None, self._clock())
        found = interaction.guild.get_channel_or_thread(number) if number else None
        where = f"#{found.name}" if found else _("the digest's channel, once there is one")
        await say(interaction, _("Changes of a source's state are told in {where}, once each.").format(where=where))
