"""Which feeds a site has: what its page names, else where feeds usually are."""

import re

from bot.feeds import urls
from bot.feeds.markup import read_head

PROBES = ("/feed", "/rss", "/rss.xml", "/atom.xml", "/index.xml", "/feed.xml", "/feed.json")
_MOST = 10
"""Feeds of a page that are named; each is asked for, and a page may name ten thousand of anybody's."""
_TYPES = re.compile(r"application/(rss\+xml|atom\+xml|rdf\+xml|feed\+json|json|xml)|text/xml")
_OTHER_THINGS = re.compile(r"oembed|wp-json|comment|/xmlrpc|opensearch", re.IGNORECASE)


def find_feeds(page: bytes, url: str, charset: str | None) -> tuple[str, ...]:
    """Feed addresses the page names by `<link rel=alternate>`, in its order; comments and oEmbed left out."""
    head = read_head(page, charset)
    base = urls.join(url, head.base) or url
    found: dict[str, None] = {}
    for link in head.links:
        if "alternate" not in link.get("rel", "").lower().split():
            continue
        href = link.get("href", "")
        if not _TYPES.fullmatch(link.get("type", "").lower().split(";")[0].strip()):
            continue
        if _OTHER_THINGS.search(href) or _OTHER_THINGS.search(link.get("title", "")):
            continue
        if address := urls.join(base, href):
            found[address] = None
    return tuple(found)[:_MOST]


def probes(url: str) -> tuple[str, ...]:
    """Addresses to try on the page's host when it names no feed."""
    return tuple(address for path in PROBES if (address := urls.join(url, path)))
