"""Yesterday's store in today's place, or one whose last writes are lost: what was posted is found, not posted again."""

import asyncio
import random
import sqlite3
import time
from collections.abc import AsyncIterator, Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.domain.digest import Subscription
from storage import backup
from storage.sqlite import open_database
from storage.subscriptions import SubscriptionStore
from tests.crash.bots import Nursery
from tests.crash.clock import Pace
from tests.crash.editions import Editions
from tests.crash.loopback import Loopback
from tests.crash.state import NONCE_SECONDS

SPEED, CHANNELS = 40.0, 3


@pytest.fixture
async def discord() -> AsyncIterator[Loopback]:
    async with Loopback(pace=Pace(speed=SPEED, epoch=time.time())) as one:
        one.world.open_servers(CHANNELS)
        yield one


def states(path: Path) -> list[str]:
    with sqlite3.connect(path) as store:
        found = [state for (state,) in store.execute("SELECT state FROM delivery")]
    store.close()
    return found


async def delivered(nursery: Nursery, discord: Loopback, path: Path, parts: int) -> None:
    """Let a bot send all there is, and kill it."""
    bot = nursery.start(discord, path)
    await discord.until(lambda: states(path) == ["sent"] * parts)
    bot.kill()


async def pass_time(discord: Loopback, seconds: float) -> None:
    await asyncio.sleep(discord.world.pace.real(seconds))


def put_file(copy: Path, path: Path, _now: datetime) -> None:
    """The file itself, as a file system does that forgot the last writes."""
    for name in (path, path.with_name(f"{path.name}-wal"), path.with_name(f"{path.name}-shm")):
        name.unlink(missing_ok=True)
    path.write_bytes(copy.read_bytes())


Putting = Callable[[Path, Path, datetime], object]
BOTH = pytest.mark.parametrize("put", [put_file, backup.restore], ids=["the file put back", "python -m bot restore"])


@BOTH
async def test_a_store_put_back_to_before_the_sending_posts_nothing_a_second_time(
    tmp_path: Path, nursery: Nursery, discord: Loopback, put: Putting
) -> None:
    path, copy, pace = tmp_path / "store.db", tmp_path / "copy.db", discord.world.pace
    async with open_database(path) as db:
        editions = Editions(db, list(discord.world.channels.values()), random.Random(1))
        await editions.prepare(pace.today(), rich=1)
        await editions.add(CHANNELS, pace.today())
        await db.back_up(copy)
    assert states(copy) == ["due"] * CHANNELS
    await delivered(nursery, discord, path, CHANNELS)
    await pass_time(discord, NONCE_SECONDS + 5)
    before = discord.world.posted()
    put(copy, path, pace.today())
    await delivered(nursery, discord, path, CHANNELS)
    assert discord.world.posted() == before
    assert {*before.values()} == {1}
    assert discord.world.repeated == 0, "found in the history: the nonce is long forgotten"


@BOTH
async def test_a_digest_that_the_old_store_never_knew_is_made_anew_and_found(
    tmp_path: Path, nursery: Nursery, discord: Loopback, put: Putting
) -> None:
    path, copy, pace = tmp_path / "store.db", tmp_path / "copy.db", discord.world.pace
    hour = pace.today().replace(minute=0, second=0, microsecond=0)
    async with open_database(path) as db:
        channel = discord.world.channels[2_000_001]
        yesterday = hour - timedelta(days=1)
        wish = Subscription(
            guild_id=channel.guild_id, channel_id=channel.id, hour=hour.hour, zone="UTC", created_at=yesterday
        )
        await db.transaction(lambda tx: SubscriptionStore(db).save(tx, wish, hour, hour))
        await db.back_up(copy)
    await delivered(nursery, discord, path, 1)
    await pass_time(discord, NONCE_SECONDS + 5)
    before = discord.world.posted()
    put(copy, path, pace.today())
    assert states(path) == []
    await delivered(nursery, discord, path, 1)
    assert discord.world.posted() == before
    assert {*before.values()} == {1}
