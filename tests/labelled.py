"""Labelled stories: reading them, and how well a grouping agrees with the labels.

A file is TOML (`[[article]]` tables) or JSON lines. An article has a title, a text, a time and a story's label; other data sets' usual
names for these are understood. `wire` names an article of the same set whose text is reprinted, `drop` how many last paragraphs are left out.
"""

import json
import tomllib
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import dateutil.parser

OWN = Path(__file__).parent / "stories"
_NAMES = {
    "id": ("id", "uid", "doc_id", "article_id", "url"),
    "title": ("title", "headline"),
    "text": ("text", "body", "content"),
    "time": ("published", "published_at", "date", "timestamp", "time", "datetime"),
    "story": ("story", "story_id", "cluster", "cluster_id", "label", "event", "event_id", "topic"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelled:
    """`events`: (kind, name, ISO codes) of the meetings and deals the article tells of."""

    id: str
    title: str
    text: str
    published_at: datetime
    story: str
    is_reprint: bool = False
    events: tuple[tuple[str, str, frozenset[str]], ...] = ()


def load(path: Path = OWN) -> list[Labelled]:
    """Every article of a file or of a folder's files, oldest first."""
    rows = [row for file in (sorted(path.glob("*")) if path.is_dir() else [path]) for row in _rows(file)]
    by_id = {row.get("id"): row for row in rows}
    return sorted((_labelled(row, by_id, number) for number, row in enumerate(rows)), key=lambda one: one.published_at)


def _rows(path: Path) -> list[dict[str, Any]]:
    if path.suffix == ".toml":
        return tomllib.loads(path.read_text("utf-8"))["article"]
    if path.suffix in {".jsonl", ".ndjson"}:
        return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]
    if path.suffix == ".json":
        return json.loads(path.read_text("utf-8"))
    return []


def _value(row: Mapping[str, Any], name: str) -> Any:
    return next((row[key] for key in _NAMES[name] if row.get(key) is not None), None)


def _labelled(row: Mapping[str, Any], by_id: Mapping[Any, Mapping[str, Any]], number: int) -> Labelled:
    own = by_id[row["wire"]] if "wire" in row else row
    parts = str(_value(own, "text") or "").strip().split("\n\n")
    text = "\n\n".join(parts[: len(parts) - row.get("drop", 0)])
    text = f"{row['lead']} {text}" if "lead" in row else text
    return Labelled(
        id=str(_value(row, "id") or number),
        title=str(_value(row, "title") or ""),
        text=text,
        published_at=_moment(_value(row, "time")),
        story=str(_value(row, "story") or own["story"]),
        is_reprint=own is not row,
        events=tuple((kind, name, frozenset(codes.split())) for kind, name, codes in own.get("events", ())),
    )


def _moment(value: Any) -> datetime:
    if isinstance(value, int | float):
        return datetime.fromtimestamp(value, UTC)
    if value is None:
        return datetime.fromtimestamp(0, UTC)
    moment = value if isinstance(value, datetime) else dateutil.parser.parse(str(value))
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def b_cubed(found: Sequence[Hashable], gold: Sequence[Hashable]) -> tuple[float, float, float]:
    """Precision, recall and F1, each the mean over articles (Bagga and Baldwin 1998)."""
    both = Counter(zip(found, gold, strict=True))
    of_found, of_gold = Counter(found), Counter(gold)
    total = len(gold)
    precision = sum(n * n / of_found[f] for (f, _), n in both.items()) / total
    recall = sum(n * n / of_gold[g] for (_, g), n in both.items()) / total
    return precision, recall, 2 * precision * recall / (precision + recall)


def pairs(labels: Iterable[tuple[Hashable, Hashable]]) -> set[tuple[Hashable, Hashable]]:
    """Every two items of (label, item) that have one label."""
    groups: dict[Hashable, list[Hashable]] = defaultdict(list)
    for label, item in labels:
        groups[label].append(item)
    return {(a, b) for items in groups.values() for place, a in enumerate(items) for b in items[place + 1 :]}
