"""What a server can send, and what becomes of it."""

import asyncio
import time

import pytest
from aiohttp import web

from bot.feeds.failures import FetchFailed
from bot.feeds.fetch import FEED, PAGE, Fetcher, Limits
from tests.feeds.raw import RSS, get, head, sending
from tests.servers import Raw, Served, pair, site


async def test_an_answer_carries_its_body_its_type_and_what_the_next_poll_needs() -> None:
    async def answer(request: web.Request) -> web.Response:
        assert request.headers["User-Agent"] == "communique-test"
        assert "rss" in request.headers["Accept"]
        assert "Cookie" not in request.headers
        return web.Response(
            body=RSS,
            headers={
                "Content-Type": "text/xml; charset=koi8-r",
                "ETag": '"7"',
                "Set-Cookie": "a=b",
                "Last-Modified": "Mon, 02 Feb 2026 10:00:00 GMT",
                "Cache-Control": "max-age=60",
            },
        )

    app = web.Application()
    app.router.add_get("/", answer)
    async with Served(app) as base, Fetcher(allow=(pair(base),), user_agent="communique-test") as fetcher:
        await fetcher.get(base + "/")
        found = await fetcher.get(base + "/")  # the handler has looked for a cookie
    assert (found.body, found.status, found.content_type, found.charset) == (RSS, 200, "text/xml", "koi8-r")
    assert found.headers["etag"] == '"7"'
    assert found.headers["cache-control"] == "max-age=60"
    assert found.permanent_url is None


async def test_an_unchanged_feed_costs_no_body() -> None:
    async def answer(request: web.Request) -> web.Response:
        matches = request.headers.get("If-None-Match") == '"7"' and "2026" in request.headers.get(
            "If-Modified-Since", ""
        )
        return web.Response(status=304 if matches else 500)

    app = web.Application()
    app.router.add_get("/", answer)
    async with Served(app) as base:
        found = await get(base, etag='"7"', last_modified="Mon, 02 Feb 2026 10:00:00 GMT")
    assert found.not_modified
    assert found.body == b""


async def test_a_304_that_nobody_asked_for_is_a_failure() -> None:
    async with Raw(sending(b"HTTP/1.1 304 Not Modified\r\n\r\n")) as base:
        with pytest.raises(FetchFailed, match="304"):
            await get(base)


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (401, "password"),
        (403, "refuses the bot"),
        (404, "new address"),
        (410, "gone"),
        (429, "too often"),
        (500, "trouble of its own"),
        (503, "again"),
        (204, "204"),
    ],
)
async def test_a_refusal_says_what_a_manager_can_do(status: int, words: str) -> None:
    async def answer(_request: web.Request) -> web.Response:
        return web.Response(status=status, headers={"Retry-After": "120"})

    app = web.Application()
    app.router.add_get("/", answer)
    async with Served(app) as base:
        with pytest.raises(FetchFailed, match=words) as caught:
            await get(base)
    assert (caught.value.status, caught.value.retry_after) == (status, 120)


async def test_a_retry_after_date_counts_from_the_servers_own_clock() -> None:
    refusal = (
        b"HTTP/1.1 503 No\r\nDate: Mon, 02 Feb 2026 10:00:00 GMT\r\nRetry-After: Mon, 02 Feb 2026 10:05:00 GMT\r\n\r\n"
    )
    async with Raw(sending(refusal)) as base:
        with pytest.raises(FetchFailed) as caught:
            await get(base)
    assert caught.value.retry_after == 300


async def test_only_a_chain_of_permanent_moves_is_permanent() -> None:
    app = web.Application()

    def move(path: str, status: int, to: str) -> None:
        async def answer(_request: web.Request) -> web.Response:
            return web.Response(status=status, headers={"Location": to})

        app.router.add_get(path, answer)

    async def feed(_request: web.Request) -> web.Response:
        return web.Response(body=RSS, content_type="application/xml")

    move("/old", 301, "/older")
    move("/older", 308, "new")
    move("/mixed", 301, "/away")
    move("/away", 302, "/new")
    move("/round", 301, "/round")
    app.router.add_get("/new", feed)
    async with Served(app) as base:
        moved, mixed = await get(base, "/old"), await get(base, "/mixed")
        with pytest.raises(FetchFailed, match="address to address"):
            await get(base, "/round")
    assert moved.permanent_url == moved.url == base + "/new"
    assert mixed.permanent_url is None
    assert mixed.url == base + "/new"


async def test_an_endless_body_is_cut_off() -> None:
    async with Raw(sending(head("Connection: close"), *[b"x" * 65536] * 1000)) as base:
        with pytest.raises(FetchFailed, match="more than a feed may hold"):
            await get(base)


async def test_a_dripping_body_ends_at_the_deadline() -> None:
    limits, began = Limits(seconds=0.4), time.monotonic()
    async with Raw(sending(head("Connection: close"), *[b"x"] * 100, pause=0.05)) as base:
        with pytest.raises(FetchFailed, match=r"within 0\.4 s"):
            await get(base, limits=limits)
    assert time.monotonic() - began < 4


async def test_a_dripping_head_and_a_silent_server_end_at_the_deadline() -> None:
    for parts in ([b"HTTP/1.1 200 OK\r\n", *[b"X-A: b\r\n"] * 100], [b""] * 100):
        async with Raw(sending(*parts, pause=0.05)) as base:
            with pytest.raises(FetchFailed, match="did not answer in full"):
                await get(base, limits=Limits(seconds=0.3))


async def test_one_deadline_covers_all_redirects() -> None:
    async def slow(_request: web.Request) -> web.Response:
        await asyncio.sleep(0.2)
        return web.Response(status=302, headers={"Location": "/"})

    app, began = web.Application(), time.monotonic()
    app.router.add_get("/", slow)
    async with Served(app) as base:
        with pytest.raises(FetchFailed, match=r"within 0\.5 s"):
            await get(base, limits=Limits(seconds=0.5))
    assert time.monotonic() - began < 3


@pytest.mark.parametrize(
    "start",
    [
        b"HTTP/1.1 200 OK\r\nX-Long: " + b"a" * 100_000 + b"\r\n\r\n",
        b"HTTP/1.1 200 OK\r\n" + b"X-Many: a\r\n" * 5000 + b"\r\n",
        b"HTTP/1.1 200 " + b"OK" * 50_000 + b"\r\n\r\n",
        b"SSH-2.0-OpenSSH_9.6\r\n",
        b"HTTP/1.1 two OK\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
        b"HTTP/1.1 301 Moved\r\nLocation: http://[bad\r\n\r\n",
        b"",
    ],
)
async def test_what_is_not_http_and_headers_beyond_measure_are_refused(start: bytes) -> None:
    async with Raw(sending(start)) as base:
        with pytest.raises(FetchFailed):
            await get(base)


async def test_a_body_that_breaks_off_is_not_taken_for_whole() -> None:
    async with Raw(sending(head("Content-Length: 1000"), b"<rss>")) as base:
        with pytest.raises(FetchFailed, match="broke off"):
            await get(base)


@pytest.mark.parametrize(
    ("limits", "content_type"),
    [
        (FEED, "image/png"),
        (FEED, "application/pdf"),
        (FEED, "video/mp4"),
        (PAGE, "application/pdf"),
        (PAGE, "application/json"),
    ],
)
async def test_a_wrong_type_is_refused_by_name(limits: Limits, content_type: str) -> None:
    async with Served(site({"/": (b"x", content_type)})) as base:
        with pytest.raises(FetchFailed, match=f"sent {content_type}, not a"):
            await get(base, limits=limits)


async def test_a_dead_host_and_an_unknown_name_are_said_so() -> None:
    async with Served(site({})) as base:
        pass
    with pytest.raises(FetchFailed, match="does not take connections"):
        await get(base)
    async with Fetcher(user_agent="test") as fetcher:
        with pytest.raises(FetchFailed, match="no address"):
            await fetcher.get("http://no-such-name.invalid/feed")


async def test_proxies_of_the_environment_are_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    async with Served(site({})) as dead:
        pass
    monkeypatch.setenv("HTTP_PROXY", dead)
    monkeypatch.setenv("http_proxy", dead)
    async with Served(site({"/": (RSS, "application/xml")})) as base:
        assert (await get(base)).body == RSS


async def test_a_cancelled_fetch_leaves_no_connection() -> None:
    async with Raw(sending(head("Connection: close"), *[b"x"] * 100, pause=0.02)) as base:
        task = asyncio.create_task(get(base))
        await asyncio.sleep(0.1)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
