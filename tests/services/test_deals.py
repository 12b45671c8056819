import pytest

from bot.domain.errors import NotFound
from bot.domain.facts import Party
from bot.domain.keys import short_id
from tests import make
from tests.services.conftest import HERE, THERE, Desk

TEXT = "Two sides signed a paper worth $2 billion."


async def agreed(desk: Desk, ids, *codes: str, number: int = 1, **more) -> int:
    saved = await make.saved(
        desk.db, ids, TEXT, f"https://{ids[0]}.example/{number}", deals=[make.deal(TEXT, *codes, **more)]
    )
    desk.names.invalidate()
    return saved.new_facts[0]


async def found(desk: Desk, scope=HERE, **asked) -> list[int]:
    return [one.id for one in (await desk.deals.page(scope, **asked)).deals]


async def test_every_condition_narrows_and_all_hold_at_once(desk: Desk) -> None:
    rail = await agreed(desk, desk.ours, "US", "UZ", number=1, sectors=("railways",))
    grain = await agreed(desk, desk.ours, "US", "KZ", number=2, sectors=("grain",), stage="under_negotiation")
    assert await found(desk) == [grain, rail]
    assert await found(desk, country="America") == [grain, rail]
    assert await found(desk, country="US", with_country="kazakhstan") == [grain]
    assert await found(desk, with_country="UZ") == [rail]
    assert await found(desk, sector="Railways") == [rail]
    assert await found(desk, stage="Under negotiation") == [grain]
    with pytest.raises(NotFound, match=r"No deal of the United States with Kazakhstan in railways in the news"):
        await found(desk, country="US", with_country="KZ", sector="railways")


async def test_a_union_of_states_is_a_side_of_its_own(desk: Desk) -> None:
    union = Party(kind="organisation", id="EU", name="European Union")
    deal = make.deal(TEXT, "KZ")
    saved = await make.saved(
        desk.db,
        desk.ours,
        TEXT,
        deals=[
            type(deal)(
                parties=(*deal.parties, union),
                instrument="pact",
                stage="agreed",
                evidence=deal.evidence,
                confidence=0.9,
                shown=True,
            )
        ],
    )
    assert await found(desk, country="EU") == list(saved.new_facts)
    page = await desk.deals.page(HERE, country="KZ", with_country="the bloc")
    assert (page.country, page.with_country, len(page.deals)) == ("Kazakhstan", "European Union", 1)
    with pytest.raises(NotFound, match="No deal of Albania"):
        await found(desk, country="AL")


async def test_deals_of_another_servers_sources_stay_there(desk: Desk) -> None:
    number = await agreed(desk, desk.ours, "US", "UZ", sectors=("railways",))
    for asked in ({}, {"country": "US"}, {"sector": "railways"}, {"stage": "signed"}):
        with pytest.raises(NotFound):
            await desk.deals.page(THERE, **asked)
    with pytest.raises(NotFound):
        await desk.deals.answer(THERE, short_id("deal", number))
    assert await desk.deals.sectors(THERE, "") == []
    assert await desk.deals.deals(THERE, "") == []


async def test_one_deal_by_its_id_however_it_is_typed(desk: Desk) -> None:
    number = await agreed(desk, desk.ours, "US", "UZ", amount="$2 billion")
    known_as = short_id("deal", number)
    for typed in (known_as, known_as.lower(), known_as.replace("-", " ")):
        answer = await desk.deals.answer(HERE, typed)
        assert answer.deal.id == number
        assert answer.deal.fact.claims[0].verbatim == "$2 billion"


@pytest.mark.parametrize("typed", ["D-ZZZ", "Q-1", "nonsense", "", "D-" + "Z" * 12])
async def test_an_id_that_is_no_deal_is_not_found(desk: Desk, typed: str) -> None:
    await agreed(desk, desk.ours, "US", "UZ")
    with pytest.raises(NotFound, match=r"No deal|is not a deal"):
        await desk.deals.answer(HERE, typed)


async def test_an_unknown_stage_lists_the_stages(desk: Desk) -> None:
    with pytest.raises(NotFound, match=r"not a stage of a deal.*under negotiation"):
        await desk.deals.page(HERE, stage="half done")


async def test_a_sector_nobody_agreed_on_names_those_near_it(desk: Desk) -> None:
    await agreed(desk, desk.ours, "US", "UZ", sectors=("railways",))
    with pytest.raises(NotFound, match="in rail in the news") as caught:
        await desk.deals.page(HERE, sector="rail")
    assert caught.value.near == ("railways",)


async def test_sectors_are_offered_most_frequent_first_and_follow_new_deals(desk: Desk) -> None:
    await agreed(desk, desk.ours, "US", "UZ", number=1, sectors=("railways",))
    assert [choice.value for choice in await desk.deals.sectors(HERE, "")] == ["railways"]
    for number, other in ((2, "UZ"), (3, "KZ")):
        await agreed(desk, desk.ours, "US", other, number=number, sectors=("rare earths", "Grain"))
    assert [choice.value for choice in await desk.deals.sectors(HERE, "ra")] == ["rare earths", "railways"]
    assert [choice.value for choice in await desk.deals.sectors(HERE, "")] == ["grain", "rare earths", "railways"]


async def test_deals_are_offered_by_id_and_side(desk: Desk) -> None:
    number = await agreed(desk, desk.ours, "US", "UZ", stage="in_force")
    for typed in ("", "uz", short_id("deal", number), "agreement"):
        (choice,) = await desk.deals.deals(HERE, typed)
        assert choice.value == short_id("deal", number)
        assert choice.name == f"{choice.value} agreement: US – UZ (in force)"


async def test_a_page_holds_five(desk: Desk) -> None:
    others = ("UZ", "KZ", "CN", "FR", "AL", "DE")
    numbers = [await agreed(desk, desk.ours, "US", code, number=number) for number, code in enumerate(others)]
    assert await found(desk) == numbers[:0:-1]
    assert (await desk.deals.page(HERE)).page.has_next
    last = await desk.deals.page(HERE, number=1)
    assert ([one.id for one in last.deals], last.page.has_next) == (numbers[:1], False)
