"""What reads bytes never asks the network for more of them."""

import contextlib
import socket
import subprocess
import sys
from datetime import UTC, datetime
from typing import NoReturn

import pytest
from protego import Protego

from bot.domain.errors import SourceFailed
from bot.domain.news import Entry
from bot.feeds.body import read_page
from bot.feeds.discover import find_feeds
from bot.feeds.opml import read_opml
from bot.feeds.parse import parse_feed
from bot.feeds.urls import same_site

NOW = datetime(2026, 2, 3, tzinfo=UTC)
PAGE = (
    b"""<!DOCTYPE html SYSTEM "http://192.0.2.1/x.dtd"><html><head><base href="http://192.0.2.1/">
<link rel="stylesheet" href="a.css"><script src="a.js"></script><meta property="og:image" content="http://192.0.2.1/a.png">
</head><body><article><img src="http://192.0.2.1/b.png"><iframe src="http://192.0.2.1/"></iframe>
<p>"""
    + b"The ministers met in the capital and spoke about trade for an hour. " * 5
    + b"</p></article></body></html>"
)
FEED = b"""<?xml version="1.0"?><?xml-stylesheet href="http://192.0.2.1/a.xsl"?>
<!DOCTYPE rss SYSTEM "http://192.0.2.1/rss.dtd"><rss version="2.0" xmlns:xi="http://www.w3.org/2001/XInclude"><channel>
<xi:include href="http://192.0.2.1/more.xml"/><item><title>Talks</title><enclosure url="http://192.0.2.1/a.mp3"/></item></channel></rss>"""

OPML = b"<opml><body><outline type='include' url='http://192.0.2.1/more.opml'/><outline xmlUrl='http://192.0.2.1/feed'/></body></opml>"


def test_reading_feeds_and_pages_opens_no_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[object] = []

    def refuse(*arguments: object, **_options: object) -> NoReturn:
        asked.append(arguments)
        raise OSError("no network here")

    for name in ("connect", "connect_ex", "sendto"):
        monkeypatch.setattr(socket.socket, name, refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    listing = parse_feed(FEED, "http://192.0.2.1/feed", "text/xml", {}, NOW)
    article = read_page(PAGE, "http://192.0.2.1/a", None, Entry(identity="x", url=None, title="Talks were held"), NOW)
    assert ([entry.title for entry in listing.entries], article.state) == (["Talks"], "read")
    read_opml(OPML)
    Protego.parse("Sitemap: http://192.0.2.1/sitemap.xml").can_fetch("http://192.0.2.1/", "x")
    assert find_feeds(PAGE, "http://192.0.2.1/", None) == ()
    assert not same_site("http://a.example.museum/", "http://b.other.museum/")
    for words in (b"http://192.0.2.1/feed.xml", b"https://192.0.2.1/", b"/etc/hostname", b"feed:http://192.0.2.1/"):
        with contextlib.suppress(
            SourceFailed
        ):  # some readers take an address in the place of a text for leave to fetch it
            read_page(words, "http://192.0.2.1/a", "utf-8", Entry(identity="x", url=None, title="Talks"), NOW)
        with pytest.raises(SourceFailed):
            parse_feed(words, "http://192.0.2.1/feed", "", {}, NOW)
        with pytest.raises(SourceFailed):
            read_opml(words)
    assert asked == []


def test_what_a_worker_loads_to_read_a_feed_holds_no_http_client_of_ours() -> None:
    loads = "import sys, bot.reading, bot.feeds.parse; sys.exit('aiohttp' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", loads], check=False, timeout=60).returncode == 0
