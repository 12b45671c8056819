"""Was it said so? A quotation as typed, looked up in what a server's own sources carry."""

import asyncio
from collections.abc import Mapping, Sequence
from itertools import islice
from typing import cast

from bot.domain import telling
from bot.domain.answers import Scope
from bot.domain.errors import NotFound, Refused
from bot.domain.events import Event, merge
from bot.domain.facts import AnyRecorded, Quote, Recorded
from bot.domain.keys import fold
from bot.domain.quotations import Asked, read, standing, words_only
from bot.domain.verdicts import InText, Match, VerifyAnswer
from bot.domain.verifying import Claimed, compare, in_marks, is_near, overlap, said_by, stands_within
from bot.services.memory import PerScope
from bot.services.names import NameIndex
from bot.words import N_, _
from storage.facts import FactStore
from storage.wording import WordingStore

_COMPARED = 12
_SHOWN = 4
_LEAST_WORDS = 3
_TEXTS = 3
_SENTENCES = 4
_TOO_LITTLE = N_("That is too little to look up: give at least three words of the quotation, as they were said.")


class VerifyService:
    def __init__(self, wording: WordingStore, facts: FactStore, names: NameIndex) -> None:
        self._wording = wording
        self._facts = facts
        self._names = names
        self._reach = PerScope(wording.reach, names.moments)

    async def answer(self, scope: Scope, typed: str, speaker: str | None = None) -> VerifyAnswer:
        """What is found of the quotation, by the named speaker or by anybody. A name that came with the words counts as typed."""
        asked = read(typed)
        if not asked.words:
            raise Refused(_(_TOO_LITTLE))
        claimed, near = await self._claimed(scope, speaker or (asked.unsplit or asked).speaker)
        found = await self._exact(scope, asked.unsplit, claimed) if asked.unsplit else []
        if asked.unsplit and found:
            asked = asked.unsplit
        else:
            claimed, near = (claimed, near) if claimed else await self._claimed(scope, asked.speaker)
            found = await self._exact(scope, asked, claimed)
        if len(asked.words) < _LEAST_WORDS and not any(one.comparison.is_whole for one in found):
            raise Refused(_(_TOO_LITTLE))
        joined = () if found else await self._joined(scope, asked, claimed)
        texts = () if found or joined else await self._in_texts(scope, asked)
        if not found and not joined:
            found = await self._altered(scope, asked, claimed)
        alike = [one for one in found if one.verdict == found[0].verdict]
        return VerifyAnswer(
            typed=" … ".join(asked.pieces),
            verdict="joined" if joined else "in_text" if texts else found[0].verdict if found else "not_found",
            reach=await self._reach.of(scope),
            claimed=claimed,
            near=near,
            matches=joined or tuple(alike[:_SHOWN]),
            texts=texts,
            has_brackets=asked.has_brackets,
        )

    async def _joined(self, scope: Scope, asked: Asked, claimed: Claimed | None) -> tuple[Match, ...]:
        """A quotation for each sentence, all of one article and not all the same one; nothing if one has none."""
        parts = telling.sentences(asked)
        if not 1 < len(parts) <= _SENTENCES or any(last - first < _LEAST_WORDS for first, last in parts):
            return ()
        found: list[list[Match]] = []
        for first, last in parts:
            sentence = Asked(pieces=(" ".join(word.written for word in asked.words[first:last]),))
            exact = [
                one for one in await self._exact(scope, sentence, claimed) if one.is_marked and one.said_by != "another"
            ]
            if not exact:
                return ()
            found.append(exact)
        shared = [one.quote.article.id for one in found[0]]
        for each in found:
            there = {one.quote.article.id for one in each}
            shared = [article for article in shared if article in there]
        if not shared:
            return ()
        one_each = tuple(next(one for one in each if one.quote.article.id == shared[0]) for each in found)
        return one_each if len({one.quote.lead.id for one in one_each}) > 1 else ()

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
        matches: list[Match] = []
        for refs in _speakers(claimed):
            reports = await self._wording.whole(scope, asked.pieces, refs)
            matches = await _compared(asked, claimed, reports)
            if not any(one.is_marked for one in matches) or (claimed and not claimed.refs):
                held = await self._wording.partly(scope, telling.whole(asked), refs)
                longer = await self._facts.by_ids(scope, await asyncio.to_thread(_holding, asked, held))
                matches = await _compared(asked, claimed, (*reports, *longer))
            matches = [one for one in matches if one.comparison.is_exact]
            if any(one.said_by != "another" for one in matches):
                break
        return matches

    async def _altered(self, scope: Scope, asked: Asked, claimed: Claimed | None) -> list[Match]:
        """The closest quotes: first those that differ in one place, then those that differ in more."""
        found: dict[int, Match] = {}
        for ways, limit in ((telling.past_one, 800), (telling.past_more, 300)):
            for refs in _speakers(claimed):
                held = {
                    number: text
                    for way in ways(asked)
                    for number, text in await self._wording.partly(scope, way, refs, limit)
                }
                reports = await self._facts.by_ids(scope, await asyncio.to_thread(_closest, asked, held))
                found |= {one.quote.lead.id: one for one in await _compared(asked, claimed, reports)}
            if any(one.comparison.is_altered and one.comparison.edits < 2 for one in found.values()):
                break
        ranked = sorted(found.values(), key=_rank)
        close = [one for one in ranked if one.verdict != "not_found"]
        return close or [one for one in ranked if one.comparison.is_near][:1]

    async def _in_texts(self, scope: Scope, asked: Asked) -> tuple[InText, ...]:
        found = await self._wording.texts(scope, telling.rows(asked))
        stand = [(article, await asyncio.to_thread(standing, asked, article.text)) for article in found]
        return tuple(InText(article=article, spans=spans) for article, spans in stand if spans)[:_TEXTS]


def _speakers(claimed: Claimed | None) -> tuple[tuple[str, ...], ...]:
    return (claimed.refs, ()) if claimed and claimed.refs else ((),)


def _holding(asked: Asked, held: Sequence[tuple[int, str]]) -> list[int]:
    """Ids of the newest that have the words one behind the other."""
    return list(islice((number for number, text in held if standing(asked, text)), _COMPARED))


def _closest(asked: Asked, held: Mapping[int, str]) -> list[int]:
    """Ids of those that share most words with what was typed, and are no longer than they must be; none that shares too few."""
    ranked = sorted((-overlap(asked, text), len(text), number) for number, text in held.items())
    return [
        number
        for shared, _, number in ranked[:_COMPARED]
        if is_near(len(asked.words), -shared) or stands_within(-shared, len(list(words_only(held[number]))))
    ]


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
    """Exact before altered, the speaker meant before others, a change of yes and no before other changes (of two quotations as close,
    the one that must not be missed), quotation before report, whole before part, then the newest."""
    other, comparison = one.said_by == "another", one.comparison
    return (
        not comparison.is_exact,
        (0.5 if comparison.is_respelt else comparison.edits) + 2 * other,
        comparison.negation not in ("lost", "added"),
        not one.is_marked,
        not comparison.is_whole,
        comparison.has_omission,
        -one.quote.lead.id,
    )
