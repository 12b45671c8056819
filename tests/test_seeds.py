"""What the project ships as data."""

import tomllib
from collections import Counter
from typing import get_args

import pytest

from bot.demo.press import Press, load_dispatches
from bot.domain.news import Entry, OwnerKind, Weight
from bot.feeds.body import read_page
from bot.feeds.fetch import FEED, PAGE, Fetcher
from bot.feeds.guard import check_url
from bot.feeds.parse import parse_feed
from bot.nlp.world import SEEDS, load_world
from tests import make

FEEDS = tomllib.loads((SEEDS / "feeds.toml").read_text())["feed"]
TOPICS = {
    "diplomacy",
    "trade",
    "europe",
    "asia",
    "central-asia",
    "middle-east",
    "africa",
    "americas",
    "un",
    "economy",
    "defence",
}


def test_there_are_forty_feeds_each_once() -> None:
    assert len(FEEDS) >= 40
    assert max(Counter(row["url"] for row in FEEDS).values()) == 1
    assert max(Counter(row["name"] for row in FEEDS).values()) == 1


@pytest.mark.parametrize("row", FEEDS, ids=lambda row: row["name"])
def test_a_feed_says_whose_it_is_and_where_its_address_was_read(row: dict) -> None:
    check_url(row["url"])
    assert row["owner"] in get_args(OwnerKind)
    assert row.get("weight", "normal") in get_args(Weight)
    assert set(row["topics"]) <= TOPICS
    assert row["topics"]
    assert row["country"] == "" or row["country"] in {country.code for country in load_world().countries} | {"EU", "HK"}
    assert row["found_in"]
    assert row["checked_on"] == ""


def test_every_topic_has_a_pack_worth_adding() -> None:
    counts = Counter(topic for row in FEEDS for topic in row["topics"])
    assert set(counts) == TOPICS
    assert min(counts.values()) >= 3


def test_countries_agree_with_two_libraries() -> None:
    babel = pytest.importorskip("babel")
    countrynames = pytest.importorskip("countrynames")
    territories = babel.Locale("en").territories
    different = []
    for country in load_world().countries:
        assert country.code in territories
        if countrynames.to_code(country.name) != country.code:
            different.append(country.name)
    assert len(different) <= 2, different


def test_leaders_have_an_office_as_of_a_day_from_a_source() -> None:
    leaders = load_world().leaders
    assert len(leaders) > 250
    assert all(leader.tenures and leader.tenures[0].source and leader.tenures[0].as_of for leader in leaders)
    by_id = {leader.id: leader for leader in leaders}
    assert by_id["kassym-jomart-tokayev"].country == "KZ"
    assert "Касым-Жомарт Токаев" in by_id["kassym-jomart-tokayev"].aliases
    assert by_id["xi-jinping"].tenures[0].office == "President"


async def test_every_dispatch_is_read_whole_from_its_page_and_nothing_else_with_it() -> None:
    dispatches = load_dispatches(SEEDS / "articles")
    assert len(dispatches) >= 12
    async with (
        Press(dispatches) as press,
        Fetcher(allow=(press.address,), user_agent="test", page_spacing=0.0) as fetcher,
    ):
        for outlet, _, url in press.feeds:
            answer = await fetcher.get(url, limits=FEED)
            listing = parse_feed(answer.body, answer.url, answer.content_type, answer.headers, make.NOW)
            assert listing.title == outlet
            assert len(listing.entries) == sum(dispatch.outlet == outlet for dispatch in dispatches)
            again = await fetcher.get(url, limits=FEED, etag=answer.headers["etag"])
            assert again.not_modified
        for dispatch in dispatches:
            page = await fetcher.get(press.url(dispatch), limits=PAGE)
            entry = Entry(identity=page.url, url=page.url, title=dispatch.title)
            article = read_page(page.body, page.url, page.charset, entry, dispatch.published)
            assert [line for line in article.text.split("\n") if line.strip()] == list(dispatch.paragraphs)
            assert (article.state, article.published_at, article.title) == ("read", dispatch.published, dispatch.title)
