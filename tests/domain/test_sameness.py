"""When two reports are of one event, and when they are not."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.domain.events import Event, merge
from bot.domain.facts import Claim, DateSpan, Fact, Party, Recorded
from bot.domain.news import ArticleRef, Carrier
from tests import make

TUESDAY = date(2026, 3, 10)
TEXT = "Trump and Tokayev and Mirziyoyev; $12 billion, nearly $9 billion, tens of billions."
_count = iter(range(1, 10_000))


def report(fact: Fact, *, days: float = 0, story: int | None = None, source: str = "Wire", **more) -> Recorded[Fact]:
    number = next(_count)
    at = make.NOW + timedelta(days=days)
    article = ArticleRef(
        id=number,
        url=f"https://{number}.example/",
        title="",
        source=source,
        published_at=at,
        stored_at=at,
        text=TEXT,
        story=story,
        **{"carriers": (Carrier(source=source, owner=source),), **more},
    )
    return Recorded(id=number, fact=fact, article=article, stored_at=at)


def call(*who: str, day: date | None = TUESDAY, **more) -> Fact:
    return replace(make.meeting(TEXT, *who, **more), date=make.on(day) if day else None)


def deal(*codes: str, day: date | None = None, low: float | None = None, high: float | None = None, **more) -> Fact:
    claims = (
        (
            Claim(
                verbatim="$12 billion",
                span=make.span(TEXT, "$12 billion"),
                low=low,
                high=high or low,
                currency="USD",
                approximate=False,
            ),
        )
        if low
        else ()
    )
    return replace(make.deal(TEXT, *codes, **more), date=make.on(day) if day else None, claims=claims)


def events(*reports: Recorded[Fact]) -> tuple[Event[Fact], ...]:
    found, turned = merge(reports), merge(reversed(reports))
    assert [[one.id for one in event.reports] for event in found] == [
        [one.id for one in event.reports] for event in turned
    ], "the order in which reports are read changes nothing"
    return found


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (call("Trump", "Tokayev"), call("Tokayev", "Trump")),
        (call("Trump", "Tokayev"), call("Trump", "Tokayev", day=None)),
        (call("Trump", "Tokayev", kind="visit"), call("Trump", "Tokayev", kind="talks")),
        (deal("US", "KZ", sectors=("rail",)), deal("KZ", "US", instrument="rail agreement")),
        (deal("US", "KZ"), deal("US", "KZ", instrument="pact")),
        (make.invitation(TEXT, "Tokayev", "Trump"), make.invitation(TEXT, "Tokayev", "Trump")),
    ],
)
def test_two_reports_of_one_event_are_one_with_both_as_its_reports(one: Fact, other: Fact) -> None:
    (event,) = events(report(one), report(other, days=0.1, source="Post"))
    assert len(event.reports) == 2


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (call("Trump", "Tokayev"), call("Trump", "Mirziyoyev")),
        (call("Trump", "Tokayev"), call("Trump", "Tokayev", "Mirziyoyev")),
        (call("Trump", "Tokayev"), call("Trump", "Tokayev", day=date(2026, 3, 11))),
        (call("Trump", "Tokayev"), call("Trump", "Tokayev", kind="meeting")),
        (call("Trump", "Tokayev", kind="meeting"), call("Trump", "Nurtleu", kind="meeting")),
        (deal("US", "KZ", sectors=("rail",)), deal("US", "KZ", sectors=("grain",))),
        (deal("US", "KZ"), deal("US", "UZ")),
        (deal("US", "KZ"), deal("US", "KZ", instrument="memorandum")),
        (deal("US", "KZ", day=TUESDAY), deal("US", "KZ", day=date(2026, 3, 11))),
        (make.invitation(TEXT, "Tokayev", "Trump"), make.invitation(TEXT, "Mirziyoyev", "Trump")),
    ],
)
def test_neighbours_in_one_story_stay_two(one: Fact, other: Fact) -> None:
    assert len(events(report(one, story=1), report(other, days=0.1, story=1))) == 2


def test_a_report_without_a_day_joins_neither_two_days_into_one_nor_makes_a_third() -> None:
    found = events(
        report(call("Trump", "Tokayev"), story=1),
        report(call("Trump", "Tokayev", day=date(2026, 3, 11)), days=1, story=1),
        report(call("Trump", "Tokayev", day=None), days=0.5, story=1),
    )
    assert sorted(len(event.reports) for event in found) == [1, 2]


def test_a_planned_visit_that_is_held_is_one_visit_that_was_planned_before() -> None:
    day = date(2026, 3, 20)
    planned, held = (
        call("Trump", "Tokayev", kind="visit", stage="planned", day=day),
        call("Trump", "Tokayev", kind="visit", day=day),
    )
    (event,) = events(report(planned), report(held, days=10))
    assert (event.fact.stage, [step.stage for step in event.history]) == ("held", ["planned", "held"])


def test_a_visit_put_off_is_the_one_that_was_planned() -> None:
    planned = call("Trump", "Tokayev", kind="visit", stage="planned", day=date(2026, 3, 20))
    put_off = call("Trump", "Tokayev", kind="visit", stage="postponed", day=date(2026, 5, 14))
    (event,) = events(report(planned), report(put_off, days=3))
    assert event.fact.stage == "postponed"
    assert event.fact.date.start == date(2026, 5, 14)


def test_a_late_report_of_the_plan_does_not_undo_the_meeting() -> None:
    planned = call("Trump", "Tokayev", stage="planned")
    (event,) = events(report(call("Trump", "Tokayev")), report(planned, days=0.3))
    assert event.fact.stage == "held"


def test_a_nation_in_one_report_and_its_leader_in_another_are_one_side() -> None:
    by_nation = replace(call("Trump", kind="visit"), participants=(make.person("Trump"), make.nation("KZ")))
    (event,) = events(report(by_nation, story=1), report(call("Trump", "Tokayev", kind="visit"), story=1))
    assert {party.name for party in event.fact.participants} == {"Donald Trump", "Kassym-Jomart Tokayev"}


def test_who_is_of_a_nation_in_one_report_and_of_none_in_another_is_one_side() -> None:
    def met(country: str | None, name: str = "Mira Soll") -> Fact:
        there = call("Trump", kind="meeting")
        return replace(there, participants=(make.person("Trump"), replace(make.person(name), country=country)))

    (event,) = events(report(met("FR")), report(met(None), days=0.1))
    assert [party.country for party in event.fact.participants] == ["US", "FR"]
    assert len(events(report(met("FR")), report(met(None, "Mira Vell"), days=0.1))) == 2
    assert len(events(report(met("FR")), report(met("GB")), report(met(None), days=0.1))) == 3, (
        "whose she is, is not known"
    )


def test_a_visit_to_a_country_takes_in_one_meeting_there_and_not_two() -> None:
    visit = replace(call("Trump", kind="visit"), participants=(make.person("Trump"), make.nation("KZ")))
    minister = Party(kind="person", id="yermek-kosherbayev", name="Yermek Kosherbayev", country="KZ")
    other = replace(call("Trump", kind="meeting"), participants=(make.person("Trump"), minister))
    found = events(
        report(visit, story=1), report(call("Trump", "Tokayev", kind="meeting"), story=1), report(other, story=1)
    )
    assert sorted(len(event.reports) for event in found) == [1, 2]


def test_a_deal_seen_again_weeks_later_is_the_same_with_a_history() -> None:
    pledge = deal("AE", "KE", instrument="pledged to invest", stage="pledged", low=7e8)
    contract = deal("AE", "KE", instrument="contract", stage="signed", low=7e8, day=date(2026, 3, 24))
    (event,) = events(report(pledge), report(contract, days=14))
    assert [step.stage for step in event.history] == ["pledged", "signed"]
    assert event.fact.stage == "signed"


def test_a_new_pledge_after_a_signature_is_a_new_deal() -> None:
    signed = deal("AE", "KE", sectors=("ports",), stage="signed", day=TUESDAY)
    again = deal("AE", "KE", sectors=("ports",), stage="pledged")
    assert len(events(report(signed), report(again, days=60))) == 2


def test_a_treaty_that_is_ratified_is_the_one_that_was_signed() -> None:
    (event,) = events(
        report(deal("DE", "NO", instrument="treaty", day=TUESDAY)),
        report(deal("DE", "NO", instrument="treaty", stage="ratified", day=date(2026, 3, 26)), days=16),
    )
    assert event.fact.stage == "ratified"


def test_figures_of_two_sources_that_cannot_both_be_right_are_told_side_by_side() -> None:
    one = report(deal("AE", "EG", stage="pledged", low=12e9), source="Delta Courier")
    other = report(deal("AE", "EG", stage="pledged", low=9e9), source="Gulf Standard", days=0.5)
    (event,) = events(one, other)
    assert event.figures_differ
    assert [(figure.by, figure.claim.low) for figure in event.figures] == [
        ("Delta Courier", 12e9),
        ("Gulf Standard", 9e9),
    ]


@pytest.mark.parametrize(
    ("low", "high", "differ"), [(12e9, 12e9, False), (1e10, 1e11, False), (9e9, 9e9, True), (2e10, 1e11, True)]
)
def test_a_band_that_holds_the_figure_does_not_differ(low: float, high: float, differ: bool) -> None:
    (event,) = events(
        report(deal("AE", "EG", low=12e9), source="A"),
        report(deal("AE", "EG", low=low, high=high), source="B", days=0.1),
    )
    assert event.figures_differ is differ


def test_desks_of_one_owner_are_one_voice() -> None:
    desks = [Carrier(source=f"State Agency {n}", owner="State Agency", side="KZ") for n in range(5)]
    reports = [report(call("Trump", "Tokayev"), days=n / 100, carriers=(desk,)) for n, desk in enumerate(desks)]
    (event,) = events(*reports)
    assert event.owners == ("State Agency",)
    assert [side for side, _ in event.readouts] == ["KZ"]


def test_a_side_gives_its_readout_by_its_sources_or_by_whom_they_quote() -> None:
    ours = report(call("Trump", "Tokayev"), carriers=(Carrier(source="Steppe Wire", owner="s", side="KZ"),))
    abroad = report(
        call("Trump", "Tokayev"),
        days=0.1,
        carriers=(Carrier(source="Le Relais", owner="r", side="FR"),),
        quoted=("US",),
    )
    (event,) = events(ours, abroad)
    assert [side for side, _ in event.readouts] == ["KZ", "US"]


def test_a_sides_embassy_states_no_other_figure_than_its_side() -> None:
    def states(by: str, low: float) -> Fact:
        told = deal("AE", "EG", low=low)
        return replace(told, claims=(replace(told.claims[0], by=by),))

    (event,) = events(report(states("AE", 12e9)), report(states("Embassy of AE", 12e9), days=0.1))
    assert (len(event.figures), event.figures_differ) == (1, False)
    for by in ("Embassy of EG", "AEON"):
        (event,) = events(report(states("AE", 12e9)), report(states(by, 9e9), days=0.1))
        assert (len(event.figures), event.figures_differ) == (2, True)


def test_the_same_words_reprinted_are_one_quote() -> None:
    found = events(
        report(make.quote(TEXT, "Trump and Tokayev and Mirziyoyev", "Tokayev")),
        report(make.quote(TEXT, "Trump and Tokayev and Mirziyoyev", "Tokayev"), days=0.1),
        report(make.quote(TEXT, "Trump and Tokayev and Mirziyoyev", "Trump"), days=0.1),
        report(make.quote(TEXT, "tens of billions", "Tokayev"), days=0.1),
    )
    assert sorted(len(event.reports) for event in found) == [1, 1, 2]


def test_words_quoted_within_a_report_of_them_are_those_of_the_whole_quote_which_is_shown() -> None:
    text = "He said the bridge “should be open to all by the end of May”. “It should be open to all by the end of May, and free,” he said."
    part, whole = "should be open to all by the end of May", "It should be open to all by the end of May, and free,"
    mixed = make.quote(text, f"the bridge “{part}”", kind="mixed")
    mixed = replace(mixed, marked=(make.span(text, part),))
    told = [report(mixed), report(make.quote(text, whole), days=0.1)]
    (event,) = events(*(replace(one, article=replace(one.article, text=text)) for one in told))
    assert (event.fact.kind, len(event.reports)) == ("direct", 2)


def test_an_event_is_what_it_was_before_a_moment() -> None:
    (event,) = events(report(deal("AE", "EG", stage="pledged", low=12e9)), report(deal("AE", "EG", low=12e9), days=2))
    before = event.told_before(make.NOW + timedelta(days=1))
    assert before
    assert before.fact.stage == "pledged"
    assert event.told_before(make.NOW) is None


def test_no_day_at_all_is_told_by_a_year() -> None:
    year = DateSpan(verbatim="this year", start=date(2026, 1, 1), end=date(2026, 12, 31))
    planned = replace(call("Trump", "Tokayev", stage="planned"), date=year)
    assert len(events(report(planned), report(call("Trump", "Tokayev", stage="planned", day=TUESDAY), days=40))) == 2
