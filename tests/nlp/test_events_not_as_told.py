"""Meetings and visits that wires name but do not tell as held: denied reports, trips that fell through, go-betweens, attendants."""

import pytest

from tests.nlp.shown import meetings, sides


@pytest.mark.parametrize(
    "text",
    [
        "The spokesman rejected a report that Norway’s Premier Kari Lund would meet U.S. envoy Sam Ross in Vienna.",
        "The ministry dismissed as baseless a claim by a newspaper that Foreign Minister Kari Lund of Norway had met Chile’s "
        "Foreign Minister Rosa Quispe in Muscat on Friday.",
        "Norwegian Foreign Minister Kari Lund was to have flown to Santiago on Wednesday.",
        "Norwegian Foreign Minister Kari Lund is said to have met Chile’s Foreign Minister Rosa Quispe on Friday.",
    ],
)
def test_what_was_only_rumoured_or_planned_once_was_not_held(text: str) -> None:
    assert meetings(text) == []


@pytest.mark.parametrize(
    "clause", ["which is due to take place next Tuesday", "which is expected to begin in May", "scheduled for mid-June"]
)
def test_a_visit_that_is_due_is_ahead(clause: str) -> None:
    text = f"She pointed to the visit of Norway’s Prime Minister Kari Lund to Chile, {clause}."
    assert {one.stage for one in meetings(text)} <= {"planned"}


def test_who_is_flying_somewhere_has_not_been_there_yet() -> None:
    (one,) = meetings("Norwegian Prime Minister Kari Lund is flying to Santiago.")
    assert one.stage == "planned"


def test_a_go_between_met_both_sides_and_not_one_of_them() -> None:
    text = (
        "Norway and Chile brokered the truce. Norwegian adviser Lars Dahl had met both sides separately in Oslo in late "
        "February, a diplomat said."
    )
    assert meetings(text) == []


def test_those_who_attended_a_meeting_did_not_meet_each_other() -> None:
    text = "The meeting was also attended by Farm Minister Lars Dahl and the Chilean ambassador, Rosa Quispe."
    assert meetings(text) == []


def test_the_town_of_the_talks_is_no_third_side() -> None:
    (one,) = meetings(
        "Foreign Minister Rosa Quispe and her Norwegian counterpart, Lars Dahl, held talks in Lima on Monday."
    )
    assert sides(one) == {"Lars Dahl", "Rosa Quispe"}


def test_whom_one_met_separately_one_met_twice() -> None:
    text = (
        "Norwegian Foreign Minister Lars Dahl also met separately with Chile’s Foreign Minister Rosa Quispe and Ghana’s Foreign "
        "Minister Kofi Mensah."
    )
    assert [sides(one) for one in meetings(text)] == [{"Lars Dahl", "Rosa Quispe"}, {"Lars Dahl", "Kofi Mensah"}]


@pytest.mark.parametrize("verb", ["hopes", "hoped", "is hoping"])
def test_who_hopes_to_visit_has_not_visited(verb: str) -> None:
    assert not meetings(f"Prime Minister Ana Baron {verb} to visit Peru on September 7.")


def test_a_prime_minister_whom_the_text_never_names_met_nobody_that_a_reader_could_tell() -> None:
    text = "The Prime Minister spoke to President Ana Baron of Peru this morning.\n\nThey discussed ferries to Peru."
    assert not meetings(text)
    assert meetings(
        "Norwegian Prime Minister Kari Lund spoke to President Ana Baron of Peru this morning.\n\nThey discussed ferries to Peru."
    )


@pytest.mark.parametrize("verb", ["did not take place", "never happened"])
def test_a_meeting_that_was_sought_in_vain_was_not_held(verb: str) -> None:
    assert meetings(f"A meeting with President Rosa Quispe of Peru was requested by NATO but {verb}.") == []


def test_where_one_goes_after_what_is_still_to_come_one_has_not_been() -> None:
    (one,) = meetings("On Friday Norway’s President Kari Lund will lay a wreath in Lima, before leaving for Brazil.")
    assert one.stage == "planned"
    (one,) = meetings("Norway’s President Kari Lund laid a wreath in Lima before leaving for Brazil.")
    assert one.stage == "held"


def test_who_leaves_after_thanking_somebody_leaves_himself() -> None:
    (one,) = meetings("Norway's Foreign Minister Kari Lund thanked Peru's envoy Juan Rojas before leaving for Brazil.")
    assert "Kari Lund" in sides(one)


def test_talks_beside_which_something_will_be_signed_are_ahead() -> None:
    (one,) = meetings(
        "A letter of intent will be signed on March 30 in Oslo, on the sidelines of Norwegian-Peruvian government consultations."
    )
    assert one.stage == "planned"
    assert one.date is not None
    assert str(one.date.start) == "2026-03-30"


def test_the_day_of_an_arrival_is_not_that_of_the_talks_before_it() -> None:
    _, talks = meetings(
        "Norway's President Kari Lund arrived in Lima on Friday from Quito, where she had held talks with Ecuadorian President "
        "Juan Rojas."
    )
    assert talks.date is None


def test_words_of_an_office_are_no_third_side() -> None:
    (one, *_) = meetings(
        "Party Secretary and State President Kari Lund held talks in Oslo on Monday with Prime Minister of Peru Juan Rojas."
    )
    assert sides(one) == {"Kari Lund", "Juan Rojas"}
    (one,) = meetings(
        "Foreign Minister Kari Lund of Norway held talks in Oslo with the Minister of Foreign Affairs, Regional Integration and "
        "Ghanaians Abroad, Kofi Mensah."
    )
    assert sides(one) == {"Kari Lund", "Kofi Mensah"}


def test_the_two_leaders_are_the_two_heads_whoever_else_is_named() -> None:
    text = (
        "Norway’s President Kari Lund ended a visit to Peru’s President Rosa Quispe.\n\nPeru’s Justice Minister Luz Vega and "
        "Norway’s Justice Minister Lars Dahl signed a treaty.\n\nThe spokesman of Norway’s police, Per Berg, hailed it.\n\n"
        "The two leaders last met in Quito in January."
    )
    assert [sides(one) for one in meetings(text) if one.place == "Quito"] == [{"Kari Lund", "Rosa Quispe"}]
