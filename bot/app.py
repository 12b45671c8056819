"""The composition root: the only module that knows everything."""

import asyncio
import contextlib
import ctypes
from collections.abc import AsyncGenerator
from dataclasses import dataclass
from datetime import datetime, timedelta

import discord

from bot import __version__, log, seeding, signals, systemd
from bot.client import Client
from bot.config import Settings
from bot.domain.errors import BotError, OperatorError
from bot.feeds.fetch import Fetcher
from bot.health import Health
from bot.ingest import Ingest
from bot.nlp.stories import OpenStories
from bot.nlp.world import SEEDS, load_world
from bot.postman import DiscordPostman
from bot.render.permissions import invite_url
from bot.schedule import Job, Schedule
from bot.services.deals import DealService
from bot.services.delivery import DeliveryService
from bot.services.digests import DigestService
from bot.services.events import EventReader
from bot.services.evidence import EvidenceService
from bot.services.identify import IdentifyGate
from bot.services.leaders import LeaderService
from bot.services.meetings import MeetingService
from bot.services.names import NameIndex
from bot.services.notices import NoticeService
from bot.services.offices import OfficeService
from bot.services.opml import OpmlService
from bot.services.quotes import QuoteService
from bot.services.sources import SourceService
from bot.services.stories import StoryService
from bot.services.subscriptions import SubscriptionService
from bot.work import Workers
from cogs import deals, digest, evidence, leaders, meetings, notices, quotes, sources, stories
from cogs._about import AboutButton
from cogs._asking import Clock, system_clock
from cogs._paging import PageButton
from cogs.help import Help
from cogs.offices import Offices
from storage.articles import ArticleStore
from storage.deliveries import DeliveryStore
from storage.facts import FactStore
from storage.figures import FigureStore
from storage.identifies import IdentifyStore
from storage.leaders import LeaderStore
from storage.notices import NoticeStore
from storage.offices import OfficeStore
from storage.sources import SourceStore
from storage.sqlite import SqliteDatabase, open_database
from storage.stories import StoryStore
from storage.story_reading import StoryReader
from storage.subscriptions import SubscriptionStore
from storage.values import Values

_log = log.get(__name__)
POLL_SECONDS, _DIGEST_SECONDS, _OFFICE_SECONDS, _BACKUP_SECONDS = 60.0, 30.0, 900.0, 900.0
_END_SECONDS, _SENDING_SECONDS, _CLOSE_SECONDS = 2.5, 20.0, 1.0


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
    notices: NoticeService
    leaders: LeaderService
    offices: OfficeService
    quotes: QuoteService
    meetings: MeetingService
    deals: DealService
    evidence: EvidenceService
    stories: StoryService


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
    subscriptions, office_store = SubscriptionStore(db), OfficeStore(db)
    source_service = SourceService(
        db,
        feeds,
        fetcher,
        workers,
        packs=SEEDS / "feeds.toml",
        feeds_a_server=settings.feeds_a_server,
        feeds_in_all=settings.feeds_in_all,
    )
    return Core(
        settings=settings,
        db=db,
        facts=facts,
        names=names,
        fetcher=fetcher,
        ingest=Ingest(
            db=db,
            sources=feeds,
            articles=ArticleStore(db),
            stories=StoryStore(OpenStories),
            fetcher=fetcher,
            workers=workers,
            model=settings.model,
            extract_seconds=settings.extract_seconds,
            poll_every=timedelta(minutes=settings.poll_minutes),
        ),
        sources=source_service,
        opml=OpmlService(db, feeds, source_service, workers),
        digests=DigestService(
            db, facts=facts, events=events, subscriptions=subscriptions, deliveries=DeliveryStore(db), sources=feeds
        ),
        subscriptions=SubscriptionService(db, subscriptions),
        notices=NoticeService(db, NoticeStore(db)),
        leaders=LeaderService(leader_store, office_store, events, names),
        offices=OfficeService(db, office_store, leader_store, names),
        quotes=QuoteService(events, names),
        meetings=MeetingService(events, names),
        deals=DealService(facts, events, names),
        evidence=EvidenceService(facts, events),
        stories=StoryService(StoryReader(db), facts, events, names),
    )


async def attach(core: Core, client: Client, clock: Clock = system_clock) -> DeliveryService:
    """Give a client its commands. Nothing is started by it."""
    delivery = DeliveryService(core.db, DeliveryStore(core.db), core.digests, DiscordPostman(client))
    readers = leaders.Leaders(core.leaders, core.names, clock)
    quoting = quotes.Quotes(core.quotes, core.names, clock)
    contacts = meetings.Meetings(core.meetings, core.names)
    agreements = deals.Deals(core.deals, core.names, clock)
    editions = digest.Digest(core.subscriptions, core.digests, delivery, clock)
    for cog in (
        readers,
        quoting,
        contacts,
        agreements,
        evidence.Evidence(core.evidence),
        stories.Stories(core.stories),
        Help(),
        sources.Sources(core.sources, core.opml, core.notices, core.names, clock),
        notices.Notices(core.notices, clock),
        Offices(core.offices, core.names, clock),
        editions,
    ):
        await client.add_cog(cog)
    client.pagers |= {
        "leaders": readers.page,
        "quotes": quoting.page,
        "meetings": contacts.page,
        "deals": agreements.page,
        "digest": editions.about,
    }
    client.add_dynamic_items(PageButton, AboutButton)
    return delivery


def jobs(core: Core, delivery: DeliveryService, clock: Clock = system_clock) -> tuple[Job, ...]:
    """What happens by itself."""

    async def poll() -> None:
        if any(turn.facts for turn in await core.ingest.due(clock())):
            core.names.invalidate()

    async def digests() -> None:
        await core.digests.tick(clock())
        await delivery.deliver_due(clock())

    async def tell() -> None:
        await core.notices.deliver_due(clock(), delivery.postman)

    async def offices() -> None:
        await core.offices.settle(clock())

    return (
        Job(name="poll", seconds=POLL_SECONDS, work=poll, is_cut=True),
        Job(name="notices", seconds=POLL_SECONDS, work=tell),
        Job(name="digest", seconds=_DIGEST_SECONDS, work=digests),
        Job(name="offices", seconds=_OFFICE_SECONDS, work=offices),
        Job(name="backup", seconds=_BACKUP_SECONDS, work=lambda: back_up_due(core, clock())),
    )


async def back_up_due(core: Core, now: datetime) -> None:
    """The scheduled backup, as the settings say."""
    settings = core.settings
    if not settings.backup_hours:
        return
    every = timedelta(hours=settings.backup_hours)
    made = await core.db.back_up_due(settings.backups, now, every=every, keep=settings.backups_kept)
    if made:
        _log.info("backed up the store", file=str(made))


async def run(settings: Settings) -> int:
    """The bot on Discord, until a signal ends it."""
    with signals.stopping() as stop:
        async with open_core(settings) as core, _opened(Client()) as client, _watched(core, client):
            delivery = await attach(core, client)
            client.gate = IdentifyGate(IdentifyStore(core.db))
            systemd.notify("READY=1\nSTATUS=Connecting to Discord.")
            if await signals.unless(stop, _log_in(core, client)):
                async with Schedule(*jobs(core, delivery)) as schedule:
                    await signals.unless(stop, _connect(client))
                    await _wind_down(schedule, delivery, client)
    _log.info("stopped")
    return 0


async def _wind_down(schedule: Schedule, delivery: DeliveryService, client: Client) -> None:
    """Five seconds with what closes after it, or twenty and some while a part of a digest is on its way."""
    _log.info("stopping: nothing new is begun, what runs is finished or given back")
    systemd.notify("STOPPING=1")
    delivery.stop()
    loop = asyncio.get_running_loop()
    end, leaving = loop.time() + _END_SECONDS, asyncio.create_task(client.leave())
    await schedule.finish(_END_SECONDS, longer=lambda: delivery.is_sending, most=_SENDING_SECONDS)
    await asyncio.wait((leaving,), timeout=max(_CLOSE_SECONDS, end - loop.time()))


@contextlib.asynccontextmanager
async def _watched(core: Core, client: Client) -> AsyncGenerator[None]:
    """The operator's tools may ask how it is, and systemd's watchdog is told."""

    def gateway() -> str | None:
        until = client.gate.waits_until if client.gate else None
        if until is not None:
            return (
                f"connecting is put off until {until:%Y-%m-%d %H:%M:%S} UTC, lest restarts spend the day's identifies"
            )
        return None if client.is_connected else "not connected"

    watchdog = asyncio.create_task(systemd.watch())
    try:
        async with Health(core.settings.health_address, FigureStore(core.db), gateway):
            yield
    finally:
        watchdog.cancel()


@contextlib.asynccontextmanager
async def _opened(client: Client) -> AsyncGenerator[Client]:
    await client.__aenter__()  # without it, closing what never logged in raises
    try:
        yield client
    finally:
        closing = asyncio.ensure_future(client.close())
        await asyncio.wait((closing,), timeout=_CLOSE_SECONDS)  # Discord may not answer
        closing.cancel()
        await asyncio.gather(closing, return_exceptions=True)


async def _connect(client: Client) -> None:
    assert client.gate is not None
    await client.gate.wait(client.session_limit, client.shard_count or 1)  # here the wait may be long
    try:
        await client.connect()
    except (discord.GatewayNotFound, discord.ConnectionClosed) as error:
        raise OperatorError(f"Discord ended the connection: {error}") from error


async def _log_in(core: Core, client: Client) -> None:
    await login(client, core.settings.discord_token)
    await sync_changed(core, client, force=False)
    _log.info("invite the bot with this link", url=invite_url(application(client)))


async def login(client: Client, token: str) -> None:
    try:
        await client.login(token)
    except discord.LoginFailure:
        raise OperatorError(
            "Discord does not take this DISCORD_TOKEN. Make a new one on the application's Bot page."
        ) from None
    except (discord.HTTPException, OSError) as error:
        raise OperatorError(f"Discord cannot be reached: {error}") from error


def application(client: Client) -> int:
    return client.application_id or 0


async def sync_changed(core: Core, client: Client, *, force: bool) -> bool:
    """Register the commands if they are not those registered last; Discord allows 200 new ones a day."""
    values, number = Values(core.db), client.commands_hash()
    key = f"commands:{application(client)}"
    if not force and await values.get(key) == number:
        return False
    await client.tree.sync()
    await values.put(key, number)
    return True
