"""The demo's stage: what whoever typed `make run` without a token finds."""

import asyncio
import re
import socket
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import aiohttp
import pytest
import pytest_asyncio

from bot.config import Settings
from bot.demo import guide
from bot.demo.press import Press, load_dispatches
from bot.demo.stage import MORNINGS, Stage
from bot.nlp.world import SEEDS
from bot.render import plain
from tests.cogs.dialog import Dialog
from tests.desk import Desk, text_of

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def stage(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Stage]:
    folder = tmp_path_factory.mktemp("demo")
    async with Stage.open(Settings(database=folder / "demo.db", discord_token="", workers=2)) as opened:
        await opened.play()
        yield opened


async def typed(stage: Stage, line: str) -> str:
    """A line as the guide writes it: `/verify text:to be speaker:Hamlet`."""
    command, *options = re.split(r" (\w+):", line.removeprefix("/"))
    values = dict(zip(options[::2], options[1::2], strict=True))
    return Desk.read(await stage.editor.slash(stage.channel, command, **values))


def digests(stage: Stage) -> list[tuple[datetime, str]]:
    """When each was posted, and what it says."""
    posted = [one for one in stage.channel.history() if one.author.bot and one.interaction_metadata is None]
    return [(one.created_at, text_of(_raw(stage, one.id))) for one in posted]


def _raw(stage: Stage, message: int) -> list[dict[str, Any]]:
    return stage.env.backend.get_message(stage.channel.id, message).components


async def test_three_mornings_each_have_their_digest(stage: Stage) -> None:
    posted = digests(stage)
    assert [at.replace(second=0, microsecond=0) for at, _ in posted] == list(MORNINGS)
    for (_, text), day in zip(posted, ("10", "11", "12"), strict=True):
        assert f"{day} March 2026" in text.split("\n")[0]
        assert "4 of 4 sources answered" in text
        assert "### ⭐ Top lines" in text


async def test_what_an_outlet_corrected_is_corrected_in_the_posted_digest(stage: Stage) -> None:
    first, second, _ = (text for _, text in digests(stage))
    assert "**Revision 1**, 11 March, 07:00: the quote by " in first
    assert ": the amount is corrected" in first
    assert "“$304 million”" in first
    assert "$340 million" not in first
    assert "Revision" not in second


async def test_amounts_that_differ_stand_side_by_side_and_a_stage_that_moved_says_from_where(stage: Stage) -> None:
    first, _, third = (text for _, text in digests(stage))
    assert (
        "**United Arab Emirates** 🇦🇪 → **Egypt** 🇪🇬: pledged to invest\n**Figures differ**\nAmount: “$12 billion”"
        in first
    )
    assert "🔁 **Update** · **Kazakhstan** 🇰🇿 and **Iran** 🇮🇷: contract (wheat) — *under negotiation → signed*" in third
    assert third.count("**Figures differ**") == 1


async def test_an_invitation_is_not_counted_as_a_meeting(stage: Stage) -> None:
    _, second, third = (text for _, text in digests(stage))
    assert "**3** meetings and calls · " in second
    assert "**3** meetings, calls and invitations · " in third


async def test_open_pledges_say_how_long_they_were_silent(stage: Stage) -> None:
    shown = await typed(stage, "/deals stage:pledged")
    assert "**Norway** 🇳🇴 → **Moldova** 🇲🇩: pledged to invest" in shown
    assert "last heard 21 days ago" in shown
    assert "**Figures differ**" in shown


async def test_the_review_queue_holds_facts_with_the_sentence_each_rests_on(stage: Stage) -> None:
    shown = plain.strip(await typed(stage, "/review queue"))
    assert len(re.findall(r"(?m)^[QMDI]-\w+ ", shown)) == 5
    texts = [" ".join(one["text"].split()) for one in await stage.core.db.all("SELECT text FROM article_text")]
    sentences = re.findall(r"(?m)^(?:> )?(\S.*[.”\"…])$", shown)
    assert len(sentences) >= 5
    assert all(any(sentence.rstrip("…") in text for text in texts) for sentence in sentences)


@pytest.mark.parametrize("line", [*guide.TRIES, *guide.EDITORS])
async def test_every_command_of_the_guide_is_answered(stage: Stage, line: str) -> None:
    shown = await typed(stage, line)
    assert len(shown) > 100
    assert not shown.startswith(("⚠️", "❌")), shown


async def test_the_guide_stands_last_in_the_channel_and_says_both_verdicts(stage: Stage) -> None:
    said = [one.content for one in stage.channel.history() if not one.author.bot]
    assert said == [guide.text()]
    verbatim, altered = [await typed(stage, line) for line in guide.TRIES if line.startswith("/verify")]
    assert "Verbatim" in verbatim
    assert "Altered" in altered
    assert "not" in altered


async def test_setting_up_again_shows_a_sample_though_a_digest_has_told_of_the_day(stage: Stage) -> None:
    asked: Any = SimpleNamespace(channel=stage.channel, env=stage.env, read=Desk.read)
    dialog = Dialog(asked, stage.editor)
    await dialog.open("setup start")
    await dialog.choose("Choose a channel or thread", stage.channel)
    for _ in range(2):
        shown = await dialog.press("Next")
    assert "Below is a digest of the last day" in shown
    assert "Sadyr Japarov" in shown
    await dialog.press("Next")
    assert "The next digest comes" in await dialog.press("Go live")
    assert "nothing new since 12 March, 07:00 (UTC)" in await typed(stage, "/digest preview")


@pytest.mark.parametrize("url", ["not an address", "https://not an address/feed"])
async def test_what_is_no_address_is_called_so(stage: Stage, url: str) -> None:
    assert "This is not a web address" in await typed(stage, f"/source add url:{url}")


async def test_in_the_news_are_people_and_no_spokesman_without_a_name(stage: Stage) -> None:
    shown = await typed(stage, "/leaders")
    assert "**Karol Nawrocki**, President · last seen" in shown
    assert re.search(r"\*\*Narendra Modi\*\*, Prime Minister · \d quotes · last seen", shown), shown
    assert "spokes" not in shown


async def test_a_deals_amounts_stand_once_on_its_card(stage: Stage) -> None:
    found = re.search(r"`(D-\w+)`", await typed(stage, "/deals country:Egypt"))
    assert found
    shown = await typed(stage, f"/deal id:{found[1]}")
    assert shown.count("“$12 billion”") == shown.count("**Figures differ**") == 1


@pytest.mark.parametrize("command", ["/about", "/privacy"])
async def test_a_page_of_prose_has_no_line_that_ends_in_the_middle_of_a_sentence(stage: Stage, command: str) -> None:
    lines = (await typed(stage, command)).split("\n")
    assert [line for line in lines if line and line[-1] not in ".:" and not line.startswith("#")] == []


async def test_words_that_were_found_keep_the_comma_behind_them(stage: Stage) -> None:
    shown = await typed(stage, "/search text:wheat in:articles")
    assert "negotiating a contract for **wheat**, the Iranian" in shown
    assert "The **wheat** will go by rail" in shown


async def test_a_brief_says_its_title_and_each_number_once_and_counts_nothing_else(stage: Stage) -> None:
    shown = await typed(stage, "/brief country:Kazakhstan period:7d")
    assert re.findall(r"(?m)^#+ (?:Brief|Communiqué).*$", shown) == ["### Brief: Kazakhstan, the last 7 days"]
    assert re.search(r"-# and \d+ more$", shown, re.MULTILINE)
    assert not re.search("not shown|too unsure|button", shown), "what waits for review is of the whole server"


async def test_why_of_what_has_moved_on_shows_the_sentence_of_the_stage_in_its_line(stage: Stage) -> None:
    line = next(row for row in (await typed(stage, "/deals country:Iran")).splitlines() if "wheat" in row)
    found = re.search(r"`(D-\w+)`", await typed(stage, "/deals country:Iran"))
    assert found
    shown = await typed(stage, f"/why id:{found[1]}")
    assert "*signed*" in line
    assert "*under negotiation*" in shown
    assert re.search(
        r"\*\*Now shown as \*signed\*, after \[Steppe Wire\].*\n> Kazakhstan and Iran signed a contract", shown
    )


async def test_a_place_has_its_article_in_a_sentence_and_none_in_a_label(stage: Stage) -> None:
    assert "with the United States\n" in await typed(stage, "/meetings country:USA")
    assert "**President** of the United States since" in await typed(stage, "/leader name:Trump")
    assert "**Uzbekistan** 🇺🇿 and **United States** 🇺🇸" in await typed(stage, "/deals country:USA")


async def test_the_card_of_a_deal_has_the_sentence_of_each_who_states_an_amount(stage: Stage) -> None:
    found = re.search(r"`(D-\w+)`", await typed(stage, "/deals country:Iran"))
    assert found
    shown = await typed(stage, f"/deal id:{found[1]}")
    assert "> The contract is worth about $250 million, according to the ministry." in shown
    assert re.search(r"\*\*In \[Harbour Post]\(.*\)\*\*\n> Iran and Kazakhstan signed .* worth \$310 million", shown)
    assert shown.count("**In the article**") == 1


async def test_the_queue_says_what_a_reader_wrote_without_a_click(stage: Stage) -> None:
    found = re.search(r"`(D-\w+)`", await typed(stage, "/deals country:Moldova"))
    assert found
    await typed(stage, f"/report id:{found[1]} problem:wrong value note:Kroner, not dollars")
    assert "🚩 **wrong value**: Kroner, not dollars" in await typed(stage, "/review queue")


async def test_an_office_does_not_name_its_union_twice_and_a_source_flies_its_flag(stage: Stage) -> None:
    assert "President of the European Commission · 1 source" in await typed(stage, "/office candidates")
    (offered,) = (
        one["name"] for one in await stage.editor.autocomplete(stage.channel, "office approve", "candidate", "Urs")
    )
    assert offered == "Ursula von der Leyen, President of the European Commission"
    assert "— 🇸🇬 SG, privately owned" in await typed(stage, "/sources")


async def test_a_union_has_its_people_and_they_its_deals(stage: Stage) -> None:
    assert "Ursula von der Leyen" in await typed(stage, "/leaders country:European Union")
    assert "trade agreement — *under negotiation*" in await typed(stage, "/leader name:von der Leyen")


async def test_while_the_page_is_open_the_bot_does_by_itself_what_it_always_does(stage: Stage) -> None:
    (shown,) = re.findall(r"trade agreement — .*\n.*`(D-\w+)`", digests(stage)[-1][1])
    async with stage.shown(0, pace=0.01), asyncio.timeout(20):
        await typed(stage, f"/review reject id:{shown}")
        while f"`{shown}` is withdrawn by this server's managers" not in digests(stage)[-1][1]:  # noqa: ASYNC110
            await asyncio.sleep(0.1)


async def test_the_page_opens_at_the_end_of_the_channel(stage: Stage) -> None:
    async with stage.shown(0) as preview:
        shown = await preview._page.snapshot()
        assert shown["targetId"] == str(stage.channel.history(viewer=stage.editor)[-1].id)


async def test_the_page_goes_to_what_was_answered_last(stage: Stage) -> None:
    async with stage.shown(0) as preview:
        page = preview._page._python
        before = page.target_id
        body = {
            "protocol_version": 3,
            "sequence": 1,
            "request_id": "1",
            "generation": page.generation,
            "bot_generation": stage.env._generation,
            "published_revision": page.revision,
            "kind": "send_message",
            "content": "Good morning",
        }
        assert not (await preview._page._action(page.id, body))["rejected"]
        last = stage.channel.history(viewer=stage.editor)[-1]
        assert (last.content, (await preview._page.snapshot())["targetId"]) == ("Good morning", str(last.id))
        assert last.id != before


async def test_two_demos_can_run_side_by_side(stage: Stage) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        taken = other.getsockname()[1]
        async with (
            stage.shown(taken) as preview,
            aiohttp.ClientSession() as browser,
            browser.get(preview.url) as answer,
        ):
            assert answer.status == 200
            assert answer.url.port != taken


async def test_an_outlet_prints_its_correction_from_its_hour_on() -> None:
    dispatches = load_dispatches(SEEDS / "articles")
    (rail,) = (one for one in dispatches if one.erratum)
    assert rail.erratum
    async with Press(dispatches) as press, aiohttp.ClientSession() as browser:
        feed = next(url for outlet, _, url in press.feeds if outlet == rail.outlet)
        for until, sums in ((MORNINGS[0], (True, False)), (rail.erratum.at, (False, True)), (None, (False, True))):
            press.until = until
            async with browser.get(press.url(rail)) as answer:
                page = await answer.text()
            async with browser.get(feed) as answer:
                listed = await answer.text()
            assert (rail.erratum.was in page, rail.erratum.now in page) == sums
            assert ("(corrected)" in listed) == sums[1]
        press.until = datetime(2026, 3, 1, tzinfo=UTC)
        async with browser.get(feed) as answer:
            assert rail.slug not in await answer.text(), "not published yet"


async def test_an_id_of_another_kind_is_told_where_it_belongs(stage: Stage) -> None:
    meeting = re.search(r"`(M-\w+)`", await typed(stage, "/meetings"))
    assert meeting
    assert "is not a deal" in await typed(stage, f"/deal id:{meeting[1]}")
    assert "`/story id:` takes" in await typed(stage, "/why id:S-1")
