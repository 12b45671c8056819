"""What the stores need of a database; SQLite gives it now, and a PostgreSQL driver can later."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, LiteralString, Protocol, TypeVar

Value = str | int | float | bytes | None
Parameters = Mapping[str, Value]
Row = Mapping[str, Any]
T = TypeVar("T")


class Reads(Protocol):
    """Open while the function given to `Database.read` runs, on a reader's own thread."""

    def one(self, sql: LiteralString, parameters: Parameters = ...) -> Row | None: ...

    def all(self, sql: LiteralString, parameters: Parameters = ...) -> Sequence[Row]: ...


class Transaction(Reads, Protocol):
    """Open while the function given to `Database.transaction` runs, on the writer's own thread."""

    def execute(self, sql: LiteralString, parameters: Parameters = ...) -> int:
        """Run a statement; the number of rows it changed."""
        ...

    def insert(self, sql: LiteralString, parameters: Parameters = ...) -> int:
        """Run an INSERT; the new row's id."""
        ...

    def each(self, sql: LiteralString, many: Sequence[Parameters]) -> None:
        """Run a statement once for each of `many`."""
        ...

    def if_undone(self, then: Callable[[], None]) -> None:
        """Call `then` if the transaction is undone, for what memory learnt of it."""
        ...


class Database(Protocol):
    """Reads go to one of a few readers; a write is one function run on the writer's thread, whole or not at all."""

    @property
    def is_full(self) -> bool:
        """Whether a write found no room and raised `StoreFull`, and none since has shown that there is some again."""
        ...

    async def one(self, sql: LiteralString, parameters: Parameters = ...) -> Row | None: ...

    async def all(self, sql: LiteralString, parameters: Parameters = ...) -> Sequence[Row]: ...

    async def read(self, work: Callable[[Reads], T]) -> T:
        """Run `work`, reads and what is made of their rows: there and back once, and away from the event loop."""
        ...

    async def transaction(self, work: Callable[[Transaction], T], *, durable: bool = False) -> T:
        """Run `work` in a transaction; `durable` also survives a power loss, at some hundred times the cost."""
        ...
