"""An ingest that is made to be killed: `python -m tests.crash.ingest STORE PORT FEEDS` polls until nothing is left, and says "done"."""

import asyncio
import sys
from pathlib import Path

from bot.domain.errors import BotError
from bot.domain.news import Feed, Source
from bot.feeds.fetch import Fetcher
from bot.work import Workers
from storage.database import Transaction
from storage.sources import SourceStore
from storage.sqlite import open_database
from tests import make


async def main(path: str, port: str, feeds: int) -> None:
    async with (
        open_database(Path(path)) as db,
        Workers(1, passing=(BotError,)) as workers,
        Fetcher(allow=(f"127.0.0.1:{port}",), user_agent="test", page_spacing=0.0) as fetcher,
    ):
        await workers.warm("bot.feeds.body:warm")
        sources = SourceStore(db)

        def read(tx: Transaction) -> None:
            for number in range(feeds):
                url = f"http://127.0.0.1:{port}/feed/{number}"
                source_id, _ = sources.save(tx, Feed(url=url), make.NOW)
                sources.attach(tx, 1, Source(id=source_id, name=url), 1, make.NOW)

        await db.transaction(read)
        line = make.line(db, fetcher, workers)
        lines = await sources.of_server(1)
        print("begun", flush=True)
        turns = await asyncio.gather(*(line.feed(one.feed, make.NOW) for one in lines))
        print("done", sum(turn.stored for turn in turns), [turn.error for turn in turns if turn.error], flush=True)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], sys.argv[2], int(sys.argv[3])))
