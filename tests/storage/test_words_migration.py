"""A store from before the words were indexed finds the same as one that always had the index."""

import asyncio
import re
import sqlite3
from pathlib import Path

from benchmarks import store
from storage.migrate import _apply, known

INDEXED = ("fact_search", "article_search")
JOINED = re.compile(r"s\d+[a-z]")


def rows(path: Path) -> list[list[tuple]]:
    connection = sqlite3.connect(path)
    found = [list(connection.execute(f"SELECT rowid, text, tag FROM {table} ORDER BY rowid")) for table in INDEXED]
    words = "SELECT rowid FROM article_search WHERE article_search MATCH 'railway' ORDER BY rowid"
    found.append(list(connection.execute(words)))
    found.append(list(connection.execute("SELECT * FROM last_named ORDER BY source_id, ref")))
    found.append(list(connection.execute("SELECT * FROM kin ORDER BY source_id, sides, fact_id")))
    connection.close()
    return found


def take_back(path: Path) -> None:
    """As the migration before left it, and then migrated."""
    connection = sqlite3.connect(path, isolation_level=None)
    for kind, name in connection.execute("SELECT type, name FROM sqlite_master WHERE name LIKE 'words_%'").fetchall():
        connection.execute(f"DROP {kind} {name}")
    connection.execute("DROP TABLE article_search")
    connection.execute("DROP VIEW article_words")
    for name in ("fact_wording", "fact_standing", "fact_party_named"):
        connection.execute(f"DROP INDEX {name}")
    for number, tag in connection.execute("SELECT rowid, tag FROM fact_search").fetchall():
        kept = " ".join(token for token in tag.split() if not token.startswith(("y", "w")) and not JOINED.match(token))
        connection.execute("UPDATE fact_search SET tag = ? WHERE rowid = ?", (kept, number))
    connection.execute("PRAGMA user_version = 6")
    connection.execute("DROP TABLE last_named")
    connection.execute("DROP TABLE kin")
    for version in (7, 12, 13, 17):
        _apply(connection, version, dict(known())[version])
    connection.close()


def tokens(found: list[list[tuple]]) -> list[list[tuple]]:
    return [[(row[0], *(frozenset(str(cell).split()) for cell in row[1:])) for row in table] for table in found]


def test_an_older_store_is_given_the_same_tokens(tmp_path: Path) -> None:
    path = tmp_path / "older.db"
    asyncio.run(store.build(path, 400))
    before = rows(path)
    assert all(before)
    take_back(path)
    assert tokens(rows(path)) == tokens(before)


def test_an_older_store_is_given_the_runs_of_its_quotes(tmp_path: Path) -> None:
    path = tmp_path / "older.db"
    asyncio.run(store.build(path, 400))
    before = rows(path)
    connection = sqlite3.connect(path, isolation_level=None)
    for number, tag in connection.execute("SELECT rowid, tag FROM fact_search").fetchall():
        kept = " ".join(token for token in tag.split() if not token.startswith("w"))
        connection.execute("UPDATE fact_search SET tag = ? WHERE rowid = ?", (kept, number))
    connection.execute("PRAGMA user_version = 12")
    assert tokens(rows(path)) != tokens(before)
    _apply(connection, 13, dict(known())[13])
    connection.close()
    assert tokens(rows(path)) == tokens(before)
