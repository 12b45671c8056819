"""Which day is the event's: not that of a clause beside it, and however far from it the words stand."""

from datetime import date

import pytest

from bot.nlp.extract import extract
from tests.nlp.shown import PUBLISHED, deals, meetings

_MET = "Norwegian Prime Minister Kari Lund met Chile’s President Rosa Quispe"


def _days(text: str) -> list[tuple[date | None, date | None]]:
    return [(one.date.start, one.date.end) if one.date else (None, None) for one in meetings(text)]


@pytest.mark.parametrize(
    "text",
    [
        "On March 12, after a delay of forty minutes that nobody at the palace in the old town cared to explain to the press, Norwegian Prime "
        "Minister Kari Lund held a meeting with Chile’s President Rosa Quispe.",
        f"{_MET}, who chairs the regional council for the conservation of salmon and other fish of the southern seas, on March 12.",
    ],
)
def test_the_day_of_the_verb_counts_however_far_it_stands(text: str) -> None:
    assert _days(text) == [(date(2026, 3, 12), date(2026, 3, 12))]


def test_the_day_of_taking_office_is_not_that_of_the_meeting() -> None:
    assert _days(f"In her first talks abroad since taking office in May, {_MET}.")[-1] == (None, None)


def test_a_visit_from_one_day_to_another_has_both() -> None:
    text = "Norwegian Prime Minister Kari Lund is visiting Chile from March 15 to 19 at the invitation of President Rosa Quispe of Chile."
    days = date(2026, 3, 15), date(2026, 3, 19)
    assert _days(text) == [days]
    (invitation,) = extract(text, published_on=PUBLISHED).invitations
    assert invitation.date
    assert (invitation.date.start, invitation.date.end) == days


@pytest.mark.parametrize(("words", "day"), [("the following day", 20), ("on the same day", 19)])
def test_a_day_told_by_the_one_before_it_is_counted_from_there(words: str, day: int) -> None:
    text = f"Norwegian Prime Minister Kari Lund will land in Lima on March 19 and meet Chile’s President Rosa Quispe there {words}."
    assert (date(2026, 3, day), date(2026, 3, day)) in _days(text)


def test_a_year_before_a_comma_is_a_year() -> None:
    text = "Norwegian Prime Minister Kari Lund visited Chile in 2019, when the port was opened."
    assert _days(text) == [(date(2019, 1, 1), date(2019, 12, 31))]


def test_the_day_on_which_a_tariff_takes_effect_is_not_that_of_its_announcement() -> None:
    (deal,) = deals("Norway imposed a tariff on Chilean salmon, effective July 1.")
    assert deal.date is None
