"""Deals as running news tells them: treaties joined, measures told again, who signs for whom; sentences of our own."""

import pytest

from bot.nlp.deals import find_deals
from bot.nlp.read import read
from tests.nlp.test_deals import found
from tests.nlp.test_meetings import who

TARIFFS = "Peru slapped retaliatory tariffs on Chilean wine in 2020.\n\n"


@pytest.mark.parametrize(
    ("text", "stage", "parties"),
    [
        (
            "When it signed on to the North American Free Trade Agreement, Mexico promised to open its roads.",
            "signed",
            {"US", "CA", "MX"},
        ),
        (
            "Indian Prime Minister Narendra Modi and Chinese President Xi Jinping committed their two nations to the Oslo accord.",
            "agreed",
            {"IN", "CN"},
        ),
        ("Chile has put steep tariffs on Peruvian fish.", "imposed", {"CL", "PE"}),
        ("Chile will put steep tariffs on Peruvian fish.", "proposed", {"CL", "PE"}),
        ("He said the Swiss agreement with Chad over fish was fine.", "agreed", {"CH", "TD"}),
        (
            "Last week's megadeal between Northcorp and Southcorp pleased Wall Street.",
            "agreed",
            {"Northcorp", "Southcorp"},
        ),
        (
            "Northcorp has struck a work agreement with unions representing 40,000 drivers.",
            "agreed",
            {"Northcorp", "unions"},
        ),
    ],
)
def test_a_deal_has_its_stage_and_parties(text: str, stage: str, parties: set[str]) -> None:
    (deal,) = found(text)
    assert (deal.stage, {who(p) for p in deal.parties}) == (stage, parties)


@pytest.mark.parametrize(
    "text",
    [
        "Peru joined the Oslo accord last year.",
        "Peru and Chad praised the Oslo accord.",
        "His love of Mexico and the North American Free Trade Agreement is real.",
        "Ann Doe criticised the North American Free Trade Agreement.",
        "Chile could put steep tariffs on Peruvian fish.",
        "Several leaders spoke. Bolivia and Peru were named. They committed their two nations to the Oslo accord.",
    ],
)
def test_what_only_names_a_treaty_or_a_threat_is_not_shown(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("later", "stages"),
    [
        ("In 2023 the last tariff was removed.", ["imposed", "lifted"]),
        ("The tariffs could be lifted on Monday.", ["imposed"]),
        ("The sanctions were lifted on Monday.", ["imposed"]),
        ("Tariffs were lifted on Monday.", ["imposed"]),
    ],
)
def test_a_measure_told_again_keeps_who_imposed_it_and_upon_whom(later: str, stages: list[str]) -> None:
    deals = found(TARIFFS + later)
    assert [d.stage for d in deals] == stages
    assert all({who(p) for p in d.parties} == {"PE", "CL"} for d in deals)


def test_sanctions_against_the_regime_are_against_the_nation_just_named() -> None:
    told = "North Korea tested a bomb. After the test, Japan imposed sanctions that bar trading with the regime."
    (deal,) = found(told)
    assert {who(p) for p in deal.parties} == {"JP", "KP"}
    assert found("North Korea and Iran tested bombs. Japan imposed sanctions that bar trading with the regime.") == []


def test_two_heads_of_state_sign_as_nations_or_both_as_themselves() -> None:
    unknown = (
        "Chinese President Xi Jinping smiled.\n\nPresident Doe smiled.\n\nMr. Xi and Mr. Doe sealed their agreement."
    )
    (deal,) = found(unknown)
    assert {who(p) for p in deal.parties} == {"Xi Jinping", "Doe"}
    (deal,) = found("The Doe administration is new.\n\n" + unknown)
    assert {who(p) for p in deal.parties} == {"CN", "US"}


def test_who_holds_no_office_that_day_signs_for_himself() -> None:
    text = "Donald Trump signed a licensing agreement with Northcorp."
    assert [p.kind for d in find_deals(read(text)) for p in d.parties if p.name != "Northcorp"] == ["person"]
    assert [d for d in find_deals(read(text)) if d.shown] == []


def test_a_deal_told_with_another_word_is_the_same_deal() -> None:
    text = "Peru and Chad reached a deal on Monday.\n\nPeru has reached an agreement with Chad on fish, officials said."
    (deal,) = found(text)
    assert len(deal.evidence) == 2


def test_the_date_of_another_clause_is_not_the_deals() -> None:
    (deal,) = found("Northcorp has struck an agreement with unions for drivers who walked off the job in mid-April.")
    assert deal.date is None
