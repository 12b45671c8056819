"""Feeds with noise wherever hypothesis wants it."""

from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.domain.errors import SourceFailed
from bot.feeds.parse import parse_feed
from tests import make
from tests.feeds.broken import BASES

TOKENS = st.sampled_from(
    [
        b"<",
        b">",
        b"&",
        b"]]>",
        b"<![CDATA[",
        b"<!--",
        b"-->",
        b"<?xml",
        b"&#xD800;",
        b"&#x0;",
        b"\x00",
        b"\xff",
        b"<item>",
        b"</channel>",
        b'"',
        b"\\u",
    ]
)
PLACES = st.lists(
    st.tuples(st.floats(0, 1), TOKENS | st.binary(max_size=8), st.integers(0, 40)), min_size=1, max_size=6
)


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(sorted(BASES)), PLACES)
@example("rss", [(0.5, b"&#xD800;", 0)])
@example("json", [(0.5, b"\\ud800", 0)])
def test_noise_anywhere_gives_entries_that_can_be_stored_or_words(
    base: str, places: list[tuple[float, bytes, int]]
) -> None:
    """Each place: where in the feed, what is put there, how many bytes it takes the place of."""
    body = BASES[base]
    for share, noise, gone in places:
        at = int(share * len(body))
        body = body[:at] + noise + body[at + gone :]
    try:
        listing = parse_feed(body, "https://news.example/f", "", {}, make.NOW)
    except SourceFailed:
        return
    for entry in listing.entries:
        for words in (entry.identity, entry.title, entry.summary, entry.guid or "", entry.url or "", listing.title):
            words.encode()  # half a character could not be stored
        assert entry.identity
