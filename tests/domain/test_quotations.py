"""What was typed, taken apart; what differs, told."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.quotations import read, standing
from bot.domain.verifying import compare

SAID = "We will not, under any pressure, sign the agreement with Oslo. It was never about $40 million but about trust."


@pytest.mark.parametrize(
    ("typed", "pieces", "speaker"),
    [
        ("“We will act,” Macron said", ("We will act,",), "Macron"),
        ('"We will act" — Emmanuel Macron', ("We will act",), "Emmanuel Macron"),
        ("We will act — Macron", ("We will act",), "Macron"),
        ("'We don't know' - Macron", ("We don't know",), "Macron"),
        ('"We will act," Macron said on Tuesday. "And soon."', ("We will act,", "And soon."), "Macron"),
        ('Macron said: "We will act"', ("We will act",), "Macron"),
        ('"We will act", he said', ("We will act",), None),
        ("We will act, he said", ("We will act",), None),
        ('He called it a "disgrace" and left', ('He called it a "disgrace" and left',), None),
        ("we will ... act [...] soon…", ("we will", "act", "soon"), None),
        ("It is done — and well done", ("It is done — and well done",), None),
        ("And then I said: no", ("And then I said: no",), None),
        ('"', (), None),
    ],
)
def test_marks_omissions_and_the_name_come_off(typed: str, pieces: tuple[str, ...], speaker: str | None) -> None:
    asked = read(typed)
    assert (asked.pieces, asked.speaker) == (pieces, speaker)


def test_a_name_that_may_be_of_the_words_is_kept_with_them_too() -> None:
    asked = read("LET ME BE CLEAR: we will act")
    assert asked.unsplit
    assert asked.unsplit.pieces == ("LET ME BE CLEAR: we will act",)
    assert read("“We will act,” Macron said").unsplit is None


@given(st.text(max_size=300))
def test_anything_typed_is_read(typed: str) -> None:
    asked = read(typed)
    comparison = compare(asked, SAID, [(0, len(SAID))])
    assert comparison.matched <= comparison.asked == len(asked.words)
    assert standing(asked, SAID) == () or comparison.is_exact


@given(st.data())
def test_any_run_of_the_words_stands_and_is_a_part(data: st.DataObject) -> None:
    words = SAID.split()
    first = data.draw(st.integers(0, len(words) - 2))
    last = data.draw(st.integers(first + 2, len(words)))
    asked = read(" ".join(words[first:last]))
    comparison = compare(asked, SAID, [(0, len(SAID))])
    assert comparison.is_exact
    assert comparison.is_whole == (last - first == len(words))
    assert standing(asked, SAID)


@pytest.mark.parametrize(
    ("typed", "edits", "negation"),
    [
        (SAID.replace(" not,", ""), 1, "lost"),
        (SAID.replace("never ", ""), 1, "lost"),
        (SAID.replace("but", "but not"), 1, "added"),
        (SAID.replace("will not", "won’t"), 2, None),
        (SAID.replace("$40", "€40"), 1, None),
        ("sign the agreement with Oslo", 0, "outside"),
        ("We will … sign the agreement", 0, "outside"),
    ],
)
def test_a_change_of_yes_and_no_is_told_from_other_changes(typed: str, edits: int, negation: str | None) -> None:
    comparison = compare(read(typed), SAID, [(0, len(SAID))])
    assert (comparison.edits, comparison.negation) == (edits, negation)


@pytest.mark.parametrize(
    "typed",
    [
        "“" + "\n" * 900 + "a" * 1_000,
        "“" + "a " * 999,
        "\n" * 1_999 + "—",
        "— Aa " * 400,
        "'" + "a " * 999,
        "[" * 2_000,
        "Aa said " * 250,
    ],
)
def test_what_is_typed_to_be_slow_is_read_in_an_instant(typed: str) -> None:
    """A mark that nothing closes, before lines and letters, took seven seconds, in which nobody was answered."""
    began = time.process_time()
    read(typed)
    assert time.process_time() - began < 0.5
