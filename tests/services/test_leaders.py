from datetime import date, timedelta

import pytest

from bot.domain.errors import NotFound
from bot.services.leaders import LATEST, PAGE
from tests import make
from tests.services.conftest import HERE, THERE, Desk

TODAY = date(2026, 3, 10)
TEXT = "“We begin in May,” Tokayev said. Trump called Tokayev."


async def news(desk: Desk, ids, office: str = "President", *, number: int = 1, **more) -> None:
    await make.saved(
        desk.db,
        ids,
        TEXT,
        f"https://{ids[0]}.example/{number}",
        people=[make.office("Tokayev", office, "KZ")],
        quotes=[make.quote(TEXT, "We begin in May,")],
        meetings=[make.meeting(TEXT, "Trump", "Tokayev")],
        deals=[make.deal(TEXT, "KZ", "US")],
        **more,
    )
    desk.names.invalidate()


async def test_a_leaders_answer_holds_office_words_meetings_and_deals(desk: Desk) -> None:
    await news(desk, desk.ours)
    answer = await desk.leaders.answer(HERE, "Токаев", TODAY)
    assert (answer.name, answer.country, answer.as_of) == ("Kassym-Jomart Tokayev", "KZ", TODAY)
    assert answer.leader
    assert answer.leader.tenures[0].office == "President"
    assert [sighting.office for sighting in answer.sightings] == ["President"]
    assert (len(answer.quotes), len(answer.meetings), len(answer.deals)) == (1, 1, 1)


async def test_a_leader_without_news_is_answered_from_the_seeds(desk: Desk) -> None:
    answer = await desk.leaders.answer(THERE, "Xi", TODAY)
    assert answer.name == "Xi Jinping"
    assert answer.sightings == answer.quotes == answer.meetings == answer.deals == ()


async def test_nothing_of_another_servers_sources_is_in_the_answer(desk: Desk) -> None:
    await news(desk, desk.ours)
    answer = await desk.leaders.answer(THERE, "Tokayev", TODAY)
    assert answer.sightings == answer.quotes == answer.meetings == answer.deals == ()


async def test_somebody_we_do_not_follow_is_answered_from_the_articles(desk: Desk) -> None:
    text = "“The port opens,” Jane Doe said."
    await make.saved(
        desk.db,
        desk.ours,
        text,
        quotes=[make.quote(text, "The port opens,", "Jane Doe")],
        people=[make.office("Jane Doe", "Harbour Minister", "FR")],
    )
    answer = await desk.leaders.answer(HERE, "doe", TODAY)
    assert (answer.name, answer.leader, len(answer.quotes)) == ("Jane Doe", None, 1)
    assert (answer.sightings[0].office, answer.sightings[0].source) == ("Harbour Minister", "Steppe Wire")


async def test_the_newest_office_comes_first_and_only_the_latest_words_are_shown(desk: Desk) -> None:
    for number in range(LATEST + 1):
        await news(
            desk, desk.ours, f"President {number}", number=number, published_at=make.NOW - timedelta(days=4 * number)
        )
    answer = await desk.leaders.answer(HERE, "Tokayev", TODAY)
    assert [sighting.office for sighting in answer.sightings][:2] == ["President 0", "President 1"]
    assert len(answer.quotes) == LATEST


async def test_a_name_nobody_has_is_asked_back(desk: Desk) -> None:
    with pytest.raises(NotFound, match="Nobody called “Tokamev”") as caught:
        await desk.leaders.answer(HERE, "Tokamev", TODAY)
    assert caught.value.near == ("Kassym-Jomart Tokayev",)


async def test_the_list_counts_words_and_shows_the_office_last_given(desk: Desk) -> None:
    await news(desk, desk.ours)
    page = await desk.leaders.page(HERE, on=TODAY)
    lines = {line.name: (line.office, line.quotes, line.last_seen_at) for line in page.lines}
    assert lines == {"Kassym-Jomart Tokayev": ("President", 1, make.NOW), "Donald Trump": (None, 0, make.NOW)}


async def test_the_list_tells_no_office_that_only_another_servers_sources_gave(desk: Desk) -> None:
    await news(desk, desk.theirs, "Chairman of a secret council")
    text = "Tokayev met Mirziyoyev."
    await make.saved(
        desk.db, desk.ours, text, "https://a.example/", meetings=[make.meeting(text, "Tokayev", "Mirziyoyev")]
    )
    page = await desk.leaders.page(HERE, on=TODAY)
    offices = {line.name: line.office for line in page.lines}
    assert offices == {"Kassym-Jomart Tokayev": "President", "Shavkat Mirziyoyev": None}, "the seeds' office, or none"


async def test_the_list_of_a_country_and_of_another_server(desk: Desk) -> None:
    await news(desk, desk.ours)
    page = await desk.leaders.page(HERE, country="america", on=TODAY)
    assert ([line.name for line in page.lines], page.country) == (["Donald Trump"], "United States")
    with pytest.raises(NotFound, match="Nobody of France"):
        await desk.leaders.page(HERE, country="France", on=TODAY)
    with pytest.raises(NotFound, match="Nobody is in the news"):
        await desk.leaders.page(THERE, on=TODAY)


async def test_a_page_holds_fifteen(desk: Desk) -> None:
    text = "All met."
    names = [f"Delegate {chr(65 + number)}" for number in range(PAGE + 2)]
    await make.saved(desk.db, desk.ours, text, meetings=[make.meeting(text, *names)])
    first, second = await desk.leaders.page(HERE, on=TODAY), await desk.leaders.page(HERE, number=1, on=TODAY)
    assert ([line.name for line in first.lines], first.page.has_next) == (names[:PAGE], True)
    assert ([line.name for line in second.lines], second.page.has_next) == (names[PAGE:], False)
