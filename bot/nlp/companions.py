"""Who only came along: "accompanied by A and B, the minister met C"."""

import re
from collections.abc import Sequence
from itertools import pairwise

from bot.nlp.reading import Mention

BETWEEN = re.compile(
    r"\s*(?:\([^()\n]{1,30}\)\s*)?(?:,\s*(?:and\s+|as well as\s+)?|and\s+|&\s*|as well as\s+)(?:the\s+)?"
)
_ALONG = re.compile(
    r"\b(?i:(?:accompanied|flanked|escorted) by|in (?:the )?company of|delegation (?:that )?(?:includ(?:es|ed|ing)|compris(?:es|ed|ing)|consisting of))"
    r"(?: (?!and\b)[\w.()’'-]+){0,6}? "
)
# "…, and the Chief of Staff, General B"
_LAST = re.compile(r",?\s+(?:and|as well as)\s+(?:the\s+)?(?:(?:[A-Z][\w.’'-]*|of|the|for),?\s+){0,8}")


def companions(mentions: Sequence[Mention], text: str) -> frozenset[int]:
    """Where those begin who only came along: "accompanied by A and B, she met C". A list ends with its "and"."""
    people = [mention for mention in mentions if mention.kind == "person"]
    found: set[int] = set()
    for along in _ALONG.finditer(text):
        first = next((k for k, m in enumerate(people) if m.full[0] >= along.start()), len(people))
        if first < len(people) and _ALONG.fullmatch(text, along.start(), people[first].full[0]):
            found.update(mention.start for mention in listed(people[first:], text))
    return frozenset(found)


def listed(people: Sequence[Mention], text: str) -> Sequence[Mention]:
    """The first of `people` and those of one list with him: up to the one after "and", or he alone."""
    for k, (one, other) in enumerate(pairwise(people), 1):
        start, end = max(one.end, one.full[1]), max(one.end, other.full[0])
        if _LAST.fullmatch(text, start, end):
            return people[: k + 1]
        if not BETWEEN.fullmatch(text, start, end):
            break
    return people[:1]
