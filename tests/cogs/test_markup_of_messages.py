"""What is read of a message: its words and links, without the marks that Discord draws, and at once however it is made."""

import time
from types import SimpleNamespace

import pytest

from cogs.messages import words_of


@pytest.mark.parametrize(
    "content",
    ["[" * 2_000 + "](" * 1_000, "[a](http://" * 400, "\n" * 4_000 + "-", "> " * 2_000, "<:a" * 1_300, "`_" * 2_000],
)
def test_a_message_made_of_markup_is_read_in_an_instant(content: str) -> None:
    """Its words are taken out of it where everybody else waits."""
    began = time.process_time()
    words_of(SimpleNamespace(content=content, message_snapshots=[], embeds=[]))  # type: ignore[arg-type]
    assert time.process_time() - began < 0.3


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("**bold** _it_ ~~no~~ ||hid|| `code`", "bold it no hid code"),
        ("> a\n>>> b\n### c\n-# d\n- e", " a\n b\n c\n d\n e"),
        (
            "a_b https://news.example/a_b*c_ <https://news.example/_>",
            "ab https://news.example/a_b*c_ <https://news.example/_>",
        ),
        (
            "[label](https://news.example/1) [other](<https://news.example/2>)",
            "label https://news.example/1  other https://news.example/2 ",
        ),
        ("<@1> <t:1:R> </why:2> <:emoji:3> said", "      said"),
    ],
)
def test_markup_is_taken_out_and_words_stay(content: str, words: str) -> None:
    read = words_of(SimpleNamespace(content=content, message_snapshots=[], embeds=[]))  # type: ignore[arg-type]
    assert read.split() == words.split()
