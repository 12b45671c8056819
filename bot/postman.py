"""Sends what nobody asked for: an edition's parts, and notices. The only sender, so that each carries its nonce and pings nobody."""

import asyncio
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

import aiohttp
import discord

from bot import log
from bot.domain.answers import DigestAnswer
from bot.domain.deliveries import LOOK_SECONDS, POST_SECONDS
from bot.domain.digest import Delivery, Edition
from bot.domain.notices import NoticeBatch, ReviewNotice
from bot.outbound import AskedToWaitError, Check, LeaseLostError, NoAnswerError, one_try
from bot.render import digest, notices, review
from bot.render.permissions import missing_permissions
from bot.services.posting import Lost, Outcome, Page, Refusal, Sent, Unknown, Wait
from bot.words import _

_log = log.get(__name__)
_LOOK_THROUGH = 1000
_CLOCKS_DIFFER = timedelta(minutes=1)
_EASTMOST = timedelta(hours=14)
_NOT_READY, _TOKEN_RESET = 5.0, 300.0
_BROKEN_OFF = (aiohttp.ClientError, OSError, TimeoutError, discord.DiscordServerError, NoAnswerError)
Channel = discord.TextChannel | discord.Thread


class _Failed(Exception):
    """A request came to nothing; `outcome` says how."""

    def __init__(self, outcome: Unknown | Refusal | Wait | Lost) -> None:
        super().__init__(outcome)
        self.outcome = outcome


@dataclass(frozen=True, slots=True)
class _Kind:
    """What is posted, in the words of a refusal."""

    gone: str
    no_text: str
    unread: str


def _digest() -> _Kind:
    return _Kind(
        gone=_("The digest's channel is gone, or the bot may not see it. `/digest channel` names another."),
        no_text=_("The digest's channel takes no text messages. `/digest channel` names another."),
        unread=_(
            "The bot may not read #{channel}'s history, so it cannot tell whether today's digest is there already. "
            "Grant it Read Message History in that channel."
        ),
    )


def _notice() -> _Kind:
    return _Kind(
        gone=_("The notice's channel is gone, or the bot may not see it. `/notices channel` names another."),
        no_text=_("The notice's channel takes no text messages. `/notices channel` names another."),
        unread=_(
            "The bot may not read #{channel}'s history, so it cannot tell whether the notice is there already. "
            "Grant it Read Message History in that channel."
        ),
    )


def _review() -> _Kind:
    return _Kind(
        gone=_("The review's channel is gone, or the bot may not see it. `/review channel` names another."),
        no_text=_("The review's channel takes no text messages. `/review channel` names another."),
        unread=_notice().unread,
    )


class DiscordPostman:
    """Implements `bot.services.delivery.Postman`."""

    def __init__(self, client: discord.Client) -> None:
        self._client = client

    def pages(self, answer: DigestAnswer) -> Sequence[Page]:
        return digest.layouts(answer)

    async def send(self, delivery: Delivery, page: Page, may_go: Check) -> Outcome:
        assert isinstance(page, discord.ui.LayoutView)
        return await self._post(delivery.channel_id, page, delivery.nonce, _digest(), may_go)

    async def edit(self, delivery: Delivery, page: Page, may_go: Check) -> Outcome:
        assert isinstance(page, discord.ui.LayoutView)
        assert delivery.message_id is not None
        try:
            channel = await self._channel(delivery.channel_id, _digest())
            if not await may_go():
                return Lost()
            page.stop()
            async with _asking(channel, POST_SECONDS, may_go):
                posted = channel.get_partial_message(delivery.message_id)
                await posted.edit(view=page, allowed_mentions=discord.AllowedMentions.none())
        except _Failed as failed:
            return failed.outcome
        return Sent(delivery.message_id)

    async def find(self, delivery: Delivery, edition: Edition, *, must: bool) -> Outcome | None:
        wanted = digest.marker(edition, delivery.part)
        # A part may have been posted early in its day, by command, and then forgotten with a store that was replaced.
        since = datetime.combine(edition.local_date, time(), UTC) - _EASTMOST
        return await self._look(delivery.channel_id, since, lambda m: wanted in _markers(m), _digest(), must=must)

    async def tell(self, batch: NoticeBatch | ReviewNotice, nonce: str) -> Outcome:
        if isinstance(batch, ReviewNotice):
            return await self._post(batch.channel_id, review.announcement(batch), nonce, _review(), _always)
        return await self._post(batch.channel_id, notices.message(batch), nonce, _notice(), _always)

    async def find_notice(self, batch: NoticeBatch | ReviewNotice) -> Outcome | None:
        if isinstance(batch, ReviewNotice):
            kind, wanted = _review(), f"{review.marker(batch.id)} ·"
        else:
            kind, wanted = _notice(), f"{notices.marker(batch.id)} ·"
        return await self._look(batch.channel_id, batch.created_at, lambda m: wanted in _text(m), kind, must=True)

    async def _post(
        self, channel_id: int, view: discord.ui.LayoutView, nonce: str, kind: _Kind, may_go: Check
    ) -> Outcome:
        try:
            channel = await self._channel(channel_id, kind)
            if not await may_go():
                return Lost()
            view.stop()  # its button is answered by cogs/_about.py; discord.py would keep every view for ever
            async with _asking(channel, POST_SECONDS, may_go):
                message = await channel.send(view=view, nonce=nonce, allowed_mentions=discord.AllowedMentions.none())
        except _Failed as failed:
            return failed.outcome
        return Sent(message.id)

    async def _look(
        self, channel_id: int, since: datetime, is_it: Callable[[discord.Message], bool], kind: _Kind, *, must: bool
    ) -> Outcome | None:
        """Look through the channel; without the right to read it an empty answer would mean nothing."""
        try:
            channel = await self._channel(channel_id, kind)
            me, seen = channel.guild.me, 0
            if not channel.permissions_for(me).read_message_history:
                return Refusal(kind.unread.format(channel=channel.name)) if must else None
            async with _asking(channel, LOOK_SECONDS, _always):
                async for message in channel.history(
                    limit=_LOOK_THROUGH, after=since - _CLOCKS_DIFFER, oldest_first=False
                ):
                    seen += 1
                    if message.author.id == me.id and is_it(message):
                        return Sent(message.id)
        except _Failed as failed:
            return failed.outcome
        return Refusal(kind.unread.format(channel=channel.name)) if must and seen >= _LOOK_THROUGH else None

    async def _channel(self, channel_id: int, kind: _Kind) -> Channel:
        if not self._client.is_ready():
            raise _Failed(Wait(_NOT_READY, _("the bot is not connected to Discord yet"), is_global=True))
        found = self._client.get_channel(channel_id)
        if found is None:
            try:
                async with _asking(None, LOOK_SECONDS, _always):
                    found = await self._client.fetch_channel(channel_id)
            except discord.InvalidData:
                found = None
            except _Failed as failed:
                raise _Failed(Refusal(kind.gone)) if isinstance(failed.outcome, Refusal) else failed from None
        if found is None:
            raise _Failed(Refusal(kind.gone))
        if isinstance(found, Channel):
            if _me(found) is None:  # seen, but in a session that begins anew its server has not been told of yet
                raise _Failed(Wait(_NOT_READY, _("the bot does not know the channel's server yet")))
            return found
        raise _Failed(Refusal(kind.no_text))


async def _always() -> bool:
    return True


@asynccontextmanager
async def _asking(channel: Channel | None, seconds: float, may_go: Check) -> AsyncGenerator[None]:
    """One try within a time; whatever goes wrong becomes an outcome."""
    try:
        async with asyncio.timeout(seconds):
            with one_try(may_go):
                yield
    except LeaseLostError:
        raise _Failed(Lost()) from None
    except AskedToWaitError as error:
        raise _Failed(Wait(error.seconds, str(error), is_global=error.is_global)) from None
    except discord.RateLimited as error:
        raise _Failed(Wait(error.retry_after, str(error))) from None
    except _BROKEN_OFF as error:
        raise _Failed(Unknown(f"{type(error).__name__}: {error}")) from None
    except discord.HTTPException as error:
        raise _Failed(_refused(channel, error)) from None


def _me(channel: Channel) -> discord.Member | None:
    """The bot in the channel's server; None, whatever discord.py's types say, while it does not know the server."""
    return channel.guild.me


def _text(message: discord.Message) -> str:
    view = discord.ui.LayoutView.from_message(message)
    return "\n".join(item.content for item in view.walk_children() if isinstance(item, discord.ui.TextDisplay))


def _markers(message: discord.Message) -> set[str]:
    view = discord.ui.LayoutView.from_message(message)
    return {number for item in view.walk_children() if isinstance(number := getattr(item, "custom_id", None), str)}


def _refused(channel: Channel | None, error: discord.HTTPException) -> Wait | Refusal:
    if error.status == 401:  # a token that was reset; ten thousand such answers ban the machine's address
        return Wait(_TOKEN_RESET, _("Discord does not take the bot's token"), is_global=True)
    if channel is None:
        return Refusal(error.text or str(error.status))
    lacking = missing_permissions(channel, channel.guild.me)
    if lacking:
        return Refusal(
            _(
                "The bot lacks {permissions} in #{channel}. Channel settings, Permissions, add the bot, allow them."
            ).format(permissions=", ".join(lacking), channel=channel.name)
        )
    return Refusal(
        _("Discord refused the message in #{channel}: {reason}.").format(
            channel=channel.name, reason=error.text or error.status
        )
    )
