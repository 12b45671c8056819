"""The discord.py bot: one intent, a command tree whose failures are words, and nothing that starts by itself."""

import asyncio
import contextlib
import hashlib
import json
import re
import secrets
from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import aiohttp
import discord
from discord import app_commands
from discord.ext import commands

from bot import log, metrics, rights, words
from bot.domain.answers import Scope
from bot.domain.errors import BotError, Refused
from bot.domain.identify import SessionLimit
from bot.outbound import Pacer, trace
from bot.render import failures
from bot.render.budget import LIMITS
from bot.services.identify import IdentifyGate
from bot.words import _

_log = log.get(__name__)
_NAME = re.compile(r"[-\w]{1,32}")
_ANSWERING = re.compile("CommandTree-invoker|discord-ui-|discord.py: on_interaction")
"""What discord.py calls its tasks of commands, buttons and forms."""
ANNOUNCED = "announced"
"""In an interaction's extras: that an answer was announced in the channel and has not come yet."""
Pager = Callable[[Scope, tuple[str, ...], int], Awaitable[discord.ui.LayoutView]]
"""(whose sources, the question's parts, page number) -> the page."""
Press = Callable[[discord.Interaction["Client"], str, tuple[str, ...]], Awaitable[None]]
"""Answers a manager's button or menu: (who pressed it where, the rest of its custom_id, what was chosen)."""


class CatalogueTranslator(app_commands.Translator):
    """What Discord shows of the commands, in each reader's own language: from the catalogues under `bot/locale`."""

    def __init__(self, folder: Path = words.LOCALES) -> None:
        self._folder = folder

    async def translate(
        self, string: app_commands.locale_str, locale: discord.Locale, context: app_commands.TranslationContextTypes
    ) -> str | None:
        """None leaves the English; so does a name or a description that Discord would refuse with all the others."""
        asked = message_context(context)
        said = words.translated(string.message, locale.value, context=asked, folder=self._folder)
        if said is None or len(said) > LIMITS["command description"]:
            return None
        if isinstance(context.data, app_commands.ContextMenu):  # whose name may have blanks and capitals
            return said if len(said) <= LIMITS["menu name"] else None
        is_name = asked is not None and asked != "choice name"
        return said if not is_name or (_NAME.fullmatch(said) and said == said.lower()) else None


def message_context(context: app_commands.TranslationContextTypes) -> str | None:
    """ "command name": a name may be translated unlike the same word in a sentence. None for a description."""
    return None if context.location.name.endswith("description") else context.location.name.replace("_", " ")


class Tree(app_commands.CommandTree["Client"]):
    """Every command and autocomplete begins with `rights.check`, and every failure of one ends as words for who asked or as a
    trace for the operator."""

    async def interaction_check(self, interaction: discord.Interaction["Client"], /) -> bool:
        try:
            rights.check(interaction)
        except Refused as refusal:
            await say_failure(interaction, refusal)
            return False
        return True

    async def on_error(
        self, interaction: discord.Interaction["Client"], error: app_commands.AppCommandError, /
    ) -> None:
        await say_failure(interaction, error)


class Client(commands.AutoShardedBot):
    """Reads no messages and keeps no members. `pagers` and `presses` answer buttons by the name of their question."""

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
        self.presses: dict[str, Press] = {}
        self.gate: IdentifyGate | None = None

    async def on_message(self, message: discord.Message, /) -> None:
        """Prefix commands do not exist here."""

    async def setup_hook(self) -> None:
        """discord.py calls this before it connects."""
        await self.tree.set_translator(CatalogueTranslator())

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
        asked = [task for task in asyncio.all_tasks() if _ANSWERING.match(task.get_name())]
        if asked:
            await asyncio.wait(asked)

    async def commands_hash(self) -> str:
        """Changes when what Discord shows of the commands changes, in any language."""
        commands, translator = self.tree.get_commands(), CatalogueTranslator()
        payload = [await command.get_translated_payload(self.tree, translator) for command in commands]
        return hashlib.sha256(json.dumps(payload, sort_keys=True, default=str).encode()).hexdigest()


async def say_failure(interaction: discord.Interaction["Client"], error: Exception) -> None:
    """Answer a failed interaction, whether it has been answered before or not, only to who asked; an autocomplete with nothing."""
    if interaction.type is discord.InteractionType.autocomplete:
        await interaction.response.autocomplete([])
        return
    cause = getattr(error, "original", error)
    is_expected = isinstance(cause, BotError | app_commands.CheckFailure | app_commands.TransformerError)
    asked = interaction.command.qualified_name if interaction.command else "button"
    metrics.COMMANDS.labels(asked, "refused" if is_expected else "broken").inc()
    if isinstance(cause, BotError):
        told = failures.failure(cause)
    elif isinstance(error, app_commands.CommandNotFound | app_commands.CommandSignatureMismatch):
        told = _("This command has changed. Reload Discord, or try again in a few minutes.")
    elif isinstance(error, app_commands.TransformerError):
        told = _("That is not what this option takes; choose one of its suggestions.")
    else:
        number = secrets.token_hex(4)
        _log.error("a command broke", id=number, command=getattr(interaction.command, "name", None), exc_info=cause)
        told = failures.broken(number)
    if interaction.extras.pop(ANNOUNCED, False):
        await _say_apart(interaction, told)
    elif interaction.response.is_done():
        await interaction.followup.send(told, ephemeral=True, allowed_mentions=discord.AllowedMentions.none())
    else:
        await interaction.response.send_message(told, ephemeral=True, allowed_mentions=discord.AllowedMentions.none())


async def _say_apart(interaction: discord.Interaction["Client"], told: str) -> None:
    """To who asked alone, though the answer was announced in the channel: whatever is said first stands there, so that is taken away."""
    await interaction.edit_original_response(content="…")
    await interaction.followup.send(told, ephemeral=True, allowed_mentions=discord.AllowedMentions.none())
    with contextlib.suppress(discord.NotFound):  # a moderator was quicker
        await interaction.delete_original_response()
