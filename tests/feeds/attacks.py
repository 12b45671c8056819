"""Attacks on the fetcher, in a process of their own so that its memory can be measured: `python -m tests.feeds.attacks`.

One ip:port on loopback plays the public internet; on the same port of other loopback addresses sits what nobody outside may reach.
Each attack prints {"name", "words", "seconds", "megabytes" (the process's growth so far), "reached" (hits on what is private)}.
"""

import asyncio
import gzip
import itertools
import json
import resource
import sys
import time
import zlib
from collections.abc import AsyncIterator, Awaitable, Callable

import brotli

from bot.feeds.failures import FetchFailed
from bot.feeds.fetch import FEED, Fetcher, Limits
from bot.feeds.robots import Robots
from tests.feeds.names import Names

SECONDS = 0.8
RSS = b"<rss version='2.0'><channel><title>News</title></channel></rss>"
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/xml\r\nConnection: close\r\n"
CHUNKED = b"HTTP/1.1 200 OK\r\nContent-Type: application/xml\r\nTransfer-Encoding: chunked\r\n\r\n"
PUBLIC, PRIVATE = "127.0.0.2", ("127.0.0.1", "127.0.0.3", "::1")

# What stands for 127.0.0.1 or another private place, in the spellings that have fooled somebody.
LITERALS = {
    "dotted": "127.0.0.1",
    "short": "127.1",
    "decimal": "2130706433",
    "hexadecimal": "0x7f000001",
    "hexadecimal parts": "0x7f.0.0.1",
    "octal": "017700000001",
    "octal parts": "0177.0.0.1",
    "zero": "0",
    "all zeros": "0.0.0.0",
    "neighbour": "127.0.0.3",
    "localhost": "localhost",
    "localhost with a dot": "LocalHost.",
    "full-width digits": "１２７.0.0.1",
    "ideographic full stops": "127。0。0。1",
    "circled digits": "①②⑦.0.0.1",
    "percent-encoded": "%31%32%37.0.0.1",
    "v6 loopback": "[::1]",
    "v6 unspecified": "[::]",
    "v4-mapped": "[::ffff:127.0.0.1]",
    "v4-mapped in hexadecimal": "[::ffff:7f00:1]",
    "v4-compatible": "[::127.0.0.1]",
    "NAT64": "[64:ff9b::7f00:1]",
    "local NAT64": "[64:ff9b:1::7f00:1]",
    "6to4": "[2002:7f00:1::]",
    "Teredo": "[2001:0:7f00:1::1]",
    "site local": "[fec0::1]",
    "link local": "[fe80::1]",
    "mapped public server": "[::ffff:127.0.0.2]",
    "a zone": "[::1%25lo]",
    "a link's zone": "[fe80::1%25eth0]",
    "ORCHID": "[2001:20::1]",
    "unique local": "[fd00:ec2::254]",
    "multicast in six": "[ff02::1]",
    "this network": "0.1.2.3",
    "carriers' NAT": "100.64.0.1",
    "protocol assignments": "192.0.0.8",
    "benchmarks": "198.18.0.1",
    "multicast": "224.0.0.251",
    "broadcast": "255.255.255.255",
    "two dots": "127.0.0.1..",
    "localdomain": "localhost.localdomain",
    "a name under local": "printer.local",
    "a label that IDNA cannot read": "xn--a",
    "a tab": "127.0.0.1%09",
    "a soft hyphen": "127.0.0\u00ad.1",
}
REDIRECTS = {
    "loopback": "http://127.0.0.1:{port}/",
    "a name for loopback": "http://localhost:{port}/",
    "a scheme-relative address": "//2130706433:{port}/",
    "NAT64": "http://[64:ff9b::7f00:1]:{port}/",
    "6to4": "http://[2002:7f00:1::]:{port}/",
    "a mapped address": "http://[::ffff:127.0.0.1]:{port}/",
    "a cloud's metadata": "http://169.254.169.254/latest/meta-data/",
    "a file": "file:///etc/passwd",
    "gopher": "gopher://127.0.0.1:{port}/",
    "a user name": "http://a:b@127.0.0.1:{port}/",
    "another port": "http://127.0.0.2:22/",
}
ADDRESSES = {
    "a user name": "http://x@127.0.0.2:{port}/",
    "a host behind a user name": "http://127.0.0.2:{port}@127.0.0.1:{port}/",
    "a backslash": "http://127.0.0.2:{port}\\@127.0.0.1:{port}/",
    "port 22": "http://127.0.0.2:22/",
    "port 6379": "https://127.0.0.2:6379/",
    "a line break": "http://127.0.0.1:{port}\r\nHost: x/",
}
LIES = {
    "loopback": ["127.0.0.1"],
    "v6 loopback": ["::1"],
    "private and loopback": ["10.0.0.1", "127.0.0.3"],
    "a mapped address": ["::ffff:127.0.0.1"],
    "NAT64 and loopback": ["64:ff9b::7f00:1", "127.0.0.1"],
}


def zeros() -> bytes:
    """1 GiB as 1 MB of gzip: after a full flush a block stands alone, so that one mebibyte's can be repeated."""
    squeeze = zlib.compressobj(9, zlib.DEFLATED, -15)
    return (
        gzip.compress(b"", mtime=0)[:10] + (squeeze.compress(bytes(1 << 20)) + squeeze.flush(zlib.Z_FULL_FLUSH)) * 1024
    )


async def drip(head: bytes, piece: bytes, pause: float = 0.02) -> AsyncIterator[bytes]:
    yield head
    while True:
        yield piece
        await asyncio.sleep(pause)


async def once(*parts: bytes) -> AsyncIterator[bytes]:
    for part in parts:
        yield part


def endless(head: bytes, piece: bytes) -> Callable[[], AsyncIterator[bytes]]:
    return lambda: drip(head, piece, 0.0)


def encoded(name: str, body: bytes) -> Callable[[], AsyncIterator[bytes]]:
    return lambda: once(HEAD + f"Content-Encoding: {name}\r\n\r\n".encode(), body)


ANSWERS: dict[str, Callable[[], AsyncIterator[bytes]]] = {
    "stacked encodings": encoded("gzip, gzip", gzip.compress(gzip.compress(RSS, mtime=0), mtime=0)),
    "encodings stacked in two headers": lambda: once(
        HEAD + b"Content-Encoding: gzip\r\nContent-Encoding: br\r\n\r\n", gzip.compress(RSS, mtime=0)
    ),
    "an encoding not asked for": encoded("zstd", b"x" * 100),
    "a gzip bomb": encoded("gzip", zeros()),
    "a deflate bomb": encoded("deflate", zlib.compress(bytes(64 << 20), 9)),
    "a brotli bomb": encoded("br", brotli.compress(bytes(64 << 20), quality=1)),
    "a bomb of many members": encoded("gzip", gzip.compress(bytes(1 << 20), 9, mtime=0) * 400),
    "empty members without end": endless(HEAD + b"Content-Encoding: gzip\r\n\r\n", gzip.compress(b"", mtime=0) * 50),
    "a dripping body": lambda: drip(HEAD + b"\r\n", b"x"),
    "a dripping head": lambda: drip(HEAD, b"X-A: b\r\n"),
    "a dripping chunk": lambda: drip(HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n"),
    "silence": lambda: drip(b"", b""),
    "an endless body": endless(HEAD + b"\r\n", b"x" * 65536),
    "endless chunks": endless(HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"8000\r\n" + b"x" * 32768 + b"\r\n"),
    "an endless chunk extension": endless(HEAD + b"Transfer-Encoding: chunked\r\n\r\n1;", b"a" * 65536),
    "an endless status line": endless(b"HTTP/1.1 200 ", b"O" * 65536),
    "an endless header": endless(b"HTTP/1.1 200 OK\r\nX-Long: ", b"a" * 65536),
    "headers without end": endless(b"HTTP/1.1 200 OK\r\n", b"X-Many: a\r\n" * 1000),
    "interim answers without end": endless(b"", b"HTTP/1.1 103 Early Hints\r\n\r\n" * 100),
    "trailers without end": endless(CHUNKED + b"1\r\nx\r\n0\r\n", b"X-T: a\r\n" * 1000),
    "an endless trailer": endless(CHUNKED + b"1\r\nx\r\n0\r\nX-T: ", b"a" * 65536),
    "chunks of one character": endless(CHUNKED, b"1\r\nx\r\n" * 5000),
    "cookies without end": endless(b"HTTP/1.1 200 OK\r\n", b"Set-Cookie: a=b; Path=/\r\n" * 1000),
    "a header folded without end": endless(b"HTTP/1.1 200 OK\r\nX-A: a\r\n", b" folded\r\n" * 1000),
    "leave to go on without end": endless(b"", b"HTTP/1.1 100 Continue\r\n\r\n" * 100),
    "rubbish behind deflate": endless(HEAD + b"Content-Encoding: deflate\r\n\r\n" + zlib.compress(RSS), b"y" * 65536),
    "rubbish behind brotli": endless(HEAD + b"Content-Encoding: br\r\n\r\n" + brotli.compress(RSS), b"y" * 65536),
    "a gzip name without end": endless(
        HEAD + b"Content-Encoding: gzip\r\n\r\n\x1f\x8b\x08\x08" + bytes(6), b"n" * 65536
    ),
    "an endless refusal": endless(b"HTTP/1.1 404 No\r\n\r\n", b"x" * 65536),
    "a body behind 304": endless(b"HTTP/1.1 304 No\r\n\r\n", b"x" * 65536),
    "a piece of a body": endless(b"HTTP/1.1 206 Partial\r\n\r\n", b"x" * 65536),
    "TLS": lambda: once(b"\x15\x03\x01\x00\x02\x02\x16"),
    "a wrong type": lambda: once(
        b"HTTP/1.1 200 OK\r\nContent-Type: video/mp4\r\nConnection: close\r\n\r\n", bytes(1000)
    ),
    "a length that lies": lambda: once(HEAD + b"Content-Length: 99999999999\r\n\r\n", RSS),
    "no HTTP": lambda: once(b"SSH-2.0-OpenSSH_9.6\r\n"),
    "redirects in a circle": lambda: once(b"HTTP/1.1 302 Found\r\nLocation: /redirects%20in%20a%20circle\r\n\r\n"),
    "redirects that drip": lambda: drip(b"HTTP/1.1 302 Found\r\nLocation: /x\r\n", b"X-A: b\r\n"),
}


class World:
    """The public server, what is private beside it, and a tally of what was reached."""

    def __init__(self) -> None:
        self.reached = 0
        self.port = 0

    async def start(self) -> None:
        public = await asyncio.start_server(self._answer, PUBLIC, 0)
        self.port = public.sockets[0].getsockname()[1]
        for host in PRIVATE:
            await asyncio.start_server(self._secret, host, self.port)

    async def _secret(self, _reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reached += 1
        writer.write(HEAD + b"\r\n" + RSS)
        writer.close()

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            path = (await reader.readuntil(b"\r\n\r\n")).split(b" ")[1].decode().removeprefix("/").replace("%20", " ")
            if path.startswith("to/"):
                target = REDIRECTS[path.removeprefix("to/")].format(port=self.port)
                parts = once(f"HTTP/1.1 302 Found\r\nLocation: {target}\r\nConnection: close\r\n\r\n".encode())
            else:
                parts = ANSWERS.get(path, lambda: once(HEAD + b"\r\n", RSS))()
            async for part in parts:
                writer.write(part)
                await writer.drain()
        except (OSError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()


async def tell(world: World, name: str, attack: Callable[[], Awaitable[object]]) -> None:
    before, words, began = world.reached, "", time.monotonic()
    try:
        await attack()
    except FetchFailed as error:
        words = str(error)
    outcome = {
        "name": name,
        "words": words,
        "seconds": round(time.monotonic() - began, 2),
        "megabytes": (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - START) // 1024,
        "reached": world.reached - before,
    }
    sys.stdout.write(json.dumps(outcome) + "\n")


START = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
SHORT = Limits(seconds=SECONDS, accepts=FEED.accepts)


async def main() -> None:
    world = World()
    await world.start()
    base, allow = f"http://{PUBLIC}:{world.port}", (f"{PUBLIC}:{world.port}",)
    async with Fetcher(allow=allow, user_agent="test", page_spacing=0.0) as fetcher:
        assert (await fetcher.get(base + "/")).body == RSS, "the public server is there"

        def asking(url: str, limits: Limits = SHORT) -> Callable[[], Awaitable[object]]:
            return lambda: fetcher.get(url, limits=limits)

        for name, host in LITERALS.items():
            await tell(world, f"literal: {name}", asking(f"http://{host}:{world.port}/"))
        for name in REDIRECTS:
            await tell(world, f"redirect to {name}", asking(f"{base}/to/{name}"))
        for name, url in ADDRESSES.items():
            await tell(world, f"address with {name}", asking(url.format(port=world.port)))
        for name in ANSWERS:
            await tell(world, name, asking(f"{base}/{name}"))
        await tell(world, "a page of a wrong type", asking(f"{base}/", Limits(accepts="text/html")))
        await tell(
            world,
            "robots.txt of a private host",
            lambda: Robots(fetcher).check(f"http://localhost:{world.port}/x", NOW),
        )
    for name, lies in LIES.items():
        async with Fetcher(
            allow=allow, user_agent="test", resolver=Names(itertools.chain([[PUBLIC]], itertools.repeat(lies)))
        ) as fetcher:
            await fetcher.get(f"http://first.example:{world.port}/")
            await tell(world, f"rebinding to {name}", lambda f=fetcher: f.get(f"http://second.example:{world.port}/"))


if __name__ == "__main__":
    from datetime import UTC, datetime

    NOW = datetime(2026, 2, 3, tzinfo=UTC)
    asyncio.run(main())
