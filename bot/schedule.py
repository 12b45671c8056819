"""The table of jobs. APScheduler only nudges: what is due, the store knows."""
# APScheduler 3 carries no types.
# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false

import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from types import TracebackType
from typing import Self

from apscheduler.events import EVENT_JOB_ERROR, EVENT_JOB_MISSED, JobExecutionEvent  # pyright: ignore[reportMissingTypeStubs]
from apscheduler.schedulers.asyncio import AsyncIOScheduler  # pyright: ignore[reportMissingTypeStubs]

from bot import log
from bot.domain.errors import BotError, StoreFull

_log = log.get(__name__)
logging.getLogger("apscheduler").setLevel(logging.CRITICAL)  # it tells of every run, and of a failure a second time
# A loop that was blocked for two seconds would else drop a job without a word.
_DEFAULTS = {"misfire_grace_time": 3600, "coalesce": True, "max_instances": 1}


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """`work` is awaited every `seconds`, `at_once` runs side by side at most; a run that takes longer delays what comes after."""

    name: str
    seconds: float
    work: Callable[[], Awaitable[object]]
    at_once: int = 1


class Schedule:
    """Runs jobs while it is open. A job that raises is logged, and comes again at its time."""

    def __init__(self, *jobs: Job) -> None:
        self._jobs = jobs
        self._scheduler = AsyncIOScheduler(job_defaults=_DEFAULTS, timezone="UTC")

    async def __aenter__(self) -> Self:
        self._scheduler.add_listener(_tell, EVENT_JOB_ERROR | EVENT_JOB_MISSED)
        for job in self._jobs:
            self._scheduler.add_job(job.work, "interval", seconds=job.seconds, id=job.name, max_instances=job.at_once)
        self._scheduler.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._scheduler.shutdown(wait=False)


def _tell(event: JobExecutionEvent) -> None:
    if isinstance(event.exception, StoreFull):
        return  # the store has said so, once; this job would say it at each of its turns
    if isinstance(event.exception, BotError):
        _log.error("a job could not be done", job=event.job_id, reason=str(event.exception))
    elif event.exception is not None:
        _log.error("a job broke", job=event.job_id, exc_info=event.exception)
    else:
        _log.warning("a job was missed", job=event.job_id)
