"""Words in marks that nobody said: names of bodies, titles of works, nicknames, words held at arm's length."""

import re

from bot.nlp.cast import is_medium
from bot.nlp.marks import Stretch
from bot.nlp.reading import Reading

_NICKNAME = re.compile(r"[A-Z][\w.]*\s+$")
_SO_CALLED = re.compile(
    r"\b(?:so-called|known as|called|dubbed|titled|entitled|nicknamed|named|termed|the (?:film|book|song|novel|movie|series|show|documentary|programme|"
    r"program|play|album|exhibition|magazine|slogan|motto))\s*(?:the\s+|a\s+)?$",
    re.I,
)
_BODY = re.compile(
    r"\b(?:Council|Commission|Fund|Forum|Committee|Initiative|Partnership|Alliance|Board|Agreement|Treaty|Act|Plan|Programme|Program|Corridor|Road)$"
)


def is_no_speech(reading: Reading, stretch: Stretch) -> bool:
    """True for a stretch that is a name or title rather than somebody's words."""
    words = reading.text[stretch.start : stretch.end].strip(" ,.")
    before, after = (
        reading.text[max(0, stretch.outer_start - 40) : stretch.outer_start],
        reading.text[stretch.outer_end : stretch.outer_end + 2],
    )
    tokens = words.split()
    if len(tokens) <= 3 and _is_outlet(reading, stretch):
        return True
    if _BODY.search(words) and words[:1].isupper():
        return True
    if _SO_CALLED.search(before) and len(tokens) <= 8 and not _is_somebodys_word(reading, stretch):
        return True
    if len(tokens) <= 2 and _NICKNAME.search(before) and re.match(r"\s[A-Z]", after) and words[:1].isupper():
        return True
    capitals = sum(word[:1].isupper() for word in tokens if len(word) > 3)
    long_words = sum(len(word) > 3 for word in tokens)
    return (
        2 <= len(tokens) <= 8
        and long_words > 1
        and capitals == long_words
        and words[-1:] not in ".!?"
        and reading.text[stretch.end - 1] not in ",.!?"
    )


def _is_outlet(reading: Reading, stretch: Stretch) -> bool:
    """ "Reports “Such Wire”": the name of who reports, whole."""
    named = reading.mentions_in(stretch.start, stretch.end)
    return any(
        is_medium(one.party) and one.end - one.start >= len(reading.text[stretch.start : stretch.end].strip(" ,."))
        for one in named
    )


def _is_somebodys_word(reading: Reading, stretch: Stretch) -> bool:
    """ "what the mayor called “a trap”", unlike "a ship called “Hope”"."""
    mark = reading.doc.char_span(stretch.outer_start, stretch.outer_end, alignment_mode="expand")
    if mark is None or mark.start == 0:
        return False
    verb = reading.doc[mark.start - 1]
    return verb.pos_ == "VERB" and any(child.dep_ == "nsubj" for child in verb.children)
