"""One ground for all walks over it."""

import gc
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from tests.hostile.ground import Ground, open_hostile
from tests.rights.conftest import nothing_breaks

__all__ = ["nothing_breaks"]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def ground(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Ground]:
    async with open_hostile(tmp_path_factory.mktemp("hostile")) as opened:
        gc.collect()
        gc.freeze()  # or each collection would look through all of this
        yield opened
        gc.unfreeze()
