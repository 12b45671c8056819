"""Texts made to run for ever cost their own turn, and no more than five seconds of it."""

import contextlib
import time

import pytest

from bot.domain.errors import BotError
from bot.nlp.extract import TextRefused, extract
from bot.work import Workers, WorkTimedOut
from tests.nlp.poison import TEXTS

SECONDS = 5.0
# The slowest kinds, and those that a tokenizer takes minutes over.
WORST = ("lone surrogates", "said, said", "sums in one sentence", "flags", "NULs", "open brackets")


@pytest.mark.parametrize("name", TEXTS)
def test_a_poisoned_text_ends_in_an_answer(name: str) -> None:
    began = time.process_time()
    found = extract(TEXTS[name])
    assert time.process_time() - began < 2 * SECONDS  # a busy machine may take twice as long; squares take minutes
    for quote in found.quotes:
        assert all(0 <= start < end <= len(TEXTS[name]) for start, end in quote.segments)


def test_a_longer_text_is_refused_in_words() -> None:
    with pytest.raises(TextRefused, match="1,000,000 characters"):
        extract("a " * 500_000)


async def test_the_worker_lives_or_is_replaced() -> None:
    job = "bot.nlp.extract:extract"
    async with Workers(1, passing=(BotError,)) as workers:
        await workers.warm("bot.nlp.extract:warm")
        for name in WORST:
            with contextlib.suppress(WorkTimedOut):  # then it was killed, and the next one runs in a new process
                await workers.run(job, TEXTS[name], seconds=SECONDS)
        with pytest.raises(TextRefused):
            await workers.run(job, "a " * 500_000, seconds=SECONDS)
        found = await workers.run(job, 'The minister said: "The talks went well today."', seconds=SECONDS)
    assert len(found.quotes) == 1
