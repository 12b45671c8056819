"""Meetings as running news tells them: meals, calls, comings and goings, bodies that gather; sentences of our own."""

import pytest

from bot.nlp.meetings import find_meetings
from bot.nlp.read import read
from tests.nlp.test_meetings import PUBLISHED, found, who


@pytest.mark.parametrize(
    ("text", "kind", "stage", "participants"),
    [
        (
            "Polish Prime Minister Donald Tusk dined with Czech President Petr Pavel on Monday.",
            "meeting",
            "held",
            {"Donald Tusk", "Petr Pavel"},
        ),
        (
            "Senator Ann Doe had breakfast in Boston with Governor Bob Roe.",
            "meeting",
            "held",
            {"Ann Doe", "Bob Roe"},
        ),
        (
            "President Emmanuel Macron of France called German Chancellor Friedrich Merz on Monday night.",
            "call",
            "held",
            {"Emmanuel Macron", "Friedrich Merz"},
        ),
        (
            "Finnish President Alexander Stubb had a talk last week with Emmanuel Macron.",
            "talks",
            "held",
            {"Alexander Stubb", "Emmanuel Macron"},
        ),
        (
            "Friedrich Merz, the German chancellor, came to Ottawa in May.",
            "visit",
            "held",
            {"Friedrich Merz", "CA"},
        ),
        ("Secretary of State Marco Rubio negotiates with Norway over fish.", "talks", "held", {"Marco Rubio", "NO"}),
        ("EU leaders gathered in Riga on Friday to discuss borders.", "meeting", "held", {"European Union"}),
        ("The Arab League will meet in Muscat on Sunday.", "meeting", "planned", {"Arab League"}),
        ("NATO at its May summit in Oslo ordered more troops to Estonia.", "summit", "held", {"NATO"}),
        ("After an emergency meeting, the Arab League condemned the attack.", "meeting", "held", {"Arab League"}),
        (
            "Danish Prime Minister Mette Frederiksen's visit to NATO ended well.",
            "visit",
            "held",
            {"Mette Frederiksen", "NATO"},
        ),
    ],
)
def test_who_met_and_how_far_it_went(text: str, kind: str, stage: str, participants: set[str]) -> None:
    (meeting,) = found(text)
    assert (meeting.kind, meeting.stage, {who(p) for p in meeting.participants}) == (kind, stage, participants)


@pytest.mark.parametrize(
    "text",
    [
        "French President Emmanuel Macron called German Chancellor Friedrich Merz reckless on Tuesday.",
        "French President Emmanuel Macron called on German Chancellor Friedrich Merz on Tuesday to resign.",
        "French President Emmanuel Macron called German Chancellor Friedrich Merz a friend.",
        "Czech President Petr Pavel dined in Oslo.",
        "Czech President Petr Pavel sat with Polish Prime Minister Donald Tusk's book on Monday.",
        "Maria Roe came to Canada in May.",
        "Mayor Ann Doe and her wife Bea Doe gathered around the stage.",
        "Marco Rubio, the secretary of state, would only negotiate with Norway.",
        "The Arab League called an emergency meeting to discuss the attack.",
        "Latvian President Edgars Rinkēvičs had lunch with the president and business leaders.",
        "Danish Prime Minister Mette Frederiksen's visit to Brussels ended well.",
    ],
)
def test_what_is_no_meeting_or_only_half_of_one_is_not_shown(text: str) -> None:
    assert found(text) == []


def test_what_was_planned_and_then_took_place_that_day_is_one_meeting() -> None:
    text = "Petteri Orpo was to arrive in Madrid on Monday.\n\nFinnish Prime Minister Petteri Orpo arrived in Madrid on Monday."
    (visit,) = found(text)
    assert (visit.stage, len(visit.evidence)) == ("held", 2)


def test_an_earlier_visit_is_another_visit() -> None:
    text = "Swedish King Carl Gustaf visited Peru on Monday.\n\nThe city gave Carl Gustaf a medal during his previous visit to Peru, in 2012."
    assert [v.date and v.date.verbatim for v in found(text)] == ["Monday", "2012"]


def test_visits_of_two_years_are_two_even_if_the_day_of_publication_is_not_known() -> None:
    text = "Finnish President Alexander Stubb visited Peru on Monday.\n\nMr. Stubb came to Peru in May 2009."
    assert len([m for m in find_meetings(read(text)) if m.shown]) == 2


def test_a_fuller_name_is_the_same_guest() -> None:
    text = (
        "Maria Lopez met Chilean President Gabriel Boric on Monday.\n\nMaria Lopez Garcia met Gabriel Boric on Monday."
    )
    (meeting,) = found(text)
    assert "Maria Lopez Garcia" in {who(p) for p in meeting.participants}


def test_she_is_the_one_the_sentences_before_go_on_about() -> None:
    text = (
        "Mary Robinson, who once lived there, was cheered in Oslo. She will sing on Thursday.\n\n"
        "After her meeting with Kofi Annan, the palace issued a note."
    )
    assert [{who(p) for p in m.participants} for m in found(text)] == [{"Mary Robinson", "Kofi Annan"}]


def test_visits_before_and_after_a_visit_went_to_the_same_land() -> None:
    text = (
        "Alexander Stubb's 2012 visit to Yangon was preceded by a visit from Mary Robinson in December 2011 "
        "and was followed by a trip by Kofi Annan."
    )
    visits = found(text)
    assert [{who(p) for p in v.participants} for v in visits] == [
        {"Alexander Stubb", "MM"},
        {"Mary Robinson", "MM"},
        {"Kofi Annan", "MM"},
    ]
    assert [v.date and v.date.verbatim for v in visits] == ["2012", "December 2011", None]


def test_the_meeting_asked_for_is_the_one_just_told_and_no_older_one() -> None:
    text = (
        "Petr Pavel had breakfast in Oslo with Donald Tusk on Monday. Donald Tusk ate with Alar Karis there in 2007.\n\n"
        "Donald Tusk asked for the meeting."
    )
    new, old = found(text)
    assert (len(new.evidence), len(old.evidence)) == (2, 1)


def test_the_day_is_read_from_publication() -> None:
    (call,) = found("President Emmanuel Macron of France called German Chancellor Friedrich Merz on Tuesday.")
    assert call.date is not None
    assert call.date.start == PUBLISHED


def test_a_union_found_through_the_two_sides_bears_its_full_name() -> None:
    text = (
        "India and the European Union are negotiating the last chapters of a trade agreement, Indian Prime Minister Narendra Modi and European Commission "
        "President Ursula von der Leyen said on Wednesday.\n\n"
        "The two sides held talks for three hours."
    )
    (talks,) = found(text)
    assert {party.name for party in talks.participants} == {"India", "European Union"}
