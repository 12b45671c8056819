"""Everything of Discord over the core: a client is given its commands, its buttons and who posts its digests."""

from datetime import datetime

from bot.app import Core
from bot.client import Client
from bot.postman import DiscordPostman
from bot.services.delivery import DeliveryService
from cogs import (
    complaints,
    data,
    deals,
    diagnostics,
    digest,
    evidence,
    leaders,
    meetings,
    notices,
    quotes,
    review,
    setup,
    sources,
    stories,
)
from cogs._about import AboutButton, PostedDigests
from cogs._asked import Asked, Forms
from cogs._asking import Clock, system_clock
from cogs._exporting import EXPORT, LEAVE, Offers
from cogs._filters import ASKED as FILTER
from cogs._limits import Limits
from cogs._paging import PageButton
from cogs._resending import ASKED as RESEND
from cogs._reviewing import EDIT, ReviewButton
from cogs.brief import Brief
from cogs.help import Help
from cogs.keeping import Keeping
from cogs.messages import Messages
from cogs.offices import Offices
from cogs.presence import Presence
from cogs.reading import Reading
from cogs.search import Search
from cogs.upcoming import Upcoming
from cogs.verify import Verify
from storage.backup import RESTORED_AT
from storage.deliveries import DeliveryStore
from storage.values import Values


async def deliverer(core: Core, client: Client, clock: Clock) -> DeliveryService:
    """Who posts digests through a client, from now on: what is older, somebody else may have posted."""
    restored = await Values(core.db).get(RESTORED_AT)
    return DeliveryService(
        core.db,
        DeliveryStore(core.db),
        core.digests,
        DiscordPostman(client),
        clock=clock,
        restored_at=datetime.fromisoformat(restored) if restored else None,
    )


async def attach(core: Core, client: Client, clock: Clock = system_clock) -> DeliveryService:
    """Give a client its commands. Nothing is started by it."""
    delivery = await deliverer(core, client, clock)
    limits = Limits(clock)
    readers = leaders.Leaders(core.leaders, core.names, clock)
    quoting = quotes.Quotes(core.quotes, core.names, clock)
    contacts = meetings.Meetings(core.meetings, core.names)
    agreements = deals.Deals(core.deals, core.names, clock)
    posted = PostedDigests(core.digests)
    editions = digest.Digest(core.subscriptions, core.digests, delivery, core.filters, clock)
    setting_up = setup.Setup(core.setup, core.subscriptions, core.sources, core.names, core.exports, limits, clock)
    ahead, searching = Upcoming(core.upcoming, core.names, clock), Search(core.search, clock)
    reading = Reading(core.sources)
    kept = data.Data(core.servers, core.retention, core.exports, core.names, clock)
    read = sources.Sources(core.sources, core.opml, core.notices, core.names, limits, clock)
    reviewing = review.Review(core.corrections, core.review_notices, clock)
    offers = Offers(core.exports, clock)
    for cog in (
        readers,
        quoting,
        contacts,
        agreements,
        evidence.Evidence(core.evidence),
        stories.Stories(core.stories),
        Verify(core.verify, core.names),
        ahead,
        searching,
        reading,
        Brief(core.briefs, core.names, clock),
        Help(core.servers),
        read,
        notices.Notices(core.notices, clock),
        complaints.Complaints(core.complaints, clock),
        reviewing,
        Offices(core.offices, core.names, clock),
        editions,
        kept,
        diagnostics.Diagnostics(core.servers, clock),
        Keeping(core.servers, clock),
        Presence(client, core.servers, clock),
        setting_up,
        Forms(),
    ):
        await client.add_cog(cog)
    client.tree.add_command(Messages(core.messages, limits, clock).menu)
    client.pagers |= {
        "leaders": readers.page,
        "quotes": quoting.page,
        "meetings": contacts.page,
        "deals": agreements.page,
        "upcoming": ahead.page,
        "search": searching.page,
        "sources": reading.page,
        "digest": posted.about,
        "edition": posted.section,
    }
    client.presses |= {
        "setup": setting_up.step,
        "reset": setting_up.reset_asked,
        FILTER: editions.filter_question.answered,
        RESEND: editions.resend_question.answered,
        digest.REMOVE: editions.removed,
        data.PURGE: kept.purged,
        data.ERASE: kept.erased,
        data.SHORTEN: kept.shortened,
        data.HISTORY: kept.turned,
        sources.ADD: read.answered,
        sources.DROP: read.removed,
        EDIT: reviewing.form_sent,
        EXPORT: offers.export,
        LEAVE: offers.leave,
    }
    client.add_dynamic_items(PageButton, AboutButton, ReviewButton, Asked)
    return delivery
