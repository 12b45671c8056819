"""Was it said so? What a reader pastes, and what they are told."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests import make
from tests.desk import Desk, open_desk, validate

SAID = "We will not, under any pressure, sign the agreement with Oslo"
LONG = "I came to Muscat to listen. Nobody here wants closed borders, and I do not believe that $1,200 would change a single mind"
INDIRECT = "the harvest talks would begin again before the first snow"
TEXT = (
    f"“{SAID},” Tokayev said on Tuesday. “{LONG},” Trump told reporters. Mirziyoyev said that {INDIRECT}. "
    "The ferry to the island runs twice a day while the bridge is mended."
)


def facts(text: str):
    return make.extraction(
        quotes=[
            make.quote(text, f"{SAID},"),
            make.quote(text, f"{LONG},", "Trump"),
            make.quote(text, INDIRECT, "Mirziyoyev", kind="indirect"),
        ]
    )


async def store(desk: Desk, guild: int, name: str, text: str, extraction) -> None:
    ids = await make.reading(desk.core.db, guild, name)
    url = f"https://{ids[0]}.example/talks"
    await make.saved(
        desk.core.db,
        ids,
        text,
        url,
        **{kind: getattr(extraction, kind) for kind in ("quotes", "meetings", "deals", "people")},
    )
    desk.core.names.invalidate()


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    async with open_desk(tmp_path) as opened:
        await store(opened, opened.guild.id, "Steppe Wire", TEXT, facts(TEXT))
        yield opened


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


async def test_a_quote_that_is_not_shown_is_nobodys_words_yet(desk: Desk) -> None:
    text = "“Our boats stay in the harbour until the storm has passed,” Trump said."
    words = "Our boats stay in the harbour until the storm has passed,"
    hidden = make.extraction(quotes=[make.quote(text, words, "Trump", shown=False)])
    await store(desk, desk.guild.id, "Harbour Post", text, hidden)
    assert "### In the article, but not as" in await desk.ask(desk.reader, "verify", text=words)


async def test_another_servers_quotation_is_not_found(desk: Desk) -> None:
    text = "“The envoy keeps the key to the archive,” Trump said. The archive has nine doors and one lamp."
    words = "The envoy keeps the key to the archive"
    await store(desk, 999, "Secret Paper", text, make.extraction(quotes=[make.quote(text, f"{words},", "Trump")]))
    for typed in (
        words,
        words.replace("key", "lock"),
        "keeps the key to the",
        "The archive has nine doors and one lamp",
    ):
        shown = await desk.ask(desk.reader, "verify", text=typed)
        assert "### Not found" in shown
        assert "secret" not in shown.lower().replace(typed.lower(), "")
        assert "the 1 article " in shown
    assert "### Not found" in await desk.ask(desk.reader, "verify", text=words, speaker="Trump")


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
        assert check(verify(await desk.core.verify.answer(scope, typed[:10_000])))


async def test_a_hostile_quotation_keeps_the_limits(desk: Desk) -> None:
    from bot.domain.answers import Scope
    from bot.render.verify import verify
    from tests.desk import check

    words = "We [will](https://evil.example) @everyone **not** \u202e " + "yield 😀 to <@1> `them` " * 400
    text = f"“{words},” Trump said."
    quote = make.quote(text, f"{words},", "Trump")
    party = replace(make.person("Trump"), name="N*a_m`e" * 1500)
    quote = replace(quote, speaker=replace(quote.speaker, party=party))
    await store(desk, desk.guild.id, "**Bold** [Paper](https://evil.example)", text, make.extraction(quotes=[quote]))
    for typed in (words[:1900], "yield to them yield to them", "We will @everyone not yield never to them"):
        shown = check(verify(await desk.core.verify.answer(Scope(guild_id=desk.guild.id), typed, "Tokayev")))
        assert "](https://evil.example)" not in shown


@pytest.mark.parametrize("typed", ["peace", "We will", "?!… —", "“Oslo.”"])
async def test_too_little_is_refused_in_words(desk: Desk, typed: str) -> None:
    assert "at least three words" in await desk.ask(desk.reader, "verify", text=typed)


TWO = (
    "“We are ready for talks,” Macron said in Paris. He met farmers at noon. “Five ministers won’t travel to Geneva before the vote,” "
    "Macron added. He spoke of “empty chatter”. “He will not answer until the inspectors have left Tbilisi,” Tokayev told reporters."
)


@pytest.fixture
async def second(desk: Desk) -> Desk:
    quotes = [
        make.quote(TWO, "We are ready for talks,", "Macron"),
        make.quote(TWO, "Five ministers won’t travel to Geneva before the vote,", "Macron"),
        make.quote(TWO, "empty chatter", "Macron", kind="fragment"),
        make.quote(TWO, "He will not answer until the inspectors have left Tbilisi,"),
    ]
    await store(desk, desk.guild.id, "Harbour Post", TWO, make.extraction(quotes=quotes))
    return desk


@pytest.mark.parametrize(
    ("typed", "head", "shown"),
    [
        ("we will not—under any pressure—sign the agreement with Oslo", "Verbatim", f"“{SAID}”"),
        (f"“[W]{SAID[1:]}”", "Verbatim", f"“{SAID}”"),
        (f"“We [the Kazakhs] {SAID[3:]}”", "Verbatim", "Words in square brackets are taken for a reporter's"),
        (
            "“[The envoy] will not answer until the inspectors have left Tbilisi”",
            "A fragment of a longer quotation",
            "“He **will not answer until the inspectors have left Tbilisi**”",
        ),
        ("We [never] are ready for talks", "Altered: yours has a negation", "~~never~~"),
        (
            "Five ministers will not travel to Geneva before the vote",
            "The same words, otherwise written",
            "~~will not~~ **won’t**",
        ),
        ("5 ministers won't travel to Geneva before the vote", "The same words, otherwise written", "~~5~~ **Five**"),
        ("6 ministers won't travel to Geneva before the vote", "Altered\n", "~~6~~ **Five**"),
        (
            "Five ministers will travel to Geneva before the vote",
            "Altered: a negation of the stored words is missing",
            "~~will~~ **won’t**",
        ),
        (
            f"My friends, hear me out on this today. {SAID}. That is all I have to say to you",
            "Found in part: a whole quotation stands within yours",
            "~~My friends hear me out on this today~~ We will not",
        ),
        (
            "We are ready for talks. Five ministers won’t travel to Geneva before the vote",
            "Verbatim sentence by sentence, but not as one quotation",
            "“We are ready for talks”",
        ),
        (
            "“We are ready for talks,” Macron said. “Five ministers won’t travel to Geneva before the vote.”",
            "Verbatim sentence by sentence, but not as one quotation",
            "“Five ministers won’t travel to Geneva before the vote”",
        ),
        (
            "We are ready for talks. Five ministers will travel to Geneva before the vote",
            "Altered: a negation",
            "**won’t**",
        ),
        ("We will not sign the agreement with Oslo", "Altered\n", "We will not **under any pressure** sign"),
        ("empty chatter", "Verbatim", "“empty chatter”"),
        ("Nous ne signerons jamais cet accord avec Oslo sous la pression", "Not found", "this cannot tell"),
        ("Мы не подпишем соглашение с Осло ни под каким давлением", "Not found", "this cannot tell"),
    ],
)
async def test_a_quotation_as_papers_print_it_is_named_for_what_it_is(
    second: Desk, typed: str, head: str, shown: str
) -> None:
    answer = await second.ask(second.reader, "verify", text=typed) + "\n"
    assert f"### {head}" in answer
    assert shown in answer


async def test_two_of_one_surname_are_not_taken_for_one_another(desk: Desk) -> None:
    text = "“The ice road opens for lorries on Monday at dawn,” Olga Petrova said. Irina Petrova was there."
    words = "The ice road opens for lorries on Monday at dawn"
    quote = make.quote(text, f"{words},", "Olga Petrova")
    speaker = replace(quote.speaker, text="Petrova")
    quotes = [replace(quote, speaker=speaker), make.quote(text, "was there", "Irina Petrova", kind="indirect")]
    await store(desk, desk.guild.id, "Ice Gazette", text, make.extraction(quotes=quotes))
    assert "### Attributed to someone else" in await desk.ask(
        desk.reader, "verify", text=words, speaker="Irina Petrova"
    )
    assert "### Verbatim" in await desk.ask(desk.reader, "verify", text=words, speaker="Olga Petrova")


async def test_what_retention_hides_is_neither_found_nor_counted(second: Desk) -> None:
    def hide(tx) -> None:
        tx.execute("UPDATE server_source SET hidden_upto = 1 WHERE guild_id = :guild", {"guild": second.guild.id})

    await second.core.db.transaction(hide)
    second.core.names.invalidate()
    for typed in (
        SAID,
        SAID.replace(" not,", ""),
        "sign the agreement with Oslo",
        "The ferry to the island runs twice a day",
    ):
        shown = await second.ask(second.reader, "verify", text=typed)
        assert "### Not found" in shown
        assert "the 1 article " in shown
    assert "### Verbatim" in await second.ask(second.reader, "verify", text="We are ready for talks")


async def test_it_can_be_private_and_offers_names(desk: Desk) -> None:
    result = await desk.reader.slash(desk.channel, "verify", text=SAID, private=True)
    assert result.ephemeral
    offered = await desk.reader.autocomplete(desk.channel, "verify", "speaker", "Тока")
    assert offered[0]["value"] == "Kassym-Jomart Tokayev"
