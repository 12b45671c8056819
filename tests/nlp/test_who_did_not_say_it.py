"""Words stay with whoever said them, and end where the writer goes on; sentences of our own."""

import pytest

from bot.domain.facts import Quote
from tests.nlp.shown import quotes, words


def _name(quote: Quote) -> str | None:
    return quote.speaker.party.name if quote.speaker and quote.speaker.party else None


def _said(text: str) -> list[tuple[str | None, str]]:
    return [(_name(quote), words(text, quote)) for quote in quotes(text)]


def test_an_unnamed_official_is_not_the_lawmaker_named_before() -> None:
    text = (
        "Opposition lawmaker Ana Ruiz accused the government of greed.\n\n"
        "A senior EU official said on condition of anonymity that the talks had stalled.\n\n"
        "“The mood is good, the figures are worse,” the official said."
    )
    assert "Ana Ruiz" not in [name for name, _ in _said(text)]


def test_a_spokesman_of_an_office_is_not_another_spokesman_named_before() -> None:
    text = (
        "The farmers' transport spokesperson Ana Ruiz said the funds should never have been cut.\n\n"
        "President Taneti Maamau of Kiribati met the envoy, but a spokesperson for the President's office said no day had been set."
    )
    assert [name for name, _ in _said(text)] == ["Ana Ruiz"]


def test_a_firm_with_a_nations_name_is_not_that_nation() -> None:
    text = "Rosneft Armenia, the refiner, told reporters that the contract remained in force until May."
    assert [_name(quote) for quote in quotes(text)] == ["Rosneft Armenia"]


@pytest.mark.parametrize("house", ["Palace of the Revolution", "Hall of Heroes"])
def test_the_house_where_he_spoke_is_not_the_speaker(house: str) -> None:
    assert _said(f"During the talks at the {house}, the head of State recalled that the bridge was built in May.") == []


@pytest.mark.parametrize(
    "text",
    [
        "Anna Lind, the mayor, confirmed that the port had drawn up a list of forty yards but declined to disclose their names.",
        "Anna Lind, the mayor, confirmed that the port had drawn up a list of forty yards but refused to say which.",
        "Anna Lind, the mayor, recalled that the port had drawn up a list of forty yards, and thanked Peru for its help.",
    ],
)
def test_what_the_speaker_declined_or_whom_she_thanked_is_not_in_her_words(text: str) -> None:
    assert _said(text) == [("Anna Lind", "the port had drawn up a list of forty yards")]


def test_her_refusal_behind_words_in_marks_is_the_writers() -> None:
    text = (
        "Anna Lind, the mayor, said that the partners “see it and count it”, but declined to comment on single cases."
    )
    assert _said(text) == [("Anna Lind", "the partners “see it and count it”")]


def test_she_said_only_that() -> None:
    text = "Anna Lind, the mayor, said only that talks with Lima were going well."
    assert _said(text) == [("Anna Lind", "talks with Lima were going well")]


def test_what_a_paper_reported_itself_is_nobodys_statement() -> None:
    assert _said("THE LIMA TIMES reported how Peru stopped issuing visas in 2022 over unpaid fares.") == []


def test_who_chairs_a_parliament_is_its_speaker() -> None:
    text = "Chairman of the National Assembly Luis Paz said the hall would open in May."
    assert [quote.speaker.office for quote in quotes(text) if quote.speaker] == ["Speaker"]
