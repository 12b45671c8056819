"""What tests/storage/test_kill.py starts and kills: articles, schedule changes and backups, each said once it is kept."""

import asyncio
import sys
from datetime import timedelta
from pathlib import Path

from bot.domain.digest import Subscription
from storage.sqlite import SqliteDatabase, open_database
from storage.subscriptions import SubscriptionStore
from tests import make

TEXT = "“We will begin in May,” Kassym-Jomart Tokayev said in Astana. “The road is open,” he said."
QUOTES = (make.quote(TEXT, "We will begin in May"), make.quote(TEXT, "The road is open"))
ZONES = ("Asia/Almaty", "Europe/Berlin", "UTC")
CHANNELS, KEPT = 5, 3


def wish(number: int) -> Subscription:
    """The change of this number: its hour and zone belong together."""
    return Subscription(
        guild_id=1,
        channel_id=number % CHANNELS,
        name=f"digest {number % CHANNELS}",
        hour=number % 24,
        zone=ZONES[number % 3],
        created_at=make.NOW,
    )


async def articles(db: SqliteDatabase, start: int) -> None:
    ids = await make.reading(db, 1, f"Wire {start}")
    for number in range(start, start + 100_000):
        await make.saved(db, ids, TEXT, f"https://a.example/{number}", quotes=QUOTES)
        print("article", number, flush=True)


START = make.NOW - timedelta(days=1)


async def changes(db: SqliteDatabase, start: int) -> None:
    store = SubscriptionStore(db)
    for number in range(start, start + 100_000):
        due = make.NOW + timedelta(minutes=number)
        await db.transaction(lambda tx, n=number, due=due: store.save(tx, wish(n), due, START))
        print("change", number, flush=True)


async def backups(db: SqliteDatabase, start: int, folder: Path) -> None:
    for number in range(start, start + 100_000):
        row = await db.one("SELECT count(*) AS n FROM article")
        assert row
        made = await db.back_up_due(folder, make.NOW + timedelta(seconds=number), every=timedelta(), keep=KEPT)
        assert made
        print("backup", made.name, row["n"], flush=True)


async def main(path: Path, start: int) -> None:
    async with open_database(path) as db:
        await asyncio.gather(articles(db, start), changes(db, start), backups(db, start, path.parent / "backups"))


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), int(sys.argv[2])))
