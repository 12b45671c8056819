"""Attacks on the address guard. One ip:port on loopback plays the public internet; beside it, on the same port of
another loopback address, sits what nobody outside may reach.
"""

from ipaddress import ip_address

import pytest
from aiohttp import web

from bot.domain.errors import SourceFailed
from bot.feeds.failures import PrivateAddress
from bot.feeds.fetch import Fetcher
from bot.feeds.guard import check_address, check_url, exact_pairs, is_public
from tests.feeds.names import Names
from tests.servers import Served, pair, site

PAGE = {"/": (b"<rss/>", "application/xml")}
NOT_PUBLIC = [
    "0.0.0.0",
    "0.1.2.3",
    "10.0.0.1",
    "10.255.255.255",
    "100.64.0.1",
    "100.100.100.200",
    "127.0.0.1",
    "127.255.255.254",
    "168.63.129.16",
    "169.254.169.254",
    "172.16.0.1",
    "172.31.255.255",
    "192.0.0.8",
    "192.0.0.192",
    "192.0.2.1",
    "192.88.99.1",
    "192.168.1.1",
    "198.18.0.1",
    "198.19.255.255",
    "198.51.100.1",
    "203.0.113.9",
    "224.0.0.1",
    "239.255.255.250",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::127.0.0.1",
    "::ffff:127.0.0.1",
    "::ffff:8.8.8.8",
    "64:ff9b::7f00:1",
    "64:ff9b::808:808",
    "64:ff9b:1::7f00:1",
    "100::1",
    "2001::1",
    "2001:0:7f00:1::1",
    "2001:10::1",
    "2001:20::1",
    "2001:db8::1",
    "2002:7f00:1::",
    "2002:808:808::1",
    "2620:4f:8000::1",
    "3fff::1",
    "5f00::1",
    "fc00::1",
    "fd00:ec2::254",
    "fe80::1",
    "fec0::1",
    "ff02::1",
    "4000::1",
]
PUBLIC = [
    "1.1.1.1",
    "8.8.8.8",
    "100.63.255.255",
    "100.128.0.1",
    "172.15.255.255",
    "172.32.0.1",
    "192.0.1.1",
    "198.17.255.255",
    "198.20.0.1",
    "223.255.255.255",
    "2001:200::1",
    "2001:4860:4860::8888",
    "2606:4700::1111",
    "2a00:1450:4001::1",
    "3ffe::1",
]


@pytest.mark.parametrize("address", NOT_PUBLIC)
def test_an_address_that_is_not_public_is_refused(address: str) -> None:
    assert not is_public(ip_address(address))
    with pytest.raises(PrivateAddress, match="not on the public internet"):
        check_address(address, 443, frozenset())


@pytest.mark.parametrize("address", PUBLIC)
def test_neighbours_of_private_ranges_are_public(address: str) -> None:
    check_address(address, 443, frozenset())


def test_only_the_webs_ports_are_asked() -> None:
    for port in (80, 443, 8080, 8443):
        check_address("8.8.8.8", port, frozenset())
    for port in (22, 25, 6379, 11211):
        with pytest.raises(PrivateAddress, match=f"Port {port}"):
            check_address("8.8.8.8", port, frozenset())


def test_an_exception_is_one_address_and_one_port() -> None:
    allow = exact_pairs(("127.0.0.1:9000", "[::1]:9001"))
    check_address("127.0.0.1", 9000, allow)
    check_address("::1", 9001, allow)
    for ip, port in (
        ("127.0.0.1", 9001),
        ("127.0.0.2", 9000),
        ("::1", 9000),
        ("::ffff:127.0.0.1", 9000),
        ("127.0.0.1", 80),
    ):
        with pytest.raises(PrivateAddress):
            check_address(ip, port, allow)


@pytest.mark.parametrize(
    "url",
    [
        "ftp://example.org/",
        "file:///etc/passwd",
        "gopher://example.org/",
        "javascript:alert(1)",
        "data:text/html,x",
        "//x/",
        "",
        "example.org/feed",
        "http://",
        "http:///path",
        "http://user@example.org/",
        "http://user:pass@example.org/",
        "http://@example.org/",
        "http://:@example.org/",
        "http://example.org:22/",
        "https://example.org:6379/",
        "http://example.org:99999/",
        "http://example.org:x/",
        "http://[::1/",
    ],
)
def test_an_address_the_bot_does_not_use_is_refused_in_words(url: str) -> None:
    with pytest.raises(SourceFailed, match=r"\w+ \w+"):
        check_url(url)


async def test_no_spelling_of_a_private_address_is_reached() -> None:
    public = Served(site(PAGE), host="127.0.0.2")
    async with public as base:
        port = base.rsplit(":", 1)[1]
        secret = Served(site(PAGE), host="127.0.0.1", port=int(port))
        hosts = [
            "127.0.0.1",
            "127.1",
            "127.0.1",
            "2130706433",
            "0x7f000001",
            "0x7f.0.0.1",
            "0177.0.0.1",
            "017700000001",
            "0.0.0.0",
            "0",
            "localhost",
            "LOCALHOST",
            "localhost.",
            "127.0.0.1.",
            "127。0。0。1",
            "127．0．0．1",
            "①②⑦.0.0.1",
            "[::1]",
            "[::]",
            "[::ffff:127.0.0.1]",
            "[::ffff:7f00:1]",
            "[::127.0.0.1]",
            "[0:0:0:0:0:0:0:1]",
            "[64:ff9b::7f00:1]",
            "[2002:7f00:1::]",
            "[fe80::1]",
            "[::ffff:127.0.0.2]",
            "%31%32%37.0.0.1",
        ]
        async with secret, Fetcher(allow=(pair(base),), user_agent="test") as fetcher:
            for host in hosts:
                with pytest.raises(SourceFailed):
                    await fetcher.get(f"http://{host}:{port}/")
            assert (await fetcher.get(base + "/")).status == 200
        assert secret.paths == []
    assert public.paths == ["/"]


async def test_redirects_to_private_addresses_are_refused_at_every_hop() -> None:
    app = web.Application()

    async def away(request: web.Request) -> web.Response:
        return web.Response(status=int(request.query["status"]), headers={"Location": request.query["to"]})

    async def twice(request: web.Request) -> web.Response:
        return web.Response(status=302, headers={"Location": f"/away?status=307&to={request.query['to']}"})

    app.router.add_get("/away", away)
    app.router.add_get("/twice", twice)
    async with Served(app, host="127.0.0.2") as base:
        port = base.rsplit(":", 1)[1]
        inside = Served(site(PAGE), host="127.0.0.1", port=int(port))
        async with inside, Fetcher(allow=(pair(base),), user_agent="test") as fetcher:
            for target in (
                f"http://127.0.0.1:{port}/",
                f"http://localhost:{port}/",
                f"http://2130706433:{port}/",
                f"//127.1:{port}/",
                "http://169.254.169.254/latest/",
                "file:///etc/passwd",
                f"http://user:x@127.0.0.2:{port}/",
                "http://127.0.0.2:22/",
            ):
                for path in ("/away?status=301&to=", "/away?status=302&to=", "/twice?to="):
                    with pytest.raises(PrivateAddress):
                        await fetcher.get(base + path + target)
        assert inside.paths == []


@pytest.mark.parametrize(
    "lies",
    [
        ["127.0.0.1"],
        ["127.0.0.1", "127.0.0.3"],
        ["::1"],
        ["64:ff9b::7f00:1", "127.0.0.1"],
        ["::ffff:127.0.0.1"],
        ["10.0.0.1", "169.254.169.254"],
    ],
)
async def test_a_name_that_changes_its_mind_reaches_nothing_private(lies: list[str]) -> None:
    async with Served(site(PAGE), host="127.0.0.2") as base:
        port = int(base.rsplit(":", 1)[1])
        inside = Served(site(PAGE), host="127.0.0.1", port=port)
        names = Names([["127.0.0.2"], lies])
        async with inside, Fetcher(allow=(pair(base),), user_agent="test", resolver=names) as fetcher:
            assert (await fetcher.get(f"http://first.example:{port}/")).status == 200
            with pytest.raises(PrivateAddress, match="not on the public internet"):
                await fetcher.get(f"http://second.example:{port}/")
        assert names.asked == 2
        assert inside.paths == []


async def test_of_a_public_and_a_private_address_only_the_public_is_asked() -> None:
    async with Served(site(PAGE), host="127.0.0.2") as base:
        port = int(base.rsplit(":", 1)[1])
        inside = Served(site(PAGE), host="127.0.0.1", port=port)
        names = Names([["127.0.0.1", "127.0.0.2"]])
        async with inside, Fetcher(allow=(pair(base),), user_agent="test", resolver=names) as fetcher:
            assert (await fetcher.get(f"http://both.example:{port}/")).status == 200
        assert inside.paths == []
