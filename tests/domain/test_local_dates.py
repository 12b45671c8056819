"""One digest a local date: in every zone, whatever clocks and downtimes do; and on the real store, when zones or clocks change."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from importlib import resources
from pathlib import Path
from zoneinfo import ZoneInfo, reset_tzpath

import pytest

from tests.domain import local_dates
from tests.services.test_delivery import DAY, HOUR, MINUTE, MORNING, House, house  # noqa: F401


def test_each_local_date_has_its_digest_once_and_in_order_in_every_zone() -> None:
    """All rules that zones had in three years, at four hours; `python -m tests.domain.local_dates` walks every zone."""
    count, faults = local_dates.check(local_dates.rules())
    assert faults == []
    assert count > 200_000


@pytest.mark.parametrize(
    ("zone", "hour", "day", "reached"),
    [
        ("Europe/Berlin", 2, "2026-03-29", "2026-03-29T01:00"),  # 02:00 is skipped: the end of the gap, 03:00
        ("Europe/Berlin", 2, "2026-10-25", "2026-10-25T00:00"),  # 02:00 comes twice: the first
        ("Africa/Cairo", 0, "2026-04-24", "2026-04-23T22:00"),  # midnight is skipped
        ("America/Santiago", 0, "2026-09-06", "2026-09-06T04:00"),
    ],
)
def test_an_hour_that_is_skipped_or_comes_twice(zone: str, hour: int, day: str, reached: str) -> None:
    found = local_dates.hours_of(local_dates.offsets(zone), hour)
    assert found[datetime.fromisoformat(day).date()] == datetime.fromisoformat(reached).replace(tzinfo=UTC)


@pytest.fixture
def moved(tmp_path: Path) -> Iterator[Path]:
    """A folder of zone data that comes before the installed one."""
    reset_tzpath([str(tmp_path)])
    yield tmp_path
    reset_tzpath()
    ZoneInfo.clear_cache()


def become(folder: Path, zone: str, other: str) -> None:
    """The rules of `zone` change to those of `other`."""
    area, _ = zone.split("/")
    (folder / area).mkdir(exist_ok=True)
    (folder / zone).write_bytes(resources.files("tzdata").joinpath("zoneinfo", *other.split("/")).read_bytes())
    ZoneInfo.clear_cache()


@pytest.mark.parametrize(("before", "after"), [("Asia/Omsk", "Asia/Tashkent"), ("Asia/Tashkent", "Asia/Omsk")])
@pytest.mark.parametrize("at", [-HOUR, -MINUTE, MINUTE, HOUR])
async def test_when_a_zones_rules_change_between_two_ticks_no_date_is_doubled_or_lost(
    house: House,  # noqa: F811
    moved: Path,
    before: str,
    after: str,
    at: timedelta,
) -> None:
    become(moved, "Asia/Almaty", before)
    await house.wishes.schedule(1, 101, 14, "Asia/Almaty", MORNING - 2 * DAY)
    when = datetime(MORNING.year, MORNING.month, MORNING.day, 14, tzinfo=ZoneInfo("Asia/Almaty")).astimezone(UTC)
    for minutes in range(-24 * 60, 24 * 60 * 3 - 120, 30):
        moment = when + timedelta(minutes=minutes)
        if moment >= when + at:
            become(moved, "Asia/Almaty", after)
        await house.turn(moment)
    days = [row["local_date"] for row in await house.db.all("SELECT local_date FROM edition ORDER BY id")]
    assert days == sorted(set(days))
    assert len(days) == len(house.discord.posted) == 4


@pytest.mark.parametrize("jump", [-HOUR, HOUR])
@pytest.mark.parametrize("at", [-5 * MINUTE, timedelta(), 5 * MINUTE])
async def test_a_clock_that_jumps_an_hour_doubles_and_loses_nothing(
    house: House,  # noqa: F811
    jump: timedelta,
    at: timedelta,
) -> None:
    """Also with a part whose fate is unknown, and a holder that died, when the clock jumps."""
    await house.subscribe(1, 2)
    house.discord.next = ["post, then break"]
    for minutes in range(-20, 26 * 60, 4):
        real = MORNING + timedelta(minutes=minutes)
        await house.turn(real + (jump if real >= MORNING + at else timedelta()))
    assert len(house.discord.posted) == len(set(house.discord.posted)) == 4
    assert set(await house.states()) == {"sent"}
