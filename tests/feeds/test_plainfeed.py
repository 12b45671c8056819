"""An ordinary feed is read straight, and exactly as feedparser reads it; everything else is left to feedparser."""

import calendar
import io
import random
from typing import Any

import feedparser
import pytest

from bot.feeds import plainfeed
from tests.feeds.broken import BASES, all_broken

URL = "https://news.example/feeds/world.xml"
SPACES = (
    "xmlns:atom='http://www.w3.org/2005/Atom' xmlns:content='http://purl.org/rss/1.0/modules/content/' xmlns:dc='http://purl.org/dc/elements/1.1/' "
    "xmlns:media='http://search.yahoo.com/mrss/' xmlns:slash='http://purl.org/rss/1.0/modules/slash/' xmlns:own='https://press.example/ns' "
    "xmlns:sy='http://purl.org/rss/1.0/modules/syndication/' xmlns:itunes='http://www.itunes.com/dtds/podcast-1.0.dtd' xmlns:cc='https://licences.example/ns'"
)
DATES = (
    "Tue, 10 Mar 2026 09:00:00 GMT",
    "Tue, 3 Mar 2026 23:30:05 +0530",
    "Tue, 10 Mar 2026 09:00:00 EST",
    "10 Mar 2026 09:00",
    "2026-03-10T09:00:00Z",
    "2026-03-10T09:00:00.25-04:30",
    "Tue, 10 Mar 2026 09:00:00 CET",
    "yesterday",
    "",
    "Tue, 31 Feb 2026 09:00:00 GMT",
)
TEXTS = (
    "Ministers met",
    "",
    "  Talks &amp; trade\n ",
    "<![CDATA[<p>They <b>met</b> &amp; spoke.</p>]]>",
    "caf&#xe9; d\u00e9j\u00e0 \u00c3\u00a9t\u00c3\u00a9",
    "&#150; dash \u0096 and \u0081",
    "\u041f\u0435\u0440\u0435\u0433\u043e\u0432\u043e\u0440\u044b",
    "a<!-- hidden -->b",
    "<b>marked</b>",
    "&lt;p&gt;They met.&lt;/p&gt;",
)
LINKS = (
    "https://news.example/1?a=1&amp;b=2",
    "/talks/2",
    "",
    "http:///odd.example/3",
    "  https://news.example/4#part ",
    "urn:5",
    "HTTP://News.Example/6?",
    "//cdn.example/7",
    "news/8?x=1&amp;amp;copy;=2",
)
ITEM: tuple[str, ...] = (
    "<title>{text}</title>",
    "<title>{text}</title>",
    "<link>{link}</link>",
    "<link>{link}</link>",
    "<guid isPermaLink='false'>{text}</guid>",
    "<guid>{link}</guid>",
    "<guid ispermalink='True'>{link}</guid>",
    "<description>{text}</description>",
    "<description>{text}</description>",
    "<content:encoded>{text}</content:encoded>",
    "<pubDate>{date}</pubDate>",
    "<PUBDATE>{date}</PUBDATE>",
    "<dc:date>{date}</dc:date>",
    "<dc:creator>{text}</dc:creator>",
    "<dc:title>{text}</dc:title>",
    "<category domain='x'>{text}</category>",
    "<author>{text}</author>",
    "<comments>{link}</comments>",
    "<enclosure url='{link}' type='audio/mpeg' length='1'/>",
    "<source url='{link}'>{text}</source>",
    "<media:content url='{link}'><media:credit>{text}</media:credit><media:thumbnail url='{link}'/></media:content>",
    "<media:group><media:title>{text}</media:title></media:group>",
    "<media:description>{text}</media:description>",
    "<slash:comments>3</slash:comments>",
    "<own:title>{text}</own:title>",
    "<cc:license>{text}</cc:license>",
    "<itunes:summary>{text}</itunes:summary>",
    "<post-id xmlns='press:additions'>7</post-id>",
    "<title xmlns='press:additions'>{text}</title>",
    "<atom:link rel='alternate' href='{link}'/>",
    "<atom:link rel='self' href='{link}'/>",
    "<atom:updated>{date}</atom:updated>",
    "<image><title>{text}</title></image>",
    "{text}",
)
CHANNEL: tuple[str, ...] = (
    "<title>{text}</title>",
    "<link>{link}</link>",
    "<description>{text}</description>",
    "<atom:link rel='self' href='{link}'/>",
    "<atom:link href='{link}'/>",
    "<ttl>30</ttl>",
    "<ttl>60</ttl>",
    "<sy:updatePeriod>hourly</sy:updatePeriod>",
    "<sy:updateFrequency> 2 </sy:updateFrequency>",
    "<image><url>{link}</url><title>{text}</title><link>{link}</link></image>",
    "<image><title>{text}</title><own:title>{text}</own:title></image>",
    "<textInput><title>{text}</title><link>{link}</link></textInput>",
    "<skipHours><hour>3</hour></skipHours>",
    "<language>en-gb</language>",
    "<lastBuildDate>{date}</lastBuildDate>",
    "<copyright>{text}</copyright>",
    "<managingEditor>{text}</managingEditor>",
    "<webMaster>{text}</webMaster>",
    "<category>{text}</category>",
    "<generator>{text}</generator>",
    "<guid>{link}</guid>",
)
ENTRY: tuple[str, ...] = (
    "<title>{text}</title>",
    "<title type='html'>{text}</title>",
    "<title type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'>{text}</div></title>",
    "<link href='{link}'/>",
    "<link rel='Alternate' type='text/HTML' href='{link}'/>",
    "<link rel='alternate' type='application/json' href='{link}'/>",
    "<link rel='enclosure' href='{link}'/>",
    "<link>{link}</link>",
    "<id>{link}</id>",
    "<updated>{date}</updated>",
    "<published>{date}</published>",
    "<summary>{text}</summary>",
    "<summary type='html'>{text}</summary>",
    "<content type='html'>{text}</content>",
    "<content type='text' xml:lang='en'>{text}</content>",
    "<content type='application/octet-stream'>{text}</content>",
    "<content src='{link}'/>",
    "<author><name>{text}</name><uri>{link}</uri></author>",
    "<category term='x'/>",
    "<source><title>{text}</title><link href='{link}'/><updated>{date}</updated></source>",
    "<own:link>{link}</own:link>",
    "<media:thumbnail url='{link}'/>",
    "<rights>{text}</rights>",
)
FEED: tuple[str, ...] = (
    "<title>{text}</title>",
    "<title type='text'>{text}</title>",
    "<link href='{link}'/>",
    "<link rel='self' href='{link}'/>",
    "<id>{link}</id>",
    "<subtitle>{text}</subtitle>",
    "<updated>{date}</updated>",
    "<author><name>{text}</name></author>",
    "<generator uri='{link}'>{text}</generator>",
    "<icon>{link}</icon>",
    "<ttl>5</ttl>",
)


def filled(parts: tuple[str, ...], most: int, dice: random.Random) -> str:
    chosen = dice.sample(parts, dice.randrange(1, most))
    values = [{"text": dice.choice(TEXTS), "link": dice.choice(LINKS), "date": dice.choice(DATES[:3])} for _ in chosen]
    for value in values:
        if dice.random() < 0.1:
            value["date"] = dice.choice(DATES)
    return "".join(part.format(**value) for part, value in zip(chosen, values, strict=True))


def made(seed: int) -> bytes:
    """A feed of what publishers write, ordinary or not, in any order."""
    dice = random.Random(seed)
    is_rss = dice.random() < 0.5
    entries = "".join(
        f"<{'item' if is_rss else 'entry'}>{filled(ITEM if is_rss else ENTRY, 8, dice)}</{'item' if is_rss else 'entry'}>"
        for _ in range(dice.randrange(3))
    )
    about = filled(CHANNEL if is_rss else FEED, 4, dice)
    inside = about + entries if dice.random() < 0.8 else entries + about
    whole = (
        f"<rss version='2.0' {SPACES}><channel>{inside}</channel></rss>"
        if is_rss
        else f"<feed xmlns='http://www.w3.org/2005/Atom' {SPACES}>{inside}</feed>"
    )
    head = dice.choice(("<?xml version='1.0' encoding='UTF-8'?>", "<?xml version='1.0'?>\n", "", "\ufeff"))
    return (head + whole).encode()


def values(feed: Any, entries: Any) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """What `bot.feeds.parse` looks at."""
    about = {name: feed.get(name, "") for name in ("title", "link", "ttl", "sy_updateperiod", "sy_updatefrequency")}
    lines: list[dict[str, Any]] = []
    for entry in entries:
        line = {name: entry[name] for name in ("title", "link", "id", "summary") if name in entry}
        line |= {"content": [part["value"] for part in entry.get("content", ())]}
        for name in ("published", "updated"):
            if name in entry:
                line |= {name: entry[name], f"{name} at": calendar.timegm(entry[f"{name}_parsed"])}
        lines.append(line)
    return about, lines


def is_same(body: bytes, content_type: str = "application/xml") -> bool | None:
    """None where feedparser is left to read it."""
    straight = plainfeed.read(body, content_type, URL)
    if straight is None:
        return None
    headers = {"content-type": content_type, "content-location": URL}
    parsed = feedparser.parse(
        io.BytesIO(body), response_headers=headers, sanitize_html=False, resolve_relative_uris=False
    )
    assert values(straight.feed, straight.entries) == values(parsed.feed, parsed.entries), body.decode()
    return bool(parsed.version)


@pytest.mark.parametrize("content_type", ["application/rss+xml", "text/xml", "text/html", "application/octet-stream"])
def test_a_feed_is_read_the_same_straight_as_by_feedparser(content_type: str) -> None:
    read = [is_same(made(seed), content_type) for seed in range(400)]
    assert read.count(False) == 0
    assert read.count(True) >= 50, "enough of them are ordinary for this to prove something"


def test_a_broken_feed_is_read_the_same_or_left_to_feedparser() -> None:
    assert [name for name, body in all_broken().items() if is_same(body) is False] == []


@pytest.mark.parametrize("name", ["rss", "rss with a body"])
def test_an_ordinary_feed_is_read_straight(name: str) -> None:
    assert is_same(BASES[name])


@pytest.mark.parametrize(
    "body",
    [
        BASES["cyrillic"],
        BASES["rdf"],
        BASES["rss"].replace(b"<rss", b"<!DOCTYPE rss><rss"),
        BASES["rss"].replace(b"<rss", b"<rss xml:base='https://elsewhere.example/'"),
        BASES["rss"].replace(b"Wire", b"W&nbsp;ire"),
        BASES["rss"][:-9],
    ],
    ids=["old encoding", "rdf", "doctype", "other base", "undeclared entity", "cut off"],
)
def test_what_is_unusual_or_broken_is_left_to_feedparser(body: bytes) -> None:
    assert plainfeed.read(body, "application/xml", URL) is None
