"""What was agreed, by whom, and how far has it come?"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, get_args

from bot.domain.answers import Choice, DealAnswer, DealPage, PageOf, Scope
from bot.domain.errors import NotFound
from bot.domain.events import AnyEvent
from bot.domain.facts import Deal, DealStage, fact_kind
from bot.domain.keys import fold, read_short_id, short_id
from bot.domain.ladders import stage_words
from bot.services.events import EventReader, Keep
from bot.services.memory import PerScope
from bot.services.misses import loosened
from bot.services.names import NameIndex
from bot.services.spellings import Spellings
from bot.words import _, listed, the
from storage.facts import FactQuery, FactStore

PAGE = 5
STAGES: tuple[str, ...] = get_args(DealStage)
_RECENT = 200
_MOST = 25
_NEAR = 5
_LONGEST_CHOICE = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class _Recent:
    """Recent deals and their sectors as autocomplete offers them; sectors most frequent first."""

    sectors: tuple[str, ...]
    sector_spellings: Spellings
    deals: tuple[Choice, ...]
    deal_spellings: Spellings


class DealService:
    def __init__(self, facts: FactStore, events: EventReader, names: NameIndex) -> None:
        self._facts = facts
        self._events = events
        self._names = names
        self._recent = PerScope(self._read_recent, names.moments)

    async def page(
        self,
        scope: Scope,
        *,
        country: str | None = None,
        with_country: str | None = None,
        sector: str | None = None,
        stage: str | None = None,
        number: int = 0,
        now: datetime | None = None,
    ) -> DealPage:
        """Deals, last heard first; all conditions hold at once. A deal is at the stage it has come to, whatever it once was."""
        codes = tuple(self._names.country(name) for name in (country, with_country) if name)
        step = _stage(stage) if stage else None
        query = FactQuery(kinds=("deal",), countries=codes, sector=sector, stage=step)
        found, has_next = await self._events.page(scope, query, number=number, size=PAGE, keep=_at(step))
        shown = [self._names.country_name(code) for code in codes]
        if not found:
            asked = tuple(option for option, name in (("country", country), ("with", with_country)) if name)
            raise await self._none(scope, shown, query, await self._loosened(scope, query, asked))
        return DealPage(
            deals=found,
            page=PageOf(number=number, has_next=has_next),
            country=shown[0] if country else None,
            with_country=shown[-1] if with_country else None,
            sector=sector,
            stage=step,
            now=now,
        )

    async def answer(self, scope: Scope, typed_id: str, now: datetime | None = None) -> DealAnswer:
        """One deal by its short id, such as D-7F, or by that of any other report of it."""
        read = read_short_id(typed_id)
        if read and read[0] != "deal":
            raise NotFound(
                _("“{typed_id}” is not a deal: their ids begin with D-. `/why id:` takes the id of any line.").format(
                    typed_id=typed_id
                )
            )
        found = await self._facts.by_id(scope, read[1]) if read else None
        if found is None or not found.fact.shown or not isinstance(found.fact, Deal):
            is_other = found is not None and found.fact.shown and not isinstance(found.fact, Deal)
            raise NotFound(
                _("No deal “{typed_id}” is in the news this server reads. `/deals` lists them by id.").format(
                    typed_id=typed_id
                ),
                near=(short_id(fact_kind(found.fact), found.id),) if found and is_other else (),
            )
        return DealAnswer(deal=await self._events.of(scope, found), now=now)

    async def sectors(self, scope: Scope, typed: str) -> list[Choice]:
        """Sectors of recent deals that fit what was typed, most frequent first."""
        return [Choice(name=name, value=name) for name in (await self._sectors(scope, typed))[:_MOST]]

    async def deals(self, scope: Scope, typed: str) -> list[Choice]:
        """Recent deals by id, side or instrument, newest first; the value is the short id."""
        recent = await self._recent.lately(scope)
        return [recent.deals[item] for _, item in recent.deal_spellings.fits(typed)[:_MOST]]

    async def _loosened(self, scope: Scope, query: FactQuery, countries: tuple[str, ...]) -> str:
        left: dict[str, dict[str, Any]] = {
            option: {"countries": tuple(code for at, code in enumerate(query.countries) if at != place)}
            for place, option in enumerate(countries)
        }
        left |= {option: {option: None} for option in ("sector", "stage") if getattr(query, option)}

        async def has(asked: FactQuery) -> bool:
            return bool((await self._events.outlines(scope, asked, number=0, size=1, keep=_at(asked.stage)))[0])

        return await loosened(query, left, has)

    async def _none(self, scope: Scope, countries: list[str], query: FactQuery, hint: str) -> NotFound:
        sector, stage = query.sector, query.stage
        between = _(" of {countries}").format(countries=_(" with ").join(map(the, countries))) if countries else ""
        what = _(" in {sector}").format(sector=sector) if sector else ""
        how = _(" at the stage “{stage}”").format(stage=stage_words(stage)) if stage else ""
        near = [name for name in await self._sectors(scope, sector) if fold(name) != fold(sector)] if sector else []
        if sector and not near and not hint and (known := await self._sectors(scope, "")):
            hint = _(" There are deals in {sectors}.").format(sectors=listed(known[:_NEAR]))
        return NotFound(
            _("No deal{between}{what}{how} in the news this server reads.").format(between=between, what=what, how=how)
            + hint,
            near=tuple(near[:_NEAR]),
        )

    async def _sectors(self, scope: Scope, typed: str) -> list[str]:
        recent = await self._recent.lately(scope)
        return [recent.sectors[item] for _, item in recent.sector_spellings.fits(typed)]

    async def _read_recent(self, scope: Scope) -> _Recent:
        found, _has_next = await self._events.outlines(scope, FactQuery(kinds=("deal",)), number=0, size=_RECENT)
        deals = [(one.id, one.fact) for one in found]
        counts = Counter(sector.lower()[:_LONGEST_CHOICE] for _, deal in deals for sector in deal.sectors)
        sectors = tuple(sorted(counts, key=lambda name: (-counts[name], name)))
        choices = tuple(_choice(number, deal) for number, deal in deals)
        return _Recent(
            sectors=sectors,
            sector_spellings=Spellings([(name,) for name in sectors]),
            deals=choices,
            deal_spellings=Spellings([(choice.name, choice.value) for choice in choices]),
        )


def _at(stage: str | None) -> Keep:
    """Events that have come to a stage, whatever they once were; all for None."""

    async def at_stage(events: Sequence[AnyEvent]) -> Sequence[AnyEvent]:
        return [event for event in events if stage in (None, event.fact.stage)]

    return at_stage


def _choice(number: int, deal: Deal) -> Choice:
    known_as = short_id("deal", number)
    sides = " – ".join(party.name for party in deal.parties)
    what = f"{known_as} {deal.name or deal.instrument}: {sides} ({stage_words(deal.stage)})"
    return Choice(name=what[:_LONGEST_CHOICE], value=known_as)


def _stage(typed: str) -> str:
    known = {fold(words): stage for stage in STAGES for words in (stage.replace("_", " "), stage_words(stage))}
    wanted = known.get(fold(typed).replace("_", " "))
    if wanted is None:
        words = ", ".join(stage_words(stage) for stage in STAGES)
        raise NotFound(
            _("“{typed}” is not a stage of a deal. The stages are: {words}.").format(typed=typed, words=words)
        )
    return wanted
