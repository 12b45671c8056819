"""What a manager changed holds at once, and in that server alone."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests import make
from tests.rights.ground import Ground, open_ground
from tests.rights.test_tenancy import everything
from tests.rights.wire import ask, press, typing


@pytest.fixture
async def ground(tmp_path: Path) -> AsyncIterator[Ground]:
    async with open_ground(tmp_path) as opened:
        yield opened


@pytest.mark.parametrize(
    ("command", "options", "still"),
    [
        ("source remove", {"source": "Steppe Wire"}, set()),
        # A muted source is read on, and the list of sources says that it is muted.
        (
            "source label",
            {"source": "Steppe Wire", "weight": "muted"},
            {"/sources, sources for readers", "button, sources"},
        ),
    ],
)
async def test_a_source_that_is_read_no_more_is_gone_from_every_answer_and_suggestion(
    ground: Ground, command: str, options: dict[str, str], still: set[str]
) -> None:
    desk = ground.desk
    await everything(ground)  # whatever is remembered for suggestions is remembered now
    await ask(desk, desk.manager, command, options)
    if command == "source remove":
        await press(desk, desk.manager, f"ask:{desk.manager.id}:drop:{ground.theirs['our source']}")
    told = await everything(ground, desk.reader)
    assert {key for key, said in told.items() if "steppe" in str(said).casefold()} == still
    for key in ("/deal id, deals", "/story id, stories", "/deals sector, sectors"):
        assert told[f"{key} while typing"] == [], key
    assert "Tokayev" not in str(told["/leaders, all leaders"])


async def test_one_servers_words_on_a_source_are_its_own(ground: Ground) -> None:
    """Both read it. Ours renames it, calls it a state’s, gives it an owner, trusts it, pauses it, mutes it and leaves it."""
    desk, source = ground.desk, ground.theirs["our source"]
    await desk.core.db.transaction(
        lambda tx: tx.execute(make.READS, {"guild": ground.rival.id, "source": int(source), "now": ""})
    )
    desk.core.names.invalidate()
    before = await everything(ground, ground.rival_manager)
    for command, options in (
        (
            "source label",
            {
                "name": "My Steppe Wire",
                "weight": "trusted",
                "country": "US",
                "owner": "state",
                "owned_by": "Rich Uncle",
            },
        ),
        ("source pause", {}),
        ("source label", {"weight": "muted"}),
        ("source remove", {}),
    ):
        assert "Steppe Wire" in await ask(desk, desk.manager, command, {"source": source, **options})
        assert await everything(ground, ground.rival_manager) == before, command
    assert "no longer reads" in (await press(desk, desk.manager, f"ask:{desk.manager.id}:drop:{source}") or "")
    assert await everything(ground, ground.rival_manager) == before


async def test_one_servers_ruling_and_schedule_are_its_own(ground: Ground) -> None:
    desk = ground.desk
    before = await everything(ground, ground.rival_manager)
    text = "“It opens,” Mira Soll said."
    ids = await make.reading(desk.core.db, desk.guild.id, "Late Paper")
    await make.saved(
        desk.core.db,
        ids,
        text,
        "https://late.example/1",
        quotes=[make.quote(text, "It opens,", "Mira Soll")],
        people=[make.office("Mira Soll", "Foreign Minister", "LU")],
    )
    desk.core.names.invalidate()
    ruled = "Mira Soll, Foreign Minister of Luxembourg"
    assert "Approved here" in await ask(desk, desk.manager, "office approve", {"candidate": ruled})
    assert "Paused" in await ask(desk, desk.manager, "digest pause")
    assert await everything(ground, ground.rival_manager) == before
    assert all(one.paused_at is None for one in await desk.core.subscriptions.of_server(ground.rival.id))
    assert await typing(desk, ground.rival_manager, "office approve", "candidate", "soll") == []
