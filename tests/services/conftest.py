"""A desk that answers questions over a store with two servers, each reading a source of its own."""

from dataclasses import dataclass
from datetime import date

import pytest

from bot.domain.answers import Scope
from bot.domain.people import Country, Group, Leader, Tenure
from bot.services.deals import DealService
from bot.services.events import EventReader
from bot.services.evidence import EvidenceService
from bot.services.leaders import LeaderService
from bot.services.meetings import MeetingService
from bot.services.names import NameIndex
from bot.services.offices import OfficeService
from bot.services.quotes import QuoteService
from storage.facts import FactStore
from storage.leaders import LeaderStore
from storage.offices import OfficeStore
from storage.sqlite import SqliteDatabase
from tests import make

COUNTRIES = (
    Country(code="KZ", name="Kazakhstan", aliases=("Republic of Kazakhstan", "Казахстан")),
    Country(code="UZ", name="Uzbekistan"),
    Country(code="CN", name="China"),
    Country(code="AL", name="Albania"),
    Country(code="US", name="United States", aliases=("America", "USA", "U.S.")),
    Country(code="FR", name="France"),
)
GROUPS = (Group(id="EU", name="European Union", aliases=("the bloc",)), Group(id="AL", name="Arab League"))
LEADERS = (
    Leader(
        id="kassym-jomart-tokayev",
        name="Kassym-Jomart Tokayev",
        country="KZ",
        aliases=("Қасым-Жомарт Тоқаев",),
        tenures=(Tenure(office="President", country="KZ", as_of=date(2026, 1, 17), source="an almanac"),),
    ),
    Leader(id="shavkat-mirziyoyev", name="Shavkat Mirziyoyev", country="UZ"),
    Leader(id="donald-trump", name="Donald Trump", country="US"),
    Leader(id="xi-jinping", name="Xi Jinping", country="CN"),
    Leader(id="li-qiang", name="Li Qiang", country="CN"),
    Leader(id="li-keqiang", name="Li Keqiang", country="CN"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """`ours` and `theirs` are the (source id, feed id) that the servers HERE and THERE read."""

    db: SqliteDatabase
    ours: tuple[int, int]
    theirs: tuple[int, int]
    store: LeaderStore
    names: NameIndex
    leaders: LeaderService
    quotes: QuoteService
    meetings: MeetingService
    deals: DealService
    offices: OfficeService
    evidence: EvidenceService


HERE, THERE = Scope(guild_id=1), Scope(guild_id=2)


@pytest.fixture
async def desk(db: SqliteDatabase) -> Desk:
    store, facts = LeaderStore(db), FactStore(db)
    events = EventReader(facts)
    await db.transaction(lambda tx: store.save(tx, LEADERS))
    names = NameIndex(store, COUNTRIES, GROUPS)
    return Desk(
        db=db,
        ours=await make.reading(db, 1),
        theirs=await make.reading(db, 2, "Harbour Post"),
        store=store,
        names=names,
        leaders=LeaderService(store, OfficeStore(db), events, names),
        quotes=QuoteService(events, names),
        meetings=MeetingService(events, names),
        deals=DealService(facts, events, names),
        offices=OfficeService(db, OfficeStore(db), store, names),
        evidence=EvidenceService(facts, events),
    )
