"""The last question of `/digest filter`: whether what was tried is to hold."""

from dataclasses import replace

import discord

from bot.domain.digest import Subscription
from bot.services.subscriptions import SubscriptionService
from bot.words import _
from cogs._asking import Clock
from cogs._managing import Answer, say


class SaveFilters(discord.ui.ActionRow[discord.ui.LayoutView]):
    """Save or leave; in a ManagerView, so only who asked may press."""

    def __init__(self, subscriptions: SubscriptionService, wish: Subscription, clock: Clock) -> None:
        super().__init__()
        self._subscriptions, self._wish, self._clock = subscriptions, wish, clock
        self.add_item(Answer(_("Save"), self._yes, changes=True, style=discord.ButtonStyle.success))
        self.add_item(Answer(_("Leave it"), self._no, changes=False))

    async def _yes(self, interaction: discord.Interaction) -> None:
        await interaction.response.defer()
        assert interaction.guild_id is not None
        now = await self._subscriptions.one(interaction.guild_id, self._wish.name)
        await self._subscriptions.keep(replace(now, filters=self._wish.filters), self._clock())
        await say(interaction, _("Saved. The filters hold from the next digest on."))

    async def _no(self, interaction: discord.Interaction) -> None:
        await interaction.response.defer()
        await say(interaction, _("Nothing was changed."))
