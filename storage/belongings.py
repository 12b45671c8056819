"""What belongs to a server and what names a person, read off SQLite's schema: a table that a later migration adds is not forgotten."""

from collections.abc import AsyncIterator, Iterable, Sequence
from typing import LiteralString, cast

from storage.database import Database, Row, Transaction

COLUMNS = """
SELECT m.name AS holder, c.name AS name, c."notnull" AS must FROM sqlite_master m JOIN pragma_table_info(m.name) c
WHERE m.type = 'table' AND m.sql NOT LIKE 'CREATE VIRTUAL%' ORDER BY m.name, c.cid
"""
REFERENCES = """
SELECT m.name AS holder, f."from" AS name, f."table" AS of, coalesce(f."to", 'id') AS key FROM sqlite_master m
JOIN pragma_foreign_key_list(m.name) f WHERE m.type = 'table' ORDER BY m.name, f.id
"""
ERASE = "DELETE FROM server WHERE guild_id = :guild"
PERSONS = frozenset({"added_by", "author_id", "reader_id"})
"""The columns that hold a person's id, in whatever table."""
_ROWS = 500


class BelongingStore:
    def __init__(self, db: Database) -> None:
        self._db = db

    async def tables(self) -> dict[str, LiteralString]:
        """Every table with rows that are one server's, and the condition under which a row is `:guild`'s."""
        return _belonging(await self._db.all(COLUMNS), await self._db.all(REFERENCES))

    async def rows(self, table: str, guild_id: int) -> AsyncIterator[Sequence[Row]]:
        """A server's rows of a table, some at a time."""
        where, name, after = (await self.tables())[table], _quoted(table), 0
        sql: LiteralString = (
            f"SELECT rowid AS row_number, * FROM {name} WHERE rowid > :after AND {where} ORDER BY rowid LIMIT :most"
        )
        while found := await self._db.all(sql, {"guild": guild_id, "after": after, "most": _ROWS}):
            after = found[-1]["row_number"]
            yield found

    def erase_server(self, tx: Transaction, guild_id: int) -> bool:
        """All that is a server's: every such table goes with its row in `server`. False if nothing is kept of it."""
        return tx.execute(ERASE, {"guild": guild_id}) > 0

    def erase_person(self, tx: Transaction, person: int) -> int:
        """Put nobody (0, or nothing where a column may be empty) in the person's place, in every server; the number of rows."""
        return sum(
            tx.execute(_forget(row["holder"], row["name"], must=row["must"]), {"person": person})
            for row in tx.all(COLUMNS)
            if row["name"] in PERSONS
        )


def held(tx: Transaction) -> LiteralString:
    """The condition under which article `a` bears a fact on which a server's dated word hangs that is within its retention at `:now`."""
    columns: dict[str, set[str]] = {}
    for row in tx.all(COLUMNS):
        columns.setdefault(row["holder"], set()).add(row["name"])
    hangs: list[LiteralString] = ["0"]
    for row in tx.all(REFERENCES):
        if row["of"] == "fact" and {"guild_id", "made_at"} <= columns[row["holder"]]:
            table, name = _quoted(row["holder"]), _quoted(row["name"])
            hangs.append(
                f"EXISTS (SELECT 1 FROM fact f JOIN {table} x ON x.{name} = f.id JOIN server v ON v.guild_id = x.guild_id "
                "WHERE f.article_id = a.id "
                "AND x.made_at >= strftime('%Y-%m-%dT%H:%M:%f000Z', :now, '-' || v.retention_days || ' days'))"
            )
    return "(" + " OR ".join(hangs) + ")"


def _belonging(columns: Iterable[Row], references: Iterable[Row]) -> dict[str, LiteralString]:
    of: dict[str, LiteralString] = {row["holder"]: "guild_id = :guild" for row in columns if row["name"] == "guild_id"}
    edges = list(references)
    while found := [edge for edge in edges if edge["holder"] not in of and edge["of"] in of]:
        for edge in found:
            name, key, parent = _quoted(edge["name"]), _quoted(edge["key"]), _quoted(edge["of"])
            of.setdefault(edge["holder"], f"{name} IN (SELECT {key} FROM {parent} WHERE {of[edge['of']]})")
    return of


def _forget(table: str, column: str, *, must: bool) -> LiteralString:
    name, nobody = _quoted(column), "0" if must else "NULL"
    return f"UPDATE {_quoted(table)} SET {name} = {nobody} WHERE {name} = :person"


def _quoted(name: str) -> LiteralString:
    """A name out of the schema itself, which no parameter can stand for."""
    return cast("LiteralString", '"' + name.replace('"', '""') + '"')
