"""Whose words they were, on sentences of our own."""

import pytest

from bot.domain.facts import Quote
from tests.nlp.test_quotes import quotes_of, words


def speakers(text: str) -> list[tuple[str | None, str]]:
    return [(named(quote), words(text, quote)) for quote in quotes_of(text)]


def named(quote: Quote) -> str | None:
    return quote.speaker.party.name if quote.speaker and quote.speaker.party else None


def mention(quote: Quote) -> str | None:
    return quote.speaker.text if quote.speaker else None


@pytest.mark.parametrize(
    ("text", "spoke", "content"),
    [
        (
            "Anna Lind responded to the farmers by saying the loan would be paid in June.",
            "Anna Lind",
            "the loan would be paid in June",
        ),
        ("Anna Lind issued a statement saying the loan was safe.", "Anna Lind", "the loan was safe"),
        (
            "Anna Lind said the harbour would close and added that ferries were old.",
            "Anna Lind",
            "ferries were old",
        ),
        (
            "Anna Lind said the harbour would close, adding that ferries were old.",
            "Anna Lind",
            "ferries were old",
        ),
        ("Boris Hale, who once sold ferries, said the harbour was full.", "Boris Hale", "the harbour was full"),
        (
            "Those familiar with the plan say the harbour is full.",
            "Those familiar with the plan",
            "the harbour is full",
        ),
    ],
)
def test_the_words_that_name_the_speaker(text: str, spoke: str, content: str) -> None:
    assert (spoke, content) in [(mention(quote), words(text, quote)) for quote in quotes_of(text)]


def test_a_pronoun_is_who_spoke_before() -> None:
    text = "Anna Lind opened the session on Monday. “The harbour is safe,” she said."
    assert speakers(text) == [("Anna Lind", "The harbour is safe,")]


def test_a_quotation_without_a_cue_goes_on_for_the_one_who_spoke() -> None:
    text = "“The harbour is safe,” Anna Lind said on Monday in Oslo.\n\n“We have checked every pier and every rope.”"
    assert [name for name, _ in speakers(text)] == ["Anna Lind", "Anna Lind"]


def test_a_spokesman_is_a_speaker_of_his_own() -> None:
    (quote,) = quotes_of("A spokesman for President Emmanuel Macron said the visit would go ahead.")
    assert quote.speaker is not None
    assert (quote.speaker.text, quote.speaker.on_behalf_of) == (
        "A spokesman for President Emmanuel Macron",
        "Emmanuel Macron",
    )
    assert named(quote) != "Emmanuel Macron"


def test_a_statement_speaks_for_whose_it_is_and_a_report_for_nobody_else() -> None:
    text = (
        "“The talks go on,” the Kazakh presidency said in a statement. The statement said both sides would meet in May."
    )
    assert named(quotes_of(text)[-1]) == named(quotes_of(text)[0])
    assert "Kazakh" in (named(quotes_of(text)[0]) or "")
    text = "“The talks go on,” Anna Lind said. The report said the harbour was empty."
    assert [named(quote) for quote in quotes_of(text)] == ["Anna Lind", None]


def test_a_nominee_is_not_the_president() -> None:
    text = "President Emmanuel Macron arrived on Monday. The presidential nominee said the visit was a show."
    assert [name for name, _ in speakers(text)] == [None]


@pytest.mark.parametrize(
    ("text", "spoke"),
    [
        ("Anna Lind: “The harbour is safe and will stay open.”", "Anna Lind"),
        ("Asked about the harbour, Anna Lind demurred: “It is safe and will stay open.”", "Anna Lind"),
        ("Anna Lind said on Monday:\n\n“The harbour is safe and will stay open.”", "Anna Lind"),
        ("“The harbour is safe and will stay open.” — Anna Lind", "Anna Lind"),
    ],
)
def test_colons_and_signatures(text: str, spoke: str) -> None:
    assert spoke in [mention(quote) for quote in quotes_of(text)]


def test_each_line_of_an_interview_is_its_speakers() -> None:
    text = (
        "LIND: The harbour is safe.\n\nHALE: Then why is it closed?\n\n"
        "LIND: We are painting the pier.\n\nHALE: Since last winter?"
    )
    assert [mention(quote) for quote in quotes_of(text)] == ["LIND", "HALE", "LIND", "HALE"]


def test_a_question_is_nobodys_unless_someone_is_named() -> None:
    assert [mention(q) for q in quotes_of("Asked whether he would resign, the minister left.")] == [None]
    assert [mention(q) for q in quotes_of("The minister was asked by Boris Hale whether he would resign.")] == [
        "Boris Hale"
    ]


def test_a_quote_without_a_known_speaker_is_kept_but_not_shown() -> None:
    quotes = quotes_of("Asked whether he would resign, the minister left. “The harbour is safe,” Anna Lind said.")
    assert [quote.shown for quote in quotes] == [False, True]
