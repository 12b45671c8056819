"""Are quotes shown at confidence c right in a share c? Prints, by confidence, how many of the extractor's quotes were right.

    python -m bot extract --jsonl GOLD.jsonl > FACTS.jsonl
    python -m benchmarks.calibration GOLD.jsonl FACTS.jsonl

GOLD is a file of hand-marked articles with its scorer (`score.py`) two folders up, which decides what is right: content (words
overlap by 0.8 and more) and speaker (the name) both. Quotes the gold leaves open and those under three words count neither way.
"""

import argparse
import importlib
import json
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

BINS = (0.0, 0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95, 1.01)


def judged(gold: Path, facts: Path) -> Iterator[tuple[float, bool, bool]]:
    """(confidence, shown, right) of every quote that the gold decides on."""
    sys.path.insert(0, str(gold.resolve().parents[1]))
    scorer: Any = importlib.import_module("score")
    adapter = _predictions(facts)
    for article in scorer.load(str(gold)):
        quotes = adapter.get(article["id"], [])
        log: list[dict[str, Any]] = []
        scorer.score_doc(article, {"quotes": quotes}, log=log)
        wrong = {id(entry["pred"]) for entry in log if entry["err"] != "missed"}
        open_words = _open_words(scorer, article)
        for quote in quotes:
            pieces = scorer.pieces(article["text"], [quote], bytearray(len(article["text"])), "piece")
            words = {word for piece in pieces for word in piece["toks"]}
            is_open = len(words & open_words) >= len(words) / 2 and id(quote) not in wrong
            if not is_open and not all(piece["ignore"] for piece in pieces):
                yield quote["confidence"], quote["shown"], id(quote) not in wrong


def _predictions(facts: Path) -> dict[str, list[dict[str, Any]]]:
    """The extractor's quotes by article, in the scorer's words."""
    found: dict[str, list[dict[str, Any]]] = {}
    for line in facts.read_text("utf-8").splitlines():
        document = json.loads(line)
        for quote in document["quotes"]:
            speaker = quote.get("speaker") or {}
            quote |= {f"speaker_{key}": speaker.get(key) for key in ("start", "end", "text", "name")}
        found[document["id"]] = document["quotes"]
    return found


def _open_words(scorer: Any, article: dict[str, Any]) -> set[int]:
    """Words in content that the gold neither asks for nor forbids."""
    pieces = scorer.pieces(article["text"], article["quotes"], bytearray(len(article["text"])), "piece")
    asked = {word for piece in pieces if not piece["ignore"] for word in piece["toks"]}
    return {word for piece in pieces if piece["ignore"] for word in piece["toks"]} - asked


def table(rows: list[tuple[float, bool, bool]]) -> Iterator[str]:
    """One line a bin of confidence, then all that is shown."""
    bins: defaultdict[int, list[tuple[float, bool]]] = defaultdict(list)
    for confidence, _, right in rows:
        bins[sum(confidence >= edge for edge in BINS)].append((confidence, right))
    yield "confidence      quotes  mean  right"
    for number, inside in sorted(bins.items()):
        edges = f"{BINS[number - 1]:.2f} - {min(BINS[number], 1):.2f}"
        yield f"{edges:15} {len(inside):6}  {_mean(c for c, _ in inside):.2f}  {_mean(r for _, r in inside):.3f}"
    shown = [(confidence, right) for confidence, is_shown, right in rows if is_shown]
    yield f"{'shown':15} {len(shown):6}  {_mean(c for c, _ in shown):.2f}  {_mean(r for _, r in shown):.3f}"


def _mean(values: Iterator[float]) -> float:
    numbers = list(values)
    return sum(numbers) / len(numbers) if numbers else 0.0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path)
    parser.add_argument("facts", type=Path)
    arguments = parser.parse_args()
    print("\n".join(table(list(judged(arguments.gold, arguments.facts)))))


if __name__ == "__main__":
    main()
