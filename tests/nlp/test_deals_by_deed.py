"""What two sides agreed to do, what one buys, what became of a deal told before, and conditions; sentences of our own."""

import pytest

from bot.domain.facts import Deal
from tests.nlp.shown import deals


def _who(deal: Deal) -> set[str]:
    return {party.id for party in deal.parties}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Peru and Chile agreed on Monday to swap weather data.", "agreed on Monday to swap weather data"),
        ("The foreign ministers of Peru and Chile have agreed to reopen two border posts.", "agreed to reopen two border posts"),
    ],
)  # fmt: skip
def test_what_two_agreed_to_do_is_a_deal_in_the_articles_words(text: str, words: str) -> None:
    (deal,) = deals(text)
    assert (deal.instrument, deal.stage, _who(deal)) == (words, "agreed", {"PE", "CL"})


@pytest.mark.parametrize(
    "text",
    [
        "Peru and Chile agreed to deepen cooperation.",
        "Peru and Chile agreed to disagree.",
        "Peru and Chile have not agreed to swap weather data.",
        "Peru and Chile ended the talks without agreeing how to share the river.",
        "If Peru and Chile agree to swap weather data, fishermen will gain.",
        "Peru agreed to reopen two border posts.",
    ],
)
def test_a_vague_or_open_agreement_is_none(text: str) -> None:
    assert deals(text) == []


@pytest.mark.parametrize(
    ("text", "stage", "sides"),
    [
        ("Kenya ordered 12 helicopters from Italy.", "agreed", {"KE", "IT"}),
        ("Peru has committed to buy 24 jets from Sweden.", "pledged", {"PE", "SE"}),
        ("Chile plans to purchase 40 locomotives from Poland for $90 million.", "in_preparation", {"CL", "PL"}),
    ],
)
def test_a_large_purchase_is_a_deal(text: str, stage: str, sides: set[str]) -> None:
    (deal,) = deals(text)
    assert (deal.stage, _who(deal)) == (stage, sides)


@pytest.mark.parametrize(
    "text",
    [
        "Kenya may buy 12 helicopters from Italy.",
        "Peru buys most of its bread from Chile.",
        "The minister ordered two coffees from Italy.",
    ],
)
def test_small_or_open_purchases_are_none(text: str) -> None:
    assert deals(text) == []


def test_what_became_of_the_deal_just_told_is_told_of_its_sides() -> None:
    found = deals("Peru and Chile signed a water accord in October 2021, and renewed it for five years last November.")
    assert {(deal.stage, deal.date and deal.date.verbatim) for deal in found} == {
        ("signed", "October 2021"),
        ("in_force", "last November"),
    }
    assert all(_who(deal) == {"PE", "CL"} for deal in found)
    ratified = deals("Peru and Chile signed a treaty on fish in May. It was ratified by Chile's parliament on Monday.")
    assert {deal.stage for deal in ratified} == {"signed", "ratified"}


def test_a_signature_still_to_come_is_not_told_of_it() -> None:
    found = deals("Georgia and Armenia initialled a transit agreement on Sunday and expect to sign it in May.")
    assert [deal.stage for deal in found] == ["agreed"]


@pytest.mark.parametrize(
    "text",
    [
        "Sweden has committed $90 million for roads in Kenya if parliament clears the budget.",
        "Kenya and Peru will sign a tea treaty provided Lima agrees.",
    ],
)
def test_what_hangs_on_a_condition_is_not_shown(text: str) -> None:
    assert deals(text) == []


def test_two_bodies_taken_for_one_name_are_two() -> None:
    (deal,) = deals("Qatar Ports Fund and Rwanda Transport Board inked a grant agreement for a jetty.")
    assert {party.name for party in deal.parties} == {"Qatar Ports Fund", "Rwanda Transport Board"}


def test_an_agreement_that_one_ratified_is_with_the_nation_it_is_about() -> None:
    (deal,) = deals(
        "Norway's parliament ratified on Tuesday an agreement under which it will patrol waters off Iceland."
    )
    assert (deal.stage, _who(deal)) == ("ratified", {"NO", "IS"})


def test_a_pledge_made_on_a_day_was_made_on_the_day_before_publication() -> None:
    (deal,) = deals("Norway pledged $50 million for Ukraine's grid at a meeting in Lima on Saturday.")
    assert deal.date is not None
    assert deal.date.start is not None
    assert deal.date.start.day == 14  # published on Tuesday the 17th


@pytest.mark.parametrize(
    ("text", "stage", "sides"),
    [
        ("A truce between Kenyan and Peruvian border guards, mediated by Oman, has held since Friday.", "in_force", {"KE", "PE"}),
        ("Sweden set out its intention to provide 8 million kronor for Moldova's air defence.", "announced", {"SE", "MD"}),
        ("Sweden intends to provide $15 million in support for Moldovan schools.", "pledged", {"SE", "MD"}),
        ("Kenya and Peru elevated their ties to a strategic partnership in 2023.", "agreed", {"KE", "PE"}),
        ("Ottawa lifted a ban on arms sales to Kenya in February, and on May 1 Peru did so too.", "lifted", {"CA", "KE"}),
    ],
)  # fmt: skip
def test_sides_and_stage_are_read_off_the_phrase(text: str, stage: str, sides: set[str]) -> None:
    assert [(deal.stage, _who(deal)) for deal in deals(text)] == [(stage, sides)]


def test_the_council_of_a_text_of_the_union_is_the_union() -> None:
    text = "Council of the EU\n\nThe Council today prolonged the restrictive measures against Belarus until February."
    (deal,) = deals(text)
    assert (deal.stage, _who(deal)) == ("in_force", {"EU", "BY"})
    assert deals(f"{text}\n\nThe UN Security Council met.") == []


def test_who_signs_for_a_nation_that_is_a_side_is_not_left_out_of_the_list() -> None:
    text = (
        "Finnish Defence Minister Aino Berg met Peruvian Defence Minister Luis Paz in Lima. "
        "Berg and Paz signed a memorandum on depots."
    )
    (deal,) = deals(text)
    assert _who(deal) == {"FI", "PE"}


def test_the_day_of_the_first_measure_is_not_that_of_the_next() -> None:
    found = deals("Norway imposed duties on Kenyan tea in July and extended its sanctions on Peruvian firms.")
    assert {deal.stage: deal.date and deal.date.verbatim for deal in found} == {"imposed": "July", "in_force": None}
    (talks,) = deals("The leaders of Kenya and Peru held talks last May and signed a plan of action.")
    assert talks.date is not None
    assert talks.date.verbatim == "last May"


def test_whom_another_follows_with_his_own_sum_is_no_receiver() -> None:
    text = "The World Bank will provide $18 million for a pier in Fiji and India a further $5 million."
    assert not any("IN" in deal.towards for deal in deals(text))


def test_another_nations_ratification_is_not_that_of_this_deal() -> None:
    found = deals("Peru and Chile signed the ports treaty on Monday. Kenya ratified it in March.")
    assert [deal.stage for deal in found] == ["signed"]
