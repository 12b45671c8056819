"""`/why`."""

from discord import app_commands
from discord.ext import commands

from bot.render import why as page
from bot.services.evidence import EvidenceService
from cogs._asking import Interaction, begin, everywhere, scope_of, show_all


class Evidence(commands.Cog):
    def __init__(self, service: EvidenceService) -> None:
        self._service = service

    @everywhere
    @app_commands.command(description="The sentence that a line rests on, with its article.")
    @app_commands.rename(short_id="id")
    @app_commands.describe(short_id="The id at the end of a line, such as Q-41K", private="Show the answer only to you")
    async def why(
        self, interaction: Interaction, short_id: app_commands.Range[str, 1, 20], private: bool = False
    ) -> None:
        await begin(interaction, private=private)
        await show_all(
            interaction, page.why(await self._service.answer(scope_of(interaction), short_id)), private=private
        )
