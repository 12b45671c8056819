"""The table of what happens by itself, and how often."""

from datetime import datetime, timedelta

from bot import log
from bot.app import Core
from bot.entries import FeedTurn
from bot.schedule import Job
from bot.services.delivery import DeliveryService
from bot.services.revisions import RevisionService
from cogs._asking import Clock, system_clock

_log = log.get(__name__)
_ROUNDS = 10  # a slow feed keeps its own round open, and no other
POLL_SECONDS, _DIGEST_SECONDS, _OFFICE_SECONDS, _BACKUP_SECONDS = 60.0, 15.0, 900.0, 900.0
_DELIVERY_SECONDS = 5.0
"""Also how often Discord is tried while it is away."""
_RETENTION_SECONDS = 1800.0
_CATCH_UP_SECONDS = 2.0


def table(core: Core, delivery: DeliveryService, clock: Clock = system_clock) -> tuple[Job, ...]:
    """What happens by itself."""

    def polled(turn: FeedTurn, _of: int) -> None:
        if turn.revised:  # whom the old words named may be named no more
            core.names.invalidate()
        elif turn.stored:
            core.names.facts_came()

    async def poll() -> None:
        await core.ingest.due(clock(), done=polled)

    revisions = RevisionService(core.db, core.digests, delivery.postman, clock=clock)

    async def digests() -> None:
        await core.digests.tick(clock())

    async def revise() -> None:
        await revisions.look()
        await revisions.deliver_due()

    async def tell() -> None:
        await core.notices.deliver_due(clock(), delivery.postman)
        await core.review_notices.deliver_due(clock(), delivery.postman)

    async def offices() -> None:
        await core.offices.settle(clock())

    async def retention() -> None:
        if await core.retention.due(clock()):
            core.names.invalidate()

    return (
        Job(name="poll", seconds=POLL_SECONDS, work=poll, at_once=_ROUNDS, is_cut=True),
        Job(name="names", seconds=_CATCH_UP_SECONDS, work=core.names.catch_up),
        Job(name="notices", seconds=POLL_SECONDS, work=tell),
        Job(name="digest", seconds=_DIGEST_SECONDS, work=digests),
        Job(name="delivery", seconds=_DELIVERY_SECONDS, work=delivery.deliver_due),
        Job(name="revisions", seconds=POLL_SECONDS, work=revise),
        Job(name="offices", seconds=_OFFICE_SECONDS, work=offices),
        Job(name="retention", seconds=_RETENTION_SECONDS, work=retention),
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
