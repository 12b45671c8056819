"""Packs of sources by topic."""

from pathlib import Path

from bot.domain.errors import BotError
from bot.feeds.fetch import Fetcher
from bot.services.sources import SourceService
from bot.work import Workers
from storage.sources import SourceStore
from storage.sqlite import SqliteDatabase
from tests import make
from tests.servers import Served, pair, site

RSS = b"<rss version='2.0'><channel><title>T</title><item><title>One</title></item></channel></rss>"


async def test_a_pack_brings_each_sources_side_owner_and_weight(db: SqliteDatabase, tmp_path: Path) -> None:
    async with (
        Served(site({"/a": (RSS, "text/xml"), "/b": (RSS, "text/xml")})) as base,
        Fetcher(allow=(pair(base),), user_agent="test") as fetcher,
        Workers(1, passing=(BotError,)) as workers,
    ):
        rows = (("A", "a", 'weight = "context"'), ("B", "b", ""), ("C", "missing", ""))
        packs = tmp_path / "feeds.toml"
        packs.write_text(
            "".join(
                f'[[feed]]\nname = "{name}"\nurl = "{base}/{path}"\ncountry = "KZ"\nowner = "state"\ntopics = ["un"]\n{more}\n'
                for name, path, more in rows
            )
        )
        service = SourceService(db, SourceStore(db), fetcher, workers, packs=packs, feeds_a_server=9, feeds_in_all=9)
        outcome = await service.add_pack(1, "un", 1, make.NOW)
    assert (sorted(outcome.added), [name for name, _ in outcome.failed]) == (["A", "B"], ["C"])
    lines = (await service.reading(1)).lines
    assert [(one.source.name, one.weight, one.source.country, one.source.owner_kind) for one in lines] == [
        ("A", "context", "KZ", "state"),
        ("B", "normal", "KZ", "state"),
    ]
