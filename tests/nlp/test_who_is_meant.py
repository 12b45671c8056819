"""Whom an office or a style without a name means: the one the text is about, not whoever was named last."""

import pytest

from bot.nlp.extract import extract
from tests.nlp.shown import PUBLISHED, meetings, sides


@pytest.mark.parametrize(
    ("text", "who"),
    [
        (
            "Foreign Minister Ana Ruiz of Peru flew home from Bogota. She had sat beside Danish Foreign Minister Bo Lund.\n"
            "On Monday the minister held talks in Helsinki with Finnish Foreign Minister Eva Salo.",
            {"Ana Ruiz", "Eva Salo"},
        ),
        (
            "The pact was unveiled as the Foreign Secretary met Lao Foreign Minister Bounma Keo in Vientiane.\n"
            "Foreign Secretary Ada Hill said it would last.",
            {"Ada Hill", "Bounma Keo"},
        ),
        (
            "Harbour Minister Bo Hill stormed at the plan. French sea minister Anne Roche praised it.\n"
            "The minister is due to meet Ms Roche in Calais next Tuesday.",
            {"Bo Hill", "Anne Roche"},
        ),
        (
            "His Majesty King Omar of Jordan opened a school on Monday. Crowds had waited since dawn.\n"
            "On Tuesday, His Majesty received a phone call from Danish Prime Minister Bo Lund.",
            {"Omar", "Bo Lund"},
        ),
        (
            "HH the Amir Sheikh Tamim bin Hamad Al-Thani left Doha. HH the Amir arrived in Lima on Monday from Quito, "
            "where he met Ecuadorean President Ana Ruiz.",
            {"Tamim bin Hamad Al Thani", "Ana Ruiz"},
        ),
    ],
)
def test_an_office_alone_means_whom_the_text_is_about(text: str, who: set[str]) -> None:
    assert who in [sides(one) for one in meetings(text)]


@pytest.mark.parametrize(
    ("text", "who"),
    [
        (
            "Danish Chancellor Bo Lund visited Lima on Thursday.\n“We are not here to beg,” the chancellor said.\n"
            "A day earlier he had held talks with Chilean President Ana Ruiz.",
            {"Bo Lund", "Ana Ruiz"},
        ),
        (
            "Danish Premier Bo Lund received a phone call from Peruvian President Luis Paz. Both sides agreed to talk again. "
            "He also spoke by phone with Chilean President Ana Ruiz.",
            {"Bo Lund", "Ana Ruiz"},
        ),
        (
            "Danish Premier Bo Lund met with a Peruvian delegation headed by Senator Luis Paz on Monday.",
            {"Bo Lund", "Luis Paz"},
        ),
        (
            "Foreign Minister Ana Ruiz was in Lima, where she called on Prime Minister Luis Paz on Monday.",
            {"Ana Ruiz", "Luis Paz"},
        ),
    ],
)
def test_he_is_whom_the_office_or_the_call_before_was_about(text: str, who: set[str]) -> None:
    assert who in [sides(one) for one in meetings(text)]


def test_two_of_one_nation_told_by_an_office_are_not_shown() -> None:
    text = (
        "The Foreign Secretary called on Peruvian Prime Minister Ana Ruiz.\n"
        "The Prime Minister spoke to Peruvian President Luis Paz on Monday."
    )
    assert all({"Ana Ruiz", "Luis Paz"} != sides(one) for one in meetings(text))


def test_what_is_to_be_on_a_coming_day_was_not_held() -> None:
    text = "Peruvian President Luis Paz is to be received next Friday by Chilean President Ana Ruiz."
    assert [one.stage for one in meetings(text)] == ["planned"]


def test_a_first_name_that_is_a_title_elsewhere_stays_a_name() -> None:
    text = "Foreign Minister Ana Ruiz of Peru held talks with acting foreign minister Amir Khan Muttaqi on Monday."
    assert [sides(one) for one in meetings(text)] == [{"Ana Ruiz", "Amir Khan Muttaqi"}]


def test_a_style_alone_is_nobodys_name() -> None:
    text = "HH the Amir Sheikh Tamim bin Hamad Al-Thani was in Doha. On Monday HH the Amir met Peruvian President Ana Ruiz."
    assert [sides(one) for one in meetings(text)] == [{"Tamim bin Hamad Al Thani", "Ana Ruiz"}]


def test_a_headlines_comma_makes_nobody_the_holder_of_the_next_office() -> None:
    title = "Lind, Peruvian foreign minister discuss ferries"
    text = f"{title}\nSwedish Foreign Minister Anna Lind met Peruvian Foreign Minister Luis Paz on Monday."
    met = extract(text, title=title, published_on=PUBLISHED).meetings
    assert [[party.country for party in one.participants] for one in met] == [["SE", "PE"]]


@pytest.mark.parametrize(
    "text",
    [
        "Asked about her trip to Lima, Foreign Minister Anna Berg of Sweden said it had been put off.",
        "President Ana Ruiz of Chile is ready to host a second round of talks between Mali and Niger, if both ask for it.",
        "The Council adopted a decision authorising the Commission to open negotiations with Peru and Chile.",
        "The summit mandated President Ana Ruiz of Chile to hold talks with Peru.",
        "Foreign Minister Anna Berg of Sweden had been due to meet Peruvian Foreign Minister Luis Paz in Lima on Monday.",
        "Deputy Minister Berg Travels to Peru and Chile\nThe tour is her first.",
        "President Ana Ruiz of Chile and President Luis Paz of Peru agreed to widen the canal before the summit.",
        "Chilean President Ana Ruiz and Peruvian President Luis Paz have spoken by telephone nine times.",
    ],
)
def test_what_is_asked_about_conditional_or_only_allowed_is_not_shown(text: str) -> None:
    assert meetings(text) == []


def test_the_day_of_the_cancelling_is_not_the_trips() -> None:
    (trip,) = meetings("Swedish Prime Minister Anna Berg on Monday cancelled a trip to Peru.")
    assert (trip.stage, trip.date) == ("cancelled", None)


def test_the_day_of_another_clause_is_not_the_calls() -> None:
    text = "Chilean President Ana Ruiz spoke by phone with Peruvian President Luis Paz but has met Bolivian President Eva Salo in May."
    call = next(one for one in meetings(text) if one.kind == "call")
    assert call.date is None
