"""The discord.py bot: one intent, a command tree whose failures are words, and nothing that starts by itself."""

import hashlib
import json
import secrets
from collections.abc import Awaitable, Callable

import discord
from discord import app_commands
from discord.ext import commands

from bot import log
from bot.domain.answers import Scope
from bot.domain.errors import BotError
from bot.outbound import Pacer, trace
from bot.render import failures

_log = log.get(__name__)
Pager = Callable[[Scope, tuple[str, ...], int], Awaitable[discord.ui.LayoutView]]
"""(whose sources, the question's parts, page number) -> the page."""


class Tree(app_commands.CommandTree["Client"]):
    """Every failure of a command ends here, as words for who asked or as a trace for the operator."""

    async def on_error(
        self, interaction: discord.Interaction["Client"], error: app_commands.AppCommandError, /
    ) -> None:
        await say_failure(interaction, error)


class Client(commands.AutoShardedBot):
    """Reads no messages and keeps no members. `pagers` answers buttons by the name of their question."""

    def __init__(self, *, shard_count: int | None = None) -> None:
        discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False  # this bot never speaks
        intents = discord.Intents.none()
        intents.guilds = True
        super().__init__(
            command_prefix=(),
            intents=intents,
            tree_cls=Tree,
            help_command=None,
            shard_count=shard_count,
            allowed_mentions=discord.AllowedMentions.none(),
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            max_messages=None,
            http_trace=trace(Pacer()),
            max_ratelimit_timeout=30.0,
        )
        self.pagers: dict[str, Pager] = {}

    async def on_message(self, message: discord.Message, /) -> None:
        """Prefix commands do not exist here."""

    def commands_hash(self) -> str:
        """Changes when what Discord shows of the commands changes."""
        payload = [command.to_dict(self.tree) for command in self.tree.get_commands()]
        return hashlib.sha256(json.dumps(payload, sort_keys=True, default=str).encode()).hexdigest()


async def say_failure(interaction: discord.Interaction["Client"], error: Exception) -> None:
    """Answer a failed interaction, whether it has been answered before or not, only to who asked."""
    cause = getattr(error, "original", error)
    if isinstance(cause, BotError):
        words = failures.failure(cause)
    elif isinstance(error, app_commands.MissingPermissions | app_commands.CheckFailure):
        words = "This is for managers: it needs the permission Manage Server."
    elif isinstance(error, app_commands.TransformerError):
        words = "That is not what this option takes; choose one of its suggestions."
    else:
        number = secrets.token_hex(4)
        _log.error("a command broke", id=number, command=getattr(interaction.command, "name", None), exc_info=cause)
        words = failures.broken(number)
    if interaction.response.is_done():
        await interaction.followup.send(words, ephemeral=True, allowed_mentions=discord.AllowedMentions.none())
    else:
        await interaction.response.send_message(words, ephemeral=True, allowed_mentions=discord.AllowedMentions.none())
