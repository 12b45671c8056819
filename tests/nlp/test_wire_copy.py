"""How agencies write: datelines, short names of treaties, handles, "the summit which will take place"."""

import pytest

from bot.nlp.extract import extract
from tests.nlp.shown import PUBLISHED, deals, meetings, quotes, sides, words


@pytest.mark.parametrize(
    "dateline",
    [
        "LIMA, March 3 (Wire) -- ",
        "LIMA, March 3. /WIRE/. ",
        "LIMA/QUITO, Mar 3 (WIRE) – ",
        "LIMA (Wire) - ",
        "Lima (AB) - ",
        "(ANDESWIRE) - ",
        "LIMA — ",
        "LIMA: ",
        "",
    ],
)
def test_a_dateline_is_no_side_and_no_date_of_a_deal(dateline: str) -> None:
    found = extract(f"{dateline}Ghana and Togo signed a trade agreement, the ministry said.", published_on=PUBLISHED)
    (deal,) = found.deals
    assert [party.name for party in deal.parties] == ["Ghana", "Togo"]
    assert deal.date is None


def test_a_dateline_is_not_part_of_what_was_said() -> None:
    text = "LIMA, March 3 (Wire) — The port will open in May, Transport Minister Rosa Quispe said."
    (quote,) = extract(text, published_on=PUBLISHED).quotes
    assert words(text, quote) == "The port will open in May"


def test_a_treaty_by_its_short_name_meets_nobody() -> None:
    text = (
        "Foreign Minister Tuan Vo of Vietnam thanked Romania for its help during the negotiation and signing of the "
        "Danube Transit Agreement (DTA). The DTA held talks with nobody."
    )
    assert meetings(text) == []


def test_a_handle_is_not_one_more_person() -> None:
    text = (
        "President Emmanuel Macron of France spoke by phone with President Donald Trump on Friday. "
        "“A useful call today with @EmmanuelMacron about fisheries,” Trump wrote in a post on Friday."
    )
    assert [sides(one) for one in meetings(text)] == [{"Emmanuel Macron", "Donald Trump"}]


@pytest.mark.parametrize(
    "clause", ["which will take place", "that will be held", "to take place", "to be held", "scheduled to take place"]
)
def test_a_summit_that_is_to_come_was_not_held(clause: str) -> None:
    text = f"They looked forward to the summit {clause} between President Donald Trump and Kim Jong Un in Singapore."
    assert all(one.stage != "held" for one in extract(text, published_on=PUBLISHED).meetings)


def test_whom_both_sides_met_is_not_guessed_from_the_next_talks() -> None:
    text = (
        "Trade Minister Lars Holm of Denmark held talks on Thursday with Peru’s Foreign Minister Rosa Quispe and Chile’s Energy Minister "
        "Ana Rojas.\n\nDuring the meeting with Minister Quispe, the two sides agreed on a fishing season.\n\nIn his meeting with Chilean "
        "colleague Ana Rojas, both sides counted the wind parks built so far."
    )
    told = extract(text, published_on=PUBLISHED).meetings
    assert told
    assert all("Lars Holm" in sides(one) for one in told)


def test_a_call_of_presidents_and_of_their_names_is_one() -> None:
    text = (
        "Fish was not mentioned in a telephone conversation of the presidents of Brazil and France, an aide said. "
        "President Emmanuel Macron and President Luiz Inácio Lula da Silva talked on the phone on Sunday."
    )
    assert [sides(one) for one in meetings(text)] == [{"Emmanuel Macron", "Luiz Inácio Lula da Silva"}]


def test_a_measure_under_consideration_is_not_lifted() -> None:
    text = "The adviser said that removing United States sanctions on Belarus is under consideration."
    assert deals(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Japan and Chile agreed to hold annual talks between their trade ministers.",
        "Japan and Chile decided to create a legal environment favourable for trade and investment.",
        "Japan and Chile hailed the second meeting of the Japan - Chile Commission on bilateral cooperation.",
    ],
)
def test_what_is_arranged_around_a_deal_is_none(text: str) -> None:
    assert deals(text) == []


def test_a_treaty_between_a_union_and_a_state_of_two_words_has_both() -> None:
    text = "The minister thanked Peru for the early ratification of the EU-Sri Lanka Investment Protection Agreement."
    (deal,) = extract(text, published_on=PUBLISHED).deals
    assert {party.name for party in deal.parties} == {"European Union", "Sri Lanka"}


def test_the_name_of_an_outlet_in_marks_was_said_by_nobody() -> None:
    text = "The date was given by the spokesman Karl Lind, reports “Interfax”."
    assert quotes(text) == []
