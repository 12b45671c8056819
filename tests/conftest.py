"""Fixtures that most tests need."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from storage.sqlite import SqliteDatabase, open_database
from tests.crash.bots import Nursery
from tests.stores import fresh

SHARED = Path(__file__).parents[2] / "shared"
"""Measured data that may lie beside a checkout; tests that use it skip without it."""


@pytest.fixture
async def db(tmp_path: Path) -> AsyncIterator[SqliteDatabase]:
    async with open_database(fresh(tmp_path / "store.db")) as opened:
        yield opened


@pytest.fixture(scope="session")
def nursery() -> Iterator[Nursery]:
    """Where the real bot is started as a process: its modules are imported once for all tests."""
    with Nursery() as one:
        yield one
