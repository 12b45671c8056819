"""What came from the network; apart from the fetcher, so that a worker that never fetches loads no HTTP library."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """An answer, and the seconds it took. `url` is where it came from in the end; `permanent_url` is set when only 301 and
    308 led there.

    `headers` holds lower-case etag, last-modified, cache-control, expires, retry-after and content-type where sent.
    """

    url: str
    status: int
    body: bytes
    content_type: str
    charset: str | None
    headers: Mapping[str, str]
    not_modified: bool = False
    permanent_url: str | None = None
    seconds: float = 0.0
