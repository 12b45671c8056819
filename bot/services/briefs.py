"""A digest on demand: what happened around a topic, a country or a leader, chosen and told as the posted one is."""

from datetime import datetime, timedelta
from typing import Literal

from bot.domain.answers import Choice, Scope
from bot.domain.digest import Filters
from bot.domain.errors import NotFound, Refused
from bot.domain.findings import BriefAnswer
from bot.domain.keys import fold
from bot.services.digests import NEWEST, DigestService
from bot.services.names import NameIndex
from bot.services.sources import SourceService
from bot.services.subscriptions import SubscriptionService
from bot.words import N_, _, ngettext, the

Period = Literal["today", "7d", "30d"]
PERIODS: dict[Period, str] = {
    "today": N_("the last 24 hours"),
    "7d": N_("the last 7 days"),
    "30d": N_("the last 30 days"),
}
_DAYS: dict[Period, int] = {"today": 1, "7d": 7, "30d": 30}
_ZONE = "UTC"
_MOST = 25


class BriefService:
    def __init__(
        self, digests: DigestService, subscriptions: SubscriptionService, sources: SourceService, names: NameIndex
    ) -> None:
        self._digests, self._subscriptions, self._sources, self._names = digests, subscriptions, sources, names

    async def answer(
        self,
        scope: Scope,
        *,
        topic: str | None = None,
        country: str | None = None,
        leader: str | None = None,
        period: Period = "today",
        now: datetime,
    ) -> BriefAnswer:
        """All conditions hold at once; NotFound where nothing was told in the time."""
        filters, about = await self._filters(scope, topic, country, leader)
        wishes = await self._subscriptions.of_server(scope.guild_id)
        zone = wishes[0].zone if wishes else _ZONE
        start = _start(period, now)
        digest = await self._digests.brief(scope, filters, start, now, zone)
        is_cut = digest.edition.window_from > start
        if digest.is_empty:
            longer = _(" Try a longer `period:`.") if period != "30d" and not is_cut else ""
            longer += await self._topics_there_are(scope, filters)
            raise NotFound(
                _("The news this server reads tells nothing about {about} in {period}.{longer}").format(
                    about=about, period=_newest() if is_cut else _(PERIODS[period]), longer=longer
                )
            )
        return BriefAnswer(digest=digest, about=about, period=_(PERIODS[period]), newest=NEWEST if is_cut else None)

    async def _topics_there_are(self, scope: Scope, filters: Filters) -> str:
        """Where a word was asked for that is no topic of a source; it was looked for in what is told."""
        known = await self._known(scope) if filters.sectors else []
        return _(" Its sources are of these topics: {topics}.").format(topics=", ".join(known[:_MOST])) if known else ""

    async def topics(self, scope: Scope, typed: str) -> list[Choice]:
        """Topics of what the scope reads."""
        return [Choice(name=topic, value=topic) for topic in await self._known(scope) if fold(typed) in fold(topic)][
            :_MOST
        ]

    async def _filters(
        self, scope: Scope, topic: str | None, country: str | None, leader: str | None
    ) -> tuple[Filters, str]:
        """What must be so of an event, and that in words."""
        if not (topic or country or leader):
            raise Refused(_("A brief about what? Give a `topic:`, a `country:` or a `leader:`."))
        code = self._names.country(country) if country else None
        person = await self._names.person(scope, leader) if leader else None
        ids = [ref.removeprefix("leader:") for ref in person.refs if ref.startswith("leader:")] if person else []
        if person and not ids:
            raise NotFound(
                _("{name} is not one of the leaders we follow; `/quotes` and `/meetings` find them.").format(
                    name=person.name
                )
            )
        known = {fold(one): one for one in await self._known(scope)}
        source_topic = known.get(fold(topic or ""))
        filters = Filters(
            topics=(source_topic,) if source_topic else (),
            sectors=(topic,) if topic and not source_topic else (),
            countries=(code.removeprefix("organisation:"),) if code else (),
            leaders=tuple(ids),
        )
        words = [topic, the(self._names.country_name(code)) if code else None, person and person.name]
        return filters, " · ".join(word for word in words if word)

    async def _known(self, scope: Scope) -> list[str]:
        lines = (await self._sources.reading(scope.guild_id)).lines
        return sorted({topic for line in lines if line.weight != "muted" for topic in line.source.topics})


def _newest() -> str:
    """In place of a period that holds more than is read."""
    return ngettext("the newest {n} report", "the newest {n} reports", NEWEST).format(n=NEWEST)


def _start(period: Period, now: datetime) -> datetime:
    """Of "today" as of a digest that is posted for a day: the 24 hours before, or early readers were told nothing."""
    return now - timedelta(days=_DAYS[period])
