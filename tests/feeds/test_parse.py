"""Feeds as publishers really write them."""

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.errors import SourceFailed
from bot.domain.news import Entry, Listing
from bot.feeds.parse import MOST_ENTRIES, parse_feed

NOW = datetime(2026, 2, 3, 12, 0, tzinfo=UTC)
URL = "https://news.example/feeds/world.xml"


def _parse(body: str | bytes, content_type: str = "application/rss+xml", url: str = URL, **headers: str) -> Listing:
    raw = body.encode() if isinstance(body, str) else body
    return parse_feed(raw, url, content_type, headers, NOW)


def _rss(*items: str, head: str = "") -> str:
    return (
        '<?xml version="1.0" encoding="utf-8"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" '
        'xmlns:sy="http://purl.org/rss/1.0/modules/syndication/"><channel><title>World &amp;amp; Trade</title>'
        f"<link>https://news.example/</link>{head}{''.join(f'<item>{item}</item>' for item in items)}</channel></rss>"
    )


def _one(item: str) -> Entry:
    (entry,) = _parse(_rss(item)).entries
    return entry


def test_an_rss_item_keeps_title_address_time_and_body() -> None:
    listing = _parse(
        _rss(
            "<title>Ministers&amp;#8217; &lt;b&gt;call&lt;/b&gt;</title><link>/a?utm_source=rss&amp;id=7</link>"
            '<guid isPermaLink="false">tag:7</guid><pubDate>Mon, 02 Feb 2026 15:00:00 +0500</pubDate>'
            "<description>&lt;p&gt;They spoke.&lt;/p&gt;</description>"
            "<content:encoded><![CDATA[<p>They spoke for an hour.</p><p>Trade came up.</p>]]></content:encoded>"
        )
    )
    (entry,) = listing.entries
    assert (listing.title, listing.home_url) == ("World & Trade", "https://news.example/")
    assert entry == Entry(
        identity="https://news.example/a?id=7",
        url="https://news.example/a?utm_source=rss&id=7",
        title="Ministers’ call",
        summary="They spoke.",
        content_html="<p>They spoke for an hour.</p><p>Trade came up.</p>",
        guid="tag:7",
        published_at=datetime(2026, 2, 2, 10, 0, tzinfo=UTC),
    )


def test_atom_rdf_and_json_feeds_are_read_too() -> None:
    atom = _parse(
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>A</title><entry><title>Talks</title><id>urn:1</id>'
        '<link href="https://news.example/t"/><updated>2026-02-01T08:00:00Z</updated>'
        '<content type="html">&lt;p&gt;Body&lt;/p&gt;</content></entry></feed>',
        "application/atom+xml",
    )
    rdf = _parse(
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/"><item><title>Talks</title><link>https://news.example/t</link>'
        "<dc:date>2026-02-01T08:00:00Z</dc:date></item></rdf:RDF>",
        "application/rdf+xml",
    )
    as_json = _parse(
        json.dumps(
            {
                "version": "https://jsonfeed.org/version/1.1",
                "title": "A",
                "items": [
                    {
                        "id": 1,
                        "url": "https://news.example/t",
                        "title": "Talks",
                        "date_published": "2026-02-01T08:00:00Z",
                        "content_text": "One <line>\nTwo",
                    }
                ],
            }
        ),
        "application/feed+json",
    )
    for listing in (atom, rdf, as_json):
        (entry,) = listing.entries
        assert (entry.title, entry.url, entry.published_at) == (
            "Talks",
            "https://news.example/t",
            datetime(2026, 2, 1, 8, 0, tzinfo=UTC),
        )
    assert atom.entries[0].content_html == "<p>Body</p>"
    assert as_json.entries[0].content_html == "<p>One &lt;line&gt;</p><p>Two</p>"


@pytest.mark.parametrize(
    "broken",
    [
        "<title>Fish & Chips talks</title><link>https://news.example/t</link>",
        "<title>Talks</title><link>https://news.example/t</link><description><p>Never closed",
        "<title>Talks\x01\x0b</title><link>https://news.example/t</link>",
        "<title>Talks &nbsp; &eacute; &madeup;</title><link>https://news.example/t</link>",
    ],
)
def test_a_malformed_feed_with_entries_is_read(broken: str) -> None:
    assert _one(broken).url == "https://news.example/t"


@pytest.mark.parametrize("encoding", ["utf-8", "windows-1251", "koi8-r", "utf-16"])
def test_cyrillic_titles_survive_their_encoding(encoding: str) -> None:
    body = (
        f'<?xml version="1.0" encoding="{encoding}"?><rss version="2.0"><channel><item><title>Переговоры в Астане</title>'
        "</item></channel></rss>"
    )
    assert _parse(body.encode(encoding), "application/xml").entries[0].title == "Переговоры в Астане"


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Mon, 02 Feb 2026 10:00:00 GMT", datetime(2026, 2, 2, 10, 0, tzinfo=UTC)),
        ("2 February 2026, 5pm MSK", datetime(2026, 2, 2, 14, 0, tzinfo=UTC)),
        ("2026-02-02 10:00", datetime(2026, 2, 2, 10, 0, tzinfo=UTC)),
        ("Thu, 05 Feb 2026 11:00:00 GMT", datetime(2026, 2, 5, 11, 0, tzinfo=UTC)),
        ("Thu, 05 Feb 2026 13:00:00 GMT", None),
        ("Sat, 31 Dec 1994 10:00:00 GMT", None),
        ("Thu, 01 Jan 1970 00:00:00 GMT", None),
        ("Sun, 99 Feb 2026 10:00:00 GMT", None),
        ("tomorrow", None),
        ("", None),
        ("31 February", None),
        ("9" * 70, None),
        ("0001-01-01T00:00:00+14:00", None),
    ],
)
def test_dates_are_read_in_utc_or_not_at_all(written: str, read: datetime | None) -> None:
    assert _one(f"<title>T</title><pubDate>{written}</pubDate>").published_at == read


def test_an_entry_without_a_web_address_keeps_its_guid_or_text_as_identity() -> None:
    listing = _parse(
        _rss(
            '<title>One</title><guid isPermaLink="false">g-1</guid>',
            "<title>Two</title>",
            "<title>Three</title><link>javascript:alert(1)</link>",
            "<title>Four</title><link>file:///etc/passwd</link>",
        )
    )
    assert [entry.url for entry in listing.entries] == [None] * 4
    assert listing.entries[0].identity == "g-1"
    assert len({entry.identity for entry in listing.entries}) == 4
    assert listing.entries[1].identity.startswith("text:")


def test_links_and_guids_that_entries_share_identify_none_of_them() -> None:
    shared = "<link>https://news.example/live</link><guid isPermaLink='false'>same</guid>"
    entries = _parse(_rss(f"<title>One</title>{shared}", f"<title>Two</title>{shared}")).entries
    assert [entry.identity[:5] for entry in entries] == ["text:", "text:"]
    assert entries[0].identity != entries[1].identity


def test_an_entry_listed_twice_comes_once_and_retitling_keeps_its_identity() -> None:
    item = "<title>One</title><link>https://news.example/1?utm_medium={}</link>"
    (entry,) = _parse(_rss(item.format("a"), item.format("b"))).entries
    assert _one("<title>One, corrected</title><link>https://news.example/1</link>").identity == entry.identity


def test_at_most_two_hundred_entries_are_taken() -> None:
    items = [f"<title>{n}</title><link>https://news.example/{n}</link>" for n in range(300)]
    entries = _parse(_rss(*items)).entries
    assert len(entries) == MOST_ENTRIES
    assert entries[0].title == "0"


@pytest.mark.parametrize(
    ("head", "headers", "seconds"),
    [
        ("<ttl>30</ttl>", {}, 1800),
        ("<ttl>soon</ttl>", {}, None),
        ("<ttl>999999</ttl>", {}, 86400),
        ("<sy:updatePeriod>hourly</sy:updatePeriod><sy:updateFrequency>2</sy:updateFrequency>", {}, 1800),
        ("<ttl>30</ttl>", {"cache-control": "public, max-age=3600"}, 3600),
        ("", {"cache-control": "no-cache"}, None),
        ("", {"expires": "Tue, 03 Feb 2026 13:00:00 GMT"}, 3600),
        ("", {"expires": "0"}, None),
        ("", {"expires": "-1"}, None),
    ],
)
def test_a_feed_says_how_long_to_leave_it_alone(head: str, headers: dict[str, str], seconds: int | None) -> None:
    assert parse_feed(_rss(head=head).encode(), URL, "application/xml", headers, NOW).ttl_seconds == seconds


def test_validators_of_the_answer_are_kept_for_the_next_poll() -> None:
    listing = parse_feed(_rss().encode(), URL, "application/xml", {"etag": '"9"', "last-modified": "yesterday"}, NOW)
    assert (listing.etag, listing.last_modified, listing.entries) == ('"9"', "yesterday", ())


@pytest.mark.parametrize(
    ("body", "content_type", "words"),
    [
        ("<!doctype html><html><body><p>Hello</p></body></html>", "text/html", "web page at this address, not a feed"),
        ("<HTML><HEAD><TITLE>x</TITLE></HEAD></HTML>", "application/xml", "web page"),
        ("", "text/xml", "empty"),
        ("just words", "text/plain", "cannot be read as RSS"),
        ("\x00\x01\x02", "application/octet-stream", "cannot be read"),
        ('{"version": 1}', "application/json", "no JSON Feed"),
        ("{", "application/json", "cannot be read"),
        ("{" * 100_000, "application/json", "cannot be read"),
        ('{"a":' * 100_000, "application/json", "cannot be read"),
    ],
)
def test_what_is_no_feed_is_said_so(body: str, content_type: str, words: str) -> None:
    with pytest.raises(SourceFailed, match=words):
        _parse(body, content_type)


def test_a_feed_too_damaged_to_read_is_not_taken_for_an_empty_one() -> None:
    with pytest.raises(SourceFailed, match="damaged"):
        _parse(_rss("<title>Unclosed<link>https://news.example/t</link>"))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-32"])
def test_a_feed_with_entities_of_its_own_is_refused(encoding: str) -> None:
    body = (
        '<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>' + _rss("<title>&b;</title>")[39:]
    )
    with pytest.raises(SourceFailed, match="entities of its own"):
        _parse(body.encode(encoding))


def test_a_body_that_looks_like_a_path_or_an_address_is_not_opened() -> None:
    for body in (__file__, "http://127.0.0.1:9/", f"file://{__file__}"):
        with pytest.raises(SourceFailed):
            _parse(body)


@settings(max_examples=60, deadline=None)
@given(
    st.binary(max_size=300),
    st.sampled_from(
        [
            b"",
            b"<rss><channel><item>",
            b"<feed xmlns='http://www.w3.org/2005/Atom'><entry>",
            b'{"version":"https://jsonfeed.org/version/1","items":[',
        ]
    ),
)
def test_any_bytes_give_entries_or_an_error_in_words(noise: bytes, start: bytes) -> None:
    try:
        listing = _parse(start + noise)
    except SourceFailed:
        return
    assert all(entry.identity for entry in listing.entries)


@pytest.mark.parametrize(
    "item", [None, 1, "x", [], {"url": [], "title": {}, "id": None, "date_published": 5, "content_html": []}]
)
def test_json_items_of_the_wrong_type_harm_nobody(item: object) -> None:
    good = {"id": "1", "url": "https://news.example/t", "title": "Talks"}
    body = json.dumps({"version": "https://jsonfeed.org/version/1", "items": [item, good]})
    assert [entry.title for entry in _parse(body, "application/json").entries] == ["Talks"]


def test_an_entry_of_megabytes_keeps_its_beginning() -> None:
    """It is taken apart into words where everybody waits, which filled hundreds of megabytes."""
    words = "abcd " * 600_000
    entry = _one(f"<title>T</title><description>{words}</description><content:encoded>{words}</content:encoded>")
    item = {"id": "1", "title": "T", "content_text": words}
    feed = json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": [item]})
    (other,) = _parse(feed, "application/feed+json").entries
    assert len(entry.summary) <= len(entry.content_html or "") <= 1024 * 1024
    assert len(other.content_html or "") < 1024 * 1024 + 100
