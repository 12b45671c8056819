"""A quotation as typed against one as stored, word by word. Pure; nothing here says that something was not said."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal, NamedTuple

from bot.domain.facts import Quote, Span
from bot.domain.keys import fold
from bot.domain.quotations import Asked, Word, spelt_out, words, words_only
from bot.domain.sameness import sides_of

Kind = Literal["same", "changed", "added", "lost", "omitted"]
SaidBy = Literal["same", "another", "unclear", "unasked"]
Negation = Literal["lost", "added", "outside"]
_CHANGED = 0.3  # of the words as typed, at most, in what is called an altered quotation
_LEAST = 4  # words, of which one may have changed
_LEAST_STORED = 6  # words of a stored quotation that may stand whole inside what was typed
_NEAR = 0.5  # of the words as typed stand in what is called the nearest
_LONGEST = 400  # words of either side that are compared
_REACH = 8  # words before a fragment among which a negation may govern it


class _Step(NamedTuple):
    kind: Kind
    ours: int | None
    theirs: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A stretch of the comparison: `stored` are characters of the article, `asked` the words as typed."""

    kind: Literal["same", "added", "lost", "omitted"]
    stored: Span | None = None
    asked: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """`edits`, `asked`, `matched`, `stored`: numbers of words: that differ, as typed, that stand, and in the stored quotation.

    `is_whole`: nothing stored was left out. `is_respelt`: what differs is how it is written ("won't", "5"), not what is said. `negation`: `lost` or `added` by what differs; `outside` where one stands before a
    fragment, or in what an omission left out.
    """

    edits: int
    asked: int
    matched: int
    stored: int
    is_whole: bool
    runs: tuple[Run, ...]
    negation: Negation | None
    is_respelt: bool = False

    @property
    def is_exact(self) -> bool:
        return self.edits == 0 and self.asked > 0

    @property
    def is_altered(self) -> bool:
        """So close that it is the same quotation with other words in it."""
        few = self.edits <= most_edits(self.asked)
        thinned = self.matched == self.asked >= max(_LEAST_STORED, self.edits)  # words left out, and no mark of it
        return self.edits > 0 and (few or thinned or self.is_surrounded)

    @property
    def is_surrounded(self) -> bool:
        """The stored quotation stands, nearly or just so, within more words."""
        return self.is_whole and self.asked > self.stored and stands_within(self.matched, self.stored)

    @property
    def is_more(self) -> bool:
        """As `is_surrounded`, with no other difference."""
        return self.is_surrounded and self.matched == self.stored

    @property
    def is_near(self) -> bool:
        return is_near(self.asked, self.matched)

    @property
    def has_omission(self) -> bool:
        return any(run.kind == "omitted" for run in self.runs)

    @property
    def spans(self) -> tuple[Span, ...]:
        """Where the words as typed stand."""
        return tuple(run.stored for run in self.runs if run.stored and run.kind == "same")


@dataclass(frozen=True, slots=True, kw_only=True)
class Claimed:
    """Whom the quotation is said to be of: a name, and the refs of the person we know by it."""

    name: str
    refs: tuple[str, ...] = ()


def most_edits(asked: int) -> int:
    """How many of so many words may differ in what is still the same quotation."""
    return max(1, int(_CHANGED * asked)) if asked >= _LEAST else 0


def stands_within(matched: int, stored: int) -> bool:
    """So many of the stored words stand that they are all, or all but a few."""
    slack = 1 if stored >= _LEAST_STORED + 2 else 0
    return matched >= max(_LEAST_STORED, min(0.9 * stored, stored - slack))


def is_near(asked: int, matched: int) -> bool:
    """So many of the words as typed stand that it is worth showing."""
    return matched >= max(_LEAST, _NEAR * asked)


def overlap(asked: Asked, text: str) -> int:
    """Words that both have, whatever their order: at most so many can match."""
    return (asked.counts & Counter(words_only(text))).total()


def compare(asked: Asked, text: str, segments: Sequence[Span]) -> Comparison:
    """What was typed against the words of `text` at `segments`, where it fits best. What an omission leaves out costs nothing."""
    ours = asked.words[:_LONGEST]
    theirs = [word for start, end in segments for word in words(text, start, end)][:_LONGEST]
    steps = _steps(ours, theirs, asked.joints | {0, len(ours)})
    taken = [step.theirs for step in steps if step.theirs is not None and step.kind != "omitted"]
    edits = [step for step in steps if step.kind in ("changed", "added", "lost")]
    lost = sum(theirs[step.theirs].negates for step in edits if step.theirs is not None)
    added = sum(ours[step.ours].negates for step in edits if step.ours is not None)
    negation: Negation | None = "lost" if lost > added else "added" if added > lost else None
    if not edits and taken:
        omitted = [theirs[step.theirs] for step in steps if step.kind == "omitted" and step.theirs is not None]
        governed = any(word.negates for word in (*omitted, *_before(text, theirs, taken[0])))
        negation = "outside" if governed else None
    return Comparison(
        edits=len(edits),
        asked=len(ours),
        matched=sum(step.kind == "same" for step in steps),
        stored=len(theirs),
        is_whole=len(taken) == len(theirs),
        runs=tuple(_runs(steps, ours, theirs, segments)),
        negation=negation,
        is_respelt=bool(edits) and _is_respelt(steps, ours, theirs),
    )


def _is_respelt(steps: Sequence[_Step], ours: Sequence[Word], theirs: Sequence[Word]) -> bool:
    """Each stretch that differs says the same on both sides."""
    for kind, group in groupby(steps, key=_of_run):
        stretch = list(group)
        if kind == "lost":
            typed = spelt_out(ours[step.ours] for step in stretch if step.ours is not None)
            if typed != spelt_out(theirs[step.theirs] for step in stretch if step.theirs is not None):
                return False
    return True


def _steps(ours: Sequence[Word], theirs: Sequence[Word], free: frozenset[int]) -> list[_Step]:
    """The cheapest way from one to the other, without the stored words before and after it."""
    back = _ways([word.folded for word in ours], [word.folded for word in theirs], free)
    steps: list[_Step] = []
    i, j = len(ours), len(theirs)
    while i or j:
        way = back[i][j]
        if way == _PAIR:
            i, j = i - 1, j - 1
            steps.append(_Step("same" if ours[i].folded == theirs[j].folded else "changed", i, j))
        elif way == _OURS:
            i -= 1
            steps.append(_Step("added", i, None))
        else:
            j -= 1
            if 0 < i < len(ours) or i not in free:
                steps.append(_Step("omitted" if i in free else "lost", None, j))
    return steps[::-1]


_PAIR, _OURS, _THEIRS = 0, 1, 2
_STEP, _CHANGE = 1000, 1001  # of as many steps those are better that leave more of the typed words standing


def _ways(ours: Sequence[str], theirs: Sequence[str], free: frozenset[int]) -> list[bytearray]:
    """How each pair of beginnings is best reached. A stored word is passed over at no cost where `free` says so."""
    above = [0] * (len(theirs) + 1)
    back = [bytearray([_THEIRS]) * (len(theirs) + 1)]
    for i, word in enumerate(ours, 1):
        skip = 0 if i in free else _STEP
        row, ways = [i * _CHANGE], bytearray([_OURS])
        left = i * _CHANGE
        for j, other in enumerate(theirs, 1):
            best, way = above[j - 1] + (0 if word == other else _CHANGE), _PAIR
            if above[j] + _CHANGE < best:
                best, way = above[j] + _CHANGE, _OURS
            if left + skip < best:
                best, way = left + skip, _THEIRS
            row.append(best)
            ways.append(way)
            left = best
        back.append(ways)
        above = row
    return back


def _runs(
    steps: Sequence[_Step], ours: Sequence[Word], theirs: Sequence[Word], segments: Sequence[Span]
) -> Iterator[Run]:
    """Steps of a kind together; a stretch of stored characters never leaves its segment."""
    for kind, group in groupby(steps, key=_of_run):
        stretch = list(group)
        asked = " ".join(ours[step.ours].written for step in stretch if step.ours is not None)
        stored = list(_stretches([theirs[step.theirs].span for step in stretch if step.theirs is not None], segments))
        if kind == "lost" and asked:
            yield Run(kind="added", asked=asked)
        yield from (Run(kind=kind, stored=span) for span in stored)


def _of_run(step: _Step) -> Literal["same", "lost", "omitted"]:
    """What differs stands together, whichever side has it."""
    return step.kind if step.kind in ("same", "omitted") else "lost"


def _stretches(spans: Sequence[Span], segments: Sequence[Span]) -> Iterator[Span]:
    for start, end in segments:
        inside = [span for span in spans if start <= span[0] and span[1] <= end]
        if inside:
            yield inside[0][0], inside[-1][1]


def _before(text: str, theirs: Sequence[Word], first: int) -> Iterator[Word]:
    """The few words before the first one taken, back to where its sentence begins."""
    following = theirs[first]
    for word in reversed(theirs[max(0, first - _REACH) : first]):
        if any(mark in text[word.span[1] : following.span[0]] for mark in ".!?;"):
            return
        yield word
        following = word


def in_marks(quote: Quote, text: str, spans: Sequence[Span]) -> bool:
    """All words at `spans` stand in quotation marks in the article."""
    marked = quote.segments if quote.kind in ("direct", "fragment") else quote.marked
    stand = [word.span for start, end in spans for word in words(text, start, end)]
    return all(any(start <= one[0] and one[1] <= end for start, end in marked) for one in stand)


def said_by(quote: Quote, claimed: Claimed | None) -> SaidBy:
    """Whether the stored quotation is of the one it is claimed for; `unclear` where the article names nobody we can tell."""
    if claimed is None:
        return "unasked"
    if set(sides_of(quote)) & set(claimed.refs):
        return "same"
    speaker = quote.speaker
    if speaker is None:
        return "unclear"
    name = set(fold(claimed.name).split())
    party = speaker.party
    is_namesake = bool(
        party and party.kind == "person" and claimed.refs
    )  # a surname alone would fit two people we know
    for known_as in ("" if is_namesake else speaker.text, party.name if party else "", speaker.on_behalf_of or ""):
        theirs = set(fold(known_as).split())
        if theirs and name and (name <= theirs or theirs <= name):
            return "same"
    return "another" if speaker.party else "unclear"
