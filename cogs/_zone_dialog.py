"""Asking for a time zone that no menu holds."""

from collections.abc import Awaitable, Callable
from typing import Any

import discord

from bot.client import say_failure
from bot.domain.errors import Refused
from bot.rights import is_text, require_manager
from bot.words import _
from cogs._asking import Interaction

_LONGEST = 60


class ZoneDialog(discord.ui.Modal):
    """`then` is given what was typed. A miss is said with what is near, and the message below stays as it was."""

    def __init__(self, then: Callable[[Interaction, str], Awaitable[None]]) -> None:
        super().__init__(title=_("Another time zone"), timeout=600.0)
        self._then = then
        self._place: discord.ui.TextInput[Any] = discord.ui.TextInput(
            custom_id="zone", placeholder="Asia/Almaty", max_length=_LONGEST
        )
        self.add_item(
            discord.ui.Label(
                text=_("A city, or the zone's name"), description=_("Almaty, or Asia/Almaty"), component=self._place
            )
        )

    async def interaction_check(self, interaction: discord.Interaction[Any], /) -> bool:
        require_manager(interaction)
        return True

    async def on_submit(self, interaction: discord.Interaction[Any], /) -> None:
        if not is_text(self._place.value, _LONGEST):
            raise Refused(_("Zones are called after a place, such as Europe/Berlin or Asia/Almaty."))
        await self._then(interaction, self._place.value)

    async def on_error(self, interaction: discord.Interaction[Any], error: Exception, /) -> None:
        await say_failure(interaction, error)
