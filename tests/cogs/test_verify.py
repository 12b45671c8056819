"""Was it said so? What a reader pastes, and what they are told."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
import pytest_asyncio

from tests import make
from tests.cogs.verify_room import INDIRECT, LONG, SAID, opened, store
from tests.desk import Desk, validate

pytestmark = pytest.mark.asyncio(loop_scope="module")
alone = pytest.mark.asyncio(loop_scope="function")
"""What stores something more has a desk of its own."""


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def desk(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Desk]:
    async with opened(tmp_path_factory.mktemp("desk")) as made:
        yield made


@pytest.fixture
async def own(tmp_path: Path) -> AsyncIterator[Desk]:
    async with opened(tmp_path) as made:
        yield made


@pytest.mark.parametrize(
    "typed",
    [
        SAID,
        f"“{SAID}.”",
        f'"{SAID.upper()}"',
        f"‘{SAID}’",
        f"  …{SAID.lower()}…  ",
        "We will not … under any pressure … sign the agreement with Oslo",
        f"“{SAID},” Tokayev said",
        f"{SAID} — Kassym-Jomart Tokayev",
        f"> “{SAID}”\n— **Kassym-Jomart Tokayev** 🇰🇿, President\n-# Steppe Wire · 10 March 2026 · `Q-1`",
        "\u202eWe will not under any pressure\u200b sign the agreement with Oslo",
    ],
)
async def test_what_stands_is_verbatim_however_it_was_pasted(desk: Desk, typed: str) -> None:
    shown = await desk.ask(desk.reader, "verify", text=typed)
    assert "### Verbatim" in shown
    assert f"“{SAID}”" in shown
    assert "**Kassym-Jomart Tokayev** 🇰🇿" in shown
    assert "[Steppe Wire](https://1.example/talks) · <t:" in shown
    assert "`Q-1`" in shown


async def test_a_lost_not_is_said_in_words_and_marked(desk: Desk) -> None:
    shown = await desk.ask(desk.reader, "verify", text=SAID.replace(" not,", ""))
    assert "### Altered: a negation of the stored words is missing in yours" in shown
    assert "We will **not,** under any pressure" in shown or "We will **not** under any pressure" in shown
    assert f"“{SAID}”" in shown


async def test_an_added_not_is_said_in_words(desk: Desk) -> None:
    shown = await desk.ask(desk.reader, "verify", text=LONG.replace("I came", "I never came"))
    assert "### Altered: yours has a negation that the stored words do not have" in shown
    assert "~~never~~" in shown


async def test_a_changed_sum_is_marked_word_by_word(desk: Desk) -> None:
    shown = await desk.ask(desk.reader, "verify", text=LONG.replace("1,200", "1,300"))
    assert "### Altered" in shown
    assert "~~1,300~~ **1,200**" in shown
    assert "negation" not in shown


@pytest.mark.parametrize(("typed", "way"), [("1200", "1,200"), ("do not", "don’t")])
async def test_how_a_thing_is_written_is_no_change_of_meaning(desk: Desk, typed: str, way: str) -> None:
    shown = await desk.ask(desk.reader, "verify", text=LONG.replace(*((way, typed) if "," in way else (typed, way))))
    assert "negation" not in shown
    assert "### Verbatim" in shown or "~~don’t~~ **do not**" in shown


async def test_a_part_is_shown_in_the_longer_one(desk: Desk) -> None:
    shown = await desk.ask(desk.reader, "verify", text="Nobody here wants closed borders")
    assert "### A fragment of a longer quotation" in shown
    assert "“I came to Muscat to listen. **Nobody here wants closed borders**, and I do not" in shown


async def test_a_part_without_the_not_before_it_comes_with_a_warning(desk: Desk) -> None:
    assert "a negation stands before" in await desk.ask(desk.reader, "verify", text="sign the agreement with Oslo")
    assert "a negation stands before" in await desk.ask(
        desk.reader, "verify", text="We will … sign the agreement with Oslo"
    )


@pytest.mark.parametrize("how", [{"speaker": "Trump"}, {}])
async def test_words_of_somebody_else_are_given_to_who_said_them(desk: Desk, how: dict) -> None:
    typed = SAID if how else f"“{SAID}” — Donald Trump"
    shown = await desk.ask(desk.reader, "verify", text=typed, **how)
    assert "### Attributed to someone else" in shown
    assert "You have it from **Donald Trump**; what was read gives it to **Kassym-Jomart Tokayev** 🇰🇿." in shown
    assert "false" not in shown.lower()


async def test_the_right_speaker_in_any_spelling_is_no_difference(desk: Desk) -> None:
    for name in ("Токаев", "Tokaev", "Kazakh President Kassym-Jomart Tokayev"):
        assert "### Verbatim" in await desk.ask(desk.reader, "verify", text=SAID, speaker=name)


async def test_a_speaker_nobody_knows_does_not_hide_the_words(desk: Desk) -> None:
    shown = await desk.ask(desk.reader, "verify", text=SAID, speaker="Donald Trupm")
    assert "### Attributed to someone else" in shown
    assert "did you mean **Donald Trump**" in shown


async def test_indirect_speech_is_no_quotation(desk: Desk) -> None:
    shown = await desk.ask(desk.reader, "verify", text=f"“{INDIRECT}”")
    assert "### Reported in other words: not a quotation" in shown
    assert "“" not in shown.split("*reported:*")[1]


async def test_narration_is_told_as_nobodys_words(desk: Desk) -> None:
    shown = await desk.ask(desk.reader, "verify", text="The ferry to the island runs twice a day")
    assert "### In the article, but not as anybody's words we recognised" in shown
    assert "**The ferry to the island runs twice a day** while the bridge is mended." in shown
    assert "https://1.example/talks" in shown


async def test_a_miss_says_in_how_much_and_since_when_and_no_more(desk: Desk) -> None:
    shown = await desk.ask(desk.reader, "verify", text="The moon is made of green cheese and honey")
    assert "### Not found" in shown
    assert "not found in the 1 article read for this server since <t:" in shown
    assert "this cannot tell" in shown
    assert not any(word in shown.lower() for word in ("false", "fake", "never said", "did not say"))


@alone
async def test_a_quote_that_is_not_shown_is_nobodys_words_yet(own: Desk) -> None:
    text = "“Our boats stay in the harbour until the storm has passed,” Trump said."
    words = "Our boats stay in the harbour until the storm has passed,"
    hidden = make.extraction(quotes=[make.quote(text, words, "Trump", shown=False)])
    await store(own, own.guild.id, "Harbour Post", text, hidden)
    assert "### In the article, but not as" in await own.ask(own.reader, "verify", text=words)


@alone
async def test_another_servers_quotation_is_not_found(own: Desk) -> None:
    text = "“The envoy keeps the key to the archive,” Trump said. The archive has nine doors and one lamp."
    words = "The envoy keeps the key to the archive"
    await store(own, 999, "Secret Paper", text, make.extraction(quotes=[make.quote(text, f"{words},", "Trump")]))
    for typed in (
        words,
        words.replace("key", "lock"),
        "keeps the key to the",
        "The archive has nine doors and one lamp",
    ):
        shown = await own.ask(own.reader, "verify", text=typed)
        assert "### Not found" in shown
        assert "secret" not in shown.lower().replace(typed.lower(), "")
        assert "the 1 article " in shown
    assert "### Not found" in await own.ask(own.reader, "verify", text=words, speaker="Trump")


HOSTILE = [
    '"',
    '" " "',
    "a" * 1990,
    "“" * 500 + "x y" + "”" * 500,
    "AND OR NOT NEAR( text : x* ^y c++",
    'tag : "s1" OR tag : "x1"',
    "'; DROP TABLE fact; --",
    "**bold** __under__ ~~gone~~ [text](https://evil.example) <@1> @everyone `code` ||spoiler||",
    "\u202e\u200f\u2066 right to left \u2069 words",
    "🇺🇸🇰🇿 😀 😀 words here",
    "— — — — Name — Name",
    "said said said said, said Said",
    "not " * 490,
    "\0 \x01 nul words",
    "# heading\n> quote\n- list\n" * 50,
]


@pytest.mark.parametrize("typed", HOSTILE)
async def test_nothing_that_is_typed_breaks_it_or_becomes_markup(desk: Desk, typed: str) -> None:
    result = await desk.reader.slash(desk.channel, "verify", text=typed)
    shown = desk.read(result)
    assert "Something broke" not in shown
    assert "](https://evil.example)" not in shown
    assert "<@1>" not in shown.replace("\\<\\@1\\>", "").replace("\\<\\@1>", "")
    if result.response and result.response.components:
        validate({"components": result.response.components, "flags": 1 << 15})


async def test_ten_thousand_characters_are_answered_below_discord_too(desk: Desk) -> None:
    from bot.domain.answers import Scope
    from bot.render.verify import verify
    from tests.desk import check

    scope = Scope(guild_id=desk.guild.id)
    for typed in (f"{SAID} " * 170, "word " * 2000, f"“{SAID}” " + "— Name, " * 1000):
        assert all(map(check, verify(await desk.core.verify.answer(scope, typed[:10_000]))))


@alone
async def test_a_hostile_quotation_keeps_the_limits(own: Desk) -> None:
    from bot.domain.answers import Scope
    from bot.render.verify import verify
    from tests.desk import check

    words = "We [will](https://evil.example) @everyone **not** \u202e " + "yield 😀 to <@1> `them` " * 400
    text = f"“{words},” Trump said."
    quote = make.quote(text, f"{words},", "Trump")
    party = replace(make.person("Trump"), name="N*a_m`e" * 1500)
    quote = replace(quote, speaker=replace(quote.speaker, party=party))
    await store(own, own.guild.id, "**Bold** [Paper](https://evil.example)", text, make.extraction(quotes=[quote]))
    for typed in (words[:1900], "yield to them yield to them", "We will @everyone not yield never to them"):
        answer = await own.core.verify.answer(Scope(guild_id=own.guild.id), typed, "Tokayev")
        shown = "\n".join(map(check, verify(answer)))
        assert "](https://evil.example)" not in shown


@pytest.mark.parametrize("typed", ["peace", "We will", "?!… —", "“Oslo.”"])
async def test_too_little_is_refused_in_words(desk: Desk, typed: str) -> None:
    assert "at least three words" in await desk.ask(desk.reader, "verify", text=typed)


async def test_it_can_be_private_and_offers_names(desk: Desk) -> None:
    result = await desk.reader.slash(desk.channel, "verify", text=SAID, private=True)
    assert result.ephemeral
    offered = await desk.reader.autocomplete(desk.channel, "verify", "speaker", "Тока")
    assert offered[0]["value"] == "Kassym-Jomart Tokayev"
