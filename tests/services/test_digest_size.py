"""A flood in one server's window does not keep Discord waiting: the event loop is never held for long."""

import asyncio
import gc
import time
from collections.abc import Iterator

import pytest

from bot.render import digest
from storage.articles import ArticleStore
from storage.database import Transaction
from tests import make
from tests.services.test_delivery import HOUR, MORNING, House, house  # noqa: F401

ARTICLES = 1_500
TEXT = "“We shall build road {n},” {name} said. {name} met {other} in town {n}."


@pytest.fixture
def steps(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[float]]:
    """The CPU seconds of the loop's own thread in each step of the event loop."""
    taken: list[float] = []
    run = asyncio.events.Handle._run

    def timed(handle: asyncio.Handle) -> None:
        began = time.thread_time()
        run(handle)
        taken.append(time.thread_time() - began)

    monkeypatch.setattr(asyncio.events.Handle, "_run", timed)
    gc.collect()
    gc.freeze()  # what the other tests left is not this one's
    yield taken
    gc.unfreeze()


async def flood(house: House) -> None:  # noqa: F811
    source, feed = await make.reading(house.db, 1)

    def work(tx: Transaction) -> None:
        store = ArticleStore(house.db)
        for n in range(ARTICLES):
            name, other, url = f"Leader{n}", f"Other{n % 300}", f"https://wire.example/{n}"
            text = TEXT.format(n=n, name=name, other=other)
            found = make.extraction(
                quotes=[make.quote(text, f"We shall build road {n},", name)], meetings=[make.meeting(text, name, other)]
            )
            made = make.article(text, url, published_at=MORNING - HOUR)
            store.save(
                tx,
                feed_id=feed,
                source_id=source,
                entry=make.entry(url),
                now=MORNING - HOUR,
                article=made,
                extraction=found,
            )

    await house.db.transaction(work)


async def test_three_thousand_facts_in_one_window(house: House, steps: list[float]) -> None:  # noqa: F811
    await flood(house)
    await house.subscribe(1)
    await asyncio.sleep(0)
    steps.clear()
    (edition,) = await house.digests.tick(MORNING)
    assert len(edition.facts) > 10
    digest.layouts(await house.digests.answer(edition))
    assert max(steps) < 0.05
