"""A name server that lies."""

import socket
from collections.abc import Iterable

from aiohttp.abc import AbstractResolver, ResolveResult


class Names(AbstractResolver):
    """Answers each question with the next of `answers`, a list of addresses. `asked` counts the questions."""

    def __init__(self, answers: Iterable[list[str]]) -> None:
        self._answers = iter(answers)
        self.asked = 0

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        self.asked += 1
        return [
            ResolveResult(
                hostname=host,
                host=ip,
                port=port,
                proto=0,
                flags=0,
                family=socket.AF_INET6 if ":" in ip else socket.AF_INET,
            )
            for ip in next(self._answers)
        ]

    async def close(self) -> None:
        return
