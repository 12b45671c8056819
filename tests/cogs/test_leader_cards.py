"""`/leader` of somebody whom we do not follow: whose office, and whose deals, is said right."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.render import plain
from tests import make
from tests.desk import Desk, open_desk

TEXT = "“The port opens,” Jane Doe said."


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    async with open_desk(tmp_path) as opened:
        opened.ids = await make.reading(opened.core.db, opened.guild.id)  # type: ignore[attr-defined]
        yield opened


async def card(desk: Desk) -> str:
    desk.core.names.invalidate()
    return plain.strip(await desk.ask(desk.reader, "leader", name="Jane Doe"))


async def tells(desk: Desk, number: int, country: str | None = None, standing: str = "present", **more: object) -> None:
    """She speaks in an article that gives her an office and, of `country`, a nation."""
    said = make.quote(TEXT, "The port opens,", "Jane Doe")
    assert said.speaker
    assert said.speaker.party
    party = replace(said.speaker.party, country=country)
    await make.saved(
        desk.core.db,
        desk.ids,  # type: ignore[attr-defined]
        TEXT,
        f"https://wire.example/{number}",
        people=[make.office("Jane Doe", "Harbour Minister", country, standing=standing)],  # type: ignore[arg-type]
        quotes=[replace(said, speaker=replace(said.speaker, party=party))],
        **more,
    )


async def test_a_nations_deals_are_not_shown_as_a_persons_own(desk: Desk) -> None:
    await tells(desk, 1, "NL", deals=[make.deal(TEXT, "NL", "KZ")])
    assert "Deals of the Netherlands\n" in await card(desk)


async def test_a_nation_that_only_an_older_article_names_is_known_still(desk: Desk) -> None:
    await tells(desk, 1, "NL")
    await tells(desk, 2)
    assert "Jane Doe 🇳🇱\nCalled Harbour Minister by Steppe Wire on 10 March 2026" in await card(desk)


async def test_who_held_an_office_is_said_to_have_held_it(desk: Desk) -> None:
    await tells(desk, 1, "NL", standing="former")
    assert "Called former Harbour Minister of the Netherlands by Steppe Wire on" in await card(desk)


async def test_a_line_of_the_list_begins_with_a_flag_or_a_name(desk: Desk) -> None:
    await tells(desk, 1)
    desk.core.names.invalidate()
    assert "\n**Jane Doe**, Harbour Minister" in await desk.ask(desk.reader, "leaders")
