"""What readers say is wrong: kept for the managers of their server."""

from datetime import datetime, timedelta

from bot.domain.answers import Scope
from bot.domain.corrections import Problem
from bot.domain.errors import NotFound, Refused
from bot.domain.facts import fact_kind
from bot.domain.keys import read_short_id, short_id
from bot.words import _
from storage.corrections import CorrectionStore
from storage.database import Database, Transaction
from storage.facts import FactStore

A_MINUTE = 5
LONGEST_NOTE = 500
_MOST_OPEN = 25


class ComplaintService:
    def __init__(self, db: Database, store: CorrectionStore, facts: FactStore) -> None:
        self._db = db
        self._store = store
        self._facts = facts

    async def complain(
        self, scope: Scope, typed_id: str, problem: Problem, note: str, reader: int, now: datetime
    ) -> bool:
        """Put a reader's word into the server's queue; False if the same reader had said the same of it already.

        Only of what the server's answers show; at most five a minute a reader, in all servers.
        """
        read = read_short_id(typed_id)
        fact = await self._facts.by_id(scope, read[1]) if read and read[0] != "story" else None
        is_here = fact is not None and fact.fact.shown and fact.withdrawn_at is None
        if read is None or fact is None or not is_here or fact_kind(fact.fact) != read[0]:
            raise NotFound(
                _(
                    "No answer of this server shows “{id}”. Ids look like Q-41K and stand at the end of every line."
                ).format(id=typed_id),
                near=(short_id(fact_kind(fact.fact), fact.id),) if fact and is_here else (),
            )

        def work(tx: Transaction) -> bool:
            if self._store.complaints_by(tx, reader, now - timedelta(minutes=1)) >= A_MINUTE:
                raise Refused(_("That is {most} reports in a minute; try again in a minute.").format(most=A_MINUTE))
            if self._store.has_complained(tx, scope.guild_id, fact.id, problem, reader):
                return False
            if self._store.open_complaints_by(tx, scope.guild_id, reader) >= _MOST_OPEN:
                raise Refused(_("The managers have {most} reports of yours to look at first.").format(most=_MOST_OPEN))
            self._store.complain(tx, scope.guild_id, fact.id, problem, note.strip()[:LONGEST_NOTE], reader, now)
            return True

        return await self._db.transaction(work)
