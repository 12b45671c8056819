"""Fixtures that most tests need."""

import os
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from storage.sqlite import SqliteDatabase, open_database
from tests.crash.bots import Nursery
from tests.stores import fresh

SHARED = Path(__file__).parents[2] / "shared"
"""Measured data that may lie beside a checkout; tests that use it skip without it."""
LONGEST = (
    "hostile/test_every_body.py",
    "crash/test_battery.py",
    "test_poison.py",
    "test_main_job.py",
    "test_shutdown.py",
    "nlp/test_poison.py",
    "test_demo.py",
    "test_identify.py",
    "crash/test_outage.py",
    "crash/test_ingest.py",
    "crash/test_wire.py",
    "rights/test_option_values.py",
    "cogs/test_source_lists.py",
    "crash/test_restore.py",
    "domain/test_local_dates.py",
)
"""Files that take longest. They are begun first: left to the end, one of them keeps a worker alone for half a minute."""


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """One more than there are processors: for much of its time the suite waits for clocks and processes, not for a processor."""
    return min((os.cpu_count() or 1) + 1, 4)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    places = {Path(__file__).parent / name: place for place, name in enumerate(LONGEST)}
    items.sort(key=lambda item: places.get(item.path, len(places)))


@pytest.fixture
async def db(tmp_path: Path) -> AsyncIterator[SqliteDatabase]:
    async with open_database(fresh(tmp_path / "store.db")) as opened:
        yield opened


@pytest.fixture(scope="session")
def nursery() -> Iterator[Nursery]:
    """Where the real bot is started as a process: its modules are imported once for all tests."""
    with Nursery() as one:
        yield one
