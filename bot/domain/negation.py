"""A negation beside a fragment: shown without it, "a threat" would say the reverse of "not 'a threat'"."""

import re

from bot.domain.facts import Span

_NEGATION = (
    r"(?:not|never|no|none|nor|neither|without|hardly|cannot|no longer|far from|anything but|nothing|stopped short of|fail(?:s|ed|ing)? to|"
    r"den(?:y|ies|ied|ying)|refus(?:e|es|ed|ing)|declin(?:e|es|ed|ing)|reject(?:s|ed|ing)?|dismiss(?:es|ed|ing)?|disput(?:es|ed|ing)|"
    r"[a-z]+n['’]t)"
)
_MARKS = "“”„«»\"'‘’`″"
_BESIDE = re.compile(
    rf"(?<![\w’'])(?P<words>{_NEGATION}(?:\s+[^\s.,;:!?()—–{_MARKS}]+){{0,3}})\s+[{_MARKS}]+$", re.IGNORECASE
)
_REACH = 90


def negation_before(text: str, start: int) -> Span | None:
    """The negation and the words between it and the mark that opens at `start` - 1, at most three; None if there is none.

    Punctuation ends the search: what it divides does not negate the fragment.
    """
    base = max(0, start - _REACH)
    found = _BESIDE.search(text[base:start])
    return (base + found.start("words"), base + found.end("words")) if found else None
