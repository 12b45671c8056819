"""What a reader types, and what they see."""

import asyncio
import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.domain.answers import Scope
from storage.articles import ArticleStore
from storage.facts import FactQuery
from tests import make
from tests.cogs.dialog import started_anew
from tests.desk import Desk, open_desk, text_of

TEXT = (
    "“We shall build the railway,” Tokayev said. The deal is worth tens of billions of dollars. Trump called Tokayev on Tuesday. "
    "Tokayev invited Trump to visit Astana."
)


async def store(
    desk: Desk,
    guild_id: int,
    name: str = "Steppe Wire",
    url: str = "https://wire.example/1",
    extraction=None,
    text: str = TEXT,
) -> None:
    source_id, feed_id = await make.reading(desk.core.db, guild_id, name)
    facts = extraction or make.extraction(
        people=[make.office("Tokayev", "President", "KZ")],
        quotes=[make.quote(text, "We shall build the railway,")],
        meetings=[make.meeting(text, "Trump", "Tokayev")],
        invitations=[make.invitation(text, "Tokayev", "Trump")],
        deals=[make.deal(text, "US", "KZ", sectors=("railways",), amount="tens of billions of dollars")],
    )
    articles = ArticleStore(desk.core.db)
    await desk.core.db.transaction(
        lambda tx: articles.save(
            tx,
            feed_id=feed_id,
            source_id=source_id,
            entry=make.entry(url),
            article=make.article(text, url),
            extraction=facts,
            now=make.NOW,
        )
    )
    desk.core.names.invalidate()


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    async with open_desk(tmp_path) as opened:
        await store(opened, opened.guild.id)
        yield opened


@pytest.mark.parametrize("typed", ["Tokayev", "tokaev", "Токаев", "Kassym-Jomart Tokayev", "Toqaev"])
async def test_a_leader_is_found_in_any_spelling_and_script(desk: Desk, typed: str) -> None:
    shown = await desk.ask(desk.reader, "leader", name=typed)
    assert "Kassym-Jomart Tokayev 🇰🇿" in shown
    assert "**President** of Kazakhstan since 20 March 2019" in shown
    assert "“We shall build the railway”" in shown
    assert "Steppe Wire](https://wire.example/1)" in shown


async def test_each_question_is_answered_with_source_and_id(desk: Desk) -> None:
    answers = {
        "quotes": await desk.ask(desk.reader, "quotes", speaker="Tokayev", about="railway"),
        "meetings": await desk.ask(desk.reader, "meetings", leader="Trump", country="Kazakhstan"),
        "deals": await desk.ask(desk.reader, "deals", country="USA", **{"with": "Kazakhstan"}, stage="signed"),
        "leaders": await desk.ask(desk.reader, "leaders", country="Kazakhstan"),
    }
    assert "“We shall build the railway”" in answers["quotes"]
    assert "Call: **Donald Trump** 🇺🇸 and **Kassym-Jomart Tokayev** 🇰🇿 — *held*" in answers["meetings"]
    assert "invited **Donald Trump** 🇺🇸 to visit Astana\n" in answers["meetings"]
    assert "“tens of billions of dollars”" in answers["deals"]
    assert "*signed*" in answers["deals"]
    assert "Kassym-Jomart Tokayev" in answers["leaders"]
    for name in ("quotes", "meetings", "deals"):
        assert "[Steppe Wire](https://wire.example/1)" in answers[name], name
        assert "-1`" in answers[name] or "`" in answers[name], name


async def test_a_deal_says_its_band_in_words_and_why_shows_the_sentence(desk: Desk) -> None:
    number = (await desk.core.deals.deals(Scope(guild_id=desk.guild.id), ""))[0].value
    shown = await desk.ask(desk.reader, "deal", id=number)
    assert "“tens of billions of dollars”\n-# a band, not a figure" in shown
    assert not re.search(r"\d+ billion", shown), "no number of ours"
    found = await desk.core.facts.find(Scope(guild_id=desk.guild.id), FactQuery(kinds=("quote",)))
    why = await desk.ask(desk.reader, "why", id=f"q {found[0].id}")
    assert "**We shall build the railway,**" in why
    assert "Talks in Astana" in why


@pytest.mark.parametrize(
    ("command", "options", "words"),
    [
        ("leader", {"name": "Tokajew"}, "Did you mean **Kassym-Jomart Tokayev**?"),
        ("leader", {"name": "Nobody Known"}, "in the news this server reads"),
        ("quotes", {"speaker": "Tokayev", "about": "wheat"}, "No quote"),
        ("quotes", {"since": "someday"}, "is not a day"),
        ("meetings", {"country": "Kazakstan"}, "**Kazakhstan**"),
        ("deals", {"stage": "finished"}, "is not a stage of a deal"),
        ("deal", {"id": "D-ZZZ"}, "`/deals` lists them"),
        ("why", {"id": "what"}, "Ids look like"),
        ("why", {"id": "D-2"}, "Did you mean **M-2**?"),
        ("deal", {"id": "D-2"}, "Did you mean **M-2**?"),
        ("report", {"id": "Q-2", "problem": "other"}, "Did you mean **M-2**?"),
        ("quotes", {"speaker": "Tokayev", "about": "wheat"}, "There is something without `about:`."),
        ("quotes", {"speaker": "Trump", "about": "railway"}, "There is something without `speaker:`."),
        ("meetings", {"leader": "Trump", "country": "France"}, "There is something without `country:`."),
        ("deals", {"country": "France", "with": "USA"}, "There is something without `country:`."),
        ("deals", {"country": "USA", "stage": "pledged"}, "There is something without `stage:`."),
        ("deals", {"sector": "mining"}, "There are deals in railways."),
        ("quotes", {"about": "wheat"}, "`/search` looks through articles too."),
        ("upcoming", {"country": "Kazakhstan", "days": 3}, "There is something without `days:`."),
        ("leaders", {"country": "France"}, "There are people of"),
        ("brief", {"topic": "fishing"}, "tells nothing about fishing"),
    ],
)
async def test_a_miss_says_what_is_near_and_only_to_who_asked(
    desk: Desk, command: str, options: dict, words: str
) -> None:
    result = await desk.reader.slash(desk.channel, command, **options)
    assert words in desk.read(result)
    alone = [result.response] if command == "report" else result.followups
    assert [one.ephemeral for one in alone] == [True]
    assert result.response is None or command == "report", "nothing of it stays in the channel"


@pytest.mark.parametrize(
    "typed", ['"', "AND OR", "US-China", "O'Neil", "a" * 100, "🇺🇸", "%_*", "'; DROP TABLE fact; --"]
)
async def test_nothing_that_is_typed_breaks_the_search(desk: Desk, typed: str) -> None:
    shown = await desk.ask(desk.reader, "quotes", about=typed)
    assert "Something broke" not in shown


async def test_names_are_offered_while_typing(desk: Desk) -> None:
    offered = await desk.reader.autocomplete(desk.channel, "quotes", "speaker", "Тока")
    assert offered[0]["value"] == "Kassym-Jomart Tokayev"
    assert {choice["name"] for choice in await desk.reader.autocomplete(desk.channel, "deals", "country", "kaz")} == {
        "Kazakhstan"
    }
    assert await desk.reader.autocomplete(desk.channel, "deals", "sector", "rail")
    assert await desk.reader.autocomplete(desk.channel, "deal", "id", "")


async def test_one_server_never_sees_anothers_sources(desk: Desk) -> None:
    await store(desk, 999, "Secret Paper", "https://secret.example/1", text="Secret. " + TEXT)
    for command in ("quotes", "meetings", "deals", "leaders"):
        assert "secret.example" not in await desk.ask(desk.reader, command)
    theirs = (await desk.core.deals.deals(Scope(guild_id=999), ""))[0].value
    assert "No deal" in await desk.ask(desk.reader, "deal", id=theirs)
    assert "No fact" in await desk.ask(desk.reader, "why", id=theirs)


async def test_pages_turn_and_go_on_turning_after_a_restart(desk: Desk) -> None:
    words = [f"word{number} of the talks was kept" for number in range(12)]
    text = " ".join(f"“{line},” Tokayev said." for line in words)
    await store(
        desk,
        desk.guild.id,
        "Harbour Post",
        "https://harbour.example/9",
        text=text,
        extraction=make.extraction(quotes=[make.quote(text, f"{line},") for line in words]),
    )
    result = await desk.reader.slash(desk.channel, "quotes", speaker="Tokayev")
    assert "word11" in desk.read(result)
    message = result.response.message
    clicked = await desk.reader.click(message, label="Older ▶")
    assert clicked.acknowledged
    newer = desk.env.backend.get_message(desk.channel.id, message.id)
    assert "Page 2" in text_of(newer.components)
    assert "word6 of" in text_of(newer.components)
    await started_anew(desk)
    await desk.reader.click(message, label="Older ▶")
    newer = desk.env.backend.get_message(desk.channel.id, message.id)
    assert "Page 3" in text_of(newer.components)
    assert "word1 of" in text_of(newer.components)


async def test_a_long_question_is_paged_too(desk: Desk) -> None:
    words = "canal valley summer winter harbour railway minister agreement northern southern eastern western"
    said = [f"Number {number}: {words}" for number in range(12)]
    text = " ".join(f"“{line},” Tokayev said." for line in said)
    quotes = [make.quote(text, f"{line},") for line in said]
    await store(desk, desk.guild.id, "Quay Post", "https://quay.example/9", make.extraction(quotes=quotes), text)
    result = await desk.reader.slash(desk.channel, "quotes", speaker="Tokayev", about=words, since="2026-03-01")
    message, shown = result.response.message, desk.read(result)
    await started_anew(desk)
    for page in (2, 3):
        await desk.reader.click(message, label="Older ▶")
        turned = text_of(desk.env.backend.get_message(desk.channel.id, message.id).components)
        assert f"Page {page}" in turned
        assert words in turned, "of the same question"
        shown += turned
    assert all(f"Number {number}\\:" in shown for number in range(12))


async def test_help_about_and_privacy_are_shown_only_to_who_asks(desk: Desk) -> None:
    for command, words in (("help", "/quotes"), ("about", "No language model"), ("privacy", "stores no names")):
        result = await desk.reader.slash(desk.channel, command)
        assert words in desk.read(result)
        assert result.ephemeral


async def test_an_answer_with_nothing_to_press_is_not_waited_upon(desk: Desk) -> None:
    await desk.ask(desk.reader, "help")
    before = len(asyncio.all_tasks())
    for command in ("help", "about", "privacy"):
        await desk.ask(desk.reader, command)
    assert len(asyncio.all_tasks()) == before


async def test_an_answer_can_be_private(desk: Desk) -> None:
    result = await desk.reader.slash(desk.channel, "quotes", speaker="Tokayev", private=True)
    assert result.ephemeral


async def test_only_the_guilds_intent_is_asked_for(desk: Desk) -> None:
    assert desk.client.intents.value == 1
    assert desk.client.allowed_mentions.to_dict() == {"parse": []}


async def test_many_ask_at_once(desk: Desk) -> None:
    pages = await asyncio.gather(
        *(desk.core.quotes.page(Scope(guild_id=desk.guild.id), speaker="Tokayev") for _ in range(50))
    )
    assert all(page.quotes for page in pages)
