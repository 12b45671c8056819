"""Feeds as nobody should write them: hand-written ones, and what mishap, haste or malice makes of each."""

import gzip
import random
from collections.abc import Callable

ITEMS = "".join(
    f"<item><title>Talks {n} &amp; trade</title><guid isPermaLink='false'>g{n}</guid><pubDate>Tue, 10 Mar 2026 0{n}:00:00 GMT</pubDate>"
    f"<description>&lt;p&gt;They spoke for {n} hours.&lt;/p&gt;</description></item>"
    for n in range(1, 6)
)
ENTRIES = "".join(
    f"<entry><title type='html'>Talks {n} &amp;amp; trade</title><id>urn:{n}</id><updated>2026-03-10T0{n}:00:00Z</updated>"
    f"<content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'><p>They spoke for {n} hours.</p></div></content></entry>"
    for n in range(1, 6)
)
BASES: dict[str, bytes] = {
    "rss": f"<?xml version='1.0' encoding='utf-8'?><rss version='2.0'><channel><title>Wire</title>{ITEMS}</channel></rss>".encode(),
    "rss with a body": (
        "<?xml version='1.0'?><rss version='2.0' xmlns:content='http://purl.org/rss/1.0/modules/content/'><channel><title>Wire</title>"
        + ITEMS.replace("</item>", "<content:encoded><![CDATA[<p>“Yes,” he said.</p>]]></content:encoded></item>")
        + "</channel></rss>"
    ).encode(),
    "atom": f"<?xml version='1.0' encoding='utf-8'?><feed xmlns='http://www.w3.org/2005/Atom'><title>Wire</title>{ENTRIES}</feed>".encode(),
    "rdf": (
        "<?xml version='1.0'?><rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns='http://purl.org/rss/1.0/'>"
        f"<channel><title>Wire</title></channel>{ITEMS}</rdf:RDF>"
    ).encode(),
    "json": (
        b'{"version": "https://jsonfeed.org/version/1.1", "title": "Wire", "items": ['
        + b", ".join(b'{"id": "%d", "title": "Talks %d", "content_text": "They spoke."}' % (n, n) for n in range(1, 6))
        + b"]}"
    ),
    "cyrillic": (
        "<?xml version='1.0' encoding='windows-1251'?><rss version='2.0'><channel><title>Лента</title>"
        + ITEMS.replace("Talks", "Переговоры")
        + "</channel></rss>"
    ).encode("windows-1251"),
}

Mutation = Callable[[bytes, random.Random], bytes]


def _cut(share: float) -> Mutation:
    return lambda body, _: body[: int(len(body) * share)]


def _swap(old: bytes, new: bytes, times: int = -1) -> Mutation:
    return lambda body, _: body.replace(old, new, times) if old in body else body[:7] + new + body[7:]


def _noise(share: float) -> Mutation:
    def work(body: bytes, dice: random.Random) -> bytes:
        flipped = bytearray(body)
        for _ in range(int(len(body) * share)):
            flipped[dice.randrange(len(flipped))] = dice.randrange(256)
        return bytes(flipped)

    return work


def _shuffled(body: bytes, dice: random.Random) -> bytes:
    tags = body.split(b"<")
    dice.shuffle(tags)
    return b"<".join(tags)


def _dropped(body: bytes, dice: random.Random) -> bytes:
    return b"".join(bytes([one]) for one in body if dice.random() > 0.02)


def _doubled(body: bytes, _: random.Random) -> bytes:
    return body + body


MUTATIONS: dict[str, Mutation] = {
    "cut in its first tenth": _cut(0.1),
    "cut in the middle": _cut(0.5),
    "cut before its last byte": _cut(0.999),
    "one byte long": lambda body, _: body[:1],
    "twice in one file": _doubled,
    "text before it": lambda body, _: b"Warning: mysql_connect() failed in /srv/a.php on line 3\n" + body,
    "text behind it": lambda body, _: body + b"<!-- cached --><script>track()</script>",
    "blank lines before it": lambda body, _: b"\n\n \t" + body,
    "a byte order mark": lambda body, _: b"\xef\xbb\xbf" + body,
    "the wrong byte order mark": lambda body, _: b"\xff\xfe" + body,
    "another encoding than it says": _swap(b"utf-8", b"utf-16"),
    "an encoding that nobody knows": _swap(b"utf-8", b"klingon"),
    "Latin bytes in UTF-8": _swap(b"Talks", b"Talks \xe9\xe8\xff"),
    "half a character": _swap(b"trade", b"trad\xe2\x80"),
    "control characters": _swap(b"Talks", b"Ta\x00\x01\x0b\x1flks"),
    "bare ampersands": _swap(b"&amp;", b" & "),
    "entities of HTML": _swap(b"Talks", b"Talks&nbsp;&eacute;&hellip;&madeup;"),
    "numbers that are no characters": _swap(b"Talks", b"Talks&#0;&#xD800;&#x110000;&#99999999999;"),
    "unclosed tags": _swap(b"</title>", b""),
    "tags closed twice": _swap(b"</title>", b"</title></title></item>"),
    "tags crossed": _swap(b"</description></item>", b"</item></description>"),
    "attributes without quotes": _swap(b"'2.0'", b"2.0 a=b=c"),
    "an unknown namespace": _swap(b"<title>", b"<foo:title>"),
    "unclosed CDATA": _swap(b"They spoke", b"<![CDATA[They spoke"),
    "CDATA within CDATA": _swap(b"They spoke", b"<![CDATA[<![CDATA[They]]> spoke]]>"),
    "dates of no calendar": _swap(b"Mar 2026", b"Foo 20266"),
    "dates far ahead": _swap(b"2026", b"9999"),
    "guids all alike": lambda body, _: body.replace(b"g2", b"g1").replace(b"g3", b"g1").replace(b"urn:2", b"urn:1"),
    "no titles": lambda body, _: body.replace(b"Talks", b"").replace(b"title", b"tit"),
    "links to scripts and files": _swap(
        b"<guid", b"<link>javascript:alert(1)</link><link>file:///etc/passwd</link><guid"
    ),
    "links to the inside": _swap(b"<guid", b"<link>http://169.254.169.254/latest/</link><guid"),
    "links of no address": _swap(b"<guid", b"<link>http://[::1</link><guid"),
    "a very long title": _swap(b"Talks 1", b"Talks " * 20_000),
    "very many items": lambda body, _: body.replace(b"</item>", b"</item>" + b"<item><title>x</title></item>" * 400, 1),
    "deep nesting": _swap(b"They spoke", b"&lt;div&gt;" * 3000),
    "deep tags": _swap(b"<title>", b"<b>" * 2000 + b"<title>", 1),
    "very many attributes": _swap(
        b"<title>", b"<x " + b" ".join(b"a%d='1'" % n for n in range(2000)) + b"/><title>", 1
    ),
    "laughs without end": _swap(b"?>", b"?><!DOCTYPE r [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;'>]>", 1),
    "a file of the machine": _swap(b"?>", b"?><!DOCTYPE r [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>", 1),
    "compressed though it does not say so": lambda body, _: gzip.compress(body, mtime=0),
    "NULs between its bytes": lambda body, _: body.decode("latin-1").encode("utf-16"),
    "bytes flipped": _noise(0.01),
    "many bytes flipped": _noise(0.2),
    "bytes lost": _dropped,
    "tags shuffled": _shuffled,
}
WHOLE: dict[str, bytes] = {
    "nothing": b"",
    "blanks": b" \n\t",
    "NULs": bytes(100_000),
    "a web page": b"<!doctype html><html><head><title>Sorry</title></head><body>Down for maintenance</body></html>",
    "a picture": b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20,
    "an error of a gateway": b"<html><body><h1>502 Bad Gateway</h1></body></html>",
    "brackets": b"<" * 100_000,
    "JSON that is no feed": b'{"error": "quota"}',
    "JSON without end": b'{"items": [' * 20_000,
    "JSON items of every type": b'{"version": "https://jsonfeed.org/version/1", "items": [1, null, [], "x", {"id": {}}, {"title": []}]}',
    "JSON with half characters": rb'{"version": "https://jsonfeed.org/version/1", "title": "\ud800", "items": [{"id": "a\udfff", "title": "T \ud800", '
    rb'"url": "http://a.example/\ud800", "summary": "\udc00", "content_html": "<p>\ud800</p>", "date_published": "\ud800 2026"}]}',
    "a feed of nothing": b"<rss version='2.0'><channel></channel></rss>",
    "items without words": b"<rss version='2.0'><channel><item/><item></item></channel></rss>",
}


def all_broken() -> dict[str, bytes]:
    """Every mutation of every base that changes it, and what is broken as a whole; the same at every run."""
    found = dict(WHOLE)
    for base, body in BASES.items():
        for name, mutation in MUTATIONS.items():
            broken = mutation(body, random.Random(f"{base}/{name}"))
            if broken != body:
                found[f"{base}: {name}"] = broken
    return found
