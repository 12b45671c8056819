"""Who holds which office, against the gold."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from bot.domain.facts import Person
from tests.nlp.gold_cases import Case, GoldOffice
from tests.nlp.gold_names import names, same

if TYPE_CHECKING:
    from tests.nlp.gold_scoring import Scores

Held = tuple[str, str, str | None, bool]


def score_offices(case: Case, people: Sequence[Person], scores: "Scores") -> None:
    if case.people is None:
        return
    held = {(p.name, o.office, o.country, o.former): None for p in people for o in p.offices}
    for gold in case.people:
        if not gold.maybe:
            right = any(_is(gold, one) for one in held)
            scores.expected("offices", right=right, words=f"{gold.name}: {gold.office[0]}, {gold.country}")
    for one in held:
        if one[2] is None and any(_is(gold, (*one[:2], gold.country, one[3])) for gold in case.people):
            continue  # "Minister Lind" after "Sweden's Minister Lind" says nothing new
        mates = [gold for gold in case.people if _is(gold, one) or (gold.maybe and same(gold.name, one[0]))]
        if not any(mate.maybe for mate in mates):
            scores.found("offices", right=bool(mates), words=str(one))


def _is(gold: GoldOffice, held: Held) -> bool:
    name, office, country, former = held
    return same(gold.name, name) and names(gold.office, [office]) and (country, former) == (gold.country, gold.former)
