"""Who invited whom, in sentences of our own."""

from datetime import date

import pytest

from bot.domain.facts import Invitation
from bot.nlp.invitations import find_invitations
from bot.nlp.meetings import find_meetings
from bot.nlp.read import read
from tests.nlp.test_meetings import who


def found(text: str) -> list[Invitation]:
    return [i for i in find_invitations(read(text, published_on=date(2026, 3, 17))) if i.shown]


@pytest.mark.parametrize(
    ("text", "stage", "inviter", "invitees", "to"),
    [
        (
            "French President Emmanuel Macron invited Chinese President Xi Jinping to a summit in Nice.",
            "extended",
            "Emmanuel Macron",
            ["Xi Jinping"],
            "a summit in Nice",
        ),
        ("Qatar will invite Egypt to join the talks in Doha.", "intended", "QA", ["EG"], "join the talks in Doha"),
        (
            "Thai Prime Minister Anutin Charnvirakul accepted an invitation from Bhutan to visit Thimphu.",
            "accepted",
            "BT",
            ["Anutin Charnvirakul"],
            "visit Thimphu",
        ),
        (
            "Thai Prime Minister Anutin Charnvirakul will pay a state visit to Bhutan at the invitation of Bhutanese King Jigme Wangchuck.",
            "accepted",
            "Jigme Khesar Namgyel Wangchuck",
            ["Anutin Charnvirakul"],
            "pay a state visit to Bhutan",
        ),
        (
            "Qatar's invitation to Egyptian Foreign Minister Badr Abdelatty to attend a fair in Doha has been declined.",
            "declined",
            "QA",
            ["Badr Abdelatty"],
            "attend a fair in Doha",
        ),
    ],
)
def test_an_invitation_has_its_sides_its_aim_and_its_stage(
    text: str, stage: str, inviter: str, invitees: list[str], to: str
) -> None:
    (invitation,) = found(text)
    assert invitation.inviter is not None
    assert (invitation.stage, who(invitation.inviter), [who(p) for p in invitation.invitees]) == (
        stage,
        inviter,
        invitees,
    )
    assert invitation.to == to


def test_an_invitation_is_no_meeting() -> None:
    meetings = find_meetings(
        read("French President Emmanuel Macron invited Chinese President Xi Jinping to visit Lyon.")
    )
    assert not any(meeting.shown for meeting in meetings)


@pytest.mark.parametrize(
    "text",
    [
        "The minister invited Russia to dig deeper.",
        "Japan did not invite Belarus to the ceremony.",
        "If Peru invited Chile to the summit, it would come.",
    ],
)
def test_a_taunt_a_refusal_and_an_if_are_none(text: str) -> None:
    assert found(text) == []


def test_both_leaders_each_extend_one_and_each_names_his_own_country() -> None:
    text = (
        "Kazakh President Kassym-Jomart Tokayev and Uzbek President Shavkat Mirziyoyev spoke with US President Donald Trump.\n\n"
        "Both Central Asian leaders extended invitations for Trump to visit their countries."
    )
    invitations = found(text)
    assert [(i.inviter and who(i.inviter), i.place) for i in invitations] == [
        ("Kassym-Jomart Tokayev", None),
        ("Shavkat Mirziyoyev", None),
    ]


@pytest.mark.parametrize(
    ("answer", "stage", "evidence"),
    [
        ("He has accepted that invitation.", "accepted", 2),
        ("Orpo declined the invitation.", "declined", 2),
        ("He may accept the invitation.", "extended", 1),
        ("Alar Karis accepted the invitation.", "extended", 1),
    ],
)
def test_an_answer_is_the_stage_of_the_invitation_told_before(answer: str, stage: str, evidence: int) -> None:
    (invitation,) = found(f"Donald Tusk invited Petteri Orpo to visit Poland.\n\n{answer}")
    assert (invitation.stage, len(invitation.evidence)) == (stage, evidence)


@pytest.mark.parametrize(
    ("answer", "stage"),
    [
        ("and Orpo accepted the invitation", "accepted"),
        ("but Orpo declined the invitation", "declined"),
        ("and the invitation was accepted", "accepted"),
        ("and Orpo may accept the invitation", "extended"),
        ("and Alar Karis accepted the invitation", "extended"),
        ("and his office accepted the invitation", "extended"),
    ],
)
def test_an_answer_in_the_sentence_that_invites_counts_when_the_guest_gives_it(answer: str, stage: str) -> None:
    (invitation,) = found(f"Donald Tusk invited Petteri Orpo to visit Poland in May, {answer}, a spokesman said.")
    assert (invitation.stage, len(invitation.evidence)) == (stage, 1)


def test_one_is_invited_to_testify_but_not_to_dig_up_letters() -> None:
    (invitation,) = found("Senator Bob Roe has invited Ann Doe, the president of a museum, to testify.")
    assert {who(p) for p in invitation.invitees} == {"Ann Doe"}
    assert found("Senator Bob Roe has invited Norway to dig up old letters.") == []


@pytest.mark.parametrize(
    ("text", "stage"),
    [
        ("At the invitation of President Luis Paz of Peru, President Ana Ruiz of Chile will visit Lima.", "accepted"),
        (
            "President Luis Paz of Peru sent a letter to President Ana Ruiz of Chile inviting her to visit Lima.",
            "extended",
        ),
        ("President Ana Ruiz of Chile thanked Luis Paz for the invitation to visit Lima and accepted it.", "accepted"),
        (
            "The envoy conveyed an invitation from President Luis Paz of Peru to President Ana Ruiz of Chile to visit Lima.",
            "extended",
        ),
    ],
)
def test_an_invitation_comes_by_letter_by_envoy_or_is_thanked_for(text: str, stage: str) -> None:
    (invitation,) = found(text)
    assert invitation.inviter is not None
    assert (invitation.inviter.name, [p.name for p in invitation.invitees]) == ("Luis Paz", ["Ana Ruiz"])
    assert invitation.stage == stage


def test_two_guests_taken_for_one_name_are_two() -> None:
    (invitation,) = found("Peru will invite Angola and Mozambique to the summit.")
    assert [who(party) for party in invitation.invitees] == ["AO", "MZ"]
