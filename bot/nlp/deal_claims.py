"""What a deal is worth, and who says so."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from spacy.tokens import Token

from bot.domain.facts import Claim, Span
from bot.nlp.cast import Cast, Side
from bot.nlp.clauses import ancestors, children, subjects
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
# Words for money that several states share, with their codes.
_SHARED: dict[str, dict[str | None, str]] = {
    "kron": {"DK": "DKK", "NO": "NOK", "SE": "SEK", "IS": "ISK"},
    "peso": {"MX": "MXN", "AR": "ARS", "PH": "PHP", "CL": "CLP", "CO": "COP", "UY": "UYU"},
    "dinar": {"KW": "KWD", "IQ": "IQD", "JO": "JOD", "DZ": "DZD", "TN": "TND", "RS": "RSD", "BH": "BHD"},
    "rupee": {"IN": "INR", "PK": "PKR", "LK": "LKR", "NP": "NPR", "MU": "MUR"},
    "shilling": {"KE": "KES", "UG": "UGX", "TZ": "TZS"},
}
_TRADE = re.compile(
    r"\b(?:turnover|commerce|GDP|surplus|deficit|(?<!on )(?<!free )trade(?! (?:agreement|deal|pact|treaty|accord|finance|fund)))\b"
)
_OF_TRADE = re.compile(r" (?:in|of) (?:\w+ ){0,2}(?:trade|turnover|commerce)\b")
_LEAD = 50  # characters before a sum that say what it is the sum of
_LEAST_AMOUNT = 100_000  # what is smaller is a price or a fee, not what a deal is worth


def claims_near(noun: Token, sentence: Span, cast: Cast, *, within: Span | None = None) -> Iterator[Claim]:
    """Amounts of the sentence that stand near the instrument, or in `within`; the first of "1bn euros ($1.3bn)" alone."""
    text, (start, end) = cast.reading.text, within or sentence
    for amount in find_amounts(text[start:end]):
        at = start + amount.start
        value = amount.high or amount.low or 0
        is_converted = text[max(0, at - 2) : at].endswith(("(", "; "))
        if value < _LEAST_AMOUNT or is_converted:
            continue
        if within is None and not _is_said_of(noun, (at, start + amount.end), sentence, cast):
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


def in_money_of(claim: Claim, sides: Sequence[Side]) -> Claim:
    """ "Kroner" are Danish where Denmark alone of the sides has kroner."""
    if claim.currency is not None:
        return claim
    for word, codes in _SHARED.items():
        if word in claim.verbatim.lower():
            own = {codes[side.party.country] for side in sides if side.party.country in codes}
            return replace(claim, currency=own.pop()) if len(own) == 1 else claim
    return claim


def _is_said_of(noun: Token, amount: Span, sentence: Span, cast: Cast) -> bool:
    """Near the instrument, and neither what trade comes to nor the sum of another clause: "if the bank lends $2m"."""
    text, (start, end) = cast.reading.text, amount
    found = noun.doc.char_span(start, start + 1, alignment_mode="expand")
    path = list(ancestors(found[0], limit=12)) if found is not None and len(found) else []
    if end <= noun.idx and noun in path:
        return True  # "a $2m deal"
    since = noun.idx + len(noun.text) if noun.idx < start else max(sentence[0], start - _LEAD)
    if not _is_near(text, start, end, noun) or _TRADE.search(text, since, start) or _OF_TRADE.match(text, end):
        return False
    above = set(ancestors(noun, limit=12))
    for word in path:
        if word in above:
            return True
        if word.dep_ == "advcl" and children(word, "mark"):
            return False
    return True


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
