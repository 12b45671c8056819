"""`/brief`: the digest's own builder, for whoever asks; and `/sources`, what a reader may know of what is read."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.domain.answers import Scope
from bot.domain.digest import Filters
from bot.domain.errors import SourceFailed
from bot.render import digest as digests
from storage.sources import SourceStore
from tests import make
from tests.cogs.test_readers import store
from tests.desk import Desk, check, open_desk


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    async with open_desk(tmp_path) as opened:
        await store(opened, opened.guild.id)
        opened.now = make.NOW + timedelta(minutes=5)
        yield opened


def lines_of(shown: str) -> list[str]:
    """The lines of facts: what stands between head and foot."""
    return [
        line
        for line in shown.splitlines()
        if line.startswith(("> ", "— ", "**", "🆕", "🔁", "📄 ", "📞", "✉️", "-# [", "Amount"))
    ]


async def test_a_brief_tells_what_the_digest_of_the_same_time_tells(desk: Desk) -> None:
    digest = "\n".join(map(check, digests.layouts(await desk.core.digests.preview(desk.guild.id, "UTC", desk.now))))
    shown = await desk.ask(desk.reader, "brief", country="Kazakhstan")
    assert len(lines_of(digest)) >= 6
    assert lines_of(shown) == lines_of(digest)
    assert "### Brief: Kazakhstan, the last 24 hours" in shown


@pytest.mark.parametrize(
    ("options", "there", "missing"),
    [
        ({"leader": "Trump"}, ["📞 Call", "✉️ Invitation"], ["“We shall build", "Amount"]),
        ({"topic": "railway"}, ["Amount", "“We shall build"], []),
        ({"country": "USA", "topic": "railways"}, ["Amount"], ["📞 Call", "“We shall build"]),
    ],
)
async def test_it_is_of_what_was_asked(desk: Desk, options: dict, there: list[str], missing: list[str]) -> None:
    shown = await desk.ask(desk.reader, "brief", **options)
    assert all(words in shown for words in there)
    assert not any(words in shown for words in missing)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({}, "A brief about what?"),
        ({"country": "France"}, "tells nothing about France in the last 24 hours"),
        ({"country": "France", "period": "30d"}, "tells nothing about France in the last 30 days"),
        ({"topic": "wheat", "country": "USA"}, "tells nothing about wheat · the United States in the last 24 hours"),
        ({"country": "Kazakstan"}, "**Kazakhstan**"),
        ({"leader": "Tokajew"}, "Did you mean **Kassym-Jomart Tokayev**"),
    ],
)
async def test_a_miss_says_what_would_do(desk: Desk, options: dict, words: str) -> None:
    assert words in await desk.ask(desk.reader, "brief", **options)


async def test_a_word_that_is_no_topic_here_is_told_the_topics_there_are(desk: Desk) -> None:
    await desk.core.db.transaction(lambda tx: tx.execute('UPDATE server_source SET topics = \'["grain", "rail"]\''))
    shown = await desk.ask(desk.reader, "brief", topic="fishing")
    assert "nothing about fishing in the last 24 hours" in shown
    assert "Its sources are of these topics\\: grain, rail." in shown
    assert "sources are of" not in await desk.ask(desk.reader, "brief", topic="grain", leader="Mirziyoyev")


async def test_the_period_reaches_as_far_as_it_says(desk: Desk) -> None:
    desk.now = make.NOW + timedelta(days=3)
    assert "Try a longer `period:`" in await desk.ask(desk.reader, "brief", country="Kazakhstan")
    assert "“We shall build" in await desk.ask(desk.reader, "brief", country="Kazakhstan", period="7d")
    desk.now = make.NOW + timedelta(days=20)
    assert "nothing about" in await desk.ask(desk.reader, "brief", country="Kazakhstan", period="7d")
    assert "“We shall build" in await desk.ask(desk.reader, "brief", country="Kazakhstan", period="30d")


async def test_a_brief_keeps_nothing_and_takes_nothing_from_the_digest(desk: Desk) -> None:
    before = await desk.core.digests.preview(desk.guild.id, "UTC", desk.now)
    await desk.ask(desk.reader, "brief", country="Kazakhstan")
    assert await desk.core.db.all("SELECT * FROM edition", {}) == []
    assert (await desk.core.digests.preview(desk.guild.id, "UTC", desk.now)).quotes == before.quotes


async def test_another_servers_news_is_in_no_brief(desk: Desk) -> None:
    await store(
        desk,
        999,
        "Secret Paper",
        "https://secret.example/1",
        text="Orchid. "
        + "“We shall build the railway,” Tokayev said. The deal is worth tens of billions of dollars. Trump called Tokayev on Tuesday. Tokayev invited Trump to visit Astana.",
    )
    shown = await desk.ask(desk.reader, "brief", country="Kazakhstan")
    assert "Secret" not in shown
    answer = await desk.core.digests.brief(Scope(guild_id=1), Filters(), make.NOW - timedelta(days=1), desk.now, "UTC")
    assert answer.is_empty


async def test_readers_may_see_what_is_read_but_no_secret_in_an_address(desk: Desk) -> None:
    name = "Harbour Post"
    await make.reading(desk.core.db, desk.guild.id, name, home="https://me:pw@harbour.example/news?key=SECRET#x")
    (line,) = [one for one in (await desk.core.sources.reading(desk.guild.id)).lines if one.source.name == name]
    ill = replace(
        line.feed, state="failing", failures=6, last_error=str(SourceFailed("https://x.example/?key=SECRET timed out"))
    )
    await desk.core.db.transaction(lambda tx: SourceStore(desk.core.db).record(tx, ill, make.NOW))
    await desk.ask(
        desk.manager,
        "source label",
        source=name,
        weight="trusted",
        country="Kazakhstan",
        owner="state",
        owned_by="The Ministry",
    )
    await make.reading(desk.core.db, 999, "Secret Paper")
    shown = await desk.ask(desk.reader, "sources")
    assert "2 sources are read here" in shown
    assert (
        "🔴 [Harbour Post](https://harbour.example/news) — 🇰🇿 KZ, owned by a state, The Ministry · trusted · failing"
        in shown
    )
    assert "Steppe Wire" in shown
    for secret in ("SECRET", "pw@", "timed out", "Secret Paper", "/feed"):
        assert secret not in shown


async def test_a_long_list_of_hostile_names_is_paged(desk: Desk) -> None:
    for number in range(30):
        await make.reading(
            desk.core.db, desk.guild.id, f"{number:02} **x** @everyone [a](https://evil.example) " + "y" * 10_000
        )
    asked = await desk.reader.slash(desk.channel, "sources")
    assert "31 sources" in desk.read(asked)
    assert "(https://evil.example)" not in desk.read(asked)
    assert "29 " not in desk.read(asked)
    message = asked.response.message
    for _ in range(2):
        await desk.reader.click(message, label="▶")
    from tests.desk import text_of

    assert "Page 3" in text_of(desk.env.backend.get_message(desk.channel.id, message.id).components)


async def test_help_is_by_topic_and_tells_managers_more(desk: Desk) -> None:
    assert "For managers" not in await desk.ask(desk.reader, "help")
    assert "For managers" in await desk.ask(desk.manager, "help")
    assert "For managers" in await desk.ask(desk.reader, "help", topic="managers")
    assert "quotation marks" in await desk.ask(desk.reader, "help", topic="answers")
    helped = await desk.ask(desk.manager, "help")
    offered = {one.name for one in desk.client.tree.get_commands()} - {"help", "about", "privacy"}
    assert [name for name in offered if f"/{name}" not in helped and name not in helped] == []


async def loud(desk: Desk, words: str) -> None:
    """One report more than a brief is made of, a minute after all else."""
    ids = await make.reading(desk.core.db, desk.guild.id, "Loud Wire")
    said = [words.format(number) for number in range(101)]
    text = " ".join(f"“{one},” Tokayev said." for one in said)
    quotes = [make.quote(text, f"{one},") for one in said]
    at = make.NOW + timedelta(minutes=1)
    await make.saved(desk.core.db, ids, text, "https://loud.example/1", quotes=quotes, now=at)


async def test_a_brief_of_more_than_it_can_read_says_since_when_it_holds_all(desk: Desk) -> None:
    await loud(desk, "Gate {} is open")
    shown = await desk.ask(desk.reader, "brief", country="Kazakhstan", period="7d")
    assert "the last 7 days\n-# It is made of the newest 100 reports, and begins later than asked." in shown
    assert "News from 10 March, 09:01" in shown
    assert "Amount" not in shown, "it was told before that"


async def test_a_brief_that_reads_no_further_says_of_how_much_there_is_nothing(desk: Desk) -> None:
    """Words are looked for by their stems; of many that are alike none may be the one that was asked."""
    await loud(desk, "Mining at pit {} goes on")
    shown = await desk.ask(desk.reader, "brief", topic="mines", period="7d")
    assert "The news this server reads tells nothing about mines in the newest 100 reports." in shown
    assert "longer" not in shown
