"""Sends what nobody asked for: an edition's parts, and notices. The only sender, so that each carries its nonce and pings nobody."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import aiohttp
import discord

from bot import log
from bot.domain.answers import DigestAnswer
from bot.domain.digest import Delivery
from bot.domain.notices import NoticeBatch, ReviewNotice
from bot.render import digest, notices, review
from bot.render.permissions import missing_permissions
from bot.services.delivery import Refusal, Sent, Unknown

_log = log.get(__name__)
_LOOK_BACK = 100
_CLOCKS_DIFFER = timedelta(minutes=1)
_BROKEN_OFF = (aiohttp.ClientError, OSError, TimeoutError, discord.DiscordServerError, discord.RateLimited)
Channel = discord.TextChannel | discord.Thread


@dataclass(frozen=True, slots=True)
class _Kind:
    """What is posted, in the words of a refusal."""

    name: str
    it: str
    command: str


_DIGEST = _Kind("digest", "today's digest", "/digest schedule")
_NOTICE = _Kind("notice", "the notice", "/notices channel")
_REVIEW = _Kind("review", "the notice", "/review channel")


class DiscordPostman:
    """Implements `bot.services.delivery.Postman`."""

    def __init__(self, client: discord.Client) -> None:
        self._client = client

    def parts(self, answer: DigestAnswer) -> int:
        return len(digest.layouts(answer))

    async def send(self, delivery: Delivery, answer: DigestAnswer) -> Sent | Unknown | Refusal:
        return await self._post(delivery.channel_id, digest.layouts(answer)[delivery.part], delivery.nonce, _DIGEST)

    async def find(self, delivery: Delivery) -> Sent | Unknown | Refusal | None:
        wanted = digest.marker(delivery.edition_id, delivery.part)
        return await self._look(delivery.channel_id, delivery.due_at, lambda m: wanted in _markers(m), _DIGEST)

    async def tell(self, batch: NoticeBatch | ReviewNotice, nonce: str) -> Sent | Unknown | Refusal:
        if isinstance(batch, ReviewNotice):
            return await self._post(batch.channel_id, review.announcement(batch), nonce, _REVIEW)
        return await self._post(batch.channel_id, notices.message(batch), nonce, _NOTICE)

    async def find_notice(self, batch: NoticeBatch | ReviewNotice) -> Sent | Unknown | Refusal | None:
        is_review = isinstance(batch, ReviewNotice)
        wanted = f"{(review if is_review else notices).marker(batch.id)} ·"
        kind = _REVIEW if is_review else _NOTICE
        return await self._look(batch.channel_id, batch.created_at, lambda m: wanted in _text(m), kind)

    async def _post(
        self, channel_id: int, view: discord.ui.LayoutView, nonce: str, kind: _Kind
    ) -> Sent | Unknown | Refusal:
        channel = await self._channel(channel_id, kind)
        if not isinstance(channel, Channel):
            return channel
        try:
            message = await channel.send(view=view, nonce=nonce, allowed_mentions=discord.AllowedMentions.none())
        except (discord.Forbidden, discord.NotFound) as error:
            return _refused(channel, error)
        except _BROKEN_OFF as error:
            return Unknown(f"{type(error).__name__}: {error}")
        return Sent(message.id)

    async def _look(
        self, channel_id: int, since: datetime, is_it: Callable[[discord.Message], bool], kind: _Kind
    ) -> Sent | Unknown | Refusal | None:
        """Look through the channel; without the right to read it an empty answer would mean nothing."""
        channel = await self._channel(channel_id, kind)
        if not isinstance(channel, Channel):
            return channel
        me = channel.guild.me
        if not channel.permissions_for(me).read_message_history:
            return Refusal(
                f"The bot may not read #{channel.name}'s history, so it cannot tell whether {kind.it} is there already. "
                "Grant it Read Message History in that channel."
            )
        try:
            async for message in channel.history(limit=_LOOK_BACK, after=since - _CLOCKS_DIFFER, oldest_first=False):
                if message.author.id == me.id and is_it(message):
                    return Sent(message.id)
        except (discord.Forbidden, discord.NotFound) as error:
            return _refused(channel, error)
        except _BROKEN_OFF as error:
            return Unknown(f"{type(error).__name__}: {error}")
        return None

    async def _channel(self, channel_id: int, kind: _Kind) -> Channel | Unknown | Refusal:
        found = self._client.get_channel(channel_id)
        if found is None:
            try:
                found = await self._client.fetch_channel(channel_id)
            except (discord.Forbidden, discord.NotFound):
                return Refusal(
                    f"The {kind.name}'s channel is gone, or the bot may not see it. `{kind.command}` names another."
                )
            except _BROKEN_OFF as error:
                return Unknown(f"{type(error).__name__}: {error}")
        if isinstance(found, Channel):
            return found
        return Refusal(f"The {kind.name}'s channel takes no text messages. `{kind.command}` names another.")


def _text(message: discord.Message) -> str:
    view = discord.ui.LayoutView.from_message(message)
    return "\n".join(item.content for item in view.walk_children() if isinstance(item, discord.ui.TextDisplay))


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
