"""A paper at home calls its minister “the minister”: the nation it gave before is known still."""

from dataclasses import replace

import pytest

from bot.domain.answers import Scope
from bot.domain.facts import CountryMentions, Meeting, Party
from bot.services.events import EventReader
from storage.facts import FactQuery, FactStore
from storage.sqlite import SqliteDatabase
from tests import make

TEXT = "Mira Soll will meet Leo Vand in Astana."
QUERY = FactQuery(kinds=("meeting",), limit=9)


def person(name: str, country: str | None) -> Party:
    return replace(make.person(name), country=country)


async def tells(
    db: SqliteDatabase,
    ids: tuple[int, int],
    number: int,
    soll: str | None,
    *,
    name: str = "Mira Soll",
    speaks_of: str = "KZ",
) -> None:
    parties = (person(name, soll), person("Leo Vand", "FR"))
    met = replace(
        make.meeting(TEXT, kind="visit"), participants=parties, countries=("FR",), date=make.on(make.NOW.date())
    )
    mentioned = [CountryMentions(code=code, mentions=((0, 1),)) for code in speaks_of.split()]
    await make.saved(db, ids, TEXT, f"https://wire.example/{ids[0]}/{number}", meetings=[met], countries=mentioned)


async def nations(db: SqliteDatabase) -> list[str | None]:
    """Of the first side, newest first."""
    found = await FactStore(db).find(Scope(guild_id=1), QUERY)
    return [one.fact.participants[0].country for one in found if isinstance(one.fact, Meeting)]


async def test_reports_with_and_without_a_ministers_nation_are_of_one_meeting(db: SqliteDatabase) -> None:
    ids = await make.reading(db, 1)
    await tells(db, ids, 1, "KZ")
    await tells(db, ids, 2, None)
    assert await nations(db) == ["KZ", "KZ"]
    (event,), _more = await EventReader(FactStore(db)).page(Scope(guild_id=1), QUERY, number=0, size=5)
    assert (len(event.reports), event.fact.countries) == (2, ("FR", "KZ"))


@pytest.mark.parametrize(
    ("before", "now", "speaks_of"),
    [("Mira Soll", "Mira Soll", "FR"), ("Soll", "Soll", "KZ"), ("Mira Soll", "Mira Vell", "KZ")],
    ids=["of another nation", "one word", "somebody else"],
)
async def test_nobody_is_given_a_nation_that_may_be_anothers(
    db: SqliteDatabase, before: str, now: str, speaks_of: str
) -> None:
    ids = await make.reading(db, 1)
    await tells(db, ids, 1, "KZ", name=before)
    await tells(db, ids, 2, None, name=now, speaks_of=speaks_of)
    assert await nations(db) == [None, "KZ"]


async def test_what_another_source_calls_somebody_is_not_taken_over(db: SqliteDatabase) -> None:
    await tells(db, await make.reading(db, 2, "Harbour Post"), 1, "KZ")
    await tells(db, await make.reading(db, 1), 2, None)
    assert await nations(db) == [None]


async def test_a_nation_is_not_forgotten_by_an_article_that_gives_none(db: SqliteDatabase) -> None:
    ids = await make.reading(db, 1)
    await tells(db, ids, 1, "KZ")
    await tells(db, ids, 2, None, speaks_of="FR")
    await tells(db, ids, 3, None)
    assert await nations(db) == ["KZ", None, "KZ"]
