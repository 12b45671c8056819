"""Pages into articles."""

import json
from datetime import UTC, datetime

import pytest

from bot.domain.errors import SourceFailed
from bot.domain.news import Article, Entry
from bot.feeds.body import read_page

NOW = datetime(2026, 2, 3, 12, 0, tzinfo=UTC)
URL = "https://www.news.example/world/talks-1?utm_source=feed"
LISTED = datetime(2026, 2, 2, 9, 30, tzinfo=UTC)
BODY = (
    "<p>The two foreign ministers met in Samarkand on Monday, and they agreed to open a border crossing.</p>"
    "<p>“We have waited for this day,” the host said &mdash; “and so have our neighbours’ traders.”</p>"
    "<p>A joint commission is to meet in the spring, the ministry said in a statement after the talks.</p>"
)


def _entry(**changes: object) -> Entry:
    values: dict[str, object] = {
        "identity": "x",
        "url": URL,
        "title": "Ministers agree on crossing",
        "published_at": LISTED,
    }
    return Entry(**(values | changes))  # type: ignore[arg-type]


def _page(body: str = BODY, head: str = "") -> bytes:
    return (
        f"<!doctype html><html lang='en'><head><title>Crossing | News</title>{head}</head><body><nav><a href='/'>Home</a> "
        f"<a href='/world'>World</a></nav><article><h1>Ministers agree on crossing</h1>{body}</article>"
        "<footer>All rights reserved</footer></body></html>"
    ).encode()


def _read(page: bytes, charset: str | None = "utf-8", **changes: object) -> Article:
    return read_page(page, URL, charset, _entry(**changes), NOW)


def test_the_text_of_a_page_is_its_paragraphs_and_nothing_else() -> None:
    article = _read(_page())
    assert article.text.split("\n")[-3:] == [
        "The two foreign ministers met in Samarkand on Monday, and they agreed to open a border crossing.",
        "“We have waited for this day,” the host said — “and so have our neighbours’ traders.”",
        "A joint commission is to meet in the spring, the ministry said in a statement after the talks.",
    ]
    assert "Home" not in article.text
    assert "rights reserved" not in article.text
    assert (article.title, article.language, article.state, article.note) == (
        "Ministers agree on crossing",
        "en",
        "read",
        "",
    )


def test_a_short_page_has_its_own_lines_without_headline_and_day() -> None:
    lines = (
        "The president of the council has put off her visit to Samarkand that was planned for the spring, her office said.",
        "Her host said that he was “disappointed but not offended”, and would ask her again.",
    )
    day = "<time datetime='2026-02-02'>2 February 2026</time>"
    article = _read(_page(f"{day}<div>{''.join(f'<p>{line}</p>' for line in lines)}</div>"))
    assert article.state == "read"
    assert article.text.split("\n")[-2:] == list(lines)
    assert "February" not in article.text


def test_no_mark_is_invented_and_no_sentence_broken() -> None:
    body = BODY + (
        "<p>He spoke of <q>a fair price</q> and\n <b>soft\u00adware</b>,&nbsp;then left.</p><ul><li>First the road is built "
        "</li><li>Then the bridge is built</li></ul><table><tr><td>Tariff of the goods</td><td>4 per cent</td></tr></table>"
    )
    lines = _read(_page(body)).text.split("\n")
    assert "He spoke of a fair price and software, then left." in lines
    assert "First the road is built" in lines
    assert not any(line.startswith(("- ", "|", "* ")) for line in lines)


@pytest.mark.parametrize(
    ("charset", "declared"),
    [
        ("utf-8", ""),
        ("windows-1252", ""),
        (None, "<meta charset='utf-8'>"),
        ("no-such-charset", "<meta charset='utf-8'>"),
        ("idna", "<meta charset='utf-8'>"),
        ("undefined", "<meta charset='utf-8'>"),
    ],
)
def test_typographic_marks_survive_the_charset(charset: str | None, declared: str) -> None:
    page = _page(head=declared).decode().encode("windows-1252" if charset == "windows-1252" else "utf-8")
    assert "“We have waited for this day,” the host said — “" in _read(page, charset).text


@pytest.mark.parametrize(
    ("head", "published_at"),
    [
        (
            '<script type="application/ld+json">{"@type": "NewsArticle", "datePublished": "2026-02-02T15:45:00+05:00"}</script>',
            datetime(2026, 2, 2, 10, 45, tzinfo=UTC),
        ),
        (
            '<script type="application/ld+json">{"@graph": [{"@type": "WebPage"}, {"@type": ["Thing", "ReportageNewsArticle"], '
            '"datePublished": "2026-02-02T10:45:00Z"}]}</script>',
            datetime(2026, 2, 2, 10, 45, tzinfo=UTC),
        ),
        (
            '<meta property="article:published_time" content="2026-02-02T10:45:00Z">',
            datetime(2026, 2, 2, 10, 45, tzinfo=UTC),
        ),
        (
            '<script type="application/ld+json">{broken</script><meta name="date" content="2026-02-02T10:45Z">',
            datetime(2026, 2, 2, 10, 45, tzinfo=UTC),
        ),
        ('<meta name="date" content="2026-02-01">', LISTED),
        ('<meta name="date" content="2031-02-01T00:00Z">', LISTED),
        ("", LISTED),
    ],
)
def test_the_time_of_a_page_counts_when_it_names_hour_and_zone(head: str, published_at: datetime) -> None:
    article = _read(_page(head=head))
    assert (article.published_at, article.published_known) == (published_at, True)


def test_without_any_date_the_first_sight_counts_and_is_marked() -> None:
    article = _read(_page(), published_at=None)
    assert (article.published_at, article.published_known) == (NOW, False)
    dated = _read(_page('<time datetime="2026-02-01">1 February</time>' + BODY), published_at=None)
    assert (dated.published_at, dated.published_known) == (datetime(2026, 2, 1, tzinfo=UTC), True)


@pytest.mark.parametrize(
    ("head", "authors"),
    [
        (
            json.dumps({"@type": "NewsArticle", "author": [{"name": "Aigul Sample"}, {"name": "Bo Example"}]}),
            ("Aigul Sample", "Bo Example"),
        ),
        (
            json.dumps({"@type": "NewsArticle", "author": "By Aigul Sample and Bo Example"}),
            ("Aigul Sample", "Bo Example"),
        ),
        (json.dumps({"@type": "NewsArticle", "author": {"name": "https://news.example/a"}}), ()),
        (json.dumps({"@type": "NewsArticle", "author": [None, 3, {"name": None}, [["x"]]]}), ()),
    ],
)
def test_authors_are_names(head: str, authors: tuple[str, ...]) -> None:
    assert _read(_page(head=f'<script type="application/ld+json">{head}</script>')).authors == authors


@pytest.mark.parametrize(
    ("href", "url"),
    [
        ("https://news.example/world/talks-1", "https://news.example/world/talks-1"),
        ("/world/talks-1?utm_campaign=x", "https://www.news.example/world/talks-1"),
        ("https://elsewhere.example.org/copy", "https://www.news.example/world/talks-1"),
        ("https://www.news.example/", "https://www.news.example/world/talks-1"),
        ("javascript:void(0)", "https://www.news.example/world/talks-1"),
        ("", "https://www.news.example/world/talks-1"),
    ],
)
def test_a_canonical_address_counts_only_on_the_pages_own_site(href: str, url: str) -> None:
    assert _read(_page(head=f'<link rel="canonical" href="{href}">')).url == url


def test_english_words_in_a_headline_make_no_english_of_another_script() -> None:
    russian = "<p>" + "Министры обсудили торговлю и договорились о встрече в мае. " * 6 + "</p>"
    title = "The Diplomat: from Almaty with this and that"
    article = _read(_page(russian), title=title, summary="")
    assert (article.state, article.language) == ("headline", "ru")


def test_another_language_is_kept_as_a_headline_and_said_so() -> None:
    text = (
        "<p>Министры иностранных дел двух стран провели переговоры в Самарканде и договорились открыть пункт пропуска.</p>"
        * 4
    )
    article = _read(_page(text), title="Министры договорились открыть границу")
    assert (article.state, article.language) == ("headline", "ru")
    assert article.note == "Written in Russian; the bot reads English, so only the headline is kept."


def test_a_teaser_is_kept_as_a_headline_and_said_so() -> None:
    article = _read(_page("<p>The ministers met on Monday. Subscribe to read on.</p>"))
    assert article.state == "headline"
    assert "teaser" in article.note


@pytest.mark.parametrize(
    "page", [b"", b"   ", b"<html></html>", b"\x00\xff\xfe", _page("<p>Subscribe to read on.</p>")]
)
def test_the_feeds_own_text_is_read_when_the_page_has_none(page: bytes) -> None:
    article = _read(page, content_html=BODY + "<script>alert(1)</script>")
    assert article.state == "read"
    assert len(article.text.split("\n")) == 3
    assert "alert" not in article.text
    assert article.url == "https://www.news.example/world/talks-1"


def test_a_page_without_any_title_is_an_error_in_words() -> None:
    with pytest.raises(SourceFailed, match="no title"):
        _read(b"<p>x</p>", title="")
    assert _read(_page(), title="").title.startswith(("Crossing", "Ministers"))
