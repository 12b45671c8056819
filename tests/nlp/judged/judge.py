"""Two readers' verdicts on the events shown from running news: the reading sheet, the list that is kept, the share that is right.

    python -m tests.nlp.judged.judge list ARTICLES.jsonl ... --sheet SHEET.jsonl
    python -m tests.nlp.judged.judge record --sheet SHEET.jsonl --a A.jsonl --b B.jsonl
    python -m tests.nlp.judged.judge share

A sheet holds sentences of the articles and belongs outside the project. A reader's file has {"n": 7, "right": true} a line,
true only if kind, all parties and stage are right. The list that is kept (running_news.csv) has no text.
"""

import argparse
import csv
import json
import random
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

from bot.domain.facts import Deal, Extraction, Invitation, Meeting, Party, Span
from bot.domain.keys import fold
from bot.nlp.contract import side
from bot.nlp.extract import extract

LIST = Path(__file__).with_name("running_news.csv")
MOST, SEED = 120, 2016
_TITLES = "".join(
    rf"(?<!\b{title})" for title in ("Mr", "Mrs", "Ms", "Dr", "Sen", "Rep", "Gov", "Gen", "St", "No", "Jr")
)
_SENTENCE = re.compile(rf"[^\n]+?(?:{_TITLES}[.?!][\"'”’)]*(?=\s|$)|(?=\n|$))")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """An event that readers would see; `kind` is a meeting's kind, "invitation" or "deal"."""

    article: str
    evidence: tuple[Span, ...]
    kind: str
    parties: tuple[str, ...]
    stage: str
    confidence: float

    def is_same(self, other: "Shown") -> bool:
        """The same event told in the same place; a name may have become fuller."""
        overlap = any(s < end and start < e for s, e in self.evidence for start, end in other.evidence)
        here, there = (self.article, self.kind, self.stage), (other.article, other.kind, other.stage)
        return overlap and here == there and _last_words(self.parties) == _last_words(other.parties)


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    shown: Shown
    a: bool
    b: bool

    @property
    def is_right(self) -> bool:
        return self.a and self.b


def _last_words(parties: Iterable[str]) -> set[str]:
    return {fold(party).split()[-1] for party in parties if fold(party)}


def shown_facts(found: Extraction) -> list[Meeting | Invitation | Deal]:
    return [fact for fact in (*found.meetings, *found.invitations, *found.deals) if fact.shown]


def event(article: str, fact: Meeting | Invitation | Deal) -> Shown:
    return Shown(
        article=article,
        evidence=fact.evidence,
        kind=_kind(fact),
        parties=tuple(side(party) for party in _parties(fact)),
        stage=fact.stage,
        confidence=fact.confidence,
    )


def in_words(fact: Meeting | Invitation | Deal) -> str:
    """The fact as a reader is asked about it: kind, parties by name, stage."""
    names = [party.name for party in _parties(fact)]
    stage = fact.stage.replace("_", " ")
    if isinstance(fact, Invitation):
        inviter = fact.inviter.name if fact.inviter else "somebody"
        return f"invitation from {inviter} to {', '.join(p.name for p in fact.invitees)} ({fact.to}): {stage}"
    if isinstance(fact, Meeting):
        return f"{fact.kind} of {', '.join(names)}: {stage}"
    return f"{fact.name or fact.instrument} of {', '.join(names)}: {stage}"


def _kind(fact: Meeting | Invitation | Deal) -> str:
    return fact.kind if isinstance(fact, Meeting) else type(fact).__name__.lower()


def _parties(fact: Meeting | Invitation | Deal) -> tuple[Party, ...]:
    if isinstance(fact, Meeting):
        return fact.participants
    if isinstance(fact, Invitation):
        return (*((fact.inviter,) if fact.inviter else ()), *fact.invitees)
    return fact.parties


def articles(files: Iterable[Path]) -> dict[str, str]:
    """Texts by article id."""
    lines = (json.loads(line) for file in files for line in file.read_text("utf-8").splitlines() if line.strip())
    return {str(document["id"]): str(document["text"]) for document in lines}


def events_of(texts: dict[str, str]) -> list[Shown]:
    return [event(article, fact) for article, text in texts.items() for fact in shown_facts(extract(text))]


def sheet(texts: dict[str, str]) -> list[dict[str, Any]]:
    """What a reader sees of each event; a random 120 if there are more."""
    facts = [(article, fact) for article, text in texts.items() for fact in shown_facts(extract(text))]
    if len(facts) > MOST:
        facts = [facts[k] for k in sorted(random.Random(SEED).sample(range(len(facts)), MOST))]
    return [
        {"n": n, "said": in_words(fact), **_around(texts[article], fact.evidence), **asdict(event(article, fact))}
        for n, (article, fact) in enumerate(facts, 1)
    ]


def _around(text: str, evidence: Sequence[Span]) -> dict[str, str]:
    """The sentences it rests on, with two before the first and one after the last."""
    sentences = [match.span() for match in _SENTENCE.finditer(text) if match[0].strip()]
    before = [text[start:end].strip() for start, end in sentences if end <= evidence[0][0]][-2:]
    after = [text[start:end].strip() for start, end in sentences if start >= evidence[-1][1]][:1]
    told = " [...] ".join(text[start:end] for start, end in evidence)
    return {"before": " ".join(before), "text": told, "after": " ".join(after)}


def read_list(file: Path = LIST) -> list[Judged]:
    """The kept list; empty where there is none yet."""
    if not file.exists():
        return []
    with file.open(encoding="utf-8", newline="") as rows:
        return [_judged(row) for row in csv.DictReader(rows)]


def _judged(row: dict[str, str]) -> Judged:
    spans = (span.split("-") for span in row["evidence"].split())
    shown = _shown({**row, "evidence": [(int(s), int(e)) for s, e in spans], "parties": row["parties"].split("|")})
    return Judged(shown=shown, a=row["a"] == "right", b=row["b"] == "right")


def _shown(row: dict[str, Any]) -> Shown:
    """An event from a row of a sheet or of the list."""
    return Shown(
        article=row["article"],
        evidence=tuple((start, end) for start, end in row["evidence"]),
        kind=row["kind"],
        parties=tuple(row["parties"]),
        stage=row["stage"],
        confidence=float(row["confidence"]),
    )


def write_list(judged: Sequence[Judged], file: Path = LIST) -> None:
    with file.open("w", encoding="utf-8", newline="") as out:
        rows = csv.writer(out, lineterminator="\n")
        rows.writerow([*(field.name for field in fields(Shown)), "a", "b"])
        for one in judged:
            evidence = " ".join(f"{start}-{end}" for start, end in one.shown.evidence)
            cells = {**asdict(one.shown), "evidence": evidence, "parties": "|".join(one.shown.parties)}
            rows.writerow([*cells.values(), *("right" if right else "wrong" for right in (one.a, one.b))])


def record(rows: Iterable[dict[str, Any]], a: dict[int, bool], b: dict[int, bool]) -> list[Judged]:
    """A sheet's events with both readers' verdicts; KeyError where a reader left one out."""
    return [Judged(shown=_shown(row), a=a[row["n"]], b=b[row["n"]]) for row in rows]


def share_right(judged: Sequence[Judged]) -> float:
    return sum(one.is_right for one in judged) / len(judged) if judged else 0.0


def agreement(judged: Sequence[Judged]) -> tuple[float, float]:
    """Raw agreement of the readers, and Cohen's kappa: what of it is more than chance (1 where chance leaves no room)."""
    size = len(judged)
    raw = sum(one.a == one.b for one in judged) / size
    yes_a, yes_b = sum(one.a for one in judged) / size, sum(one.b for one in judged) / size
    chance = yes_a * yes_b + (1 - yes_a) * (1 - yes_b)
    return raw, (raw - chance) / (1 - chance) if chance < 1 else 1.0


def reliability(judged: Sequence[Judged]) -> list[tuple[float, int, float, float]]:
    """For each bin of 0.05: its lower edge, how many, their mean confidence and their share right."""
    bins: dict[float, list[Judged]] = defaultdict(list)
    for one in judged:
        bins[int(one.shown.confidence * 20 + 1e-9) / 20].append(one)
    return [(k, len(v), sum(o.shown.confidence for o in v) / len(v), share_right(v)) for k, v in sorted(bins.items())]


def report(judged: Sequence[Judged]) -> str:
    raw, kappa = agreement(judged)
    mean = sum(one.shown.confidence for one in judged) / len(judged)
    lines = [
        f"right by both: {sum(one.is_right for one in judged)} of {len(judged)} ({share_right(judged):.1%})",
        f"readers agree on {raw:.1%}, kappa {kappa:.2f}; mean confidence {mean:.2f}",
        *(
            f"{low:.2f}-{low + 0.05:.2f}: {n:3} facts, said {c:.2f}, right {r:.2f}"
            for low, n, c, r in reliability(judged)
        ),
    ]
    return "\n".join(lines)


def _lines(file: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in file.read_text("utf-8").splitlines() if line.strip()]


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("command", choices=("list", "record", "share"))
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--sheet", type=Path)
    parser.add_argument("--a", type=Path)
    parser.add_argument("--b", type=Path)
    asked = parser.parse_args(argv)
    if asked.command == "list":
        rows = sheet(articles(asked.files))
        asked.sheet.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), "utf-8")
        sys.stdout.write(f"{len(rows)} events to judge\n")
        return 0
    if asked.command == "record":
        a, b = ({row["n"]: bool(row["right"]) for row in _lines(file)} for file in (asked.a, asked.b))
        write_list(record(_lines(asked.sheet), a, b))
    judged = read_list()
    sys.stdout.write((report(judged) if judged else "No event was judged yet.") + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
