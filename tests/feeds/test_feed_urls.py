"""One spelling for one address, and feeds named by a page."""

import pytest

from bot.feeds import urls
from bot.feeds.discover import find_feeds, probes


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
    for host in ("blogspot.com", "github.io", "substack.com", "tumblr.com", "wordpress.com"):
        assert not urls.same_site(f"https://one.{host}/", f"https://two.{host}/"), (
            "a page may name another's for its own address"
        )
        assert urls.same_site(f"https://one.{host}/a", f"http://one.{host}/b")
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


def test_a_page_that_names_ten_thousand_feeds_has_ten_of_them_asked() -> None:
    named = b"".join(
        b'<link rel="alternate" type="application/rss+xml" href="https://%d.example/">' % n for n in range(10_000)
    )
    assert find_feeds(b"<html><head>" + named + b"</head></html>", "https://news.example/", None) == tuple(
        f"https://{n}.example/" for n in range(10)
    )


def test_a_link_of_a_megabyte_leads_nowhere() -> None:
    assert urls.join("https://news.example/", "a" * 1_000) == "https://news.example/" + "a" * 1_000
    assert urls.join("https://news.example/", "a" * 1_000_000) is None
