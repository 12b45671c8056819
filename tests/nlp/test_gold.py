"""The extractor on the project's own gold: precision and recall of each kind stay at the level once reached."""

import tomllib
from collections import Counter
from datetime import date

import pytest

from tests.nlp.gold_cases import LEVELS, Case, GoldEvent, GoldQuote, cases
from tests.nlp.gold_scoring import Measure, score, table

RECORDED = tomllib.loads(LEVELS.read_text())
CASES = cases()


@pytest.fixture(scope="module")
def measures() -> dict[str, Measure]:
    reached = score(CASES)
    print("\n" + table(reached))  # noqa: T201 - shown by `pytest -s`, and beside a failure
    return reached


@pytest.mark.parametrize("name", RECORDED)
def test_what_was_reached_is_not_lost(name: str, measures: dict[str, Measure]) -> None:
    level, reached = RECORDED[name], measures.get(name, Measure())
    if reached.recall < level["recall"]:
        pytest.fail(
            _lost(f"{name}: recall", reached.recall, level["recall"], reached.missed, level["missed"]), pytrace=False
        )
    if reached.precision < level["precision"]:
        pytest.fail(
            _lost(f"{name}: precision", reached.precision, level["precision"], reached.false, level["false"]),
            pytrace=False,
        )


def test_every_measure_has_its_level(measures: dict[str, Measure]) -> None:
    assert sorted(measures) == sorted(RECORDED), "write the levels anew: python -m tests.nlp.gold_scoring --levels"


def test_the_gold_is_large_and_its_cases_can_be_told_apart() -> None:
    articles = [case for case in CASES if case.id.startswith("article-")]
    assert len(CASES) - len(articles) >= 250
    assert len(articles) >= 15
    assert [name for name, times in Counter(case.id for case in CASES).items() if times > 1] == []


@pytest.mark.parametrize("case", [case for case in CASES if case.quotes], ids=lambda case: case.id)
def test_a_gold_quote_is_words_of_the_text(case: Case) -> None:
    for quote in case.quotes:
        for start, end in quote.segments:
            assert len(case.text[start:end].split()) <= 60, f"{case.text[start:end]!r} runs too far"


def _lost(what: str, share: float, level: float, wrong: list[tuple[str, str]], known: list[str]) -> str:
    """The cases that went right when the level was recorded, with what was expected or found."""
    new = [f"  {case}: {words}" for case, words in wrong if case not in known]
    return "\n".join(
        [f"{what} {share:.3f}, was at least {level:.3f}. New:", *(new or ["  nothing; a known case got worse"])]
    )


TEXT = "“We will wait,” said Anna Lind. Norway held talks with Iceland on Monday."


def _case(speaker: str, nations: tuple[str, str], kind: str) -> Case:
    start = TEXT.index("We")
    return Case(
        id="own",
        text=TEXT,
        title="",
        published_on=date(2026, 3, 17),
        quotes=(GoldQuote(by=(speaker,), kind=("direct",), segments=((start, start + 12),)),),
        meetings=(GoldEvent(who=((nations[0],), (nations[1],)), kind=(kind,), stage=("held",), on=None),),
        invitations=(),
        deals=(),
        people=None,
    )


def test_the_scorer_praises_what_is_right_and_counts_what_is_wrong() -> None:
    right = score([_case("Anna Lind", ("NO", "IS"), "talks")])
    assert (right["quotes and speaker"].recall, right["meetings, whole"].recall) == (1, 1)
    wrong = score([_case("Per Olsen", ("NO", "DK"), "visit")])
    assert (wrong["quotes"].recall, wrong["quotes and speaker"].precision) == (1, 0)
    assert (wrong["meetings"].recall, wrong["meetings, whole"].precision) == (1, 0)
    assert (wrong["meetings, sides"].recall, wrong["meetings, kinds"].recall) == (0.5, 0)
    assert (right["dates"].found, right["dates"].found_right) == (1, 0), "a day the gold does not have"
