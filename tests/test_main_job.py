"""The main job on real input: a feed and its pages on loopback, taken in, asked about, posted."""

import json
import os
import re
import subprocess
import sys
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import pytest_asyncio

from bot.demo.press import Press, load_dispatches
from bot.nlp.world import SEEDS
from bot.render import plain
from bot.render.digest import BUTTONS, section_pages
from tests.desk import Desk, open_desk

ROOT = Path(__file__).parents[1]
MORNING = datetime(2026, 3, 12, 6, 59, tzinfo=UTC)
LATER = datetime(2026, 3, 12, 7, 0, tzinfo=UTC)
pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def desk(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Desk]:
    """A server that reads the sample press, with all of it taken in."""
    async with (
        Press(load_dispatches(SEEDS / "articles")) as press,
        open_desk(tmp_path_factory.mktemp("desk"), allow=(press.address,), now=MORNING) as opened,
    ):
        press.until = before = MORNING - timedelta(days=3)
        for _, _, url in press.feeds:
            found = await opened.core.sources.find(opened.guild.id, url, before)
            await opened.core.sources.add(opened.guild.id, found, 1, before)
        await opened.core.ingest.due(before)
        press.until = None
        turns = await opened.core.ingest.due(MORNING, at_once=1)
        assert [turn.failures for turn in turns] == [()] * 4
        opened.core.names.invalidate()
        yield opened


async def test_every_sample_dispatch_is_read(desk: Desk) -> None:
    row = await desk.core.db.one("SELECT count(*) AS n, sum(state = 'read') AS whole FROM article")
    n = len(load_dispatches(SEEDS / "articles"))
    assert row == {"n": n, "whole": n}


async def test_nothing_stands_in_quotation_marks_that_is_not_in_its_article(desk: Desk) -> None:
    texts = [row["text"] for row in await desk.core.db.all("SELECT text FROM article_text")]
    answer = await desk.core.digests.preview(desk.guild.id, "UTC", LATER)
    shown = plain.text(answer)
    quoted = re.findall(r"“([^”]+)”", shown)
    assert len(quoted) >= 4
    for words in quoted:
        assert any(words in " ".join(text.split()) for text in texts), words


async def test_the_digest_tells_of_meetings_deals_quotes_and_what_is_to_come(desk: Desk) -> None:
    answer = await desk.core.digests.preview(desk.guild.id, "UTC", LATER)
    shown = plain.text(answer)
    assert 2 <= shown.count("\n— ") <= 5, "at most five quotes, one a speaker"
    whole = "\n".join(block for name in BUTTONS for page in section_pages(answer, name) for block in page)
    whole = plain.strip(whole)
    assert "Call: Donald Trump 🇺🇸 and Shavkat Mirziyoyev 🇺🇿 — held, 10 March 2026" in shown
    assert "Canada 🇨🇦 → United Kingdom 🇬🇧: tariff — lifted" in whole
    assert "invited Donald Trump 🇺🇸 to visit Kazakhstan\n" in whole
    assert "4 of 4 sources answered" in shown
    assert (
        shown.count("Sadyr Japarov 🇰🇬 and Ilham Aliyev 🇦🇿") + shown.count("Ilham Aliyev 🇦🇿 and Sadyr Japarov 🇰🇬") == 1
    ), "two reports, one line"


async def test_the_samples_are_answered_by_command(desk: Desk) -> None:
    assert "I look forward to seeing both leaders in Miami" in await desk.ask(desk.reader, "quotes", speaker="Trump")
    assert "Azerbaijan" in await desk.ask(desk.reader, "deals", country="Kyrgyzstan")
    assert "Baku" in await desk.ask(desk.reader, "meetings", leader="Japarov")
    assert "President** of Uzbekistan" in await desk.ask(desk.reader, "leader", name="Мирзиёев")


async def test_the_samples_find_their_stories(desk: Desk) -> None:
    met = re.search(r"`(M-\w+)`", await desk.ask(desk.reader, "meetings", leader="Japarov"))
    assert met
    shown = await desk.ask(desk.reader, "story", id=met[1])
    assert "**2** articles from **2** owners" in shown
    assert shown.index("Japarov meets Aliyev in Baku") < shown.index("Azerbaijan and Kyrgyzstan leaders hold talks")
    pledge = re.search(r"`(D-\w+)`", await desk.ask(desk.reader, "deals", country="Egypt"))
    assert pledge
    shown = await desk.ask(desk.reader, "deal", id=pledge[1])
    assert "**Figures differ**" in shown
    assert "“$12 billion”, as stated by Mostafa Madbouly ([The Envoy]" in shown
    assert "“nearly $9 billion” ([Meridian Dispatch]" in shown


def run(folder: Path, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "DATABASE": str(folder / "cli.db"), "DISCORD_TOKEN": "", "LOG_LEVEL": "ERROR", **more}
    return subprocess.run(
        [sys.executable, "-m", "bot", *arguments],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=90,
        check=False,
    )


async def test_the_demo_posts_its_digests_and_ends(tmp_path: Path) -> None:
    ran = run(tmp_path, "demo", "--headless")
    assert ran.returncode == 0, ran.stderr
    assert "kept" in ran.stdout
    assert "Communiqué · Thursday, 12 March 2026" in ran.stdout
    again = run(tmp_path, "run", "--headless")
    assert again.stdout.split("The last says:")[1] == ran.stdout.split("The last says:")[1], "every run looks the same"


async def test_extract_reads_json_lines_and_survives_a_bad_one(tmp_path: Path) -> None:
    source = tmp_path / "in.jsonl"
    good = {
        "id": "a",
        "text": "“We will sign the treaty in May,” Kazakh President Kassym-Jomart Tokayev said in Astana.",
        "published": "2026-03-10",
    }
    source.write_text(
        "\n".join([json.dumps(good), "{not json", json.dumps({"id": "c"}), json.dumps({"id": "d", "text": "(" * 9000})])
    )
    ran = run(tmp_path, "extract", "--jsonl", str(source))
    lines = [json.loads(line) for line in ran.stdout.splitlines()]
    assert ran.returncode == 0
    speaker = lines[0]["quotes"][0]["speaker"]
    assert {key: speaker[key] for key in ("name", "office", "office_as_of", "country", "leader")} == {
        "name": "Kassym-Jomart Tokayev",
        "office": "President",
        "office_as_of": None,
        "country": "KZ",
        "leader": "kassym-jomart-tokayev",
    }
    assert lines[0]["people"][0]["offices"][0] == {
        "office": "President",
        "country": "KZ",
        "former": False,
        "standing": "present",
        "evidence": [35, 73],
    } | {"evidence": lines[0]["people"][0]["offices"][0]["evidence"]}
    assert ["error" in line for line in lines[1:3]] == [True, True]
    assert len(lines) == 4


@pytest.mark.parametrize(
    "arguments", [["--help"], ["run", "--help"], ["ingest", "--help"], ["extract", "--help"], ["check", "--help"]]
)
async def test_help_can_be_followed(tmp_path: Path, arguments: list[str]) -> None:
    ran = run(tmp_path, *arguments)
    assert ran.returncode == 0
    assert "usage: python -m bot" in ran.stdout


async def test_check_says_what_is_wrong(tmp_path: Path) -> None:
    assert run(tmp_path, "check").returncode == 0
    ran = run(tmp_path, "check", MODEL="no_such_model")
    assert ran.returncode == 1
    assert "WRONG  model: the package no_such_model is not installed" in ran.stdout


async def test_a_wrong_setting_is_named(tmp_path: Path) -> None:
    ran = run(tmp_path, "check", FETCH_ALLOW="*:80")
    assert ran.returncode == 2
    assert "FETCH_ALLOW takes exact ip:port pairs" in ran.stderr
