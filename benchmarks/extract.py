"""Articles per CPU second: all of `extract` against plain `nlp.pipe` of the stock model, in turns on the same texts in one run.
Then the CPU time of articles cut or joined to 800 words.

    python -m benchmarks.extract [--texts FILE.jsonl] [--articles 40] [--rounds 3]

Texts are a JSON Lines file with "text", or the project's own sample dispatches. The bars: a ratio of at
least 2.0, and 0.6 s for the 99th of 100 articles.
"""

import argparse
import gc
import json
import os
import statistics
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import spacy

from bot.demo.press import load_dispatches
from bot.nlp.extract import extract, warm
from bot.nlp.load import DEFAULT_MODEL
from bot.nlp.world import SEEDS


def texts(file: Path | None, count: int) -> list[str]:
    if file is None:
        return ["\n\n".join(dispatch.paragraphs) for dispatch in load_dispatches(SEEDS / "articles")]
    with file.open(encoding="utf-8") as lines:
        return [json.loads(line)["text"] for _, line in zip(range(count), lines, strict=False)]


def seconds(work: Callable[[], object]) -> float:
    gc.collect()
    started = time.process_time()
    work()
    return time.process_time() - started


def of_length(articles: list[str], words: int) -> list[str]:
    """The same lines in articles of `words` words."""
    found: list[str] = []
    lines: list[str] = []
    for line in "\n".join(articles).split("\n"):
        lines.append(line)
        if sum(len(line.split()) for line in lines) >= words:
            found.append("\n".join(lines))
            lines = []
    return found


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--texts", type=Path)
    options.add_argument("--articles", type=int, default=40)
    options.add_argument("--rounds", type=int, default=3)
    asked = options.parse_args()
    articles = texts(asked.texts, asked.articles)
    stock = spacy.load(DEFAULT_MODEL)
    warm()
    list(stock.pipe(articles[:2]))
    ratios: list[float] = []
    for _ in range(asked.rounds):
        plain = seconds(lambda: list(stock.pipe(articles)))
        ours = seconds(lambda: [extract(text) for text in articles])
        ratios.append(plain / ours)
        print(
            f"stock nlp.pipe {len(articles) / plain:.1f}, extract {len(articles) / ours:.1f} articles a CPU second; ratio {plain / ours:.2f}"
        )
    print(f"median ratio {statistics.median(ratios):.2f}")
    whole = of_length(articles, 800)
    taken = sorted(seconds(lambda text=text: extract(text)) for text in whole for _ in range(asked.rounds))
    print(
        f"{len(whole)} articles of 800 words: median {statistics.median(taken):.3f} s, 99 % {taken[len(taken) * 99 // 100]:.3f} s"
    )


if __name__ == "__main__":
    main()
