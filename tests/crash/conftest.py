"""The wire that most tests of the real bot share."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.crash.bots import Nursery
from tests.crash.wire import Wire, open_wire


@pytest.fixture
async def wire(tmp_path: Path, nursery: Nursery) -> AsyncIterator[Wire]:
    async with open_wire(tmp_path, nursery, speed=40.0, servers=10, rich=1) as opened:
        yield opened
