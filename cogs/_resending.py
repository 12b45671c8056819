"""The question of `/digest resend`, before a digest is posted once more."""

from datetime import date

import discord

from bot.domain.digest import Subscription
from bot.domain.errors import Refused
from bot.domain.periods import written_day
from bot.render import filters
from bot.services.delivery import DeliveryService
from bot.services.digests import DigestService
from bot.services.subscriptions import SubscriptionService
from bot.words import _
from cogs._asked import button, put, row
from cogs._asking import Interaction
from cogs._managing import asks, changed, say

ASKED = "resend"


class ResendQuestion:
    def __init__(self, subscriptions: SubscriptionService, digests: DigestService, delivery: DeliveryService) -> None:
        self._subscriptions, self._digests, self._delivery = subscriptions, digests, delivery

    async def ask(self, interaction: Interaction, wish: Subscription, day: date) -> None:
        edition = await self._digests.made(wish, day)
        asks(interaction)
        who, rest = interaction.user.id, f"{wish.id}:{day:%Y%m%d}"
        buttons = row(
            button(who, ASKED, f"{rest}:yes", _("Post it again"), discord.ButtonStyle.danger),
            button(who, ASKED, f"{rest}:no", _("Leave it")),
        )
        await put(interaction, filters.resend(wish, edition, await self._delivery.history(wish.id, 50), [buttons]))

    async def answered(self, interaction: Interaction, rest: str, _values: tuple[str, ...]) -> None:
        """What its buttons do."""
        await interaction.response.defer()
        number, day, answer = (*rest.split(":"), "", "", "")[:3]
        if answer != "yes":
            return await say(interaction, _("Nothing was posted."))
        assert interaction.guild_id is not None
        wish = await self._subscriptions.numbered(interaction.guild_id, number)
        if wish.paused_at is not None:
            raise Refused(_("This digest is paused. `/digest resume` starts it again."))
        part = await self._delivery.repeat(wish, await self._digests.made(wish, written_day(day)))
        if part is None or part.state not in ("sent", "failed", "skipped"):
            return await say(interaction, _("Discord did not take it yet; the bot goes on trying."))
        if part.state != "sent":
            raise Refused(part.error or _("Discord refused it."))
        changed(interaction, f"/digest resend date:{written_day(day)} digest:{wish.name} → {_('Post it again')}")
        return await say(interaction, _("Posted again, and the message says so."))
