"""Visits told by where somebody was, is, will be or is expected, or by his leaving for it."""

from datetime import date

import pytest

from tests.nlp.shown import meetings, sides


@pytest.mark.parametrize(
    ("text", "stage", "day"),
    [
        ("President Ana Ruiz of Chile was in Lima on March 12, where she opened a school.", "held", date(2026, 3, 12)),
        ("Chilean President Ana Ruiz will be in Lima on Friday.", "planned", date(2026, 3, 20)),
        ("Chilean President Ana Ruiz is due in Lima on Friday.", "planned", date(2026, 3, 20)),
        ("Chilean President Ana Ruiz is expected in Lima on Friday.", "planned", date(2026, 3, 20)),
        ("Chilean President Ana Ruiz was in the Peruvian capital last October.", "held", date(2025, 10, 1)),
        ("Chilean President Ana Ruiz will leave for Lima on Friday.", "planned", date(2026, 3, 20)),
        ("Chilean President Ana Ruiz left for Lima on Monday evening.", "held", date(2026, 3, 16)),
        ("Chilean President Ana Ruiz leaves for Lima today.", "planned", date(2026, 3, 17)),
        ("Chilean President Ana Ruiz, who is in Peru on a working visit, praised its bread.", "held", None),
    ],
)
def test_a_visit_is_told_by_where_one_is(text: str, stage: str, day: date | None) -> None:
    (one,) = meetings(text)
    assert (one.kind, sides(one), one.stage) == ("visit", {"Ana Ruiz", "Peru"}, stage)
    assert (one.date and one.date.start) == day


def test_here_is_the_town_of_the_dateline() -> None:
    text = (
        "LIMA, March 17 (Wire) -- Chilean President Ana Ruiz, who is here on a two-day visit, praised the port.\n"
        "Danish Foreign Minister Bo Lund arrived here on Monday."
    )
    assert [sides(one) for one in meetings(text)] == [{"Ana Ruiz", "Peru"}, {"Bo Lund", "Peru"}]


@pytest.mark.parametrize(
    "text",
    [
        "Peruvian President Luis Paz will be in Lima on Friday.",
        "LIMA, March 17 (Wire) -- Foreign Minister Luis Paz will be in Lima on Friday.",
        "Chilean President Ana Ruiz was ambassador in Lima in 2010.",
        "Chilean President Ana Ruiz was not in Lima on Monday.",
        "Chilean President Ana Ruiz thanked her host and left for Lima in the evening.",
        "Chilean President Ana Ruiz has been in Peru since the coup.",
        "The singer Bo Lund was in Lima on Friday.",
        "Chilean President Ana Ruiz was expected to sign a pact in Lima.",
    ],
)
def test_who_is_at_home_or_no_official_visits_nobody(text: str) -> None:
    assert [one for one in meetings(text) if one.kind == "visit"] == []


def test_nations_named_elsewhere_in_the_sentence_do_not_hide_the_visit() -> None:
    text = "Chilean President Ana Ruiz will be in Lima on Friday, where the ministers of Peru and Bolivia are to talk of fish."
    assert {"Ana Ruiz", "Peru"} in [sides(one) for one in meetings(text)]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Chilean President Ana Ruiz was in Lima, where she met Danish Premier Bo Lund.", "Lima"),
        (
            "Peruvian Foreign Minister Luis Paz received his Danish counterpart Bo Lund in the capital Lima on Monday.",
            "Lima",
        ),
        ("Peruvian President Luis Paz met Danish Premier Bo Lund to talk of fish in the bay of Lima.", None),
    ],
)
def test_the_place_is_the_meetings_own(text: str, place: str | None) -> None:
    assert [one.place for one in meetings(text) if one.kind == "meeting"] == [place]


def test_a_dateline_with_its_nation_in_brackets_is_no_side() -> None:
    text = (
        "New Delhi [India], March 17 (WIRE): Danish Foreign Minister Bo Lund on Monday held bilateral meetings with his "
        "counterparts from Peru and Chile."
    )
    assert [sides(one) for one in meetings(text)] == [{"Bo Lund", "Peru"}, {"Bo Lund", "Chile"}]
