"""Words from elsewhere stay words, in an answer that is cut too."""

import pytest

from bot.render.text import clipped, cut, escape, link, plain, prose


def test_the_bots_own_commands_are_code_whatever_backticks_a_name_has() -> None:
    said = prose("This server reads no source “a`b`c ` `d”. `/source add url:` or `all`, `url:` and `owned_by:`.")
    assert said.endswith("”. `/source add url:` or `all`, `url:` and `owned_by:`.")
    assert prose("**x** `rm -rf` `/x <@1>`") == r"\*\*x\*\* \`rm -rf\` \`/x \<\@1\>\`"


@pytest.mark.parametrize(
    ("text", "limit", "kept"),
    [
        ("short", 5, "short"),
        ("one line\nanother line", 14, "one line\n…"),
        ("a\n" + "b" * 50, 20, "a\n" + "b" * 17 + "…"),
        ("said **" + "b" * 50 + "** so", 20, "said …"),
        ("see [a label](https://wire.example/1) there", 30, "see …"),
        ("see [a label](https://wire.example/1) there", 40, "see [a label](https://wire.example/1) t…"),
        ("run `/why id:` or ~~" + "x" * 30 + "~~", 30, "run `/why id:` or …"),
        ("a" * 9 + r"\*\*\*", 11, "a" * 9 + "…"),
    ],
)
def test_what_is_too_long_is_cut_where_no_mark_stays_open(text: str, limit: int, kept: str) -> None:
    assert cut(text, limit) == kept
    assert len(kept) <= limit


def test_towers_of_accents_are_lowered_and_words_keep_theirs() -> None:
    assert plain("z" + "\u0301" * 40 + " Việt Đ́ắ") == "z" + "\u0301" * 3 + " Việt Đ́ắ"
    for letter, mark in (("ก", "\u0e47"), ("ب", "\u064b"), ("א", "\u05b7"), ("ཀ", "\u0f74"), ("a", "\u0360")):
        assert plain(letter + mark * 40) == letter + mark * 3


def test_a_name_that_nobody_can_see_is_shown_as_one_and_its_link_can_be_clicked() -> None:
    assert clipped("\u202e\u200b\x00", 20) == clipped("\u3164\u2800\u115f\uffa0", 20) == "…"
    assert link("\u2066", "https://wire.example/1") == "[…](https://wire.example/1)"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("24.kz", "24.kz"),
        ("127.0.0.1 said", "127.0.0.1 said"),
        ("1. one", "1\\. one"),
        ("- one", "\\- one"),
        ("2026 - a year", "2026 - a year"),
    ],
)
def test_only_what_would_be_a_list_is_escaped_as_one(text: str, shown: str) -> None:
    assert escape(text) == shown
