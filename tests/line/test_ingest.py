"""The line an article travels, on feeds that change under it. Each pain of other readers' users has its test here."""

import pytest
from aiohttp import web

from bot.domain.answers import Scope
from bot.domain.facts import Quote
from bot.domain.news import Feed, Source
from storage.facts import FactQuery
from tests.wire import DAY, HOUR, NOW, SAID, Desk

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_same_article_again_because_guid_title_or_date_changed(desk: Desk) -> None:
    desk.site.add("/1?utm_source=a", "Talks begin", guid="g1")
    assert (await desk.poll()).stored == 1
    desk.site.items = [("/1?utm_source=b", "Talks begin", "g2", NOW, "")]
    assert (await desk.poll()).stored == 0, "a new guid, tracker and date are no new article"
    desk.site.items = [("/1", "Talks begin and end", "g3", NOW, "")]
    await desk.poll()
    assert await desk.titles() == ["Talks begin and end"], "a new title is an update"
    row = await desk.db.one("SELECT count(*) AS n FROM entry")
    assert row == {"n": 1}


async def test_two_different_items_swallowed_as_one(desk: Desk) -> None:
    desk.site.add("", "Rail deal signed", guid="latest")
    desk.site.add("", "Water deal signed", guid="latest")
    await desk.poll()
    assert len(await desk.titles()) == 2
    desk.site.items = []
    desk.site.add("", "Grain deal signed", guid="latest")
    await desk.poll()
    desk.site.items = []
    desk.site.add("", "Gas deal signed", guid="latest")
    await desk.poll()
    assert await desk.titles() == ["Rail deal signed", "Water deal signed", "Grain deal signed", "Gas deal signed"]
    assert (await desk.feed()).shared == ("latest",), "remembered, so that one item alone is not taken for another"


async def test_flood_after_a_first_poll_or_an_outage(desk: Desk) -> None:
    for hours in (1, 23, 25, 100):
        desk.site.add(f"/{hours}", f"Tokayev on rail, {hours}", ago=hours * HOUR, text=SAID)
    desk.site.add("/undated", "Tokayev on rail, some day", ago=None, text=SAID)
    assert (await desk.poll()).stored == 5
    assert await desk.news() == ["Tokayev on rail, 1", "Tokayev on rail, 23"]
    for wrong in (
        web.Response(status=502, text="<rss><channel><title>x</title></channel></rss>"),
        web.Response(text="<html><body>Bad gateway</body></html>", content_type="text/html"),
        web.Response(text="", content_type="application/xml"),
    ):
        desk.site.answer = lambda wrong=wrong: wrong
        assert (await desk.poll()).error
    desk.site.answer = None
    assert (await desk.poll()).stored == 0, "nothing is new after a bad gateway"


async def test_missed_items_after_downtime(desk: Desk) -> None:
    desk.site.add("/old", "Old", ago=2 * HOUR)
    await desk.poll()
    back = NOW + 6 * DAY
    desk.site.add("/while-away", "Tokayev on rail", ago=-DAY, text=SAID)
    await desk.poll(back)
    assert await desk.news(back) == ["Tokayev on rail"], "five days old, and still news to who was away"


async def test_date_only_or_missing_dates(desk: Desk) -> None:
    desk.site.add("/1", "A first line", ago=DAY)
    await desk.poll()
    desk.site.add("/2", "A second line", ago=None)
    desk.site.answer = lambda: web.Response(
        text=f"<rss version='2.0'><channel><item><title>Day only</title><link>{desk.site.base}/3</link>"
        "<pubDate>2026-03-09</pubDate></item><item><title>1970</title>"
        f"<link>{desk.site.base}/4</link><pubDate>Thu, 01 Jan 1970 00:00:00 GMT</pubDate></item></channel></rss>",
        content_type="application/rss+xml",
    )
    desk.site.items += [("/3", "Day only", "", None, ""), ("/4", "1970", "", None, "")]
    await desk.poll()
    rows = await desk.db.all("SELECT title, published_at, published_known FROM article ORDER BY id")
    assert [(row["title"], row["published_at"][:10], row["published_known"]) for row in rows][1:] == [
        ("Day only", "2026-03-09", 1),
        ("1970", NOW.date().isoformat(), 0),
    ]


async def test_silent_death_of_a_feed_that_answers_with_news_three_years_old(desk: Desk) -> None:
    for n in range(5):
        desk.site.add(f"/{n}", f"Old news {n}", ago=1000 * DAY + n * DAY)
    await desk.poll()
    assert (await desk.feed()).state == "stale"


async def test_a_web_page_where_the_feed_was_says_so(desk: Desk) -> None:
    desk.site.add("/1", "Talks begin")
    await desk.poll()
    desk.site.answer = lambda: web.Response(text="<!doctype html><html>We moved</html>", content_type="text/html")
    assert "web page where the feed was" in ((await desk.poll()).error or "")
    assert await desk.titles() == ["Talks begin"]


async def test_blocked_by_a_cdn_is_explained_and_never_hammered(desk: Desk) -> None:
    desk.site.answer = lambda: web.Response(status=429, headers={"Retry-After": "7200"})
    turn = await desk.poll()
    feed = await desk.feed()
    assert "too often" in (turn.error or "")
    assert feed.next_poll_at
    assert feed.next_poll_at - NOW >= 2 * HOUR
    desk.site.answer = lambda: web.Response(status=403)
    assert "refuses the bot" in ((await desk.poll()).error or "")


async def test_an_edited_article_is_read_again_its_facts_keep_their_ids_and_what_vanished_is_withdrawn(
    desk: Desk,
) -> None:
    desk.site.add("/1", "Tokayev on rail", text=SAID + "\n“The cost is shared,” Tokayev said on Tuesday evening.")
    await desk.poll()
    query = FactQuery(kinds=("quote",), limit=9)
    before = {self_words(one): one.id for one in await desk.facts.find(Scope(guild_id=1), query)}
    assert set(before) == {"We will open the new line before the harvest,", "The cost is shared,"}
    desk.site.items = []
    desk.site.add("/1", "Tokayev on rail, corrected", text="CORRECTED.\n" + SAID)
    await desk.poll(NOW + HOUR)
    after = await desk.facts.find(Scope(guild_id=1), query)
    assert {self_words(one): one.id for one in after} == {
        "We will open the new line before the harvest,": before["We will open the new line before the harvest,"]
    }
    gone = await desk.facts.by_id(Scope(guild_id=1), before["The cost is shared,"])
    assert gone
    assert gone.withdrawn_at == NOW + HOUR
    history = await desk.facts.history(gone)
    assert [one.what for one in history.changes] == ["withdrawn"]
    assert [one.title for one in history.revisions] == ["Tokayev on rail", "Tokayev on rail, corrected"]


def self_words(recorded) -> str:
    assert isinstance(recorded.fact, Quote)
    return recorded.article.text[recorded.fact.start : recorded.fact.end]


async def test_a_feed_that_changes_its_words_at_every_poll_is_not_read_for_ever(desk: Desk) -> None:
    stored = []
    for n in range(9):
        desk.site.items = []
        desk.site.add("/1", f"Talks: {n} comments")
        stored.append((await desk.poll()).stored)
    assert stored == [1, 1, 1, 1, 1, 1, 0, 0, 0]


async def test_an_unchanged_feed_is_a_304_and_one_poll_in_a_hundred_asks_for_all(desk: Desk) -> None:
    desk.site.etag = '"7"'
    desk.site.add("/1", "Talks begin")
    turns = [await desk.poll() for _ in range(101)]
    assert [number for number, turn in enumerate(turns) if not turn.unchanged] == [0, 99]


async def test_a_feed_whose_articles_failed_is_asked_in_full_again(desk: Desk) -> None:
    desk.site.etag = '"7"'
    desk.site.add("/1", "Talks begin")
    desk.site.add("/2", "")  # neither the entry nor its page has a title
    desk.site.items[1] = ("/2", "", "g", NOW, "")
    turn = await desk.poll()
    assert (turn.stored, len(turn.failures)) == (1, 1)
    assert (await desk.feed()).etag is None
    for _ in range(2):
        assert len((await desk.poll()).failures) == 1
    assert (await desk.poll()).failures == ()
    assert (await desk.feed()).etag == '"7"', "given up after three"


async def test_a_permanent_redirect_is_adopted_after_three_polls(desk: Desk) -> None:
    desk.site.add("/1", "Talks begin")
    target = f"{desk.site.base}/feed?new"
    real, hops = desk.site._feed, 0

    def moved(request: web.Request) -> web.Response:
        nonlocal hops
        if "new" in request.query:
            return real(request)
        hops += 1
        return web.Response(status=301, headers={"Location": target})

    desk.site._feed = moved  # type: ignore[method-assign]
    for _ in range(5):
        assert (await desk.poll()).error is None
    assert (hops, (await desk.feed()).url) == (3, target)


async def test_a_feed_that_moves_to_one_that_is_read_already_doubles_no_article(desk: Desk) -> None:
    real, target = desk.site._feed, f"{desk.site.base}/feed?new"
    desk.site.add("", "Talks begin", guid="g1")  # without a page of its own
    desk.site.add("/2", "Talks go on")

    def moved(request: web.Request) -> web.Response:
        return real(request) if "new" in request.query else web.Response(status=301, headers={"Location": target})

    desk.site._feed = moved  # type: ignore[method-assign]
    await desk.db.transaction(
        lambda tx: desk.sources.attach(
            tx, 2, Source(id=desk.sources.save(tx, Feed(url=target), NOW)[0], name="New Wire"), 1, NOW
        )
    )
    for hours in range(3):
        old = next(one for one in await desk.sources.due(NOW + 900 * DAY) if one.url != target)
        assert (await desk.ingest.feed(old, NOW + hours * HOUR)).error is None
    assert [(feed.url, feed.first_ok_at) for feed in await desk.sources.due(NOW + 900 * DAY)] == [(target, None)]
    assert (await desk.poll(NOW + DAY)).stored == 0
    assert await desk.titles() == ["Talks begin", "Talks go on"]
    for guild, name in ((1, "Wire"), (2, "New Wire")):
        assert [line.source.name for line in await desk.sources.of_server(guild)] == [name]
