"""Answers made to break the reader of answers: each is a failure in words, or read without harm."""

import asyncio
import socket
import threading
from typing import Any

import pytest

from bot.feeds.failures import FetchFailed, PrivateAddress
from bot.feeds.fetch import FEED, Fetched, Fetcher, Limits
from bot.feeds.guard import check_url
from tests.feeds.names import Names
from tests.feeds.raw import RSS, sending
from tests.servers import Raw, Served, pair, site

PAGE = {"/": (RSS, "application/xml")}
YEAR = b"Mon, 02 Feb 99999999999999999999 10:00:00 GMT"


async def get(base: str, **options: Any) -> Fetched:
    async with Fetcher(allow=(pair(base),), user_agent="test") as fetcher:
        return await fetcher.get(f"{base}/", **options)


async def test_headers_that_are_no_text_are_left_out() -> None:
    """They came as half characters, which no store takes: a feed's record could not be written, nor that of its neighbours."""
    head = b'HTTP/1.1 200 OK\r\nETag: "\xff"\r\nContent-Type: text/xml; charset=\xfe\r\nExpires: 0\r\nConnection: close\r\n\r\n'
    async with Raw(sending(head, RSS)) as base:
        found = await get(base)
    assert (dict(found.headers), found.content_type, found.charset) == ({"expires": "0"}, "", None)


@pytest.mark.parametrize(
    "head",
    [
        b"HTTP/1.1 503 No\r\nRetry-After: 5\r\nDate: " + YEAR,
        b"HTTP/1.1 429 No\r\nRetry-After: " + YEAR + b"\r\nDate: " + YEAR,
        b"HTTP/1.1 200 OK\r\nContent-Type: \xff\xfe/\xff\r\nContent-Encoding: \xff",
        b"HTTP/1.1 302 Found\r\nLocation: http://xn--a/",
        b"HTTP/1.1 302 Found\r\nLocation: http://\xff\xfe/",
        b"HTTP/1.1 302 Found\r\nLocation: http://%00/",
        b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket",
        b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nTransfer-Encoding: chunked",
        b"HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999999999",
        b"HTTP/2.0 200 OK\r\nContent-Encoding: zstd",
        b"ICY 200 OK",
    ],
)
async def test_each_ends_in_words(head: bytes) -> None:
    async with Raw(sending(head + b"\r\nConnection: close\r\n\r\n")) as base:
        with pytest.raises(FetchFailed, match=r"\w+ \w+ \w+"):
            await get(base, limits=Limits(seconds=1.0, accepts=FEED.accepts))


@pytest.mark.parametrize("host", ["xn--a", "xn--", "xn--example.xn--", "a.xn--%", "[::1%25lo]", "[fe80::1%25eth0]"])
async def test_hosts_that_no_name_server_can_be_asked_for_are_refused_in_words(host: str) -> None:
    async with Fetcher(user_agent="test") as fetcher:
        with pytest.raises(FetchFailed, match=r"\w+ \w+ \w+"):
            await fetcher.get(f"http://{host}/")


def test_an_address_of_a_megabyte_is_refused_and_not_remembered() -> None:
    check_url.cache_clear()
    with pytest.raises(PrivateAddress, match="too long"):
        check_url("https://news.example/" + "a" * 1_000_000)
    assert check_url.cache_info().currsize == 0


async def test_a_refusal_does_not_tell_what_a_name_means_inside_the_operators_network() -> None:
    async with Fetcher(user_agent="test", resolver=Names([["10.20.30.40"]])) as fetcher:
        with pytest.raises(PrivateAddress, match=r"store\.internal is not on the public internet") as caught:
            await fetcher.get("http://store.internal/")
    assert "10.20" not in str(caught.value)


async def test_a_connection_kept_open_serves_only_the_name_it_was_made_for() -> None:
    """The pool is keyed by name: after the name has changed its mind, another name's connection is not taken for it."""
    async with Served(site(PAGE), host="127.0.0.2") as base:
        port = int(base.rsplit(":", 1)[1])
        inside = Served(site(PAGE), host="127.0.0.1", port=port)
        names = Names([["127.0.0.2"], ["127.0.0.1"]])
        async with inside, Fetcher(allow=(pair(base),), user_agent="test", resolver=names) as fetcher:
            for _ in range(3):
                assert (await fetcher.get(f"http://first.example:{port}/")).status == 200
            with pytest.raises(PrivateAddress):
                await fetcher.get(f"http://FIRST.example.:{port}/")
        assert inside.paths == []


async def test_name_servers_that_never_answer_hold_up_no_command(monkeypatch: pytest.MonkeyPatch) -> None:
    """Commands use the loop's own threads, of which there are few."""
    let_go, known = threading.Event(), socket.getaddrinfo

    def slow(host: Any, *arguments: Any, **options: Any) -> Any:
        if str(host).endswith(".slow.example"):
            let_go.wait(20)
            raise socket.gaierror(socket.EAI_AGAIN, "no answer")
        return known(host, *arguments, **options)

    monkeypatch.setattr(socket, "getaddrinfo", slow)
    try:
        async with Fetcher(user_agent="test") as fetcher, asyncio.timeout(5):
            asked = [asyncio.create_task(fetcher.get(f"http://{n}.slow.example/")) for n in range(30)]
            await asyncio.sleep(0.2)
            await asyncio.to_thread(str)
            let_go.set()
            assert {type(one) for one in await asyncio.gather(*asked, return_exceptions=True)} == {FetchFailed}
    finally:
        let_go.set()
