"""The message command "Facts in this message"."""

import re

import discord
from discord import app_commands

from bot.render import message as page
from bot.services.messages import MessageService
from bot.words import N_
from cogs._asking import Clock, Interaction, everywhere, scope_of, show_all
from cogs._limits import Limits

_TOKEN = re.compile(r"<(?:a?:\w+:|@[!&]?|#|t:|/[^:>]*:|id:)[^>]*>", re.I)
_MASKED = re.compile(r"\[([^\[\]\n]*)\]\(<?(https?://[^\s<>]+?)>?\)", re.I)

# discord.py's own takes the cube of a message's length where brackets stand in a row.
_MARKUP = re.compile(r"(?P<address>https?://\S+)|[_\\~|*`]|^[ \t]*(?:>>>|>|-#|#{1,3}(?=\s)|-)", re.I | re.M)


class Messages:
    """Discord sends the one message that was asked about along with the command: no intent to read messages is needed."""

    def __init__(self, service: MessageService, limits: Limits, clock: Clock) -> None:
        self._service, self._limits, self._clock = service, limits, clock
        self.menu = everywhere(app_commands.ContextMenu(name=N_("Facts in this message"), callback=self._facts))

    async def _facts(self, interaction: Interaction, message: discord.Message) -> None:
        await interaction.response.defer(ephemeral=True)
        self._limits.take(interaction)
        answer = await self._service.answer(scope_of(interaction), words_of(message), message.created_at, self._clock())
        await show_all(interaction, page.layouts(answer))


def words_of(message: discord.Message) -> str:
    """What stands in a message, in one forwarded in it, or else in its embeds; without markup, mentions and emoji."""
    texts = [message.content, *(one.content for one in message.message_snapshots)]
    if not any(texts):
        texts = [part for one in message.embeds for part in (one.url, one.title, one.description) if part]
    return "\n".join(_plain(text) for text in texts if text)


def _plain(text: str) -> str:
    return _MARKUP.sub(lambda found: found["address"] or "", _MASKED.sub(r"\1 \2 ", _TOKEN.sub(" ", text)))
