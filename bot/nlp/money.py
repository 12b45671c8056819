"""Amounts of money in a text: the words as written and the band they mean.

"Tens of billions of dollars" is a band of 10 to 100 billion, "over $5bn" has no upper end, "$1bn-$2bn" is one amount.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from bot.nlp.currencies import CURRENCY_WORD, MONEY_SIGN, SYMBOL, currency_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """`low` and `high` are in units of `currency` (ISO 4217, None if ambiguous); None is an open end."""

    start: int
    end: int
    verbatim: str
    low: float | None
    high: float | None
    currency: str | None
    approximate: bool


_SCALE = {
    "k": 1e3,
    "thousand": 1e3,
    "lakh": 1e5,
    "m": 1e6,
    "mn": 1e6,
    "mln": 1e6,
    "mil": 1e6,
    "million": 1e6,
    "crore": 1e7,
    "b": 1e9,
    "bn": 1e9,
    "bln": 1e9,
    "billion": 1e9,
    "tn": 1e12,
    "trn": 1e12,
    "trillion": 1e12,
    "lakh crore": 1e12,
}
_WORDS = {
    "a": 1,
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "eleven": 11,
    "twelve": 12,
    "fifteen": 15,
    "twenty": 20,
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
    "sixty": 60,
    "seventy": 70,
    "eighty": 80,
    "ninety": 90,
    "a hundred": 100,
    "one hundred": 100,
    "half a": 0.5,
    "a quarter of a": 0.25,
    "one and a half": 1.5,
    "a couple of": 2,
}
_NUMBER = r"\d{1,3}(?:,\d{2,3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_SPELLED = "|".join(sorted(_WORDS, key=len, reverse=True))
_MULTIPLIER = r"lakh\s+crore|thousand|(?:m|b|tr)illions?|crore|lakh|mln|bln|mil|mn|bn|trn|tn|[kmb]"
_LEAST = "more than|over|at least|in excess of|upwards of|exceeding|above|no less than|not less than|just over"
_MOST = "up to|as much as|at most|less than|under|below|no more than|not more than|just under|a maximum of"
_ABOUT = "nearly|almost|about|around|roughly|approximately|some|an estimated|estimated|close to|circa|an? approximate"
_QUALIFIER = rf"(?:(?P<qualifier>\b(?:{_LEAST}|{_MOST}|{_ABOUT}))\s+(?:an?\s+(?=[$€£¥\d]))?)?"
_JOIN = r"\s?(?:-|–|—|to)\s?"

_WITH_SIGN = re.compile(
    rf"{_QUALIFIER}(?P<sign>{SYMBOL})\s?(?P<number>{_NUMBER})(?:[\s-]?(?P<scale>{_MULTIPLIER})\b)?"
    rf"(?:{_JOIN}(?:{SYMBOL})?\s?(?P<upper>{_NUMBER})(?:[\s-]?(?P<upper_scale>{_MULTIPLIER})\b)?)?",
    re.IGNORECASE,
)
_WITH_WORD = re.compile(
    rf"{_QUALIFIER}(?P<number>(?<![\d.,$€£])(?:{_NUMBER})|\b(?:{_SPELLED})\b)"
    rf"(?:[\s-](?P<scale>{_MULTIPLIER})|(?P<tight>bn|mn|tn|m|b))?"
    rf"(?:{_JOIN}(?P<upper>{_NUMBER}|\b(?:{_SPELLED})\b)(?:[\s-]?(?P<upper_scale>{_MULTIPLIER}))?)?"
    rf"(?:\s+of)?[\s-](?P<sign>{CURRENCY_WORD})\b",
    re.IGNORECASE,
)
_VAGUE = re.compile(
    rf"\b(?:(?P<band>(?:many\s+)?(?:tens|dozens|scores)|(?:many\s+)?hundreds|(?:many\s+)?thousands)\s+of\s+"
    rf"|(?P<few>(?:several|a\s+few)(?:\s+(?P<hundred>hundred))?)\s+|(?P<multi>multi(?:ple)?)[\s-]?)?"
    rf"(?P<scale>thousand|million|billion|trillion)s?(?:\s+of\s+|[\s-]+)(?P<sign>{CURRENCY_WORD})\b",
    re.IGNORECASE,
)
_COUNTED = re.compile(r"(?:\d|\ba|\bhalf a|\bone)[\s-]*$")
_NEEDS_SCALE = re.compile(r"won|so(?:u)?ms?|rand", re.IGNORECASE)  # "in 1998 won" is no amount
_BETWEEN = re.compile(r"\b(?:between|from)\s+$", re.IGNORECASE)


@lru_cache(maxsize=128)  # every event of a sentence asks
def find_amounts(text: str) -> tuple[Amount, ...]:
    """Every amount of money in `text`, in order, none inside another."""
    if not MONEY_SIGN.search(text):
        return ()
    found = sorted((*_signed(text), *_worded(text), *_vague(text)), key=lambda a: (a.start, -a.end))
    kept: list[Amount] = []
    for amount in found:
        if kept and amount.start < kept[-1].end:
            if amount.end > kept[-1].end and amount.end - amount.start > kept[-1].end - kept[-1].start:
                kept[-1] = amount
            continue
        kept.append(amount)
    return tuple(_joined(text, kept))


def _signed(text: str) -> Iterator[Amount]:
    for found in _WITH_SIGN.finditer(text):
        sign = found["sign"].strip()
        if sign in {"R", "RM"} and not found["scale"]:  # "R2" is a road or a robot more often than rands
            continue
        yield _amount(text, found, currency_of(sign))


def _worded(text: str) -> Iterator[Amount]:
    for found in _WITH_WORD.finditer(text):
        spelled = found["number"].lower() in _WORDS
        scaled = found["scale"] or found["upper_scale"] or found["tight"]
        if not scaled and (spelled or ("," not in found["number"] and _NEEDS_SCALE.fullmatch(found["sign"]))):
            continue  # "a pound of flesh", "one dollar": no amount that a deal states
        yield _amount(text, found, currency_of(found["sign"]))


def _amount(text: str, found: re.Match[str], currency: str | None) -> Amount:
    scale, upper_scale = _scale(found["scale"] or found.groupdict().get("tight")), _scale(found["upper_scale"])
    low = _value(found["number"])
    if found["upper"]:
        low, high = low * (scale or upper_scale or 1), _value(found["upper"]) * (upper_scale or scale or 1)
        return _made(text, found.start(), found.end(), (low, high), currency, approximate=False)
    value = low * (scale or upper_scale or 1)
    qualifier = " ".join((found["qualifier"] or "").lower().split())
    band: tuple[float | None, float | None] = (value, value)
    if qualifier in _LEAST.split("|"):
        band = (value, None)
    elif qualifier in _MOST.split("|"):
        band = (None, value)
    return _made(text, found.start(), found.end(), band, currency, approximate=bool(qualifier))


def _vague(text: str) -> Iterator[Amount]:
    for found in _VAGUE.finditer(text):
        is_bare = not (found["band"] or found["few"] or found["multi"])
        if is_bare and _COUNTED.search(text[max(0, found.start() - 12) : found.start()]):
            continue  # "$3 billion dollars" and "a billion dollars" were read above
        unit = _SCALE[found["scale"].lower()]
        low, high = _vague_band(found)
        band = (low * unit, None if high is None else high * unit)
        yield _made(text, found.start(), found.end(), band, currency_of(found["sign"]), approximate=True)


def _vague_band(found: re.Match[str]) -> tuple[float, float | None]:
    band = (found["band"] or "").lower()
    if band.endswith(("tens", "dozens", "scores")):
        return 10, 100
    if band.endswith("hundreds"):
        return 100, 1000
    if band.endswith("thousands"):
        return 1000, None
    if found["few"]:
        return (200, 1000) if found["hundred"] else (2, 10)
    return 1, None


def _joined(text: str, amounts: list[Amount]) -> Iterator[Amount]:
    """ "Between $1bn and $2bn" and "$1bn to $2bn" are one amount."""
    i = 0
    while i < len(amounts):
        first, second = amounts[i], amounts[i + 1] if i + 1 < len(amounts) else None
        if second and first.currency == second.currency and first.low is not None:
            gap = text[first.end : second.start]
            between = bool(_BETWEEN.search(text[: first.start])) and gap.strip() in {"and", "to"}
            if between or gap.strip() == "to":
                yield _made(text, first.start, second.end, (first.low, second.high), first.currency, approximate=False)
                i += 2
                continue
        yield first
        i += 1


def _made(
    text: str, start: int, end: int, band: tuple[float | None, float | None], currency: str | None, *, approximate: bool
) -> Amount:
    return Amount(
        start=start,
        end=end,
        verbatim=text[start:end],
        low=band[0],
        high=band[1],
        currency=currency,
        approximate=approximate,
    )


def _scale(word: str | None) -> float | None:
    if not word:
        return None
    plain = " ".join(word.lower().split())
    return _SCALE.get(plain) or _SCALE.get(plain.rstrip("s"))


def _value(number: str) -> float:
    plain = " ".join(number.lower().split())
    return _WORDS[plain] if plain in _WORDS else float(plain.replace(",", ""))
