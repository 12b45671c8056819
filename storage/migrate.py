"""Numbered migrations, each in one transaction; `PRAGMA user_version` says how far a store has come."""

import re
import sqlite3
from pathlib import Path

from bot.domain.errors import OperatorError
from bot.words import _
from storage.search import run_tokens

_FOLDER = Path(__file__).parent / "migrations"


def known() -> tuple[tuple[int, str], ...]:
    """Every migration as (number, SQL text), in order."""
    found = ((int(path.name[:4]), path.read_text("utf-8")) for path in _FOLDER.glob("[0-9][0-9][0-9][0-9]_*.sql"))
    return tuple(sorted(found))


def version(connection: sqlite3.Connection) -> int:
    """How far the store has come; 0 for a new one."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def refuse_newer(connection: sqlite3.Connection, name: str) -> None:
    """A store from a newer program is not touched: this one does not know what it would break."""
    newest, theirs = known()[-1][0], version(connection)
    if theirs > newest:
        raise OperatorError(
            _(
                "{name} was written by a newer Communiqué (schema {theirs}; this program knows {newest}). Start the newer program, or "
                "restore a backup made before it ran."
            ).format(name=name, theirs=theirs, newest=newest)
        )


def is_behind(connection: sqlite3.Connection) -> bool:
    """Whether this is a store with something in it that `migrate` would change."""
    return 0 < version(connection) < known()[-1][0]


def migrate(connection: sqlite3.Connection) -> None:
    """Bring the store up to this program, one transaction a migration."""
    reached = version(connection)
    for number, sql in known():
        if number > reached:
            _apply(connection, number, sql)


def _apply(connection: sqlite3.Connection, number: int, sql: str) -> None:
    connection.create_function("run_tokens", 1, _run_tokens, deterministic=True)
    connection.execute("BEGIN IMMEDIATE")
    try:
        # Asked again under the lock: another process may have been here while this one waited.
        if version(connection) < number:
            for statement in _statements(sql):
                connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {number:d}")
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


def _run_tokens(text: str) -> str:
    """What SQL cannot make of a quote's words by itself."""
    return " ".join(run_tokens(text))


def _statements(sql: str) -> list[str]:
    """`executescript` would commit on its own, so the script is taken apart; triggers hold ";" inside."""
    parts: list[str] = []
    open_part = ""
    for piece in re.split(r"(?<=;)", sql):
        open_part += piece
        if sqlite3.complete_statement(open_part):
            parts.append(open_part)
            open_part = ""
    return [*parts, open_part]  # a last statement without its ";", or nothing but blanks
