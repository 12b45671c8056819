"""Institutions that the text names, or names and then points at; sentences of our own."""

import pytest

from bot.nlp.extract import extract
from tests.nlp.shown import quotes


def speakers(text: str) -> list[tuple[str, str | None]]:
    """Name and nation of who speaks in what readers see."""
    parties = [quote.speaker.party for quote in quotes(text) if quote.speaker]
    return [(party.name, party.country) for party in parties if party]


def test_the_ministry_is_the_one_the_text_spoke_of_last_though_another_spoke_before() -> None:
    text = (
        "The Chilean Interior Ministry said the pass was open.\n\n"
        "Peru's Foreign Ministry answered late in the evening. “The pass is open on one side alone,” the ministry said."
    )
    assert speakers(text)[-1] == ("Foreign Ministry of Peru", "PE")


def test_of_two_ministries_that_a_sentence_only_mentions_neither_is_the_ministry() -> None:
    text = "The boat lay between the Chilean Interior Ministry and the Peruvian Trade Ministry. The ministry said it was old."
    assert speakers(text) == []


@pytest.mark.parametrize(
    ("dateline", "name"),
    [
        ("LIMA (Wire) — ", "Foreign Ministry of Peru"),
        ("LIMA, April 3 (Wire) — ", "Foreign Ministry of Peru"),
        ("LIMA/QUITO, April 3 (Wire) — ", None),
        ("CUSCO (Wire) — ", None),
    ],
)
def test_a_ministry_of_no_nation_is_that_of_the_capital_the_text_reports_from(dateline: str, name: str | None) -> None:
    found = speakers(f"{dateline}The Foreign Ministry said the pass would open in May.")
    assert found == ([(name, "PE")] if name else [])


def test_where_the_text_speaks_of_anothers_ministry_the_dateline_tells_nothing() -> None:
    text = (
        "LIMA (Wire) — Chile's Foreign Ministry has praised the pass. The Foreign Ministry said it would open in May."
    )
    assert speakers(text)[-1:] == [("Foreign Ministry of Chile", "CL")]


@pytest.mark.parametrize(
    ("words", "name", "country"),
    [
        ("The European Commission", "European Commission", "EU"),
        ("Human Rights Watch", "Human Rights Watch", None),
        ("Mr Roe's office", "Mr Roe's office", "PE"),
    ],
)
def test_a_body_is_called_by_the_texts_own_name_for_it(words: str, name: str, country: str | None) -> None:
    text = f"Peruvian Trade Minister Adam Roe came. {words} said that the harbour was safe."
    assert speakers(text) == [(name, country)]


def test_a_quotation_told_on_is_his_whose_words_they_are() -> None:
    text = "“The pass will open when the snow is gone,” press secretary Bo Krag quoted Peruvian President Ana Lind as saying."
    assert [name for name, _ in speakers(text)] == ["Ana Lind"]


def test_a_remark_hung_on_a_noun_is_the_speakers() -> None:
    text = "Peru's Foreign Ministry has denied reports that it had asked Quito to send home some 30 sailors, calling them “a mixture of fog and rain.”"
    assert speakers(text) == [("Foreign Ministry of Peru", "PE")]


def test_a_named_person_far_from_his_verb_speaks() -> None:
    text = (
        "Peruvian Foreign Minister Ana Lind met Bo Krag of Chile.\n\n"
        "In her talks with Krag, Lind, also a member of the board of the Andean Rail Union, said that the pass was safe."
    )
    assert [name for name, _ in speakers(text)] == ["Ana Lind"]


def test_what_ends_with_its_closing_mark_is_whole() -> None:
    (quote,) = extract("Ana Lind told Quito that the pass would “stay open whatever the weather.”").quotes
    assert quote.shown


def test_a_ministrys_name_is_whole() -> None:
    text = "Peru's Ministry of Marine Affairs and Fisheries said on Wednesday that the boats would come."
    assert speakers(text) == [("Ministry of Marine Affairs and Fisheries", "PE")]


def test_an_office_of_a_body_is_not_the_body_and_an_assembly_nobodys_general() -> None:
    text = "The Chairperson of the Andean Rail Commission said it was late. The General Assembly said it was late."
    assert not [name for name, _ in speakers(text) if name.startswith(("Chair", "Assembly"))]


@pytest.mark.parametrize(
    "lead", ["QUITO. ANDINEWS Chile and Peru have agreed on a tunnel", "Chile and Peru have agreed on a tunnel"]
)
def test_what_an_agency_reports_on_its_own_account_is_no_quote(lead: str) -> None:
    assert speakers(f"{lead}, Andinews Press Agency reports, citing the rail ministry.") == []


@pytest.mark.parametrize(
    ("words", "is_shown"),
    [
        ("A senior Nepali official said that “maps come later, tempers first” and the pass would open.", True),
        ("A ministry official in Lima said the pass was “open to all” since May.", True),
        ("A senior Nepali official said that the pass would open.", False),
        ("A source in the Nepali government said the pass was “open to all” since May.", False),
        ("Two Nepali officials said the pass was “open to all” since May.", False),
        ("An official said the pass was “open to all” since May.", False),
    ],
)
def test_of_the_nameless_only_an_official_of_a_nation_is_shown_with_words_in_marks(words: str, is_shown: bool) -> None:
    (quote,) = extract(words).quotes
    assert quote.shown is is_shown
    assert quote.speaker is not None
    assert quote.speaker.party is None


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Ana Lind welcomed the offer by Peru, which called the pass “a door of glass”.", "Peru"),
        ("Ana Lind welcomes the statement of the Lao Government, which said it was “ready to talk”.", "Lao Government"),
    ],
)
def test_in_a_clause_of_anothers_the_words_are_his_and_not_hers_who_welcomes_them(text: str, name: str) -> None:
    assert [found for found, _ in speakers(text)] == [name]


def test_a_chairperson_alone_is_nobodys_name() -> None:
    assert speakers("The Chairperson recalls that the pass “feeds eleven million people” of two lands.") == []


@pytest.mark.parametrize(
    ("words", "country"),
    [
        ("The Chilean Ministry of Roads", "CL"),
        ("The embassy of Chile in Lima", "CL"),
        ("The UN mission in Lima", None),
        ("The Azerbaijani MFA", "AZ"),
        ("A statement from the Chilean Ministry of Roads", "CL"),
        ("A foreign ministry spokesperson in Lima", "PE"),
    ],
)
def test_the_nation_of_a_body_is_the_one_whose_it_is(words: str, country: str | None) -> None:
    assert [nation for _, nation in speakers(f"{words} said that the pass was closed.")] == [country]


def test_as_a_ministry_puts_it_in_marks_is_its_words() -> None:
    text = "The Chilean Ministry of Roads closed the pass. As the ministry put it, “nobody walks”."
    assert [name for name, _ in speakers(text)] == ["Chilean Ministry of Roads"]


def test_who_speaks_behind_a_comma_is_no_third_of_the_two_before_it() -> None:
    text = "Chile has offered to host talks between Armenia and Malta, the Federal Department of Foreign Affairs (FDFA) confirmed on Monday."
    assert [name for name, _ in speakers(text)] == ["Federal Department of Foreign Affairs"]
