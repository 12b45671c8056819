"""`/search`: full text over quotes, meetings, deals and articles."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from tests import make
from tests.cogs.test_readers import TEXT, store
from tests.desk import Desk, open_desk

HOSTILE = "The **bold** @everyone [link](https://evil.example) railway\u202e <@1> `code` of || Astana ||. " + TEXT


pytestmark = pytest.mark.asyncio(loop_scope="module")
alone = pytest.mark.asyncio(loop_scope="function")
"""What stores something more has a desk of its own."""


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def desk(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Desk]:
    async with open_desk(tmp_path_factory.mktemp("desk")) as opened:
        await store(opened, opened.guild.id)
        yield opened


@pytest.fixture
async def own(tmp_path: Path) -> AsyncIterator[Desk]:
    async with open_desk(tmp_path) as opened:
        await store(opened, opened.guild.id)
        yield opened


@pytest.mark.parametrize(
    ("where", "text", "words"),
    [
        ("quotes", "railway build", "“We shall build the railway”"),
        ("meetings", "Tuesday Trump", "📞 Call"),
        ("meetings", "visit", "✉️ Invitation"),
        ("deals", "billions", "“tens of billions of dollars”"),
    ],
)
async def test_facts_are_found_by_their_words(desk: Desk, where: str, text: str, words: str) -> None:
    shown = await desk.ask(desk.reader, "search", text=text, **{"in": where})
    assert words in shown
    assert "[Steppe Wire](https://wire.example/1)" in shown
    assert f"Found in {where}: {text}" in shown


async def test_articles_are_found_with_the_words_in_bold(desk: Desk) -> None:
    shown = await desk.ask(desk.reader, "search", text="railways", **{"in": "articles"})
    assert "[Talks in Astana](https://wire.example/1)" in shown
    assert "**railway**" in shown
    assert "Steppe Wire" in shown


@alone
@pytest.mark.parametrize("where", ["quotes", "meetings", "deals", "articles"])
async def test_another_servers_words_are_not_found(own: Desk, where: str) -> None:
    await store(own, 999, "Secret Paper", "https://secret.example/1", text="Orchids. " + TEXT)
    shown = await own.ask(own.reader, "search", text="orchids", **{"in": where})
    assert "Nothing with all these words" in shown
    assert "secret" not in await own.ask(own.reader, "search", text="billions", **{"in": where})


async def test_a_miss_says_where_the_words_are_and_which_of_them_are_here(desk: Desk) -> None:
    assert "They are in its meetings, deals and articles" in await desk.ask(desk.reader, "search", text="Tuesday")
    assert "Did you mean **railway**?" in await desk.ask(desk.reader, "search", text="railway orchid")
    assert "Did you mean **Kassym-Jomart Tokayev**" in await desk.ask(desk.reader, "search", text="Tokaew")


@pytest.mark.parametrize(
    "typed", ['""', "AND OR", "US-China", "tag : x", "NEAR(a b)", "%_*", "🇺🇸🇺🇸", "'; DROP TABLE fact; --", "x" * 100]
)
@pytest.mark.parametrize("where", ["quotes", "articles"])
async def test_nothing_that_is_typed_breaks_it(desk: Desk, where: str, typed: str) -> None:
    shown = await desk.ask(desk.reader, "search", text=typed, **{"in": where})
    assert "Nothing with all these words" in shown or "There is no word" in shown


@alone
async def test_what_an_article_holds_is_shown_as_itself(own: Desk) -> None:
    await store(
        own, own.guild.id, "Harbour Post", "https://harbour.example/2", extraction=make.extraction(), text=HOSTILE
    )
    shown = await own.ask(own.reader, "search", text="railway code", **{"in": "articles"})
    assert "(https://evil.example)" not in shown
    assert "@everyone" not in shown.replace("\\@everyone", "")
    assert "\u202e" not in shown
    assert "\\*\\*bold\\*\\*" in shown


@alone
async def test_pages_of_articles_turn_newest_first(own: Desk) -> None:
    for number in range(7):
        text = f"The weir number{number} was opened. {TEXT}"
        await store(
            own,
            own.guild.id,
            "Steppe Wire",
            f"https://wire.example/{number + 2}",
            extraction=make.extraction(),
            text=text,
        )
    asked = await own.reader.slash(own.channel, "search", text="weir", **{"in": "articles"})
    assert "number6" in own.read(asked)
    assert "number1 " not in own.read(asked)
    message = asked.response.message
    await own.reader.click(message, label="Older ▶")
    from tests.desk import text_of

    turned = text_of(own.env.backend.get_message(own.channel.id, message.id).components)
    assert "number0" in turned
    assert "number6" not in turned
