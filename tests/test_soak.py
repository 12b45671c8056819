"""Some minutes of a bad day; `make soak` lives through six hours of it."""

from pathlib import Path

import pytest

from tests.soak import leaks, soak


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="looks at /proc")
async def test_a_bad_day_leaves_no_task_file_or_connection_behind(tmp_path: Path) -> None:
    day = await soak(tmp_path, minutes=15, feeds=4, servers=3, every=5, poison_every=23, yesterday=20)
    assert day.broke == []
    assert leaks(day, day.held[0]) == []
    assert day.did["articles"] >= 10
    assert day.did["digests sent"] >= 1
    assert day.did["commands"] == 3
    assert day.held[-1].memory < 1.15 * day.held[0].memory
