# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
# pyright: reportMissingTypeStubs=false
# py3langid and trafilatura's tree come without types.
"""A page's HTML into an article: text, title, time, authors, language. Pure, and run in a worker process."""

import dataclasses
import re
from datetime import datetime

import py3langid
from trafilatura import bare_extraction
from trafilatura.settings import use_config

from bot.domain.errors import SourceFailed
from bot.domain.news import Article, ArticleState, Entry
from bot.feeds import urls
from bot.feeds.dates import read_moment
from bot.feeds.markup import flow, read_head, squash, text_of
from bot.feeds.metadata import Metadata, read_metadata
from bot.words import N_

_TEASER = 200  # characters; a shorter text is what a feed shows to make people click
_LONGEST_TEXT = 300_000
_SHORT = 600
_HOWEVER_SHORT = use_config()
_HOWEVER_SHORT.set("DEFAULT", "MIN_EXTRACTED_SIZE", "1")
# Words that are English alone. Three of them in a sample settle it at a tenth of the model's cost: of 218,000 program messages in
# other languages, one that was not English had three.
_ENGLISH = frozenset(
    "the with that from which their this were been would about they its who when while between against said more than into not but "
    "and have has after".split()
)
_OTHER_LETTERS = re.compile(r"[\u0370-\u1fff\u2e80-\uffff]")  # Greek, Cyrillic, and all that are not Latin
_LANGUAGES = {
    "ar": "Arabic",
    "az": "Azerbaijani",
    "be": "Belarusian",
    "bg": "Bulgarian",
    "cs": "Czech",
    "de": "German",
    "el": "Greek",
    "es": "Spanish",
    "fa": "Persian",
    "fi": "Finnish",
    "fr": "French",
    "he": "Hebrew",
    "hi": "Hindi",
    "hu": "Hungarian",
    "hy": "Armenian",
    "id": "Indonesian",
    "it": "Italian",
    "ja": "Japanese",
    "ka": "Georgian",
    "kk": "Kazakh",
    "ko": "Korean",
    "ky": "Kyrgyz",
    "mn": "Mongolian",
    "nl": "Dutch",
    "pl": "Polish",
    "ps": "Pashto",
    "pt": "Portuguese",
    "ro": "Romanian",
    "ru": "Russian",
    "sr": "Serbian",
    "sv": "Swedish",
    "tr": "Turkish",
    "uk": "Ukrainian",
    "ur": "Urdu",
    "vi": "Vietnamese",
    "zh": "Chinese",
}


def read_page(html: bytes, url: str, charset: str | None, entry: Entry, now: datetime) -> Article:
    """The article at `url`, listed as `entry`. With empty `html` (the page would not come) the feed's own text is read.

    Other languages than English, and mere teasers, come back as `headline` with a note. SourceFailed without a title.
    """
    text, metadata = _read_text(html, url, charset, now)
    if len(text) < _TEASER:
        text = max(text, text_of(entry.content_html or ""), entry.summary, key=len)
    text = text[:_LONGEST_TEXT].rstrip()
    title = squash(entry.title) or metadata.title
    if not title:
        raise SourceFailed(N_("The entry and its page have no title."))
    language = _language(title, text)
    state, note = _state(language, text)
    published_at = _published(metadata, entry)
    return Article(
        url=metadata.url,
        title=title,
        text=text,
        language=language,
        published_at=published_at or now,
        published_known=published_at is not None,
        authors=metadata.authors,
        state=state,
        note=note,
    )


def _read_text(html: bytes, url: str, charset: str | None, now: datetime) -> tuple[str, Metadata]:
    """The page's text, and its metadata with trafilatura's guesses where the page itself is silent."""
    if not html.strip():
        return "", Metadata(title="", published_at=None, is_exact=False, authors=(), url=urls.canonical(url))
    metadata = read_metadata(read_head(html, charset), url, now)
    document = bare_extraction(_decoded(html, charset), url=url, include_comments=False, with_metadata=True)
    if document is None or isinstance(document, dict):
        return "", metadata
    guessed = read_moment(document.date or "", now)
    metadata = dataclasses.replace(
        metadata,
        title=metadata.title or squash(document.title or ""),
        published_at=metadata.published_at or (guessed[0] if guessed else None),
        authors=metadata.authors or tuple(filter(None, (squash(name) for name in (document.author or "").split(";")))),
    )
    # Not `document.text`: that breaks a sentence at <q>, and adds dashes and bars to lists and tables.
    text = "" if document.body is None else flow(document.body)
    return _in_lines(text, html, url, charset), metadata


def _in_lines(text: str, html: bytes, url: str, charset: str | None) -> str:
    """Of a page of two sentences trafilatura gives all there is as one paragraph, headline and day in front: then only what it takes for
    the article, unless that is much less."""
    if "\n" in text or len(text) > _SHORT:
        return text
    document = bare_extraction(_decoded(html, charset), url=url, include_comments=False, config=_HOWEVER_SHORT)
    found = "" if document is None or isinstance(document, dict) or document.body is None else flow(document.body)
    return found if "\n" in found and len(found) > len(text) * 2 / 3 else text


def _decoded(html: bytes, charset: str | None) -> str | bytes:
    """With the server's charset, else as bytes: trafilatura finds out."""
    if charset is None:
        return html
    try:
        return html.decode(charset, "replace")
    except (LookupError, ValueError):  # unknown, or known to Python and no charset of pages (idna)
        return html


def _language(title: str, text: str) -> str:
    sample = f"{title} {text[:200]}"
    is_english = len(_ENGLISH.intersection(sample.lower().split())) >= 3 and not _OTHER_LETTERS.search(sample)
    return "en" if is_english else str(py3langid.classify(sample)[0])


def _state(language: str, text: str) -> tuple[ArticleState, str]:
    if language != "en":
        name = _LANGUAGES.get(language, f"another language ({language})")
        return "headline", f"Written in {name}; the bot reads English, so only the headline is kept."
    if len(text) < _TEASER:
        return "headline", "Only a teaser could be read, so only the headline is used."
    return "read", ""


def _published(metadata: Metadata, entry: Entry) -> datetime | None:
    """The page's own hour if it names its zone; else the feed's; else what day the page gives."""
    if metadata.is_exact or entry.published_at is None:
        return metadata.published_at
    return entry.published_at


def warm() -> None:
    """Load what the first page would wait for."""
    _language("Warm up", "The language is found by a model.")
