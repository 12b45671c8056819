"""What a manager typed over a fact's values, read into changes that fit it; the rest is refused in words."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import get_args

from bot.domain import corrections as c
from bot.domain.answers import Choice, Scope
from bot.domain.errors import NotFound, Refused
from bot.domain.facts import (
    AnyRecorded,
    Claim,
    Deal,
    DealStage,
    Fact,
    FactKind,
    Invitation,
    InvitationStage,
    Meeting,
    MeetingKind,
    MeetingStage,
    Party,
    Quote,
    QuoteKind,
    fact_kind,
    parties_of,
)
from bot.domain.keys import fold
from bot.domain.ladders import stage_words
from bot.domain.terms import kind_words
from bot.domain.wording import find
from bot.nlp.money import find_amounts
from bot.services.names import Known, NameIndex
from bot.words import N_, _
from storage.facts import FactStore

KINDS: dict[FactKind, tuple[str, ...]] = {"quote": get_args(QuoteKind), "meeting": get_args(MeetingKind)}
STAGES: dict[FactKind, tuple[str, ...]] = {
    "meeting": get_args(MeetingStage),
    "invitation": get_args(InvitationStage),
    "deal": get_args(DealStage),
}
BETWEEN = " … "
"""Between two stretches of a quote, as they are shown and typed."""
_NOTHING = (N_("none"), N_("nobody"))
_MOST_SIDES = 12
_NEAR_DAYS = timedelta(days=10 * 366)
_LONGEST_CHOICE = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """Values as typed; None leaves a value as it is. Names are separated by commas or, if one has a comma, by semicolons; stretches of a quote by " … "."""

    speaker: str | None = None
    kind: str | None = None
    stage: str | None = None
    participants: str | None = None
    inviter: str | None = None
    amount: str | None = None
    day: str | None = None
    words: str | None = None


class Editor:
    def __init__(self, names: NameIndex, facts: FactStore) -> None:
        self._names = names
        self._facts = facts

    async def changes(self, scope: Scope, seen: AnyRecorded, typed: Typed) -> tuple[c.Edit, ...]:
        """Every change that differs from what the fact says now, each checked by applying it."""
        fact, text = seen.fact, seen.article.text
        made: list[c.Edit] = []
        for change in await self._read(scope, seen, typed):
            if type(change) not in c.takes(fact):
                raise Refused(_("A {kind} has no such value.").format(kind=kind_words(fact_kind(fact))))
            then = c.edited(fact, text, change)
            if then != fact:
                made.append(change)
            elif not _says(fact, text, change):
                raise Refused(_misfit(change))
            fact = then
        return tuple(made)

    async def _read(self, scope: Scope, seen: AnyRecorded, typed: Typed) -> Sequence[c.Edit]:
        fact, read = seen.fact, list[c.Edit]()
        if typed.words is not None:
            read.append(c.WordsAre(_stretches(seen, typed.words)))
        if typed.speaker is not None:
            read.append(c.SpeakerIs(await self._maybe_party(scope, seen, typed.speaker)))
        if typed.inviter is not None:
            read.append(c.InviterIs(await self._maybe_party(scope, seen, typed.inviter)))
        if typed.participants is not None:
            read.append(c.SidesAre(await self._sides(scope, seen, typed.participants)))
        if typed.kind is not None:
            read.append(c.KindIs(_one_of(typed.kind, KINDS.get(fact_kind(fact), ()), kind_words)))
        if typed.stage is not None:
            read.append(c.StageIs(_one_of(typed.stage, STAGES.get(fact_kind(fact), ()), stage_words)))
        if typed.amount is not None:
            read.append(c.AmountIs(_amount(seen, typed.amount)))
        if typed.day is not None:
            read.append(c.DayIs(_day(seen, typed.day)))
        return read

    async def _sides(self, scope: Scope, seen: AnyRecorded, typed: str) -> tuple[Party, ...]:
        names = [name.strip() for name in typed.split(";" if ";" in typed else ",") if name.strip()]
        if not 0 < len(names) <= _MOST_SIDES:
            raise Refused(_("Name one to {most} sides, separated by commas.").format(most=_MOST_SIDES))
        parties = [await self._party(scope, seen, name) for name in names]
        return tuple({(party.kind, party.id): party for party in parties}.values())

    async def _maybe_party(self, scope: Scope, seen: AnyRecorded, typed: str) -> Party | None:
        return None if _is_nothing(typed) else await self._party(scope, seen, typed)

    async def _party(self, scope: Scope, seen: AnyRecorded, typed: str) -> Party:
        """Whom a name means: a side that the fact or another of its article has, a country or group, a person we know, or a name that
        stands in the article."""
        sides = (*parties_of(seen.fact), *await self._facts.sides_in(seen.article.id))
        known = next((party for party in sides if fold(party.name) == fold(typed)), None)
        if known:
            return known
        try:
            return self._place(self._names.country(typed))
        except NotFound:
            pass
        span = find(seen.article.text, typed, seen.fact.evidence[0][0]) if len(fold(typed)) > 1 else None
        try:
            person = await self._names.person(scope, typed)
            if span is None or set(fold(typed).split()) <= set(fold(person.name).split()):
                return _person(person)
        except NotFound as missed:
            if span is None:
                words = _("“{name}” is nobody we know, and no name in the article.").format(name=typed)
                raise NotFound(words, near=missed.near) from None
        name = " ".join(seen.article.text[span[0] : span[1]].split())
        return Party(kind="organisation" if isinstance(seen.fact, Deal) else "person", id=fold(name), name=name)

    def _place(self, code: str) -> Party:
        name = self._names.country_name(code)
        if ":" in code:
            return Party(kind="organisation", id=code.partition(":")[2], name=name)
        return Party(kind="country", id=code, name=name, country=code)

    async def names(self, scope: Scope, typed: str) -> list[Choice]:
        """Completions of the last of several names separated by commas."""
        done, comma, last = typed.rpartition(",")
        before = f"{done}{comma} " if comma else ""
        found = [*await self._names.people(scope, last), *self._names.countries(last)]
        full = dict.fromkeys(before + one.value for one in found)
        return [Choice(name=one, value=one) for one in full if len(one) <= _LONGEST_CHOICE][:25]


def now_typed(seen: AnyRecorded) -> Typed:
    """A fact's values as a manager would type them: what a form is filled in with."""
    fact, text = seen.fact, seen.article.text
    match fact:
        case Quote():
            speaker = fact.speaker.party.name if fact.speaker and fact.speaker.party else ""
            return Typed(speaker=speaker, kind=fact.kind, words=BETWEEN.join(text[a:b] for a, b in fact.segments))
        case Meeting():
            return Typed(participants=_listed(fact.participants), kind=fact.kind, stage=fact.stage, day=_iso(fact))
        case Invitation():
            inviter = fact.inviter.name if fact.inviter else ""
            return Typed(inviter=inviter, participants=_listed(fact.invitees), stage=fact.stage, day=_iso(fact))
        case Deal():
            amount = fact.claims[0].verbatim if fact.claims else ""
            return Typed(participants=_listed(fact.parties), stage=fact.stage, amount=amount, day=_iso(fact))


def _listed(parties: Sequence[Party]) -> str:
    """With semicolons where a name has a comma."""
    names = [party.name for party in parties]
    return ("; " if any("," in name for name in names) else ", ").join(names)


def _iso(fact: Meeting | Invitation | Deal) -> str:
    date = fact.date
    return date.start.isoformat() if date and date.start and date.start == date.end else ""


def _person(known: Known) -> Party:
    kind, _colon, number = known.refs[0].partition(":")
    leader = number if kind == "leader" else None
    return Party(kind="person", id=number, name=known.name, country=known.country, leader=leader)


def _is_nothing(typed: str) -> bool:
    said = typed.strip().casefold()
    return not said or any(said in (word, _(word).casefold()) for word in _NOTHING)


def _one_of(typed: str, words: Sequence[str], shown: Callable[[str], str]) -> str:
    """Which of the stored words is meant, as it is `shown` or as it stands in the code."""
    if not words:
        raise Refused(_("This fact has no such value."))
    wanted = fold(typed)
    found = next((word for word in words if wanted in (fold(shown(word)), word.replace("_", " "), word)), None)
    if found is None:
        known = ", ".join(map(shown, words))
        raise Refused(_("“{typed}” is none of: {known}.").format(typed=typed, known=known))
    return found


def _stretches(seen: AnyRecorded, typed: str) -> tuple[str, ...]:
    """The article's own characters for what was typed; a manager says how far a quote goes, never what it says."""
    text, near = seen.article.text, seen.fact.evidence[0][0]
    wanted = [typed] if find(text, typed, near) else [part for part in typed.split("…") if part.strip()]
    spans = [find(text, part, near) for part in wanted]
    if not spans or not all(spans):
        raise Refused(
            _(
                "These words do not stand so in the article. A quote's words cannot be changed; copy from the article where it begins and ends."
            )
        )
    return tuple(text[span[0] : span[1]] for span in spans if span)


def _amount(seen: AnyRecorded, typed: str) -> Claim | None:
    """An amount that stands in the article, and the band its words mean."""
    if _is_nothing(typed):
        return None
    span = find(seen.article.text, typed, seen.fact.evidence[0][0])
    if span is None:
        raise Refused(_("This amount does not stand so in the article; copy it from there."))
    words = seen.article.text[span[0] : span[1]]
    found = next(iter(find_amounts(words)), None)
    if found is None:
        raise Refused(_("“{words}” is not an amount of money.").format(words=words))
    by = next((one.by for one in seen.fact.claims), None) if isinstance(seen.fact, Deal) else None
    return Claim(
        verbatim=words,
        span=span,
        low=found.low,
        high=found.high,
        currency=found.currency,
        approximate=found.approximate,
        by=by,
    )


def _day(seen: AnyRecorded, typed: str) -> date | None:
    if _is_nothing(typed):
        return None
    try:
        day = date.fromisoformat(typed.strip())
    except ValueError:
        raise Refused(_("“{typed}” is not a day. Write it as 2026-03-01, or `none`.").format(typed=typed)) from None
    if abs(day - seen.article.published_at.date()) > _NEAR_DAYS:
        raise Refused(_("{day} is more than ten years from the article's own day.").format(day=typed.strip()))
    return day


def _says(fact: Fact, text: str, change: c.Edit) -> bool:
    """Whether the fact says already what the change would have it say."""
    match fact, change:
        case Quote(), c.KindIs(kind):
            return fact.kind == kind
        case Quote(), c.WordsAre(stretches):
            return tuple(text[a:b] for a, b in fact.segments) == stretches
        case _:
            return True


def _misfit(change: c.Edit) -> str:
    if isinstance(change, c.KindIs):
        return _("These words do not stand in quotation marks in the article, so they cannot be shown as a quotation.")
    return _(
        "Not all of these words stand in quotation marks in the article. Make the quote indirect or mixed first, then say how far it goes."
    )
