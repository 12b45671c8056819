"""Each of several partners: with a day of his own, of a list on the telephone, at a chair, on a courtesy call."""

from datetime import date

import pytest

from tests.nlp.shown import meetings, sides


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "Danish Prime Minister Eva Salo held talks with Peruvian President Luis Paz on Monday and Chilean President "
            "Ana Ruiz on Tuesday.",
            [({"Eva Salo", "Luis Paz"}, date(2026, 3, 16)), ({"Eva Salo", "Ana Ruiz"}, date(2026, 3, 17))],
        ),
        (
            "Danish Prime Minister Eva Salo will meet Peruvian President Luis Paz in the evening and, on Friday, Energy "
            "Minister Bo Diaz.",
            [({"Eva Salo", "Luis Paz"}, None), ({"Eva Salo", "Bo Diaz"}, date(2026, 3, 20))],
        ),
        (
            "Danish Prime Minister Eva Salo visited Lima on Monday and Quito on Tuesday.",
            [({"Eva Salo", "Peru"}, date(2026, 3, 16)), ({"Eva Salo", "Ecuador"}, date(2026, 3, 17))],
        ),
        (
            "Danish Prime Minister Eva Salo is scheduled to see Peruvian President Luis Paz in Lima on Friday and Chilean "
            "President Ana Ruiz at a fair in Santiago on Saturday.",
            [({"Eva Salo", "Luis Paz"}, date(2026, 3, 20)), ({"Eva Salo", "Ana Ruiz"}, date(2026, 3, 21))],
        ),
    ],
)
def test_who_has_a_day_of_his_own_is_met_on_it(text: str, told: list[tuple[set[str], date | None]]) -> None:
    assert [(sides(one), one.date and one.date.start) for one in meetings(text)] == told


def test_of_several_on_the_telephone_each_is_called() -> None:
    text = (
        "Danish Prime Minister Eva Salo spoke by phone with Peruvian President Luis Paz, Chilean President Ana Ruiz and "
        "Japanese Prime Minister Bo Sato on Monday."
    )
    assert [sides(one) for one in meetings(text)] == [{"Eva Salo", who} for who in ("Luis Paz", "Ana Ruiz", "Bo Sato")]


def test_a_name_after_each_nation_is_its_ministers() -> None:
    text = "Danish Foreign Minister Eva Salo held phone calls with the foreign ministers of Peru, Luis Paz, and Chile, Hans Weber."
    assert [sides(one) for one in meetings(text)] == [{"Eva Salo", "Luis Paz"}, {"Eva Salo", "Hans Weber"}]


@pytest.mark.parametrize(
    ("text", "stage"),
    [
        (
            "Foreign Minister Luis Paz of Peru and his Chilean counterpart Ana Ruiz co-chaired, on Monday in Lima, the "
            "16th session of the joint commission.",
            "held",
        ),
        (
            "Peruvian Foreign Minister Luis Paz will co-chair a round of talks with Chilean Minister Ana Ruiz.",
            "planned",
        ),
        ("Peruvian Foreign Minister Luis Paz paid a courtesy call on Chilean President Ana Ruiz on Monday.", "held"),
        ("Chilean President Ana Ruiz received a courtesy call from Peruvian Ambassador Luis Paz on Monday.", "held"),
        (
            "In a phone call on Monday, Peruvian President Luis Paz and his Chilean colleague Ana Ruiz agreed on it.",
            "held",
        ),
    ],
)
def test_who_chairs_or_calls_on_has_met_the_other(text: str, stage: str) -> None:
    (one,) = meetings(text)
    assert (sides(one), one.stage) == ({"Luis Paz", "Ana Ruiz"}, stage)


@pytest.mark.parametrize(
    "text",
    [
        "Peruvian Minister Luis Paz chaired a session of the cabinet.",
        "Peruvian Minister Luis Paz may co-chair a round of talks with Chilean Minister Ana Ruiz.",
        "Peruvian Minister Luis Paz and Chilean Minister Ana Ruiz chaired companies before they took office.",
        "Chilean President Ana Ruiz sees Peruvian President Luis Paz as a rival.",
    ],
)
def test_other_chairs_and_other_seeing_are_no_meeting(text: str) -> None:
    assert meetings(text) == []


def test_a_summit_is_of_the_two_that_a_hyphen_joins() -> None:
    (one,) = meetings("The first Peru-Chile summit was held on 4 March 2026 in Lima.")
    assert (one.kind, sides(one), one.date and one.date.start) == ("summit", {"Peru", "Chile"}, date(2026, 3, 4))


def test_the_two_ministers_are_the_two_that_were_named_last() -> None:
    text = (
        "Polish Foreign Minister Jan Zak arrived in Oslo on Monday. Energy Minister Ola Bak was with him.\n"
        "Zak hosted his Danish counterpart Bo Lund in Warsaw. The two ministers met for the third time."
    )
    assert {"Jan Zak", "Bo Lund"} in [sides(one) for one in meetings(text) if one.kind == "meeting"]


@pytest.mark.parametrize(
    ("text", "who"),
    [
        (
            "Danish Prime Minister Eva Salo met Peruvian President Luis Paz, Prime Minister Ana Ruiz and representatives of trade.",
            {"Eva Salo", "Luis Paz", "Ana Ruiz"},
        ),
        (
            "Danish Prime Minister Eva Salo met Peruvian President Luis Paz and business leaders.",
            {"Eva Salo", "Luis Paz"},
        ),
        ("Danish Prime Minister Eva Salo received on Monday Peruvian President Luis Paz.", {"Eva Salo", "Luis Paz"}),
        (
            "Danish Prime Minister Eva Salo discussed fish with Peruvian President Luis Paz in a phone call on Sunday.",
            {"Eva Salo", "Luis Paz"},
        ),
        (
            "Danish Minister Eva Salo and Peruvian Minister Luis Paz held two rounds of talks on Monday.",
            {"Eva Salo", "Luis Paz"},
        ),
        ("Danish Minister Eva Salo held a telephone talk with Peruvian Minister Luis Paz.", {"Eva Salo", "Luis Paz"}),
    ],
)
def test_whom_the_parser_hangs_elsewhere_took_part_all_the_same(text: str, who: set[str]) -> None:
    assert [sides(one) for one in meetings(text)] == [who]


def test_a_visit_of_long_ago_lends_its_day_to_no_other() -> None:
    text = "Danish Minister Eva Salo, who wound up a trip to Lima, praised the port. Salo had last visited Peru in August last year."
    assert [one.date and one.date.start for one in meetings(text)] == [None, date(2025, 8, 1)]
