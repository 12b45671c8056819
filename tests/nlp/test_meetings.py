"""Who met whom, in sentences of our own; countries by code, persons by name."""

from datetime import date

import pytest

from bot.domain.facts import Meeting, Party
from bot.nlp.meetings import find_meetings
from bot.nlp.read import read

PUBLISHED = date(2026, 3, 17)  # a Tuesday


def who(party: Party) -> str:
    return party.id if party.kind == "country" else party.name


def found(text: str) -> list[Meeting]:
    return [m for m in find_meetings(read(text, published_on=PUBLISHED)) if m.shown]


@pytest.mark.parametrize(
    ("text", "kind", "stage", "participants"),
    [
        (
            "French President Emmanuel Macron met German Chancellor Friedrich Merz in Strasbourg on Monday.",
            "meeting",
            "held",
            {"Emmanuel Macron", "Friedrich Merz"},
        ),
        (
            "Finnish Prime Minister Petteri Orpo will visit Vietnam and Thailand next week.",
            "visit",
            "planned",
            {"Petteri Orpo", "VN", "TH"},
        ),
        ("Talks between India and Nepal collapsed after two days.", "talks", "failed", {"IN", "NP"}),
        ("Norway held talks with Iceland on fishing quotas on Friday.", "talks", "held", {"NO", "IS"}),
        (
            "Polish President Karol Nawrocki has postponed his visit to Hungary.",
            "visit",
            "postponed",
            {"Karol Nawrocki", "HU"},
        ),
        (
            "Japanese Prime Minister Sanae Takaichi spoke by phone with Italian Prime Minister Giorgia Meloni on Monday.",
            "call",
            "held",
            {"Sanae Takaichi", "Giorgia Meloni"},
        ),
        (
            "Spanish Prime Minister Pedro Sánchez is visiting Morocco to discuss trade.",
            "visit",
            "held",
            {"Pedro Sánchez", "MA"},
        ),
        (
            "After a meeting with his Greek counterpart, Turkish President Recep Tayyip Erdogan praised the mood.",
            "meeting",
            "held",
            {"Recep Tayyip Erdoğan", "GR"},
        ),
        ("Slovakia and Austria are scheduled to hold talks in Bratislava.", "talks", "planned", {"SK", "AT"}),
        ("Brazil called off a planned meeting with Argentina.", "meeting", "cancelled", {"BR", "AR"}),
    ],
)
def test_a_contact_has_its_kind_stage_and_sides(text: str, kind: str, stage: str, participants: set[str]) -> None:
    (meeting,) = found(text)
    assert (meeting.kind, meeting.stage, {who(p) for p in meeting.participants}) == (kind, stage, participants)


@pytest.mark.parametrize(
    "text",
    [
        "The candidate country has not met the criteria that Germany set.",
        "If French President Emmanuel Macron met German Chancellor Friedrich Merz, markets would calm.",
        "Chile denied that it had held talks with Peru.",
        "Iran refused to meet with the United States.",
        "The bank said it had held merger talks with a rival in London.",
        "Italian Prime Minister Giorgia Meloni met voters in Rome.",
        "Would Kenya meet with Uganda?",
        "The aid met with resistance in Yemen.",
    ],
)
def test_what_did_not_happen_or_is_no_contact_is_not_shown(text: str) -> None:
    assert found(text) == []


def test_separate_calls_are_two_and_one_meeting_told_twice_is_one() -> None:
    text = (
        "Indian Prime Minister Narendra Modi held separate phone calls with Nepalese President Ram Chandra Poudel and "
        "Bangladeshi President Mohammed Shahabuddin on Tuesday.\n\n"
        "Poudel spoke with Modi about trade."
    )
    calls = found(text)
    assert [{who(p) for p in call.participants} for call in calls] == [
        {"Narendra Modi", "Ram Chandra Poudel"},
        {"Narendra Modi", "Mohammed Shahabuddin"},
    ]
    assert [len(call.evidence) for call in calls] == [2, 1]


def test_on_tuesday_published_on_a_tuesday_is_that_day() -> None:
    (meeting,) = found("Swedish Prime Minister Ulf Kristersson met Danish Prime Minister Mette Frederiksen on Tuesday.")
    assert meeting.date is not None
    assert (meeting.date.verbatim, meeting.date.start, meeting.date.end) == ("Tuesday", PUBLISHED, PUBLISHED)


def test_a_person_stands_for_his_country_and_the_two_are_not_both_named() -> None:
    (meeting,) = found("China and Chinese President Xi Jinping met with Russian President Vladimir Putin in Moscow.")
    assert {who(p) for p in meeting.participants} == {"Xi Jinping", "Vladimir Putin"}
    assert set(meeting.countries) == {"CN", "RU"}


def test_evidence_is_the_sentence() -> None:
    text = "It rained. Norway held talks with Iceland on Friday. Nobody minded."
    (meeting,) = found(text)
    assert [text[a:b] for a, b in meeting.evidence] == ["Norway held talks with Iceland on Friday."]
