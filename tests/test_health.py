"""What an operator's tools see of the bot: its health, its numbers, its word to systemd."""

import asyncio
import contextlib
import json
import re
import signal
import socket
import time
from datetime import UTC, datetime
from pathlib import Path

import aiohttp
import pytest
from pydantic import ValidationError

from bot import systemd
from bot.config import Settings
from bot.health import Health
from bot.metrics import REGISTRY
from storage.figures import FigureStore
from storage.identifies import IdentifyStore
from storage.sqlite import SqliteDatabase, open_database
from tests import make
from tests.crash.bots import Nursery
from tests.crash.wire import open_wire
from tests.desk import open_desk


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


async def ask(address: str, path: str) -> tuple[int, str]:
    async with aiohttp.ClientSession() as session, session.get(f"http://{address}{path}") as answer:
        return answer.status, await answer.text()


async def until(address: str, path: str, words: str) -> tuple[int, str]:
    """Ask until the answer holds `words`."""
    end = time.monotonic() + 30
    while True:
        with contextlib.suppress(aiohttp.ClientError):
            status, text = await ask(address, path)
            if words in text:
                return status, text
        assert time.monotonic() < end
        await asyncio.sleep(0.1)


async def test_a_bot_on_discord_is_healthy_and_ready_and_counts_without_naming_servers(
    tmp_path: Path, nursery: Nursery
) -> None:
    address = f"127.0.0.1:{free_port()}"
    async with open_wire(tmp_path, nursery) as wire:
        await wire.started(HEALTH_ADDRESS=address)
        status, text = await until(address, "/readyz", '"gateway": "ok"')
        assert (status, json.loads(text)) == (200, {"loop": "ok", "store": "ok", "gateway": "ok"})
        assert (await ask(address, "/healthz"))[0] == 200
        status, text = await ask(address, "/metrics")
    assert status == 200
    assert "communique_gateway_up 1.0" in text
    assert "communique_loop_lag_seconds_count" in text
    for name in ("feeds", "articles", "facts", "deliveries", "poison", "extraction_seconds", "commands"):
        assert f"# HELP communique_{name}" in text, name
    assert str(wire.channels[0].guild_id) not in text
    assert set(re.findall(r"[{,](\w+)=", text)) <= {"state", "kind", "le", "command", "outcome"}


async def test_a_bot_that_waits_before_connecting_is_healthy_but_not_ready_and_says_why(
    tmp_path: Path, nursery: Nursery
) -> None:
    address = f"127.0.0.1:{free_port()}"
    async with open_database(tmp_path / "store.db") as db:
        for _ in range(9):
            await IdentifyStore(db).spend(datetime.now(UTC))
    async with open_wire(tmp_path, nursery) as wire:
        wire.start(HEALTH_ADDRESS=address)
        status, _ = await until(address, "/readyz", "put off until")
        assert status == 503
        assert (await ask(address, "/healthz"))[0] == 200


async def test_an_address_that_is_taken_is_said_in_a_line_and_the_bot_goes_on(tmp_path: Path, nursery: Nursery) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        async with open_wire(tmp_path, nursery) as wire:
            bot = await wire.started(HEALTH_ADDRESS=f"127.0.0.1:{taken.getsockname()[1]}")
            bot.signal(signal.SIGTERM)
            assert await bot.ended() == 0
    (line,) = [line for line in bot.said().splitlines() if "health is not served" in line]
    assert "address already in use" in json.loads(line)["reason"]
    assert "exception" not in json.loads(line)


async def test_a_store_that_does_not_answer_and_a_gateway_lost_for_long_are_unhealthy(
    tmp_path: Path, db: SqliteDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    address, problem = f"127.0.0.1:{free_port()}", "not connected"
    async with Health(address, FigureStore(db), lambda: problem):
        assert (await ask(address, "/healthz"))[0] == 200
        monkeypatch.setattr("bot.health._OUTAGE_SECONDS", 0.0)
        assert (await ask(address, "/healthz"))[0] == 503
    async with open_database(tmp_path / "other.db") as closed:
        pass
    async with Health(address, FigureStore(closed), lambda: None):
        status, text = await ask(address, "/healthz")
        assert status == 503
        assert json.loads(text)["store"] != "ok"


async def test_the_store_is_counted_by_state_and_kind(db: SqliteDatabase) -> None:
    ids = await make.reading(db, 7)
    await make.saved(db, ids, "They met in Astana.")
    figures = await FigureStore(db).figures()
    assert (figures.feeds, figures.articles, figures.deliveries) == ({"healthy": 1}, {"read": 1}, {})


def counted(command: str, outcome: str) -> float:
    return REGISTRY.get_sample_value("communique_commands_total", {"command": command, "outcome": outcome}) or 0.0


async def test_commands_are_counted_by_how_they_ended(tmp_path: Path) -> None:
    before = counted("leader", "answered"), counted("leader", "refused")
    async with open_desk(tmp_path) as desk:
        await desk.ask(desk.reader, "leader", name="Tokayev")
        await desk.ask(desk.reader, "leader", name="Nobody Of This Name")
    assert (counted("leader", "answered") - before[0], counted("leader", "refused") - before[1]) == (1, 1)


async def test_systemd_hears_that_the_bot_is_ready_alive_and_stopping(tmp_path: Path, nursery: Nursery) -> None:
    heard = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    heard.setblocking(False)
    loop = asyncio.get_running_loop()
    with heard:
        heard.bind(str(tmp_path / "notify"))
        async with open_wire(tmp_path, nursery) as wire:
            bot = await wire.started(NOTIFY_SOCKET=str(tmp_path / "notify"), WATCHDOG_USEC="400000")
            words = [await asyncio.wait_for(loop.sock_recv(heard, 999), 30) for _ in range(4)]
            bot.signal(signal.SIGTERM)
            await asyncio.wait_for(bot.ended(), 10)
            with contextlib.suppress(BlockingIOError):
                while True:
                    words.append(heard.recv(999))
    assert [word for word in words if word.startswith(b"READY=1\nSTATUS=")]
    assert words.count(b"WATCHDOG=1") >= 3
    assert words[-1] == b"STOPPING=1"


async def test_a_loop_that_hangs_tells_the_watchdog_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NOTIFY_SOCKET", str(tmp_path / "notify"))
    monkeypatch.setenv("WATCHDOG_USEC", "100000")
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as heard:
        heard.bind(str(tmp_path / "notify"))
        heard.setblocking(False)
        watching = asyncio.create_task(systemd.watch())
        await asyncio.sleep(0.2)
        while True:
            try:
                heard.recv(99)
            except BlockingIOError:
                break
        time.sleep(0.4)  # noqa: ASYNC251 - the loop hangs
        with pytest.raises(BlockingIOError):
            heard.recv(99)
        watching.cancel()


def test_without_systemd_nothing_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NOTIFY_SOCKET", raising=False)
    assert not systemd.notify("READY=1")


@pytest.mark.parametrize("address", ["8643", "127.0.0.1:", "127.0.0.1:0", "127.0.0.1:65536", "127.0.0.1:x"])
def test_a_wrong_health_address_is_refused(address: str) -> None:
    with pytest.raises(ValidationError, match="HEALTH_ADDRESS takes host:port"):
        Settings(health_address=address)
