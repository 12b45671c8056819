# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
# listparser comes without types.
"""Subscription lists (OPML) in and out. Pure; reading runs in a worker process, since the file is a stranger's."""

import re
from collections.abc import Iterable
from xml.etree import ElementTree  # only written with, never read

import listparser

from bot.domain.errors import SourceFailed
from bot.domain.keys import fold
from bot.domain.news import Feed, Source
from bot.feeds import urls
from bot.feeds.failures import PrivateAddress
from bot.feeds.guard import check_url
from bot.feeds.markup import squash
from bot.words import N_

MOST_BYTES = 2 * 1024 * 1024
MOST_FEEDS = 2000
Listed = tuple[Source, Feed]


def read_opml(body: bytes) -> tuple[tuple[Listed, ...], tuple[tuple[str, PrivateAddress], ...]]:
    """(each feed once, with its folders as topics; each that was refused, with the reason). SourceFailed for no OPML."""
    plain = body.replace(b"\0", b"").lower()
    if b"<opml" not in plain or (b"<!doctype" in plain and b"<!entity" in plain):
        raise SourceFailed(N_("This is not an OPML file. Other readers write one with “export subscriptions”."))
    listed: dict[str, Listed] = {}
    refused: list[tuple[str, PrivateAddress]] = []
    for found in listparser.parse(body)["feeds"][:MOST_FEEDS]:  # bytes: given text it would fetch an address
        url, title = _address(str(found["url"])), squash(str(found["title"]))[:200]
        try:
            host = check_url(url).host or ""
        except PrivateAddress as error:
            refused.append((title or url[:200], error))
            continue
        topics = tuple(dict.fromkeys(word for path in found["categories"] for word in map(_topic, path) if word))[:8]
        listed.setdefault(urls.canonical(url), (Source(name=title or host, topics=topics), Feed(url=url)))
    return tuple(listed.values()), tuple(refused)


def _address(url: str) -> str:
    """`feed:` before an address, or in place of http:, is how old readers wrote it."""
    rest = re.sub(r"^feed:", "", url.strip(), flags=re.I)
    return (
        f"http:{rest}" if rest.startswith("//") and not re.match(r"//https?:", rest, re.I) else rest.removeprefix("//")
    )


def _topic(folder: str) -> str:
    return fold(folder).replace(" ", "-")[:40]


def write_opml(lines: Iterable[Listed]) -> bytes:
    """A file that `read_opml` and every reader takes: a folder for each source's topics, one within the other."""
    root = ElementTree.Element("opml", version="2.0")
    ElementTree.SubElement(ElementTree.SubElement(root, "head"), "title").text = "Communiqué: sources"
    body = ElementTree.SubElement(root, "body")
    folders: dict[tuple[str, ...], ElementTree.Element] = {(): body}
    for source, feed in lines:
        for depth in range(1, len(source.topics) + 1):
            path = source.topics[:depth]
            if path not in folders:
                folders[path] = ElementTree.SubElement(folders[path[:-1]], "outline", text=_clean(path[-1]))
        outline = {"type": "rss", "text": _clean(source.name), "xmlUrl": _clean(feed.url)}
        if source.home_url:
            outline["htmlUrl"] = _clean(source.home_url)
        ElementTree.SubElement(folders[source.topics], "outline", outline)
    ElementTree.indent(root)
    return ElementTree.tostring(root, "utf-8", xml_declaration=True)


def _clean(text: str) -> str:
    """Without the characters that no XML file may hold."""
    return re.sub(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "", text)
