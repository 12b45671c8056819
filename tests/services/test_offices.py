from datetime import date, timedelta

import pytest

from bot.domain.errors import NotFound
from bot.domain.offices import NEWS
from bot.seeding import sow
from tests import make
from tests.services.conftest import HERE, LEADERS, THERE, Desk

TODAY = date(2026, 3, 10)
TEXT = "President Mira Soll of Kazakhstan said the port opens."


async def named(
    desk: Desk,
    *sources: tuple[int, int],
    name: str = "Mira Soll",
    office: str = "President",
    standing="present",
    **more,
) -> None:
    """One article a source, each with a text of its own."""
    for number, ids in enumerate(sources):
        await make.saved(
            desk.db,
            ids,
            f"{TEXT} So wrote desk {ids[0]} on {standing} {number} {more}.",
            f"https://{ids[0]}.example/{name}/{standing}/{number}",
            people=[make.office(name, office, "KZ", standing=standing)],
            **more,
        )
    desk.names.invalidate()


async def third(desk: Desk) -> tuple[int, int]:
    return await make.reading(desk.db, 2, "Gulf Gazette")


async def test_three_sources_change_the_president_for_everybody_and_a_restart_keeps_it(desk: Desk) -> None:
    await named(desk, desk.ours, desk.theirs, await third(desk))
    assert await desk.offices.settle(make.NOW) == 2
    assert await desk.offices.settle(make.NOW) == 0
    await sow(desk.db, desk.store, LEADERS)
    new = (await desk.leaders.answer(HERE, "Soll", TODAY)).leader
    old = (await desk.leaders.answer(HERE, "Tokayev", TODAY)).leader
    assert new
    assert old
    assert [(one.office, one.as_of, one.source, one.until_on) for one in new.tenures] == [
        ("President", TODAY, NEWS, None)
    ]
    assert [(one.office, one.until_on) for one in old.tenures] == [("President", TODAY)]


@pytest.mark.parametrize("standing", ["former", "acting", "designate"])
async def test_former_acting_and_designate_holders_never_set_the_present(desk: Desk, standing: str) -> None:
    await named(desk, desk.ours, desk.theirs, await third(desk), standing=standing)
    assert await desk.offices.settle(make.NOW) == 0
    assert (await desk.offices.listing(HERE, make.NOW)).lines == ()


async def test_three_feeds_of_one_site_are_one_voice(desk: Desk) -> None:
    """Or whoever manages a server and has a page of their own could name presidents for every server."""
    feeds = [await make.reading(desk.db, 3, name) for name in ("Page One", "Page Two", "Page Three")]
    for number, (source, _) in enumerate(feeds):
        address = {"url": f"https://{number}.page.example/feed", "source": source}
        await desk.db.transaction(
            lambda tx, address=address: tx.execute("UPDATE feed SET url = :url WHERE source_id = :source", address)
        )
    await named(desk, *feeds)
    assert await desk.offices.settle(make.NOW) == 0
    await named(desk, desk.ours, desk.theirs)
    assert await desk.offices.settle(make.NOW) == 2


async def test_articles_whose_day_is_a_guess_say_nothing(desk: Desk) -> None:
    await named(desk, desk.ours, desk.theirs, await third(desk))
    await desk.db.transaction(lambda tx: tx.execute("UPDATE article SET published_known = 0"))
    assert await desk.offices.settle(make.NOW) == 0


async def test_articles_from_long_ago_or_the_future_say_nothing(desk: Desk) -> None:
    await named(desk, desk.ours, desk.theirs, await third(desk), published_at=make.NOW + timedelta(days=2))
    assert await desk.offices.settle(make.NOW) == 0
    assert await desk.offices.settle(make.NOW + timedelta(days=183)) == 0
    assert await desk.offices.settle(make.NOW + timedelta(days=181)) == 2


async def test_a_server_sees_candidates_and_articles_of_its_own_sources_alone(desk: Desk) -> None:
    await named(desk, desk.ours, desk.theirs)
    (line,) = (await desk.offices.listing(HERE, make.NOW)).lines
    assert (line.candidate.name, line.candidate.sources) == ("Mira Soll", 1)
    assert [one.source for one in line.evidence] == ["Steppe Wire"]
    await named(desk, desk.theirs, name="Ivo Tal")
    assert "Ivo Tal" not in {one.candidate.name for one in (await desk.offices.listing(HERE, make.NOW)).lines}
    with pytest.raises(NotFound, match="no single candidate"):
        await desk.offices.approve(HERE, "Ivo Tal", make.NOW)


async def test_an_approval_holds_in_the_server_that_gave_it(desk: Desk) -> None:
    await named(desk, desk.ours)
    text = "“The port opens,” Mira Soll said."
    await make.saved(desk.db, desk.ours, text, quotes=[make.quote(text, "The port opens,", "Mira Soll")])
    desk.names.invalidate()
    ruling = await desk.offices.approve(HERE, "Mira Soll, President of Kazakhstan", make.NOW)
    assert (ruling.person, ruling.ruled_on) == ("mira-soll", TODAY)
    assert (await desk.leaders.answer(HERE, "Soll", TODAY)).rulings == (ruling,)
    assert (await desk.leaders.answer(HERE, "Tokayev", TODAY)).rulings == (ruling,), "another holds what was his"
    assert (await desk.leaders.answer(THERE, "Tokayev", TODAY)).rulings == ()
    listing = await desk.offices.listing(HERE, make.NOW)
    assert (listing.lines, listing.rulings) == ((), (ruling,))
    assert (await desk.offices.listing(THERE, make.NOW)).rulings == ()


async def test_a_dismissal_hides_what_the_news_said_in_that_server_and_can_be_taken_back(desk: Desk) -> None:
    await named(desk, desk.ours, desk.theirs, await third(desk))
    await desk.offices.dismiss(HERE, "Mira Soll", make.NOW)
    await desk.offices.settle(make.NOW)
    here, there = [await desk.leaders.answer(scope, "Soll", TODAY) for scope in (HERE, THERE)]
    assert here.leader
    assert there.leader
    assert (len(here.leader.tenures), len(there.leader.tenures)) == (0, 1)
    await desk.offices.approve(HERE, "Mira Soll", make.NOW)
    assert [one.verdict for one in (await desk.leaders.answer(HERE, "Soll", TODAY)).rulings] == ["approved"]


async def test_one_person_is_approved_for_an_office_at_a_time(desk: Desk) -> None:
    await named(desk, desk.ours)
    await named(desk, desk.ours, name="Ivo Tal")
    for name in ("Mira Soll", "Ivo Tal"):
        await desk.offices.approve(HERE, name, make.NOW)
    assert [one.name for one in (await desk.offices.listing(HERE, make.NOW)).rulings] == ["Ivo Tal"]


async def test_the_list_of_leaders_says_the_day_of_an_old_source(desk: Desk) -> None:
    text = "Tokayev spoke."
    await make.saved(desk.db, desk.ours, text, quotes=[make.quote(text, "spoke")])
    known = date(2026, 1, 17)
    for days, shown in ((179, None), (180, None), (181, known)):
        (line,) = (await desk.leaders.page(HERE, on=known + timedelta(days=days))).lines
        assert (line.office, line.as_of) == ("President", shown)


async def test_a_quote_has_the_office_the_text_gives_else_the_one_known_for_its_day(desk: Desk) -> None:
    text = "Tokayev spoke."
    for number, days in enumerate((0, 400, -400)):
        await make.saved(
            desk.db,
            desk.ours,
            text,
            f"https://a.example/{number}",
            quotes=[make.quote(text, "spoke")],
            published_at=make.NOW + timedelta(days=days),
        )
    desk.names.invalidate()
    page = await desk.quotes.page(HERE, speaker="Tokayev")
    offices = {
        one.article.published_at: (one.fact.speaker.office, one.fact.speaker.office_as_of)
        for one in page.quotes
        if one.fact.speaker
    }
    assert offices == {
        make.NOW: ("President", date(2026, 1, 17)),
        make.NOW + timedelta(days=400): ("President", date(2026, 1, 17)),
        make.NOW - timedelta(days=400): (None, None),
    }
