"""The only way to the network: guarded, polite, with a ceiling on everything a server can send.

Every connection, of every redirect, is checked on the resolved address just before it is made, so that neither an
address in odd spelling nor a name that changes its mind reaches a private network.
"""

import asyncio
import re
import socket
import ssl
from collections.abc import Awaitable, Callable
from contextvars import ContextVar
from dataclasses import dataclass, replace
from types import TracebackType
from typing import Self

import aiohttp
from aiohttp.abc import AbstractResolver
from yarl import URL

from bot.feeds.failures import FetchFailed, PrivateAddress, status_failed
from bot.feeds.fetched import Fetched
from bot.feeds.guard import check_address, check_url, exact_pairs
from bot.feeds.inflate import ACCEPT_ENCODING, CannotInflate, inflater
from bot.feeds.names import OwnThreads
from bot.feeds.pace import CONNECTIONS_A_HOST, PAGE_SECONDS_A_HOST, http_date, retry_seconds
from bot.feeds.spacing import Gates, Spacing
from bot.words import N_, _

_HOPS = 5
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_KEPT_HEADERS = ("etag", "last-modified", "cache-control", "expires", "retry-after", "content-type", "date")
_MIB = 1024 * 1024
_refusals: ContextVar[list[PrivateAddress] | None] = ContextVar("refusals", default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one answer may cost. `accepts` is a pattern for the media type; `is_page` keeps the pause between pages."""

    wire_bytes: int = 8 * _MIB
    decoded_bytes: int = 16 * _MIB
    seconds: float = 30.0
    accept: str = "*/*"
    accepts: str = ".*"
    kind: str = N_("feed")
    is_page: bool = False


FEED = Limits(
    accept="application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9, */*;q=0.5",
    accepts=r"|text/.*|application/(.*xml.*|.*json.*|octet-stream|x-.*|rss|atom)",
)
PAGE = Limits(
    wire_bytes=3 * _MIB,
    decoded_bytes=3 * _MIB,
    accept="text/html, application/xhtml+xml;q=0.9",
    accepts=r"|text/(html|plain|xml)|application/(xhtml\+xml|xml)",
    kind=N_("web page"),
    is_page=True,
)


class Fetcher:
    """Use it with `async with`. All its failures are FetchFailed, in words for the manager who added the address."""

    def __init__(
        self,
        *,
        allow: tuple[str, ...] = (),
        user_agent: str,
        page_spacing: float = PAGE_SECONDS_A_HOST,
        connect_seconds: float = 10.0,
        keepalive_seconds: float = 15.0,
        resolver: AbstractResolver | None = None,
    ) -> None:
        """`allow` holds exact ip:port pairs that may be asked although private; `page_spacing` is in seconds a host."""
        self._allow = exact_pairs(allow)
        self._user_agent = user_agent
        self._spacing = Spacing(page_spacing)
        self._gates = Gates(CONNECTIONS_A_HOST)
        self._connect_seconds = connect_seconds
        self._keepalive_seconds = keepalive_seconds
        self._resolver = resolver or OwnThreads()

    async def __aenter__(self) -> Self:
        connector = aiohttp.TCPConnector(
            limit=100,
            limit_per_host=CONNECTIONS_A_HOST,
            ttl_dns_cache=60,
            keepalive_timeout=self._keepalive_seconds,
            resolver=self._resolver,
            socket_factory=self._open_socket,
        )
        self._session = aiohttp.ClientSession(
            connector=connector,
            auto_decompress=False,
            trust_env=False,
            cookie_jar=aiohttp.DummyCookieJar(),
            timeout=aiohttp.ClientTimeout(total=None, sock_connect=self._connect_seconds),
            headers={"User-Agent": self._user_agent, "Accept-Encoding": ACCEPT_ENCODING},
        )
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._session.close()
        await self._resolver.close()

    def _open_socket(self, info: tuple[int, int, int, str, tuple[object, ...]]) -> socket.socket:
        """aiohttp calls this with the address it is about to connect to."""
        family, kind, protocol, _name, address = info
        try:
            check_address(str(address[0]), int(str(address[1])), self._allow)
        except PrivateAddress as error:
            refusals = _refusals.get()
            if refusals is not None:
                refusals.append(error)
            raise OSError(str(error)) from None  # the only kind of error aiohttp expects here
        return socket.socket(family, kind, protocol)

    def ask_apart(self, seconds: float) -> None:
        """From now on leave this many seconds between two pages of any host."""
        self._spacing = Spacing(seconds)

    def slow_down(self, host: str, seconds: float | None) -> None:
        """Leave this many seconds between two pages of a host, as it asks."""
        self._spacing.slow_down(host, seconds)

    async def get(
        self,
        url: str,
        *,
        limits: Limits = FEED,
        etag: str | None = None,
        last_modified: str | None = None,
        may_follow: Callable[[str], Awaitable[None]] | None = None,
    ) -> Fetched:
        """The answer at `url`, unpacked. Raises FetchFailed; its `status` and `retry_after` are set where known.

        `may_follow` is awaited with each address that a redirect names, before it is asked, and may raise.
        """
        headers = {"Accept": limits.accept}
        if etag:
            headers["If-None-Match"] = etag
        if last_modified:
            headers["If-Modified-Since"] = last_modified
        target, permanent, seconds = check_url(url, self._allow), True, limits.seconds
        clock = asyncio.get_running_loop().time
        for hop in range(_HOPS + 1):
            if limits.is_page:
                await self._spacing.wait(target.host or "")
            async with self._gates.of(target.host or ""):
                began = clock()
                answer = await self._ask(target, headers, limits, seconds)
                seconds -= clock() - began
            if isinstance(answer, Fetched):
                moved = answer.url if permanent and hop > 0 else None
                return replace(answer, permanent_url=moved, seconds=limits.seconds - seconds)
            target = check_url(str(answer.target), self._allow)
            if may_follow is not None:
                await may_follow(str(target))
            permanent = permanent and answer.status in (301, 308)
        raise FetchFailed(
            _("{host} sends the bot from address to address ({hops} times); give the last one.").format(
                host=target.host, hops=_HOPS
            )
        )

    async def _ask(self, url: URL, headers: dict[str, str], limits: Limits, seconds: float) -> "Fetched | _Redirect":
        refusals: list[PrivateAddress] = []
        token = _refusals.set(refusals)
        try:
            async with (
                asyncio.timeout(max(seconds, 0.0)),
                self._session.get(url, headers=headers, allow_redirects=False) as response,
            ):
                return await _read(response, url, limits, is_conditional=len(headers) > 1)
        except TimeoutError:
            words = _("{host} did not answer in full within {seconds:g} s; the bot will ask again later.").format(
                host=url.host, seconds=limits.seconds
            )
            raise FetchFailed(words) from None
        except (aiohttp.ClientError, ssl.SSLError, OSError, ValueError) as error:
            raise (_not_public(url) if refusals else _connection_failed(url, error)) from None
        finally:
            _refusals.reset(token)


@dataclass(frozen=True, slots=True)
class _Redirect:
    status: int
    target: URL


async def _read(
    response: aiohttp.ClientResponse, url: URL, limits: Limits, *, is_conditional: bool
) -> Fetched | _Redirect:
    status, sent, host = response.status, response.headers, url.host or ""
    if status in _REDIRECTS and (location := sent.get("Location")):
        return _Redirect(status, url.join(URL(location)))
    # What is no UTF-8 comes as half characters, which no store takes.
    kept = {name: sent[name][:1000] for name in _KEPT_HEADERS if name in sent and sent[name].isprintable()}
    if status == 304 and is_conditional:
        return Fetched(
            url=str(url), status=304, body=b"", content_type="", charset=None, headers=kept, not_modified=True
        )
    if status != 200:
        raise status_failed(host, status, retry_seconds(kept.get("retry-after"), http_date(sent.get("Date"))))
    content_type = response.content_type if "content-type" in kept else ""
    if not re.fullmatch(limits.accepts, content_type):
        raise FetchFailed(
            _("{host} sent {media_type}, not a {kind}.").format(
                host=host, media_type=content_type[:60], kind=_(limits.kind)
            )
        )
    return Fetched(
        url=str(url),
        status=status,
        body=await _body(response, host, limits),
        content_type=content_type,
        charset=response.charset if "content-type" in kept else None,
        headers=kept,
    )


async def _body(response: aiohttp.ClientResponse, host: str, limits: Limits) -> bytes:
    wire, parts, size = 0, list[bytes](), 0
    too_large = FetchFailed(
        _("{host} sent more than a {kind} may hold ({most} MB); the bot stopped reading.").format(
            host=host, kind=_(limits.kind), most=limits.decoded_bytes // _MIB
        )
    )
    try:
        inflate = inflater(", ".join(response.headers.getall("Content-Encoding", ())))
        async for chunk in response.content.iter_any():
            wire += len(chunk)
            if wire > limits.wire_bytes:
                raise too_large
            for piece in inflate.feed(chunk):
                parts.append(piece)
                size += len(piece)
                if size > limits.decoded_bytes:
                    raise too_large
                await asyncio.sleep(0)  # a chunk may unpack to megabytes: let others run in between
        inflate.finish()
    except CannotInflate as error:
        raise FetchFailed(_("{host} sent {error}.").format(host=host, error=error)) from None
    return b"".join(parts)


def _not_public(url: URL) -> PrivateAddress:
    """Without the address itself: what names mean inside the operator's network is nobody's business."""
    return PrivateAddress(
        _("{host} is not on the public internet; the bot reads only public addresses.").format(host=url.host)
    )


def _connection_failed(url: URL, error: Exception) -> FetchFailed:
    match error:
        case aiohttp.InvalidURL():  # such as a host that is one number
            return PrivateAddress(_("{host} is not an address the bot may ask.").format(host=url.host))
        case aiohttp.ClientConnectorDNSError():
            words = _("has no address (DNS); the name may be misspelt or the site gone")
        case aiohttp.ClientConnectorCertificateError() | aiohttp.ClientSSLError() | ssl.SSLError():
            words = _("shows a certificate the bot cannot trust; its operators have to renew it")
        case aiohttp.ClientConnectorError():
            words = _("does not take connections; it may be down, so the bot will ask again later")
        case aiohttp.ServerDisconnectedError() | ConnectionError():
            words = _("closed the connection without an answer")
        case aiohttp.ClientPayloadError():
            words = _("broke off in the middle of its answer")
        case aiohttp.ClientResponseError():
            words = _("sent an answer that is not HTTP, or headers beyond all measure")
        case _:
            words = _("could not be read")
    return FetchFailed(f"{url.host} {words}.")
