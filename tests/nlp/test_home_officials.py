"""Officials without a nation are those of the land where the text is written; sentences of our own."""

from datetime import date

import pytest

from bot.nlp.extract import extract


def nations(text: str) -> dict[str, str | None]:
    found = extract(text, title="", published_on=date(2026, 8, 3))
    return {q.speaker.party.name: q.speaker.party.country for q in found.quotes if q.speaker and q.speaker.party}


@pytest.mark.parametrize(
    ("text", "name", "country"),
    [
        (
            "KUALA LUMPUR, Aug 3 (Bernama) -- Foreign Minister Razak Daud said Malaysia would host the talks in May.",
            "Razak Daud",
            "MY",
        ),
        (
            "New Delhi [India], August 3 (ANI): Ministry of External Affairs spokesperson Arun Jaipal said the road was open.",
            "Arun Jaipal",
            "IN",
        ),
        (
            "ISLAMABAD: Foreign Office spokesperson Tahir Qureshi said on Thursday that Pakistan wanted peace.",
            "Tahir Qureshi",
            "PK",
        ),
    ],
)
def test_a_minister_of_no_told_nation_is_of_the_land_that_writes(text: str, name: str, country: str) -> None:
    assert nations(text)[name] == country


@pytest.mark.parametrize(
    ("text", "name"),
    [
        # An agency abroad tells of its hosts, and a visitor is no host.
        ("LIMA, Aug 3 (Xinhua) -- Foreign Minister Rosa Quispe said Peru would sign the treaty.", "Rosa Quispe"),
        (
            "VIENTIANE, Aug 3 (Bernama) -- Foreign Minister Razak Daud arrived here on Monday. Laos was a friend, Razak Daud said.",
            "Razak Daud",
        ),
        # The paper's own minister in a land whose people are named by it.
        (
            "TOKYO - Foreign Minister Sugeng Hadi met Japanese Foreign Minister Ken Mori on Monday. Japan is a partner, Sugeng Hadi said.",
            "Sugeng Hadi",
        ),
        # Another nation comes first in the sentence.
        (
            "KUALA LUMPUR, Aug 3 (Bernama) -- For the Greek side, Foreign Minister Ada Kostas said the port was open.",
            "Ada Kostas",
        ),
    ],
)
def test_where_it_is_not_plain_no_nation_is_given(text: str, name: str) -> None:
    assert nations(text)[name] is None


def test_a_foreign_office_is_british_only_where_britain_is_named() -> None:
    told = nations(
        "The Foreign Office said Britain was ready. Foreign Office spokesperson Lena Hale said the road was open."
    )
    assert told["Lena Hale"] == "GB"
    assert nations("Foreign Office spokesperson Tahir Qureshi said the road was open.")["Tahir Qureshi"] is None
