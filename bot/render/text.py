"""Words from the web made safe to show: nothing in them is markup, a link, a mention or a trick of direction."""

import re
import unicodedata
from urllib.parse import urlsplit

from bot.domain.facts import Span
from bot.domain.news import ArticleRef

_MARKUP = re.compile(r"([\\*_~`|>#\[\]()<@:])")
_STACKED = f"[{''.join(c for c in map(chr, range(0x300, 0x20000)) if unicodedata.category(c) in ('Mn', 'Me'))}]"
_TOWER = re.compile(f"({_STACKED}{{3}}){_STACKED}+")  # one letter under dozens of them covers the lines around it
_FILLER = re.compile("[\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0]+")  # letters and marks that show nothing
_TOKEN = re.compile(r"\\.|\*\*|\*|~~|`|\[|\]\([^()\s]*\)|<[^<>\s]*>")
_CODE = re.compile(r"\\`(/[a-z](?:[-A-Za-z ]|\\[:_])*|(?:[a-z]|\\_)+(?:\\:)?)\\`")
_ESCAPED = re.compile(r"\\(.)")
_SENTENCE = re.compile(r"[.!?][”’\"')]*(?=\s)")
_LOOKED_AT = 20  # times what is shown of a name: no page makes the bot look through a million characters for it
_LIST = re.compile(r"^(\d{1,9})(?=\.(?:\s|$))|^(?=[-+])")


class _Seen(dict[int, int | str | None]):
    """What stands for a character, by its number; learnt as characters come."""

    def __missing__(self, number: int) -> int | str | None:
        c = chr(number)
        self[number] = kept = " " if c.isspace() else number if c.isprintable() else None
        return kept


_SEEN = _Seen()


def plain(text: str) -> str:
    """One line without control characters, marks of direction, invisible characters or towers of accents; blanks folded."""
    if not text.isprintable():
        text = text.translate(_SEEN)
    if not text.isascii():
        text = _TOWER.sub(r"\1", _FILLER.sub("", text))
    return " ".join(text.split())


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


def clip_told(text: str, limit: int) -> str:
    """As `clip`, but behind a sentence if one ends in the latter half."""
    ends = [found.end() for found in _SENTENCE.finditer(text, 0, limit)] if len(text) > limit else []
    return text[: ends[-1]] + " …" if ends and ends[-1] > limit // 2 else clip(text, limit)


def clipped(text: str, limit: int) -> str:
    """At most `limit` characters of it, escaped; … for words of which nothing can be seen."""
    return escape(clip(plain(text[: _LOOKED_AT * limit]), limit)) or "…"


def prose(words: str) -> str:
    """A sentence of the bot's own, with words from elsewhere in it: escaped, but for the commands and options that it names in backticks."""
    return _CODE.sub(_as_it_stands, escape(words))


def _as_it_stands(code: re.Match[str]) -> str:
    """Between backticks nothing is markup, and a backslash would be seen."""
    return "`" + _ESCAPED.sub(r"\1", code[1]) + "`"


def cut(text: str, limit: int) -> str:
    """Markdown of at most `limit` characters, with … where something was cut: behind a line that is near, else before a mark that would stay open."""
    if len(text) <= limit:
        return text
    line = text.rfind("\n", 0, limit - 1)
    if line > limit // 2:
        return text[:line] + "\n…"
    opened, end = dict[str, int](), limit - 1
    for token in _TOKEN.finditer(text):
        if token.end() > end:
            end = min(end, token.start())
            break
        mark = "[" if token[0].startswith("](") else token[0]
        if mark in opened:
            del opened[mark]
        elif mark in ("**", "*", "~~", "`", "["):
            opened[mark] = token.start()
    return text[: min([end, *opened.values()])] + "…"


def link(label: str, url: str, limit: int = 80) -> str:
    """A masked link if `url` is a plain web address, else the label alone."""
    name = clipped(label, limit)
    try:
        parts = urlsplit(url)
    except ValueError:
        return name
    if parts.scheme not in ("http", "https") or not parts.hostname or len(url) > 500:
        return name
    safe = re.sub(r"[\s<>()\[\]\\|`*_~]", lambda c: "".join(f"%{byte:02X}" for byte in c[0].encode()), url)
    return f"[{name}]({safe})"


def verbatim(article: ArticleRef, span: Span, limit: int = 600) -> str:
    """The only way to words in quotation marks: the stored characters at `span`, in marks; a cut is shown outside them.

    Raises ValueError when the stored text has no such characters.
    """
    start, end = span
    if not 0 <= start < end <= len(article.text):
        raise ValueError(f"article {article.id} has no characters {start} to {end}")
    words = article.text[start:end].rstrip(" ,")
    kept = clip_told(words, limit)
    if kept != words:
        return f"“{escape(kept.removesuffix('…').rstrip())}” …"
    return f"“{escape(words)}”"
