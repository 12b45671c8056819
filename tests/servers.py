"""Loopback servers for tests: real sockets, no network.

`async with Served(site({"/feed.xml": (body, "application/rss+xml")})) as base_url` serves it at http://127.0.0.1:PORT;
`Served.paths` lists what was asked. `Raw` speaks whatever bytes a test wants to send.
"""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Mapping
from types import TracebackType

from aiohttp import web


def site(pages: Mapping[str, tuple[bytes, str]]) -> web.Application:
    """An application that answers each path with its body and content type."""
    app = web.Application()
    for path, (body, content_type) in pages.items():
        app.router.add_get(path, _page(body, content_type))
    return app


def _page(body: bytes, content_type: str) -> Callable[[web.Request], Awaitable[web.Response]]:
    async def answer(_request: web.Request) -> web.Response:
        return web.Response(body=body, headers={"Content-Type": content_type})

    return answer


def pair(base_url: str) -> str:
    """The ip:port of a served address, as the guard's exception takes it."""
    return base_url.split("://", 1)[1].split("/", 1)[0]


class Served:
    """An aiohttp application on loopback for as long as the block lasts. `paths`: each request's path, in order."""

    def __init__(self, app: web.Application, host: str = "127.0.0.1", port: int = 0) -> None:
        self._app = app
        self._host = host
        self._port = port
        self.paths: list[str] = []

    async def __aenter__(self) -> str:
        async def count(request: web.Request, _response: web.StreamResponse) -> None:
            self.paths.append(request.path)

        self._app.on_response_prepare.append(count)
        self._runner = web.AppRunner(self._app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, self._host, self._port).start()
        host, port = self._runner.addresses[0][:2]
        return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._runner.cleanup()


class Raw:
    """A socket that reads a request's head and then does as it is told. `hits` counts connections."""

    def __init__(
        self, answer: Callable[[asyncio.StreamWriter], Awaitable[None]], host: str = "127.0.0.1", port: int = 0
    ) -> None:
        self._answer = answer
        self._host = host
        self._port = port
        self.hits = 0

    async def __aenter__(self) -> str:
        self._server = await asyncio.start_server(self._serve, self._host, self._port)
        port = self._server.sockets[0].getsockname()[1]
        return f"http://[{self._host}]:{port}" if ":" in self._host else f"http://{self._host}:{port}"

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.close()
        await self._server.wait_closed()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.hits += 1
        with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError):
            await reader.readuntil(b"\r\n\r\n")
            await self._answer(writer)
        writer.close()
