"""`/digest`: when and where the daily digest comes. For managers."""

import discord
from discord import app_commands
from discord.ext import commands

from bot.domain.answers import Scope
from bot.domain.errors import Refused
from bot.domain.periods import written_day
from bot.render import digest as page
from bot.render import schedule
from bot.render.permissions import missing_permissions
from bot.services.delivery import DeliveryService
from bot.services.digests import DigestService
from bot.services.subscriptions import SubscriptionService
from bot.words import _
from cogs._asking import Clock, Interaction, choices, show, show_all
from cogs._managing import LOOKS, for_managers, say


@for_managers
class Digest(commands.GroupCog, group_name="digest", group_description="The daily digest of this server"):
    def __init__(
        self, subscriptions: SubscriptionService, digests: DigestService, delivery: DeliveryService, clock: Clock
    ) -> None:
        super().__init__()
        self._subscriptions, self._digests, self._delivery, self._clock = subscriptions, digests, delivery, clock

    @app_commands.command(description="Set the channel, the local hour and the time zone.")
    @app_commands.describe(
        channel="Where the digest is posted", hour="0 to 23", zone="Such as Europe/Berlin or Asia/Almaty"
    )
    async def schedule(
        self,
        interaction: Interaction,
        channel: discord.TextChannel | discord.Thread,
        hour: app_commands.Range[int, 0, 23],
        zone: app_commands.Range[str, 1, 60],
    ) -> None:
        await interaction.response.defer(ephemeral=True)
        assert interaction.guild is not None
        lacking = missing_permissions(channel, interaction.guild.me)
        if lacking:
            raise Refused(
                _(
                    "The bot may not post in #{name}: it lacks {lacking}. Open that channel's settings, Permissions, add the bot and allow "
                    "them; then set the schedule again."
                ).format(name=channel.name, lacking=", ".join(lacking))
            )
        answer = await self._subscriptions.schedule(interaction.guild.id, channel.id, hour, zone, self._clock())
        await show(interaction, schedule.saved(answer))

    @app_commands.command(description="What the digest would hold now; only you see it.", extras=LOOKS)
    async def preview(self, interaction: Interaction) -> None:
        await interaction.response.defer(ephemeral=True)
        assert interaction.guild_id is not None
        await show_all(
            interaction, page.layouts(await self._digests.preview(interaction.guild_id, "UTC", self._clock()))
        )

    @app_commands.command(description="Post today's digest at once.")
    async def now(self, interaction: Interaction) -> None:
        await interaction.response.defer(ephemeral=True)
        assert interaction.guild_id is not None
        wish, moment = await self._subscriptions.one(interaction.guild_id), self._clock()
        day = self._digests.today(wish, moment)
        if await self._digests.exists(wish, day):
            raise Refused(
                _(
                    "Today's digest was made already; the next one comes at its hour. `/digest preview` shows what is new since."
                )
            )
        edition = await self._digests.compile(wish, day, moment)
        parts = await self._delivery.deliver(edition.id)
        if all(part.state == "sent" for part in parts):
            await say(interaction, _("Posted."))
        elif any(part.state == "failed" for part in parts):
            raise Refused(parts[0].error or _("Discord refused it."))
        else:
            await say(interaction, _("Discord did not take it yet; the bot goes on trying."))

    @app_commands.command(description="When the digest comes next, and why the last one did not.", extras=LOOKS)
    async def status(self, interaction: Interaction) -> None:
        await interaction.response.defer(ephemeral=True)
        assert interaction.guild_id is not None
        answer = await self._subscriptions.status(interaction.guild_id, self._clock())
        await show(interaction, schedule.saved(answer, await self._delivery.last_error(answer.subscription.id)))

    @app_commands.command(description="Stop the daily digest until you resume it.")
    async def pause(self, interaction: Interaction) -> None:
        await interaction.response.defer(ephemeral=True)
        assert interaction.guild_id is not None
        await show(interaction, schedule.saved(await self._subscriptions.pause(interaction.guild_id, self._clock())))

    @app_commands.command(description="Start the daily digest again.")
    async def resume(self, interaction: Interaction) -> None:
        await interaction.response.defer(ephemeral=True)
        assert interaction.guild_id is not None
        await show(interaction, schedule.saved(await self._subscriptions.resume(interaction.guild_id, self._clock())))

    async def about(self, scope: Scope, parts: tuple[str, ...], number: int) -> discord.ui.LayoutView:
        """What the button under a digest answers; `number` is the subscription's, the part its day."""
        return page.about(await self._digests.about(scope, number, written_day("".join(parts))))

    @schedule.autocomplete("zone")
    async def _zones_like(self, _interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return choices(self._subscriptions.zone_choices(typed))
