"""Which articles tell of one event: what is kept of each to compare it by, and where it was placed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.domain.news import Carrier


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """What an article is compared by, packed; only `bot.nlp.stories` reads inside.

    `terms`: hashed words of title and lead with their counts. `shingles`: hashed runs of four words. `bands`: their MinHash.
    """

    terms: bytes
    shingles: bytes
    bands: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """An article in its story."""

    article: int
    story: int
    published_at: datetime
    signature: Signature


@dataclass(frozen=True, slots=True, kw_only=True)
class Placement:
    """Where an article goes: into `story` (None founds one), which takes in the stories of `merges`.

    `copy_of` is the article that it reprints or rewrites.
    """

    story: int | None = None
    merges: tuple[int, ...] = ()
    copy_of: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryArticle:
    """An article of a story as a server sees it. `copy_of` is the article whose words it has, seen by the server or not."""

    id: int
    story: int
    url: str
    title: str
    published_at: datetime
    carriers: tuple[Carrier, ...]
    copy_of: int | None = None


class Placer(Protocol):
    """Decides from the placements it was shown and from nothing else."""

    @property
    def seen(self) -> int:
        """How far it has been shown the placements; they are numbered in the order they were made."""
        ...

    def learn(self, placed: Sequence[Placed], upto: int) -> None:
        """Take in placements in their order, up to the number `upto`; one of an article known already replaces the older."""
        ...

    def place(self, signature: Signature, published_at: datetime) -> Placement: ...
