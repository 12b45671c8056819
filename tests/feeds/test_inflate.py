"""Bodies that come compressed: unpacked with a ceiling, or refused in words."""

import gzip
import tracemalloc
import zlib

import brotli
import pytest

from bot.feeds.failures import FetchFailed
from tests.feeds.raw import RSS, get, head, sending
from tests.servers import Raw


@pytest.mark.parametrize(
    ("encoding", "body"),
    [
        ("gzip", gzip.compress(RSS, mtime=0)),
        ("x-gzip", gzip.compress(RSS, mtime=0)),
        ("gzip", gzip.compress(RSS[:9], mtime=0) + gzip.compress(RSS[9:], mtime=0)),
        ("deflate", zlib.compress(RSS)),
        ("deflate", zlib.compress(RSS, wbits=-15)),
        ("br", brotli.compress(RSS)),
        ("identity", RSS),
    ],
)
async def test_compressed_feeds_are_unpacked(encoding: str, body: bytes) -> None:
    async with Raw(
        sending(head(f"Content-Encoding: {encoding}", "Connection: close"), *(bytes([b]) for b in body))
    ) as base:
        assert (await get(base)).body == RSS


@pytest.mark.parametrize(
    ("encoding", "body", "words"),
    [
        ("gzip, gzip", gzip.compress(gzip.compress(RSS, mtime=0), mtime=0), "did not ask for"),
        ("zstd", b"x", "did not ask for"),
        ("compress", b"x", "did not ask for"),
        ("gzip", RSS, "damaged"),
        ("br", RSS, "damaged"),
        ("deflate", b"\x78\x9c\xff\xff\xff\xff", "damaged"),
        ("gzip", gzip.compress(RSS, mtime=0)[:-9], "breaks off"),
        ("br", brotli.compress(RSS * 9)[:-4], "breaks off"),
    ],
)
async def test_an_encoding_stacked_unknown_or_damaged_is_refused(encoding: str, body: bytes, words: str) -> None:
    async with Raw(sending(head(f"Content-Encoding: {encoding}", "Connection: close"), body)) as base:
        with pytest.raises(FetchFailed, match=words):
            await get(base)


async def test_two_content_encoding_headers_are_a_stack() -> None:
    body = gzip.compress(gzip.compress(RSS, mtime=0), mtime=0)
    async with Raw(
        sending(head("Content-Encoding: gzip", "Content-Encoding: gzip", "Connection: close"), body)
    ) as base:
        with pytest.raises(FetchFailed, match=r"did not ask for|not HTTP"):
            await get(base)


def _gibibyte_of_zeros() -> bytes:
    """1 GiB as 1 MB of gzip. After a full flush a block stands alone, so that one mebibyte's can be repeated."""
    squeeze = zlib.compressobj(9, zlib.DEFLATED, -15)
    block = squeeze.compress(bytes(1 << 20)) + squeeze.flush(zlib.Z_FULL_FLUSH)
    return gzip.compress(b"", mtime=0)[:10] + block * 1024


async def test_a_gzip_bomb_is_refused_in_words_and_memory_stays_small() -> None:
    bomb = _gibibyte_of_zeros()
    assert len(bomb) < 2 << 20
    async with Raw(sending(head("Content-Encoding: gzip", "Connection: close"), bomb)) as base:
        tracemalloc.start()
        with pytest.raises(FetchFailed, match="more than a feed may hold"):
            await get(base)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    assert peak < 40 << 20


async def test_a_brotli_bomb_is_refused_in_words() -> None:
    bomb = brotli.compress(bytes(64 << 20), quality=1)
    async with Raw(sending(head("Content-Encoding: br", "Connection: close"), bomb)) as base:
        with pytest.raises(FetchFailed, match="more than a feed may hold"):
            await get(base)
