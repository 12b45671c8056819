# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
# pyright: reportMissingTypeStubs=false, reportAttributeAccessIssue=false, reportUnknownParameterType=false, reportMissingParameterType=false
# lxml comes without types; nothing of it leaves this module but text.
"""HTML as the readers of pages need it: head elements as plain values, and flowing text."""

import functools
import re
from dataclasses import dataclass
from typing import Any

from lxml import etree, html

_BLOCKS = frozenset(
    {
        # HTML
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "br",
        "caption",
        "dd",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "table",
        "td",
        "th",
        "title",
        "tr",
        "ul",
        # trafilatura's own tree
        "cell",
        "code",
        "head",
        "item",
        "lb",
        "list",
        "quote",
        "row",
    }
)
_INLINE_IN_P = frozenset({"quote", "head"})  # trafilatura's names for <q>, and for a heading set inside a paragraph
_SKIPPED = frozenset({"script", "style", "noscript", "template", "iframe", "svg", "button", "select", "textarea"})
# Invisible, and in the way of every search: controls, soft hyphens, zero-width blanks, byte order marks; and half characters,
# which no store takes.
_INVISIBLE = re.compile(r"[\x00-\x08\x0e-\x1b\x7f\x80-\x84\x86-\x9f\u00ad\u200b\u2060\ufeff\ufff9-\ufffb\ud800-\udfff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What a page says of itself. `links` and `metas` are attributes by lower-case name, in document order."""

    title: str = ""
    links: tuple[dict[str, str], ...] = ()
    metas: tuple[dict[str, str], ...] = ()
    json_ld: tuple[str, ...] = ()
    times: tuple[dict[str, str], ...] = ()
    base: str = ""


def read_head(page: bytes, charset: str | None) -> Head:
    """Empty for what is no HTML at all."""
    root = _root(page, charset)
    if root is None:
        return Head()
    bases = _attributes(root, "base")
    return Head(
        title=next((squash(title.text_content()) for title in root.iter("title")), ""),
        links=_attributes(root, "link"),
        metas=_attributes(root, "meta"),
        times=_attributes(root, "time"),
        json_ld=tuple(
            script.text or "" for script in root.iter("script") if "ld+json" in (script.get("type") or "").lower()
        ),
        base=bases[0].get("href", "") if bases else "",
    )


def text_of(markup: str) -> str:
    """The text of a piece of HTML, a line for each block; entities decoded, nothing added."""
    if "<" not in markup and "&" not in markup:
        return squash(markup)
    root = _root(markup.encode("utf-8", "replace"), "utf-8")
    return "" if root is None else flow(root)


def flow(root: Any) -> str:
    """The text under an lxml element, a line for each block, white space inside a line made one blank."""
    parts: list[str] = []
    walk = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
    for event, element in walk:
        is_block = _is_block(element)
        if is_block:
            parts.append("\n")
        if event == "start":
            if element.tag in _SKIPPED:
                walk.skip_subtree()
            elif element.text:
                parts.append(element.text.replace("\n", " "))
        elif element is not root and element.tail:
            parts.append(element.tail.replace("\n", " "))
    lines = (squash(line) for line in "".join(parts).split("\n"))
    return "\n".join(line for line in lines if line)


def squash(text: str) -> str:
    """One blank between words, and nothing invisible."""
    return " ".join(_INVISIBLE.sub("", text).split())


def _is_block(element: Any) -> bool:
    if element.tag not in _BLOCKS:
        return False
    parent = element.getparent()
    return not (element.tag in _INLINE_IN_P and parent is not None and parent.tag == "p")


def _root(page: bytes, charset: str | None) -> Any:
    try:
        return html.document_fromstring(page, parser=_parser(charset)) if page.strip() else None
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None


@functools.lru_cache(maxsize=64)
def _parser(charset: str | None) -> Any:
    try:
        return html.HTMLParser(encoding=charset, remove_comments=False)
    except LookupError:  # a charset nobody knows: let the page itself say
        return html.HTMLParser()


def _attributes(root: Any, tag: str) -> tuple[dict[str, str], ...]:
    return tuple(
        {str(name).lower(): str(value) for name, value in element.attrib.items()} for element in root.iter(tag)
    )
