"""Speakers that the text names by what they are, by a pronoun, or beside their title."""

import pytest

from tests.nlp.test_quote_speakers import mention, named, speakers
from tests.nlp.test_quotes import quotes_of, words


@pytest.mark.parametrize(
    ("words_of_it", "name", "kind", "country"),
    [
        ("The royal court", "royal court", "organisation", None),
        ("Peru's ports authority", "Peru's ports authority", "organisation", "PE"),
        ("The Angolan farm ministry", "Angolan farm ministry", "organisation", "AO"),
        ("The Lao government", "Lao government", "organisation", "LA"),
        ("The president's office in Lima", "president's office in Lima", "organisation", "PE"),
        ("Kenya's water minister", "Kenya's water minister", "person", "KE"),
        ("The Thai consul", "Thai consul", "person", "TH"),
        ("The White House", "White House", "organisation", "US"),
    ],
)
def test_an_institution_or_a_nations_office_is_named_in_the_texts_words(
    words_of_it: str, name: str, kind: str, country: str | None
) -> None:
    (quote,) = quotes_of(f"{words_of_it} said that the harbour was safe.")
    assert quote.speaker is not None
    assert quote.speaker.party is not None
    party = quote.speaker.party
    assert (party.name, party.kind, party.country, quote.shown) == (name, kind, country, True)


@pytest.mark.parametrize("somebody", ["Officials", "An agency", "His office", "Both governments", "The ministers"])
def test_nobody_is_made_up_of_vague_words(somebody: str) -> None:
    (quote,) = quotes_of(f"{somebody} said that the harbour was safe.")
    assert (named(quote), quote.shown) == (None, False)


def test_of_somebody_without_a_name_only_a_quotation_beside_its_cue_is_shown() -> None:
    quotes = quotes_of("“The harbour is safe and dry,” a senior official in Oslo said. Officials said it was full.")
    assert [(named(q), q.shown) for q in quotes] == [(None, True), (None, False)]


@pytest.mark.parametrize(
    ("text", "name", "whole"),
    [
        (
            "The Minister of Trade, Chief Ade Ola, said that the harbour was safe.",
            "Ade Ola",
            "The Minister of Trade, Chief Ade Ola",
        ),
        (
            "The harbour will open in May, predicted Togo's bank governor, Anna Lind.",
            "Anna Lind",
            "Togo's bank governor, Anna Lind",
        ),
    ],
)
def test_a_name_beside_a_title_is_the_speakers(text: str, name: str, whole: str) -> None:
    (quote,) = quotes_of(text)
    assert (named(quote), mention(quote)) == (name, whole)


def test_two_who_speak_in_turn_keep_their_own_words() -> None:
    text = (
        "“We want the dam filled,” envoy Anna Lind said. “Not before the rains,” replied her counterpart, Boris Hale."
    )
    assert speakers(text) == [("Anna Lind", "We want the dam filled,"), ("Boris Hale", "Not before the rains,")]


def test_she_is_the_woman_of_two_people() -> None:
    text = "Minister Anna Lind received Ambassador Boris Hale on Monday. “The harbour opens in May,” she said."
    assert speakers(text) == [("Anna Lind", "The harbour opens in May,")]


def test_it_is_the_institution_the_sentence_before_was_about() -> None:
    text = "The Peruvian transport ministry closed the route. It said the rafts were not safe."
    assert speakers(text) == [("Transport Ministry of Peru", "the rafts were not safe")]


@pytest.mark.parametrize(
    ("text", "behalf"),
    [
        ("A spokesman for the Peruvian farm ministry said the harbour was safe.", "Peruvian farm ministry"),
        ("Sudanese army spokesman Boris Hale said the harbour was safe.", "Sudanese army"),
        ("Anna Lind, a spokeswoman for the interior ministry, said the harbour was safe.", "interior ministry"),
    ],
)
def test_a_spokesman_speaks_for_the_institution_and_not_its_nation(text: str, behalf: str) -> None:
    (quote,) = quotes_of(text)
    assert quote.speaker is not None
    assert quote.speaker.on_behalf_of == behalf


def test_a_transcript_keeps_every_paragraph_of_a_turn() -> None:
    text = (
        "MS. LIND: Good morning. We have no news.\n\nQuestion: When will there be some?\n\n"
        "MS. LIND: I have nothing to announce.\n\nWe keep close contacts.\n\nQuestion: And the border?"
    )
    quotes = quotes_of(text)
    assert [(named(q), q.shown) for q in quotes if mention(q) == "MS. LIND"] == [("Lind", True)] * 3
    assert not any(q.shown for q in quotes if mention(q) == "Question")


@pytest.mark.parametrize(
    ("text", "kind", "content"),
    [
        (
            "LIMA, May 3 (Wire) — The harbour will open in May, Anna Lind said.",
            "indirect",
            "The harbour will open in May",
        ),
        ("Peru said on Sunday it was closing the harbour.", "indirect", "it was closing the harbour"),
        (
            "‘We don’t know the line and won’t guard it,’ said Anna Lind.",
            "direct",
            "We don’t know the line and won’t guard it,",
        ),
        ("Anna Lind vowed a “hard answer that all will hear”.", "fragment", "hard answer that all will hear"),
        ("Anna Lind spoke of “a dangerous quiet” at the border.", "fragment", "a dangerous quiet"),
        ("“The corridor is a road,” Anna Lind was quoted as saying by a station.", "direct", "The corridor is a road,"),
        ("“A small step,” — Anna Lind, the envoy", "direct", "A small step,"),
        ("The Peruvian army shut the port. Work starts in May, it added.", "indirect", "Work starts in May"),
    ],
)
def test_the_words_and_their_kind(text: str, kind: str, content: str) -> None:
    (quote,) = quotes_of(text)
    assert (quote.kind, words(text, quote)) == (kind, content)
