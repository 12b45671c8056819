"""Who is in the news is kept beside the facts; whatever happens to these, it is what counting them anew would give."""

import random
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.answers import Scope
from bot.domain.corrections import Approved, Change, Rejected, SpeakerIs
from storage.corrections import CorrectionStore
from storage.leaders import LeaderStore
from storage.retention import RetentionStore
from storage.sources import SourceStore
from storage.sqlite import SqliteDatabase
from tests import make
from tests.make import NOW

PEOPLE = ("Tokayev", "Trump", "Mirziyoyev", "Jane Doe", "John Roe")
LINES = tuple(f"Line {number} was opened." for number in range(4))
TEXT = " ".join(LINES)
COUNTED = """
SELECT source_id, ref, max(article_id) AS article_id FROM (
  SELECT c.source_id, p.ref, f.article_id FROM fact f JOIN fact_party p ON p.fact_id = f.id JOIN carrier c ON c.article_id = f.article_id
  WHERE f.shown = 1 AND f.withdrawn_at IS NULL AND (p.ref LIKE 'leader:%' OR p.ref LIKE 'person:%'))
GROUP BY source_id, ref ORDER BY source_id, ref
"""
KEPT = "SELECT source_id, ref, article_id FROM last_named ORDER BY source_id, ref"
# What a server sees, from its facts one by one.
SEEN = """
SELECT ref, count(DISTINCT CASE WHEN kind = 'quote' THEN id END) AS quotes FROM (
  SELECT p.ref, f.kind, f.id, f.article_id FROM fact f JOIN fact_party p ON p.fact_id = f.id
  WHERE f.shown = 1 AND f.withdrawn_at IS NULL AND f.id NOT IN (SELECT fact_id FROM overlay WHERE guild_id = :guild)
  UNION ALL
  SELECT p.ref, f.kind, f.id, f.article_id FROM overlay o JOIN overlay_party p ON p.overlay_id = o.id JOIN fact f ON f.id = o.fact_id
  WHERE o.guild_id = :guild AND o.shown = 1 AND f.withdrawn_at IS NULL)
WHERE article_id IN (SELECT c.article_id FROM carrier c JOIN server_source ss ON ss.source_id = c.source_id
  WHERE ss.guild_id = :guild AND ss.weight <> 'muted' AND c.article_id > ss.hidden_upto)
GROUP BY ref ORDER BY ref
"""


class World:
    """Three sources, two servers, and whatever comes to pass."""

    def __init__(self, db: SqliteDatabase, seed: int) -> None:
        self.db, self.draw = db, random.Random(seed)
        self.ids: list[tuple[int, int]] = []
        self.retention, self.corrections = RetentionStore(db), CorrectionStore(db)

    async def begin(self) -> None:
        for guild, name in ((1, "Steppe Wire"), (1, "Harbour Post"), (2, "Valley Times")):
            self.ids.append(await make.reading(self.db, guild, name))

    async def article(self) -> None:
        """New, or edited, or carried by one more source."""
        draw, number = self.draw, self.draw.randint(1, 8)
        text = f"{TEXT} Edition {draw.randint(1, 2)}."
        quotes = [make.quote(text, line, draw.choice(PEOPLE), shown=draw.random() < 0.8) for line in LINES]
        meetings = [make.meeting(text, *draw.sample(PEOPLE, 2))]
        await make.saved(
            self.db,
            draw.choice(self.ids),
            text,
            f"https://wire.example/{number}",
            quotes=draw.sample(quotes, draw.randint(0, 4)),
            meetings=draw.sample(meetings, draw.randint(0, 1)),
        )

    async def correction(self) -> None:
        rows = await self.db.all("SELECT id FROM fact WHERE kind = 'quote' AND withdrawn_at IS NULL")
        if rows:
            fact, guild = self.draw.choice(rows)["id"], self.draw.choice((1, 2))
            change: Change = self.draw.choice(
                (Approved(), Rejected(), SpeakerIs(party=make.person(self.draw.choice(PEOPLE))))
            )
            await self.db.transaction(lambda tx: self.corrections.add(tx, guild, fact, change, 7, NOW))

    async def hiding(self) -> None:
        upto = self.draw.randint(0, 3)
        await self.db.transaction(lambda tx: self.retention.hide(tx, self.draw.choice((1, 2)), upto))

    async def deletion(self) -> None:
        """Whatever nobody sees; also in the middle, where older articles stay."""
        rows = await self.db.all("SELECT id FROM article")
        articles = self.draw.sample([row["id"] for row in rows], min(2, len(rows)))
        later = NOW + timedelta(days=400)
        await self.db.transaction(lambda tx: self.retention.delete(tx, articles, unread=later, now=later, seconds=9.0))

    async def merging(self) -> None:
        """The first source's feed moves to the address of the last."""
        store = SourceStore(self.db)
        feeds = {feed.id: feed for feed in await store.due(NOW)}
        moved = replace(feeds[self.ids[0][1]], url=feeds[self.ids[-1][1]].url, last_polled_at=NOW)
        await self.db.transaction(lambda tx: store.record_all(tx, [(moved, NOW)]))
        self.ids = self.ids[1:]

    async def agrees(self) -> None:
        assert await self.db.all(KEPT) == await self.db.all(COUNTED)
        store = LeaderStore(self.db)
        for guild in (1, 2):
            scope = Scope(guild_id=guild)
            counted = {row["ref"]: row["quotes"] for row in await self.db.all(SEEN, {"guild": guild})}
            lines = await store.seen(scope, limit=50)
            assert {ref: line.quotes for ref, line in lines} == counted
            assert [one.ref for one in await store.names(scope, 50)] == [ref for ref, _ in lines]
            paged = [pair for start in range(0, 9, 2) for pair in await store.seen(scope, offset=start, limit=2)]
            assert paged == list(lines)


@pytest.mark.parametrize("seed", range(4))
async def test_who_is_in_the_news_follows_every_change_of_the_facts(db: SqliteDatabase, seed: int) -> None:
    world = World(db, seed)
    await world.begin()
    happens = [world.article] * 6 + [world.correction] * 2 + [world.hiding, world.deletion]
    for turn in range(70):
        await (world.merging if turn == 50 else world.draw.choice(happens))()
        if turn % 5 == 0 or turn > 48:
            await world.agrees()
    assert await db.all(KEPT), "nothing was compared"


async def test_a_country_has_those_who_were_last_named_for_it(db: SqliteDatabase) -> None:
    ids = await make.reading(db, 1)
    await make.saved(db, ids, TEXT, quotes=[make.quote(TEXT, LINES[0], "Tokayev"), make.quote(TEXT, LINES[1], "Trump")])
    store = LeaderStore(db)
    assert [ref for ref, _ in await store.seen(Scope(guild_id=1), "US")] == ["leader:donald-trump"]
    assert await store.seen(Scope(guild_id=1), "FR") == ()
    assert await store.seen(Scope(guild_id=2), "US") == ()


async def test_who_was_named_last_in_a_deleted_article_is_known_by_an_older_one_that_stays(db: SqliteDatabase) -> None:
    """It stays because a server corrected a fact of it."""
    world = World(db, 1)
    await world.begin()
    for number in (1, 2):
        quotes = [make.quote(TEXT, LINES[0], "Tokayev")]
        await make.saved(db, world.ids[0], TEXT, f"https://wire.example/{number}", quotes=quotes)
    await db.transaction(lambda tx: world.corrections.add(tx, 1, 1, Approved(), 7, NOW))
    await db.transaction(lambda tx: world.retention.hide(tx, 1, 2))
    later = NOW + timedelta(days=1)
    await db.transaction(lambda tx: world.retention.delete(tx, [1, 2], unread=later, now=later, seconds=9.0))
    assert [row["id"] for row in await db.all("SELECT id FROM article")] == [1]
    assert [row["article_id"] for row in await db.all(KEPT)] == [1]
    assert await db.all(KEPT) == await db.all(COUNTED)
