"""`/data`: what is kept of a server, for how long, who changed it, and how it goes. Two servers; nothing of the other one moves."""

import io
import json
import zipfile
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests import make
from tests.cogs.dialog import confirmed
from tests.desk import Desk, open_desk
from tests.rights.ground import SECRETS, Ground, open_ground
from tests.rights.wire import ask, press, typing


@pytest.fixture
async def ground(tmp_path: Path) -> AsyncIterator[Ground]:
    async with open_ground(tmp_path) as opened:
        yield opened


async def rows(desk: Desk, sql: Any, **values: Any) -> list[Any]:
    return [dict(row) for row in await desk.core.db.all(sql, values)]


async def export(ground: Ground, who: Any = None) -> tuple[str, dict[str, Any]]:
    """What is said above the file, and the file's parts."""
    desk = ground.desk
    result = await (who or desk.manager).slash(desk.channel, "data export")
    (attached,) = result.response.attachments
    archive = zipfile.ZipFile(io.BytesIO(await attached.read()))
    assert archive.testzip() is None
    parts = {one: archive.read(one).decode() for one in archive.namelist()}
    return result.response.content, {
        name: json.loads(body) if name.endswith(".json") else body for name, body in parts.items()
    }


async def test_the_export_holds_a_servers_facts_sources_settings_editions_and_changes(ground: Ground) -> None:
    await ground.desk.ask(ground.desk.manager, "source pause", source="Steppe Wire")
    words, parts = await export(ground)
    assert words == "All that is kept of this server: its records and 4 facts."
    quoted = next(one for one in parts["facts.json"] if one["kind"] == "quote")
    assert quoted["words"] == ["We shall build the railway,"]
    assert quoted["article"]["url"] == "https://steppe-wire.example/1"
    assert "steppe" not in json.dumps(quoted["fact"]).casefold(), "the article itself stays its publisher's"
    assert [one["hour"] for one in parts["subscription.json"]] == [7]
    assert len(parts["edition.json"]) == len(parts["delivery.json"]) == 1
    assert {one["fact_id"] for one in parts["edition_fact.json"]} == {1, 2, 3, 4}
    assert [one["what"] for one in parts["audit.json"]] == ["/source pause source:Steppe Wire"]
    assert "https://1.example/feed" in parts["sources.opml"]
    assert [one["guild_id"] for one in parts["server.json"]] == [ground.desk.guild.id]


async def test_nothing_of_another_server_is_exported(ground: Ground) -> None:
    await ask(ground.desk, ground.rival_manager, "digest pause")
    _words, parts = await export(ground)
    told = json.dumps(parts, ensure_ascii=False).casefold()
    assert not [word for word in SECRETS if word in told]
    assert str(ground.rival.id) not in told
    assert str(ground.rival_manager.id) not in told


async def test_what_does_not_fit_is_left_out_oldest_first_and_said(ground: Ground) -> None:
    made = await ground.desk.core.exports.write(ground.desk.guild.id, file := io.BytesIO(), make.NOW, most=0)
    assert (made.facts, made.is_whole) == (0, False)
    archive = zipfile.ZipFile(file)
    assert json.loads(archive.read("facts.json")) == []
    assert "holds the newest 0" in archive.read("README.txt").decode()


async def test_the_newest_facts_are_those_that_fit(ground: Ground) -> None:
    desk = ground.desk
    ids = await make.reading(desk.core.db, desk.guild.id, "Long Wire")
    text = " ".join(f"“We shall build road {number},” Tokayev said." for number in range(400))
    for place in range(6):
        quotes = [make.quote(text, f"We shall build road {number},") for number in range(place, 400)]
        await make.saved(desk.core.db, ids, text, f"https://long.example/{place}", quotes=quotes)
    most = 512 * 1024 + 25_000
    made = await desk.core.exports.write(desk.guild.id, file := io.BytesIO(), make.NOW, most=most)
    assert 0 < made.facts < 2_400
    assert not made.is_whole
    assert len(file.getvalue()) < most
    kept = json.loads(zipfile.ZipFile(file).read("facts.json"))
    assert len(kept) == made.facts
    assert kept[0]["article"]["url"] == "https://long.example/5"


async def test_retention_hides_what_is_older_and_a_longer_one_shows_it_again(ground: Ground) -> None:
    desk = ground.desk
    desk.now = make.NOW + timedelta(days=20)
    assert "railway" in await desk.ask(desk.reader, "quotes")
    asked = await desk.manager.slash(desk.channel, "data retention", days=10)
    assert "Go back 10 days only?" in desk.read(asked)
    assert "railway" in await desk.ask(desk.reader, "quotes"), "it was only asked"
    assert "go back 10 days" in desk.read(await desk.manager.click(asked.response, label="Shorten it"))
    for command in ("quotes", "deals", "meetings"):
        assert "railway" not in await desk.ask(desk.reader, command)
    why = await desk.ask(desk.reader, "why", id=ground.theirs["our quote"])
    assert "railway" not in why
    assert "Tokayev" not in await desk.ask(desk.reader, "leaders")
    assert "orchid" in await ask(desk, ground.rival_reader, "quotes"), "the other server goes back as far as it did"
    await confirmed(desk, "source remove", "Remove it", source="Steppe Wire")
    again = {"guild": desk.guild.id, "source": int(ground.theirs["our source"]), "now": ""}
    await desk.core.db.transaction(lambda tx: tx.execute(make.READS, again))
    assert "railway" not in await desk.ask(desk.reader, "quotes"), "also of a source that is read again"
    await desk.ask(desk.manager, "data retention", days=30)
    assert "railway" in await desk.ask(desk.reader, "quotes")


async def test_a_digest_older_than_the_server_keeps_says_that_nothing_is_kept_of_it(ground: Ground) -> None:
    desk, button = ground.desk, ground.theirs["our digest button"]
    assert "About the digest" in (await press(desk, desk.reader, button) or "")
    desk.now = make.NOW + timedelta(days=20)
    await confirmed(desk, "data retention", "Shorten it", days=10)
    assert await press(desk, desk.reader, button) == "Nothing is kept of this digest any more."
    assert "About the digest" in (await press(desk, ground.rival_reader, ground.theirs["digest button"]) or "")


async def test_a_purge_asks_and_hides_a_source_for_good(ground: Ground) -> None:
    desk, db = ground.desk, ground.desk.core.db
    asked = await desk.manager.slash(desk.channel, "data purge", source="Steppe Wire")
    assert "Hide all that Steppe Wire brought?" in desk.read(asked)
    assert "railway" in await desk.ask(desk.reader, "quotes"), "not before it is confirmed"
    await desk.manager.click(asked.response, label="Hide it")
    assert "reads nothing" in await desk.ask(desk.manager, "source list")
    number = int(ground.theirs["our source"])
    await db.transaction(lambda tx: tx.execute(make.READS, {"guild": desk.guild.id, "source": number, "now": ""}))
    desk.core.names.invalidate()
    assert "railway" not in await desk.ask(desk.reader, "quotes"), "also if it is read again"
    await make.saved(
        db,
        (number, number),
        "“We open a port,” Tokayev said.",
        quotes=[make.quote("“We open a port,” Tokayev said.", "We open a port,")],
    )
    assert "open a port" in await desk.ask(desk.reader, "quotes"), "what is new is shown"
    assert "orchid" in await ask(desk, ground.rival_reader, "quotes")


async def test_a_removed_source_can_be_purged_and_another_servers_is_unknown(ground: Ground) -> None:
    desk = ground.desk
    await confirmed(desk, "source remove", "Remove it", source="Steppe Wire")
    offered = await typing(desk, desk.manager, "data purge", "source", "")
    assert [one["name"] for one in offered or ()] == ["Steppe Wire"]
    assert "Hide all that Steppe Wire" in await desk.ask(desk.manager, "data purge", source="steppe wire")
    missing = await desk.ask(desk.manager, "data purge", source="Nobody's Paper")
    for typed in ("Harbour Post", ground.theirs["source"], ground.theirs["feed"]):
        shown = await desk.ask(desk.manager, "data purge", source=typed)
        assert shown.replace("\\", "") == missing.replace("Nobody's Paper", typed)


async def test_a_server_is_erased_after_its_word_and_the_other_stays(ground: Ground) -> None:
    desk = ground.desk
    before = await rows(desk, "SELECT * FROM subscription WHERE guild_id = :guild", guild=ground.rival.id)
    asked = await desk.manager.slash(desk.channel, "data delete-all")
    assert "Export first" in json.dumps(asked.response.components)
    opened = await desk.manager.click(asked.response, label="Erase everything …")
    refused = await desk.manager.submit_modal(opened, {_field(opened): "yes"})
    assert "nothing was erased" in desk.read(refused)
    assert await desk.core.subscriptions.of_server(desk.guild.id)
    opened = await desk.manager.click(asked.response, label="Erase everything …")
    await desk.manager.submit_modal(opened, {_field(opened): " erase "})
    for table, where in (await desk.core.exports._belongings.tables()).items():
        assert not await rows(desk, f"SELECT * FROM {table} WHERE {where}", guild=desk.guild.id), table  # type: ignore[arg-type]
    assert await desk.delivery.deliver_due() == 1, "the other server's alone"
    assert await rows(desk, "SELECT * FROM subscription WHERE guild_id = :guild", guild=ground.rival.id) == before
    assert "orchid" in await ask(desk, ground.rival_reader, "quotes")


def _field(opened: Any) -> str:
    return opened.modal["components"][0]["component"]["custom_id"]


async def test_an_export_is_offered_before_everything_goes(ground: Ground) -> None:
    desk = ground.desk
    asked = await desk.manager.slash(desk.channel, "data delete-all")
    pressed = await desk.manager.click(asked.response, label="Export first")
    answered = [one for one in (pressed.response, *pressed.followups) if one and one.attachments]
    assert answered, "a file"
    await desk.manager.click(asked.response, label="Leave it")
    assert await desk.core.subscriptions.of_server(desk.guild.id)


async def test_history_says_who_changed_what_and_not_what_was_only_asked_or_refused(ground: Ground) -> None:
    desk = ground.desk
    await desk.ask(desk.manager, "source pause", source=ground.theirs["our source"])
    await desk.ask(desk.manager, "source pause", source="Steppe Wire")
    await desk.ask(desk.manager, "source list")
    asked = await desk.manager.slash(desk.channel, "data purge", source="Steppe Wire")
    await desk.manager.click(asked.response, label="Leave it")
    asked = await desk.manager.slash(desk.channel, "data purge", source="Steppe Wire")
    await desk.manager.click(asked.response, label="Hide it")
    await ask(desk, ground.rival_manager, "digest pause")
    shown = await desk.ask(desk.manager, "data history")
    lines = [line for line in shown.splitlines() if "·" in line]
    assert [line.split(" · ")[1] for line in lines] == [f"<@{desk.manager.id}>"] * 2
    assert [line.split(" · ")[2].replace("\\", "") for line in lines] == [
        "/data purge source:Steppe Wire → Hide it",
        "/source pause source:Steppe Wire",
    ]
    assert "There is no page 2" in await desk.ask(desk.manager, "data history", page=2)


async def test_a_persons_id_is_erased_on_every_server_when_they_ask(ground: Ground) -> None:
    desk, person = ground.desk, ground.desk.manager.id
    await desk.ask(desk.manager, "source pause", source="Steppe Wire")
    await desk.core.servers.record(ground.rival.id, person, "/digest pause", desk.now)
    await desk.core.servers.record(ground.rival.id, ground.rival_manager.id, "/digest resume", desk.now)
    assert "`/privacy erase:True`" in await desk.ask(desk.manager, "privacy")
    assert "in 2 places" in await desk.ask(desk.manager, "privacy", erase=True)
    assert "stood nowhere" in await desk.ask(desk.manager, "privacy", erase=True)
    assert "a former manager" in await desk.ask(desk.manager, "data history")
    authors = await rows(desk, "SELECT author_id FROM audit ORDER BY id")
    assert [one["author_id"] for one in authors] == [0, 0, ground.rival_manager.id]


async def test_an_empty_server_is_told_so(tmp_path: Path) -> None:
    async with open_desk(tmp_path) as desk:
        assert "Nothing was changed yet" in await desk.ask(desk.manager, "data history")
        result = await desk.manager.slash(desk.channel, "data export")
        assert "0 facts" in result.response.content
