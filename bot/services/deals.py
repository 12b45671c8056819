"""What was agreed, by whom, and how far has it come?"""

from typing import cast, get_args

from bot.domain.answers import Choice, DealAnswer, DealPage, PageOf, Scope
from bot.domain.errors import NotFound
from bot.domain.facts import Deal, DealStage, Recorded
from bot.domain.keys import fold, read_short_id, short_id
from bot.services.names import NameIndex
from storage.facts import FactQuery, FactStore

PAGE = 5
STAGES: tuple[str, ...] = get_args(DealStage)


class DealService:
    def __init__(self, facts: FactStore, names: NameIndex) -> None:
        self._facts = facts
        self._names = names

    async def page(self, scope: Scope, *, country: str | None = None, with_country: str | None = None,
                   sector: str | None = None, stage: str | None = None, number: int = 0) -> DealPage:
        """Deals, newest first; all conditions hold at once."""
        codes = tuple(self._names.country(name) for name in (country, with_country) if name)
        step = _stage(stage) if stage else None
        found = await self._facts.find(scope, FactQuery(
            kinds=("deal",), countries=codes, sector=sector, stage=step, offset=number * PAGE, limit=PAGE + 1))
        if not found and number == 0:
            between = " of " + " with ".join(self._names.country_name(code) for code in codes) if codes else ""
            what = f" in {sector}" if sector else ""
            how = f" at the stage “{step.replace('_', ' ')}”" if step else ""
            raise NotFound(f"No deal{between}{what}{how} in the news this server reads.")
        shown = [self._names.country_name(code) for code in codes]
        return DealPage(
            deals=cast("tuple[Recorded[Deal], ...]", found[:PAGE]), page=PageOf(number=number, has_next=len(found) > PAGE),
            country=shown[0] if country else None, with_country=shown[-1] if with_country else None, sector=sector, stage=step)

    async def answer(self, scope: Scope, typed: str) -> DealAnswer:
        """One deal by its short id, such as D-7F."""
        read = read_short_id(typed)
        fact = await self._facts.by_id(scope, read[1]) if read and read[0] == "deal" else None
        if fact is None or not isinstance(fact.fact, Deal):
            raise NotFound(f"No deal “{typed}” is in the news this server reads. `/deals` lists them with their ids.")
        return DealAnswer(deal=cast("Recorded[Deal]", fact))

    async def recent(self, scope: Scope, typed: str) -> list[Choice]:
        """Deals of late by id, named by their parties, that fit what was typed."""
        lines: list[Choice] = []
        for deal in await self._facts.find(scope, FactQuery(kinds=("deal",), limit=100)):
            if isinstance(deal.fact, Deal):
                number = short_id("deal", deal.id)
                name = f"{number} · {', '.join(party.name for party in deal.fact.parties)}: {deal.fact.name or deal.fact.instrument}"
                if fold(typed) in fold(name):
                    lines.append(Choice(name=name[:100], value=number))
        return lines[:25]

    async def sectors(self, scope: Scope, typed: str) -> list[Choice]:
        """Sectors of recent deals that fit what was typed, most frequent first."""
        recent = await self._facts.find(scope, FactQuery(kinds=("deal",), limit=200))
        counts: dict[str, int] = {}
        for deal in recent:
            for sector in deal.fact.sectors if isinstance(deal.fact, Deal) else ():
                counts[sector.lower()] = counts.get(sector.lower(), 0) + 1
        fits = [name for name in sorted(counts, key=lambda name: (-counts[name], name)) if fold(typed) in fold(name)]
        return [Choice(name=name[:100], value=name[:100]) for name in fits[:25]]


def _stage(typed: str) -> str:
    wanted = fold(typed).replace(" ", "_")
    if wanted not in STAGES:
        words = ", ".join(stage.replace("_", " ") for stage in STAGES)
        raise NotFound(f"“{typed}” is no stage of a deal. The stages are: {words}.")
    return wanted
