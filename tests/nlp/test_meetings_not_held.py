"""What looks like a meeting and is none, is still ahead, or was put off; sentences of our own."""

from datetime import date

import pytest

from tests.nlp.test_meetings import found, who


@pytest.mark.parametrize(
    "text",
    [
        "Peru denied holding secret talks with Chile.",
        "There are no plans for a meeting between the Thai and Lao presidents.",
        "Togo called for talks between Mali and Niger.",
        "The embassy rejected reports of a meeting between Peru and Chile.",
        "There is no need for talks with Chile, Peru's government said.",
        "Peru considered meeting Chile in secret.",
        "Ghana visit Egypt in the second leg on Friday.",
        "The International Monetary Fund held talks on the loan in May.",
        "Northern Airways is in negotiations with Harland Motors on ten aircraft.",
        "Two million Britons visited Spain last year.",
        "The African Union has invited Sudan to a summit in Addis Ababa.",
        "Swedish Prime Minister Anna Berg will visit Capitol Hill on Thursday.",
        "President Ana Ruiz of Chile called on President Luis Paz of Peru to free the sailors.",
    ],
)
def test_what_is_denied_wished_for_or_played_is_not_shown(text: str) -> None:
    assert not found(text)


@pytest.mark.parametrize(
    "text",
    [
        "The ferry will leave early when Foreign Minister Ana Ruiz of Chile visits Oslo in May.",
        "When Foreign Minister Ana Ruiz of Chile visits Norway in May, ferries will be discussed.",
        "Preparations for a visit by Japanese President Bo Sato to Peru are under way.",
        "Foreign Minister Ana Ruiz of Chile arrives in Peru on Thursday for talks.",
        "The Danish premier was due in Rome on Friday for talks with Italian leaders.",
    ],
)
def test_what_is_ahead_is_planned(text: str) -> None:
    facts = found(text)
    assert facts
    assert {fact.stage for fact in facts} == {"planned"}
    assert all(fact.date is None or (fact.date.start or date.min) > date(2026, 3, 17) for fact in facts)


@pytest.mark.parametrize(
    ("text", "stage", "day"),
    [
        ("Peru called off Friday's meeting with Chile.", "cancelled", date(2026, 3, 20)),
        ("The meeting between Peru and Chile, planned for Friday, was postponed.", "postponed", date(2026, 3, 20)),
        ("Chile's president has put off a visit to Peru.", "postponed", None),
    ],
)
def test_a_meeting_put_off_lies_ahead(text: str, stage: str, day: date | None) -> None:
    (fact,) = found(text)
    assert (fact.stage, fact.date and fact.date.start) == (stage, day)


@pytest.mark.parametrize(
    ("text", "participants"),
    [
        ("President Ana Ruiz of Chile was received by King Bo in Madrid on Monday.", {"Ana Ruiz", "Bo"}),
        ("Prime Minister Bo Lind of Sweden called on President Ana Ruiz of Chile on Monday.", {"Bo Lind", "Ana Ruiz"}),
        ("Foreign ministers from Peru, Chile and Bolivia gathered in Lima on Monday.", {"PE", "CL", "BO"}),
        (
            "A telephone conversation took place between President Luis Paz of Peru and President Ana Ruiz of Chile.",
            {"Luis Paz", "Ana Ruiz"},
        ),
        ("Officials of the two countries met on Monday, Peru and Chile said.", {"PE", "CL"}),
        ("Foreign Minister Ana Ruiz of Chile sat down with Peru's foreign minister on Monday.", {"Ana Ruiz", "PE"}),
    ],
)
def test_receptions_calls_and_gatherings_are_meetings(text: str, participants: set[str]) -> None:
    (fact,) = found(text)
    assert fact.stage == "held"
    assert {who(party) for party in fact.participants} == participants


def test_a_pronoun_is_never_shown() -> None:
    assert not found(
        "On Monday he held separate meetings with the ministers of Peru and Chile.\n\nThe ferries ran late."
    )
    assert not found("She met the president of Chile on Monday. The ferries ran late.")


def test_the_security_council_is_not_the_united_nations() -> None:
    (fact,) = found("Following a hastily called meeting, the Security Council condemned the raid.")
    assert [party.name for party in fact.participants] == ["UN Security Council"]


def test_the_talks_of_two_presidents_are_those_of_the_two_sides() -> None:
    (fact,) = found(
        "President Ana Ruiz of Chile met President Bo Mamani of Bolivia on Monday. After the meeting, the two sides praised the ferry."
    )
    assert len(fact.evidence) == 2


def test_a_host_of_the_talks_of_others_is_no_side() -> None:
    (fact,) = found("Chile hosted talks between Peru and Bolivia on Monday.")
    assert {who(party) for party in fact.participants} == {"PE", "BO"}
