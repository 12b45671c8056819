"""Every managers' command that changes something is written down, also the next one: each is asked, and the store is compared."""

import json
from typing import Any

import pytest

from tests import make
from tests.rights.ground import Ground
from tests.rights.test_managers_commands import COMMANDS, NO_CHANNEL
from tests.rights.wire import ask, commands, press

pytestmark = pytest.mark.asyncio(loop_scope="module")

_BOOKS = {"audit", "sqlite_sequence", "setting"}
CHANGE = {
    "digest now",
    "digest pause",
    "digest rename",
    "digest resume",
    "digest schedule",
    "notices channel",
    "source label",
    "source pause",
    "source resume",
}
"""Those that are known to change something when they are asked so."""


async def _kept(ground: Ground) -> str:
    tables = await ground.desk.core.db.all(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '%search%'"
    )
    names = sorted(row["name"] for row in tables if row["name"] not in _BOOKS)
    rows: list[Any] = [await ground.desk.core.db.all(f"SELECT * FROM {name}") for name in names]
    return json.dumps([[dict(row) for row in some] for some in rows], default=repr)


def _order(command: str) -> tuple[bool, bool, str]:
    """What takes a source away comes last."""
    return command.startswith("digest now"), command.endswith("remove"), command


async def test_what_changes_the_store_is_written_down_and_what_only_looks_changes_nothing(ground: Ground) -> None:
    desk, changed = ground.desk, set[str]()
    here = {**NO_CHANNEL, "id": str(desk.channel.id), "name": "daily-digest"}
    await desk.delivery.deliver_due()
    asked = sorted(COMMANDS, key=_order)
    for command in (*asked, "source resume", "digest resume"):
        if command == "source import":
            continue  # its file lies nowhere; tests/cogs/test_source_lists.py has one
        options = {name: here if value is NO_CHANNEL else value for name, value in COMMANDS[command].items()}
        options |= {"hour": 9} if command == "digest schedule" else {}
        before = await _kept(ground)
        await ask(desk, desk.manager, command, options)
        if await _kept(ground) != before:
            changed.add(command)
            last = await desk.core.servers.history(desk.guild.id, 0)
            assert last.changes, command
            assert last.changes[0].what.startswith(f"/{command}"), command
            assert last.changes[0].author_id == desk.manager.id
            assert commands(desk)[command].extras.get("changes", True), f"{command} is declared to change nothing"
    assert changed >= CHANGE - {"digest now", "source resume"}


async def test_a_question_is_not_written_down_and_its_answer_is(ground: Ground) -> None:
    desk = ground.desk
    await make.reading(desk.core.db, ground.rival.id, "Quay Post")
    line, other = (await desk.core.sources.reading(ground.rival.id)).lines
    wish, *_ = await desk.core.subscriptions.of_server(ground.rival.id)
    for command, options, answer, words in (
        ("data delete-all", {}, "leave:", None),
        ("data retention", {"days": 30}, "shorten:30", "/data retention days:30 → Shorten it"),
        ("digest remove", {"digest": wish.name}, f"remove:{wish.id}", f"/digest remove digest:{wish.name} → Remove it"),
        (
            "source remove",
            {"source": other.source.name},
            f"drop:{other.source.id}",
            f"/source remove source:{other.source.name} → Remove it",
        ),
        (
            "data purge",
            {"source": line.source.name},
            f"purge:{line.source.id}",
            f"/data purge source:{line.source.name} → Hide it",
        ),
    ):
        before = (await desk.core.servers.history(ground.rival.id, 0)).changes
        await ask(desk, ground.rival_manager, command, options)
        assert (await desk.core.servers.history(ground.rival.id, 0)).changes == before
        await press(desk, ground.rival_manager, f"ask:{ground.rival_manager.id}:{answer}")
        now = (await desk.core.servers.history(ground.rival.id, 0)).changes
        assert [one.what for one in now[: len(now) - len(before)]] == ([words] if words else [])
