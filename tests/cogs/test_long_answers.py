"""Answers that are longer than a message: nothing of them is lost, and what is cut is cut behind a sentence."""

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.nlp.stories import OpenStories
from storage.stories import StoryStore
from tests import make
from tests.cogs.test_story_answers import Paper, paper
from tests.desk import Desk, open_desk, text_of, validate

SENTENCE = "The canal of the northern valley will be dug by the summer after next, and nobody will pay for it twice. "
LANDS = ("UZ", "TM", "TJ", "KG", "AZ", "GE", "AM", "TR", "IR", "IQ", "SY", "JO", "EG", "SD")
IDS = re.compile(r"`([QMD]-\w+)`")


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    async with open_desk(tmp_path) as opened:
        Paper.stories = StoryStore(OpenStories)
        yield opened


async def said(desk: Desk, count: int, length: int, *, kind: str = "direct") -> None:
    """So many long quotations, each in an article with a long address."""
    for number in range(count):
        words = (f"Number {number} comes first. " + SENTENCE * 20)[:length].strip()
        text = f"“{words}” Tokayev said."
        ids = await make.reading(desk.core.db, desk.guild.id, f"Gazette of the {number}th Department of Waterways")
        url = f"https://gazette.example/{number}/" + "a" * 200
        await make.saved(desk.core.db, ids, text, url, quotes=[make.quote(text, words, kind=kind)])
    desk.core.names.invalidate()


async def test_every_long_quotation_is_on_one_of_the_pages(desk: Desk) -> None:
    await said(desk, 12, 900)
    asked = await desk.reader.slash(desk.channel, "quotes", speaker="Tokayev")
    message, seen = asked.response.message, list[str]()
    for _page in range(3):
        stored = desk.env.backend.get_message(desk.channel.id, message.id)
        validate({"components": stored.components, "flags": 1 << 15})
        seen += IDS.findall(text_of(stored.components))
        await desk.reader.click(message, label="Older ▶") if len(seen) < 12 else None
    assert len(seen) == len(set(seen)) == 12


@pytest.mark.parametrize(("command", "options"), [("search", {"text": "canal"}), ("meetings", {}), ("deals", {})])
async def test_a_full_page_of_anything_leaves_nothing_out(desk: Desk, command: str, options: dict[str, str]) -> None:
    ids = await make.reading(desk.core.db, desk.guild.id, "Gazette of the Department of Waterways and Bridges")
    for number in range(5):
        text = f"“Number {number}. {SENTENCE * 8}” Tokayev said. {number} billion, " + ", ".join(
            f"{amount}{number} million dollars" for amount in range(3, 7)
        )
        whom = [f"{name} {'of the Long Name' * 4} the {number}th" for name in ("Ada", "Bo", "Cy", "Di", "Ed", "Flo")]
        deal = make.deal(
            text,
            "KZ",
            LANDS[number],
            instrument="agreement " + "on waterways " * 9,
            sectors=("irrigation of the northern valley " * 4,),
            amount=f"{number} billion",
        )
        await make.saved(
            desk.core.db,
            ids,
            text,
            f"https://gazette.example/{number}/" + "a" * 450,
            quotes=[make.quote(text, f"Number {number}. {SENTENCE * 8}")],
            meetings=[make.meeting(text, *whom)],
            deals=[deal],
        )
    shown = await desk.ask(desk.reader, command, **options)
    assert len(set(IDS.findall(shown))) == 5
    assert "There is more than fits" not in shown


@pytest.mark.parametrize(("kind", "end"), [("direct", "pay for it twice.” …"), ("indirect", "pay for it twice. …\n")])
async def test_what_was_said_is_cut_behind_a_sentence(desk: Desk, kind: str, end: str) -> None:
    await said(desk, 1, 900, kind=kind)
    assert end in await desk.ask(desk.reader, "quotes", speaker="Tokayev")


async def test_people_of_long_names_and_sources_of_long_addresses_are_all_on_their_page(desk: Desk) -> None:
    for number in range(12):
        name = f"{'Ana ' * 20}the {number}th"
        text = f"“It opens in May,” {name} said."
        home = f"https://gazette.example/{number}/" + "a" * 300
        ids = await make.reading(desk.core.db, desk.guild.id, f"Gazette {'of Waterways ' * 6} {number}", home=home)
        people = [make.office(name, f"Secretary {'of Waterways ' * 9}", "KZ")]
        quotes = [make.quote(text, "It opens in May,", name)]
        await make.saved(desk.core.db, ids, text, f"https://gazette.example/{number}", people=people, quotes=quotes)
    desk.core.names.invalidate()
    for command, least in (("leaders", 12), ("sources", 12)):
        shown = await desk.ask(desk.reader, command)
        assert len([line for line in shown.splitlines() if "Ana" in line or "Gazette" in line]) == least
        assert "There is more" not in shown
        assert "…\n" not in shown


@pytest.mark.parametrize("private", [False, True])
async def test_a_long_story_and_a_long_card_go_on_in_a_message_behind(desk: Desk, private: bool) -> None:
    """Who asks in the channel is answered there, the second message too."""
    for number, land in enumerate(LANDS):
        words = f"Number {number} comes first. {SENTENCE * 6}".strip()
        text = f"“{words}” Tokayev said. Trump called Tokayev on Tuesday."
        one = await paper(desk, f"Gazette of the {number}th Department of Waterways", "KZ" if number % 2 else "US")
        deal = make.deal(text, "KZ", land, instrument="agreement on waterways " * 5, amount="Tuesday")
        await one.tells(
            text,
            "Tokayev and Trump speak of the canal " * 3,
            days=number / 48,
            quotes=[make.quote(text, words)],
            meetings=[make.meeting(text, "Trump", "Tokayev")],
            deals=[deal],
        )
    for command, options, headings in (
        ("story", {"id": "S-1"}, ("How it unfolded", "What came of it", "What was said")),
        ("leader", {"name": "Tokayev"}, ("Latest words", "Latest contacts", "Deals")),
    ):
        asked = await desk.reader.slash(desk.channel, command, private=private, **options)
        messages = [asked.response, *asked.followups]
        assert len(messages) > 1 or command == "leader"
        assert {one.ephemeral for one in messages} == {private}
        shown = desk.read(asked)
        assert all(heading in shown for heading in headings)
        assert "There is more" not in shown
        for one in messages:
            validate({"components": one.components, "flags": 1 << 15})
