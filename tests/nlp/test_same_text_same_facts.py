"""The same text yields the same facts, byte for byte: in any order, after anything, in any process; and the parse is stock's."""

import json
import os
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
import spacy
from spacy.language import Language

from bot.demo.press import load_dispatches
from bot.nlp.contract import lines
from bot.nlp.load import DEFAULT_MODEL, ENDING_IN_E, Parser, load
from bot.nlp.read import may_name_somebody_new
from bot.nlp.world import SEEDS

ROOT = Path(__file__).parents[2]
TEXTS = [
    *("\n\n".join(dispatch.paragraphs) for dispatch in load_dispatches(SEEDS / "articles")[:6]),
    "Ruritania’s foreign minister, Ilse Brandt, met Oskar Vahl in Strelsau on Monday. “We shall build the bridge,” she said.",
    "The talks stalled. Vahl, according to two aides, won't sign before May; Brandt's office denied it had set a deadline.",
]


def documents(texts: Iterable[str]) -> list[dict[str, Any]]:
    return [{"id": str(TEXTS.index(text)), "text": text, "published": "2026-03-10"} for text in texts]


def facts(texts: Iterable[str]) -> dict[str, str]:
    """The printed JSON line of each text, all extracted in a row."""
    return {json.loads(line)["id"]: line for line in lines(documents(texts))}


@pytest.fixture(scope="module")
def one_by_one() -> dict[str, str]:
    return facts(TEXTS)


def test_the_order_of_the_texts_changes_nothing(one_by_one: dict[str, str]) -> None:
    assert facts(reversed(TEXTS)) == one_by_one
    assert facts([*TEXTS[3:], *TEXTS[:3]]) == one_by_one


def test_a_text_read_twice_says_the_same(one_by_one: dict[str, str]) -> None:
    for text in TEXTS[-3:]:
        assert facts([text, text]) == facts([text]) == {str(TEXTS.index(text)): one_by_one[str(TEXTS.index(text))]}


@pytest.mark.parametrize("seed", ["1", "2718"])
def test_another_process_with_another_hash_seed_prints_the_same_bytes(
    seed: str, one_by_one: dict[str, str], tmp_path: Path
) -> None:
    source = tmp_path / "in.jsonl"
    source.write_text("\n".join(json.dumps(document) for document in documents(TEXTS)), encoding="utf-8")
    ran = subprocess.run(
        [sys.executable, "-m", "bot", "extract", "--jsonl", str(source)],
        cwd=ROOT,
        env={**os.environ, "PYTHONHASHSEED": seed, "DISCORD_TOKEN": ""},
        capture_output=True,
        check=True,
        timeout=120,
    )
    assert ran.stdout.decode("utf-8").splitlines() == list(one_by_one.values())


@pytest.fixture(scope="module")
def stock() -> Language:
    return spacy.load(DEFAULT_MODEL)


PARAGRAPHS = [paragraph for text in TEXTS for paragraph in text.split("\n\n")]


def told(doc: Any) -> list[tuple[Any, ...]]:
    return [
        (t.text, t.tag_, _pos(t), _lemma(t), t.dep_, t.head.i, t.is_sent_start, t.ent_type_, t.ent_iob_) for t in doc
    ]


def _pos(token: Any) -> str:
    """Stock has one rule of two words, which `KnownWords` leaves out: "is" after "there" is a VERB, not an AUX."""
    return "AUX" if token.i and token.nbor(-1).dep_ == "expl" and token.lemma_ == "be" else token.pos_


def _lemma(token: Any) -> str:
    """Stock's "hopes" is a form of "hop"."""
    return (ENDING_IN_E.get(token.lower_) if token.pos_ == "VERB" else None) or token.lemma_


def test_the_parse_is_that_of_the_stock_pipeline(stock: Language) -> None:
    parser: Parser = load(DEFAULT_MODEL)
    with parser.memory_zone("\n".join(PARAGRAPHS[::2])):  # half of the words learnt, half not
        ours = parser.parse(PARAGRAPHS)
        parser.recognise(ours)
        for doc, paragraph in zip(ours, PARAGRAPHS, strict=True):
            assert told(doc) == told(stock(paragraph))


@pytest.mark.parametrize(
    ("paragraphs", "chosen"),
    [
        (["Nobody came.", "it rained again."], [0]),
        (["The envoy Ilse Brandt arrived.", "On the quay Brandt waved.", "Later Oskar Vahl arrived too."], [0, 2]),
        (["The envoy of France arrived.", "The envoy of Germany arrived.", "A man from Germany met Vahl."], [0, 2]),
    ],
)
def test_entities_are_sought_in_the_lead_and_where_a_new_name_may_stand(
    paragraphs: list[str], chosen: list[int]
) -> None:
    assert may_name_somebody_new(paragraphs) == chosen
