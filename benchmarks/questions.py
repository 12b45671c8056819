"""What a reader of a benchmark's store may ask: each command and each autocomplete, drawn from that reader's own news."""

import random
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

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
from storage.article_search import ArticleSearch
from storage.deliveries import DeliveryStore
from storage.facts import FactStore
from storage.leaders import LeaderStore
from storage.offices import OfficeStore
from storage.sources import SourceStore
from storage.sqlite import SqliteDatabase
from storage.story_reading import StoryReader
from storage.subscriptions import SubscriptionStore
from storage.wording import WordingStore

SCOPE = Scope(guild_id=store.FEW)
Ask = Callable[[random.Random], Awaitable[object]]


class Reader:
    """The services that answer a reader of `SCOPE`, and what may be asked of them."""

    def __init__(self, db: SqliteDatabase, own: list[Any]) -> None:
        world, facts, leaders = load_world(), FactStore(db), LeaderStore(db)
        events, names = EventReader(facts), NameIndex(leaders, world.countries)
        self.names = names
        self.people, self.quoting = LeaderService(leaders, OfficeStore(db), events, names), QuoteService(events, names)
        self.contacts, self.deals = MeetingService(events, names), DealService(facts, events, names)
        self.stories = StoryService(StoryReader(db), facts, events, names)
        self.evidence, self.verifying = (
            EvidenceService(facts, events),
            VerifyService(WordingStore(db, facts), facts, names),
        )
        self.searching = SearchService(facts, events, ArticleSearch(db), names)
        self.awaiting = UpcomingService(facts, events, names)
        wishes, feeds = SubscriptionStore(db), SourceStore(db)
        nowhere: Any = None  # nothing is fetched
        self.read = SourceService(
            db, feeds, nowhere, nowhere, packs=Path(), feeds_a_server=SOURCES, feeds_in_all=SOURCES
        )
        digests = DigestService(
            db, facts=facts, events=events, subscriptions=wishes, deliveries=DeliveryStore(db), sources=feeds
        )
        self.briefing = BriefService(digests, SubscriptionService(db, wishes), self.read, names)
        self.own = own
        self.quoted = [row for row in own if row["kind"] == "quote"]
        self.meeting = [row for row in own if row["kind"] == "meeting"]
        self.dealing = [row for row in own if row["kind"] == "deal"]
        self.named = [*self.quoted, *self.meeting]
        self.shown = [*self.named, *self.dealing]

    def country(self, one: Any) -> str:
        return self.names.country_name(one["country"])

    def commands(self) -> dict[str, Ask]:
        return {
            "/leader": self.leader,
            "/leaders": self.leaders_page,
            "/quotes": self.quotes,
            "/meetings": self.meetings,
            "/deals": self.deals_page,
            "/deal": self.deal,
            "/story": self.story_page,
            "/why": self.why_page,
            "/search": self.search_page,
            "/upcoming": self.upcoming_page,
            "/sources": self.sources_page,
            "/brief period:today": lambda draw: self.brief_page(draw, "today"),
            "/brief period:30d": lambda draw: self.brief_page(draw, "30d"),
            "/verify": self.verify_page,
        }

    def keys(self) -> dict[str, Ask]:
        """What is asked while somebody types."""
        names, deals, stories = self.names, self.deals, self.stories
        return {
            "a person": lambda draw: names.people(SCOPE, draw.choice(self.named)["name"][: draw.randint(0, 9)]),
            "a person, after news": _after(names.facts_came, self.person_key),
            "a person, all anew": _after(names.invalidate, self.person_key),
            "a deal": lambda draw: deals.deals(SCOPE, draw.choice(("", "D-", "water", "tre", "agre"))),
            "a deal, after news": _after(names.facts_came, self.deal_key),
            "a deal, all anew": _after(names.invalidate, self.deal_key),
            "a sector": lambda draw: deals.sectors(SCOPE, draw.choice(("", "en", "wat", "mi"))),
            "a story": lambda draw: stories.stories(SCOPE, draw.choice(("", "S-", "the", "mini"))),
        }

    async def leader(self, draw: random.Random) -> object:
        return card.leader(
            await self.people.answer(SCOPE, draw.choice(self.named)["name"], END.date()), self.names.country_names
        )

    async def leaders_page(self, draw: random.Random) -> object:
        asked = draw.choice((None, None, self.country(draw.choice(self.named))))
        return pages.leaders(await self.people.page(SCOPE, country=asked, on=END.date()))

    async def quotes(self, draw: random.Random) -> object:
        word = draw.choice(phrases.SLOTS["thing"]).split()[-1]
        asked = draw.choice(({"speaker": draw.choice(self.quoted)["name"]}, {"about": word}, {}, {"number": 3}))
        return pages.quotes(await self.quoting.page(SCOPE, **asked))

    async def meetings(self, draw: random.Random) -> object:
        one = draw.choice(self.meeting)
        asked = draw.choice(({"leader": one["name"]}, {"country": self.country(one)}, {}))
        return pages.meetings(await self.contacts.page(SCOPE, **asked))

    async def deals_page(self, draw: random.Random) -> object:
        one = draw.choice(self.dealing)
        asked = draw.choice(({"country": self.country(one)}, {"stage": "pledged"}, {}))
        return pages.deals(await self.deals.page(SCOPE, **asked, now=END))

    async def deal(self, draw: random.Random) -> object:
        return why.deal(await self.deals.answer(SCOPE, short_id("deal", draw.choice(self.dealing)["id"]), END))

    async def story_page(self, draw: random.Random) -> object:
        return story.story(await self.stories.answer(SCOPE, short_id("story", draw.choice(self.own)["story"])))

    async def why_page(self, draw: random.Random) -> object:
        one = draw.choice(self.shown)
        return why.why(await self.evidence.answer(SCOPE, short_id(one["kind"], one["id"])))

    async def search_page(self, draw: random.Random) -> object:
        word, where = draw.choice(phrases.SLOTS["thing"]).split()[-1], draw.choice(tuple(PLACES))
        try:
            return pages.search(await self.searching.page(SCOPE, word, where, now=END))
        except NotFound:
            return None

    async def upcoming_page(self, draw: random.Random) -> object:
        asked = draw.choice((None, None, self.country(draw.choice(self.named))))
        try:
            return pages.upcoming(await self.awaiting.page(SCOPE, country=asked, now=END))
        except NotFound:
            return None

    async def sources_page(self, _draw: random.Random) -> object:
        return reading.sources(await self.read.page(SCOPE, 0))

    async def brief_page(self, draw: random.Random, period: Period) -> object:
        one = draw.choice(self.named)
        asked = draw.choice(({"leader": one["name"]}, {"country": self.country(one)}, {"topic": "energy"}))
        try:
            return brief.layouts(await self.briefing.answer(SCOPE, **asked, period=period, now=END))
        except NotFound:
            return None

    async def verify_page(self, draw: random.Random) -> object:
        return verify.verify(await self.verifying.answer(SCOPE, phrases.sentence(draw)))

    async def person_key(self, _draw: random.Random) -> object:
        return await self.names.people(SCOPE, "a")

    async def deal_key(self, _draw: random.Random) -> object:
        return await self.deals.deals(SCOPE, "")


def _after(change: Callable[[], None], key: Ask) -> Ask:
    async def ask(draw: random.Random) -> object:
        change()
        return await key(draw)

    return ask
