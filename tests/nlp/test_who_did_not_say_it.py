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


def test_a_lawmaker_is_no_official() -> None:
    text = (
        "Opposition lawmaker Ana Ruiz said the port was closed. “No ship has come since May at all,” the official said."
    )
    assert [_name(quote) for quote in quotes(text)] == ["Ana Ruiz", None]


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


def test_what_others_refused_stays_in_her_words() -> None:
    text = "Anna Lind, the mayor, said the yard was offered a loan but declined to take it."
    assert _said(text) == [("Anna Lind", "the yard was offered a loan but declined to take it")]


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


@pytest.mark.parametrize("reporter", ["Al Jazeera's Vesna Morgan", "Al Jazeera's Hiba Salam", "the BBC's Vesna Roe"])
def test_a_reporters_words_are_neither_those_of_the_country_nor_of_an_envoy(reporter: str) -> None:
    text = (
        "Peruvian President Ana Ruiz is due in Quito on Monday.\n\n"
        f"Reporting from Quito, {reporter} said there was little hope in the markets. “Here they have stopped asking for bread,” she said."
    )
    assert {_name(quote) for quote in quotes(text)} == {reporter.partition("'s ")[2]}


@pytest.mark.parametrize(
    ("text", "name", "office"),
    [
        (
            "Her Excellency Nevena Pirc Roje, President of the Republic of Slovenia, paid a visit. "
            "President Pirc Roje announced that Slovenia would pay for the wells.",
            "Nevena Pirc Roje",
            "President",
        ),
        (
            "Peru's Foreign Minister Hugo de Lara came on Monday. De Lara said that the wells would open in May.",
            "Hugo de Lara",
            "Foreign Minister",
        ),
        (
            "Uruguayan Foreign Minister Ana Salo and her Paraguayan counterpart Eusebio Ramos Lazo met on Monday. "
            "Ramos Lazo underlined that the river was open.",
            "Eusebio Ramos Lazo",
            "Foreign Minister",
        ),
    ],
)
def test_two_surnames_alone_are_whoever_the_text_named_in_full(text: str, name: str, office: str) -> None:
    assert [(_name(quote), quote.speaker.office) for quote in quotes(text) if quote.speaker] == [(name, office)]


def test_two_surnames_with_another_office_are_another_person() -> None:
    text = "Foreign Minister Nguyen Van Roe met President Van Roe of Peru. President Van Roe said the bridge was open."
    assert [_name(quote) for quote in quotes(text)] == ["Van Roe"]


def test_whom_the_text_also_calls_mr_keeps_his_first_name() -> None:
    text = (
        "In a statement on Monday, the special adviser to the president on roads and strategy, Bayo Onabuga, said the papers were signed. "
        "Mr Onabuga also said that no loan was asked for."
    )
    assert {_name(quote) for quote in quotes(text)} == {"Bayo Onabuga"}


def test_the_statement_is_the_ministrys_that_stood_behind_a_list_of_names() -> None:
    text = (
        "The bridge was reopened after a visit by Peruvian trade minister Eva Khan Rojas, the Trade Office (TO) said in a statement.\n\n"
        "“Both sides agreed that trade should not stop over a quarrel,” the statement read."
    )
    assert {_name(quote) for quote in quotes(text)} == {"Trade Office"}
