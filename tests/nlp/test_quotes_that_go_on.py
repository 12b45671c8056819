"""Quotations in two halves, and in several paragraphs; sentences of our own."""

import pytest

from tests.nlp.shown import quotes, words


def shown(text: str) -> list[tuple[str | None, str]]:
    """Speaker and words of what readers see."""
    found = quotes(text)
    names = [q.speaker.party.name if q.speaker and q.speaker.party else None for q in found]
    return list(zip(names, (words(text, quote) for quote in found), strict=True))


@pytest.mark.parametrize(
    "attribution",
    [
        "Ana Lind said in a written statement on April 14.",
        "said Ana Lind, minister for rail and roads in the new cabinet.",
        "Ana Lind told reporters, referring to the pass between the two towns.",
    ],
)
def test_both_halves_of_a_quotation_are_one_however_long_what_parts_them(attribution: str) -> None:
    text = f"“No such train was asked for,” {attribution} “Our people are free to walk.”"
    assert shown(text) == [("Ana Lind", "No such train was asked for, … Our people are free to walk.")]


def test_a_nameless_speakers_second_half_is_shown_with_the_first() -> None:
    text = "“The king wants it done by May,” said a second source in Lima, referring to the tunnel. “The bank wants it done never.”"
    assert [said for _, said in shown(text)] == ["The king wants it done by May, … The bank wants it done never."]


def test_after_a_sentence_about_another_nobody_is_sure_to_go_on() -> None:
    text = "“No such train was asked for,” Ana Lind said. Bo Krag disagreed. “Our people are free to walk.”"
    assert shown(text) == [("Ana Lind", "No such train was asked for,")]


def test_a_paragraph_in_marks_goes_on_with_the_quotation_that_ends_the_one_before() -> None:
    text = (
        "“This is a winter by decree,” said Ana Lind, the rail minister, at the opening.\n\n"
        "“You close the pass, then the road, then the bridge.\n\n“And then you wonder why nobody comes.”"
    )
    assert [name for name, _ in shown(text)] == ["Ana Lind"] * 3


def test_a_paragraph_in_marks_after_the_writers_own_is_nobodys() -> None:
    text = "“This is a winter by decree,” said Ana Lind.\n\nThe hall fell silent for a while.\n\n“You close the pass, and then you wonder why nobody comes.”"
    assert [said for _, said in shown(text)] == ["This is a winter by decree,"]


def test_a_block_of_words_announced_on_a_line_is_its_speakers_as_far_as_it_says_we() -> None:
    text = (
        "Peruvian Rail Minister Ana Lind said:\n\nA pass without lights is a pit.\n\nThe towns know that, and we will not leave them to it.\n\n"
        "Chilean Rail Minister Bo Krag said:\n\nA friend who digs is good.\n\nThe minister also visited the works and met the mayor of Arica."
    )
    assert shown(text) == [
        ("Ana Lind", "A pass without lights is a pit"),
        ("Ana Lind", "The towns know that, and we will not leave them to it"),
        ("Bo Krag", "A friend who digs is good"),
    ]
    assert {quote.kind for quote in quotes(text)} == {"direct"}


def test_a_quotation_closed_only_in_a_later_paragraph_is_whole() -> None:
    text = "Ana Lind stressed:\n“Every town has a station. Not every town has a train.\nThe train comes first. The rest can follow.”\nShe then left for Lima."
    assert shown(text) == [
        ("Ana Lind", "Every town has a station. Not every town has a train"),
        ("Ana Lind", "The train comes first. The rest can follow."),
    ]


def test_a_lost_mark_does_not_swallow_the_next_paragraphs() -> None:
    text = "Ana Lind said: “The pass is safe.\n\nThe mayor walked up, and the crowd with him.\n\n“It is a trap,” said Bo Krag."
    assert ("Bo Krag", "It is a trap,") in shown(text)
    assert not any("mayor" in said for _, said in shown(text))
