"""The schema keeps its promises: all that is a server's goes with it, every person's id is known, what is hidden is hidden everywhere."""

import re
import sqlite3
from collections.abc import Iterator

import pytest

from storage.belongings import COLUMNS, PERSONS, REFERENCES, _belonging
from storage.migrate import migrate
from tests.storage.test_sql import constants


@pytest.fixture
def schema() -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(":memory:")
    connection.row_factory = sqlite3.Row
    connection.execute("PRAGMA foreign_keys = ON")
    migrate(connection)
    yield connection
    connection.close()


def test_every_table_of_a_server_goes_with_its_row_in_server(schema: sqlite3.Connection) -> None:
    """A table with `guild_id` cascades from `server`, or from a table that does."""
    cascades = {
        (row["holder"], row["parent"])
        for row in schema.execute(
            """SELECT m.name AS holder, f."table" AS parent FROM sqlite_master m JOIN pragma_foreign_key_list(m.name) f
            WHERE m.type = 'table' AND f.on_delete = 'CASCADE'"""
        )
    }
    gone = {"server"}
    while more := {child for child, parent in cascades if parent in gone} - gone:
        gone |= more
    tables = _belonging(schema.execute(COLUMNS).fetchall(), schema.execute(REFERENCES).fetchall())
    assert {"server", "subscription", "edition", "edition_fact", "delivery", "notice", "audit", "former_source"} <= set(
        tables
    )
    assert set(tables) <= gone


def test_no_article_and_no_source_is_taken_for_a_servers_own(schema: sqlite3.Connection) -> None:
    tables = _belonging(schema.execute(COLUMNS).fetchall(), schema.execute(REFERENCES).fetchall())
    assert not {"article", "fact", "source", "feed", "story", "leader", "carrier", "setting"} & set(tables)


def test_every_column_that_holds_a_persons_id_is_known(schema: sqlite3.Connection) -> None:
    """By its name: such a column is called so, and no other is, but for references to rows."""
    references = {(row["holder"], row["name"]) for row in schema.execute(REFERENCES)}
    personal = re.compile(r"\w+_by|\w*(author|reader|user|member|person|manager)\w*_id")
    named = {
        row["name"]
        for row in schema.execute(COLUMNS)
        if personal.fullmatch(row["name"]) and (row["holder"], row["name"]) not in references
    }
    assert named <= PERSONS


@pytest.mark.parametrize(
    ("name", "sql"), [one for one in constants() if re.search(r"\bcarrier c\b", one[1]) and ":guild" in one[1]]
)
def test_what_a_server_reads_of_articles_heeds_what_is_hidden_from_it(name: str, sql: str) -> None:
    """Each way from a server's sources to articles: too old for it, or purged by it, is not there."""
    ways = len(re.findall(r"JOIN carrier c|FROM carrier c", sql))
    assert sql.count("hidden_upto") >= ways, f"{name} shows a server what is hidden from it"
