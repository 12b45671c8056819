"""By which of its words a quotation is looked up: a few that stand wherever it does, though a word of it differ."""

import re
from collections.abc import Sequence
from itertools import accumulate, pairwise

from bot.domain.facts import Span
from bot.domain.quotations import Asked, Word, words

RUN = 3
"""Words in a row that the store finds together."""
_MOST = 6  # phrases of a way
_THIRDS = 3
_SENTENCES = 6
_STOP = re.compile(r"(?<=[.!?;])[\"”’]?\s+(?=[^\W_])")
_ROW, _ROWS = 4, 6  # words in a row, and rows of them, that articles are searched for
_COMMON = frozenset(
    """a about above after again against all already also always am an and another any anything are around as ask asked at away back be because
    become been before began being best better between both but by call called can cannot change come could country countries day days did
    different do does doing done down during each end even ever every everyone everything far few find first for forward from get give given go
    going good got government great had has have he help her here him his how however i if important in into is it its just keep know last
    least less let like little long look made make many may me mean members might more most much must my need needs never new next no not
    nothing now of off on once one only or other others our out over own part people place point president put really right said same say
    see should since so some something state states still such support sure take than that the their them then there these they thing things
    think this those three through time to today together too took two under until up us use very want was way we well were what when where
    whether which while who whole why will with without work working world would year years yes yesterday yet you your""".split()
)


def whole(asked: Asked) -> list[str]:
    """Phrases that all stand where what was typed does."""
    return _phrases(asked, range(len(asked.words))) or list(asked.pieces[:_MOST])


def past_one(asked: Asked) -> list[list[str]]:
    """Ways to find it though one word differs: without each third of it in turn, by the rest."""
    every = range(len(asked.words))
    return [_way(asked, [*every[:first], *every[last:]]) for first, last in _parts(len(every))]


def past_more(asked: Asked) -> list[list[str]]:
    """Ways to find it though more differs: by each third of it alone, and by each of its sentences."""
    stretches = dict.fromkeys((*_parts(len(asked.words)), *sentences(asked)[:_SENTENCES]))
    return [_way(asked, range(first, last)) for first, last in stretches]


def _way(asked: Asked, numbers: Sequence[int]) -> list[str]:
    """Phrases of the words of these numbers; the most telling words one by one where too few stand in a row."""
    single = sorted((asked.words[number] for number in numbers), key=_weight, reverse=True)
    return _phrases(asked, numbers) or [word.written for word in single if word.written[0].isalnum()][:_MOST]


def _phrases(asked: Asked, numbers: Sequence[int]) -> list[str]:
    """The most telling runs among the words of these numbers. Of two that share more than a word one is enough."""
    known = frozenset(numbers)
    firsts = [n for n in numbers if all(k in known and k not in asked.joints for k in range(n + 1, n + RUN))]
    taken: list[int] = []
    for first in sorted(firsts, key=lambda n: -sum(map(_weight, asked.words[n : n + RUN]))):
        if len(taken) < _MOST and all(abs(first - other) >= RUN - 1 for other in taken):
            taken.append(first)
    return [" ".join(word.written for word in asked.words[n : n + RUN]) for n in taken]


def _parts(count: int) -> list[Span]:
    ends = [count * number // _THIRDS for number in range(_THIRDS + 1)]
    return [(first, last) for first, last in pairwise(ends) if first < last]


def sentences(asked: Asked) -> list[Span]:
    """Of each sentence the numbers of its first word and of the one behind its last."""
    ends = [len(found) for found in (list(words(one)) for piece in asked.pieces for one in _STOP.split(piece)) if found]
    return list(pairwise(accumulate(ends, initial=0)))


def rows(asked: Asked) -> list[str]:
    """Of each half of a piece, the most telling few words in a row, as they were typed."""
    found_rows: list[str] = []
    for piece in asked.pieces:
        found = list(words(piece))
        middle = len(found) // 2
        for part in (found[:middle], found[middle:]) if middle >= _ROW else (found,):
            firsts = range(max(1, len(part) - _ROW + 1))
            first = max(firsts, key=lambda n, part=part: sum(map(_weight, part[n : n + _ROW])))
            found_rows.append(piece[part[first].span[0] : part[min(first + _ROW, len(part)) - 1].span[1]])
    return found_rows[:_ROWS]


def _weight(word: Word) -> int:
    """How seldom a word is, without asking the store: nothing for the commonest of English, else the more the longer it is."""
    return 0 if word.folded in _COMMON else len(word.folded)
