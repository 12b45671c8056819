"""One event, one line, as a diplomat would read it aloud."""

from dataclasses import replace
from datetime import date

import pytest

from bot.domain.events import AnyEvent, merge
from bot.domain.facts import DateSpan, Fact, Meeting, MeetingStage
from bot.render import lines, plain, quoting
from tests import make
from tests.digests import report

TEXT = "“We begin in May,” Tokayev said after he called Trump about a $12 billion railway."


def event(*facts: Fact, text: str = TEXT, **more: str) -> AnyEvent:
    """One event, told so by articles of one hour each."""
    (one,) = merge([report(number, fact, text, hours=number, **more) for number, fact in enumerate(facts, 1)])
    return one


def visit(stage: MeetingStage, said: str = "", first: date | None = None, last: date | None = None) -> Meeting:
    days = DateSpan(verbatim=said, start=first, end=last or first) if said else None
    return replace(make.meeting(TEXT, "Trump", "Tokayev", kind="visit", stage=stage), date=days)


def line(*facts: Fact, **more: str) -> str:
    return plain.strip(lines.contact(event(*facts, **more)))


def test_a_quote_that_does_not_fit_is_left_out_and_never_loses_its_speaker() -> None:
    said = quoting.quote(event(make.quote(TEXT, "We begin in May,")))
    assert lines.shorten(said, len(said)) == said
    assert lines.shorten(said, len(said) - 1) is None
    agreed = lines.deal(event(make.deal(TEXT, "KZ", "US", amount="$12 billion")))
    assert "Amount" not in (lines.shorten(agreed, len(agreed) - 1) or "Amount")


@pytest.mark.parametrize(
    ("span", "words"),
    [
        (("March 24-25", date(2026, 3, 24), date(2026, 3, 25)), "24 to 25 March 2026"),
        (("", date(2026, 3, 30), date(2026, 4, 2)), "30 March to 2 April 2026"),
        (("", date(2026, 12, 30), date(2027, 1, 2)), "30 December 2026 to 2 January 2027"),
        (("next week", date(2026, 3, 23), date(2026, 3, 29)), "in the week of 23 March 2026"),
        (("March 23-29", date(2026, 3, 23), date(2026, 3, 29)), "23 to 29 March 2026"),
        (("next month", date(2026, 4, 1), date(2026, 4, 30)), "April 2026"),
        (("soon", None, None), "soon"),
    ],
)
def test_days_are_said_as_briefly_as_they_can_be(span: tuple[str, date | None, date | None], words: str) -> None:
    assert lines.dated(DateSpan(verbatim=span[0], start=span[1], end=span[2])) == f", {words}"


def test_a_visit_that_is_put_off_says_when_it_was_due_and_not_that_day_as_the_new_one() -> None:
    due = visit("planned", "March 24-25", date(2026, 3, 24), date(2026, 3, 25))
    put_off = visit("postponed", "March 24-25", date(2026, 3, 24), date(2026, 3, 25))
    vague = visit("postponed", "next week", date(2026, 3, 23), date(2026, 3, 29))
    assert "— postponed (was due 24 to 25 March 2026)\n" in line(due, vague, put_off)
    assert "— postponed (was due in the week of 23 March 2026)\n" in line(vague)
    assert "— cancelled (was due 24 to 25 March 2026)\n" in line(due, visit("cancelled"))
    assert "— postponed\n" in line(visit("postponed")), "nothing is known"


def test_a_visit_that_is_put_off_until_a_day_says_so() -> None:
    text = "Trump's visit to Tokayev, due on Friday, was put off until May 14."
    until = replace(visit("postponed", "May 14", date(2026, 5, 14)), evidence=((0, len(text)),))
    due = visit("planned", "Friday", date(2026, 3, 13))
    assert "— postponed to 14 May 2026\n" in line(due, until, text=text)


def test_the_day_on_which_a_visit_was_called_off_is_not_the_day_of_the_visit() -> None:
    due = visit("planned", "March 24", date(2026, 3, 24))
    on_tuesday = visit("cancelled", "Tuesday", date(2026, 3, 10))
    assert "— cancelled (was due 24 March 2026)\n" in line(due, on_tuesday)
    assert "— cancelled\n" in line(on_tuesday)


def test_who_goes_to_a_country_is_said_to_go_there_and_a_host_is_not() -> None:
    states, guest = make.nation("US", "United States"), make.person("Mirziyoyev")
    there = replace(visit("planned"), participants=(guest, states))
    assert "Visit: Shavkat Mirziyoyev 🇺🇿 to the United States 🇺🇸 — planned" in line(there)
    hosted = replace(there, participants=(states, guest))
    assert "Visit: United States 🇺🇸 and Shavkat Mirziyoyev 🇺🇿 — planned" in line(hosted)
    delegation = replace(there, participants=(states, make.person("Trump"), guest))
    assert "Visit: United States 🇺🇸, Donald Trump 🇺🇸 and Shavkat Mirziyoyev 🇺🇿" in line(delegation)


def test_who_was_to_come_is_not_said_to_have_come() -> None:
    minister = replace(make.person("Nurtleu"), country="KZ")
    plan = replace(visit("planned"), participants=(*visit("planned").participants, minister))
    told = [report(1, plan, TEXT), report(2, visit("held"), TEXT, hours=1)]
    (held,) = merge([replace(one, article=replace(one.article, story=1)) for one in told])
    assert [party.name for party in held.fact.participants] == ["Donald Trump", "Kassym-Jomart Tokayev"]


def test_only_a_meeting_that_was_held_has_accounts_and_who_is_quoted_is_not_said_to_have_given_one() -> None:
    assert "readout" not in line(visit("planned"), side="KZ")
    assert "readout of one side: 🇰🇿" in line(visit("held"), side="KZ")
    ours = report(1, visit("held"), TEXT, side="KZ")
    paper = report(2, visit("held"), TEXT, hours=1)
    paper = replace(paper, article=replace(paper.article, quoted=("US",)))
    shown = [plain.strip(lines.contact(one)) for some in ([paper], [ours, paper]) for one in merge(some)]
    assert "· quoted: 🇺🇸 ·" in shown[0]
    assert "· readouts: 🇰🇿 · quoted: 🇺🇸 ·" in shown[1]


def test_an_accepted_invitation_says_to_what_though_the_report_of_it_does_not() -> None:
    asked = make.invitation(TEXT, "Trump", "Tokayev", to="the White House")
    said = line(asked, replace(asked, to="", stage="accepted"))
    assert "Donald Trump 🇺🇸 invited Kassym-Jomart Tokayev 🇰🇿 to the White House — accepted" in said
    assert "invited Kassym-Jomart Tokayev 🇰🇿 — accepted" in line(replace(asked, to="", stage="accepted"))


def test_a_bare_verb_is_no_name_of_a_deal() -> None:
    will = replace(make.deal(TEXT, "NO", "MD", instrument="invest", stage="announced"), towards=("MD",))
    assert "NO 🇳🇴 → MD 🇲🇩: investment — announced" in plain.strip(lines.deal(event(will)))
