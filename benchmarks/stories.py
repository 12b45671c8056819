"""How well articles are put into stories, and at what cost: B-cubed over labelled stories, processor time an article.

    python -m benchmarks.stories [FILE]

FILE is JSON lines or TOML with a title, a text, a time and a story's label an article; without it the project's own set is read
(tests/stories).
"""

import argparse
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from bot.domain.stories import Placed
from bot.nlp.stories import OpenStories, sign
from tests.labelled import OWN, Labelled, b_cubed, load


def stories_of(articles: Sequence[Labelled]) -> tuple[list[int], float]:
    """The story of each article, placed in the order given; processor seconds in all."""
    index, founded = OpenStories(), 0
    started = time.process_time()
    placed: dict[int, Placed] = {}
    for number, article in enumerate(articles):
        signature = sign(article.title, article.text)
        placement = index.place(signature, article.published_at)
        story = placement.story
        if story is None:
            founded += 1
            story = founded
        moved = [one for one in placed.values() if one.story in placement.merges] if placement.merges else []
        for one in moved:
            placed[one.article] = replace(one, story=story)
            index.learn([placed[one.article]], number)
        placed[number] = Placed(article=number, story=story, published_at=article.published_at, signature=signature)
        index.learn([placed[number]], number)
    spent = time.process_time() - started
    return [placed[number].story for number in range(len(articles))], spent


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", nargs="?", type=Path, default=OWN)
    articles = load(parser.parse_args().file)
    found, spent = stories_of(articles)
    gold = [article.story for article in articles]
    precision, recall, f1 = b_cubed(found, gold)
    print(f"{len(articles)} articles, {len(set(gold))} labelled stories, {len(set(found))} found")
    print(f"B-cubed precision {precision:.3f}  recall {recall:.3f}  F1 {f1:.3f}")
    print(f"processor time {1000 * spent / len(articles):.3f} ms an article")


if __name__ == "__main__":
    main()
