"""How well articles are put into stories, and at what cost: B-cubed over labelled stories, processor time an article.

    python -m benchmarks.stories [FILE]

With --merging the project's own meetings and deals are extracted too, and the merging of their reports is measured (some seconds).

FILE is JSON lines or TOML with a title, a text, a time and a story's label an article; without it the project's own set is read
(tests/stories).
"""

import argparse
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from bot.domain.events import merge
from bot.domain.facts import Deal, Fact, Meeting, Recorded, fact_kind
from bot.domain.news import ArticleRef
from bot.domain.stories import Placed
from bot.nlp.stories import OpenStories, sign
from tests.labelled import OWN, Labelled, b_cubed, load, pairs


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


Reports = list[tuple[Recorded[Fact], str]]


def reports_of(articles: Sequence[Labelled], stories: Sequence[int]) -> dict[str, Reports]:
    """By kind, each extracted fact that readers are shown, with the name of the event it is labelled as; "" for none."""
    from bot.nlp.extract import extract

    found: dict[str, Reports] = {"meeting": [], "deal": []}
    for article, story in zip(articles, stories, strict=True):
        if not article.events:
            continue
        extraction = extract(article.text, title=article.title, published_on=article.published_at.date())
        for fact in (*extraction.meetings, *extraction.deals):
            if fact.shown:
                reports = found[fact_kind(fact)]
                reports.append((_recorded(len(reports) + 1, fact, article, story), _label(fact, article)))
    return found


def _recorded(number: int, fact: Fact, article: Labelled, story: int) -> Recorded[Fact]:
    reference = ArticleRef(
        id=number,
        url="",
        title=article.title,
        source=article.id,
        published_at=article.published_at,
        stored_at=article.published_at,
        text=article.text,
        story=story,
    )
    return Recorded(id=number, fact=fact, article=reference, stored_at=article.published_at)


def _label(fact: Meeting | Deal, article: Labelled) -> str:
    """The labelled event of the fact's nations."""
    sides = fact.participants if isinstance(fact, Meeting) else fact.parties
    codes = {side.country or side.id for side in sides}
    fits = [name for told, name, nations in article.events if told == fact_kind(fact) and nations <= codes]
    return fits[0] if fits else ""


def merging(reports: Reports) -> tuple[float, float]:
    """Precision and recall over pairs of reports. What is labelled as nothing may be merged with nothing."""
    gold = {report.id: name or f"?{report.id}" for report, name in reports}
    events = merge([report for report, _ in reports])
    found = pairs((event.id, report.id) for event in events for report in sorted(event.reports, key=lambda one: one.id))
    right = pairs((gold[number], number) for number in sorted(gold))
    return len(found & right) / len(found), len(found & right) / len(right)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", nargs="?", type=Path, default=OWN)
    parser.add_argument("--merging", action="store_true")
    asked = parser.parse_args()
    articles = load(asked.file)
    found, spent = stories_of(articles)
    gold = [article.story for article in articles]
    precision, recall, f1 = b_cubed(found, gold)
    print(f"{len(articles)} articles, {len(set(gold))} labelled stories, {len(set(found))} found")
    print(f"B-cubed precision {precision:.3f}  recall {recall:.3f}  F1 {f1:.3f}")
    print(f"processor time {1000 * spent / len(articles):.3f} ms an article")
    if asked.merging:
        for kind, reports in reports_of(articles, found).items():
            precision, recall = merging(reports)
            print(f"{kind}s: {len(reports)} reports; merged pairs: precision {precision:.3f}  recall {recall:.3f}")


if __name__ == "__main__":
    main()
