"""All that is kept of a server, as a file in the answer to its manager: `/data export`, and the offer before anything is taken away."""

import tempfile

import discord

from bot.render import budget
from bot.render import servers as pages
from bot.services.exports import ExportService
from bot.words import _
from cogs._asked import button, put, row
from cogs._asking import Clock, Interaction
from cogs._managing import asks, say

EXPORT, LEAVE = "export", "leave"


async def send_export(interaction: Interaction, exports: ExportService, clock: Clock) -> None:
    """In place of the answer that was deferred."""
    assert interaction.guild_id is not None
    now = clock()
    with tempfile.TemporaryFile() as file:
        made = await exports.write(interaction.guild_id, file, now)
        file.seek(0)
        name = f"communique-{interaction.guild_id}-{now:%Y-%m-%d}.zip"
        await interaction.edit_original_response(content=pages.exported(made), attachments=[discord.File(file, name)])


async def ask_first(interaction: Interaction, words: str, asked: str, rest: str, yes: str) -> None:
    """A question before what cannot be undone: an export first, `yes`, which `asked` answers with `rest`, or no."""
    asks(interaction)
    who = interaction.user.id
    buttons = row(
        button(who, EXPORT, "", _("Export first")),
        button(who, asked, rest, yes, discord.ButtonStyle.danger),
        button(who, LEAVE, "", _("Leave it")),
    )
    await put(interaction, budget.page([words], [buttons]))


class Offers:
    """What the other two buttons of every such question do."""

    def __init__(self, exports: ExportService, clock: Clock) -> None:
        self._exports, self._clock = exports, clock

    async def export(self, interaction: Interaction, _rest: str, _values: tuple[str, ...]) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        await send_export(interaction, self._exports, self._clock)

    @staticmethod
    async def leave(interaction: Interaction, _rest: str, _values: tuple[str, ...]) -> None:
        await interaction.response.defer()
        await say(interaction, _("Nothing was changed."))
