"""How often a feed is asked, and what its answers make of it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.errors import SourceFailed
from bot.domain.news import Entry, Feed, Listing
from bot.feeds import pace
from bot.feeds.failures import FetchFailed, NoFeed

NOW = datetime(2026, 2, 3, 12, 0, tzinfo=UTC)
FEED = Feed(id=7, url="https://news.example/feed")
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def listing(hours_between: float = 2.0, count: int = 30, newest: float = 0.0, **more: object) -> Listing:
    entries = tuple(
        Entry(
            identity=str(n),
            url=None,
            title="T",
            published_at=NOW - timedelta(hours=newest) - timedelta(hours=hours_between * n),
        )
        for n in range(count)
    )
    return Listing(entries=entries, **more)  # type: ignore[arg-type]


UNDATED = Listing(entries=(Entry(identity="1", url=None, title="T"),))


def wait(feed: Feed) -> float:
    """Hours from the last poll to the next."""
    assert feed.next_poll_at
    assert feed.last_polled_at
    return (feed.next_poll_at - feed.last_polled_at) / HOUR


def fail(times: int, error: SourceFailed | None = None, feed: Feed = FEED) -> Feed:
    for _ in range(times):
        feed = pace.failed(feed, error or SourceFailed("no answer"), NOW)
    return feed


@pytest.mark.parametrize(
    ("heard", "hours"),
    [
        (listing(0.01), 1 / 6),
        (listing(2), 58 / 60),
        (listing(24), 6),
        (listing(200), 6),
        (Listing(), 6),
        (UNDATED, 1),
        (listing(2, count=84, newest=0), 1),
    ],
)
def test_a_feed_is_asked_twice_as_often_as_it_has_news(heard: Listing, hours: float) -> None:
    assert hours * 0.899 <= wait(pace.heard(FEED, heard, NOW)) <= hours * 1.101


@pytest.mark.parametrize(("seconds", "hours"), [(7200, 2), (10**7, 24), (60, 1 / 6)])
def test_a_feed_is_left_alone_as_long_as_it_asks_a_day_at_most(seconds: int, hours: float) -> None:
    assert hours * 0.9 <= wait(pace.heard(FEED, listing(0.01, ttl_seconds=seconds), NOW)) <= hours * 1.1
    calls_fresh = pace.heard(FEED, listing(0.01), NOW)
    calls_fresh = pace.heard(calls_fresh, Listing(unchanged=True, ttl_seconds=seconds), NOW)
    assert hours * 0.9 <= wait(calls_fresh) <= hours * 1.1, "also when it has nothing new"


@pytest.mark.parametrize("status", [429, 503])
def test_retry_after_is_kept_when_the_server_is_overrun(status: int) -> None:
    assert 2 <= wait(fail(1, FetchFailed("x", status=status, retry_after=7200))) <= 2.2
    assert 24 <= wait(fail(1, FetchFailed("x", status=status, retry_after=10**8))) <= 26.4
    assert wait(fail(1, FetchFailed("x", status=404, retry_after=10**6))) < 1


def test_failures_double_the_wait_up_to_a_day_are_told_at_five_and_pause_at_twenty() -> None:
    feed, waits = FEED, []
    for number in range(1, 21):
        feed = fail(1, feed=feed)
        waits.append(wait(feed))
        assert feed.told == ("healthy" if number < 5 else "failing" if number < 20 else "paused")
        assert (feed.failing_since, feed.last_error) == (NOW, "no answer")
    assert all(later > earlier * 1.5 for earlier, later in pairwise(waits[:7]))
    assert all(21.5 < hours < 26.5 for hours in waits[8:])
    assert feed.state == "paused"


def test_a_short_failure_is_nobodys_business_and_a_long_one_ends_with_a_word() -> None:
    short = pace.heard(fail(4), listing(), NOW)
    assert (short.state, short.told, short.failures, short.last_error) == ("healthy", "healthy", 0, None)
    long = pace.heard(fail(5), listing(), NOW)
    assert (fail(5).told, long.told) == ("failing", "healthy")


def test_gone_is_told_at_once_and_asked_no_more() -> None:
    feed = fail(1, FetchFailed("gone", status=410))
    assert (feed.state, feed.told) == ("gone", "gone")


@pytest.mark.parametrize(
    ("hours_between", "newest", "state"),
    [
        (1, 2, "healthy"),
        (1, 71, "healthy"),
        (1, 73, "stale"),
        (1, 3 * 365 * 24, "stale"),
        (24, 95, "healthy"),
        (24, 97, "stale"),
        (24 * 30, 24 * 110, "healthy"),
        (24 * 30, 24 * 121, "stale"),
    ],
)
def test_a_feed_that_answers_but_brings_nothing_new_for_four_usual_gaps_is_stale(
    hours_between: float, newest: float, state: str
) -> None:
    assert pace.heard(FEED, listing(hours_between, newest=newest), NOW).state == state


def test_an_unchanged_feed_grows_stale_too_and_recovers_with_its_next_entry() -> None:
    feed, silence = pace.heard(FEED, listing(6), NOW), Listing(unchanged=True)
    assert pace.heard(feed, silence, NOW + 2 * DAY).state == "healthy"
    stale = pace.heard(feed, silence, NOW + 4 * DAY)
    assert (stale.state, stale.told, stale.state_since) == ("stale", "stale", NOW + 4 * DAY)
    later = NOW + 5 * DAY
    news = Entry(identity="n", url=None, title="News", published_at=later)
    assert pace.heard(stale, replace(listing(6), entries=(news, *listing(6).entries)), later).told == "healthy"


def test_undated_entries_are_new_when_they_are_first_seen() -> None:
    feed = pace.heard(FEED, UNDATED, NOW, fresh=UNDATED.entries)
    assert feed.last_entry_at == NOW
    same = pace.heard(feed, UNDATED, NOW + DAY)
    assert same.last_entry_at == NOW
    assert pace.heard(same, UNDATED, NOW + 29 * DAY).state == "stale"


def test_a_slow_feed_is_called_slow_and_a_single_slow_answer_is_not() -> None:
    feed = pace.heard(FEED, listing(answer_seconds=0.2), NOW)
    feed = pace.heard(feed, listing(answer_seconds=25.0), NOW)
    assert feed.state == "healthy"
    feed = pace.heard(feed, listing(answer_seconds=25.0), NOW)
    assert feed.state == "slow"
    for _ in range(4):
        assert feed.state == "slow", "it does not flutter"
        feed = pace.heard(feed, listing(answer_seconds=1.0), NOW)
    assert feed.state == "healthy"


def test_a_permanent_move_is_adopted_after_three_in_a_row() -> None:
    there = listing(moved_to="https://new.example/feed")
    feed = pace.heard(pace.heard(FEED, there, NOW), there, NOW)
    assert (feed.url, feed.moved_times) == (FEED.url, 2)
    assert pace.heard(feed, there, NOW).url == "https://new.example/feed"
    for between in (listing(), listing(moved_to="https://other.example/feed")):
        broken_off = pace.heard(pace.heard(feed, between, NOW), there, NOW)
        assert (broken_off.url, broken_off.moved_times) == (FEED.url, 1)
    assert pace.heard(fail(1, feed=feed), there, NOW).url == FEED.url


def test_validators_are_sent_but_for_one_poll_in_a_hundred() -> None:
    feed = replace(FEED, etag='"1"', last_modified="yesterday")
    sent = [pace.conditions(replace(feed, polls=number)) for number in range(300)]
    assert sent.count((None, None)) == 3
    assert set(sent) == {(None, None), ('"1"', "yesterday")}


def test_no_feed_is_asked_in_an_hour_it_wants_to_be_left_alone() -> None:
    feed = pace.heard(FEED, listing(0.01, skip_hours=(12, 13, 14)), NOW)
    assert feed.next_poll_at
    assert (feed.next_poll_at.hour, feed.next_poll_at.day) == (15, 3)
    everything = pace.heard(FEED, listing(0.01, skip_hours=tuple(range(24))), NOW)
    assert wait(everything) < 1, "a feed that skips every hour means none"


def test_what_was_shared_once_is_remembered() -> None:
    feed = pace.heard(FEED, listing(shared=("g",)), NOW)
    assert pace.heard(feed, listing(shared=("h",)), NOW).shared == ("g", "h")
    assert pace.heard(feed, Listing(unchanged=True), NOW).shared == ("g",)


def test_five_hundred_feeds_added_together_are_first_asked_over_most_of_an_hour() -> None:
    moments = sorted(pace.first_poll(f"https://{n}.example/feed", NOW, 500) for n in range(500))
    assert moments[0] >= NOW
    assert NOW + timedelta(minutes=45) < moments[-1] <= NOW + HOUR
    a_minute = [
        sum(NOW + timedelta(minutes=m) <= at < NOW + timedelta(minutes=m + 1) for at in moments) for m in range(60)
    ]
    assert max(a_minute) <= 25
    assert pace.first_poll("https://one.example/feed", NOW) == NOW


@pytest.mark.parametrize(("ago", "is_news"), [(timedelta(hours=23), True), (timedelta(hours=25), False), (None, False)])
def test_a_first_poll_announces_only_its_last_day(ago: timedelta | None, is_news: bool) -> None:
    assert pace.is_news(FEED, NOW - ago if ago else None, NOW) == is_news


@pytest.mark.parametrize(
    ("last_ok", "ago", "is_news"),
    [
        (HOUR, timedelta(hours=71), True),
        (HOUR, timedelta(hours=73), False),
        (6 * DAY, 5 * DAY, True),
        (6 * DAY, 7 * DAY, False),
        (HOUR, None, True),
    ],
)
def test_after_downtime_all_that_came_since_the_last_poll_is_news(
    last_ok: timedelta, ago: timedelta | None, is_news: bool
) -> None:
    feed = replace(FEED, first_ok_at=NOW - 30 * DAY, last_ok_at=NOW - last_ok)
    assert pace.is_news(feed, NOW - ago if ago else None, NOW) == is_news


def test_what_a_first_poll_left_over_is_still_no_news_at_the_second() -> None:
    feed = replace(FEED, first_ok_at=NOW - HOUR, last_ok_at=NOW - HOUR)
    assert not pace.is_news(feed, NOW - timedelta(hours=26), NOW)
    assert pace.is_news(feed, NOW - timedelta(hours=24), NOW)


FAILURES = st.builds(
    FetchFailed,
    st.sampled_from(["no answer", "x" * 900]),
    status=st.sampled_from([None, 404, 410, 429, 503]),
    retry_after=st.none() | st.integers(0, 10**9),
) | st.just(NoFeed("a page"))
ANSWERS = st.builds(
    listing,
    st.floats(0, 2000),
    st.integers(0, 40),
    st.floats(-40, 20_000),
    ttl_seconds=st.none() | st.integers(0, 10**8),
    answer_seconds=st.none() | st.floats(0, 40),
    moved_to=st.sampled_from([None, FEED.url, "https://new.example/f"]),
    skip_hours=st.lists(st.integers(0, 23), max_size=24).map(tuple),
    unchanged=st.booleans(),
)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(ANSWERS | FAILURES, st.integers(0, 10**6)), min_size=1, max_size=12), st.integers(0, 10**6))
def test_whatever_a_feed_says_the_next_poll_is_due_in_bounds_and_decided_alike(
    history: list[tuple[Listing | SourceFailed, int]], number: int
) -> None:
    feed, now = replace(FEED, id=number), NOW
    for said, seconds in history:
        now += timedelta(seconds=seconds)

        def next_of(feed: Feed, said: Listing | SourceFailed = said, now: datetime = now) -> Feed:
            return pace.failed(feed, said, now) if isinstance(said, SourceFailed) else pace.heard(feed, said, now)

        after = next_of(feed)
        assert after == next_of(feed), "the same for the same"
        assert after.next_poll_at
        least, most = pace.SHORTEST * 0.9, pace.LONGEST * 1.1
        if len(set(after.skip_hours)) < 24:
            assert after.next_poll_at.hour not in after.skip_hours
            most += timedelta(hours=len(set(after.skip_hours)) + 1)
        assert least <= after.next_poll_at - now <= most
        asked = said.retry_after or 0 if isinstance(said, FetchFailed) and said.status in (429, 503) else 0
        asked = asked or (said.ttl_seconds or 0 if isinstance(said, Listing) else 0)
        assert after.next_poll_at - now >= min(timedelta(seconds=asked), pace.LONGEST), "never before it asked for"
        assert (after.failures > 0) == isinstance(said, SourceFailed)
        assert after.last_entry_at is None or after.last_entry_at <= now
        assert len(after.last_error or "") <= 500
        feed = after
