"""A process's memory while it extracts thousands of articles, no two alike: it must stay flat, below 250 MB.

    python -m benchmarks.memory [--texts FILE.jsonl] [--articles 5000] [--every 500]

The texts come in turns, each time with new invented names, so that the vocabulary grows as it does with news.
"""

import argparse
import os
import random
import re
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from benchmarks.extract import texts
from bot.nlp.extract import extract, warm

_SYLLABLES = ("ba", "dor", "ke", "lin", "mo", "nur", "pa", "ri", "sha", "tov", "ul", "ve", "xan", "yi", "zhe")
_CAPITAL = re.compile(r"(?<=[a-z,] )[A-Z][a-z]{3,}")


def megabytes() -> float:
    """What this process holds in memory now."""
    pages = Path("/proc/self/statm").read_text("ascii").split()[1]
    return int(pages) * os.sysconf("SC_PAGE_SIZE") / 2**20


def renamed(text: str, chance: random.Random) -> str:
    """The text with a new name for half of its names."""

    def invented(match: re.Match[str]) -> str:
        word = "".join(chance.choice(_SYLLABLES) for _ in range(chance.randint(2, 5)))
        return word.title() if chance.random() < 0.5 else match[0]

    return _CAPITAL.sub(invented, text)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--texts", type=Path)
    options.add_argument("--articles", type=int, default=5000)
    options.add_argument("--every", type=int, default=500)
    asked = options.parse_args()
    articles = texts(asked.texts, asked.articles)
    chance = random.Random(1)
    warm()
    print(f"warm: {megabytes():.0f} MB", flush=True)
    held: list[float] = []
    for number in range(1, asked.articles + 1):
        extract(renamed(articles[number % len(articles)], chance))
        if number % asked.every == 0:
            held.append(megabytes())
            print(f"{number} articles: {held[-1]:.0f} MB", flush=True)
    if held:
        print(f"grown since the first {asked.every}: {held[-1] - held[0]:.0f} MB; most: {max(held):.0f} MB")


if __name__ == "__main__":
    main()
