"""Which of many names is meant by what a reader typed: spelling and script folded, nothing guessed at.

Words are looked up in sorted lists instead of comparing every name, since autocomplete asks at every key.
"""

from bisect import bisect_left
from collections.abc import Sequence
from functools import lru_cache

from bot.domain.keys import fold, skeleton

_SHORTEST_SKELETON = 3  # "Li" and "Lee" agree on too little
_LAST = "\uffff"

# How well a name fits.
EXACT = 0  # the very name
PART = 1  # its first or its last words
RESPELLED = 2  # its words, spelled another way
BEGUN = 3  # beginnings of its words
ALIKE = 4  # half a word in another spelling, or letters inside: good enough to offer, not to answer for


class Spellings:
    """Items, each known by a few names; an item is its place in the list."""

    def __init__(self, items: Sequence[Sequence[str]]) -> None:
        self._names = [tuple(dict.fromkeys(map(_fold, names))) for names in items]
        words = {(word, item) for item, names in enumerate(self._names) for name in names for word in name.split()}
        self._words = sorted(words)
        self._bones = sorted((_skeleton(word), item) for word, item in words)

    def fits(self, typed: str) -> list[tuple[int, int]]:
        """(grade, item), best grade first and then as listed; everything when no word was typed."""
        wanted = fold(typed)
        if not wanted:
            return [(BEGUN, item) for item in range(len(self._names))]
        words = wanted.split()
        begun = set[int].intersection(*(_starting(self._words, word) for word in words))
        respelled = set[int].intersection(*map(self._respelled, words))
        graded = {item: self._grade(item, wanted, item in respelled) for item in begun | respelled}
        if not graded:
            graded = dict.fromkeys(self._alike(wanted, words), ALIKE)
        return sorted((grade, item) for item, grade in graded.items())

    def _respelled(self, word: str) -> set[int]:
        """Items with this word, or one that is the same but for vowels and romanisation."""
        bone = _skeleton(word)
        found = _equal(self._words, word)
        return found | _equal(self._bones, bone) if len(bone) >= _SHORTEST_SKELETON else found

    def _grade(self, item: int, wanted: str, is_respelled: bool) -> int:
        names = self._names[item]
        if wanted in names:
            return EXACT
        if any(f"{name} ".startswith(f"{wanted} ") or f" {name}".endswith(f" {wanted}") for name in names):
            return PART
        return RESPELLED if is_respelled else BEGUN

    def _alike(self, wanted: str, words: Sequence[str]) -> set[int]:
        """The words may be half typed in another spelling, or stand inside a name."""
        bones = [bone for word in words if len(bone := _skeleton(word)) > 1]
        half = set[int].intersection(*(_starting(self._bones, bone) for bone in bones)) if bones else set[int]()
        return half | {item for item, names in enumerate(self._names) if any(wanted in name for name in names)}


_fold = lru_cache(maxsize=65_536)(fold)
_skeleton = lru_cache(maxsize=65_536)(skeleton)


def _starting(pairs: list[tuple[str, int]], start: str) -> set[int]:
    """Items of the sorted pairs whose word begins so."""
    return {item for _, item in pairs[bisect_left(pairs, (start, -1)) : bisect_left(pairs, (start + _LAST, -1))]}


def _equal(pairs: list[tuple[str, int]], word: str) -> set[int]:
    return {item for _, item in pairs[bisect_left(pairs, (word, -1)) : bisect_left(pairs, (word + "\0", -1))]}
