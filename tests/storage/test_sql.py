"""Every SQL constant of the store is one that the schema knows."""

import importlib
import pkgutil
import re
import sqlite3

import pytest

import storage
from storage.migrate import migrate

STATEMENT = re.compile(r"\s*(SELECT|INSERT|UPDATE|DELETE|WITH)\b")


def constants() -> list[tuple[str, str]]:
    found = []
    for info in pkgutil.iter_modules(storage.__path__, "storage."):
        module = importlib.import_module(info.name)
        found += [
            (f"{info.name}.{name}", value)
            for name, value in vars(module).items()
            if isinstance(value, str) and name.isupper() and not name.startswith("_") and STATEMENT.match(value)
        ]
    return found


@pytest.fixture(scope="module")
def schema():
    connection = sqlite3.connect(":memory:")
    migrate(connection)
    yield connection
    connection.close()


@pytest.mark.parametrize(("name", "sql"), constants())
def test_the_schema_can_answer(schema: sqlite3.Connection, name: str, sql: str) -> None:
    names = dict.fromkeys(re.findall(r"(?<!:):([a-z_0-9]+)", sql))
    schema.execute("EXPLAIN " + sql, names)


def test_a_table_without_rowid_declares_its_key_first(schema: sqlite3.Connection) -> None:
    """In another order the quick_check of SQLite 3.40 calls a sound row NULL, and the bot would not start on a sound store."""
    tables = "SELECT name FROM sqlite_master WHERE type = 'table' AND sql LIKE '%WITHOUT ROWID%'"
    for (table,) in schema.execute(tables).fetchall():
        keys = [row[5] for row in schema.execute(f'PRAGMA table_info("{table}")')]
        own = [key for key in keys if key]
        assert keys[: len(own)] == list(range(1, len(own) + 1)), table
