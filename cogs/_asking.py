"""What every reader's command shares: whose sources it sees, where it may be used, how it is answered."""

import contextlib
import re
from collections.abc import AsyncGenerator, Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any, TypeVar

import discord
from discord import app_commands

from bot.client import ANNOUNCED, Client, say_failure
from bot.domain.answers import Choice, Scope
from bot.domain.errors import NotFound
from bot.render.budget import LIMITS
from bot.render.text import clip, plain
from bot.words import _

Interaction = discord.Interaction[Client]
Clock = Callable[[], datetime]
C = TypeVar("C")
_AGO = re.compile(r"(\d{1,4})\s*(d|day|w|week|m|month)s?(?:\s+ago)?", re.I)
_DAYS = {"d": 1, "w": 7, "m": 30}


def everywhere(command: C) -> C:
    """In servers, in the bot's own DMs and wherever a reader brings it along."""
    command = app_commands.allowed_installs(guilds=True, users=True)(command)  # type: ignore[type-var]
    return app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)(command)  # type: ignore[type-var]


def scope_of(interaction: Interaction) -> Scope:
    """The server's own sources where the bot is a member; elsewhere the operator's default pack."""
    if interaction.guild_id is not None and interaction.client.get_guild(interaction.guild_id) is not None:
        return Scope(guild_id=interaction.guild_id)
    return Scope()


@contextlib.asynccontextmanager
async def pressed(interaction: discord.Interaction[Any]) -> AsyncGenerator[Interaction]:
    """The rim of a button that outlives a restart, as the tree's handler is of a command: what fails inside is said in words."""
    assert isinstance(interaction.client, Client)
    own: Interaction = interaction
    try:
        yield own
    except Exception as error:  # noqa: BLE001 - a rim
        await say_failure(own, error)


async def begin(interaction: Interaction, *, private: bool) -> None:
    """ "Thinking …", in the channel or to who asked alone; a failure is told to who asked alone either way."""
    interaction.extras[ANNOUNCED] = not private
    await interaction.response.defer(ephemeral=private)


async def show(interaction: Interaction, view: discord.ui.LayoutView) -> None:
    """Put the answer in place of "thinking …"."""
    await interaction.edit_original_response(view=view, allowed_mentions=discord.AllowedMentions.none())
    interaction.extras.pop(ANNOUNCED, None)


async def show_all(interaction: Interaction, views: Sequence[discord.ui.LayoutView], *, private: bool = True) -> None:
    """The first in place of "thinking …", the others behind it, as `private` as that was."""
    first, *rest = views
    await show(interaction, first)
    for view in rest:
        await interaction.followup.send(view=view, ephemeral=private, allowed_mentions=discord.AllowedMentions.none())


def choices(found: list[Choice]) -> list[app_commands.Choice[str]]:
    """As Discord takes them: a name that can be seen; what is chosen comes back as it is."""
    most = LIMITS["choice"]
    return [
        app_commands.Choice(name=clip(plain(one.name), most) or "…", value=one.value[:most])
        for one in found
        if one.value
    ]


def read_day(typed: str | None, now: datetime) -> date | None:
    """`2026-03-01`, `7 days`, `today` or `yesterday`."""
    if not typed:
        return None
    words = typed.strip().lower()
    ago = _AGO.fullmatch(words)
    if ago:
        return (now - timedelta(days=int(ago[1]) * _DAYS[ago[2][0].lower()])).date()
    for back, known in enumerate((("today", _("today")), ("yesterday", _("yesterday")))):
        if words in known:
            return (now - timedelta(days=back)).date()
    try:
        return date.fromisoformat(words)
    except ValueError:
        raise NotFound(
            _("“{typed}” is not a day. Write 2026-03-01, 7 days, today or yesterday.").format(typed=typed)
        ) from None


def system_clock() -> datetime:
    return datetime.now(UTC)
