"""Who came along is no side, and a rank is no name."""

import pytest

from bot.nlp.extract import extract
from tests.nlp.shown import PUBLISHED, meetings, sides


@pytest.mark.parametrize(
    "text",
    [
        "Accompanied by Trade Minister Anna Berg and Ambassador Jon Vik, Norwegian Prime Minister Kari Lund met Chile’s President Rosa Quispe.",
        "Norwegian Prime Minister Kari Lund, accompanied by Trade Minister Anna Berg and Ambassador Jon Vik, held talks with Chile’s "
        "President Rosa Quispe.",
        "Flanked by Jon Vik, Norwegian Prime Minister Kari Lund met Chile’s President Rosa Quispe.",
        "Norwegian Prime Minister Kari Lund, who came in the company of the Trade Minister, Ms. Anna Berg, and the Chief of Naval Staff, "
        "Rear Admiral Jon Vik, held talks with Chile’s President Rosa Quispe.",
    ],
)
def test_companions_are_no_sides(text: str) -> None:
    assert [sides(one) for one in meetings(text)] == [{"Kari Lund", "Rosa Quispe"}]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Counselor Anna Berg will travel to Lima.", "Anna Berg"),
        ("The minister met the army chief, Field Marshal Jon Vik.", "Jon Vik"),
        ("Chinese State Councilor Lin Meihua held talks with Peru’s Rosa Quispe.", "Lin Meihua"),
        ("Chargé d’Affaires Anna Berg came to Lima.", "Anna Berg"),
        ("Meanwhile, Head of the Ports Organization of Peru Anna Berg met Jon Vik.", "Anna Berg"),
        ("The President of Benin Republic, Koffi Adande, spoke.", "Koffi Adande"),
    ],
)
def test_ranks_and_adverbs_are_no_names(text: str, name: str) -> None:
    people = {person.name for person in extract(text, published_on=PUBLISHED).people}
    assert name in people
    assert not people & {"Meanwhile", "Staff", "Ports Organization"}
