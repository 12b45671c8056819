"""All that is kept of a server, as a file in the answer to its manager: `/data export`, and the offer before anything is taken away."""

import tempfile
from datetime import datetime

import discord

from bot.render import servers as pages
from bot.services.exports import ExportService


async def send_export(interaction: discord.Interaction, exports: ExportService, now: datetime) -> None:
    """In place of the answer that was deferred."""
    assert interaction.guild_id is not None
    with tempfile.TemporaryFile() as file:
        made = await exports.write(interaction.guild_id, file, now)
        file.seek(0)
        name = f"communique-{interaction.guild_id}-{now:%Y-%m-%d}.zip"
        await interaction.edit_original_response(content=pages.exported(made), attachments=[discord.File(file, name)])
