"""Whom a spokesman speaks for."""

import re

from bot.domain.facts import Span
from bot.nlp.institutions import is_body
from bot.nlp.reading import Mention, Reading

SPOKES = re.compile(
    r"\b(?:spokes(?:man|woman|person)|(?<!special )(?<!trade )(?<!high )(?<!permanent )representative|aide)\b", re.I
)
_FOR = re.compile(r"\s+(?:for|of|to)\s+(?:[\w-]+\s+){0,4}", re.I)
_BESIDE = re.compile(
    r",\s+(?:(?:an?|the|its)\s+)?(?:\w+ )?spokes(?:man|woman|person) (?:for|of|at) (?P<whom>[^,.;\n]{2,60})"
)
_OWN = re.compile(r"(?:its|his|her|their)\b", re.I)
_ARTICLE = re.compile(r"^(?:the|an?)\s+", re.I)


def spoken_for(reading: Reading, speaker: Span, end: int) -> str | None:
    """The institution, person or nation that the words of a `speaker` name, or what stands behind them at `end`."""
    text = reading.text[slice(*speaker)]
    named, words = principal(reading, speaker), _principals_words(text)
    if named is None and (beside := _BESIDE.match(reading.text, end)):
        inside = (m for m in reading.mentions_in(*beside.span("whom")) if m.kind not in ("place", "region"))
        named, words = next(inside, None), beside["whom"]
    if is_body(words) and not _OWN.match(words) and (named is None or named.kind == "country"):
        return _ARTICLE.sub("", words)
    return called(reading, named) if named else None


def principal(reading: Reading, speaker: Span) -> Mention | None:
    """Who is named before the word spokesman or after "for"; never the spokesman himself."""
    spokes = SPOKES.search(reading.text, *speaker)
    if spokes is None:
        return None
    start, end = spokes.span()
    mentions = [m for m in reading.mentions_in(*speaker) if m.kind not in ("place", "region")]
    own = [m for m in mentions if not (m.kind == "person" and m.start < end + 2 and m.end > start)]
    after = [m for m in own if m.start > start and _FOR.fullmatch(reading.text, end, m.full[0])]
    near = after or [m for m in own if m.end <= start]
    return next((m for m in near if m.kind != "country"), next(iter(near), None))


def called(reading: Reading, mention: Mention) -> str:
    """A house stands for its nation by its own name: "the Kremlin" and not "Russia"."""
    return reading.text[mention.start : mention.end] if mention.word == "metonym" else mention.party.name


def _principals_words(text: str) -> str:
    """ "a spokesman for the farm ministry", "farm ministry spokesman Bo Krag": the farm ministry."""
    spokes = SPOKES.search(text)
    if spokes is None:
        return ""
    after = re.match(r"\s+(?:for|of)\s+(?P<whom>.+)", text[spokes.end() :])
    return after["whom"].split(",")[0] if after else text[: spokes.start()].strip()
