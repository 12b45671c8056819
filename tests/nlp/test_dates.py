"""Days that phrases of the news name, read from a Tuesday."""

from datetime import date

import pytest

from bot.nlp.dates import Tense, find_dates, resolve

TUESDAY = date(2026, 3, 17)


@pytest.mark.parametrize(
    ("phrase", "tense", "start", "end"),
    [
        ("on Tuesday", "past", "2026-03-17", "2026-03-17"),
        ("on Tuesday", "future", "2026-03-17", "2026-03-17"),
        ("Wednesday", "past", "2026-03-11", "2026-03-11"),
        ("Wednesday", "future", "2026-03-18", "2026-03-18"),
        ("last Tuesday", "past", "2026-03-10", "2026-03-10"),
        ("Friday and Saturday", "future", "2026-03-20", "2026-03-21"),
        ("this morning", "past", "2026-03-17", "2026-03-17"),
        ("yesterday", "past", "2026-03-16", "2026-03-16"),
        ("March 20-22", "future", "2026-03-20", "2026-03-22"),
        ("5 January", "past", "2026-01-05", "2026-01-05"),
        ("5 January", "future", "2027-01-05", "2027-01-05"),
        ("Dec. 28, 2025", "past", "2025-12-28", "2025-12-28"),
        ("in November", "past", "2025-11-01", "2025-11-30"),
        ("in November", "future", "2026-11-01", "2026-11-30"),
        ("next year", "future", "2027-01-01", "2027-12-31"),
        ("last week", "past", "2026-03-09", "2026-03-15"),
        ("two weeks ago", "past", "2026-03-03", "2026-03-03"),
        ("in three days", "future", "2026-03-20", "2026-03-20"),
        ("the second quarter of 2027", "future", "2027-04-01", "2027-06-30"),
        ("the second half of 2026", "future", "2026-07-01", "2026-12-31"),
        ("the end of the year", "future", "2026-12-31", "2026-12-31"),
        ("over the weekend", "past", "2026-03-14", "2026-03-15"),
        ("earlier this month", "past", "2026-03-01", "2026-03-17"),
        ("2019", "past", "2019-01-01", "2019-12-31"),
    ],
)
def test_a_phrase_names_its_days(phrase: str, tense: Tense, start: str, end: str) -> None:
    assert resolve(phrase, TUESDAY, tense) == (date.fromisoformat(start), date.fromisoformat(end))


@pytest.mark.parametrize("phrase", ["31 June", "soon", "in due course"])
def test_words_that_name_no_day_give_none(phrase: str) -> None:
    assert resolve(phrase, TUESDAY) is None


def test_dates_are_found_where_they_stand() -> None:
    text = "They met on Tuesday in Oslo and will meet again next Friday, or in May."
    assert [text[d.start : d.end] for d in find_dates(text)] == ["Tuesday", "next Friday", "May"]


@pytest.mark.parametrize("text", ["He may go.", "They march on.", "She sat in the sun.", "May 's cabinet met."])
def test_a_verb_or_a_name_is_no_date(text: str) -> None:
    assert find_dates(text) == ()
