import sqlite3

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from storage.migrate import migrate
from storage.search import match_expression, quoted_words

INDEX = sqlite3.connect(":memory:", isolation_level=None)
migrate(INDEX)
INDEX.execute("INSERT INTO fact_search VALUES ('US-China tariffs: O''Neil said AND meant it, in c++, of Málaga', 's1')")


def found(typed: str) -> bool:
    return bool(
        INDEX.execute(
            "SELECT 1 FROM fact_search WHERE fact_search MATCH ?", (match_expression([["s1"]], typed),)
        ).fetchall()
    )


@given(st.text(max_size=60))
@example('"')
@example("a\0b")
@example("NEAR(")
@example("-")
@example("*")
@example("^x")
@example("🇺🇸🇨🇳")
@example("\ud800")
def test_nothing_a_reader_types_is_an_error(typed: str) -> None:
    try:
        typed.encode()
    except UnicodeEncodeError:
        return  # Discord sends no lone surrogates, and SQLite takes none
    found(typed)


@pytest.mark.parametrize(
    "typed",
    [
        "US-China",
        "O'Neil",
        "AND",
        "c++",
        '"tariffs',
        "malaga",
        "tariff",
        "china us",
        "tariffs:",
        "",
        "Ma\u0301laga",
        "tariffs " * 750,
    ],
)
def test_what_stands_in_the_text_is_found(typed: str) -> None:
    assert found(typed)


@pytest.mark.parametrize("typed", ["Chile", "tariff NOT tariffs", "OR"])
def test_what_does_not_stand_in_the_text_is_not(typed: str) -> None:
    assert not found(typed)


def test_marks_alone_hold_no_word() -> None:
    assert quoted_words('"*^-') == ""


def test_a_pasted_page_is_a_question_like_any_other() -> None:
    assert not found(" ".join(f"word{number}" for number in range(3000)))
