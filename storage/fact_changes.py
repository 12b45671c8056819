"""What the edits of an article did to a fact: kept, so that `/why` can say it."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.answers import FactChange, History, Revision
from bot.domain.facts import Deal, Fact
from storage.database import Reads, Row, Transaction
from storage.fact_rows import stage_or_kind
from storage.times import from_text, to_text

AMOUNTS = "SELECT verbatim FROM claim WHERE fact_id = :id ORDER BY position"
CHANGE = """
INSERT INTO fact_change (fact_id, revision, what, before, after, changed_at) VALUES (:id, :revision, :what, :before, :after, :now)
"""
CHANGES = "SELECT * FROM fact_change WHERE fact_id = :id ORDER BY id"
REVISIONS = """
SELECT t.revision, coalesce(t.title, a.title) AS title, t.stored_at FROM article_text t JOIN article a ON a.id = t.article_id
WHERE t.article_id = :article ORDER BY t.revision
"""


@dataclass(frozen=True, slots=True)
class Edit:
    """Writes changes made by one revision of an article."""

    tx: Transaction
    revision: int
    now: datetime

    def moved(self, row: Row, fact: Fact) -> None:
        """A known fact stands in the new text too; call it before the new amounts are written."""
        if row["withdrawn_at"] is not None:
            self._note(row["id"], "back", "", "")
        if row["stage"] != stage_or_kind(fact):
            self._note(row["id"], "stage", row["stage"], stage_or_kind(fact))
        before = " · ".join(claim["verbatim"] for claim in self.tx.all(AMOUNTS, {"id": row["id"]}))
        after = " · ".join(claim.verbatim for claim in fact.claims) if isinstance(fact, Deal) else ""
        if before != after:
            self._note(row["id"], "amount", before, after)

    def gone(self, fact_id: int) -> None:
        self._note(fact_id, "withdrawn", "", "")

    def _note(self, fact_id: int, what: str, before: str, after: str) -> None:
        self.tx.execute(
            CHANGE,
            {
                "id": fact_id,
                "revision": self.revision,
                "what": what,
                "before": before,
                "after": after,
                "now": to_text(self.now),
            },
        )


def history(reads: Reads, fact_id: int, article_id: int) -> History:
    """How a fact and its article changed, oldest first."""
    changes, revisions = reads.all(CHANGES, {"id": fact_id}), reads.all(REVISIONS, {"article": article_id})
    return History(
        changes=tuple(
            FactChange(
                what=row["what"], before=row["before"], after=row["after"], changed_at=from_text(row["changed_at"])
            )
            for row in changes
        ),
        revisions=tuple(
            Revision(number=row["revision"], title=row["title"], stored_at=from_text(row["stored_at"]))
            for row in revisions
        ),
    )
