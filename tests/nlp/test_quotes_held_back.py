"""What is no statement, or nobody's that can be told, is kept for review; sentences of our own."""

import pytest

from bot.domain.facts import Quote
from bot.nlp.extract import extract
from tests.nlp.shown import quotes, words


def shown(text: str) -> list[tuple[str | None, str]]:
    """Speaker and words of what readers see."""
    return [(_name(quote), words(text, quote)) for quote in quotes(text)]


def _name(quote: Quote) -> str | None:
    if quote.speaker is None:
        return None
    return quote.speaker.party.name if quote.speaker.party else quote.speaker.text


@pytest.mark.parametrize(
    "text",
    [
        "Commenting on the ferry strike in Westport, Anna Lind promised nothing.",
        "The envoys met on a draft which Anna Lind said had been written by Bo Krag.",
        "Anna Lind stated that, as agreed by Bo Krag and the port, the yard was ready to open its gates.",
        "Anna Lind admitted that the tunnel may close in winter, but the two towns can keep the road open.",
        "Anna Lind said that the union would provide Tonga, whose Prime Minister Sione Vea she also met that day, with three ferries.",
        "Anna Lind and Bo Krag agreed that the ferry would run on Sundays.",
        "In the port of Westport, Anna Lind, Bo Krag and Dan Roe said that the ferry would run on Sundays.",
        "Anna Lind and Bo Krag agreed to “speed up the work” on the tunnel during their meeting.",
        "About forty sailors are still missing, according to the Westport News Agency.",
        "Anna Lind spoke for an hour. The islands believe that “the ferry will be faster in the coming months.”",
    ],
)
def test_what_is_no_statement_or_not_one_persons_is_held_back(text: str) -> None:
    assert shown(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Anna Lind, the mayor, said the port would close. In a letter the four towns asked for time. “We are ready to wait until the spring thaw comes,” it said.",
        "The ferry stopped. “We are ready to wait until the spring thaw comes,” the ministry added.",
        "The ferry stopped. “We are ready to wait until the spring thaw comes,” the PM said.",
        "The ferry stopped. The spokesperson noted that the port would open in May.",
    ],
)
def test_words_that_point_at_nobody_named_are_not_shown(text: str) -> None:
    assert not [name for name, _ in shown(text) if name not in ("Anna Lind",)]


def test_the_ministry_and_the_spokeswoman_are_those_who_spoke_before() -> None:
    text = (
        "The Chilean Foreign Ministry said the ferry would sail. “The strait is open to all ships of all flags,” the ministry added.\n\n"
        "A spokeswoman for the Chilean navy said the ice was thin. The spokeswoman noted that two ships had turned back."
    )
    names = [name for name, _ in shown(text)]
    assert names[0] == names[1]
    assert "Chile" in str(names[0])
    assert names[2] == names[3]
    assert "spokeswoman for the Chilean navy" in str(names[2])


def test_a_spokesmans_ministry_is_the_one_that_the_text_named() -> None:
    text = (
        "The Chilean Foreign Ministry said the ferry would sail. A ministry spokesman noted that the strait was open."
    )
    second = extract(text).quotes[1].speaker
    assert second is not None
    assert "Chile" in str(second.on_behalf_of)


def test_the_minister_is_the_one_with_that_office() -> None:
    text = "Danish Fisheries Minister Anna Lind backed the plan. “Our boats are old and slow,” the minister said."
    assert shown(text) == [("Anna Lind", "Our boats are old and slow,")]


def test_whom_an_agency_quotes_is_the_speaker() -> None:
    text = "The Coast News Agency quoted Anna Lind as saying that the envoy will land in Oslo on Monday."
    assert shown(text) == [("Anna Lind", "the envoy will land in Oslo on Monday")]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "Bo Krag said he has taken an offer for a truce that would still need a vote, as the harbour board said the fleet had lost ten ships.",
            "he has taken an offer for a truce that would still need a vote",
        ),
        (
            "Anna Lind said that the plan would not be her “last word” as the draft has stirred fears in the islands.",
            "the plan would not be her “last word”",
        ),
        (
            "Anna Lind announced she would miss the fair after a quarrel with Bo Krag, whom she called a “bore” in spring.",
            "she would miss the fair after a quarrel with Bo Krag",
        ),
        (
            "Bo Krag said he wants, together with the Danes, “to put our work on one table and to find a way to a deal soon.”",
            "he wants, together with the Danes, “to put our work on one table and to find a way to a deal soon.”",
        ),
        (
            "Finding the duties “unhelpful”, Anna Lind said the country would keep a calm course.",
            "the country would keep a calm course",
        ),
        (
            "Anna Lind said the duties will take effect at noon Thursday, when the old rules for island boats run out.",
            "the duties will take effect at noon Thursday",
        ),
    ],
)
def test_the_writers_words_are_left_out_and_the_speakers_day_kept(text: str, said: str) -> None:
    assert shown(text)[0][1] == said


@pytest.mark.parametrize(
    ("text", "office"),
    [
        (
            "Ministry of External Affairs spokesman Ravi Rao told reporters that the envoy will fly to Dhaka.",
            "Spokesperson",
        ),
        ("External affairs spokesperson Ravi Rao said the envoy will fly to Dhaka.", "Spokesperson"),
        ("EU foreign policy chief Anna Lind said the ferry would sail.", "High Representative"),
        ("Deputy PM Anna Lind said the ferry would sail.", "Deputy Prime Minister"),
        ("EU High Representative Anna Lind said the ferry would sail.", "High Representative"),
        ("External Affairs Minister Ravi Rao said the envoy will fly to Dhaka.", "Foreign Minister"),
    ],
)
def test_nobody_is_raised_to_foreign_minister(text: str, office: str) -> None:
    assert [quote.speaker.office for quote in extract(text).quotes if quote.speaker] == [office]
