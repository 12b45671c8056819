from datetime import timedelta

import pytest

from bot.domain.errors import NotFound
from bot.domain.facts import Invitation, Meeting
from bot.services.meetings import PAGE
from tests import make
from tests.services.conftest import HERE, THERE, Desk

TEXT = "Trump called Tokayev. Xi Jinping was invited to Tashkent by Mirziyoyev."


async def happened(desk: Desk, ids) -> None:
    await make.saved(
        desk.db,
        ids,
        TEXT,
        f"https://{ids[0]}.example/",
        meetings=[make.meeting(TEXT, "Trump", "Tokayev")],
        invitations=[make.invitation(TEXT, "Mirziyoyev", "Xi Jinping")],
    )
    desk.names.invalidate()


async def test_meetings_and_invitations_are_answered_together(desk: Desk) -> None:
    await happened(desk, desk.ours)
    page = await desk.meetings.page(HERE)
    assert [type(one.fact) for one in page.meetings] == [Invitation, Meeting]


@pytest.mark.parametrize(
    ("asked", "kinds"),
    [
        ({"leader": "Trump"}, [Meeting]),
        ({"leader": "мирзиёев"}, [Invitation]),
        ({"country": "Kazakhstan"}, [Meeting]),
        ({"country": "us", "leader": "Tokayev"}, [Meeting]),
        ({"country": "uz"}, [Invitation]),
    ],
)
async def test_each_side_finds_its_meeting(desk: Desk, asked, kinds) -> None:
    await happened(desk, desk.ours)
    assert [type(one.fact) for one in (await desk.meetings.page(HERE, **asked)).meetings] == kinds


async def test_what_was_asked_is_repeated_in_full(desk: Desk) -> None:
    await happened(desk, desk.ours)
    page = await desk.meetings.page(HERE, leader="tokaev", country="kz")
    assert (page.leader, page.country) == ("Kassym-Jomart Tokayev", "Kazakhstan")


async def test_meetings_of_another_servers_sources_stay_there(desk: Desk) -> None:
    await happened(desk, desk.ours)
    for asked in ({}, {"leader": "Trump"}, {"country": "KZ"}):
        with pytest.raises(NotFound, match="No meeting or invitation"):
            await desk.meetings.page(THERE, **asked)


async def test_a_miss_names_both_conditions(desk: Desk) -> None:
    await happened(desk, desk.ours)
    with pytest.raises(NotFound, match="with Donald Trump and France"):
        await desk.meetings.page(HERE, leader="Trump", country="France")


async def test_an_unknown_country_names_what_is_near(desk: Desk) -> None:
    with pytest.raises(NotFound, match="No country called") as caught:
        await desk.meetings.page(HERE, country="Kazakstan")
    assert caught.value.near[0] == "Kazakhstan"


async def test_a_page_holds_five(desk: Desk) -> None:
    for number in range(PAGE + 2):
        await make.saved(
            desk.db,
            desk.ours,
            TEXT,
            f"https://a.example/{number}",
            published_at=make.NOW - timedelta(days=3 * number),
            meetings=[make.meeting(TEXT, "Trump", "Tokayev")],
        )
    first, second = await desk.meetings.page(HERE), await desk.meetings.page(HERE, number=1)
    assert (len(first.meetings), first.page.has_next, len(second.meetings), second.page.has_next) == (5, True, 2, False)
