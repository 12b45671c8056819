"""Articles with their facts: what was listed, what was read, and what it said, in one transaction."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import LiteralString

from bot.domain.facts import Extraction
from bot.domain.news import NEWS_FOR, Article, Entry
from storage import fact_saving
from storage.database import Database, Parameters, Row, Transaction, Value
from storage.times import from_text, maybe_text, to_text

MOST_ATTEMPTS = 3
MOST_REREADS = 5
REREAD_FOR = timedelta(days=7)

KNOWN = """
SELECT identity, article_id IS NOT NULL AS is_stored, attempts, fingerprint, rereads, first_seen_at FROM entry
WHERE feed_id = :feed AND identity IN (SELECT value FROM json_each(:identities))
"""
ENTRY = """
INSERT INTO entry (feed_id, identity, url, title, published_at, first_seen_at, article_id, failure, attempts, fingerprint)
VALUES (:feed, :identity, :url, :title, :published_at, :now, :article, :failure, :attempts, :fingerprint)
ON CONFLICT (feed_id, identity) DO UPDATE SET url = excluded.url, title = excluded.title,
  rereads = entry.rereads + (entry.article_id IS NOT NULL AND excluded.article_id IS NOT NULL),
  article_id = coalesce(excluded.article_id, entry.article_id), failure = excluded.failure,
  attempts = CASE WHEN excluded.article_id IS NULL THEN entry.attempts + excluded.attempts ELSE 0 END,
  fingerprint = coalesce(excluded.fingerprint, entry.fingerprint)
"""
BY_URL = "SELECT id, revision, title, state FROM article WHERE url = :url"
BY_URLS = "SELECT url FROM article WHERE url IN (SELECT value FROM json_each(:urls))"
NEW = """
INSERT INTO article (url, title, language, authors, published_at, published_known, state, note, revision, stored_at)
VALUES (:url, :title, :language, :authors, :published_at, :published_known, :state, :note, 1, :now)
"""
UPDATE = """
UPDATE article SET title = :title, language = :language, authors = :authors, published_known = :published_known,
  state = :state, note = :note, revision = :revision WHERE id = :id
"""
NEW_TEXT = """
INSERT INTO article_text (article_id, revision, title, text, sha256, stored_at) VALUES (:id, :revision, :title, :text, :sha256, :now)
"""
DIGEST = "SELECT sha256 FROM article_text WHERE article_id = :id AND revision = :revision"
CARRY = "INSERT INTO carrier (article_id, source_id) VALUES (:article, :source) ON CONFLICT DO NOTHING"
TEXT = "SELECT text FROM article_text WHERE article_id = :id AND revision = :revision"
COUNTS = """
SELECT (SELECT count(*) FROM article) AS articles, (SELECT count(*) FROM fact WHERE withdrawn_at IS NULL) AS facts
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedArticle:
    """`is_new` says that the address was not known, `is_revised` that its text has changed; `new_facts` and `withdrawn` are fact ids."""

    id: int
    revision: int
    is_new: bool
    is_revised: bool = False
    new_facts: tuple[int, ...] = ()
    withdrawn: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """An entry, the article it led to and what that says. `is_news` as `ArticleStore.save` has it."""

    entry: Entry
    article: Article
    extraction: Extraction
    is_news: bool | None = None


class ArticleStore:
    def __init__(self, db: Database) -> None:
        self._db = db

    async def fresh(self, feed_id: int, entries: Sequence[Entry], now: datetime) -> tuple[Entry, ...]:
        """Entries not yet settled: not stored nor given up after three failures, or stored under other words than now.

        Those that failed before come last.
        """
        rows = await self._db.all(
            KNOWN, {"feed": feed_id, "identities": json.dumps([entry.identity for entry in entries])}
        )
        known = {row["identity"]: row for row in rows}
        unique = {entry.identity: entry for entry in reversed(entries)}
        listed = dict.fromkeys(entry.identity for entry in entries)
        open_ones = [name for name in listed if not _is_settled(known.get(name), unique[name], now)]
        open_ones.sort(key=lambda name: known[name]["attempts"] if name in known else 0)
        return tuple(map(unique.__getitem__, open_ones))

    async def text(self, article_id: int, revision: int) -> str | None:
        row = await self._db.one(TEXT, {"id": article_id, "revision": revision})
        return None if row is None else row["text"]

    async def counts(self) -> tuple[int, int]:
        """Articles and standing facts in the whole store."""
        row = await self._db.one(COUNTS)
        return (row["articles"], row["facts"]) if row else (0, 0)

    def save(
        self,
        tx: Transaction,
        *,
        feed_id: int,
        source_id: int,
        entry: Entry,
        article: Article,
        extraction: Extraction,
        now: datetime,
        is_news: bool | None = None,
    ) -> SavedArticle:
        """Article, text, facts and "seen", all or nothing; saving the same again changes nothing.

        The facts of what is no news are never announced; left open, an article is news for three days.
        """
        known = tx.one(BY_URL, {"url": article.url})
        digest = _digest(article)
        if known is None:
            saved = _first(tx, article, digest, now)
        elif _says_the_same(tx, known, article, digest):
            saved = SavedArticle(id=known["id"], revision=known["revision"], is_new=False)
        else:
            saved = _next(tx, known, article, digest, now)
        is_newly_carried = tx.execute(CARRY, {"article": saved.id, "source": source_id}) > 0
        if saved.is_new and not extraction.facts and not extraction.people:
            pass  # a headline: no fact of it to write, and none known to compare with
        elif known is None or saved.revision != known["revision"]:
            is_news = now - article.published_at <= NEWS_FOR if is_news is None else is_news
            new, gone = fact_saving.save(
                tx, saved.id, saved.revision, article.text, extraction, is_news=is_news, now=now
            )
            saved = replace(saved, new_facts=new, withdrawn=gone)
        elif is_newly_carried:
            fact_saving.reindex(tx, saved.id)
        tx.execute(ENTRY, _entry_columns(feed_id, entry, now, article_id=saved.id))
        return saved

    def save_all(
        self, tx: Transaction, *, feed_id: int, source_id: int, readings: Sequence[Reading], now: datetime
    ) -> list[SavedArticle]:
        """A feed's articles in their order. Headlines that nobody had listed before, most of a first poll, are written side by side."""
        rows = tx.all(BY_URLS, {"urls": json.dumps([one.article.url for one in readings])})
        known: set[str] = {row["url"] for row in rows}
        batch, saved = _Headlines(tx, feed_id, source_id, now), list[SavedArticle]()
        for one in readings:
            if one.article.url in known or one.extraction.facts or one.extraction.people:
                batch.write()
                done = self.save(
                    tx,
                    feed_id=feed_id,
                    source_id=source_id,
                    entry=one.entry,
                    article=one.article,
                    extraction=one.extraction,
                    now=now,
                    is_news=one.is_news,
                )
            else:
                done = batch.add(one)
            known.add(one.article.url)
            saved.append(done)
        batch.write()
        return saved

    def mark_failed(self, tx: Transaction, feed_id: int, entry: Entry, reason: str, now: datetime) -> None:
        """Count a failed attempt at an entry; after three it is not tried again."""
        tx.execute(ENTRY, _entry_columns(feed_id, entry, now, failure=reason))


class _Headlines:
    """New articles without facts, whose rows of one table are written in one go."""

    def __init__(self, tx: Transaction, feed_id: int, source_id: int, now: datetime) -> None:
        self._tx, self._feed_id, self._source_id, self._now = tx, feed_id, source_id, now
        self._rows: dict[LiteralString, list[Parameters]] = {NEW_TEXT: [], CARRY: [], ENTRY: []}

    def add(self, one: Reading) -> SavedArticle:
        number = self._tx.insert(NEW, _first_columns(one.article, self._now))
        self._rows[NEW_TEXT].append(_text_columns(number, 1, one.article, _digest(one.article), self._now))
        self._rows[CARRY].append({"article": number, "source": self._source_id})
        self._rows[ENTRY].append(_entry_columns(self._feed_id, one.entry, self._now, article_id=number))
        return SavedArticle(id=number, revision=1, is_new=True)

    def write(self) -> None:
        for sql, rows in self._rows.items():
            self._tx.each(sql, rows)
            rows.clear()


def _entry_columns(
    feed_id: int, entry: Entry, now: datetime, *, article_id: int | None = None, failure: str | None = None
) -> Parameters:
    return {
        "feed": feed_id,
        "identity": entry.identity,
        "url": entry.url,
        "title": entry.title,
        "published_at": maybe_text(entry.published_at),
        "now": to_text(now),
        "article": article_id,
        "failure": failure,
        "attempts": 1 if failure else 0,
        "fingerprint": fingerprint(entry) if article_id is not None else None,
    }


def _digest(article: Article) -> str:
    return hashlib.sha256(article.text.encode("utf-8", "surrogatepass")).hexdigest()


def fingerprint(entry: Entry) -> str:
    """Of an entry's words; its date is left out, because some feeds move it at every poll."""
    words = " ".join(f"{entry.title}\n{entry.summary}\n{entry.content_html or ''}".split())
    return hashlib.sha256(words.encode("utf-8", "replace")).hexdigest()[:16]


def _is_settled(known: Row | None, entry: Entry, now: datetime) -> bool:
    """An article whose entry changes all the time, or after its news is old, is not read again."""
    if known is None:
        return False
    if not known["is_stored"]:
        return known["attempts"] >= MOST_ATTEMPTS
    if known["attempts"] >= MOST_ATTEMPTS or known["rereads"] >= MOST_REREADS:
        return True
    is_old = now - from_text(known["first_seen_at"]) > REREAD_FOR
    return is_old or known["fingerprint"] in (None, fingerprint(entry))


def _says_the_same(tx: Transaction, known: Row, article: Article, digest: str) -> bool:
    """Also a page that no longer shows its text (a wall, a teaser) takes nothing back of what was read there."""
    if known["state"] == "read" and article.state != "read":
        return True
    row = tx.one(DIGEST, {"id": known["id"], "revision": known["revision"]})
    return known["title"] == article.title and row is not None and row["sha256"] == digest


def _first(tx: Transaction, article: Article, digest: str, now: datetime) -> SavedArticle:
    number = tx.insert(NEW, _first_columns(article, now))
    tx.execute(NEW_TEXT, _text_columns(number, 1, article, digest, now))
    return SavedArticle(id=number, revision=1, is_new=True)


def _next(tx: Transaction, known: Row, article: Article, digest: str, now: datetime) -> SavedArticle:
    number, revision = known["id"], known["revision"] + 1
    tx.execute(UPDATE, {**_columns(article), "id": number, "revision": revision})
    tx.execute(NEW_TEXT, _text_columns(number, revision, article, digest, now))
    return SavedArticle(id=number, revision=revision, is_new=False, is_revised=True)


def _columns(article: Article) -> dict[str, Value]:
    return {
        "title": article.title,
        "language": article.language,
        "authors": json.dumps(article.authors, ensure_ascii=False),
        "published_known": int(article.published_known),
        "state": article.state,
        "note": article.note,
    }


def _first_columns(article: Article, now: datetime) -> Parameters:
    columns = _columns(article)
    return columns | {"url": article.url, "published_at": to_text(article.published_at), "now": to_text(now)}


def _text_columns(number: int, revision: int, article: Article, digest: str, now: datetime) -> Parameters:
    return {
        "id": number,
        "revision": revision,
        "title": article.title,
        "text": article.text,
        "sha256": digest,
        "now": to_text(now),
    }
