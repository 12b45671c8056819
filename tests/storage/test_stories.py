"""Articles find their stories in the transaction that stores them."""

from datetime import timedelta

import pytest

from bot.nlp.stories import OpenStories, sign
from storage.articles import ArticleStore
from storage.database import Transaction
from storage.sqlite import SqliteDatabase
from storage.stories import StoryStore
from tests import make
from tests.nlp.test_stories import HAZE, RAIL, RAIL_TOLD_ANEW

STORIES = "SELECT article_id, story_id, copy_of FROM article_story ORDER BY article_id"
MERGED = "SELECT id, merged_into FROM story ORDER BY id"
NARYN = ("Dam on the Naryn", "Engineers look at a dam on the Naryn near Kambarata. The turbines are old.")
LOAN = ("Loan for turbines", "A loan pays for turbines of a power station. Bankers in Bishkek signed papers.")
BOTH = (
    "Loan for Naryn dam turbines",
    "A loan pays for new turbines of the dam on the Naryn near Kambarata. Bankers in Bishkek signed papers; engineers look at the power station.",
)


class Line:
    """Stores articles as the ingest does; `placer` outlives no restart."""

    def __init__(self, db: SqliteDatabase, ids: tuple[int, int]) -> None:
        self.db, self.ids, self.stories = db, ids, StoryStore(OpenStories)
        self.count = 0

    async def take(
        self, told: tuple[str, str], hours: float = 0, *, url: str | None = None, fails: bool = False
    ) -> int:
        def work(tx: Transaction) -> int:
            story = self.write(tx, told, hours, url=url)
            if fails:
                raise RuntimeError("the disk")
            return story

        return await self.db.transaction(work)

    def write(self, tx: Transaction, told: tuple[str, str], hours: float, *, url: str | None = None) -> int:
        self.count += 1
        moment = make.NOW + timedelta(hours=hours)
        address = url or f"https://wire.example/{self.count}"
        saved = ArticleStore(self.db).save(
            tx,
            feed_id=self.ids[1],
            source_id=self.ids[0],
            entry=make.entry(address),
            article=make.article(told[1], address, title=told[0], published_at=moment),
            extraction=make.extraction(),
            now=moment,
        )
        return self.stories.place(tx, article_id=saved.id, signature=sign(*told), published_at=moment, now=moment)

    async def placed(self) -> list[tuple[int, int, int | None]]:
        return [(row["article_id"], row["story_id"], row["copy_of"]) for row in await self.db.all(STORIES)]


@pytest.fixture
async def line(db: SqliteDatabase) -> Line:
    return Line(db, await make.reading(db, 1))


async def test_articles_on_one_event_share_a_story_and_a_reprint_names_what_it_repeats(line: Line) -> None:
    await line.take(RAIL)
    await line.take(RAIL_TOLD_ANEW, 1)
    await line.take(("In brief", "ASTANA — " + RAIL[1]), 2)
    await line.take(HAZE, 3)
    assert await line.placed() == [(1, 1, None), (2, 1, None), (3, 1, 1), (4, 2, None)]


async def test_what_a_failed_transaction_placed_is_in_neither_store_nor_memory(line: Line) -> None:
    with pytest.raises(RuntimeError):
        await line.take(RAIL, fails=True)
    assert await line.placed() == []
    await line.take(HAZE)
    assert await line.take(RAIL_TOLD_ANEW, 1) == 2
    assert await line.take(RAIL, 2) == 2


async def test_articles_stored_together_find_each_other_and_leave_no_trace_when_they_fail_together(line: Line) -> None:
    def work(tx: Transaction, *, fails: bool) -> list[int]:
        found = [line.write(tx, told, hours) for hours, told in enumerate((RAIL, RAIL_TOLD_ANEW, HAZE))]
        if fails:
            raise RuntimeError("the disk")
        return found

    with pytest.raises(RuntimeError):
        await line.db.transaction(lambda tx: work(tx, fails=True))
    other = Line(line.db, line.ids)
    other.count = 100
    for hours in range(3):
        await other.take(HAZE, hours)
    assert await line.db.transaction(lambda tx: work(tx, fails=False)) == [2, 2, 1]


async def test_a_late_article_makes_two_stories_one_and_the_older_id_stays(line: Line) -> None:
    await line.take(NARYN)
    assert await line.take(LOAN, 1) == 2
    assert await line.take(BOTH, 2) == 1
    assert {story for _, story, _ in await line.placed()} == {1}
    rows = await line.db.all(MERGED)
    assert [(row["id"], row["merged_into"]) for row in rows] == [(1, None), (2, 1)]
    assert await line.take(LOAN, 3) == 1


async def test_stories_go_on_after_a_restart_and_beside_another_process(line: Line) -> None:
    await line.take(RAIL)
    other = Line(line.db, line.ids)
    other.count = 100
    assert await other.take(RAIL_TOLD_ANEW, 1) == 1
    await other.take(HAZE, 2)
    assert await line.take(HAZE, 3) == 2


async def test_an_edited_article_stays_in_its_story(line: Line) -> None:
    await line.take(RAIL, url="https://wire.example/a")
    assert await line.take(HAZE, 1, url="https://wire.example/a") == 1
    assert len(await line.placed()) == 1
    assert await line.take(HAZE, 2) == 1, "what it says now is what it is compared by"
