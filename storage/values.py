"""Small values the bot keeps for itself, such as the hash of the registered commands."""

from storage.database import Database, Transaction

GET = "SELECT value FROM setting WHERE key = :key"
PUT = "INSERT INTO setting (key, value) VALUES (:key, :value) ON CONFLICT (key) DO UPDATE SET value = excluded.value"


class Values:
    def __init__(self, db: Database) -> None:
        self._db = db

    async def get(self, key: str) -> str | None:
        row = await self._db.one(GET, {"key": key})
        return None if row is None else row["value"]

    async def put(self, key: str, value: str) -> None:
        def work(tx: Transaction) -> None:
            tx.execute(PUT, {"key": key, "value": value})

        await self._db.transaction(work)
