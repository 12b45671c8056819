"""Decompression with a ceiling: a body is unpacked piece by piece, and never past what may be kept."""

# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false
# brotli comes without types.

import zlib
from collections.abc import Iterator

import brotli

from bot.words import _

ACCEPT_ENCODING = "gzip, deflate, br"
_STEP = 256 * 1024


class CannotInflate(ValueError):
    """The body is not what its Content-Encoding says, or that encoding was not asked for."""


def inflater(encoding: str) -> "Plain | Zlib | Brotli":
    """What unpacks a body of this Content-Encoding. CannotInflate for one not asked for, or several stacked."""
    name = encoding.strip().lower()
    if name in ("", "identity"):
        return Plain()
    if name in ("gzip", "x-gzip", "deflate"):
        return Zlib(name)
    if name == "br":
        return Brotli()
    raise CannotInflate(_("content encoding {name!r}, which the bot did not ask for").format(name=name[:40]))


class Plain:
    """A body as it came."""

    def feed(self, data: bytes) -> Iterator[bytes]:
        yield data

    def finish(self) -> None:
        return


class Zlib:
    """gzip and deflate; of deflate both the kind with zlib's header and the bare one, which servers mix up."""

    def __init__(self, name: str) -> None:
        self._is_gzip = name != "deflate"
        self._stream = zlib.decompressobj(wbits=31) if self._is_gzip else None

    def feed(self, data: bytes) -> Iterator[bytes]:
        if self._stream is None and data:
            self._stream = zlib.decompressobj(wbits=15 if data[0] & 0x0F == 8 and data[0] >> 4 <= 7 else -15)
        try:
            while data and self._stream is not None:
                yield self._stream.decompress(data, _STEP)
                data = self._stream.unconsumed_tail
                if self._stream.eof and self._is_gzip and self._stream.unused_data.startswith(b"\x1f\x8b"):
                    data = self._stream.unused_data  # a gzip file may have several members
                    self._stream = zlib.decompressobj(wbits=31)
        except zlib.error as error:
            raise CannotInflate(_("a damaged compressed body ({error})").format(error=str(error))) from None

    def finish(self) -> None:
        if self._stream is not None and not self._stream.eof:
            raise CannotInflate(_("a compressed body that breaks off"))


class Brotli:
    """br."""

    def __init__(self) -> None:
        self._stream = brotli.Decompressor()

    def feed(self, data: bytes) -> Iterator[bytes]:
        try:
            yield self._stream.process(data, output_buffer_limit=_STEP)
            while not self._stream.can_accept_more_data():
                yield self._stream.process(b"", output_buffer_limit=_STEP)
        except brotli.error as error:
            raise CannotInflate(_("a damaged compressed body ({error})").format(error=f"{error}")) from None

    def finish(self) -> None:
        if not self._stream.is_finished():
            raise CannotInflate(_("a compressed body that breaks off"))
