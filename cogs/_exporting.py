"""All that is kept of a server, as a file in the answer to its manager: `/data export`, and the offer before anything is taken away."""

import tempfile

import discord

from bot.render import budget
from bot.render import servers as pages
from bot.services.exports import ExportService
from bot.words import _
from cogs._asking import Clock, Interaction, show
from cogs._managing import Answer, ManagerView, say


async def send_export(interaction: discord.Interaction, exports: ExportService, clock: Clock) -> None:
    """In place of the answer that was deferred."""
    assert interaction.guild_id is not None
    now = clock()
    with tempfile.TemporaryFile() as file:
        made = await exports.write(interaction.guild_id, file, now)
        file.seek(0)
        name = f"communique-{interaction.guild_id}-{now:%Y-%m-%d}.zip"
        await interaction.edit_original_response(content=pages.exported(made), attachments=[discord.File(file, name)])


async def ask_first(interaction: Interaction, words: str, yes: Answer, exports: ExportService, clock: Clock) -> None:
    """A question before what cannot be undone: an export first, yes, or no."""

    async def export(pressed: discord.Interaction) -> None:
        await pressed.response.defer(ephemeral=True, thinking=True)
        await send_export(pressed, exports, clock)

    async def leave(pressed: discord.Interaction) -> None:
        await pressed.response.defer()
        await say(pressed, _("Nothing was changed."))

    row: discord.ui.ActionRow[discord.ui.LayoutView] = discord.ui.ActionRow()
    for button in (Answer(_("Export first"), export, changes=False), yes, Answer(_("Leave it"), leave, changes=False)):
        row.add_item(button)
    await show(interaction, budget.page([words], [row], ManagerView(interaction)))
