"""How much of what the store holds, for `/metrics`: over all servers, never one by one."""

from dataclasses import dataclass

from storage.database import Database

FEEDS = "SELECT state AS name, count(*) AS n FROM feed GROUP BY state"
ARTICLES = "SELECT state AS name, count(*) AS n FROM article GROUP BY state"
FACTS = "SELECT kind AS name, count(*) AS n FROM fact WHERE withdrawn_at IS NULL GROUP BY kind"
DELIVERIES = "SELECT state AS name, count(*) AS n FROM delivery GROUP BY state"
POISON = "SELECT count(*) AS n FROM poison"
ANSWER = "SELECT 1 AS one"


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Each maps a state or kind to its number."""

    feeds: dict[str, int]
    articles: dict[str, int]
    facts: dict[str, int]
    deliveries: dict[str, int]
    poison: int


class FigureStore:
    def __init__(self, db: Database) -> None:
        self._db = db

    async def answers(self) -> None:
        """Raises if the store does not."""
        await self._db.one(ANSWER)

    async def figures(self) -> Figures:
        poison = await self._db.one(POISON)
        feeds, articles, facts, deliveries = [
            {row["name"]: row["n"] for row in await self._db.all(sql)} for sql in (FEEDS, ARTICLES, FACTS, DELIVERIES)
        ]
        return Figures(
            feeds=feeds, articles=articles, facts=facts, deliveries=deliveries, poison=poison["n"] if poison else 0
        )
