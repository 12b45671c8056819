"""Web addresses: one spelling for each, and whether two belong to one site. Nothing here asks the network."""

import re

from ada_url import URL, URLSearchParams, join_url, normalize_url
from tld import get_fld  # pyright: ignore[reportUnknownVariableType] - its keyword arguments have no types

_TRACKERS = frozenset(
    {
        "fbclid",
        "gclid",
        "gclsrc",
        "dclid",
        "gbraid",
        "wbraid",
        "msclkid",
        "yclid",
        "ysclid",
        "twclid",
        "ttclid",
        "igshid",
        "igsh",
        "li_fat_id",
        "mc_cid",
        "mc_eid",
        "mkt_tok",
        "vero_id",
        "oly_anon_id",
        "oly_enc_id",
        "_hsenc",
        "_hsmi",
        "_openstat",
        "ns_mchannel",
        "ns_source",
        "ns_campaign",
        "ns_linkname",
        "ns_fee",
        "at_medium",
        "at_campaign",
        "at_custom1",
        "at_custom2",
        "at_custom3",
        "at_custom4",
        "cmpid",
        "ncid",
        "ocid",
        "smid",
        "wt.mc_id",
        "xtor",
        "guccounter",
        "guce_referrer",
        "guce_referrer_sig",
        "traffic_source",
        "cmp",
        "intcid",
        "ftag",
        "sr_share",
        "share_source",
    }
)
_TRACKER_PREFIXES = ("utm_", "mtm_", "pk_", "piwik_", "hsa_", "ga_", "sc_cmp", "__twitter_")
_SCHEMES = ("http:", "https:")
_LENT = frozenset(
    "beehiiv.com ghost.io hatenablog.com livejournal.com medium.com over-blog.com substack.com tumblr.com typepad.com wordpress.com".split()
)
"""Each name under these is somebody else's, as under the endings (github.io) that the public suffix list has."""
LONGEST = 2000
"""Characters of an address. Longer ones lead nowhere, and are kept in memory, in the store and in messages all the same."""


def join(base: str, link: str) -> str | None:
    """`link` as seen from the page at `base`; None when it is no http or https address, or too long for one."""
    link = re.sub(r"[\t\r\n]", "", link).strip()
    try:
        whole = join_url(base, link) if link else ""
    except ValueError:
        return None
    return whole if whole.startswith(_SCHEMES) and len(whole) <= LONGEST else None


def canonical(url: str) -> str:
    """The same text for every spelling of one address: as browsers read it, without fragment and trackers.

    Other parameters stay, in their order: `?p=1` and `?p=2` are two pages. What is no address comes back as it was.
    """
    url = url.strip()
    try:
        if "#" not in url and "?" not in url:  # nothing to take off
            return normalize_url(url)
        parsed = URL(url)
    except ValueError:
        return url
    parsed.hash = ""
    if parsed.search:
        pairs = [part for part in parsed.search[1:].split("&") if part and not _is_tracker(part)]
        parsed.search = "&".join(pairs)
    return parsed.href.rstrip("#").removesuffix("?")


def _is_tracker(part: str) -> bool:
    name = next(iter(URLSearchParams(part).keys()), "").lower()
    return name in _TRACKERS or name.startswith(_TRACKER_PREFIXES)


def host(url: str) -> str:
    """The host as it is asked, in lower case and ASCII; empty when there is none."""
    try:
        return URL(url).hostname
    except ValueError:
        return ""


def registrable(url: str) -> str:
    """`bbc.co.uk` for any page of it: what somebody registered. The host itself for an IP address or a bare name."""
    name = host(url)
    if ":" in name or name.replace(".", "").isdigit():
        return name
    # Under an ending that the public suffix list does not know, the last two labels are what is registered.
    registered = get_fld(url, fail_silently=True) or ".".join(name.split(".")[-2:])
    return ".".join(name.split(".")[-3:]) if registered in _LENT else registered


def same_site(one: str, other: str) -> bool:
    """Whether both addresses lie under one registered domain."""
    return host(one) != "" and registrable(one) == registrable(other)


def is_home(url: str) -> bool:
    """Whether the address is a site's front page."""
    try:
        parsed = URL(url)
    except ValueError:
        return False
    return parsed.pathname in ("", "/") and not parsed.search
