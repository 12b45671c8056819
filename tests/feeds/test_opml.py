"""Subscription lists as other readers write them, and as we do."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.errors import SourceFailed
from bot.domain.news import Feed, Source
from bot.feeds.opml import read_opml, write_opml


def opml(*outlines: str) -> bytes:
    return f"<?xml version='1.0'?><opml version='2.0'><body>{''.join(outlines)}</body></opml>".encode()


def test_nested_folders_become_topics() -> None:
    listed, refused = read_opml(
        opml(
            "<outline text='World'><outline text='Central Asia'><outline type='rss' text='Wire &amp; Co' xmlUrl='https://wire.example/f'/>"
            "</outline><outline text='Post' xmlUrl='https://post.example/f'/></outline>",
            "<outline type='rss' xmlUrl='https://bare.example/f'/>",
        )
    )
    assert [(source.name, feed.url, source.topics) for source, feed in listed] == [
        ("Wire & Co", "https://wire.example/f", ("world", "central-asia")),
        ("Post", "https://post.example/f", ("world",)),
        ("bare.example", "https://bare.example/f", ()),
    ]
    assert refused == ()


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "file:///etc/passwd",
        "data:text/xml,x",
        "http://user:x@news.example/f",
        "http://news.example:22/f",
        "ftp://news.example/f",
        "gopher://news.example/",
        "not an address",
    ],
)
def test_an_address_the_bot_does_not_ask_is_refused_with_a_reason(url: str) -> None:
    listed, refused = read_opml(
        opml(f"<outline text='Bad' xmlUrl='{url}'/>", "<outline xmlUrl='http://good.example/'/>")
    )
    assert [feed.url for _, feed in listed] == ["http://good.example/"]
    ((name, reason),) = refused
    assert name == "Bad"
    assert " " in str(reason)


@pytest.mark.parametrize(
    ("written", "url"),
    [
        ("feed://news.example/f", "http://news.example/f"),
        ("feed:https://news.example/f", "https://news.example/f"),
        ("FEED:http://news.example/f", "http://news.example/f"),
        (" https://news.example/f ", "https://news.example/f"),
    ],
)
def test_old_spellings_of_a_feeds_address_are_read(written: str, url: str) -> None:
    ((_, feed),), _ = read_opml(opml(f"<outline xmlUrl='{written}'/>"))
    assert feed.url == url


def test_a_feed_listed_twice_comes_once() -> None:
    listed, _ = read_opml(opml(*["<outline xmlUrl='https://news.example/f'/>"] * 3))
    assert len(listed) == 1


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html></html>",
        b"http://127.0.0.1:9/list.opml",
        b"<!DOCTYPE opml [<!ENTITY a 'ha'>]><opml><body><outline xmlUrl='http://a.example/&a;'/></body></opml>",
    ],
)
def test_what_is_no_opml_is_said_so_and_nothing_is_fetched(body: bytes) -> None:
    with pytest.raises(SourceFailed, match="not an OPML"):
        read_opml(body)


WORDS = st.text(st.characters(exclude_categories=("Cs",)), max_size=30)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(WORDS, st.lists(st.sampled_from(["un", "trade", "central-asia"]), unique=True)), max_size=6))
def test_what_is_written_is_read_back(names: list[tuple[str, list[str]]]) -> None:
    lines = [
        (Source(name=name, topics=tuple(topics)), Feed(url=f"https://{n}.example/f?a=1&b=%22"))
        for n, (name, topics) in enumerate(names)
    ]
    if not lines:
        return
    listed, refused = read_opml(write_opml(lines))
    assert refused == ()
    assert {(feed.url, source.topics) for source, feed in listed} == {
        (feed.url, source.topics) for source, feed in lines
    }


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_give_feeds_or_an_error_in_words(noise: bytes) -> None:
    try:
        read_opml(b"<opml><body><outline xmlUrl='http://a.example/'/>" + noise)
    except SourceFailed:
        return
