"""Writing an article's facts: known ones keep their id and move to the new revision, vanished ones are withdrawn."""

from collections import Counter
from datetime import datetime

from bot.domain.facts import Claim, Deal, Extraction, Fact, Party, fact_kind
from bot.domain.keys import fact_key, slug
from storage import kin, known_nations, last_named, overlays, search
from storage.database import Transaction
from storage.fact_changes import Edit
from storage.fact_index import runs, tags, words
from storage.fact_rows import claim_columns, columns, ref, sides
from storage.times import to_text

KNOWN = "SELECT id, kind, key, occurrence, stage, withdrawn_at FROM fact WHERE article_id = :article"
INSERT = """
INSERT INTO fact (article_id, kind, key, occurrence, revision, stage, confidence, shown, is_news, date_verbatim,
  date_start, date_end, place, evidence, detail, stored_at)
VALUES (:article, :kind, :key, :occurrence, :revision, :stage, :confidence, :shown, :is_news, :date_verbatim,
  :date_start, :date_end, :place, :evidence, :detail, :now)
"""
MOVE = """
UPDATE fact SET revision = :revision, stage = :stage, confidence = :confidence, shown = :shown,
  date_verbatim = :date_verbatim, date_start = :date_start, date_end = :date_end, place = :place, evidence = :evidence,
  detail = :detail, withdrawn_at = NULL
WHERE id = :id
"""
WITHDRAW = "UPDATE fact SET withdrawn_at = :now WHERE id = :id"
CLEAR_PARTIES = "DELETE FROM fact_party WHERE fact_id = :id"
CLEAR_CLAIMS = "DELETE FROM claim WHERE fact_id = :id"
PARTY = """
INSERT INTO fact_party (fact_id, role, position, ref, name, country)
VALUES (:id, :role, :position, :ref, :name, :country)
"""
CLAIM = """
INSERT INTO claim (fact_id, position, verbatim, span_start, span_end, low, high, currency, approximate, by_whom)
VALUES (:id, :position, :verbatim, :span_start, :span_end, :low, :high, :currency, :approximate, :by_whom)
"""
CLEAR_SIGHTINGS = "DELETE FROM sighting WHERE article_id = :article"
SIGHTING = """
INSERT INTO sighting (article_id, person_key, person_name, office, country, standing, revision, evidence_start,
  evidence_end)
VALUES (:article, :key, :name, :office, :country, :standing, :revision, :start, :end) ON CONFLICT DO NOTHING
"""
CARRIERS = "SELECT source_id FROM carrier WHERE article_id = :article"
INDEXED = """
SELECT s.rowid AS id, s.text, s.tag FROM fact f JOIN fact_search s ON s.rowid = f.id
WHERE f.article_id = :article AND f.withdrawn_at IS NULL
"""


def save(
    tx: Transaction, article_id: int, revision: int, text: str, extraction: Extraction, *, is_news: bool, now: datetime
) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Ids of facts that are new, and of those the text no longer holds."""
    known = {(row["kind"], row["key"], row["occurrence"]): row for row in tx.all(KNOWN, {"article": article_id})}
    carriers = _carriers(tx, article_id)
    seen: Counter[tuple[str, str]] = Counter()
    new: list[int] = []
    edit = Edit(tx, revision, now)
    for fact in known_nations.known(tx, carriers, extraction):
        kind, key = fact_kind(fact), fact_key(fact, text)
        occurrence = seen[kind, key]
        seen[kind, key] += 1
        row = known.pop((kind, key, occurrence), None)
        values = {**columns(fact), "revision": revision}
        if row is None:
            fact_id = tx.insert(
                INSERT,
                {
                    **values,
                    "article": article_id,
                    "kind": kind,
                    "key": key,
                    "occurrence": occurrence,
                    "is_news": int(is_news),
                    "now": to_text(now),
                },
            )
            new.append(fact_id)
        else:
            fact_id = row["id"]
            edit.moved(row, fact)
            tx.execute(MOVE, {**values, "id": fact_id})
        _write_sides(tx, fact_id, fact)
        found_by = tags(fact)
        search.index(tx, fact_id, words(fact, text), search.tokens(carriers, {*found_by, *runs(fact, text)}))
        kin.index(tx, fact_id, carriers, found_by)
        if row is not None:
            overlays.refresh_all(tx, fact_id)
    gone = [row["id"] for row in known.values() if row["withdrawn_at"] is None]
    for fact_id in gone:
        tx.execute(WITHDRAW, {"id": fact_id, "now": to_text(now)})
        edit.gone(fact_id)
        search.remove(tx, fact_id)
        kin.remove(tx, fact_id)
    _write_sightings(tx, article_id, revision, extraction)
    last_named.refresh(tx, article_id)
    return tuple(new), tuple(gone)


def reindex(tx: Transaction, article_id: int) -> None:
    """One more source carries the article: its facts are found under that source too."""
    carriers = _carriers(tx, article_id)
    for row in tx.all(INDEXED, {"article": article_id}):
        found_by = row["tag"].split()
        search.index(tx, row["id"], row["text"], search.tokens(carriers, found_by))
        kin.index(tx, row["id"], carriers, found_by)
    last_named.refresh(tx, article_id)


def _carriers(tx: Transaction, article_id: int) -> list[int]:
    return [row["source_id"] for row in tx.all(CARRIERS, {"article": article_id})]


def _write_sides(tx: Transaction, fact_id: int, fact: Fact) -> None:
    tx.execute(CLEAR_PARTIES, {"id": fact_id})
    for position, (role, party) in enumerate(sides(fact)):
        tx.execute(
            PARTY,
            {
                "id": fact_id,
                "role": role,
                "position": position,
                "ref": ref(party),
                "name": party.name,
                "country": party.country,
            },
        )
    tx.execute(CLEAR_CLAIMS, {"id": fact_id})
    for position, claim in enumerate(_claims(fact)):
        tx.execute(CLAIM, {**claim_columns(claim), "id": fact_id, "position": position})


def _claims(fact: Fact) -> tuple[Claim, ...]:
    return fact.claims if isinstance(fact, Deal) else ()


def _write_sightings(tx: Transaction, article_id: int, revision: int, extraction: Extraction) -> None:
    tx.execute(CLEAR_SIGHTINGS, {"article": article_id})
    for person in extraction.people:
        side = Party(kind="person", id=slug(person.name), name=person.name, leader=person.leader)
        for office in person.offices:
            tx.execute(
                SIGHTING,
                {
                    "article": article_id,
                    "key": ref(side),
                    "name": person.name,
                    "office": office.office,
                    "country": office.country,
                    "standing": office.standing,
                    "revision": revision,
                    "start": office.evidence[0],
                    "end": office.evidence[1],
                },
            )
