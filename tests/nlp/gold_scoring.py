"""Precision and recall of the extractor on the project's own gold.

    python -m tests.nlp.gold_scoring             the table
    python -m tests.nlp.gold_scoring --errors    and every miss and every false fact
    python -m tests.nlp.gold_scoring --levels    a levels.toml of what is reached now

Only facts with `shown: true` are scored. Quotes are compared stretch by stretch (a part of the content inside one
paragraph); two stretches match when they share at least 0.8 of the longer one's words. Events match when they share a side.
"""

import argparse
import math
import sys
from collections.abc import Iterable
from dataclasses import dataclass, field

from bot.nlp.extract import extract
from tests.nlp.gold_cases import Case, cases
from tests.nlp.gold_events import score_events
from tests.nlp.gold_people import score_offices
from tests.nlp.gold_quotes import score_quotes

MARGIN = 0.01
"""How far below what was measured a level is recorded."""


@dataclass(slots=True)
class Measure:
    """`missed` and `false` say what went wrong, each as (case id, words)."""

    gold: int = 0
    gold_right: int = 0
    found: int = 0
    found_right: int = 0
    missed: list[tuple[str, str]] = field(default_factory=list)
    false: list[tuple[str, str]] = field(default_factory=list)

    @property
    def precision(self) -> float:
        return self.found_right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        return self.gold_right / self.gold if self.gold else 1.0


class Scores:
    """Every measure by its name; the scorers of quotes, events and offices report to it."""

    def __init__(self) -> None:
        self.measures: dict[str, Measure] = {}
        self.case = ""

    def _of(self, measure: str) -> Measure:
        return self.measures.setdefault(measure, Measure())

    def expected(self, measure: str, *, right: bool, words: str) -> None:
        """The gold holds something; it was found or not."""
        one = self._of(measure)
        one.gold += 1
        one.gold_right += right
        if not right:
            one.missed.append((self.case, words))

    def found(self, measure: str, *, right: bool, words: str) -> None:
        """The extractor shows something; the gold holds it or not."""
        one = self._of(measure)
        one.found += 1
        one.found_right += right
        if not right:
            one.false.append((self.case, words))

    def both(self, measure: str, *, right: bool, words: str) -> None:
        """Both say something of the same thing; they agree or not."""
        self.expected(measure, right=right, words=words)
        self.found(measure, right=right, words=words)


def score(which: Iterable[Case]) -> dict[str, Measure]:
    """Every measure over the cases, by name."""
    scores = Scores()
    for case in which:
        scores.case = case.id
        found = extract(case.text, title=case.title, published_on=case.published_on)
        score_quotes(case, found.quotes, scores)
        score_events(case, found, scores)
        score_offices(case, found.people, scores)
        if not (case.quotes or case.meetings or case.invitations or case.deals):
            shown = sum(fact.shown for fact in found.facts)
            scores.both("silence where nothing is", right=shown == 0, words=f"{shown} facts")
    return dict(sorted(scores.measures.items()))


def table(measures: dict[str, Measure]) -> str:
    rows = [f"{'':28}{'precision':>10}{'recall':>8}    right of found, of gold"]
    for name, one in measures.items():
        counts = f"{one.found_right}/{one.found}, {one.gold_right}/{one.gold}"
        rows.append(f"{name:28}{one.precision:10.3f}{one.recall:8.3f}    {counts}")
    return "\n".join(rows)


def errors(measures: dict[str, Measure]) -> str:
    rows: list[str] = []
    for name, one in measures.items():
        rows += [f"{name} missed  {case}: {words}" for case, words in one.missed]
        rows += [f"{name} false   {case}: {words}" for case, words in one.false]
    return "\n".join(rows)


def levels(measures: dict[str, Measure]) -> str:
    """The text of levels.toml: each share less a point, and the cases that are known to go wrong."""
    rows = [
        "# Written by `python -m tests.nlp.gold_scoring --levels`: what the extractor must reach on this gold, a point below what was measured,",
        "# and the cases known to go wrong, so that a failing test can name the new ones.",
    ]
    for name, one in measures.items():
        rows += [
            "",
            f'["{name}"]',
            f"precision = {_below(one.precision)}",
            f"recall = {_below(one.recall)}",
            f"missed = {_ids(one.missed)}",
            f"false = {_ids(one.false)}",
        ]
    return "\n".join(rows) + "\n"


def _below(share: float) -> str:
    return f"{max(0.0, math.floor(round((share - MARGIN) * 1000, 6)) / 1000):.3f}"


def _ids(wrong: list[tuple[str, str]]) -> str:
    return "[" + ", ".join(f'"{case}"' for case in sorted({case for case, _ in wrong})) + "]"


def main() -> None:
    reader = argparse.ArgumentParser(description="The extractor on the project's own gold.")
    reader.add_argument("--errors", action="store_true", help="print every miss and every false fact")
    reader.add_argument("--levels", action="store_true", help="print a levels.toml instead")
    asked = reader.parse_args()
    measures = score(cases())
    if asked.levels:
        sys.stdout.write(levels(measures))
    else:
        sys.stdout.write(f"{errors(measures)}\n\n" * asked.errors + table(measures) + "\n")


if __name__ == "__main__":
    main()
