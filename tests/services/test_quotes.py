from datetime import date, timedelta

import pytest

from bot.domain.errors import NotFound
from bot.services.quotes import PAGE
from tests import make
from tests.services.conftest import HERE, THERE, Desk


async def said(desk: Desk, ids, words: str, name: str = "Tokayev", *, number: int = 1, **more) -> None:
    text = f"“{words},” {name} said on Tuesday."
    await make.saved(
        desk.db, ids, text, f"https://{ids[0]}.example/{number}", quotes=[make.quote(text, words, name)], **more
    )
    desk.names.invalidate()


def words_of(page) -> list[str]:
    return [one.article.text[one.fact.start : one.fact.end] for one in page.quotes]


async def test_the_newest_words_come_first_and_under_the_full_name(desk: Desk) -> None:
    await said(desk, desk.ours, "We begin in May", number=1)
    await said(desk, desk.ours, "We began in May", number=2)
    page = await desk.quotes.page(HERE, speaker="токаев")
    assert words_of(page) == ["We began in May", "We begin in May"]
    assert page.speaker == "Kassym-Jomart Tokayev"


async def test_words_of_another_servers_sources_stay_there(desk: Desk) -> None:
    await said(desk, desk.ours, "We begin in May")
    with pytest.raises(NotFound, match="No quote by Kassym-Jomart Tokayev"):
        await desk.quotes.page(THERE, speaker="Tokayev")
    with pytest.raises(NotFound, match="No quote by anybody"):
        await desk.quotes.page(THERE)
    with pytest.raises(NotFound, match="about “May”"):
        await desk.quotes.page(THERE, about="May")


async def test_only_the_speaker_asked_for_answers(desk: Desk) -> None:
    await said(desk, desk.ours, "We begin in May", number=1)
    await said(desk, desk.ours, "Nobody begins in May", "Trump", number=2)
    assert words_of(await desk.quotes.page(HERE, speaker="Trump")) == ["Nobody begins in May"]


async def test_all_that_is_asked_holds_at_once(desk: Desk) -> None:
    await said(desk, desk.ours, "The railway opens in May", number=1)
    await said(desk, desk.ours, "The railway is late", number=2, published_at=make.NOW - timedelta(days=2))
    await said(desk, desk.ours, "The port opens", number=3)
    page = await desk.quotes.page(HERE, speaker="Tokayev", about="railway", since=make.NOW.date())
    assert words_of(page) == ["The railway opens in May"]
    assert (page.about, page.since) == ("railway", make.NOW.date())


async def test_a_page_holds_five_and_says_whether_there_is_more(desk: Desk) -> None:
    for number in range(PAGE + 1):
        await said(desk, desk.ours, f"Sentence {number}", number=number)
    first, second = await desk.quotes.page(HERE), await desk.quotes.page(HERE, number=1)
    assert (len(first.quotes), first.page.has_next) == (PAGE, True)
    assert (words_of(second), second.page.has_next, second.page.number) == (["Sentence 0"], False, 1)


async def test_a_page_past_the_end_is_said_to_be_gone_and_not_that_nothing_was_found(desk: Desk) -> None:
    await said(desk, desk.ours, "We begin in May")
    with pytest.raises(NotFound, match="no page 8 any more"):
        await desk.quotes.page(HERE, number=7)


@pytest.mark.parametrize("about", ['"', "US-China", "O'Neil", "AND", "c++", "😀", "NEAR(", "\0"])
async def test_a_search_for_anything_is_a_miss_in_words(desk: Desk, about: str) -> None:
    await said(desk, desk.ours, "We begin in May")
    with pytest.raises(NotFound, match="No quote by anybody about"):
        await desk.quotes.page(HERE, about=about)


async def test_a_miss_says_since_when(desk: Desk) -> None:
    await said(desk, desk.ours, "We begin in May")
    with pytest.raises(NotFound, match="since 1 January 2030"):
        await desk.quotes.page(HERE, since=date(2030, 1, 1))


async def test_a_misspelled_speaker_is_told_who_is_near(desk: Desk) -> None:
    with pytest.raises(NotFound) as caught:
        await desk.quotes.page(HERE, speaker="Donald Trupm")
    assert caught.value.near == ("Donald Trump",)
