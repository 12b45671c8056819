from dataclasses import replace

import pytest

from bot.domain.errors import NotFound
from bot.domain.facts import Quote
from bot.domain.keys import short_id
from bot.domain.news import ArticleRef
from bot.render import why
from storage.articles import ArticleStore
from tests import make
from tests.desk import check
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


async def test_why_says_what_edits_did(desk: Desk) -> None:
    text, later = "The deal on rail is worth $1 billion, or $2 billion.", "Corrected: " + TEXT
    first = make.deal(text, "US", "KZ", stage="pledged", amount="$1 billion")
    (number,) = (await make.saved(desk.db, desk.ours, text, deals=[first])).new_facts
    moved = make.deal(text + " ", "US", "KZ", stage="signed", amount="$2 billion")
    for hour, words, deals in ((10, text + " ", [moved]), (11, later, []), (12, text, [moved])):
        await make.saved(desk.db, desk.ours, words, now=make.NOW.replace(hour=hour), deals=deals)
    answer = await desk.evidence.answer(HERE, short_id("deal", number))
    assert [(one.what, one.before, one.after) for one in answer.history.changes] == [
        ("stage", "pledged", "signed"),
        ("amount", "$1 billion", "$2 billion"),
        ("withdrawn", "", ""),
        ("back", "", ""),
    ]
    assert [one.number for one in answer.history.revisions] == [1, 2, 3, 4]
    shown = "\n".join(map(check, why.why(answer)))
    for words in ("moved from pledged to signed", "from $1 billion to $2 billion", "was withdrawn", "said so again"):
        assert words in shown


async def test_an_article_that_tells_of_an_event_twice_is_no_second_article(desk: Desk) -> None:
    text = "Trump called Tokayev on Tuesday. In the call Trump and Tokayev spoke of grain."
    met = make.meeting(text, "Trump", "Tokayev")
    first, second = (await make.saved(desk.db, desk.ours, text, meetings=[met, met])).new_facts
    for number in (first, second):
        answer = await desk.evidence.answer(HERE, short_id("meeting", number))
        assert {one.id for one in answer.event.reports} == {first, second}
        assert "Also told by" not in "\n".join(map(check, why.why(answer)))


async def test_a_page_that_shows_a_wall_now_takes_nothing_back(desk: Desk) -> None:
    number = await kept(desk)
    wall = replace(make.article("Subscribe to read on."), state="headline")
    saved = await desk.db.transaction(
        lambda tx: ArticleStore(desk.db).save(
            tx,
            feed_id=desk.ours[1],
            source_id=desk.ours[0],
            entry=make.entry(),
            article=wall,
            extraction=make.extraction(),
            now=make.NOW,
        )
    )
    assert saved.withdrawn == ()
    answer = await desk.evidence.answer(HERE, short_id("quote", number))
    assert (answer.fact.withdrawn_at, len(answer.history.revisions)) == (None, 1)


def test_a_whole_sentence_is_shown_plain_and_a_part_is_bold_in_its_own_sentence_alone() -> None:
    text = "Chile signed the pact. “It holds,” Boric said. “It will last.” Peru waits."

    article = ArticleRef(id=1, url="", title="", source="", published_at=make.NOW, stored_at=make.NOW, text=text)

    def shown(words: str) -> str:
        return why.marked(article, make.span(text, words))

    assert shown("Chile signed the pact.") == "Chile signed the pact."
    assert shown("It holds,") == "“**It holds,**” Boric said."
    assert shown("“It will last.”") == "“It will last.”"
    assert shown("Chile signed") == "**Chile signed** the pact."
