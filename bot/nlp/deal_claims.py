"""What a deal is worth, and who says so."""

from collections.abc import Iterator

from spacy.tokens import Token

from bot.domain.facts import Claim, Span
from bot.nlp.cast import Cast
from bot.nlp.clauses import ancestors, subjects
from bot.nlp.money import find_amounts

_SAYING = frozenset(
    (
        "say",
        "note",
        "announce",
        "confirm",
        "add",
        "tell",
        "report",
        "claim",
        "estimate",
        "write",
        "state",
        "declare",
    )
)
_LEAST_AMOUNT = 100_000  # what is smaller is a price or a fee, not what a deal is worth


def claims_near(noun: Token, sentence: Span, cast: Cast) -> Iterator[Claim]:
    """Amounts of the sentence that stand near the instrument, the first of "1bn euros ($1.3bn)" alone."""
    text, (start, end) = cast.reading.text, sentence
    for amount in find_amounts(text[start:end]):
        at = start + amount.start
        value = amount.high or amount.low or 0
        is_converted = text[max(0, at - 2) : at].endswith(("(", "; "))
        if value < _LEAST_AMOUNT or is_converted or not _is_near(text, at, start + amount.end, noun):
            continue
        yield Claim(
            verbatim=amount.verbatim,
            span=(at, start + amount.end),
            low=amount.low,
            high=amount.high,
            currency=amount.currency,
            approximate=amount.approximate,
            by=_stated_by(noun, cast),
        )


def _is_near(text: str, start: int, end: int, noun: Token) -> bool:
    gap = text[end : noun.idx] if end <= noun.idx else text[noun.idx + len(noun.text) : start]
    return len(gap.split()) <= 12 or "worth" in gap


def _stated_by(noun: Token, cast: Cast) -> str | None:
    """Who says it: the subject of the reporting verb above."""
    for above in ancestors(noun, limit=9):
        if above.lemma_.lower() in _SAYING and above != noun:
            for subject in subjects(above):
                mention = cast.mention(subject)
                if mention is not None and mention.kind in {"person", "organisation", "country", "company"}:
                    return mention.party.name
    return None
