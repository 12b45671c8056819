"""Who gives what to whom, and where people met."""

from datetime import date

import pytest

from bot.nlp.deals import find_deals
from bot.nlp.meetings import find_meetings
from bot.nlp.read import read

PUBLISHED = date(2026, 3, 17)


@pytest.mark.parametrize(
    ("text", "acting", "receiving"),
    [
        ("Norway has pledged to invest $150 million in power lines in Moldova.", "NO", "MD"),
        ("Japan pledged $40 million in aid to Fiji on Monday.", "JP", "FJ"),
        ("Kenya received a $20 million grant from Denmark, officials said.", "DK", "KE"),
        ("Peru imposed a tariff on Chilean copper on Monday.", "PE", "CL"),
        ("Canada has lifted a tariff on British steel, officials said.", "CA", "GB"),
    ],
)
def test_what_one_side_gives_or_imposes_has_a_direction(text: str, acting: str, receiving: str) -> None:
    (deal,) = find_deals(read(text, published_on=PUBLISHED))
    assert deal.direction is not None
    assert tuple([party.id for party in side] for side in deal.direction) == ([acting], [receiving])


@pytest.mark.parametrize(
    "text",
    [
        "Brazil and Portugal signed a treaty on extradition on Monday.",
        "Ghana signed a trade agreement with Togo on Monday.",
        "The sanctions, imposed by Switzerland, remain in force.",
    ],
)
def test_what_is_agreed_between_equals_has_none(text: str) -> None:
    assert all(deal.direction is None for deal in find_deals(read(text, published_on=PUBLISHED)))


@pytest.mark.parametrize(
    ("text", "place"),
    [
        (
            "French President Emmanuel Macron met German Chancellor Friedrich Merz in Strasbourg on Monday.",
            "Strasbourg",
        ),
        (
            "Indian Prime Minister Narendra Modi met Finnish President Alexander Stubb in Helsinki on Friday.",
            "Helsinki",
        ),
        ("French President Emmanuel Macron met German Chancellor Friedrich Merz on Monday.", None),
    ],
)
def test_a_meeting_is_where_the_sentence_says_though_a_name_stands_between(text: str, place: str | None) -> None:
    (meeting,) = find_meetings(read(text, published_on=PUBLISHED))
    assert meeting.place == place
