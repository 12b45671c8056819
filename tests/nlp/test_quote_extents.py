"""Where reported words begin and end, and whose clause it is; sentences of our own."""

import pytest

from tests.nlp.shown import quotes, words


def said(text: str) -> list[str]:
    return [words(text, quote) for quote in quotes(text)]


@pytest.mark.parametrize(
    ("text", "content"),
    [
        (
            "The Norwegian navy said it was closely watching the ferry and would not hesitate to turn it back.",
            "it was closely watching the ferry and would not hesitate to turn it back",
        ),
        (
            "Anna Lind said any Danish crew left out of the race had the right to complain.",
            "any Danish crew left out of the race had the right to complain",
        ),
        (
            "Anna Lind told a local radio channel that the work had slowed because of the ice, not because of money.",
            "the work had slowed because of the ice, not because of money",
        ),
        (
            "Anna Lind added that the decision was taken by Admiral Bo Krag “after hearing everyone and sleeping little.”",
            "the decision was taken by Admiral Bo Krag “after hearing everyone and sleeping little.”",
        ),
        (
            "Admiral Bo Krag said at a press conference earlier in the day that Oslo hoped to sell the ferry.",
            "Oslo hoped to sell the ferry",
        ),
    ],
)
def test_a_clause_keeps_what_is_its_own(text: str, content: str) -> None:
    assert said(text) == [content]


@pytest.mark.parametrize(
    ("text", "content"),
    [
        (
            "Anna Lind answered that the work was at an advanced stage, without giving a date.",
            "the work was at an advanced stage",
        ),
        (
            "Anna Lind promised that Oslo would buy the ferry, amid what sailors call a poor season.",
            "Oslo would buy the ferry",
        ),
        (
            "Anna Lind has said that the harbour was open, but has stopped short of offering a berth.",
            "the harbour was open",
        ),
        (
            "Anna Lind said Oslo would also close its yard if the ice stayed, but she did not give a date.",
            "Oslo would also close its yard if the ice stayed",
        ),
        (
            "The Danish navy says the two men broke the rules of the strait, but it has not published the log.",
            "the two men broke the rules of the strait",
        ),
    ],
)
def test_a_clause_ends_before_what_the_writer_adds_or_the_speaker_did(text: str, content: str) -> None:
    assert said(text) == [content]


def test_a_report_inside_a_sentence_is_of_whom_its_own_verb_names() -> None:
    text = "Anna Lind asked for time to mend the peninsula and Krag replied that Oslo would wait for the ferry."
    assert [quote.speaker.text for quote in quotes(text) if quote.speaker] == ["Krag"]


def test_a_participle_before_the_speaker_does_not_speak() -> None:
    text = "Responding, the Foreign Minister of Benin, Olu Agossa, said his country would be grateful."
    (quote,) = quotes(text)
    assert quote.speaker
    assert quote.speaker.party
    assert quote.speaker.party.name == "Olu Agossa"


def test_what_is_rejected_was_said_by_others() -> None:
    assert said("Norway rejected reports that money for the tunnel had been frozen.") == []


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Anna Lind said Oslo “will never be a safe harbour for those who cheat.”", "mixed"),
        ("The head of state “would have liked a phone call,” Anna Lind said.", "mixed"),
        ("Anna Lind said that “the harbour will never be safe for those who cheat.”", "direct"),
    ],
)
def test_a_subject_before_the_marks_stays_with_what_is_said_of_it(text: str, kind: str) -> None:
    (quote,) = quotes(text)
    assert quote.kind == kind


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("Admiral Bo Krag called the ferry “a floating drawer.”", "a floating drawer."),
        ("Admiral Bo Krag condemned the launch as a “reckless act” on Monday.", "reckless act"),
        ("Admiral Bo Krag expressed hope for a strait that would “carry more than ships.”", "carry more than ships."),
    ],
)
def test_of_a_judgement_only_the_words_in_marks_are_somebodys(text: str, content: str) -> None:
    (quote,) = quotes(text)
    assert quote.kind == "fragment"
    assert words(text, quote) == content


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("Chile recalled its envoy after what Foreign Minister Ana Baron described as “an act of spite.”", "Ana Baron"),
        (
            "Admiral Bo Krag was responding to a query on remarks by Dan Roe, who alleged that Oslo had “shut the tap”.",
            "Dan Roe",
        ),
    ],
)
def test_words_in_marks_are_of_whom_the_nearest_verb_names(text: str, who: str) -> None:
    names = [quote.speaker.party.name for quote in quotes(text) if quote.speaker and quote.speaker.party]
    assert names == [who]


@pytest.mark.parametrize(
    ("text", "content"),
    [
        (
            "Admiral Bo Krag pointed out that the ferry belonged to four towns, namely Oslo, Bergen, the port and Lima.",
            "the ferry belonged to four towns, namely Oslo, Bergen, the port and Lima",
        ),
        (
            "Admiral Bo Krag confirmed that Oslo would buy the ferry, something that Anna Lind has openly encouraged.",
            "Oslo would buy the ferry",
        ),
        (
            "Admiral Bo Krag said on Wednesday that talks with Peru on a joint ferry would resume next month.",
            "talks with Peru on a joint ferry would resume next month",
        ),
        (
            "Admiral Bo Krag had claimed a day earlier that silos were being dug near the harbour.",
            "silos were being dug near the harbour",
        ),
    ],
)
def test_lists_remarks_and_the_day_of_speaking(text: str, content: str) -> None:
    assert said(text) == [content]


def test_words_led_into_by_the_writer_are_a_fragment() -> None:
    text = "Admiral Bo Krag said the ferry was late. He believes that any delay “only pleases the rival port.”"
    assert [quote.kind for quote in quotes(text)] == ["indirect", "fragment"]


def test_pointing_out_opens_a_quote_of_its_own() -> None:
    text = "Anna Lind said the pass was shut, pointing out that a train would come “in weeks rather than months.”"
    assert [words(text, quote) for quote in quotes(text)] == [
        "the pass was shut",
        "a train would come “in weeks rather than months.”",
    ]
