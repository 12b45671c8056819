"""Which addresses the bot may connect to. Feeds and links come from strangers; nothing inside our network is theirs.

The tables are ours because `ipaddress.is_global` lets NAT64, 6to4, multicast and others through.
"""

import functools
import re
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

from yarl import URL

from bot.feeds.failures import PrivateAddress
from bot.feeds.urls import LONGEST
from bot.words import N_

PORTS = frozenset({80, 443, 8080, 8443})

_NOT_PUBLIC_V4 = tuple(
    IPv4Network(block)
    for block in (
        "0.0.0.0/8",  # "this network"; 0.0.0.0 reaches the machine itself
        "10.0.0.0/8",
        "100.64.0.0/10",  # carriers' NAT, and some clouds' metadata
        "127.0.0.0/8",
        "168.63.129.16/32",  # a cloud's host, seen from inside its machines
        "169.254.0.0/16",  # link local, and most clouds' metadata
        "172.16.0.0/12",
        "192.0.0.0/24",  # protocol assignments
        "192.0.2.0/24",  # documentation
        "192.31.196.0/24",  # AS112
        "192.52.193.0/24",  # AMT
        "192.88.99.0/24",  # 6to4 relays
        "192.168.0.0/16",
        "192.175.48.0/24",  # AS112
        "198.18.0.0/15",  # benchmarks
        "198.51.100.0/24",  # documentation
        "203.0.113.0/24",  # documentation
        "224.0.0.0/4",  # multicast
        "240.0.0.0/4",  # reserved, and broadcast
    )
)

# All of IPv6 outside this block is special: loopback, v4-mapped ::ffff:0:0/96, NAT64 64:ff9b::/96 and 64:ff9b:1::/48,
# discard 100::/64, segment routing 5f00::/16, unique local fc00::/7, link local fe80::/10, site local fec0::/10,
# multicast ff00::/8.
_PUBLIC_V6 = IPv6Network("2000::/3")
_NOT_PUBLIC_V6 = tuple(
    IPv6Network(block)
    for block in (
        "2001::/23",  # protocol assignments: Teredo 2001::/32, benchmarks, ORCHID, AMT
        "2001:db8::/32",  # documentation
        "2002::/16",  # 6to4: carries any IPv4 address
        "2620:4f:8000::/48",  # AS112
        "3fff::/20",  # documentation
    )
)


def is_public(address: IPv4Address | IPv6Address) -> bool:
    """Whether the address belongs to the public internet."""
    if isinstance(address, IPv4Address):
        return not any(address in block for block in _NOT_PUBLIC_V4)
    return address in _PUBLIC_V6 and not any(address in block for block in _NOT_PUBLIC_V6)


def pair(ip: str, port: int) -> str:
    """`127.0.0.1:8080`, `[::1]:8080`: one spelling for an address and its port."""
    address = ip_address(ip)
    return f"[{address}]:{port}" if isinstance(address, IPv6Address) else f"{address}:{port}"


def exact_pairs(pairs: tuple[str, ...]) -> frozenset[str]:
    """The setting's pairs in the one spelling that `check_address` compares. ValueError for what is no ip:port."""
    split = (text.rpartition(":") for text in pairs)
    return frozenset(pair(host.strip("[]"), int(port)) for host, _, port in split)


def check_address(ip: str, port: int, allow: frozenset[str]) -> None:
    """Raises PrivateAddress unless `ip` is public and `port` usual, or exactly this pair is in `allow`."""
    if pair(ip, port) in allow:
        return
    if not is_public(ip_address(ip)):
        raise PrivateAddress(N_("{ip} is not on the public internet; the bot reads only public addresses."), ip=ip)
    if port not in PORTS:
        raise _wrong_port(port)


@functools.lru_cache(maxsize=4096)  # the same feeds are asked day after day
def check_url(url: str, allow: frozenset[str] = frozenset()) -> URL:
    """The URL as it will be asked. Raises PrivateAddress for a scheme, port or user name the bot does not use.

    A port of an allowed pair passes here, since a host's address is known only when it is connected.
    """
    if len(url) > LONGEST:
        raise PrivateAddress(N_("This address is too long ({n} characters)."), n=len(url))
    try:
        parsed = URL(url)
        host, port = parsed.host, parsed.port  # IDNA is read only here
    except ValueError:
        parsed = host = port = None
    is_web = parsed is not None and parsed.scheme in ("http", "https")
    if parsed is None or re.search(r"\s", host or "") or (is_web and not host):
        raise PrivateAddress(N_("This is not a web address; it should look like https://example.org/feed."))
    if not is_web or port is None:
        raise PrivateAddress(N_("The bot reads only http:// and https:// addresses."))
    if "@" in re.split(r"[/\\?#]", url.split("//", 1)[-1], maxsplit=1)[0]:
        raise PrivateAddress(
            N_(
                "With an @ in it this is a mail address, or it holds a user name or password; the bot reads only public pages."
            )
        )
    if port not in PORTS and not any(known.endswith(f":{port}") for known in allow):
        raise _wrong_port(port)
    return parsed


def _wrong_port(port: int) -> PrivateAddress:
    return PrivateAddress(
        N_("Port {port} is not one of the web's ({ports}); the bot does not ask there."),
        port=port,
        ports=", ".join(map(str, sorted(PORTS))),
    )
