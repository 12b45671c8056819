"""The discord.py bot: one intent, a command tree whose failures are words, and nothing that starts by itself."""

import asyncio
import hashlib
import json
import secrets
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import aiohttp
import discord
from discord import app_commands
from discord.ext import commands

from bot import log, metrics
from bot.domain.answers import Scope
from bot.domain.errors import BotError
from bot.domain.identify import SessionLimit
from bot.render import failures
from bot.services.identify import IdentifyGate

_log = log.get(__name__)
_ANSWERING = ("CommandTree-invoker", "discord-ui-")
"""What discord.py calls its tasks of commands and buttons."""
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
        )
        self.pagers: dict[str, Pager] = {}
        self.gate: IdentifyGate | None = None

    async def on_message(self, message: discord.Message, /) -> None:
        """Prefix commands do not exist here."""

    @property
    def is_connected(self) -> bool:
        """Whether every shard is on Discord's gateway, and told which servers there are."""
        return self.is_ready() and not any(shard.is_closed() for shard in self.shards.values())

    async def on_app_command_completion(
        self,
        _interaction: discord.Interaction["Client"],
        command: app_commands.Command[Any, ..., Any] | app_commands.ContextMenu,
    ) -> None:
        metrics.COMMANDS.labels(command.qualified_name, "answered").inc()

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """discord.py asks here before each identify, and not before it resumes a session."""
        await super().before_identify_hook(shard_id, initial=initial)
        if self.gate is not None:
            await self.gate.enter(self.session_limit, self.shard_count or 1)

    async def session_limit(self) -> SessionLimit | None:
        """What Discord says is left of the day's identifies; None where it does not say."""
        try:
            said = await self.fetch_session_start_limits()
        except (discord.DiscordException, aiohttp.ClientError, OSError):
            return None
        return SessionLimit(
            total=said.total, remaining=said.remaining, reset_after=timedelta(milliseconds=said.reset_after)
        )

    async def leave(self) -> None:
        """Hear nothing more; what was asked before is still answered."""
        await asyncio.gather(*(shard.disconnect() for shard in self.shards.values()))
        asked = [task for task in asyncio.all_tasks() if task.get_name().startswith(_ANSWERING)]
        if asked:
            await asyncio.wait(asked)

    def commands_hash(self) -> str:
        """Changes when what Discord shows of the commands changes."""
        payload = [command.to_dict(self.tree) for command in self.tree.get_commands()]
        return hashlib.sha256(json.dumps(payload, sort_keys=True, default=str).encode()).hexdigest()


async def say_failure(interaction: discord.Interaction["Client"], error: Exception) -> None:
    """Answer a failed interaction, whether it has been answered before or not, only to who asked."""
    cause = getattr(error, "original", error)
    is_expected = isinstance(cause, BotError | app_commands.CheckFailure | app_commands.TransformerError)
    asked = interaction.command.qualified_name if interaction.command else "button"
    metrics.COMMANDS.labels(asked, "refused" if is_expected else "broken").inc()
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
