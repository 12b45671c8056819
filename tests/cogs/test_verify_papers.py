"""Quotations as papers print them: brackets, contractions, numbers, namesakes, joined sentences; and what is hidden with time."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests import make
from tests.cogs.verify_room import SAID, opened, store
from tests.desk import Desk


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    async with opened(tmp_path) as made:
        yield made


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
