"""A server whose one source carries three quotations, to be looked up."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from tests import make
from tests.desk import Desk, open_desk

SAID = "We will not, under any pressure, sign the agreement with Oslo"
LONG = "I came to Muscat to listen. Nobody here wants closed borders, and I do not believe that $1,200 would change a single mind"
INDIRECT = "the harvest talks would begin again before the first snow"
TEXT = (
    f"“{SAID},” Tokayev said on Tuesday. “{LONG},” Trump told reporters. Mirziyoyev said that {INDIRECT}. "
    "The ferry to the island runs twice a day while the bridge is mended."
)


def facts(text: str):
    return make.extraction(
        quotes=[
            make.quote(text, f"{SAID},"),
            make.quote(text, f"{LONG},", "Trump"),
            make.quote(text, INDIRECT, "Mirziyoyev", kind="indirect"),
        ]
    )


async def store(desk: Desk, guild: int, name: str, text: str, extraction) -> None:
    ids = await make.reading(desk.core.db, guild, name)
    url = f"https://{ids[0]}.example/talks"
    await make.saved(
        desk.core.db,
        ids,
        text,
        url,
        **{kind: getattr(extraction, kind) for kind in ("quotes", "meetings", "deals", "people")},
    )
    desk.core.names.invalidate()


@asynccontextmanager
async def opened(folder: Path) -> AsyncIterator[Desk]:
    async with open_desk(folder) as made:
        await store(made, made.guild.id, "Steppe Wire", TEXT, facts(TEXT))
        yield made
