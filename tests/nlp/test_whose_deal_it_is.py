"""Who is a party and who only looked on, praised, passed a law or was named nearby; and which sum is the deal's."""

import pytest

from bot.domain.facts import Deal
from tests.nlp.shown import deals

TWO = "Norway’s Prime Minister Kari Lund met Peru’s President Rosa Quispe in Lima. "


def _parties(deal: Deal) -> set[str]:
    return {party.name for party in deal.parties}


@pytest.mark.parametrize(
    "text",
    [
        "Prime Minister Kari Lund of Norway and President Rosa Quispe of Peru witnessed the signing of a fisheries agreement.",
        "Prime Minister Kari Lund of Norway and President Rosa Quispe of Peru attended the signing of a peace accord between "
        "the rebels and the army.",
    ],
)
def test_who_looks_on_while_others_sign_is_no_party(text: str) -> None:
    assert deals(text) == []


def test_of_papers_of_two_firms_or_ministries_the_onlookers_are_no_parties() -> None:
    (one,) = deals(
        "Prime Minister Kari Lund of Norway and President Rosa Quispe of Peru oversaw the signing of a memorandum of "
        "understanding between Statkraft and Petroperu."
    )
    assert _parties(one) == {"Statkraft", "Petroperu"}
    (one,) = deals(
        TWO
        + "The two leaders witnessed the signing of a memorandum of understanding on ferries between the Ministry of "
        "Transport of Norway and the Ministry of Ports of Peru."
    )
    assert _parties(one) == {"Ministry of Transport of Norway", "Ministry of Ports of Peru"}


def test_those_between_whom_there_is_what_an_accord_is_on_are_no_parties() -> None:
    (one,) = deals("Norway and Peru signed an agreement on trade between Chile and Ghana.")
    assert _parties(one) == {"Norway", "Peru"}
    (one,) = deals("An agreement on ferries between Norway and Peru was signed on Monday.")
    assert _parties(one) == {"Norway", "Peru"}


def test_what_the_two_sides_watched_being_signed_is_theirs() -> None:
    (one,) = deals(
        "Norway and Peru held talks in Lima.\n\nThen the two sides witnessed the signing of cooperation documents on customs."
    )
    assert _parties(one) == {"Norway", "Peru"}


@pytest.mark.parametrize(
    "text",
    [
        "Norway and Peru agreed to raise their ties to a strategic partnership and to reach trade of 3 billion dollars by 2030.",
        "Norway and Peru signed a ports agreement on Monday, and their trade was worth $3 billion last year.",
        "Norway and Peru, whose trade came to $3 billion last year, signed a ports agreement.",
        "Norway and Peru signed a fishing agreement after Chile paid the union 5 million dollars.",
    ],
)
def test_what_trade_comes_to_is_no_sum_of_the_deal(text: str) -> None:
    (one,) = deals(text)
    assert one.claims == ()


@pytest.mark.parametrize(
    "words",
    [
        "signed a $3 billion trade agreement",
        "signed a trade agreement worth $3 billion",
        "boosted their trade with a $3 billion loan agreement signed on Monday",
    ],
)
def test_the_deals_own_sum_stays(words: str) -> None:
    (one,) = deals(f"Norway and Peru {words}.")
    assert [claim.verbatim for claim in one.claims] == ["$3 billion"]


def test_who_lifts_a_veto_on_the_talks_of_others_takes_no_part_in_them() -> None:
    (one,) = deals("Poland will drop its objection to the opening of Moldova's EU accession talks.")
    assert _parties(one) == {"Moldova", "European Union"}


def test_whom_one_thanks_for_paying_has_paid() -> None:
    (one,) = deals("NATO thanked Norway for providing $5 million to Ukraine.")
    assert _parties(one) == {"Norway", "Ukraine"}


def test_a_programme_is_no_party() -> None:
    text = "Norway provided $5 million to the {} Support Programme."
    assert deals(text.format("Ukraine Winter")) == []
    (one,) = deals("Norway provided $5 million to the World Food Programme.")
    assert _parties(one) == {"Norway", "World Food Programme"}


def test_of_three_ministers_named_apart_none_is_one_of_the_two() -> None:
    text = (
        "Norwegian Foreign Minister Kari Lund and her Peruvian counterpart Rosa Quispe opened a port on Monday.\n\n"
        "Quispe said the port would serve the north.\n\n{}The two ministers also signed a customs agreement."
    )
    assert deals(text.format("Chile's Foreign Minister Juan Rojas dismissed the port as a folly.\n\n")) == []
    (one,) = deals(text.format(""))
    assert _parties(one) == {"Norway", "Peru"}


def test_one_members_ratification_does_not_ratify_its_unions_treaty() -> None:
    assert deals("Belgium, which ratified the EU-Peru Trade Agreement in 2023, would urge others to follow.") == []
    (one,) = deals("Peru ratified the EU-Peru Trade Agreement on Monday.")
    assert _parties(one) == {"European Union", "Peru"}


def test_papers_without_a_name_are_no_line_to_show() -> None:
    text = "Norway’s President Kari Lund and Peru’s President Juan Rojas met in Lima.\n\nThe two Presidents welcomed the conclusion of {}."
    assert deals(text.format("the following instruments")) == []
    assert deals(text.format("a treaty on ferries"))
    assert deals("Norway and Peru signed four documents on ferries.")


def test_what_two_nations_had_agreed_to_begin_is_not_put_in_doubt() -> None:
    (one,) = deals("Lund said that Norway and Peru had agreed to begin negotiations on a fishing agreement.")
    assert (one.stage, _parties(one)) == ("under_negotiation", {"Norway", "Peru"})


def test_two_nations_named_together_are_the_two_countries_of_the_next_sentence() -> None:
    (one,) = deals(
        "Norway, Ghana and Kenya sent experts to Quito. He spoke of the border between Peru and Chile. The two countries took "
        "their claim to the Court under the Special Agreement signed in Washington on May 8, 2008."
    )
    assert _parties(one) == {"Peru", "Chile"}
