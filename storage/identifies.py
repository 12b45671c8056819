"""When the bot introduced itself to Discord's gateway in the last day."""

import json
from datetime import datetime, timedelta

from storage.database import Database, Row, Transaction
from storage.times import from_text, to_text
from storage.values import GET, PUT

_KEY, _KEPT_FOR = "identifies", timedelta(days=1)


class IdentifyStore:
    def __init__(self, db: Database) -> None:
        self._db = db

    async def spent(self) -> tuple[datetime, ...]:
        return _read(await self._db.one(GET, {"key": _KEY}))

    async def spend(self, now: datetime) -> None:
        """Write one down, in the same transaction that reads the others: two processes may share the store."""

        def work(tx: Transaction) -> None:
            kept = [at for at in _read(tx.one(GET, {"key": _KEY})) if at > now - _KEPT_FOR]
            tx.execute(PUT, {"key": _KEY, "value": json.dumps([*map(to_text, kept), to_text(now)])})

        await self._db.transaction(work)


def _read(row: Row | None) -> tuple[datetime, ...]:
    return tuple(map(from_text, json.loads(row["value"]))) if row else ()
