"""`/upcoming`: what is to come in order of its day, and never "planned" for what is over."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.domain.facts import DateSpan, Invitation, Meeting
from tests import make
from tests.cogs.test_readers import store
from tests.desk import Desk, open_desk

TEXT = "Tokayev will meet Trump. Mirziyoyev will meet Tokayev. Tokayev invited Mirziyoyev to visit Astana."
TODAY = make.NOW.date()


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    async with open_desk(tmp_path) as opened:
        yield opened


def on(fact: Any, days: int | None, length: int = 0) -> Any:
    """The fact with a day so many days from today."""
    if days is None:
        return fact
    start = TODAY + timedelta(days=days)
    return replace(fact, date=DateSpan(verbatim="then", start=start, end=start + timedelta(days=length)))


def planned(*who: str, days: int | None, kind: str = "visit", stage: str = "planned") -> Meeting:
    return on(make.meeting(TEXT, *who, kind=kind, stage=stage), days)


def invited(inviter: str, invitee: str, days: int | None) -> Invitation:
    return on(make.invitation(TEXT, inviter, invitee), days)


async def told(desk: Desk, *facts: Any, guild: int = 0, name: str = "Steppe Wire") -> None:
    found = make.extraction(
        meetings=[fact for fact in facts if isinstance(fact, Meeting)],
        invitations=[fact for fact in facts if isinstance(fact, Invitation)],
    )
    url = f"https://{name.replace(' ', '-').lower()}.example/1"
    await store(desk, guild or desk.guild.id, name, url, extraction=found, text=TEXT)


async def test_what_is_to_come_stands_in_order_of_its_day_the_undated_last(desk: Desk) -> None:
    await told(
        desk,
        planned("Tokayev", "Trump", days=30),
        planned("Tokayev", "Mirziyoyev", days=3),
        invited("Tokayev", "Mirziyoyev", None),
        planned("Trump", "Mirziyoyev", days=None, kind="summit"),
        planned("Trump", "Mirziyoyev", days=1, kind="call", stage="held"),
    )
    shown = await desk.ask(desk.reader, "upcoming")
    places = [shown.index(words) for words in ("13 March 2026", "9 April 2026", "🏛️ Summit", "✉️ Invitation")]
    assert places[:2] == sorted(places)[:2]
    assert shown.count("*planned*") == 3
    assert " invited " in shown
    assert shown.count("[Steppe Wire](https://steppe-wire.example/1)") == 4, "who said so, on every line"
    assert shown.count("`M-") + shown.count("`I-") == 4
    assert "*held*" not in shown


async def test_days_and_country_narrow_it(desk: Desk) -> None:
    await told(
        desk,
        planned("Tokayev", "Trump", days=30),
        planned("Tokayev", "Mirziyoyev", days=3),
        invited("Tokayev", "Mirziyoyev", None),
    )
    assert "9 April" not in (soon := await desk.ask(desk.reader, "upcoming", days=7))
    assert "13 March" in soon
    assert "Invitation" not in soon
    shown = await desk.ask(desk.reader, "upcoming", country="Uzbekistan")
    assert "Trump" not in shown
    assert "Upcoming with Uzbekistan" in shown


async def test_what_is_over_without_news_says_so_and_is_soon_forgotten(desk: Desk) -> None:
    await told(desk, planned("Tokayev", "Trump", days=-3), planned("Tokayev", "Mirziyoyev", days=-40))
    shown = await desk.ask(desk.reader, "upcoming")
    assert "*day passed, nothing heard*, 7 March 2026" in shown
    assert "planned" not in shown
    assert "Mirziyoyev" not in shown


async def test_a_day_is_not_over_while_it_lasts_somewhere(desk: Desk) -> None:
    await told(desk, planned("Tokayev", "Trump", days=0))
    desk.now = make.NOW.replace(hour=0) + timedelta(days=1, hours=11)
    assert "*planned*" in await desk.ask(desk.reader, "upcoming")
    desk.now += timedelta(hours=2)
    assert "*day passed, nothing heard*" in await desk.ask(desk.reader, "upcoming")


async def test_of_what_was_heard_of_again_nothing_is_awaited(desk: Desk) -> None:
    await told(desk, planned("Tokayev", "Trump", days=-3), invited("Tokayev", "Trump", -3))
    assert "nothing heard" in await desk.ask(desk.reader, "upcoming")
    await told(desk, planned("Tokayev", "Trump", days=None, kind="talks", stage="held"), name="Harbour Post")
    shown = await desk.ask(desk.reader, "upcoming")
    assert "Nothing planned" in shown
    assert "/meetings" in shown


async def test_another_servers_sources_neither_add_nor_settle_anything(desk: Desk) -> None:
    await told(desk, planned("Tokayev", "Trump", days=-3))
    await told(desk, planned("Tokayev", "Trump", days=-3, stage="held"), guild=999, name="Harbour Post")
    await told(desk, planned("Mirziyoyev", "Trump", days=5), guild=999, name="Harbour Gazette")
    shown = await desk.ask(desk.reader, "upcoming")
    assert "nothing heard" in shown
    assert "Mirziyoyev" not in shown
    assert "Harbour" not in shown


async def test_pages_turn(desk: Desk) -> None:
    facts = [planned(f"Envoy {letter}", "Tokayev", days=number) for number, letter in enumerate("ABCDEFGH", start=1)]
    await told(desk, *facts)
    asked = await desk.reader.slash(desk.channel, "upcoming")
    assert "Envoy A" in desk.read(asked)
    assert "Envoy H" not in desk.read(asked)
    message = asked.response.message
    await desk.reader.click(message, label="Later ▶")
    from tests.desk import text_of

    turned = text_of(desk.env.backend.get_message(desk.channel.id, message.id).components)
    assert "Envoy H" in turned
    assert "Envoy A" not in turned


async def test_what_is_to_come_is_found_behind_any_number_of_plans_that_are_over(desk: Desk) -> None:
    past = [planned("Trump", "Mirziyoyev", days=-40 - number) for number in range(160)]
    await told(desk, planned("Tokayev", "Trump", days=30), *past)
    shown = await desk.ask(desk.reader, "upcoming")
    assert "Tokayev" in shown
    assert "Mirziyoyev" not in shown
