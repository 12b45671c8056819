"""The composition root: the store, the workers, the line and the services; `bot.front` puts Discord before them."""

import contextlib
import ctypes
from collections.abc import AsyncGenerator
from dataclasses import dataclass
from datetime import timedelta

from bot import __version__, log, seeding
from bot.config import Settings
from bot.domain.errors import BotError
from bot.feeds.fetch import Fetcher
from bot.feeds.robots import Robots
from bot.ingest import Ingest
from bot.nlp.stories import OpenStories
from bot.nlp.world import SEEDS, load_world
from bot.services.briefs import BriefService
from bot.services.complaints import ComplaintService
from bot.services.corrections import CorrectionService
from bot.services.deals import DealService
from bot.services.digests import DigestService
from bot.services.events import EventReader
from bot.services.evidence import EvidenceService
from bot.services.exports import ExportService
from bot.services.filtering import FilterService
from bot.services.leaders import LeaderService
from bot.services.meetings import MeetingService
from bot.services.messages import MessageService
from bot.services.names import NameIndex
from bot.services.notices import NoticeService
from bot.services.offices import OfficeService
from bot.services.opml import OpmlService
from bot.services.quotes import QuoteService
from bot.services.retention import RetentionService
from bot.services.search import SearchService
from bot.services.servers import ServerService
from bot.services.setup import SetupService
from bot.services.sources import SourceService
from bot.services.stories import StoryService
from bot.services.subscriptions import SubscriptionService
from bot.services.upcoming import UpcomingService
from bot.services.verify import VerifyService
from bot.work import Workers
from storage.article_search import ArticleSearch
from storage.articles import ArticleStore
from storage.audit import AuditStore
from storage.belongings import BelongingStore
from storage.corrections import CorrectionStore
from storage.deliveries import DeliveryStore
from storage.facts import FactStore
from storage.leaders import LeaderStore
from storage.notices import NoticeStore
from storage.offices import OfficeStore
from storage.retention import RetentionStore
from storage.review_notices import ReviewNoticeStore
from storage.servers import ServerStore
from storage.sources import SourceStore
from storage.sqlite import SqliteDatabase, open_database
from storage.stories import StoryStore
from storage.story_reading import StoryReader
from storage.subscriptions import SubscriptionStore
from storage.wording import WordingStore

_log = log.get(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Core:
    """Everything below Discord: the store, the workers, the line, the services."""

    settings: Settings
    db: SqliteDatabase
    facts: FactStore
    names: NameIndex
    fetcher: Fetcher
    ingest: Ingest
    sources: SourceService
    opml: OpmlService
    digests: DigestService
    subscriptions: SubscriptionService
    setup: SetupService
    filters: FilterService
    notices: NoticeService
    leaders: LeaderService
    offices: OfficeService
    quotes: QuoteService
    meetings: MeetingService
    deals: DealService
    evidence: EvidenceService
    stories: StoryService
    verify: VerifyService
    corrections: CorrectionService
    complaints: ComplaintService
    review_notices: NoticeService
    servers: ServerService
    retention: RetentionService
    exports: ExportService
    messages: MessageService
    upcoming: UpcomingService
    search: SearchService
    briefs: BriefService


@contextlib.asynccontextmanager
async def open_core(
    settings: Settings, *, allow: tuple[str, ...] = (), page_spacing: float = 1.0, keepalive_seconds: float = 15.0
) -> AsyncGenerator[Core]:
    """Opens store, workers and network, and closes them in every case. `allow` adds to the settings' exceptions."""
    _one_heap()
    if settings.fetch_allow:
        _log.warning("private addresses may be fetched by setting", fetch_allow=settings.fetch_allow)
    contact = f"; +{settings.contact_url}" if settings.contact_url else ""
    async with contextlib.AsyncExitStack() as stack:
        db = await stack.enter_async_context(open_database(settings.database))
        workers = await stack.enter_async_context(Workers(settings.workers, passing=(BotError,)))
        fetcher = await stack.enter_async_context(
            Fetcher(
                allow=(*settings.fetch_allow, *allow),
                user_agent=f"Communique/{__version__} (news reader{contact})",
                page_spacing=page_spacing,
                keepalive_seconds=keepalive_seconds,
            )
        )
        yield await _core(settings, db, workers, fetcher)


def _one_heap() -> None:
    """glibc gives threads heaps of their own, and SQLite's threads come and go: a day of that grew the process by a fifth."""
    m_arena_max = -8
    with contextlib.suppress(AttributeError, OSError):  # another C library
        ctypes.CDLL(None).mallopt(m_arena_max, 1)


async def _core(settings: Settings, db: SqliteDatabase, workers: Workers, fetcher: Fetcher) -> Core:
    world, facts, leader_store, feeds = load_world(), FactStore(db), LeaderStore(db), SourceStore(db)
    await seeding.sow(db, leader_store, world.leaders)
    events = EventReader(facts)
    names = NameIndex(leader_store, world.countries, (*world.groups, *world.regions))
    subscriptions, office_store, corrections = SubscriptionStore(db), OfficeStore(db), CorrectionStore(db)
    robots = Robots(fetcher)
    source_service = SourceService(
        db,
        feeds,
        fetcher,
        workers,
        packs=SEEDS / "feeds.toml",
        feeds_a_server=settings.feeds_a_server,
        feeds_in_all=settings.feeds_in_all,
    )
    opml = OpmlService(db, feeds, source_service, workers)
    belongings, audit = BelongingStore(db), AuditStore(db)
    servers = ServerService(db, ServerStore(db), audit, belongings)
    ingest = Ingest(
        db=db,
        sources=feeds,
        articles=ArticleStore(db),
        stories=StoryStore(OpenStories),
        fetcher=fetcher,
        workers=workers,
        model=settings.model,
        extract_seconds=settings.extract_seconds,
        poll_every=timedelta(minutes=settings.poll_minutes),
        robots=robots,
    )
    digests = DigestService(
        db, facts=facts, events=events, subscriptions=subscriptions, deliveries=DeliveryStore(db), sources=feeds
    )
    wishes = SubscriptionService(db, subscriptions)
    return Core(
        settings=settings,
        db=db,
        facts=facts,
        names=names,
        fetcher=fetcher,
        ingest=ingest,
        sources=source_service,
        opml=opml,
        digests=digests,
        subscriptions=wishes,
        filters=FilterService(events, names, source_service),
        setup=SetupService(db, subscriptions=wishes, sources=source_service, digests=digests, read=ingest.due),
        notices=NoticeService(db, NoticeStore(db)),
        leaders=LeaderService(leader_store, office_store, events, names),
        offices=OfficeService(db, office_store, leader_store, names),
        quotes=QuoteService(events, names),
        meetings=MeetingService(events, names),
        deals=DealService(facts, events, names),
        evidence=EvidenceService(facts, events),
        stories=StoryService(StoryReader(db), facts, events, names),
        verify=VerifyService(WordingStore(db, facts), facts, names),
        corrections=CorrectionService(db, corrections, facts=facts, events=events, names=names),
        complaints=ComplaintService(db, corrections, facts),
        review_notices=NoticeService(db, ReviewNoticeStore(db)),
        upcoming=UpcomingService(facts, events, names),
        search=SearchService(facts, events, ArticleSearch(db), names),
        briefs=BriefService(digests, wishes, source_service, names),
        messages=MessageService(
            fetcher=fetcher,
            robots=robots,
            workers=workers,
            facts=facts,
            events=events,
            model=settings.model,
            seconds=settings.extract_seconds,
        ),
        servers=servers,
        retention=RetentionService(db, RetentionStore(db), audit, servers, source_service),
        exports=ExportService(db, belongings, facts, opml),
    )
