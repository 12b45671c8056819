"""`/brief`."""

from discord import app_commands
from discord.ext import commands

from bot.render import brief as page
from bot.services.briefs import BriefService, Period
from bot.services.names import NameIndex
from cogs._asking import Clock, Interaction, begin, choices, everywhere, scope_of, show_all


class Brief(commands.Cog):
    def __init__(self, service: BriefService, names: NameIndex, clock: Clock) -> None:
        self._service, self._names, self._clock = service, names, clock

    @everywhere
    @app_commands.command(description="A digest at once, of one topic, country or leader.")
    @app_commands.describe(
        topic="A topic of this server's sources, or a word such as energy",
        country="A country involved",
        leader="Any spelling or script",
        period="How far back; the last 24 hours (today) if you do not say",
        private="Show the answer only to you",
    )
    async def brief(
        self,
        interaction: Interaction,
        topic: app_commands.Range[str, 2, 60] | None = None,
        country: app_commands.Range[str, 1, 60] | None = None,
        leader: app_commands.Range[str, 1, 100] | None = None,
        period: Period = "today",
        private: bool = False,
    ) -> None:
        await begin(interaction, private=private)
        answer = await self._service.answer(
            scope_of(interaction), topic=topic, country=country, leader=leader, period=period, now=self._clock()
        )
        await show_all(interaction, page.layouts(answer))

    @brief.autocomplete("topic")
    async def _topics_like(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return choices(await self._service.topics(scope_of(interaction), typed))

    @brief.autocomplete("country")
    async def _countries_like(self, _interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return choices(self._names.countries(typed))

    @brief.autocomplete("leader")
    async def _names_like(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return choices(await self._names.people(scope_of(interaction), typed))
