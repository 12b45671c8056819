"""A line of one worker, and a desk over it for each test."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio

from bot.domain.errors import BotError
from bot.work import Workers
from tests.wire import Desk, open_desk


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def workers() -> AsyncIterator[Workers]:
    async with Workers(1, passing=(BotError,)) as opened:
        yield opened


@pytest_asyncio.fixture(loop_scope="module")
async def desk(tmp_path: Path, workers: Workers) -> AsyncIterator[Desk]:
    async with open_desk(tmp_path, workers) as opened:
        yield opened
