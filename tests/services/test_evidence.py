import pytest

from bot.domain.errors import NotFound
from bot.domain.facts import Quote
from bot.domain.keys import short_id
from tests import make
from tests.services.conftest import HERE, THERE, Desk

TEXT = "“We begin in May,” Tokayev said."


async def kept(desk: Desk) -> int:
    saved = await make.saved(desk.db, desk.ours, TEXT, quotes=[make.quote(TEXT, "We begin in May,")])
    return saved.new_facts[0]


async def test_why_shows_the_article_and_the_very_characters(desk: Desk) -> None:
    fact = (await desk.evidence.answer(HERE, short_id("quote", await kept(desk)).lower())).fact
    assert isinstance(fact.fact, Quote)
    assert fact.article.text[fact.fact.start : fact.fact.end] == "We begin in May,"
    assert (fact.article.source, fact.article.url) == ("Steppe Wire", "https://wire.example/1")


async def test_why_says_that_a_fact_was_withdrawn_and_shows_what_it_rested_on(desk: Desk) -> None:
    number = await kept(desk)
    await make.saved(desk.db, desk.ours, "Tokayev said nothing.", now=make.NOW.replace(hour=11))
    fact = (await desk.evidence.answer(HERE, short_id("quote", number))).fact
    assert fact.withdrawn_at == make.NOW.replace(hour=11)
    assert fact.article.text == TEXT


async def test_an_edit_moves_the_evidence_and_keeps_the_id(desk: Desk) -> None:
    number = await kept(desk)
    edited = "Astana, Tuesday. " + TEXT
    await make.saved(desk.db, desk.ours, edited, quotes=[make.quote(edited, "We begin in May,")])
    fact = (await desk.evidence.answer(HERE, short_id("quote", number))).fact
    assert isinstance(fact.fact, Quote)
    assert (fact.withdrawn_at, fact.article.revision) == (None, 2)
    assert fact.article.text[fact.fact.start : fact.fact.end] == "We begin in May,"


async def test_another_servers_fact_is_not_found(desk: Desk) -> None:
    with pytest.raises(NotFound, match="No fact Q-"):
        await desk.evidence.answer(THERE, short_id("quote", await kept(desk)))


async def test_the_letter_must_be_the_facts_own(desk: Desk) -> None:
    with pytest.raises(NotFound, match="No fact D-"):
        await desk.evidence.answer(HERE, short_id("deal", await kept(desk)))


@pytest.mark.parametrize("typed", ["", "seven", "X-1", "Q-", "Q-UUU", "Q-1; DROP TABLE fact"])
async def test_what_is_no_id_is_answered_with_what_an_id_looks_like(desk: Desk, typed: str) -> None:
    with pytest.raises(NotFound, match="Ids look like Q-41K"):
        await desk.evidence.answer(HERE, typed)


async def test_a_number_beyond_any_store_is_only_not_found(desk: Desk) -> None:
    with pytest.raises(NotFound, match="No fact"):
        await desk.evidence.answer(HERE, "Q-" + "Z" * 12)
