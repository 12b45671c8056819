"""The extractor on the project's own gold: precision and recall of each kind stay at the level once reached."""

import tomllib
from collections import Counter

import pytest

from tests.nlp.gold_cases import LEVELS, Case, cases
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
    assert reached.recall >= level["recall"], _said("missed", reached.recall, reached.missed, level)
    assert reached.precision >= level["precision"], _said("false", reached.precision, reached.false, level)


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


def _said(how: str, share: float, wrong: list[tuple[str, str]], level: dict[str, list[str]]) -> str:
    """What went wrong and was not known to: the case, with what was expected or found."""
    new = [f"  {case}: {words}" for case, words in wrong if case not in level[how]]
    return "\n".join([f"{share:.3f}, and {how} that was not before:", *new])
