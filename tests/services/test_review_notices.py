"""Managers hear of what waits and of reports in one message, and of nothing twice."""

from datetime import timedelta

import pytest

from bot.domain.corrections import Approved
from bot.domain.notices import ReviewNotice
from bot.services.notices import NoticeService
from bot.services.posting import Refusal, Sent, Unknown
from storage.corrections import CorrectionStore
from storage.review_notices import ReviewNoticeStore
from storage.sqlite import SqliteDatabase
from tests import make

NOW = make.NOW


class Channel:
    """Discord as the service sees it: keeps what is posted, may break off or refuse."""

    def __init__(self) -> None:
        self.posted: dict[int, ReviewNotice] = {}
        self.nonces: set[str] = set()
        self.breaks_off = 0
        self.refuses = False

    async def tell(self, batch: ReviewNotice, nonce: str) -> Sent | Unknown | Refusal:
        if self.refuses:
            return Refusal("The bot lacks Send Messages in #news.")
        assert batch.id not in self.posted, "told twice"
        self.posted[batch.id] = batch
        self.nonces.add(nonce)
        if self.breaks_off:
            self.breaks_off -= 1
            return Unknown("the connection broke")
        return Sent(batch.id)

    async def find_notice(self, batch: ReviewNotice) -> Sent | None:
        return Sent(batch.id) if batch.id in self.posted else None


class Desk:
    """A server that reads one source and has named a channel."""

    def __init__(self, db: SqliteDatabase, ids: tuple[int, int]) -> None:
        self.db, self.ids, self.channel, self.store = db, ids, Channel(), CorrectionStore(db)
        self.notices = NoticeService(db, ReviewNoticeStore(db))
        self._articles = 0

    async def waits(self, count: int, later: timedelta = timedelta(), *, shown: bool = False) -> tuple[int, ...]:
        found: tuple[int, ...] = ()
        for _ in range(count):
            self._articles += 1
            text = f"“Word {self._articles} was said,” Tokayev said."
            quote = make.quote(text, f"Word {self._articles} was said,", shown=shown)
            url = f"https://wire.example/{self._articles}"
            found += (await make.saved(self.db, self.ids, text, url, now=NOW + later, quotes=[quote])).new_facts
        return found

    async def report(self, fact: int, later: timedelta = timedelta(), guild: int = 1) -> None:
        await self.db.transaction(lambda tx: self.store.complain(tx, guild, fact, "other", "a note", 5, NOW + later))

    async def deliver(self, later: timedelta) -> int:
        return await self.notices.deliver_due(NOW + later, self.channel)  # type: ignore[arg-type]

    @property
    def told(self) -> list[tuple[int, dict[str, int]]]:
        """(reports, what waits) of each message."""
        return [(one.complained, {str(kind): n for kind, n in one.waiting}) for one in self.channel.posted.values()]


@pytest.fixture
async def desk(db: SqliteDatabase) -> Desk:
    made = Desk(db, await make.reading(db, 1))
    await made.notices.set_channel(1, 500, NOW)
    return made


HOUR, DAY = timedelta(hours=1), timedelta(days=1)


async def test_a_report_is_told_at_once_and_those_of_the_next_hour_together(desk: Desk) -> None:
    (fact,) = await desk.waits(1, shown=True)
    await desk.report(fact, HOUR / 60)
    assert await desk.deliver(HOUR / 30) == 1
    for minute in range(3, 9):
        await desk.report(fact, HOUR * minute / 60)
    assert await desk.deliver(HOUR / 2) == 0
    assert (await desk.deliver(HOUR * 1.1), await desk.deliver(HOUR * 9)) == (1, 0)
    assert desk.told == [(1, {}), (6, {})]
    assert len(desk.channel.nonces) == 2


async def test_a_flood_of_waiting_facts_is_one_message_a_day(desk: Desk) -> None:
    await desk.waits(40, HOUR)
    assert [await desk.deliver(HOUR * hours) for hours in (2, 12, 23)] == [0, 0, 0]
    assert (await desk.deliver(DAY), await desk.deliver(DAY * 1.5), await desk.deliver(DAY * 3)) == (1, 0, 0)
    assert desk.told == [(0, {"quote": 40})]


async def test_a_report_brings_what_waits_with_it_and_it_is_not_told_again(desk: Desk) -> None:
    (fact,) = await desk.waits(1, shown=True)
    await desk.waits(3, HOUR)
    await desk.report(fact, HOUR)
    assert (await desk.deliver(HOUR * 2), await desk.deliver(DAY * 3)) == (1, 0)
    assert desk.told == [(1, {"quote": 3})]


async def test_what_was_decided_meanwhile_is_not_told(desk: Desk) -> None:
    first, second = await desk.waits(2, HOUR)
    await desk.report(first, HOUR)
    for fact in (first, second):
        await desk.db.transaction(lambda tx, fact=fact: desk.store.add(tx, 1, fact, Approved(), 7, NOW + HOUR))
    assert (await desk.deliver(HOUR * 2), await desk.deliver(DAY * 2)) == (0, 0)


async def test_what_waited_before_the_channel_was_named_and_other_servers_news_is_not_told(desk: Desk) -> None:
    await desk.waits(2, -HOUR)
    theirs = await make.reading(desk.db, 2, "Harbour Post")
    text = "“A secret,” Tokayev said."
    quote = make.quote(text, "A secret,", shown=False)
    saved = await make.saved(desk.db, theirs, text, "https://post.example/1", now=NOW + HOUR, quotes=[quote])
    await desk.report(saved.new_facts[0], HOUR, guild=2)
    assert (await desk.deliver(HOUR * 2), await desk.deliver(DAY * 2)) == (0, 0)


async def test_without_a_channel_nothing_is_told(desk: Desk) -> None:
    await desk.notices.set_channel(1, None, NOW)
    (fact,) = await desk.waits(1, HOUR)
    await desk.report(fact, HOUR)
    assert await desk.deliver(DAY * 2) == 0
    assert await desk.notices.where(1) == (None, None)


async def test_what_broke_off_is_looked_for_and_not_told_twice(desk: Desk) -> None:
    desk.channel.breaks_off = 1
    (fact,) = await desk.waits(1, shown=True)
    await desk.report(fact)
    minute = timedelta(minutes=1)
    assert [await desk.deliver(minute * n) for n in (1, 2, 4, 9)] == [0, 0, 1, 0]


async def test_a_channel_that_refuses_is_kept_and_says_why(desk: Desk) -> None:
    desk.channel.refuses = True
    (fact,) = await desk.waits(1, shown=True)
    await desk.report(fact)
    assert await desk.deliver(HOUR) == 0
    assert await desk.notices.where(1) == (500, "The bot lacks Send Messages in #news.")
