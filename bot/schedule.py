"""The table of jobs. APScheduler only nudges: what is due, the store knows."""
# APScheduler 3 carries no types.
# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false

import asyncio
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
_LOOK_SECONDS = 0.1
# A loop that was blocked for two seconds would else drop a job without a word.
_DEFAULTS = {"misfire_grace_time": 3600, "coalesce": True, "max_instances": 1}


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """`work` is awaited every `seconds`, `at_once` runs side by side at most; a run that takes longer delays what comes after.

    `is_cut`: at the end it is not waited for, because what it gives up is simply done again.
    """

    name: str
    seconds: float
    work: Callable[[], Awaitable[object]]
    at_once: int = 1
    is_cut: bool = False


class Schedule:
    """Runs jobs while it is open. A job that raises is logged, and comes again at its time."""

    def __init__(self, *jobs: Job) -> None:
        self._jobs = jobs
        self._scheduler = AsyncIOScheduler(job_defaults=_DEFAULTS, timezone="UTC")
        self._running: dict[asyncio.Task[object], Job] = {}

    async def __aenter__(self) -> Self:
        self._scheduler.add_listener(_tell, EVENT_JOB_ERROR | EVENT_JOB_MISSED)
        for job in self._jobs:
            self._scheduler.add_job(
                self._run, "interval", (job,), seconds=job.seconds, id=job.name, max_instances=job.at_once
            )
        self._scheduler.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._scheduler.shutdown(wait=False)
        for task in self._running:
            task.cancel()
        await asyncio.gather(*self._running, return_exceptions=True)  # nothing of a job outlives its store

    async def finish(self, seconds: float, *, longer: Callable[[], bool], most: float) -> None:
        """Start nothing more, and let what runs end: within `seconds`, or within `most` for as long as `longer` says so."""
        self._scheduler.pause()
        for task, job in self._running.items():
            if job.is_cut:
                task.cancel()
        loop = asyncio.get_running_loop()
        began = loop.time()
        while self._running and loop.time() - began < (most if longer() else seconds):
            await asyncio.wait(self._running, timeout=_LOOK_SECONDS)

    async def _run(self, job: Job) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._running[task] = job
        try:
            await job.work()
        finally:
            del self._running[task]


def _tell(event: JobExecutionEvent) -> None:
    if isinstance(event.exception, StoreFull):
        return  # the store has said so, once; this job would say it at each of its turns
    if isinstance(event.exception, BotError):
        _log.error("a job could not be done", job=event.job_id, reason=str(event.exception))
    elif event.exception is not None:
        _log.error("a job broke", job=event.job_id, exc_info=event.exception)
    else:
        _log.warning("a job was missed", job=event.job_id)
