"""What a digest puts first."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.domain.digest import SECTIONS
from bot.domain.events import AnyEvent, merge
from bot.domain.facts import Party
from bot.domain.ranking import choose, level, novelty, weight
from tests import make
from tests.digests import report

TEXT = "“We begin in May,” Tokayev said after he called Trump about a $12 billion railway."
OFFICES = {"kassym-jomart-tokayev": "President", "donald-trump": "President", "shavkat-mirziyoyev": "Foreign Minister"}


def one(*reports) -> AnyEvent:
    (event,) = merge(reports)
    return event


@pytest.mark.parametrize(
    ("office", "expected"),
    [
        ("President", 3),
        ("Acting Prime Minister", 3),
        ("Chancellor", 3),
        ("Secretary-General of the United Nations", 3),
        ("Foreign Minister", 2),
        ("Secretary of State", 2),
        ("Vice President", 2),
        ("Deputy Prime Minister", 2),
        ("Chancellor of the Exchequer", 2),
        ("Deputy Foreign Minister", 1),
        ("former President", 1),
        ("spokesman for the President", 1),
        ("Governor", 1),
    ],
)
def test_offices_have_levels(office: str, expected: int) -> None:
    assert level(office) == expected


def test_two_presidents_weigh_more_than_a_president_and_a_minister_and_a_quote_less_than_a_call() -> None:
    heads = one(report(1, make.meeting(TEXT, "Tokayev", "Trump"), TEXT))
    mixed = one(report(2, make.meeting(TEXT, "Tokayev", "Mirziyoyev"), TEXT))
    said = one(report(3, make.quote(TEXT, "in May,"), TEXT))
    states = one(report(4, make.deal(TEXT, "KZ", "FR"), TEXT))
    assert [weight(event, OFFICES) for event in (heads, mixed, states, said)] == [6, 5, 4, 3]


def test_what_is_new_comes_before_what_moved_and_that_before_another_side() -> None:
    def told(n: int, stage: str, hours: float, **more):
        return report(n, make.deal(TEXT, "KZ", "FR", instrument="rail pact", stage=stage), TEXT, hours=hours, **more)

    posted = make.NOW
    assert novelty(one(told(1, "pledged", 1)), posted) == "new"
    assert novelty(one(told(1, "pledged", -1), told(2, "signed", 1, source="Relay")), posted) == "stage"
    assert (
        novelty(one(told(1, "pledged", -1, side="KZ"), told(2, "pledged", 1, source="Relay", side="FR")), posted)
        == "side"
    )
    assert novelty(one(told(1, "pledged", -1), told(2, "pledged", 1, source="Relay")), posted) is None


def test_a_speaker_is_on_top_once() -> None:
    said = [make.quote(TEXT, words) for words in ("We begin in May,", "We begin", "in May,")]
    facts = [*said, make.quote(TEXT, "in May,", "Trump")]
    chosen, totals = choose(merge([report(n, fact, TEXT) for n, fact in enumerate(facts, 1)]), None, OFFICES, SECTIONS)
    top = [number for name, number in chosen if name == "top"]
    assert len(top) == 2
    assert len(set(top) & {1, 2, 3}) == 1
    assert totals["quotes"] == 4


def test_the_top_lines_are_the_best_of_all_sections_and_stand_in_their_own_too() -> None:
    facts = [
        make.quote(TEXT, "in May,", "Vance"),
        make.deal(TEXT, "KZ", "FR"),
        make.meeting(TEXT, "Tokayev", "Mirziyoyev"),
        make.meeting(TEXT, "Tokayev", "Trump"),
    ]
    events = merge([report(n, fact, TEXT) for n, fact in enumerate(facts, 1)])
    chosen, totals = choose(events, None, OFFICES, SECTIONS)
    assert [number for name, number in chosen if name == "top"] == [4, 3, 2]
    assert [number for name, number in chosen if name == "meetings"] == [4, 3]
    assert totals == {"meetings": 2, "deals": 1, "quotes": 1, "upcoming": 0}


def test_what_else_happened_between_the_same_sides_is_on_top_only_where_room_is_left() -> None:
    facts = [
        make.meeting(TEXT, "Tokayev", "Trump"),
        make.invitation(TEXT, "Tokayev", "Trump"),
        make.deal(TEXT, "KZ", "US"),
        make.deal(TEXT, "KZ", "FR"),
        make.quote(TEXT, "in May,", "Mirziyoyev"),
    ]
    events = [merge([report(n, fact, TEXT)])[0] for n, fact in enumerate(facts, 1)]
    assert [n for name, n in choose(events, None, OFFICES, SECTIONS)[0] if name == "top"] == [1, 4, 5]
    assert [n for name, n in choose(events[:3], None, OFFICES, SECTIONS)[0] if name == "top"] == [1, 2, 3]


def test_nothing_comes_again_that_has_not_changed() -> None:
    events = merge([report(1, make.meeting(TEXT, "Tokayev", "Trump"), TEXT)])
    assert choose(events, make.NOW, OFFICES, SECTIONS)[0] == ()
    assert choose(events, make.NOW - timedelta(days=1), OFFICES, SECTIONS)[0]


def test_a_group_of_states_weighs_as_states_do_and_its_summit_as_their_heads() -> None:
    def weighs(party: Party, kind: str) -> int:
        return weight(one(report(1, replace(make.meeting(TEXT, kind=kind), participants=(party,)), TEXT)), OFFICES)

    seven = Party(kind="organisation", id="G7", name="G7")
    assert (weighs(seven, "summit"), weighs(seven, "talks")) == (6, 4)
    assert weighs(Party(kind="organisation", id="bank of tana", name="Bank of Tana"), "talks") == 1
    union = replace(make.deal(TEXT, "KZ"), parties=(Party(kind="organisation", id="EU", name="EU"), make.nation("KZ")))
    assert weight(one(report(2, union, TEXT)), OFFICES) == 4


def test_what_is_long_over_is_no_top_line_and_comes_last_of_its_section() -> None:
    long_ago = replace(make.deal(TEXT, "KZ", "US"), date=make.on(date(2025, 8, 8)))
    today = make.deal(TEXT, "KZ", "FR")
    chosen, _ = choose(merge([report(1, long_ago, TEXT), report(2, today, TEXT)]), None, OFFICES, SECTIONS)
    assert [(name, n) for name, n in chosen if name in ("top", "deals")] == [("top", 2), ("deals", 2), ("deals", 1)]


def test_what_was_held_as_planned_is_as_new_as_what_nobody_had_told_of() -> None:
    today = make.on(make.NOW.date())
    plan, held = (
        replace(make.meeting(TEXT, "Tokayev", "Trump", stage=stage), date=today) for stage in ("planned", "held")
    )
    called = make.meeting(TEXT, "Mirziyoyev", "Trump")
    offices = OFFICES | {"shavkat-mirziyoyev": "President"}
    reports = [report(1, plan, TEXT, hours=-9), report(2, held, TEXT, side="KZ"), report(3, called, TEXT)]
    chosen, _ = choose(merge(reports), make.NOW - timedelta(hours=5), offices, SECTIONS)
    assert [n for name, n in chosen if name == "top"] == [1, 3]


@pytest.mark.parametrize(
    ("text", "words", "speaker", "is_again"),
    [
        ("Tokayev met Trump on Monday, the Kremlin said.", "Tokayev met Trump on Monday", "the Kremlin", True),
        ("Tokayev’s visit to Trump ended, Trump said.", "Tokayev’s visit to Trump ended", "Trump", True),
        ("Tokayev met Trump and said that wheat will cost more.", "wheat will cost more", "Tokayev", False),
        ("Tokayev met Trump. He said that Trump and Tokayev will meet.", "Trump and Tokayev will meet", "He", False),
    ],
)
def test_a_sentence_that_is_told_as_a_meeting_is_no_quote_of_who_reports_it(
    text: str, words: str, speaker: str, is_again: bool
) -> None:
    met = replace(make.meeting(text, "Tokayev", "Trump"), evidence=(make.span(text, text[: text.index(".") + 1]),))
    told = [report(1, met, text), report(2, make.quote(text, words, speaker, kind="indirect"), text)]
    events = merge([replace(each, article=replace(each.article, id=1)) for each in told])
    chosen, totals = choose(events, None, OFFICES, SECTIONS)
    assert totals["quotes"] == (0 if is_again else 1)
    assert (("quotes", 2) in chosen) is not is_again


def test_what_was_to_be_on_a_day_that_is_over_is_no_more_to_come() -> None:
    days = (date(2026, 3, 8), date(2026, 3, 10), date(2026, 3, 12))
    plans = [replace(make.meeting(TEXT, "Tokayev", "Trump", stage="planned"), date=make.on(day)) for day in days]
    events = merge([report(n, plan, TEXT) for n, plan in enumerate(plans, 1)])
    chosen, totals = choose(events, None, OFFICES, SECTIONS, date(2026, 3, 10))
    assert sorted(n for name, n in chosen if name == "upcoming") == [2, 3]
    assert (totals["upcoming"], [n for name, n in chosen if name == "top" and n == 1]) == (2, [])
