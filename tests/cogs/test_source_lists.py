"""Lists of feeds go in and out of a server."""

import os
import subprocess
import sys
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.feeds.opml import read_opml
from storage.sources import SourceStore
from tests import make
from tests.desk import Desk, open_desk

ROOT = Path(__file__).parents[2]


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    async with open_desk(tmp_path) as opened:
        yield opened


def listing(count: int) -> bytes:
    outlines = "".join(f"<outline text='Source {n}' xmlUrl='https://{n}.example/feed'/>" for n in range(count))
    return f"<opml version='2.0'><body><outline text='World'>{outlines}<outline text='Bad' xmlUrl='javascript:x'/></outline></body></opml>".encode()


async def test_five_hundred_feeds_in_one_go_are_asked_spread_out_and_progress_is_shown(desk: Desk) -> None:
    shown = await desk.ask(desk.manager, "source import", file=("mine.opml", listing(500)))
    assert "Added 500, known before 0, refused 1" in shown
    assert "0 of 500 asked so far" in shown
    assert "Bad — The bot reads only http" in shown
    rows = await desk.core.db.all("SELECT next_poll_at FROM feed ORDER BY next_poll_at")
    due = [row["next_poll_at"] for row in rows]
    assert len(set(due)) == 500
    in_the_first_minute = sum(
        moment < (make.NOW + timedelta(minutes=1)).strftime("%Y-%m-%dT%H:%M:%S") for moment in due
    )
    assert in_the_first_minute < 25
    listed = await desk.ask(desk.manager, "source list")
    assert "500 of at most 500 · 500 not asked yet" in listed
    again = await desk.ask(desk.manager, "source import", file=("mine.opml", listing(500)))
    assert "Added 0, known before 500" in again
    assert "room for 0" in await desk.ask(desk.manager, "source import", file=("more.opml", listing(501)))


async def test_the_answer_to_an_import_says_how_far_the_asking_is(desk: Desk) -> None:
    store = SourceStore(desk.core.db)
    result = await desk.manager.slash(desk.channel, "source import", file=("mine.opml", listing(3)))
    assert "0 of 3 asked so far" in desk.read(result)
    first, *rest = await store.due(make.NOW + timedelta(days=1))
    for feeds, words in (((first,), "1 of 3 asked so far"), (rest, "All 3 have been asked")):
        polled = [(replace(feed, last_polled_at=make.NOW), make.NOW) for feed in feeds]
        await desk.core.db.transaction(lambda tx, polled=polled: store.record_all(tx, polled))
        await desk.env.advance_time(61)
        assert words in desk.read(result)


async def test_a_list_is_exported_as_it_was_imported(desk: Desk) -> None:
    await desk.ask(desk.manager, "source import", file=("mine.opml", listing(3)))
    listed, _ = read_opml(await desk.core.opml.write(desk.guild.id))
    assert [(source.name, source.topics) for source, _ in listed] == [(f"Source {n}", ("world",)) for n in range(3)]
    result = await desk.manager.slash(desk.channel, "source export")
    assert [file.filename for message in (result.response.message,) for file in message.attachments] == ["sources.opml"]


async def test_a_file_that_is_no_list_is_refused_in_words(desk: Desk) -> None:
    for body in (b"hello", b"\x00" * 1000, b"<html></html>"):
        assert "not an OPML file" in await desk.ask(desk.manager, "source import", file=("x.opml", body))
    assert "more than 2 MB" in await desk.ask(desk.manager, "source import", file=("x.opml", b"<opml>" * 400_000))


def run(folder: Path, *arguments: str) -> str:
    environment = {**os.environ, "DATABASE": str(folder / "cli.db"), "DISCORD_TOKEN": "", "LOG_LEVEL": "CRITICAL"}
    command = [sys.executable, "-m", "bot", "sources", *arguments]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True).stdout


def test_the_command_line_imports_and_exports(tmp_path: Path) -> None:
    (tmp_path / "mine.opml").write_bytes(listing(2))
    said = run(tmp_path, "import", str(tmp_path / "mine.opml"))
    assert "Added 2, known before 0, refused 1" in said
    assert "refused: Bad" in said
    run(tmp_path, "export", str(tmp_path / "out.opml"))
    assert len(read_opml((tmp_path / "out.opml").read_bytes())[0]) == 2
    assert len(read_opml(run(tmp_path, "export", "-").encode())[0]) == 2


def test_the_command_line_asks_what_it_imported_with_a_line_for_each(tmp_path: Path) -> None:
    outlines = "".join(f"<outline text='Source {n}' xmlUrl='https://127.0.0.1/{n}'/>" for n in (1, 2))
    (tmp_path / "mine.opml").write_text(f"<opml version='2.0'><body>{outlines}</body></opml>")
    said = run(tmp_path, "import", str(tmp_path / "mine.opml"), "--ask")
    lines = [line for line in said.splitlines() if line.startswith("[")]
    assert [line.partition("]")[0] for line in lines] == ["[1 of 2", "[2 of 2"]
    assert all("not on the public internet" in line for line in lines), "nobody is asked by this test"
