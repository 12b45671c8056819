"""Was it said so? A quotation as typed, looked up in what a server's own sources carry."""

import asyncio
from collections.abc import Sequence
from itertools import pairwise
from typing import cast

from bot.domain.answers import Scope
from bot.domain.errors import NotFound, Refused
from bot.domain.events import Event, merge
from bot.domain.facts import AnyRecorded, Quote, Recorded, Span
from bot.domain.keys import fold
from bot.domain.quotations import Asked, read, telling_parts, words
from bot.domain.verdicts import InText, Match, VerifyAnswer
from bot.domain.verifying import Claimed, compare, in_marks, is_near, most_edits, overlap, said_by
from bot.services.memory import PerScope
from bot.services.names import NameIndex
from bot.words import _
from storage.facts import FactStore
from storage.wording import WordingStore

_MOST_PARTS = 4
_LONGEST_PHRASE = 24  # words: more would choose no better
_COMPARED = 8
_SHOWN = 4
_LEAST_WORDS = 2
_TEXTS = 3


class VerifyService:
    def __init__(self, wording: WordingStore, facts: FactStore, names: NameIndex) -> None:
        self._wording = wording
        self._facts = facts
        self._names = names
        self._reach = PerScope(wording.reach, lambda: names.generation)

    async def answer(self, scope: Scope, typed: str, speaker: str | None = None) -> VerifyAnswer:
        """What is found of the quotation, by the named speaker or by anybody. A name that came with the words counts as typed."""
        asked = read(typed)
        if len(asked.words) < _LEAST_WORDS:
            raise Refused(
                _("That is too little to look up: give at least two words of the quotation, as they were said.")
            )
        claimed, near = await self._claimed(scope, speaker or asked.speaker)
        found = await self._exact(scope, asked, claimed)
        texts = () if found else await self._in_texts(scope, asked)
        if not found:
            found = await self._altered(scope, asked, claimed)
        alike = [one for one in found if one.verdict == found[0].verdict]
        return VerifyAnswer(
            typed=" … ".join(asked.pieces),
            verdict="in_text" if texts else found[0].verdict if found else "not_found",
            reach=await self._reach.of(scope),
            claimed=claimed,
            near=near,
            matches=tuple(alike[:_SHOWN]),
            texts=texts,
        )

    async def _claimed(self, scope: Scope, name: str | None) -> tuple[Claimed | None, tuple[str, ...]]:
        """The person meant, also behind an office ("French President Emmanuel Macron"); else the name alone, and who is near."""
        if not name:
            return None, ()
        parts = name.split()
        near: tuple[str, ...] = ()
        for first in range(len(parts)):
            try:
                person = await self._names.person(scope, " ".join(parts[first:]))
            except NotFound as miss:
                near = near or miss.near
            else:
                if not first or fold(parts[-1]) in fold(person.name).split():
                    return Claimed(name=person.name, refs=person.refs), ()
        return Claimed(name=name), near

    async def _exact(self, scope: Scope, asked: Asked, claimed: Claimed | None) -> list[Match]:
        """Quotes with just these words or with these among others: first of the speaker meant, then of anybody."""
        phrases, matches = _pieces(asked), list[Match]()
        for refs in _speakers(claimed):
            reports = await self._wording.whole(scope, asked.pieces, refs)
            matches = await _compared(asked, claimed, reports)
            if not any(one.verdict == "verbatim" for one in matches):
                held = await self._wording.partly(scope, [phrases], refs, limit=_COMPARED)
                longer = await self._facts.by_ids(scope, [number for number, _ in held])
                matches = await _compared(asked, claimed, (*reports, *longer))
            matches = [one for one in matches if one.comparison.is_exact]
            if any(one.said_by != "another" for one in matches):
                break
        return matches

    async def _altered(self, scope: Scope, asked: Asked, claimed: Claimed | None) -> list[Match]:
        """The closest quotes: first those with one half's telling words, then a third's, then a quarter's. As many changes as there are
        parts less one leave a part whole."""
        nearest: list[Match] = []
        for count in range(2, 2 + min(_MOST_PARTS - 1, most_edits(len(asked.words)))):
            for refs in _speakers(claimed):
                held = await self._wording.partly(scope, telling_parts(asked, count), refs)
                reports = await self._facts.by_ids(scope, await asyncio.to_thread(_closest, asked, held))
                matches = await _compared(asked, claimed, reports)
                close = [one for one in matches if one.comparison.is_altered]
                if close:
                    return close
                nearest += [one for one in matches if one.comparison.is_near]
        return sorted(nearest, key=_rank)[:1]

    async def _in_texts(self, scope: Scope, asked: Asked) -> tuple[InText, ...]:
        found = await self._wording.texts(scope, _pieces(asked))
        standing = [(article, await asyncio.to_thread(_standing, asked, article.text)) for article in found]
        return tuple(InText(article=article, spans=spans) for article, spans in standing if spans)[:_TEXTS]


def _speakers(claimed: Claimed | None) -> tuple[tuple[str, ...], ...]:
    return (claimed.refs, ()) if claimed and claimed.refs else ((),)


def _pieces(asked: Asked) -> list[str]:
    """Each piece as one phrase or, if it is long, as several that follow one another."""
    return [part for piece in asked.pieces for part in _cut(piece, 1 + len(list(words(piece))) // _LONGEST_PHRASE)]


def _cut(piece: str, count: int) -> list[str]:
    """`piece` in `count` parts of whole words."""
    spans = [word.span for word in words(piece)]
    count = min(count, len(spans))
    ends = [len(spans) * number // count for number in range(count + 1)]
    return [piece[spans[first][0] : spans[last - 1][1]] for first, last in pairwise(ends)]


def _closest(asked: Asked, held: Sequence[tuple[int, str]]) -> list[int]:
    """Ids of those that share most words with what was typed, and are no longer than they must be; none that shares too few."""
    ranked = sorted((-overlap(asked, text), len(text), number) for number, text in held)
    return [number for shared, _, number in ranked[:_COMPARED] if is_near(len(asked.words), -shared)]


async def _compared(asked: Asked, claimed: Claimed | None, reports: Sequence[AnyRecorded]) -> list[Match]:
    """Best first; reports of one utterance are one."""
    return await asyncio.to_thread(_matches, asked, claimed, reports)


def _matches(asked: Asked, claimed: Claimed | None, reports: Sequence[AnyRecorded]) -> list[Match]:
    known = {report.id: cast("Recorded[Quote]", report) for report in reports if isinstance(report.fact, Quote)}
    found = [_match(asked, claimed, event, report) for event in merge(known.values()) for report in event.reports]
    best: dict[int, Match] = {}
    for one in sorted(found, key=_rank):
        best.setdefault(one.quote.id, one)
    return list(best.values())


def _match(asked: Asked, claimed: Claimed | None, event: Event[Quote], report: Recorded[Quote]) -> Match:
    """Shown by this report, whichever the event is led by: other reports may have more of the words, or fewer."""
    text, quote = report.article.text, report.fact
    comparison = compare(asked, text, quote.segments)
    return Match(
        quote=Event(fact=quote, lead=report, reports=event.reports),
        comparison=comparison,
        said_by=said_by(quote, claimed),
        is_marked=in_marks(quote, text, comparison.spans),
    )


def _rank(one: Match) -> tuple[float, ...]:
    """Exact before altered, the speaker meant before others, quotation before report, whole before part, then the newest."""
    other, comparison = one.said_by == "another", one.comparison
    return (
        not comparison.is_exact,
        comparison.edits + 2 * other,
        not one.is_marked,
        not comparison.is_whole,
        comparison.has_omission,
        -one.quote.lead.id,
    )


def _standing(asked: Asked, text: str) -> tuple[Span, ...]:
    """Where the pieces stand in the text word for word, in their order; nothing if one does not."""
    there = list(words(text))
    folded = [word.folded for word in there]
    spans: list[Span] = []
    at = 0
    for piece in asked.pieces:
        wanted = [word.folded for word in words(piece)]
        starts = (n for n in range(at, len(folded) - len(wanted) + 1) if folded[n] == wanted[0])
        first = next((n for n in starts if folded[n : n + len(wanted)] == wanted), None)
        if first is None:
            return ()
        at = first + len(wanted)
        spans.append((there[first].span[0], there[at - 1].span[1]))
    return tuple(spans)
