"""One event as all its reports tell it. Reports merge here, in the view, from those that the asking server may read; never in the rows."""

from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Generic, cast

from bot.domain.facts import (
    AnyRecorded,
    Claim,
    Deal,
    F,
    Fact,
    Invitation,
    Meeting,
    Party,
    Quote,
    Recorded,
    fact_kind,
    parties_of,
    with_parties,
)
from bot.domain.keys import fold
from bot.domain.ladders import rung, stage_of, standing
from bot.domain.news import ArticleRef
from bot.domain.sameness import are_same, contradict, key, sides_of

_NEAR_ENOUGH = 0.1  # two figures, one of them approximate, agree within a tenth


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """An amount with whose report it stands in. `by`: who states it, by the article's words, else the source."""

    claim: Claim
    report: AnyRecorded

    @property
    def by(self) -> str:
        return self.claim.by or self.report.article.source

    @property
    def voice(self) -> str:
        """The same for all desks of one owner."""
        carriers = self.report.article.carriers
        return self.claim.by or (carriers[0].owner if carriers else self.report.article.source)


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A stage of the ladder, and the first report that gave it."""

    stage: str
    report: AnyRecorded


@dataclass(frozen=True, slots=True, kw_only=True)
class Event(Generic[F]):
    """`fact` is what the reports say together; its spans are those of `lead`, the report its stage rests on.

    `reports` are oldest first by their articles' time. The id is that of the report stored first, and stays.
    """

    fact: F
    lead: Recorded[F]
    reports: tuple[Recorded[F], ...]

    @property
    def id(self) -> int:
        return min(report.id for report in self.reports)

    @property
    def article(self) -> ArticleRef:
        return self.lead.article

    @property
    def withdrawn_at(self) -> datetime | None:
        return self.lead.withdrawn_at

    @property
    def last_heard_at(self) -> datetime:
        return self.reports[-1].article.published_at

    @property
    def owners(self) -> tuple[str, ...]:
        """Who vouches for it: owners, each once, however many of their desks carry it."""
        return tuple(dict.fromkeys(c.owner for report in self.reports for c in report.article.carriers))

    @property
    def readouts(self) -> tuple[tuple[str, Recorded[F]], ...]:
        """Each side of the event that gave its account, with the first report of it."""
        nations = _nations(self.fact)
        found: dict[str, Recorded[F]] = {}
        for report in self.reports:
            for side in voices(report):
                if side in nations:
                    found.setdefault(side, report)
        return tuple(found.items())

    @property
    def history(self) -> tuple[Step, ...]:
        """The ladder as it was climbed; a late report of an early stage is no step back."""
        steps: list[Step] = []
        for report in self.reports:
            stage = stage_of(report)
            if stage and not any(step.stage == stage or rung(step.stage) > rung(stage) for step in steps):
                steps.append(Step(stage=stage, report=report))
        return tuple(steps)

    @property
    def figures(self) -> tuple[Figure, ...]:
        """Every amount once for each who states it, oldest first."""
        found: dict[tuple[object, ...], Figure] = {}
        for report in self.reports:
            for claim in report.fact.claims if isinstance(report.fact, Deal) else ():
                figure = Figure(claim=claim, report=report)
                found.setdefault((claim.low, claim.high, claim.currency, self.voice(figure)), figure)
        return tuple(found.values())

    def voice(self, figure: Figure) -> str:
        """Who states it; a side's embassy or ministry is that side."""
        by = f" {fold(figure.claim.by or '')} "
        return next((party.name for party in parties_of(self.fact) if f" {fold(party.name)} " in by), figure.voice)

    @property
    def figures_differ(self) -> bool:
        """Two who state an amount agree in none."""
        stated: dict[str, list[Claim]] = {}
        for figure in self.figures:
            if figure.claim.low is not None or figure.claim.high is not None:
                stated.setdefault(self.voice(figure), []).append(figure.claim)
        voices = list(stated.values())
        return any(
            not any(agree(a, b) for a in ours for b in theirs)
            for place, ours in enumerate(voices)
            for theirs in voices[place + 1 :]
        )

    def told_before(self, moment: datetime) -> "Event[F] | None":
        """The event as it was known before `moment`; None if it was not."""
        known = [report for report in self.reports if report.stored_at < moment]
        return event_of(known) if known else None


AnyEvent = Event[Any]


def voices(report: AnyRecorded) -> tuple[str, ...]:
    """Whose view a report gives: the label of its sources; without one, the nations whose people it quotes."""
    labelled = tuple(dict.fromkeys(c.side for c in report.article.carriers if c.side))
    nations = _nations(report.fact)
    return labelled if any(side in nations for side in labelled) else report.article.quoted


def agree(one: Claim, other: Claim) -> bool:
    """The bands meet. Figures of two currencies are not compared, and so agree."""
    if one.currency and other.currency and one.currency != other.currency:
        return True
    slack = _NEAR_ENOUGH if one.approximate or other.approximate else 0.0
    low, high = _band(one)
    other_low, other_high = _band(other)
    return low <= other_high * (1 + slack) and other_low <= high * (1 + slack)


def _band(claim: Claim) -> tuple[float, float]:
    return claim.low or 0.0, float("inf") if claim.high is None else claim.high


def merge(reports: Iterable[Recorded[F]], of: Container[int] | None = None) -> tuple[Event[F], ...]:
    """Reports into events, newest first by the last report stored of each; only those with a report of the ids `of`, if they are given."""
    groups = _groups(_with_nations(tuple(reports)))
    events = [event_of(group) for group in groups if of is None or any(report.id in of for report in group)]
    return tuple(sorted(events, key=lambda event: -max(report.id for report in event.reports)))


def _with_nations(reports: Sequence[Recorded[F]]) -> Iterable[Recorded[F]]:
    """Each report, with persons of the nation that the others give them, if all give the same."""
    lacking = [report for report in reports if any(party.lacks_nation for party in parties_of(report.fact))]
    if not lacking:
        return reports
    known: dict[str, set[str]] = {}
    for report in reports:
        for party in parties_of(report.fact):
            if party.kind == "person" and party.country:
                known.setdefault(key(party), set()).add(party.country)

    def placed(party: Party) -> Party:
        nations = known.get(key(party), set[str]()) if party.lacks_nation else set[str]()
        return replace(party, country=next(iter(nations))) if len(nations) == 1 else party

    changed = {report.id: replace(report, fact=cast("F", with_parties(report.fact, placed))) for report in lacking}
    return [changed.get(report.id, report) for report in reports]


def _groups(reports: Iterable[Recorded[F]]) -> list[list[Recorded[F]]]:
    by_sides: dict[tuple[str, ...], list[list[Recorded[F]]]] = {}
    for report in sorted(reports, key=lambda one: (one.article.published_at, one.id)):
        groups = by_sides.setdefault((fact_kind(report.fact), *sides_of(report.fact)), [])
        homes = [
            group
            for group in groups
            if any(are_same(report, other) for other in group) and not any(contradict(report, other) for other in group)
        ]
        if homes:
            max(homes, key=len).append(report)
        else:
            groups.append([report])
    return _joined([group for groups in by_sides.values() for group in groups])


def _joined(groups: list[list[Recorded[F]]]) -> list[list[Recorded[F]]]:
    """Groups that a server's managers say are of one event, whatever their sides and days."""
    home = {report.id: group for group in groups for report in group}
    for one in [report for group in groups for report in group if report.same_as]:
        for other in one.same_as:
            into, moved = home[one.id], home.get(other)
            if moved is None or moved is into or fact_kind(moved[0].fact) != fact_kind(one.fact):
                continue
            into += moved
            home |= {report.id: into for report in moved}
            moved.clear()
    return [sorted(group, key=lambda one: (one.article.published_at, one.id)) for group in groups if group]


def event_of(group: Sequence[Recorded[F]]) -> Event[F]:
    """What the reports of one event, oldest first, say together; led by the first report of the stage that stands, of direct words before others."""
    stage = stage_of(max(group, key=standing))
    at_stage = [report for report in group if stage_of(report) == stage]
    lead = min(
        at_stage, key=lambda report: (isinstance(report.fact, Quote) and report.fact.kind != "direct", report.id)
    )
    return Event(fact=_together(lead, group), lead=lead, reports=tuple(group))


def _together(lead: Recorded[F], group: Sequence[Recorded[F]]) -> F:
    facts = [report.fact for report in group]
    sure = max(fact.confidence for fact in facts)
    match lead.fact:
        case Meeting() as fact:
            meetings = cast("list[Meeting]", facts)
            # Of those who were planned to come, not all may have come.
            came = [one.participants for one in meetings if one.stage == fact.stage]
            merged = replace(
                fact,
                participants=_sides([fact.participants, *came]),
                countries=tuple(dict.fromkeys(code for one in (fact, *meetings) for code in one.countries)),
                place=fact.place or next((one.place for one in meetings if one.place), None),
                date=_date(fact, meetings),
                confidence=sure,
            )
        case Invitation() as fact:
            invited = cast("list[Invitation]", facts)
            merged = replace(
                fact,
                inviter=fact.inviter or next((one.inviter for one in invited if one.inviter), None),
                to=fact.to or next((one.to for one in invited if one.to), ""),
                date=_date(fact, invited),
                confidence=sure,
            )
        case Deal() as fact:
            deals = cast("list[Deal]", facts)
            merged = replace(
                fact,
                parties=_sides([fact.parties, *(one.parties for one in deals)]),
                name=fact.name or next((one.name for one in deals if one.name), None),
                sectors=fact.sectors or next((one.sectors for one in deals if one.sectors), ()),
                towards=fact.towards or next((one.towards for one in deals if one.towards), ()),
                confidence=sure,
            )
        case _:
            merged = lead.fact
    return cast("F", merged)


def _date(fact: Meeting | Invitation, facts: Sequence[Meeting] | Sequence[Invitation]) -> Any:
    """Of the reports at the same stage the fewest days, the lead's own before others as few."""
    known = [
        (date.end - date.start, date)
        for date in (one.date for one in (fact, *facts) if one.stage == fact.stage)
        if date and date.start and date.end
    ]
    return min(known, key=lambda pair: pair[0])[1] if known else fact.date


def _sides(lists: Sequence[tuple[Party, ...]]) -> tuple[Party, ...]:
    """Every side once; where one report names the nation and another its person or company, the latter."""
    found: dict[str, Party] = {}
    for party in (party for parties in lists for party in parties):
        if key(party) not in found or party.country:
            found[key(party)] = party
    beside = {p.id for parties in lists for p in parties if p.kind == "country" and _acts_for(p.id, parties)}
    return tuple(
        party
        for party in found.values()
        if party.kind != "country" or party.id in beside or not _acts_for(party.id, found.values())
    )


def _acts_for(nation: str, parties: Iterable[Party]) -> bool:
    return any(party.kind in ("person", "company") and party.country == nation for party in parties)


def _nations(fact: Fact) -> frozenset[str]:
    """Nations a fact concerns; a union such as the EU, whose people are quoted for it, stands for itself."""
    own = fact.countries if isinstance(fact, Meeting) else ()
    parties = parties_of(fact)
    codes = (party.id if party.kind == "organisation" and not party.country else party.country for party in parties)
    return frozenset((*own, *filter(None, codes)))
