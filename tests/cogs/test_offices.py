"""Offices as managers rule on them and readers see them."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.domain.answers import Scope
from bot.domain.facts import Quote
from tests import make
from tests.desk import Desk, open_desk

TEXT = "“The port opens,” Mira Soll, Foreign Minister of Kazakhstan, said."


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    async with open_desk(tmp_path) as opened:
        for number, name in enumerate(("Steppe Wire", "Harbour Post", "Gulf Gazette")):
            guild = opened.guild.id if number < 2 else 77
            await make.saved(
                opened.core.db,
                await make.reading(opened.core.db, guild, name),
                f"{TEXT} {name}",
                f"https://paper{number}.example/1",
                quotes=[make.quote(TEXT, "The port opens,", "Mira Soll")],
                people=[make.office("Mira Soll", "Foreign Minister", "KZ")],
            )
        opened.core.names.invalidate()
        yield opened


async def test_a_candidate_is_listed_approved_and_shown_as_approved(desk: Desk) -> None:
    shown = await desk.ask(desk.manager, "office candidates")
    assert "**Mira Soll** 🇰🇿, Foreign Minister of Kazakhstan · 2 sources" in shown
    assert "paper0.example" in shown
    assert "paper2.example" not in shown, "another server's source"
    offered = await desk.manager.autocomplete(desk.channel, "office approve", "candidate", "soll")
    assert [one["value"] for one in offered] == ["Mira Soll, Foreign Minister of Kazakhstan"]
    assert "Approved here" in await desk.ask(desk.manager, "office approve", candidate=offered[0]["value"])
    card = await desk.ask(desk.reader, "leader", name="Soll")
    assert "**Foreign Minister** of Kazakhstan\n-# approved by your managers on 10 March 2026" in card
    assert "approved on 10 March 2026" in await desk.ask(desk.manager, "office candidates")
    assert "Dismissed here" in await desk.ask(desk.manager, "office dismiss", candidate=offered[0]["value"])
    assert "approved by" not in await desk.ask(desk.reader, "leader", name="Soll")


async def test_what_three_sources_say_is_shown_with_links_to_this_servers_own(desk: Desk) -> None:
    assert await desk.core.offices.settle(make.NOW) == 1
    card = await desk.ask(desk.reader, "leader", name="Soll")
    assert "**Foreign Minister** of Kazakhstan\n-# news\\: three sources: [" in card
    assert "(https://paper0.example/1)" in card
    assert "paper2.example" not in card
    assert "Called" not in card, "said once"


def followed(quote: Quote) -> Quote:
    """The quote, its speaker known as a leader."""
    assert quote.speaker
    assert quote.speaker.party
    party = replace(quote.speaker.party, leader=quote.speaker.party.id)
    return replace(quote, speaker=replace(quote.speaker, party=party))


@pytest.mark.parametrize(("days", "said"), [(179, False), (181, True)])
async def test_an_office_from_an_old_source_is_shown_with_its_day(desk: Desk, days: int, said: bool) -> None:
    await desk.core.offices.settle(make.NOW)
    text = "“It closes,” Mira Soll said."
    desk.now = make.NOW + timedelta(days=days)
    speaker = make.quote(text, "It closes,", "Mira Soll")
    await make.saved(
        desk.core.db,
        await make.reading(desk.core.db, desk.guild.id, "Late Paper"),
        text,
        "https://late.example/1",
        quotes=[followed(speaker)],
        now=desk.now,
        published_at=desk.now,
    )
    desk.core.names.invalidate()
    await desk.ask(desk.manager, "digest schedule", channel=desk.channel, hour=7, zone="UTC")
    desk.now += timedelta(minutes=5)
    old = "(as of 10 March 2026)"
    for answer in (
        await desk.ask(desk.reader, "leader", name="Soll"),
        await desk.ask(desk.manager, "digest preview"),
    ):
        assert "Foreign Minister" in answer
        assert (old in answer) == said


@pytest.mark.parametrize("command", ["office candidates", "office approve", "office dismiss"])
async def test_a_reader_is_refused_offices(desk: Desk, command: str) -> None:
    registered = {one.name: one.id for one in await desk.client.tree.fetch_commands()}
    desk.guild.set_command_permissions(registered["office"], {desk.reader: True})
    options = {} if command.endswith("candidates") else {"candidate": "Mira Soll"}
    assert "Manage Server" in await desk.ask(desk.reader, command, **options)
    assert await desk.reader.autocomplete(desk.channel, "office approve", "candidate", "") == []
    assert (await desk.core.offices.listing(Scope(guild_id=desk.guild.id), make.NOW)).rulings == ()


async def test_a_miss_is_said_in_words(desk: Desk) -> None:
    shown = await desk.ask(desk.manager, "office approve", candidate="Nobody")
    assert "`/office candidates` lists them" in shown


async def test_more_candidates_than_fit_one_message_are_all_shown(desk: Desk) -> None:
    ids = await make.reading(desk.core.db, desk.guild.id, "Delta Post")
    for number in range(20):
        name = f"Ada Loft{chr(97 + number)}"
        people = [make.office(name, "Energy Minister", code) for code in ("KZ", "UZ", "FR")]
        url = f"https://delta.example/{number}/{'a' * 200}"
        await make.saved(desk.core.db, ids, f"{name} came.", url, people=people)
    shown = await desk.ask(desk.manager, "office candidates")
    listing = await desk.core.offices.listing(Scope(guild_id=desk.guild.id), make.NOW)
    assert len(listing.lines) > 9
    assert all(f"**{line.candidate.name}**" in shown for line in listing.lines)
