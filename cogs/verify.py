"""`/verify`."""

from discord import app_commands
from discord.ext import commands

from bot.domain.quotations import LONGEST
from bot.render import verify as page
from bot.services.names import NameIndex
from bot.services.verify import VerifyService
from cogs._asking import Interaction, begin, choices, everywhere, scope_of, show_all


class Verify(commands.Cog):
    def __init__(self, service: VerifyService, names: NameIndex) -> None:
        self._service, self._names = service, names

    @everywhere
    @app_commands.command(description="Was it said so? A quotation, looked up word by word in what this server reads.")
    @app_commands.describe(
        text="The quotation, with or without marks; “… — Name” names its speaker",
        speaker="Who is said to have said it; any spelling or script",
        private="Show the answer only to you",
    )
    async def verify(
        self,
        interaction: Interaction,
        text: app_commands.Range[str, 1, LONGEST],
        speaker: app_commands.Range[str, 1, 100] | None = None,
        private: bool = False,
    ) -> None:
        await begin(interaction, private=private)
        await show_all(
            interaction, page.verify(await self._service.answer(scope_of(interaction), text, speaker)), private=private
        )

    @verify.autocomplete("speaker")
    async def _names_like(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return choices(await self._names.people(scope_of(interaction), typed))
