"""Preview, posted digest, its buttons, `/brief` and the detail commands tell the same facts in the same words."""

import re
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from tests import make
from tests.cogs.test_readers import store
from tests.desk import Desk, open_desk, text_of

FOOT = re.compile(r"-# \[([^\]]+)\]\(([^)]+)\).*`([QMID]-\w+)`")
MARK = re.compile(r"^(?:🆕 \*\*New\*\* · |🔁 \*\*Update\*\*[^·]*· |📄 )")
MORE = "“The port opens in June,” Mirziyoyev said. Uzbekistan and Kazakhstan pledged a port worth tens of billions of dollars. Mirziyoyev meets Tokayev."
Told = dict[str, tuple[str, ...]]


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    async with open_desk(tmp_path) as opened:
        await store(opened, opened.guild.id)
        planned = make.meeting(MORE, "Mirziyoyev", "Tokayev", kind="visit", stage="planned")
        facts = make.extraction(
            quotes=[make.quote(MORE, "The port opens in June,", "Mirziyoyev")],
            meetings=[replace(planned, date=make.on(make.NOW.date() + timedelta(days=4)))],
            deals=[make.deal(MORE, "UZ", "KZ", stage="pledged", amount="tens of billions of dollars")],
        )
        await store(opened, opened.guild.id, "Harbour Post", "https://harbour.example/1", facts, text=MORE)
        opened.now = make.NOW + timedelta(minutes=5)
        await opened.ask(opened.manager, "digest schedule", channel=opened.channel, hour=7, zone="UTC")
        yield opened


def told(shown: str) -> Told:
    """By id: a fact's lines without the digest's mark, and whom its foot links first."""
    found: Told = {}
    lines: list[str] = []
    for line in filter(None, shown.split("\n")):
        foot = FOOT.match(line)
        if foot:
            found[foot[3]] = (*lines, foot[1], foot[2])
        if foot or line.startswith(("#", "-# ")):
            lines = []
        else:
            lines.append(MARK.sub("", line))
    return found


async def details(desk: Desk) -> Told:
    """What the commands say that a reader would ask for each kind."""
    answers = [await desk.ask(desk.reader, command) for command in ("quotes", "meetings", "deals", "upcoming")]
    return {number: lines for shown in answers for number, lines in told(shown).items()}


async def posted(desk: Desk) -> tuple[Told, Told]:
    """What the digest says in its channel, and behind its buttons."""
    assert "Posted" in await desk.ask(desk.manager, "digest now")
    (message,) = [one for one in desk.channel.history() if one.author.bot and one.interaction_metadata is None]
    shown = text_of(desk.env.backend.get_message(desk.channel.id, message.id).components)
    behind = [
        desk.read(await desk.reader.click(message, label=label))
        for label in ("Meetings", "Deals", "Quotes", "Upcoming")
    ]
    return told(shown), {number: lines for one in behind for number, lines in told(one).items()}


@pytest.mark.parametrize("corrected", [False, True])
async def test_the_same_facts_stand_everywhere_in_the_same_words(desk: Desk, corrected: bool) -> None:
    if corrected:
        number = next(number for number in await details(desk) if number.startswith("D-"))
        await desk.ask(desk.manager, "review edit", id=number, stage="under negotiation")
    preview = told(await desk.ask(desk.manager, "digest preview"))
    brief = told(await desk.ask(desk.reader, "brief", country="Kazakhstan"))
    message, buttons = await posted(desk)
    asked = await details(desk)
    assert {number[0] for number in message} == {"Q", "M", "I", "D"}
    assert len(message) == 7
    assert preview == message
    assert buttons == message
    assert asked == message
    assert {number: message[number] for number in brief} == brief
    assert ("*under negotiation*" in str(asked)) == corrected
