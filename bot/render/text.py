"""Words from the web made safe to show: nothing in them is markup, a link, a mention or a trick of direction."""

import re
import unicodedata
from urllib.parse import urlsplit

from bot.domain.facts import Span
from bot.domain.news import ArticleRef

_MARKUP = re.compile(r"([\\*_~`|>#\[\]()<@:])")
_LIST = re.compile(r"^(\d{1,9})(?=\.(?:\s|$))|^(?=[-+])")


def plain(text: str) -> str:
    """One line without control characters, marks of direction or invisible characters; blanks folded."""
    kept = "".join(
        " " if c.isspace() else c
        for c in text
        if c.isspace() or unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Co", "Cn")
    )
    return " ".join(kept.split())


def escape(text: str) -> str:
    """`plain`, with every character that Discord could read as markup shown as itself."""
    return _LIST.sub(r"\1\\", _MARKUP.sub(r"\\\1", plain(text)))


def clip(text: str, limit: int) -> str:
    """At most `limit` characters, cut between words, with … where something was cut."""
    if len(text) <= limit:
        return text
    cut = text[: limit - 1]
    space = cut.rfind(" ")
    return (cut[:space] if space > limit * 0.6 else cut).rstrip(" ,;:\\") + "…"


def link(label: str, url: str, limit: int = 80) -> str:
    """A masked link if `url` is a plain web address, else the label alone."""
    shown = escape(clip(plain(label), limit))
    try:
        parts = urlsplit(url)
    except ValueError:
        return shown
    if parts.scheme not in ("http", "https") or not parts.hostname or len(url) > 500:
        return shown
    safe = re.sub(r"[\s<>()\[\]\\|`*_~]", lambda c: "".join(f"%{byte:02X}" for byte in c[0].encode()), url)
    return f"[{shown}]({safe})"


def verbatim(article: ArticleRef, span: Span, limit: int = 600) -> str:
    """The only way to words in quotation marks: the stored characters at `span`, in marks; a cut is shown outside them.

    Raises ValueError when the stored text has no such characters.
    """
    start, end = span
    if not 0 <= start < end <= len(article.text):
        raise ValueError(f"article {article.id} has no characters {start} to {end}")
    words = article.text[start:end].rstrip(" ,")
    shown = clip(words, limit)
    if shown != words:
        return f"“{escape(shown.removesuffix('…'))}” …"
    return f"“{escape(words)}”"
