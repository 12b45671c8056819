"""What two readers judged in running news stays: right facts are found again, wrong ones are not shown again."""

import json
import warnings
from pathlib import Path

import pytest

from tests.conftest import SHARED
from tests.nlp.judged import judge
from tests.nlp.judged.judge import Judged, Shown

FILES = [SHARED / "quotebench" / "data" / f"polnear_{part}.jsonl" for part in ("train_sample", "dev")]
MOST_LOST = 2  # facts that both readers called right and that a change may cost
LEAST_RIGHT = 0.85


def event(
    stage: str = "held", *, parties: tuple[str, ...] = ("FI", "SE"), confidence: float = 0.9, at: int = 0
) -> Shown:
    return Shown(
        article="paper/1",
        evidence=((at, at + 40),),
        kind="talks",
        parties=parties,
        stage=stage,
        confidence=confidence,
    )


def judged(*verdicts: tuple[bool, bool]) -> list[Judged]:
    return [Judged(shown=event(at=100 * n), a=a, b=b) for n, (a, b) in enumerate(verdicts)]


def test_a_fact_is_right_only_if_both_readers_say_so() -> None:
    assert judge.share_right(judged((True, True), (True, False), (False, False), (True, True))) == 0.5


def test_agreement_is_told_raw_and_beyond_chance() -> None:
    raw, kappa = judge.agreement(judged((True, True), (True, True), (True, False), (False, False)))
    assert (raw, round(kappa, 2)) == (0.75, 0.5)


def test_readers_who_find_all_right_agree_fully() -> None:
    assert judge.agreement(judged((True, True), (True, True))) == (1.0, 1.0)


def test_confidence_is_compared_with_the_share_right_by_bins() -> None:
    facts = [
        Judged(shown=event(confidence=0.72), a=True, b=False),
        Judged(shown=event(confidence=0.74), a=True, b=True),
        Judged(shown=event(confidence=0.9), a=True, b=True),
    ]
    assert [(low, n, round(said, 2), right) for low, n, said, right in judge.reliability(facts)] == [
        (0.7, 2, 0.73, 0.5),
        (0.9, 1, 0.9, 1.0),
    ]


def test_an_event_is_known_again_by_place_parties_and_stage() -> None:
    known = event(parties=("Alexander Stubb", "SE"))
    assert known.is_same(event(parties=("SE", "Stubb"), at=10))
    assert not known.is_same(event("planned", parties=("Alexander Stubb", "SE")))
    assert not known.is_same(event(parties=("Alexander Stubb", "NO")))
    assert not known.is_same(event(parties=("Alexander Stubb", "SE"), at=500))


def test_a_sheet_goes_out_and_its_verdicts_come_back_without_any_text(tmp_path: Path) -> None:
    text = (
        "It rained. The boats lay still. Finland held talks with Sweden on fishing on Friday. Mr. Roe spoke. All left."
    )
    rows = judge.sheet({"paper/1": text})
    assert [(row["kind"], row["parties"], row["stage"]) for row in rows] == [("talks", ("FI", "SE"), "held")]
    assert rows[0]["said"] == "talks of Finland, Sweden: held"
    assert (rows[0]["before"], rows[0]["after"]) == ("It rained. The boats lay still.", "Mr. Roe spoke.")
    kept = judge.record(json.loads(json.dumps(rows)), {1: True}, {1: False})
    judge.write_list(kept, tmp_path / "list.csv")
    assert "talks with Sweden" not in (tmp_path / "list.csv").read_text("utf-8")
    assert judge.read_list(tmp_path / "list.csv") == kept


def test_what_readers_judged_in_running_news_still_holds() -> None:
    kept = judge.read_list()
    if not kept:
        pytest.skip("nobody has judged the events of running news yet")
    if not all(file.exists() for file in FILES):
        pytest.skip("the judged articles do not lie beside this checkout")
    wanted = {one.shown.article for one in kept}
    now = judge.events_of({article: text for article, text in judge.articles(FILES).items() if article in wanted})
    still = [one for one in kept if any(one.shown.is_same(event) for event in now)]
    lost = [one.shown for one in kept if one.is_right and one not in still]
    back = [one.shown for one in still if not one.is_right]
    new = [event for event in now if not any(one.shown.is_same(event) for one in kept)]
    if new:
        warnings.warn(f"{len(new)} events are shown that nobody has judged, beside {len(still)} judged", stacklevel=1)
    assert len(lost) <= MOST_LOST, lost
    assert judge.share_right(still) >= LEAST_RIGHT, back
