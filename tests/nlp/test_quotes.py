"""Which words were reported, on sentences of our own. Who said them: test_quote_speakers.py; marks: test_quote_marks.py."""

from itertools import pairwise

import pytest

from bot.domain.facts import Quote
from bot.nlp.quotes import find_quotes
from bot.nlp.read import read
from tests.nlp.shown import words


def quotes_of(text: str) -> tuple[Quote, ...]:
    return find_quotes(read(text))


def contents(text: str) -> list[str]:
    return [words(text, quote) for quote in quotes_of(text)]


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
        (
            "“Nobody wants this war,” Anna Lind told reporters. “It must end before winter.”",
            "direct",
            "Nobody wants this war, … It must end before winter.",
        ),
    ],
)
def test_the_content_is_what_was_said_and_no_more(text: str, kind: str, content: str) -> None:
    first = quotes_of(text)[0]
    assert (first.kind, words(text, first)) == (kind, content)
    assert first.speaker is not None
    assert "Anna Lind" in first.speaker.text


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("The bridge, Anna Lind said, was built by volunteers.", "The bridge … was built by volunteers"),
        ("The bridge was built by volunteers, the minister said.", "The bridge was built by volunteers"),
        ("The bridge was built by volunteers, said Anna Lind, the minister.", "The bridge was built by volunteers"),
        ("The harbour was calm, she said, closing her umbrella.", "The harbour was calm"),
        ("The ferry, which, Anna Lind said, was old, sank.", "which … was old"),
    ],
)
def test_what_stands_around_a_parenthesis(text: str, content: str) -> None:
    assert contents(text)[0].startswith(content)


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("The mayor called the loan a “trap for farmers” on Monday.", "the loan a “trap for farmers”"),
        ("The envoy described the talks as “frank and useful.”", "the talks as “frank and useful.”"),
        ("Ruritania accused its neighbour of “open piracy” after the incident.", "its neighbour of “open piracy”"),
        ("It was what the mayor called “a lost decade.”", "a lost decade."),
    ],
)
def test_a_judgement_holds_what_is_judged(text: str, content: str) -> None:
    assert content in contents(text)


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("Asked whether he would resign, the minister left the room.", "whether he would resign"),
        ("Reporters asked the envoy about the missing ferry.", "the missing ferry"),
        ("Anna Lind urged the council to publish the map.", "to publish the map"),
        ("The ministry announced the arrest of two customs officers on Friday.", "the arrest of two customs officers"),
        ("The king vowed to rebuild the harbour by spring.", "to rebuild the harbour by spring"),
        ("Her claim that the harbour was mined alarmed sailors.", "that the harbour was mined"),
        ("Anna Lind warned of a long and costly winter.", "a long and costly winter"),
        ("Anna Lind thinks the vote should be a “test of honesty” for the party.", "“test of honesty”"),
        ("As the envoy put it, “the door is not yet closed.”", "the door is not yet closed."),
        ("According to Anna Lind, the ferry left on time.", "the ferry left on time"),
        ("The ferry left on time, according to Anna Lind.", "The ferry left on time"),
        ("Anna Lind denied the report, adding that the ferry had left on time.", "the ferry had left on time"),
    ],
)
def test_reported_without_a_plain_said(text: str, content: str) -> None:
    assert any(content in found for found in contents(text))


@pytest.mark.parametrize(
    ("text", "content"),
    [
        # the writer's own words after the clause
        (
            "Anna Lind said the mine would close, though nobody has set a date.",
            "the mine would close",
        ),
        (
            "Anna Lind said she would travel to Oslo, the seat of the commission.",
            "she would travel to Oslo",
        ),
        ("Anna Lind said the mine was safe, prompting laughter in the hall.", "the mine was safe"),
        # and what is still reported
        ("Anna Lind said the mine was old, but it would stay open.", "the mine was old, but it would stay open"),
        (
            "Anna Lind said the mine was old and that nobody had inspected it.",
            "the mine was old and that nobody had inspected it",
        ),
    ],
)
def test_where_a_clause_ends(text: str, content: str) -> None:
    assert contents(text)[0] == content


def test_an_indirect_clause_ends_before_the_quotation_that_follows() -> None:
    text = "Anna Lind said her friends felt the same way. ''Nobody reads newspapers any more,'' she said."
    assert contents(text) == ["her friends felt the same way", "Nobody reads newspapers any more,"]


def test_only_marked_words_of_a_mixed_quote_stood_in_marks() -> None:
    text = "Anna Lind said the talks had been “frank and useful” for both ministries."
    (quote,) = quotes_of(text)
    assert quote.kind == "mixed"
    assert [text[a:b] for a, b in quote.marked] == ["frank and useful"]


@pytest.mark.parametrize(
    "text",
    [
        "Anna Lind did not say that the border would close.",
        "Anna Lind arrived late and left early.",
        "The ministry published the map on Monday.",
        "It goes without saying.",
        "Anna Lind hopes to visit the harbour in May.",
    ],
)
def test_nothing_was_said(text: str) -> None:
    assert contents(text) == []


def test_contents_never_overlap() -> None:
    text = (
        "Local officials were treating the fire as an attack and urging people to stay at home, Anna Lind said. "
        "She praised efforts to lower the tolls, which she said have risen because of “easy money.”"
    )
    spans = sorted(segment for quote in quotes_of(text) for segment in quote.segments)
    assert len(spans) > 1
    assert all(left[1] <= right[0] for left, right in pairwise(spans))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "In the words of Anna Lind, a harbour pilot, “the ships went out to be forgotten, and somebody counted them.”",
            "the ships went out to be forgotten, and somebody counted them.",
        ),
        (
            "The envoy Anna Lind claimed the same day that 2,000 pilots had returned, a figure Lima disputes.",
            "2,000 pilots had returned",
        ),
        ("Anna Lind termed the quarrel “needless” in her letter.", "needless"),
        ("Anna Lind conveyed that the port would send a tug.", "the port would send a tug"),
    ],
)
def test_constructions_of_agencies_and_ministries(text: str, said: str) -> None:
    (quote,) = (quote for quote in quotes_of(text) if quote.shown)
    assert words(text, quote) == said


def test_a_claim_that_somebody_refuses_is_not_in_his_words() -> None:
    text = "Anna Lind rubbished a report that the port was planning a “secret tunnel” to the island."
    assert not [quote for quote in quotes_of(text) if quote.shown]
