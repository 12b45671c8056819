"""Offices in sentences written for this project, against the levels reached; and what is no country in a name."""

import sys
import tomllib
from pathlib import Path

import pytest

from bot.nlp.extract import extract

FOLDER = Path(__file__).parent / "people"
# What was reached when the file was written down; a change may raise it.
LEVELS = {"offices.toml": (0.98, 0.98), "offices_2.toml": (0.94, 0.90)}


def offices(text: str) -> set[str]:
    return {
        f"{person.name} | {office.office} | {office.country or '-'} | {office.standing}"
        for person in extract(text).people
        for office in person.offices
    }


@pytest.mark.parametrize(("name", "level"), LEVELS.items())
def test_offices_are_read_as_well_as_when_the_level_was_recorded(name: str, level: tuple[float, float]) -> None:
    right = found = expected = 0
    wrong = []
    for sentence in tomllib.loads((FOLDER / name).read_text("utf-8"))["sentence"]:
        got, want = offices(sentence["text"]), set(sentence["holds"])
        right, found, expected = right + len(got & want), found + len(got), expected + len(want)
        wrong += [f"{'+' if one in got else '-'} {one}" for one in sorted(got ^ want)]
    assert expected > 50
    precision, recall = right / found, right / expected
    sys.stdout.write(f"{name}: precision {precision:.3f}, recall {recall:.3f} of {expected}\n")
    assert precision >= level[0], wrong
    assert recall >= level[1], wrong


def countries(text: str) -> set[str]:
    return {country.code for country in extract(text).countries}


@pytest.mark.parametrize(
    "text",
    [
        "Mark Cuban said he would sell the team. Cuban had owned it for years.",
        "Chad Bown of the institute said tariffs would rise.",
        "Trade with New Mexico grew, the governor said.",
        "The bank's head, German Gref, said rates would fall. Gref spoke in the morning.",
        "Jordan Hadley, an engineer, said the bridge was safe.",
        "Michael Jordan bought the track. Jordan smiled.",
        "Georgia Governor Nate Willard signed the law in Atlanta, and Georgia voters liked it.",
        "French Hill voted against the bill.",
        "They served roast turkey with cranberries.",
        "Indiana and New England froze.",
    ],
)
def test_a_country_inside_another_name_is_no_country(text: str) -> None:
    assert countries(text) == set()


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Georgia and Armenia opened the road to Tbilisi.", {"GE", "AM"}),
        ("Georgia's parliament met; Georgians watched, as did officials in Atlanta.", {"GE"}),
        ("Jordan and Turkey signed a pact in Amman.", {"JO", "TR"}),
        ("Chad recalled its envoy.", {"TD"}),
        ("The German chancellor met Cuban diplomats.", {"DE", "CU"}),
        ("The Kremlin denied it; the White House and the Élysée did not.", {"RU", "US", "FR"}),
        ("Akorda and Downing Street spoke of Nur-Sultan.", {"KZ", "GB"}),
        ("The Bank of China stayed open, officials in Türkiye said.", {"TR"}),
    ],
)
def test_countries_are_known_by_demonym_capital_and_house(text: str, codes: set[str]) -> None:
    assert countries(text) == codes
