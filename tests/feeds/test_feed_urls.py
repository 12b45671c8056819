"""One spelling for one address, feeds named by a page, and the pace of asking."""

import itertools
from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.errors import SourceFailed
from bot.domain.news import Entry, Feed, Listing
from bot.feeds import urls
from bot.feeds.discover import find_feeds, probes
from bot.feeds.failures import FetchFailed
from bot.feeds.pace import next_poll

NOW = datetime(2026, 2, 3, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        ("HTTPS://News.Example:443/a/../b#top", "https://news.example/b"),
        ("http://news.example", "http://news.example/"),
        ("https://news.example/?p=1", "https://news.example/?p=1"),
        ("https://news.example/?p=2", "https://news.example/?p=2"),
        ("https://news.example/a?utm_source=x&id=7&fbclid=y&b=%20c", "https://news.example/a?id=7&b=%20c"),
        ("https://news.example/a?UTM_Source=x", "https://news.example/a"),
        ("https://news.example/a?", "https://news.example/a"),
        ("https://новости.example/a", "https://xn--b1amnebsh.example/a"),
        ("https://news.example/a?x&y=", "https://news.example/a?x&y="),
        (" https://news.example/a ", "https://news.example/a"),
        ("no address", "no address"),
    ],
)
def test_each_address_has_one_spelling(written: str, canonical: str) -> None:
    assert urls.canonical(written) == canonical
    assert urls.canonical(canonical) == canonical


def test_a_site_is_what_somebody_registered() -> None:
    assert urls.same_site("https://www.news.co.uk/a", "http://m.news.co.uk/")
    assert not urls.same_site("https://one.co.uk/", "https://two.co.uk/")
    assert not urls.same_site("https://one.blogspot.com/", "https://two.blogspot.com/")
    assert urls.same_site("http://127.0.0.1:1/a", "http://127.0.0.1:2/b")
    assert not urls.same_site("nothing", "nothing")


def test_feeds_a_page_names_are_found_and_other_things_are_not() -> None:
    page = b"""<html><head><base href="https://cdn.example/x/">
      <link rel="alternate" type="application/rss+xml" href="../feed" title="News">
      <LINK REL="Alternate home" TYPE="application/atom+xml; charset=utf-8" HREF="https://news.example/atom.xml">
      <link rel="alternate" type="application/feed+json" href="/feed.json">
      <link rel="alternate" type="application/rss+xml" href="../feed">
      <link rel="alternate" type="application/rss+xml" href="/comments/feed/" title="Comments">
      <link rel="alternate" type="application/json+oembed" href="/wp-json/oembed/1.0/embed">
      <link rel="alternate" type="application/json" href="/wp-json/wp/v2/posts/1">
      <link rel="alternate" hreflang="ru" href="/ru/"><link rel="stylesheet" href="/a.css">
      <link rel="alternate" type="application/rss+xml" href="file:///etc/passwd"></head></html>"""
    assert find_feeds(page, "https://news.example/", None) == (
        "https://cdn.example/feed",
        "https://news.example/atom.xml",
        "https://cdn.example/feed.json",
    )
    assert find_feeds(b"", "https://news.example/", None) == ()
    assert "https://news.example/rss.xml" in probes("https://news.example/world/page?x=1")


def _listing(hours_between: float, count: int = 30, **changes: object) -> Listing:
    entries = tuple(
        Entry(identity=str(n), url=None, title="T", published_at=NOW - timedelta(hours=hours_between * n))
        for n in range(count)
    )
    return Listing(feed_url="f", entries=entries, **changes)  # type: ignore[arg-type]


def _wait(heard: Listing | SourceFailed, **feed: object) -> float:
    """Hours."""
    return (next_poll(Feed(id=7, url="f", **feed), heard, NOW) - NOW) / timedelta(hours=1)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("heard", "hours"),
    [
        (_listing(0.01), 1 / 6),
        (_listing(2), 58 / 60),
        (_listing(48), 6),
        (_listing(200), 6),
        (Listing(feed_url="f"), 6),
        (_listing(0.01, ttl_seconds=7200), 2),
        (_listing(0.01, ttl_seconds=10**7), 24),
        (SourceFailed("x"), 1 / 3),
        (FetchFailed("x", retry_after=7200), 2),
        (FetchFailed("x", retry_after=10**8), 24),
    ],
)
def test_a_feed_is_asked_as_often_as_it_has_news_and_wants(heard: Listing | SourceFailed, hours: float) -> None:
    assert hours * 0.89 <= _wait(heard) <= hours * 1.11


def test_failures_double_the_wait_up_to_a_day() -> None:
    waits = [_wait(SourceFailed("x"), failures=failures) for failures in range(12)]
    assert all(later > earlier * 1.5 for earlier, later in itertools.pairwise(waits[:7]))
    assert all(21.5 < wait < 26.5 for wait in waits[8:])


def test_an_unchanged_feed_keeps_its_pace() -> None:
    wait = _wait(Listing(feed_url="f", unchanged=True), last_polled_at=NOW - timedelta(hours=2), next_poll_at=NOW)
    assert 1.8 <= wait <= 2.2


def test_feeds_added_together_drift_apart_but_the_same_every_time() -> None:
    moments = [next_poll(Feed(id=n, url="f"), _listing(2), NOW) for n in range(50)]
    assert len(set(moments)) == 50
    assert moments == [next_poll(Feed(id=n, url="f"), _listing(2), NOW) for n in range(50)]
