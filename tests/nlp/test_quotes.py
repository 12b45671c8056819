"""Who said what, on sentences of our own."""

import pytest

from bot.domain.facts import Quote
from bot.nlp.quotes import find_quotes
from bot.nlp.read import read


def quotes_of(text: str) -> tuple[Quote, ...]:
    return find_quotes(read(text))


def words(text: str, quote: Quote) -> str:
    return " … ".join(text[a:b] for a, b in quote.segments)


@pytest.mark.parametrize(
    ("text", "kind", "content"),
    [
        ("“The border will stay open,” Minister Anna Lind said.", "direct", "The border will stay open,"),
        ("Anna Lind said that the border would stay open.", "indirect", "the border would stay open"),
        (
            "However generous the terms, the loan “is a trap for farmers,” said Anna Lind.",
            "mixed",
            "However generous the terms, the loan “is a trap for farmers,”",
        ),
        (
            "Anna Lind said the two sides had agreed on a map, which surprised many diplomats.",
            "indirect",
            "the two sides had agreed on a map",
        ),
        (
            "Anna Lind said the port would reopen in May and warned against new tariffs.",
            "indirect",
            "the port would reopen in May",
        ),
    ],
)
def test_the_content_is_what_was_said_and_no_more(text: str, kind: str, content: str) -> None:
    first = quotes_of(text)[0]
    assert (first.kind, words(text, first)) == (kind, content)
    assert first.speaker is not None
    assert "Anna Lind" in first.speaker.text


def test_a_speaker_behind_by_saying_is_the_one_who_acted() -> None:
    text = "Anna Lind responded to the farmers by saying the loan would be paid in June."
    assert [(q.speaker.text if q.speaker else None, words(text, q)) for q in quotes_of(text)] == [
        ("Anna Lind", "the loan would be paid in June")
    ]


def test_only_marked_words_of_a_mixed_quote_stood_in_marks() -> None:
    text = "Anna Lind said the talks had been “frank and useful” for both ministries."
    (quote,) = quotes_of(text)
    assert quote.kind == "mixed"
    assert [text[a:b] for a, b in quote.marked] == ["frank and useful"]


def test_titles_of_works_are_no_quotes() -> None:
    assert quotes_of("Anna Lind arrived late for the film “The Long Winter” in Oslo.") == ()
