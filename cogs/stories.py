"""`/story`."""

from discord import app_commands
from discord.ext import commands

from bot.render import story as page
from bot.services.stories import StoryService
from cogs._asking import Interaction, begin, choices, everywhere, scope_of, show_all


class Stories(commands.Cog):
    def __init__(self, service: StoryService) -> None:
        self._service = service

    @everywhere
    @app_commands.command(description="One story: its articles, who tells it, what was told, and how it unfolded.")
    @app_commands.rename(short_id="id")
    @app_commands.describe(
        short_id="A story's id, such as S-7F, or the id at the end of any line", private="Show the answer only to you"
    )
    async def story(
        self, interaction: Interaction, short_id: app_commands.Range[str, 1, 20], private: bool = False
    ) -> None:
        await begin(interaction, private=private)
        await show_all(
            interaction, page.story(await self._service.answer(scope_of(interaction), short_id)), private=private
        )

    @story.autocomplete("short_id")
    async def _stories_like(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return choices(await self._service.stories(scope_of(interaction), typed))
