"""Whom a line names took part, all of them; and the stage and the day are the event's own."""

import pytest

from tests.nlp.shown import deals, meetings, sides


@pytest.mark.parametrize(
    "text",
    [
        "The presidents of Kazakhstan, Kyrgyzstan, Tajikistan, Turkmenistan, and Uzbekistan convened in Astana on Friday.",
        "President Donald Trump met with French President Emmanuel Macron, British Prime Minister Keir Starmer and "
        "German Chancellor Friedrich Merz on Friday.",
        "Foreign Minister Ana Diaz and Defence Minister Luis Rojas of Peru will visit Chile this week.",
    ],
)
def test_of_a_list_all_are_told_or_none(text: str) -> None:
    named = text.count("stan") + text.count("President") + text.count("Prime Minister") + text.count("Chancellor")
    for one in meetings(text):
        assert len(one.participants) >= min(named, 3), sides(one)


@pytest.mark.parametrize(
    "text",
    [
        "Norway and Oman hosted talks on Monday at which envoys of Sudan sat.",
        "Officials from Qatar and Turkey have joined the ongoing ceasefire negotiations in Geneva.",
        "President Santiago Peña and Maria Lund, head of a United Nations office, attended the meeting as observers.",
    ],
)
def test_who_hosts_joins_or_attends_is_not_told_as_having_met_the_other(text: str) -> None:
    assert meetings(text) == []


def test_talks_between_two_are_not_also_with_whom_they_are_told_of() -> None:
    text = (
        "Qatar's prime minister, Mohammed Al Thani, joined talks on restarting negotiations between Israel and Hamas."
    )
    assert all("Mohammed Al Thani" not in sides(one) for one in meetings(text))


def test_who_works_for_others_truce_is_no_party_to_it() -> None:
    assert (
        deals("Qatar and Egypt have been working alongside the United States in an effort to reach a ceasefire.") == []
    )


def test_who_urges_an_agreement_has_none() -> None:
    assert (
        deals("The ministers of Sudan and Egypt stressed the urgency of reaching a binding agreement on the dam.") == []
    )


@pytest.mark.parametrize(
    ("text", "stage"),
    [
        ("President Santiago Peña of Paraguay has come to meet President Gabriel Boric of Chile.", "planned"),
        (
            "President Santiago Peña and President Gabriel Boric agreed to widen a canal during their second meeting on "
            "February 9 in Lima.",
            "held",
        ),
    ],
)
def test_a_meeting_has_its_own_stage(text: str, stage: str) -> None:
    (one,) = meetings(text)
    assert one.stage == stage


def test_the_day_of_saying_is_not_the_day_of_the_visit() -> None:
    text = "The Foreign Ministry said on Monday that Foreign Minister Wang Yi of China will visit Germany and Spain."
    (one,) = meetings(text)
    assert one.date is None


def test_his_counterpart_is_the_one_told_before() -> None:
    text = (
        "Iranian Foreign Minister Abbas Araghchi met US Secretary of State Marco Rubio in Muscat. "
        "After the meeting with his US counterpart, Araghchi spoke to reporters."
    )
    assert [sides(one) for one in meetings(text)] == [{"Abbas Araghchi", "Marco Rubio"}]


def test_one_journey_to_three_lands_is_one() -> None:
    text = "Foreign Minister Wang Yi of China will visit Germany, Spain and France. Wang Yi's visit to Spain will be the first in six years."
    assert len(meetings(text)) == 1


def test_a_name_without_its_accents_is_the_same_person() -> None:
    text = (
        "Foreign Minister Álvaro Leyva of Colombia met Foreign Minister Carlos Faría of Venezuela on Friday. "
        "Alvaro Leyva and Carlos Faria met in Cúcuta, officials said."
    )
    assert len(meetings(text)) == 1


def test_what_somebody_was_prepared_to_give_is_not_given() -> None:
    assert all(
        one.stage != "awarded" for one in deals("Japan said it was prepared to extend assistance worth $5m to Fiji.")
    )


def test_a_standing_alliance_is_no_deal_of_today() -> None:
    assert deals("Both sides agreed to work closely to further deepen the Japan-Philippines alliance.") == []


def test_who_is_prompted_to_impose_imposes() -> None:
    (one,) = deals("The coup prompted the European Union to impose sanctions on Niger.")
    assert one.stage == "imposed"


def test_a_lesser_meeting_is_not_the_greater_one_told_before() -> None:
    text = (
        "Anna Weiss, the foreign minister of Austria, met President Karl Lind of Sweden and Premier Jan Bok of Poland in Vienna "
        "on Monday.\n\nWeiss held separate talks with Bok on Tuesday in Warsaw."
    )
    three, two = meetings(text)
    assert (sides(three), sides(two)) == ({"Anna Weiss", "Karl Lind", "Jan Bok"}, {"Anna Weiss", "Jan Bok"})
    assert (two.place, two.date.verbatim if two.date else None) == ("Warsaw", "Tuesday")
    assert three.date is None or three.date.verbatim == "Monday"


def test_talks_of_two_others_do_not_vanish_in_a_meeting_of_three() -> None:
    text = "The leaders of Chile, Peru and Bolivia met in Lima on Monday.\n\nSince April, Brazil has mediated talks between Chile and Peru."
    assert [sides(one) for one in meetings(text)] == [{"Chile", "Peru", "Bolivia"}, {"Chile", "Peru"}]


def test_a_summit_that_all_attended_was_held() -> None:
    (one,) = meetings("The 12th summit of Mercosur was attended by all the leaders except one.")
    assert (sides(one), one.kind, one.stage) == ({"Mercosur"}, "summit", "held")


@pytest.mark.parametrize(
    "text",
    [
        "Foreign Minister Rosa Quispe of Peru and Energy Minister Ana Rojas of Chile led the council ahead of the arrival of "
        "President Santiago Peña for his official visit to Lima.",
        "Peru has recalled its envoy in response to the visit by the opposition to Ecuador.",
        "This is President Santiago Peña's second trip to Chile this year.",
    ],
)
def test_a_visit_named_in_passing_is_not_made_by_whom_the_sentence_is_about(text: str) -> None:
    assert meetings(text) == []


def test_a_visit_that_will_be_the_first_is_to_come() -> None:
    (one,) = meetings("It will be President Santiago Peña's first visit to Chile since he was elected.")
    assert (one.kind, one.stage) == ("visit", "planned")
