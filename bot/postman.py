"""Sends an edition's parts. The only sender of digests, so that every one carries its nonce and pings nobody."""

import aiohttp
import discord

from bot import log
from bot.domain.answers import DigestAnswer
from bot.domain.digest import Delivery
from bot.render import digest
from bot.render.permissions import missing_permissions
from bot.services.delivery import Refusal, Sent, Unknown

_log = log.get(__name__)
_LOOK_BACK = 100
_BROKEN_OFF = (aiohttp.ClientError, OSError, TimeoutError, discord.DiscordServerError, discord.RateLimited)
Channel = discord.TextChannel | discord.Thread


class DiscordPostman:
    """Implements `bot.services.delivery.Postman`."""

    def __init__(self, client: discord.Client) -> None:
        self._client = client

    def parts(self, answer: DigestAnswer) -> int:
        return len(digest.layouts(answer))

    async def send(self, delivery: Delivery, answer: DigestAnswer) -> Sent | Unknown | Refusal:
        channel = await self._channel(delivery)
        if not isinstance(channel, Channel):
            return channel
        view = digest.layouts(answer)[delivery.part]
        try:
            message = await channel.send(
                view=view, nonce=delivery.nonce, allowed_mentions=discord.AllowedMentions.none()
            )
        except (discord.Forbidden, discord.NotFound) as error:
            return _refused(channel, error)
        except _BROKEN_OFF as error:
            return Unknown(f"{type(error).__name__}: {error}")
        return Sent(message.id)

    async def find(self, delivery: Delivery) -> Sent | Unknown | Refusal | None:
        """Look for the part's marker in the channel; without the right to read it an empty answer would mean nothing."""
        channel = await self._channel(delivery)
        if not isinstance(channel, Channel):
            return channel
        me = channel.guild.me
        if not channel.permissions_for(me).read_message_history:
            return Refusal(
                f"The bot may not read #{channel.name}'s history, so it cannot tell whether today's digest is there already. "
                "Grant it Read Message History in that channel."
            )
        wanted = digest.marker(delivery.edition_id, delivery.part)
        try:
            async for message in channel.history(
                limit=_LOOK_BACK, after=delivery.due_at.replace(microsecond=0), oldest_first=False
            ):
                if message.author.id == me.id and wanted in _markers(message):
                    return Sent(message.id)
        except (discord.Forbidden, discord.NotFound) as error:
            return _refused(channel, error)
        except _BROKEN_OFF as error:
            return Unknown(f"{type(error).__name__}: {error}")
        return None

    async def _channel(self, delivery: Delivery) -> Channel | Unknown | Refusal:
        found = self._client.get_channel(delivery.channel_id)
        if found is None:
            try:
                found = await self._client.fetch_channel(delivery.channel_id)
            except (discord.Forbidden, discord.NotFound):
                return Refusal(
                    "The digest's channel is gone, or the bot may not see it. `/digest schedule` names another."
                )
            except _BROKEN_OFF as error:
                return Unknown(f"{type(error).__name__}: {error}")
        if isinstance(found, Channel):
            return found
        return Refusal("The digest's channel takes no text messages. `/digest schedule` names another.")


def _markers(message: discord.Message) -> set[str]:
    view = discord.ui.LayoutView.from_message(message)
    return {number for item in view.walk_children() if isinstance(number := getattr(item, "custom_id", None), str)}


def _refused(channel: Channel, error: discord.HTTPException) -> Refusal:
    lacking = missing_permissions(channel, channel.guild.me)
    if lacking:
        return Refusal(
            f"The bot lacks {', '.join(lacking)} in #{channel.name}. Channel settings, Permissions, add the bot, allow them."
        )
    return Refusal(f"Discord refused the message in #{channel.name}: {error.text or error.status}.")
