"""A digest's filters as managers type them, and what they would have kept of the newest facts."""

from dataclasses import replace

from bot.domain.answers import Scope
from bot.domain.digest import Filters, Subscription
from bot.domain.errors import NotFound, Refused
from bot.domain.filters import passes
from bot.domain.managing import FilterTrial
from bot.services.events import EventReader
from bot.services.names import NameIndex
from bot.services.sources import SourceService
from bot.words import _
from storage.facts import FactQuery

_NEWEST, _MOST = 50, 20
LONGEST_WORD = 100
"""As much as a menu holds."""


class FilterService:
    def __init__(self, events: EventReader, names: NameIndex, sources: SourceService) -> None:
        self._events, self._names, self._sources = events, names, sources

    async def read(
        self,
        old: Filters,
        guild_id: int,
        *,
        topics: str | None,
        countries: str | None,
        leaders: str | None,
        sectors: str | None,
        owners: int | None,
    ) -> Filters:
        """`old` with what was typed in its place, lists by commas; None leaves a list as it is, `all` empties it."""
        new = old
        if topics is not None:
            known = {one for line in (await self._sources.reading(guild_id)).lines for one in line.source.topics}
            wanted = tuple(word.lower() for word in _listed(topics))
            for word in wanted:
                if word not in known:
                    raise NotFound(
                        _("No source of this server is of the topic “{word}”.").format(word=word), tuple(sorted(known))
                    )
            new = replace(new, topics=wanted)
        if countries is not None:
            codes = (self._names.country(word) for word in _listed(countries))
            new = replace(new, countries=tuple(dict.fromkeys(codes)))
        if leaders is not None:
            found = [await self._leader(guild_id, word) for word in _listed(leaders)]
            new = replace(new, leaders=tuple(dict.fromkeys(found)))
        if sectors is not None:
            new = replace(new, sectors=_listed(sectors))
        return new if owners is None else replace(new, least_owners=owners)

    async def trial(self, wish: Subscription, filters: Filters) -> FilterTrial:
        """What the filters would keep of the newest facts that a digest of this server may tell."""
        query = FactQuery(kinds=("quote", "meeting", "invitation", "deal"), digest=True)
        newest, _more = await self._events.page(Scope(guild_id=wish.guild_id), query, number=0, size=_NEWEST)
        kept = tuple(event for event in newest if passes(event, filters))
        return FilterTrial(
            name=wish.name,
            filters=filters,
            of=len(newest),
            kept=kept,
            words=tuple(map(self.country_name, filters.countries)),
        )

    def country_name(self, code: str) -> str:
        return self._names.country_name(code)

    async def _leader(self, guild_id: int, typed: str) -> str:
        known = await self._names.person(Scope(guild_id=guild_id), typed)
        found = next((ref.removeprefix("leader:") for ref in known.refs if ref.startswith("leader:")), None)
        if found is None:
            raise Refused(_("{name} is nobody the bot follows, so a filter cannot name them.").format(name=known.name))
        return found


def _listed(typed: str) -> tuple[str, ...]:
    if typed.strip().lower() == "all":
        return ()
    words = tuple(dict.fromkeys(word.strip() for word in typed.split(",") if word.strip()))
    if not words or len(words) > _MOST or max(map(len, words)) > LONGEST_WORD:
        raise Refused(
            _(
                "A list has from 1 to {most} words between commas, of {longest} characters at most; `all` empties it."
            ).format(most=_MOST, longest=LONGEST_WORD)
        )
    return words
