"""The buttons under a digest, on messages posted long ago too: their custom_ids name subscription and day, and perhaps a section."""

import re
from typing import Self

import discord

from bot.client import Client, say_failure
from bot.render.digest import MARKER
from cogs._asking import Interaction, scope_of, show


class AboutButton(
    discord.ui.DynamicItem[discord.ui.Button[discord.ui.LayoutView]],
    template=MARKER
    + r":(?P<subscription>[0-9]{1,18}):(?P<day>[0-9]{8}):(?P<part>[0-9]{1,3})(?::(?P<section>[a-z]{1,12}))?",
):
    def __init__(
        self, item: discord.ui.Button[discord.ui.LayoutView], subscription: int, day: str, section: str | None
    ) -> None:
        super().__init__(item)
        self._subscription, self._parts = subscription, (day, section) if section else (day,)

    @classmethod
    async def from_custom_id(
        cls,
        interaction: discord.Interaction[discord.Client],
        item: discord.ui.Item[discord.ui.LayoutView],
        match: re.Match[str],
        /,
    ) -> Self:
        assert isinstance(item, discord.ui.Button)
        return cls(item, int(match["subscription"]), match["day"], match["section"])

    async def callback(self, interaction: discord.Interaction[discord.Client]) -> None:
        """Only who pressed it sees the answer."""
        assert isinstance(interaction.client, Client)
        own: Interaction = interaction  # type: ignore[assignment]
        await interaction.response.defer(ephemeral=True, thinking=True)
        try:
            await show(own, await interaction.client.pagers["digest"](scope_of(own), self._parts, self._subscription))
        except Exception as error:  # noqa: BLE001 - the rim of a button, as the tree's handler is of a command
            await say_failure(own, error)
