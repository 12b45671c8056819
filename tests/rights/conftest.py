"""One ground for each module of attacks: what is refused changes nothing, and a test at the end of each sees to it."""

import gc
import logging
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import pytest_asyncio
import structlog

from tests.rights.ground import Ground, open_ground


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def ground(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Ground]:
    folder: Path = tmp_path_factory.mktemp("rights")
    async with open_ground(folder) as opened:
        gc.collect()
        gc.freeze()  # or each attempt would look through all of this for what a lost task left
        yield opened
        gc.unfreeze()


@pytest.fixture(autouse=True)
def nothing_breaks(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """No traceback of discord.py's, of asyncio's or of ours, whatever was sent."""
    with structlog.testing.capture_logs() as ours:
        yield
    gc.collect(1)  # a task's lost exception is told when it is collected
    assert not [record.getMessage() for record in caplog.get_records("call") if record.levelno >= logging.ERROR]
    assert not [entry for entry in ours if entry["log_level"] in ("error", "critical")]
