"""RSS 2.0 and Atom as most publishers write them, read straight from the XML tree; None for whatever is unusual.

feedparser reads everything else, and would make the same of these: its own reading of an ordinary feed costs ten times as much,
most of it spent on questions that such a feed does not raise. What is not listed here is unusual. tests/feeds/test_plainfeed.py
holds the two together.
"""

import contextlib
import io
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, cast
from urllib.parse import urljoin
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

Name = Callable[[Element], str]
_SPACES = {
    "http://www.w3.org/2005/atom": "atom",
    "http://purl.org/rss/1.0/modules/content/": "content",
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://search.yahoo.com/mrss/": "media",
    "http://search.yahoo.com/mrss": "media",
    "http://purl.org/rss/1.0/modules/slash/": "other",
    "http://purl.org/rss/1.0/modules/syndication/": "sy",
    "http://wellformedweb.org/commentapi/": "other",
}
# Prefixes for whose elements feedparser has a meaning of its own, whatever their namespace.
_MEANT = frozenset(
    "admin cc content creativecommons dc dcterms feedburner georss gml itunes media psc rdf xhtml xlink xml".split()
)
# Namespaces that feedparser knows under such a prefix, or reads as RSS itself.
_FOREIGN = re.compile(
    r"w3\.org|purl\.org|userland|law\.harvard|netscape|example\.com|uri/of|itunes|georss|opengis|creativecommons|web\.resource|webns|podlove|feedburner",
    re.I,
)
# What has no say in the values read here, also inside one another.
_PASSED = frozenset(
    "category author comments enclosure source other dc:creator dc:subject dc:publisher dc:rights dc:language dc:identifier dc:type "
    "media:content media:thumbnail media:credit media:keywords media:category media:rating media:group media:player media:copyright "
    "atom:author atom:contributor atom:name atom:uri atom:email atom:category".split()
)
_PASSED_IN_FEED = frozenset(
    "language copyright managingeditor webmaster pubdate lastbuilddate generator docs cloud rating "
    "atom:subtitle atom:updated atom:generator atom:icon atom:logo atom:rights description sy:updatebase".split()
)
_WITH_PARTS = {
    "image": frozenset("url title link width height description".split()),
    "skiphours": frozenset({"hour"}),
    "skipdays": frozenset({"day"}),
}
_OF_FEED = {
    "title": "title",
    "atom:title": "title",
    "link": "link",
    "ttl": "ttl",
    "sy:updateperiod": "sy_updateperiod",
    "sy:updatefrequency": "sy_updatefrequency",
}
_DATES = {"pubdate": "published", "atom:published": "published", "dc:date": "updated", "atom:updated": "updated"}
_TEXTS = {
    "title": "title",
    "atom:title": "title",
    "description": "summary",
    "atom:summary": "summary",
    "content:encoded": "content",
    "atom:content": "content",
}
_TEXT_TYPES = frozenset({"text", "html", "text/plain", "text/html"})
_PAGE_TYPES = frozenset({"text/html", "html", "application/xhtml+xml", "xhtml"})
_DECLARATION = re.compile(rb"<\?xml[^>]*?\?>")
_SAYS_UTF8 = re.compile(rb"""encoding=["']utf-?8["']""", re.I)
_UNUSUAL_BYTES = re.compile(rb"<!doctype|\bbase\s*=", re.I)
_MAIL_DATE = re.compile(
    r"(?:mon|tue|wed|thu|fri|sat|sun),? (\d{1,2}) ([a-z]{3}) (\d{4}) (\d\d):(\d\d):(\d\d) (gmt|ut|utc|z|[ecmp][sd]t|[+-]\d{4})",
    re.I,
)
_WEB_DATE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,6})?(?:Z|[+-]\d\d:\d\d)")
_MONTHS = {name: n for n, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)}
_ZONES = {"gmt": 0, "ut": 0, "utc": 0, "z": 0, "est": -5, "edt": -4, "cst": -6, "cdt": -5, "mst": -7, "mdt": -6} | {
    "pst": -8,
    "pdt": -7,
}
_WINDOWS = {
    n: bytes([n]).decode("cp1252") for n in range(0x80, 0xA0) if n not in (0x81, 0x8D, 0x8F, 0x90, 0x9D)
}  # as browsers read them


class _UnusualError(Exception):
    """Something that only feedparser knows what to make of."""


@dataclass(frozen=True, slots=True)
class PlainFeed:
    """The part of feedparser's answer that is used, under its names."""

    feed: dict[str, str]
    entries: list[dict[str, Any]]
    is_feed: bool = True


def read(body: bytes, content_type: str, url: str) -> PlainFeed | None:
    """The feed, its relative addresses joined to `url`; None where it is not certain that feedparser would say the same."""
    if not _is_plain(body, content_type):
        return None
    try:
        # No entity can be declared without a DOCTYPE, and this parser never asks the network.
        walk = ElementTree.iterparse(io.BytesIO(body), events=("start-ns",))  # noqa: S314
        prefixes: dict[str, set[str]] = {}
        for _, (prefix, space) in walk:
            prefixes.setdefault(str(space), set()).add(str(prefix or ""))
        return _Reader(url, prefixes).feed(cast("Element", walk.root))  # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType]
    except (ElementTree.ParseError, _UnusualError, ValueError, LookupError, OverflowError):
        return None


def _is_plain(body: bytes, content_type: str) -> bool:
    """UTF-8 by every sign there is, without DOCTYPE and without addresses that lie elsewhere."""
    body = body.removeprefix(b"\xef\xbb\xbf")
    declaration = _DECLARATION.match(body)
    says_so = bool(declaration and _SAYS_UTF8.search(declaration[0]))
    if not body.startswith(b"<") or ";" in content_type or _UNUSUAL_BYTES.search(body):
        return False
    if declaration and b"encoding" in declaration[0] and not says_so:
        return False
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return says_so or body.isascii() or not content_type.startswith("text/")


@dataclass(slots=True)
class _Reader:
    """One document. `prefixes` are those it declares for each namespace."""

    url: str
    prefixes: dict[str, set[str]]
    is_atom: bool = False
    _names: dict[str, str] = field(default_factory=dict[str, str])

    def feed(self, root: Element) -> PlainFeed:
        self.is_atom = root.tag == "{http://www.w3.org/2005/Atom}feed"
        channel, item = (root, "atom:entry") if self.is_atom else (root[0], "item")
        _must(
            self.is_atom or (root.tag == "rss" and len(root) == 1 and channel.tag == "channel" and not channel.attrib)
        )
        feed: dict[str, str] = {}
        entries: list[dict[str, Any]] = []
        for child in channel:
            name = self._name(child)
            if name == item:
                entries.append(self._entry(child))
            else:
                self._of_feed(child, name, feed)
        if "atom:id" in feed:
            feed.setdefault("link", feed.pop("atom:id"))
        return PlainFeed(feed, entries)

    def _of_feed(self, child: Element, name: str, feed: dict[str, str]) -> None:
        if name in _OF_FEED:
            text = self._typed(child)
            _set(feed, _OF_FEED[name], _unescaped(self._joined(text)) if name == "link" else text)
        elif name == "atom:id":
            _must(not child.attrib)
            _set(feed, name, self._joined(_text(child)))
        elif name == "atom:link":
            page = self._page(child)
            _must(self.is_atom or page is None)
            if page is not None:
                feed["link"] = page
        elif name in _WITH_PARTS:
            _must(all(self._name(part) in _WITH_PARTS[name] and not len(part) for part in child))
        elif name in _PASSED_IN_FEED:
            _must(not len(child))
        else:
            _must(all(self._name(part) in _PASSED for part in child.iter()))

    def _entry(self, element: Element) -> dict[str, Any]:
        _must(not element.attrib)
        entry: dict[str, Any] = {}
        pages: list[str] = []
        for child in element:
            name = self._name(child)
            if name in _TEXTS:
                key, text = _TEXTS[name], self._typed(child)
                _set(entry, key, [{"value": text}] if key == "content" else text)
            elif name in _DATES:
                _must(not child.attrib)
                _set(entry, _DATES[name], text := _text(child))
                entry[f"{_DATES[name]}_parsed"] = _moment(text).utctimetuple()
            elif name == "link":
                _must(not child.attrib and not pages)
                pages.append(_unescaped(self._joined(_text(child)).replace("&amp;", "&")))
            elif name == "atom:link":
                page = self._page(child)
                pages += [] if page is None else [page]
            elif name in ("guid", "atom:id"):
                self._take_id(child, entry)
            else:
                _must(all(self._name(part) in _PASSED for part in child.iter()))
        if pages:
            entry["link"] = pages[-1]
        if "content" in entry:
            entry.setdefault("summary", entry["content"][0]["value"])
        return entry

    def _take_id(self, child: Element, entry: dict[str, Any]) -> None:
        """A guid is the entry's address too, unless it says that it is none or the entry has another."""
        said = {key.lower(): value for key, value in child.attrib.items()}
        is_link = said.get("ispermalink", "true") == "true"
        text = _text(child)
        _set(entry, "id", self._joined(text) if is_link else text)
        if is_link:
            entry["link"] = entry["id"]

    def _page(self, link: Element) -> str | None:
        """Where an Atom link leads, if it leads to the page itself."""
        _must(not len(link) and "href" in link.attrib and not {"url", "uri"} & link.attrib.keys())
        is_page = link.get("rel", "alternate").lower() == "alternate"
        is_html = link.get("type", "text/html").lower() in _PAGE_TYPES
        return self._seen(link.attrib["href"]) if is_page and is_html else None

    def _typed(self, element: Element) -> str:
        """A text that says what it is, as Atom's do, or says nothing."""
        known = element.attrib.keys() <= {"type", "{http://www.w3.org/XML/1998/namespace}lang"}
        _must(not element.attrib or (known and self._name(element).startswith("atom:")))
        _must(element.get("type", "text").lower() in _TEXT_TYPES)
        return _text(element)

    def _joined(self, text: str) -> str:
        return self._seen(text) if text else ""

    def _seen(self, link: str) -> str:
        return urljoin(self.url, re.sub(r"^([A-Za-z][A-Za-z0-9+-.]*://)/+", r"\1", link))

    def _name(self, element: Element) -> str:
        tag = element.tag
        name = self._names.get(tag)
        if name is None:
            name = self._names[tag] = self._named(tag)
        return name

    def _named(self, tag: str) -> str:
        """`title`, `dc:creator`; `other` for what no reader knows, the empty text for what is left to feedparser."""
        space, _, local = tag.rpartition("}")
        space, local = space[1:], local.lower()
        if not space:
            return "other" if "-" in local else local
        known = _SPACES.get(space.lower())
        if known:
            return known if known == "other" else f"{known}:{local}"
        prefixes = self.prefixes.get(space, {""})
        is_strange = not _FOREIGN.search(space) and not any(prefix.lower() in _MEANT for prefix in prefixes)
        return "other" if is_strange and ("" not in prefixes or "-" in local) else ""


def _must(usual: bool) -> None:
    if not usual:
        raise _UnusualError


def _set(entry: dict[str, Any], key: str, value: object) -> None:
    """Where an element stands twice, which of them counts is feedparser's to say."""
    _must(key not in entry)
    entry[key] = value


def _text(element: Element) -> str:
    """As feedparser mends it: UTF-8 that was taken for Latin-1, and Windows' characters under the numbers of controls."""
    _must(not len(element))
    text = (element.text or "").strip()
    if text.isascii():
        return text
    with contextlib.suppress(UnicodeError):
        text = text.encode("iso-8859-1").decode("utf-8")
    return text.translate(_WINDOWS)


def _unescaped(link: str) -> str:
    return re.sub(r"&([A-Za-z0-9_]+);", r"&\1", link)


def _moment(text: str) -> datetime:
    if _WEB_DATE.fullmatch(text):
        return datetime.fromisoformat(text)
    mail = _MAIL_DATE.fullmatch(text)
    if mail is None:
        raise _UnusualError
    zone = mail[7].lower()
    minutes = _ZONES[zone] * 60 if zone in _ZONES else (int(zone[1:3]) * 60 + int(zone[3:])) * int(f"{zone[0]}1")
    numbers = (int(mail[3]), _MONTHS[mail[2].lower()], int(mail[1]), int(mail[4]), int(mail[5]), int(mail[6]))
    return datetime(*numbers, tzinfo=UTC) - timedelta(minutes=minutes)
