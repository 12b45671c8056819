"""Quotes against the gold: words, kind, speaker."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

from bot.domain.facts import Quote, Span, Speaker
from tests.nlp.gold_cases import Case, GoldQuote
from tests.nlp.gold_names import names

if TYPE_CHECKING:
    from tests.nlp.gold_scoring import Scores

ENOUGH = 0.8
NOBODY = "-"
"""In `for`: naming nobody is also right."""

_WORD = re.compile(r"\w+(?:[-’']\w+)*")
Q = TypeVar("Q", Quote, GoldQuote)


@dataclass(frozen=True, slots=True)
class Stretch(Generic[Q]):
    """A part of a quote's content inside one paragraph, by the places of its words."""

    quote: Q
    words: frozenset[int]
    text: str


def score_quotes(case: Case, quotes: Sequence[Quote], scores: "Scores") -> None:
    gold = [part for one in case.quotes for part in _stretches(case.text, one, one.segments)]
    every = [part for one in quotes for part in _stretches(case.text, one, one.segments)]
    shown = [part for part in every if part.quote.shown]
    pairs, all_pairs = _pairs(gold, shown), _pairs(gold, every)
    for part in gold:
        if not part.quote.maybe:
            known = any(part is g for g, _ in all_pairs)
            _expected(part, any(part is g for g, _ in pairs), known, scores)
    for part in shown:
        mate = next((g for g, f in pairs if f is part), None)
        if not _is_free(part, mate, gold):
            _found(part, mate, scores)
    for part in every:
        mate = next((g for g, f in all_pairs if f is part), None)
        if not _is_free(part, mate, gold):
            scores.found("quotes, with review", right=mate is not None, words=_words(part))
    for mate, part in pairs:
        if not mate.quote.maybe:
            exact = f"{part.text!r} for {mate.text!r}"
            scores.both("quotes, exact words", right=part.words == mate.words, words=exact)
            _speaker(mate.quote, part, scores)


def _is_free(part: Stretch[Quote], mate: Stretch[GoldQuote] | None, gold: list[Stretch[GoldQuote]]) -> bool:
    """Whether it may be found or not: it is, or lies mostly in, a quote that may be."""
    if mate is not None:
        return mate.quote.maybe
    return any(g.quote.maybe and 2 * len(g.words & part.words) >= len(part.words) for g in gold)


def _stretches(text: str, quote: Q, segments: Sequence[Span]) -> list[Stretch[Q]]:
    """Neighbouring segments with no word between them are one stretch; a line break parts two."""
    merged: list[Span] = []
    for start, end in segments:
        if merged and not re.search(r"\w|\n", text[merged[-1][1] : start]):
            merged[-1] = (merged[-1][0], end)
        else:
            merged.append((start, end))
    lines = [(a + m.start(), a + m.end()) for a, b in merged for m in re.finditer(r"[^\n]+", text[a:b])]
    parts = [Stretch(quote, _places(text, span), text[slice(*span)]) for span in lines]
    return [part for part in parts if part.words]


def _places(text: str, span: Span) -> frozenset[int]:
    starts = [match.start() for match in _WORD.finditer(text, *span)]
    return frozenset(starts[1:] if len(starts) > 1 and text.startswith("that ", starts[0]) else starts)


def _pairs(
    gold: list[Stretch[GoldQuote]], found: list[Stretch[Quote]]
) -> list[tuple[Stretch[GoldQuote], Stretch[Quote]]]:
    """One to one, the closest first."""
    close = [(len(g.words & f.words) / max(len(g.words), len(f.words)), g, f) for g in gold for f in found]
    pairs: list[tuple[Stretch[GoldQuote], Stretch[Quote]]] = []
    for share, g, f in sorted(close, key=lambda one: -one[0]):
        if share >= ENOUGH and not any(g is one or f is other for one, other in pairs):
            pairs.append((g, f))
    return pairs


def _expected(part: Stretch[GoldQuote], right: bool, known: bool, scores: "Scores") -> None:
    words = f"{part.quote.by[0]}: {part.text!r}"
    noted = words + " (in review)" * (known and not right)
    scores.expected("quotes", right=right, words=noted)
    scores.expected(f"quotes, {part.quote.kind[0]}", right=right, words=noted)
    scores.expected("quotes, with review", right=known, words=words)
    if not right:
        scores.expected("quotes and speaker", right=False, words=noted)


def _found(part: Stretch[Quote], mate: Stretch[GoldQuote] | None, scores: "Scores") -> None:
    words, kind = _words(part), part.quote.kind
    right_kind = mate is not None and kind in mate.quote.kind
    scores.found("quotes", right=mate is not None, words=words)
    named = mate.quote.kind[0] if mate and right_kind else kind
    scores.found(f"quotes, {named}", right=mate is not None, words=words)
    if mate is None:
        scores.found("quotes and speaker", right=False, words=words)
    else:
        scores.both("quotes, kinds", right=right_kind, words=f"{kind} for {mate.quote.kind[0]}, {words}")


def _words(part: Stretch[Quote]) -> str:
    speaker = part.quote.speaker
    return f"{speaker.text if speaker else None}: {part.text!r}"


def _speaker(gold: GoldQuote, part: Stretch[Quote], scores: "Scores") -> None:
    speaker = part.quote.speaker
    right = speaker is not None and names(gold.by, _called(speaker))
    named = speaker and (speaker.text, speaker.party and speaker.party.name)
    words = f"{named} for {gold.by[0]!r}"
    scores.both("quotes and speaker", right=right, words=words)
    scores.expected("quotes, speakers", right=right, words=words)
    if speaker:
        scores.found("quotes, speakers", right=right, words=words)
    behalf = speaker.on_behalf_of if speaker else None
    if gold.on_behalf_of and (behalf or NOBODY not in gold.on_behalf_of):
        right = behalf is not None and names(gold.on_behalf_of, [behalf])
        scores.expected("quotes, on behalf of", right=right, words=f"{behalf} for {gold.on_behalf_of[0]!r}")
    if behalf:
        right = bool(gold.on_behalf_of) and names(gold.on_behalf_of, [behalf])
        scores.found("quotes, on behalf of", right=right, words=f"{behalf} for {gold.on_behalf_of[:1]}")


def _called(speaker: Speaker) -> list[str]:
    """A person only by the name that readers are shown; an institution also as written."""
    party = speaker.party
    if party is None:
        return [speaker.text]
    return [party.name] if party.kind == "person" else [party.name, party.id, speaker.text]
