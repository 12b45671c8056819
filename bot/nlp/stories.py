"""Which articles are of one story: near-duplicates by runs of four words, the rest by the words of title and lead.

Pure and incremental: an article is signed once, and placed by its signature and the stories still open. It joins one, founds
one, or shows that several are one. All times are those of publication.
"""

import functools
import math
import re
import zlib
from array import array
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import chain, islice, repeat

import numpy as np
from numpy.typing import NDArray

from bot.domain.stories import Placed, Placement, Signature
from bot.nlp.story_words import COMMON, EMPTY

WINDOW = timedelta(hours=72)
LINK = 0.15
"""Average cosine of an article with those of a story, from which it belongs to it."""
CONTAINED = 0.6
"""Share of the shorter text's runs of four words that the longer has too, from which it is a reprint or a rewrite."""
_LEAD = 500  # characters
_TEXT = 2_500  # characters whose runs of words are compared
_RUN = 4
_HASHES = 32  # a power of two
_HELD = 4  # articles remembered for a hash: the first and the last that have it
_COMPARED = 4  # candidates whose runs are compared, those with the most hashes in common
_FORGET = 2 * WINDOW + timedelta(hours=24)
_MANY = 60  # stories that hold a word, from which it is not used to look for others
_HINT = LINK / 3  # what rarer words must give before frequent ones are looked at
_SWEEP = timedelta(hours=1)
_TOO_COMMON = 0.1  # share of at least a hundred articles, from which a common word tells nothing
_PRIOR = 100  # articles' worth of belief in COMMON, which fades as real ones come in
_USUAL, _RARE = 0.25, 0.002  # shares of articles that hold a common and any other word
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")

Hashes = NDArray[np.uint32]
_random = np.random.default_rng(20260310)
_A = (_random.integers(1, 2**63, (_HASHES, 1), dtype=np.uint64) << np.uint64(1)) | np.uint64(1)
_B = _random.integers(0, 2**63, (_HASHES, 1), dtype=np.uint64)
_PLACES = np.uint64(_HASHES - 1)
_MIX = [np.uint32(n) for n in (0x9E3779B1, 0x85EBCA6B, 0xC2B2AE35, 0x27D4EB2F)]
_EMPTY = frozenset(zlib.crc32(word.encode()) for word in EMPTY)
_COMMON = frozenset(zlib.crc32(word.encode()) for word in COMMON)


def sign(title: str, text: str) -> Signature:
    """What an article is compared by: words of title (twice) and lead, and the runs of four words of its beginning."""
    head = _hashes(title)
    body = _hashes(text[:_TEXT])
    lead = body if len(text) <= _LEAD else body[: len(_WORD.findall(text[:_LEAD]))]
    counts = Counter(word for word in (*head, *head, *lead) if word not in _EMPTY)
    terms = array("I", chain.from_iterable(sorted(counts.items())))
    runs = _runs(np.array(body, dtype=np.uint32))
    return Signature(terms=terms.tobytes(), shingles=runs.tobytes(), bands=_bands(runs).tobytes())


def _hashes(text: str) -> list[int]:
    return [_hash(word) for word in _WORD.findall(text.casefold())]


@functools.lru_cache(maxsize=65_536)
def _hash(word: str) -> int:
    return zlib.crc32(word.replace("’", "'").removesuffix("'s").encode("utf-8", "replace"))


def _runs(words: Hashes) -> Hashes:
    """Hashes of every run of four words, sorted, each once."""
    count = len(words) - _RUN + 1
    if count < 1:
        return np.zeros(0, dtype=np.uint32)
    mixed = np.zeros(count, dtype=np.uint32)
    for place, factor in enumerate(_MIX):
        mixed = (mixed ^ words[place : place + count]) * factor
    return np.unique(mixed)


def _bands(runs: Hashes) -> NDArray[np.uint64]:
    """MinHash: of texts that share three tenths of their runs, all but one in 90,000 agree in one of the 32 least hashes."""
    if not len(runs):
        return np.zeros(0, dtype=np.uint64)
    least = (_A * runs.astype(np.uint64) + _B).min(axis=1)
    return (least & ~_PLACES) | np.arange(_HASHES, dtype=np.uint64)  # a hash's place is part of its key


@dataclass(slots=True, kw_only=True)
class _Member:
    """An article as the index holds it; `weights` make a vector of length 1."""

    story: int
    published_at: datetime
    words: list[int]
    weights: list[float]
    runs: "array[int]"
    bands: "array[int]"


@dataclass(slots=True, kw_only=True)
class _Story:
    """`total` is the sum of its members' vectors."""

    members: set[int]
    first_at: datetime
    last_at: datetime
    total: dict[int, float]


class OpenStories:
    """The stories of the last days, and what they have in common with an article."""

    def __init__(self) -> None:
        self._seen = 0
        self._members: dict[int, _Member] = {}
        self._stories: dict[int, _Story] = {}
        self._with_word: dict[int, dict[int, float]] = defaultdict(dict)
        self._with_band: dict[int, list[int]] = defaultdict(list)
        self._held_by: Counter[int] = Counter()
        self._newest = self._swept = datetime.min.replace(tzinfo=UTC)
        self._compared: tuple[Signature | None, dict[int, float]] = _NOTHING_COMPARED

    @property
    def seen(self) -> int:
        return self._seen

    def learn(self, placed: Sequence[Placed], upto: int) -> None:
        """Take in placements in their order, up to the number `upto`; one of an article known already replaces the older."""
        for one in placed:
            known = self._members.get(one.article)
            if known:
                self._drop(one.article, known)
            self._add(one)
        self._forget()
        self._seen = upto

    def place(self, signature: Signature, published_at: datetime) -> Placement:
        """Joins the nearest open story, and one with it whatever other story is as near to both; else founds one."""
        vector = self._vector(signature)
        self._compared = (signature, vector)
        near = self._near(vector, published_at)
        copies = self._copies(signature, published_at)
        if not near and not copies:
            return Placement()
        chosen = copies[0][1] if copies else max(near, key=lambda story: (near[story], -story))
        same = {self._members[article].story for article, _ in copies} | {chosen}
        same |= {story for story in near if story not in same and self._are_one(story, chosen, near)}
        oldest = min(same)
        return Placement(story=oldest, merges=tuple(sorted(same - {oldest})), copy_of=copies[0][0] if copies else None)

    def _near(self, vector: dict[int, float], published_at: datetime) -> dict[int, float]:
        """Open stories whose average link with the vector is strong enough. Words of many stories only confirm what rarer ones found."""
        sums: dict[int, float] = defaultdict(float)
        frequent: list[tuple[int, float]] = []
        for word, weight in vector.items():
            holders = self._with_word.get(word, _NONE)
            if len(holders) > _MANY:
                frequent.append((word, weight))
                continue
            for story, total in holders.items():
                sums[story] += weight * total
        found: dict[int, float] = {}
        for number, total in sums.items():
            story = self._stories[number]
            if total >= _HINT * len(story.members) and self._is_open(story, published_at):
                more = sum(weight * story.total.get(word, 0.0) for word, weight in frequent)
                link = (total + more) / len(story.members)
                if link >= LINK:
                    found[number] = link
        return found

    def _copies(self, signature: Signature, published_at: datetime) -> list[tuple[int, int]]:
        """(article, its story) of what the article repeats, the most alike first. As dear for the thousandth copy as for the tenth."""
        held = Counter(chain.from_iterable(map(self._with_band.get, _keys(signature), repeat(()))))
        most = sorted(sorted(held), key=held.__getitem__, reverse=True)
        near = (one for one in most if abs(self._members[one].published_at - published_at) <= WINDOW)
        runs = set(_read(signature.shingles))
        found: list[tuple[float, int]] = []
        for article in islice(near, _COMPARED):
            other = self._members[article].runs
            shared = len(runs.intersection(other)) / min(len(runs), len(other))
            if shared >= CONTAINED:
                found.append((-shared, article))
        return [(article, self._members[article].story) for _, article in sorted(found)]

    def _are_one(self, story: int, chosen: int, near: dict[int, float]) -> bool:
        """The story's average link with the chosen one, the new article in it, is as strong as an article's must be."""
        mine, other = self._stories[story], self._stories[chosen]
        small, large = sorted((mine.total, other.total), key=len)
        links = sum(weight * large.get(word, 0.0) for word, weight in small.items()) / len(mine.members)
        return (links + near[story]) / (len(other.members) + 1) >= LINK

    @staticmethod
    def _is_open(story: _Story, at: datetime) -> bool:
        return story.first_at - WINDOW <= at <= story.last_at + WINDOW

    def _vector(self, signature: Signature) -> dict[int, float]:
        """Words by their weight; rare words weigh most. Length 1.

        Half by articles, half by stories: an event that everybody carries does not make its own words common.
        """
        terms = _read(signature.terms)
        held_by, with_word, members = self._held_by, self._with_word, len(self._members)
        most, known = max(_TOO_COMMON * members, 10), (members + len(self._stories)) / 2 + _PRIOR + 1
        weights: dict[int, float] = {}
        for word, count in zip(terms[::2], terms[1::2], strict=True):
            held, expected = held_by.get(word, 0), _RARE
            if word in _COMMON:
                if held > most:
                    continue
                expected = _USUAL
            rarity = math.log(known / ((held + len(with_word.get(word, _NONE))) / 2 + _PRIOR * expected + 1))
            weights[word] = (1 + math.log(count)) * rarity
        length = math.sqrt(sum(weight * weight for weight in weights.values())) or 1.0
        return {word: weight / length for word, weight in weights.items()}

    def _add(self, one: Placed) -> None:
        signature, vector = self._compared
        if signature is not one.signature:  # else nothing has changed since it was placed
            vector = self._vector(one.signature)
        self._compared = _NOTHING_COMPARED
        member = _Member(
            story=one.story,
            published_at=one.published_at,
            words=list(vector),
            weights=list(vector.values()),
            runs=_read(one.signature.shingles),
            bands=_keys(one.signature),
        )
        self._members[one.article] = member
        story = self._stories.get(one.story)
        if story is None:
            story = _Story(members=set(), first_at=one.published_at, last_at=one.published_at, total={})
            self._stories[one.story] = story
        story.members.add(one.article)
        story.first_at = min(story.first_at, one.published_at)
        story.last_at = max(story.last_at, one.published_at)
        totals, with_word, held_by = story.total, self._with_word, self._held_by
        for word, weight in vector.items():
            totals[word] = with_word[word][one.story] = totals.get(word, 0.0) + weight
            held_by[word] = held_by.get(word, 0) + 1
        for band in member.bands:
            held = self._with_band[band]
            held.append(one.article)
            if len(held) > _HELD:
                del held[_HELD // 2]
        self._newest = max(self._newest, one.published_at)

    def _drop(self, article: int, member: _Member) -> None:
        self._compared = _NOTHING_COMPARED
        del self._members[article]
        for band in member.bands:
            held = self._with_band.get(band, [])
            if article in held:
                held.remove(article)
            if not held:
                self._with_band.pop(band, None)
        self._held_by.subtract(member.words)
        story = self._stories[member.story]
        story.members.discard(article)
        for word, weight in zip(member.words, member.weights, strict=True):
            left = story.total.pop(word, 0.0) - weight
            holders = self._with_word[word]
            holders.pop(member.story, None)
            if story.members and left > _NOTHING:
                story.total[word] = holders[member.story] = left
            elif not holders:
                del self._with_word[word]
        if not story.members:
            del self._stories[member.story]

    def _forget(self) -> None:
        """Articles a week old, once an hour: a long story goes on by its newer ones, a closed one ends."""
        if self._newest - self._swept < _SWEEP:
            return
        self._swept, oldest = self._newest, self._newest - _FORGET
        for article, member in [pair for pair in self._members.items() if pair[1].published_at < oldest]:
            self._drop(article, member)
        for story in self._stories.values():
            story.first_at = max(story.first_at, oldest)


_NONE: dict[int, float] = {}
_NOTHING_COMPARED: tuple[None, dict[int, float]] = (None, _NONE)
_NOTHING = 1e-9


def _read(packed: bytes) -> "array[int]":
    return array("I", packed)


def _keys(signature: Signature) -> "array[int]":
    return array("Q", signature.bands)
