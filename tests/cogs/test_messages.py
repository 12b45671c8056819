"""The message command: facts of a message or of the page behind its link, for who asks, and nothing kept of either."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest
import pytest_asyncio

from tests.desk import Desk, open_desk
from tests.servers import Served, pair, site

NAME = "Facts in this message"
SECRET = "zanzibarite"
WORDS = f"“We shall build the railway,” Kazakh President Kassym-Jomart Tokayev said on Tuesday of the {SECRET} line."
STORY = (
    f"“The {SECRET} bridge will open in May and carry our trade to the sea,” Kazakh President Kassym-Jomart Tokayev said "
    "in Astana on Tuesday. US President Donald Trump called Tokayev on Monday. The two leaders discussed trade and the "
    "situation in the region, the presidential office said in a statement."
)
PAGE = f"<html lang=en><head><title>A bridge to the sea</title></head><body><article><h1>A bridge to the sea</h1><p>{STORY}</p></article></body></html>"
FRENCH = "<html lang=fr><head><title>Un pont</title></head><body><article><p>" + (
    "Le président de la République a déclaré mardi que le pont sera ouvert au mois de mai et que les échanges vont croître. "
    * 4
    + "</p></article></body></html>"
)
PAGES = {
    "/bridge": (PAGE.encode(), "text/html"),
    "/french": (FRENCH.encode(), "text/html"),
    "/kept/bridge": (PAGE.encode(), "text/html"),
    "/huge": (b"<p>" + b"a" * 4_000_000, "text/html"),
    "/picture": (b"\x89PNG", "image/png"),
    "/robots.txt": (b"User-agent: *\nDisallow: /kept/", "text/plain"),
}


pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def web() -> AsyncIterator[str]:
    async with Served(site(PAGES)) as served:
        yield served


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def shared(tmp_path_factory: pytest.TempPathFactory, web: str) -> AsyncIterator[Desk]:
    async with open_desk(tmp_path_factory.mktemp("desk"), allow=(pair(web),)) as opened:
        yield opened


@pytest.fixture
def desk(shared: Desk) -> Desk:
    """A desk where nothing is stored, minutes after the test before: its worker loads the model once for all."""
    shared.now += timedelta(minutes=2)
    return shared


async def facts_in(desk: Desk, content: str, who: Any = None) -> Any:
    message = await desk.manager.send(desk.channel, content)
    return await (who or desk.reader).context_menu(desk.channel, NAME, message)


async def test_the_facts_of_a_message_are_told_to_who_asks_alone(desk: Desk) -> None:
    result = await facts_in(desk, f"**News!** <@{desk.reader.id}> {WORDS}")
    shown = desk.read(result)
    assert "“We shall build the railway”" in shown
    assert "Kassym-Jomart Tokayev" in shown
    assert shown.startswith("### Facts in this message\n"), "which is where each line is from"
    assert result.ephemeral


async def test_the_page_behind_a_link_is_read_and_the_others_are_counted(desk: Desk, web: str) -> None:
    shown = desk.read(await facts_in(desk, f"Look: [this]({web}/bridge), and <{web}/french>"))
    assert f"“The {SECRET} bridge will open in May and carry our trade to the sea”" in shown
    assert "📞 Call: **Donald Trump** 🇺🇸 and **Kassym-Jomart Tokayev** 🇰🇿" in shown
    assert f"[A bridge to the sea]({web}/bridge)" in shown
    assert "Only the first link was read; there is 1 more" in shown


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/nothing", "has nothing at this address (404)"),
        ("/french", "is not in English"),
        ("/kept/bridge", "asks robots not to read this page"),
        ("/huge", "The link could not be read"),
        ("/picture", "The link could not be read"),
    ],
)
async def test_a_link_that_fails_says_why(desk: Desk, web: str, path: str, words: str) -> None:
    assert words in desk.read(await facts_in(desk, web + path)).replace("\\", "")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("http://10.0.0.1/", "not on the public internet"),
        ("http://[::1]:8080/x", "not on the public internet"),
        ("https://no-such-host.invalid/x", "The link could not be read"),
        ("Good morning.", "Nothing that is sure enough to show was found in this message"),
        ("@everyone `\u202e**||[a](b)||**`", "Nothing that is sure enough"),
        ("a" * 4000, "Nothing that is sure enough"),
    ],
)
async def test_whatever_stands_in_a_message_is_answered_in_words(desk: Desk, content: str, words: str) -> None:
    assert words in desk.read(await facts_in(desk, content[:2000])).replace("\\", "")


async def test_a_link_with_a_password_is_not_followed(desk: Desk, web: str) -> None:
    assert "user name or password" in desk.read(await facts_in(desk, web.replace("://", "://me:secret@") + "/bridge"))


async def test_after_five_in_a_minute_it_says_when_to_come_back(desk: Desk, web: str) -> None:
    for _ in range(4):
        assert "Nothing" in desk.read(await facts_in(desk, "Good morning."))
    await desk.ask(desk.manager, "source test", source="x")
    assert "Nothing" in desk.read(await facts_in(desk, "Good morning."))
    desk.now += timedelta(seconds=20)
    assert "5 times a minute. Ask again in 40 seconds." in desk.read(await facts_in(desk, "Good morning."))
    desk.now += timedelta(seconds=41)
    assert "Nothing" in desk.read(await facts_in(desk, "Good morning."))


async def test_the_limit_is_one_for_all_that_fetches(desk: Desk, web: str) -> None:
    for _ in range(5):
        await desk.ask(desk.manager, "source add", url=f"{web}/nothing")
    assert "Ask again in 60 seconds" in await desk.ask(desk.manager, "source add", url=f"{web}/nothing")
    assert "Ask again in 60 seconds" in await desk.ask(desk.manager, "source test", source="x")
    assert "Ask again" in desk.read(await facts_in(desk, "Good morning.", desk.manager))
    assert "Nothing" in desk.read(await facts_in(desk, "Good morning."))
