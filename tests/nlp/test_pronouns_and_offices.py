"""Whom "he", "the minister" and "the diplomat" mean; sentences of our own."""

import pytest

from bot.domain.facts import Quote
from bot.nlp.extract import extract


def last_quote(text: str) -> Quote:
    return extract(text).quotes[-1]


def who(text: str) -> str | None:
    speaker = last_quote(text).speaker
    return speaker.party.name if speaker and speaker.party else None


LIND = "Foreign Minister Anna Lind of Norway said the strait was calm.\n\n"
KRAG = "Danish President Bo Krag said the strait was calm.\n\n"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        # the sentence is about him, whoever else it names
        (
            KRAG + "Norwegian envoy Olaf Roe refused to say whether Krag would sail.\n\n“I saw the chart,” he said.",
            "Olaf Roe",
        ),
        (KRAG + "The head of the mission, Envoy Olaf Roe of Norway, spoke next. He said the ice was thin.", "Olaf Roe"),
        # somebody without a name stands between
        (KRAG + "A Norwegian diplomat was less sure. He said the ice was thin.", None),
        (KRAG + "His Norwegian counterpart was less sure. He said the ice was thin.", None),
        # … or somebody known by his office alone
        (
            KRAG + "Olaf Roe, an analyst, laughed.\n\nThe president sailed on Monday. He said the ice was thin.",
            "Bo Krag",
        ),
    ],
)
def test_he_is_whom_the_sentence_before_is_about(text: str, name: str | None) -> None:
    assert who(text) == name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (LIND + "“The ice is thin,” the senior diplomat noted.", "Anna Lind"),
        (LIND + "“The ice is thin,” the Norwegian official noted.", "Anna Lind"),
        (LIND + "“The ice is thin,” the Chilean official noted.", None),
        (LIND + "A Danish diplomat was less sure. “The ice is thin,” the diplomat noted.", None),
        ("Peru's energy minister said the line would open. Energy Minister Ana Baron smiled.", "Ana Baron"),
        ("Peru's energy minister said the line would open. Chilean Energy Minister Ana Baron smiled.", None),
        ("The king opened the fair. Danish King Bo Krag came. The king said the ice was thin.", None),
        (
            "Danish King Bo Krag came. Ana Baron met the king and the queen. The king and the queen said it was thin.",
            None,
        ),
    ],
)
def test_an_offices_words_mean_whom_the_text_names_for_it(text: str, name: str | None) -> None:
    found = who(text)
    assert found == name if name else found not in ("Anna Lind", "Ana Baron", "Bo Krag")


def test_a_presidential_office_is_not_the_president() -> None:
    text = "Danish President Bo Krag sailed. Ann Roe met him. The presidential office said that the ice was thin."
    assert who(text) != "Bo Krag"


def test_the_only_minister_of_a_text_is_as_sure_as_his_name() -> None:
    text = "Danish Interior Minister Bo Krag met Ann Roe, a sailor. The minister said that the ice was thin."
    assert last_quote(text).shown


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (
            "H.H. Sheikh Omran bin Salem received H.E. Ada Kone. His Highness said that the strait was open.",
            "Omran bin Salem",
        ),
        (
            "H.H. Sheikh Omran bin Salem received H.H. Sheikh Talal bin Hamad. His Highness said that the strait was open.",
            None,
        ),
        (
            "Secretary of State Ann Roe and Deputy Secretary Bo Krag came. The Secretary said that it was late.",
            "Ann Roe",
        ),
        (LIND + "A ferry sank. According to her, the ice was thin.", "Anna Lind"),
        (
            "The Special Representative for the strait and the Gulf, Mrs Ada Kone, said that the ice was thin.",
            "Ada Kone",
        ),
        ("The ferry sailed on Monday, Danish Interior Minister Bo Krag specified.", "Bo Krag"),
    ],
)
def test_whoever_is_meant_is_shown_by_name(text: str, name: str | None) -> None:
    assert who(text) == name
    assert last_quote(text).shown == (name is not None)


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Lima, WIRE - Foreign Minister Ana Baron said that Peru would wait.", "Foreign Minister Ana Baron"),
        ("Lima, Jul 9 (WIRE) Peru on Friday said it would wait for the ferry.", "Peru"),
    ],
)
def test_a_dateline_with_no_mark_of_its_own_does_not_speak(text: str, speaker: str) -> None:
    found = last_quote(text).speaker
    assert found
    assert found.text == speaker


def test_according_to_ends_before_the_next_attribution() -> None:
    text = LIND + "A ferry sank. According to her, Oslo would buy a new one, stressing that the ice was thin."
    first = extract(text).quotes[1]
    assert text[slice(*first.segments[0])] == "Oslo would buy a new one"


def test_a_ministry_of_no_nation_is_shown_only_where_its_capital_stands_beside_it() -> None:
    assert who("The Interior Ministry in Tbilisi said that the strait was open.") == "Interior Ministry of Georgia"
    assert not last_quote("The Interior Ministry said that the strait was open.").shown


def test_what_a_minister_is_for_is_no_part_of_his_name() -> None:
    text = "Deputy Prime Minister for European Integration Olha Brodko said that the strait was open."
    assert who(text) == "Olha Brodko"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        # two foreign ministers: which of them "the minister" is, and so "she", is not told
        (LIND + "Danish Foreign Minister Ada Kone laughed. The minister sat down. She said the ice was thin.", None),
        (
            KRAG + "A Thai army spokeswoman said it was late. She added that the ice was thin.",
            "A Thai army spokeswoman",
        ),
        (KRAG + "Minister for Ports the Hon Ada Kone sailed. She said the ice was thin.", "Ada Kone"),
        (KRAG + "Interior minister Olaf Roe and his Danish counterpart Jan Ek said the ice was thin.", None),
    ],
)
def test_where_two_may_be_meant_nobody_is(text: str, name: str | None) -> None:
    assert who(text) == name


def test_a_premier_of_no_nation_is_no_prime_minister() -> None:
    text = "Alberta Premier Ron Keel said the strait was open."
    speaker = last_quote(text).speaker
    assert speaker
    assert speaker.office == "Premier"
