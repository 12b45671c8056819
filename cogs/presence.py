"""The bot leaves servers and comes back, and channels go: nothing is sent there then, nothing is lost, and somebody is told.

A server that Discord has lost for a while is not left: discord.py calls that `unavailable`, and keeps it among the bot's servers.
"""

import contextlib
from collections.abc import Iterator

import aiohttp
import discord
from discord.ext import commands

from bot import log
from bot.client import Client
from bot.render.permissions import missing_permissions
from bot.services.servers import ServerService
from cogs._asking import Clock
from cogs.keeping import told

_log = log.get(__name__)
_ANY_FAILURE = (discord.HTTPException, discord.RateLimited, aiohttp.ClientError, OSError, TimeoutError)


class Presence(commands.Cog):
    def __init__(self, client: Client, servers: ServerService, clock: Clock) -> None:
        self._client, self._servers, self._clock = client, servers, clock

    @commands.Cog.listener()
    async def on_guild_remove(self, guild: discord.Guild) -> None:
        await self._servers.left(guild.id, self._clock())

    @commands.Cog.listener()
    async def on_guild_join(self, guild: discord.Guild) -> None:
        if await self._servers.back(guild.id, self._clock()):
            await self._tell(guild)

    @commands.Cog.listener()
    async def on_guild_available(self, guild: discord.Guild) -> None:
        """Invited during an outage, a server shows itself so. At each start, too, for every server: one row is read."""
        server = await self._servers.one(guild.id)
        if server and server.left_at and await self._servers.back(guild.id, self._clock()):
            await self._tell(guild)

    @commands.Cog.listener()
    async def on_guild_channel_delete(self, channel: discord.abc.GuildChannel) -> None:
        await self._channel_gone(channel.guild, channel.id, channel.name)

    @commands.Cog.listener()
    async def on_raw_thread_delete(self, payload: discord.RawThreadDeleteEvent) -> None:
        guild = self._client.get_guild(payload.guild_id)
        if guild is not None:
            await self._channel_gone(guild, payload.thread_id, payload.thread.name if payload.thread else "?")

    @commands.Cog.listener()
    async def on_ready(self) -> None:
        """All shards have their servers: what happened while the bot was off is made up for."""
        present = {guild.id for guild in self._client.guilds}
        if not present:
            return
        now = self._clock()
        for number in await self._servers.returned(present):
            if await self._servers.back(number, now):
                await self._tell(self._client.get_guild(number))
        for number in await self._servers.missing(present):
            if self._is_ours(number) and await self._is_left(number):
                await self._servers.left(number, now)
        for server, channel in await self._servers.channels():
            guild = self._client.get_guild(server)
            if guild is None or guild.unavailable or guild.get_channel_or_thread(channel) is not None:
                continue
            if await self._is_deleted(channel):  # an archived thread is not among those that Discord names
                await self._channel_gone(guild, channel, "?")

    async def _channel_gone(self, guild: discord.Guild, channel: int, name: str) -> None:
        if await self._servers.channel_gone(guild.id, channel, name, self._clock()):
            await self._tell(guild)

    async def _tell(self, guild: discord.Guild | None) -> None:
        """In the notices channel, else in the system channel; else the next manager who types a command hears it (cogs/keeping.py)."""
        server = await self._servers.one(guild.id) if guild else None
        if guild is None or server is None or server.untold is None:
            return None
        for channel in _places(guild, server.notices_channel_id):
            with contextlib.suppress(*_ANY_FAILURE):
                await channel.send(view=told(server), allowed_mentions=discord.AllowedMentions.none())
                return await self._servers.told(guild.id, server.untold)
        return None

    def _is_ours(self, guild_id: int) -> bool:
        """One of the shards that this process runs; of the others it knows nothing."""
        shards = self._client.shard_ids
        return shards is None or (guild_id >> 22) % (self._client.shard_count or 1) in shards

    async def _is_left(self, guild_id: int) -> bool:
        """Asked once more: forgetting a server that is only late would be worse than a request."""
        try:
            await self._client.fetch_guild(guild_id, with_counts=False)
        except (discord.NotFound, discord.Forbidden):
            return True
        except _ANY_FAILURE as error:
            _log.warning("whether a server was left is not known yet", server=guild_id, reason=str(error))
        return False

    async def _is_deleted(self, channel_id: int) -> bool:
        try:
            await self._client.fetch_channel(channel_id)
        except discord.NotFound:
            return True
        except (discord.InvalidData, *_ANY_FAILURE):
            return False
        return False


def _places(guild: discord.Guild, notices: int | None) -> Iterator[discord.TextChannel | discord.Thread]:
    for channel in (guild.get_channel_or_thread(notices) if notices else None, guild.system_channel):
        if isinstance(channel, discord.TextChannel | discord.Thread) and not missing_permissions(channel, guild.me):
            yield channel
