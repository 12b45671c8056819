"""All meetings, invitations and deals of the seed article, and none besides."""

from datetime import date
from pathlib import Path

import pytest

from bot.nlp.deals import find_deals
from bot.nlp.invitations import find_invitations
from bot.nlp.meetings import find_meetings
from bot.nlp.read import read
from bot.nlp.reading import Reading
from tests.nlp.test_meetings import who

SEED = Path(__file__).resolve().parents[3] / "shared" / "seeds" / "central-asia-calls.txt"
pytestmark = pytest.mark.skipif(
    not SEED.exists(), reason="the seed article lies outside the repository and is not here"
)
DAY = date(2025, 12, 23)


@pytest.fixture(scope="module")
def reading() -> Reading:
    return read(SEED.read_text("utf-8"), published_on=DAY)


def test_two_calls_that_day_and_a_summit_to_come(reading: Reading) -> None:
    first, second, summit = [m for m in find_meetings(reading) if m.shown]
    assert [(m.kind, m.stage, {who(p) for p in m.participants}, m.date and m.date.start) for m in (first, second)] == [
        ("call", "held", {"Donald Trump", "Kassym-Jomart Tokayev"}, DAY),
        ("call", "held", {"Donald Trump", "Shavkat Mirziyoyev"}, DAY),
    ]
    assert (summit.kind, summit.stage, summit.countries, summit.place) == (
        "summit",
        "planned",
        ("US",),
        "Miami, Florida",
    )


def test_three_invitations_with_their_stages(reading: Reading) -> None:
    invitations = [i for i in find_invitations(reading) if i.shown]
    assert [(i.inviter and who(i.inviter), {who(p) for p in i.invitees}, i.stage, i.place) for i in invitations] == [
        ("Kassym-Jomart Tokayev", {"Donald Trump"}, "extended", "Kazakhstan"),
        ("Shavkat Mirziyoyev", {"Donald Trump"}, "extended", "Uzbekistan"),
        ("Donald Trump", {"Kassym-Jomart Tokayev", "Shavkat Mirziyoyev"}, "intended", "Miami, Florida"),
    ]


def test_three_deals_between_the_two_nations(reading: Reading) -> None:
    deals = [d for d in find_deals(reading) if d.shown]
    assert all({who(p) for p in d.parties} == {"US", "UZ"} for d in deals)
    assert [d.stage for d in deals] == ["under_way", "established", "in_preparation"]
    assert deals[0].sectors == ("mining", "energy", "civil aviation", "information technology")
    assert [(c.low, c.high, c.currency, c.by) for c in deals[0].claims] == [(10e9, 100e9, "USD", "Shavkat Mirziyoyev")]
    assert deals[1].name == "US-Uzbekistan Business and Investment Council"
