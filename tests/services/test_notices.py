"""What managers are told of their sources, and that they are told once."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.errors import SourceFailed
from bot.domain.news import Entry, Feed, Listing
from bot.domain.notices import Notice, NoticeBatch
from bot.feeds import pace
from bot.feeds.failures import FetchFailed
from bot.render.notices import message
from bot.services.notices import NoticeService
from bot.services.posting import Refusal, Sent, Unknown
from storage.database import Transaction
from storage.notices import NoticeStore
from storage.sources import SourceStore
from storage.sqlite import SqliteDatabase
from tests import make
from tests.desk import check

NOW = make.NOW
WELL = Listing(entries=tuple(Entry(identity=str(n), url=None, title="T", published_at=NOW) for n in range(3)))


class Channel:
    """A channel that keeps what is posted to it, and may break off or refuse: Discord as the service sees it."""

    def __init__(self) -> None:
        self.posted: dict[int, NoticeBatch] = {}
        self.breaks_off = 0
        self.refuses = False

    async def tell(self, batch: NoticeBatch, nonce: str) -> Sent | Unknown | Refusal:
        assert len(nonce) <= 25
        if self.refuses:
            return Refusal("The bot lacks Send Messages in #news.")
        assert batch.id not in self.posted, "told twice"
        self.posted[batch.id] = batch
        if self.breaks_off:
            self.breaks_off -= 1
            return Unknown("the connection broke after the message was sent")
        return Sent(batch.id)

    async def find_notice(self, batch: NoticeBatch) -> Sent | None:
        return Sent(batch.id) if batch.id in self.posted else None

    @property
    def states(self) -> list[list[str]]:
        return [[one.state for one in batch.notices] for batch in self.posted.values()]


class Desk:
    def __init__(self, db: SqliteDatabase) -> None:
        self.db, self.store, self.channel = db, SourceStore(db), Channel()
        self.notices = NoticeService(db, NoticeStore(db))

    async def poll(self, *heard: Listing | SourceFailed, feeds: int | None = None) -> None:
        """Every due feed hears these, one after the other."""
        for said in heard:
            for feed in (await self.store.due(NOW + timedelta(days=9000)))[:feeds]:
                await self.record(
                    pace.failed(feed, said, NOW) if isinstance(said, SourceFailed) else pace.heard(feed, said, NOW)
                )

    async def record(self, feed: Feed) -> None:
        await self.db.transaction(lambda tx: self.store.record(tx, feed, NOW))

    async def deliver(self, later: timedelta = timedelta()) -> int:
        return await self.notices.deliver_due(NOW + later, self.channel)  # type: ignore[arg-type]


@pytest.fixture
async def desk(db: SqliteDatabase) -> Desk:
    """One server that reads one feed and has named a channel."""
    await make.reading(db, 1)
    made = Desk(db)
    await made.notices.set_channel(1, 500, NOW)
    return made


DOWN = SourceFailed("news.example does not take connections.")


async def test_a_silent_death_is_told_once_and_so_is_the_recovery(desk: Desk) -> None:
    await desk.poll(WELL, *[DOWN] * 4)
    assert await desk.deliver() == 0
    await desk.poll(DOWN)
    assert await desk.deliver() == 1
    await desk.poll(DOWN, DOWN)
    assert await desk.deliver() == 0
    await desk.poll(WELL, WELL)
    assert (await desk.deliver(), await desk.deliver()) == (1, 0)
    assert desk.channel.states == [["failing"], ["healthy"]]
    assert desk.channel.posted[1].notices[0].reason == str(DOWN)


async def test_gone_and_stale_are_told(desk: Desk) -> None:
    old = replace(WELL, entries=(replace(WELL.entries[0], published_at=NOW - timedelta(days=900)),))
    await desk.poll(old)
    await desk.deliver()
    await desk.poll(FetchFailed("gone", status=410), DOWN)
    await desk.deliver()
    assert desk.channel.states == [["stale"], ["gone"]]


async def test_an_outage_of_many_feeds_is_one_message(desk: Desk) -> None:
    for number in range(30):
        await make.reading(desk.db, 1, f"Source {number}")
    await desk.poll(*[DOWN] * 5)
    assert await desk.deliver() == 1
    assert desk.channel.states == [["failing"] * 31]


async def test_each_server_that_reads_a_feed_is_told_and_one_that_paused_it_is_not(desk: Desk) -> None:
    for guild, channel in ((2, 600), (3, 700)):
        await desk.notices.set_channel(guild, channel, NOW)
        await desk.db.transaction(lambda tx, guild=guild: desk.store.attach(tx, guild, make.source(id=1), 1, NOW))
    await desk.db.transaction(lambda tx: desk.store.pause(tx, 3, 1, NOW))
    await desk.poll(*[DOWN] * 5)
    assert await desk.deliver() == 2
    assert [batch.channel_id for batch in desk.channel.posted.values()] == [500, 600]


async def test_what_broke_off_is_looked_for_and_not_told_twice(desk: Desk) -> None:
    desk.channel.breaks_off = 1
    await desk.poll(*[DOWN] * 5)
    assert await desk.deliver() == 0
    assert await desk.deliver(timedelta(minutes=1)) == 0, "it may still be on its way"
    assert await desk.deliver(timedelta(minutes=3)) == 1
    assert await desk.deliver(timedelta(minutes=9)) == 0
    assert desk.channel.states == [["failing"]]


async def test_a_death_and_recovery_that_nobody_heard_of_are_not_news(desk: Desk) -> None:
    await desk.poll(*[DOWN] * 5, WELL)
    assert await desk.deliver() == 0
    await desk.poll(*[DOWN] * 20)
    await desk.deliver()
    assert desk.channel.states == [["paused"]], "of two changes only the newest is told"


async def test_without_a_channel_a_notice_waits_and_old_ones_are_dropped(db: SqliteDatabase) -> None:
    await make.reading(db, 1)
    desk = Desk(db)
    await desk.poll(*[DOWN] * 5)
    assert await desk.deliver() == 0
    assert await desk.notices.where(1) == (None, None)
    await desk.notices.set_channel(1, 500, NOW)
    assert await desk.deliver(timedelta(days=4)) == 0
    await desk.poll(WELL, *[DOWN] * 5)
    assert await desk.deliver() == 1


async def test_lost_configuration_when_a_channel_is_unreachable(desk: Desk) -> None:
    desk.channel.refuses = True
    await desk.poll(*[DOWN] * 5)
    assert (await desk.deliver(), await desk.deliver(timedelta(hours=1))) == (0, 0)
    assert await desk.notices.where(1) == (500, "The bot lacks Send Messages in #news.")


async def test_a_state_and_its_notice_are_written_together_or_not_at_all(desk: Desk) -> None:
    await desk.poll(*[DOWN] * 4)
    (feed,) = await desk.store.due(NOW + timedelta(days=9000))

    def broken(tx: Transaction) -> None:
        desk.store.record(tx, pace.failed(feed, DOWN, NOW), NOW)
        raise RuntimeError("the power went")

    with pytest.raises(RuntimeError):
        await desk.db.transaction(broken)
    assert await desk.deliver() == 0
    (same,) = await desk.store.due(NOW + timedelta(days=9000))
    assert same == feed


def test_feed_text_in_a_notice_pings_everyone_or_injects_nothing() -> None:
    one = Notice(
        source="@everyone [free](http://evil.example) `x`",
        url="https://wire.example/f",
        state="failing",
        reason="**wire** sent <@1> and # a heading " * 40,
        created_at=NOW,
    )
    for count in (1, 200):
        shown = check(message(NoticeBatch(id=7, channel_id=1, created_at=NOW, notices=(one,) * count, may_exist=False)))
        assert "@everyone" not in shown.replace("\\@everyone", "")
        assert "](http://evil" not in shown
        assert "<@1>" not in shown
        assert "Notice 7 ·" in shown
