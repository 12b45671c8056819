"""Texts made to run for ever cost their own turn, and no more than five seconds of it."""

import contextlib

import pytest

from bot.domain.errors import BotError
from bot.nlp.extract import TextRefused, extract
from bot.work import Workers, WorkTimedOut
from tests.nlp.poison import SECONDS, TEXTS, seconds

# One of each way to be slow: names, marks, speech, sums, pairs, and what a tokenizer takes minutes over.
WHOLE = (
    "flags",
    "lone surrogates",
    "names in a row",
    "nested brackets",
    "NULs",
    "open brackets",
    "said, said",
    "sums in one sentence",
    "titles",
    "no blanks, with stops",
    "every character",
)
SHORT = 3_200  # characters: three pieces of a long line
DEADLINE = 0.3  # short, so that some are killed


@pytest.mark.parametrize("name", WHOLE)
def test_a_poisoned_text_ends_within_five_seconds_of_cpu(name: str) -> None:
    assert seconds(TEXTS[name]) < SECONDS


@pytest.mark.parametrize("name", sorted(set(TEXTS) - set(WHOLE)))
def test_no_fact_of_a_poisoned_text_leaves_the_text(name: str) -> None:
    text = TEXTS[name][:SHORT]
    for quote in extract(text).quotes:
        assert all(0 <= start < end <= len(text) for start, end in quote.segments)


def test_a_longer_text_is_refused_in_words() -> None:
    with pytest.raises(TextRefused, match="1,000,000 characters"):
        extract("a " * 500_000)


async def test_the_worker_lives_or_is_replaced() -> None:
    job, killed = "bot.nlp.extract:extract", 0
    async with Workers(1, passing=(BotError,)) as workers:
        await workers.warm("bot.nlp.extract:warm")
        for name in ("names in lines", "NULs"):
            with contextlib.suppress(WorkTimedOut):  # then it was killed, and the next one runs in a new process
                await workers.run(job, TEXTS[name], seconds=DEADLINE)
                continue
            killed += 1
        with pytest.raises(TextRefused):
            await workers.run(job, "a " * 500_000, seconds=SECONDS)
        found = await workers.run(job, 'The minister said: "The talks went well today."', seconds=SECONDS)
    assert len(found.quotes) == 1
    assert killed, "the names take seconds"
