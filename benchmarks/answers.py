"""How long each reader's command takes, service and page together, as the store grows.

    python -m benchmarks.answers [--quotes 10000,100000,1000000] [--asked 100] [--store FOLDER]

A server that reads five sources of two thousand asks by people, countries, words and ids of its own news. The bars: p99 at a million
quotes at most 60 ms, and at most three times that at ten thousand; autocompletes under 100 ms with 5,000 leaders and 100,000 deals, the
first key after new facts too. CPU is the process's own time: on a busy machine the steadier figure.
"""

import asyncio
import random
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, LiteralString

from benchmarks import phrases, store
from benchmarks.drafts import END, SOURCES
from bot.domain.answers import Scope
from bot.domain.errors import NotFound
from bot.domain.findings import PLACES
from bot.domain.keys import short_id
from bot.nlp.world import load_world
from bot.render import brief, pages, reading, story, verify, why
from bot.render import leader as card
from bot.services.briefs import BriefService, Period
from bot.services.deals import DealService
from bot.services.digests import DigestService
from bot.services.events import EventReader
from bot.services.evidence import EvidenceService
from bot.services.leaders import LeaderService
from bot.services.meetings import MeetingService
from bot.services.names import NameIndex
from bot.services.quotes import QuoteService
from bot.services.search import SearchService
from bot.services.sources import SourceService
from bot.services.stories import StoryService
from bot.services.subscriptions import SubscriptionService
from bot.services.upcoming import UpcomingService
from bot.services.verify import VerifyService
from storage import voices
from storage.article_search import ArticleSearch
from storage.deliveries import DeliveryStore
from storage.facts import FactStore
from storage.leaders import LeaderStore
from storage.offices import OfficeStore
from storage.sources import SourceStore
from storage.sqlite import SqliteDatabase, open_database
from storage.story_reading import StoryReader
from storage.subscriptions import SubscriptionStore
from storage.wording import WordingStore

SCOPE = Scope(guild_id=store.FEW)
OWN: LiteralString = (
    """
SELECT f.id, f.kind, s.story_id AS story, p.name, p.country FROM fact f JOIN article_story s ON s.article_id = f.article_id
JOIN fact_party p ON p.fact_id = f.id AND p.position = 0 WHERE
"""
    + voices.FACT_CARRIED
)
Ask = Callable[[random.Random], Awaitable[object]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Milliseconds: the clock's and the processor's."""

    p50: float
    p99: float
    busy: float


def questions(  # noqa: C901, PLR0915 - one small function a command
    db: SqliteDatabase, own: list[Any]
) -> tuple[NameIndex, dict[str, Ask], dict[str, Ask]]:
    """Commands, and autocompletes, each with what a reader may ask."""
    world, facts, leaders = load_world(), FactStore(db), LeaderStore(db)
    events, names = EventReader(facts), NameIndex(leaders, world.countries)
    people, quoting = LeaderService(leaders, OfficeStore(db), events, names), QuoteService(events, names)
    contacts, deals = MeetingService(events, names), DealService(facts, events, names)
    stories, evidence = StoryService(StoryReader(db), facts, events, names), EvidenceService(facts, events)
    verifying = VerifyService(WordingStore(db, facts), facts, names)
    searching, awaiting = SearchService(facts, events, ArticleSearch(db), names), UpcomingService(facts, events, names)
    wishes, feeds = SubscriptionStore(db), SourceStore(db)
    nowhere: Any = None  # nothing is fetched
    read = SourceService(db, feeds, nowhere, nowhere, packs=Path(), feeds_a_server=SOURCES, feeds_in_all=SOURCES)
    digests = DigestService(
        db, facts=facts, events=events, subscriptions=wishes, deliveries=DeliveryStore(db), sources=feeds
    )
    briefing = BriefService(digests, SubscriptionService(db, wishes), read, names)
    dealing = [row for row in own if row["kind"] == "deal"]
    kinds = [row for row in own if row["kind"] in ("quote", "meeting", "deal")]
    country = names.country_name

    async def leader(draw: random.Random) -> object:
        return card.leader(await people.answer(SCOPE, draw.choice(own_people)["name"], END.date()), names.country_names)

    async def leaders_page(draw: random.Random) -> object:
        asked = draw.choice((None, None, country(draw.choice(own_people)["country"])))
        return pages.leaders(await people.page(SCOPE, country=asked, on=END.date()))

    async def quotes(draw: random.Random) -> object:
        word = draw.choice(phrases.SLOTS["thing"]).split()[-1]
        asked = draw.choice(({"speaker": draw.choice(quoted)["name"]}, {"about": word}, {}, {"number": 3}))
        return pages.quotes(await quoting.page(SCOPE, **asked))

    async def meetings(draw: random.Random) -> object:
        one = draw.choice(meeting)
        asked = draw.choice(({"leader": one["name"]}, {"country": country(one["country"])}, {}))
        return pages.meetings(await contacts.page(SCOPE, **asked))

    async def deals_page(draw: random.Random) -> object:
        one = draw.choice(dealing)
        asked = draw.choice(({"country": country(one["country"])}, {"stage": "pledged"}, {}))
        return pages.deals(await deals.page(SCOPE, **asked, now=END))

    async def deal(draw: random.Random) -> object:
        return why.deal(await deals.answer(SCOPE, short_id("deal", draw.choice(dealing)["id"]), END))

    async def story_page(draw: random.Random) -> object:
        return story.story(await stories.answer(SCOPE, short_id("story", draw.choice(own)["story"])))

    async def why_page(draw: random.Random) -> object:
        one = draw.choice(kinds)
        return why.why(await evidence.answer(SCOPE, short_id(one["kind"], one["id"])))

    async def search_page(draw: random.Random) -> object:
        word, where = draw.choice(phrases.SLOTS["thing"]).split()[-1], draw.choice(tuple(PLACES))
        try:
            return pages.search(await searching.page(SCOPE, word, where, now=END))
        except NotFound:
            return None

    async def upcoming_page(draw: random.Random) -> object:
        asked = draw.choice((None, None, country(draw.choice(own_people)["country"])))
        try:
            return pages.upcoming(await awaiting.page(SCOPE, country=asked, now=END))
        except NotFound:
            return None

    async def sources_page(_draw: random.Random) -> object:
        return reading.sources(await read.page(SCOPE, 0))

    def brief_of(period: Period) -> Ask:
        async def ask(draw: random.Random) -> object:
            one = draw.choice(own_people)
            asked = draw.choice(({"leader": one["name"]}, {"country": country(one["country"])}, {"topic": "energy"}))
            try:
                return brief.layouts(await briefing.answer(SCOPE, **asked, period=period, now=END))
            except NotFound:
                return None

        return ask

    async def verify_page(draw: random.Random) -> object:
        return verify.verify(await verifying.answer(SCOPE, phrases.sentence(draw)))

    def first(change: Callable[[], None], key: Ask) -> Ask:
        async def ask(draw: random.Random) -> object:
            change()
            return await key(draw)

        return ask

    async def person_key(_draw: random.Random) -> object:
        return await names.people(SCOPE, "a")

    async def deal_key(_draw: random.Random) -> object:
        return await deals.deals(SCOPE, "")

    own_people = [row for row in own if row["kind"] in ("quote", "meeting")]
    quoted = [row for row in own if row["kind"] == "quote"]
    meeting = [row for row in own if row["kind"] == "meeting"]
    asks = {
        "/leader": leader,
        "/leaders": leaders_page,
        "/quotes": quotes,
        "/meetings": meetings,
        "/deals": deals_page,
        "/deal": deal,
        "/story": story_page,
        "/why": why_page,
        "/search": search_page,
        "/upcoming": upcoming_page,
        "/sources": sources_page,
        "/brief period:today": brief_of("today"),
        "/brief period:30d": brief_of("30d"),
        "/verify": verify_page,
    }
    typing = {
        "a person": lambda draw: names.people(SCOPE, draw.choice(own_people)["name"][: draw.randint(0, 9)]),
        "a person, after news": first(names.facts_came, person_key),
        "a person, all anew": first(names.invalidate, person_key),
        "a deal": lambda draw: deals.deals(SCOPE, draw.choice(("", "D-", "water", "tre", "agre"))),
        "a deal, after news": first(names.facts_came, deal_key),
        "a deal, all anew": first(names.invalidate, deal_key),
        "a sector": lambda draw: deals.sectors(SCOPE, draw.choice(("", "en", "wat", "mi"))),
        "a story": lambda draw: stories.stories(SCOPE, draw.choice(("", "S-", "the", "mini"))),
    }
    return names, asks, typing


async def timed(ask: Ask, draw: random.Random, count: int) -> Figures:
    spent: list[float] = []
    busy: list[float] = []
    for _ in range(count):
        began, used = time.perf_counter(), time.process_time()
        await ask(draw)
        spent.append((time.perf_counter() - began) * 1000)
        busy.append((time.process_time() - used) * 1000)
    return Figures(p50=share(0.5, spent), p99=share(0.99, spent), busy=share(0.99, busy))


def share(part: float, values: list[float]) -> float:
    return sorted(values)[min(len(values) - 1, int(len(values) * part))]


async def measure(path: Path, count: int) -> dict[str, Figures]:
    async with open_database(path) as db:
        own = list(await db.all(OWN, {"guild": SCOPE.guild_id}))
        names, asks, typing = questions(db, own)
        await names.refresh(SCOPE)
        found: dict[str, Figures] = {}
        for name, ask in (asks | typing).items():
            await timed(ask, random.Random(0), 3)
            found[name] = await timed(ask, random.Random(1), max(5, count // 5) if "," in name else count)
        return found


async def main() -> None:
    parser = store.options(__doc__)
    parser.add_argument("--quotes", default="10000,100000,1000000")
    parser.add_argument("--asked", type=int, default=100)
    asked = parser.parse_args()
    sizes = [int(size) for size in asked.quotes.split(",")]
    tables = [await measure(await store.kept(size, asked.store), asked.asked) for size in sizes]
    print(
        "ms: p50 / p99 / CPU p99".ljust(24) + "".join(f"{size:>24,}" for size in sizes) + "   p99: last to first, CPU"
    )
    for name, first in tables[0].items():
        row = "".join(f"{one.p50:>10.1f}{one.p99:>7.1f}{one.busy:>7.1f}" for one in (table[name] for table in tables))
        last = tables[-1][name]
        print(f"{name:24}{row}   {last.p99 / first.p99:>8.1f} {last.busy / first.busy:>6.1f}")


if __name__ == "__main__":
    asyncio.run(main())
