"""What ended the worker that read it. Counted by address, because several feeds list one article."""

import json
from collections.abc import Iterable
from datetime import datetime

from storage.database import Database, Transaction
from storage.times import to_text

MOST_TRIES = 3

BEYOND = "SELECT address FROM poison WHERE tries >= :most AND address IN (SELECT value FROM json_each(:addresses))"
COUNT = """
INSERT INTO poison (address, tries, reason, tried_at) VALUES (:address, 1, :reason, :now)
ON CONFLICT (address) DO UPDATE SET tries = tries + 1, reason = excluded.reason, tried_at = excluded.tried_at
"""
TRIES = "SELECT tries FROM poison WHERE address = :address"
FORGET = "DELETE FROM poison WHERE address = :address"


class PoisonStore:
    def __init__(self, db: Database) -> None:
        self._db = db

    async def beyond(self, addresses: Iterable[str]) -> frozenset[str]:
        """Those of the addresses that have had their three tries."""
        rows = await self._db.all(BEYOND, {"most": MOST_TRIES, "addresses": json.dumps(list(addresses))})
        return frozenset(row["address"] for row in rows)

    def count(self, tx: Transaction, address: str, reason: str, now: datetime) -> None:
        tx.execute(COUNT, {"address": address, "reason": reason[:500], "now": to_text(now)})

    def is_last(self, tx: Transaction, address: str, reason: str, now: datetime) -> bool:
        """Count it; True if that was the third time, which forgets the others."""
        self.count(tx, address, reason, now)
        row = tx.one(TRIES, {"address": address})
        if row is None or row["tries"] < MOST_TRIES:
            return False
        self.forget(tx, address)
        return True

    def forget(self, tx: Transaction, address: str) -> None:
        """It was read after all."""
        tx.execute(FORGET, {"address": address})
