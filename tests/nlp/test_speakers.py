"""Who spoke: of namesakes the right one, for whom a spokesman speaks, and with which office."""

import pytest

from bot.domain.facts import Speaker
from bot.nlp.extract import extract


def speakers(text: str) -> list[Speaker]:
    return [quote.speaker for quote in extract(text).quotes if quote.speaker]


def names(text: str) -> list[str | None]:
    return [speaker.party and speaker.party.name for speaker in speakers(text)]


WEISS = "German Defence Minister Karl Weiss flew to Vienna. There he met the Austrian foreign minister, Anna Weiss. "


@pytest.mark.parametrize(
    ("text", "who", "country"),
    [
        ("Defence Minister Weiss said the army was ready.", "Karl Weiss", "DE"),
        ("Foreign Minister Weiss said the talks would go on.", "Anna Weiss", "AT"),
        ("Weiss said the talks would go on.", "Anna Weiss", "AT"),
    ],
)
def test_of_two_with_one_surname_the_office_decides_else_who_was_named_last(text: str, who: str, country: str) -> None:
    (speaker,) = speakers(WEISS + text)
    assert speaker.party
    assert (speaker.party.name, speaker.party.country) == (who, country)


def test_a_president_and_his_wife_are_two() -> None:
    text = (
        "President Emmanuel Macron of France and Brigitte Macron, his wife, arrived. Macron said the talks would go on. "
        "Brigitte Macron said she was glad."
    )
    assert names(text) == ["Emmanuel Macron", "Brigitte Macron"]


@pytest.mark.parametrize(
    ("words", "name", "behalf"),
    [
        ("A spokesman for Kazakh President Kassym-Jomart Tokayev", None, "Kassym-Jomart Tokayev"),
        ("A spokeswoman for the Turkish foreign ministry", None, "Foreign Ministry of Turkey"),
        ("Kremlin spokesman Anton Rybakov", "Anton Rybakov", "Kremlin"),
        ("The White House spokeswoman, Dana Pike,", "Dana Pike", "White House"),
    ],
)
def test_a_spokesman_speaks_himself_on_anothers_behalf(words: str, name: str | None, behalf: str) -> None:
    (speaker,) = speakers(f"{words} said the talks would go on.")
    assert speaker.party
    assert (speaker.party.name, speaker.on_behalf_of) == (name or words, behalf)
    assert speaker.party.leader is None


@pytest.mark.parametrize(
    ("words", "office"),
    [
        ("Former US President Walter Crane", "former President"),
        ("Acting Prime Minister Bohdan Hrytsenko of Ukraine", "acting Prime Minister"),
        ("Incoming foreign minister Lucia Ferreyra of Argentina", "Foreign Minister-designate"),
        ("Estonian Foreign Minister Liis Tamm", "Foreign Minister"),
    ],
)
def test_a_speakers_office_is_the_one_the_text_gives(words: str, office: str) -> None:
    (speaker,) = speakers(f"{words} said the talks would go on.")
    assert speaker.office == office


def test_a_surname_that_somebody_else_bears_is_no_leaders() -> None:
    assert names("North Korea fired first. Kim Dae-ho, an analyst, left. Kim said the talks would go on.") != [
        "Kim Jong Un"
    ]
    assert names("Chinese President Xi said the talks would go on.") == ["Xi Jinping"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (
            "Foreign Minister Baek Doo-na opened the fair. On Monday, Baek said the port would stay open.",
            "Baek Doo-na",
        ),
        (
            "President Tulu Girma opened the fair. For his part, Tulu said the port would stay open.",
            "Tulu Girma",
        ),
        ("H.E. Sheikh Omran bin Salem Al Harbi came. H.E. Sheikh Omran bin Salem said it was open.", "Omran bin Salem"),
        ("The envoy to the coast, Mrs Oyelaran Kotun, said it was open.", "Oyelaran Kotun"),
        ("British Ambassador to the Philippines Hugh Tarling said the port would stay open.", "Hugh Tarling"),
        ("His Colombian counterpart, Rufino Cáceres Ibarra, said the port would stay open.", "Rufino Cáceres Ibarra"),
        ("“The port stays open,” the firm's chief executive, Adisa Mwenda, says.", "Adisa Mwenda"),
    ],
)
def test_a_name_is_known_by_its_place_and_whoever_goes_by_the_first_word_of_it(text: str, name: str) -> None:
    assert str(names(text)[-1]).startswith(name)


def test_whoever_has_a_trade_before_the_name_is_a_person() -> None:
    text = "“We are late,” Morocco coach Adil Benhamra said. Benhamra knows the ferry. It is, he says, “a polite kind of boat”."
    assert names(text) == ["Adil Benhamra", "Adil Benhamra"]


def test_who_quotes_somebody_is_not_who_said_it() -> None:
    text = "“We are neighbours of the bay,” spokesman Olaf Roe quoted President Anna Lind as saying. Lind is in Oslo."
    named = {
        quote.speaker.party.name
        for quote in extract(text).quotes
        if quote.shown and quote.speaker and quote.speaker.party
    }
    assert "Olaf Roe" not in named


def test_whom_somebody_talked_with_is_not_who_said_it() -> None:
    text = "Ann Larsen was in Oslo. In her talks with Larsen, Minister Mao Ling, also a member of the board, said that trade would grow."
    (quote,) = extract(text).quotes
    assert quote.speaker
    assert quote.speaker.party
    assert quote.speaker.party.name == "Mao Ling"
