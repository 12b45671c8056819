"""Quotation marks as they are typed, and words in marks that nobody said."""

import pytest

from tests.nlp.test_quotes import contents, quotes_of, words


@pytest.mark.parametrize(
    "text",
    [
        '"The border will stay open," Anna Lind said.',
        "“The border will stay open,” Anna Lind said.",
        "«The border will stay open,» Anna Lind said.",
        "''The border will stay open,'' Anna Lind said.",
        "„The border will stay open,“ Anna Lind said.",
    ],
)
def test_the_same_words_in_every_kind_of_mark(text: str) -> None:
    assert contents(text) == ["The border will stay open,"]


def test_a_nested_quotation_stays_within_its_own() -> None:
    text = "“It feels like, ‘We can put this off a little,’” Anna Lind said on Monday."
    (quote,) = quotes_of(text)
    assert words(text, quote).startswith("It feels like, ‘We can put this off a little,’")


def test_a_missing_mark_costs_its_own_paragraph_only() -> None:
    text = "“The map is wrong, Anna Lind said in March.\n\n“The map is right,” Boris Hale said in April."
    assert "The map is right," in contents(text)


def test_a_quotation_of_several_paragraphs_is_all_its_speakers() -> None:
    text = "“The map is wrong,” Anna Lind said. “We have asked for a new one.\n\n“And we have asked for a date.”"
    assert [q.speaker.party.name for q in quotes_of(text) if q.speaker and q.speaker.party] == ["Anna Lind"] * 2
    assert contents(text)[-1] == "And we have asked for a date."


def test_a_paragraph_that_begins_and_ends_with_marks_is_no_heading() -> None:
    text = "''We are in the ferry business,'' Anna Lind said. ''We carry people.''"
    assert contents(text) == ["We are in the ferry business, … We carry people."]


@pytest.mark.parametrize(
    "text",
    [
        "Anna Lind arrived late for the film “The Long Winter” in Oslo.",
        "Boris “Bear” Hale opened the session in Oslo.",
        "A ship called “Hope” left the harbour on Monday.",
        "The so-called “harbour tax” falls due on Monday.",
        "The “Board of Peace” met on Monday.",
        "‘A harbour without ships’",
        "Editor’s note: Anna Lind has said that the harbour is hers.",
        "Related: Anna Lind says the harbour is open",
        "Anna Lind says the harbour is open [Photo: AFP]",
    ],
)
def test_names_titles_captions_and_headings_are_no_quotes(text: str) -> None:
    assert contents(text) == []


def test_a_headline_that_stands_again_in_the_text_is_no_second_quote() -> None:
    line = "Anna Lind says the harbour will be open all winter"
    text = f"{line}\n\nThe harbour will be open all winter, Anna Lind said on Monday.\n\n{line}"
    assert contents(text) == ["The harbour will be open all winter"]


@pytest.mark.parametrize(
    "text",
    [
        "hed the ceremony on a screen on the quay, said the event b",
        "said",
        "“",
        "”said:",
        "Asked",
        "According to",
        "Lind: “",
    ],
)
def test_a_text_cut_anywhere_is_read(text: str) -> None:
    assert len(quotes_of(text)) <= 1
