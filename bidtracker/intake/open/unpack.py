"""Packed bytes -> what was packed: .gz, .xz, .bz2 and .zst, known by their first bytes, in pieces of bounded size."""

from __future__ import annotations

import bz2
import lzma
import zlib
from collections.abc import Callable, Iterator
from importlib import import_module
from typing import Protocol

from bidtracker.domain.errors import Unreadable

PIECE = 1 << 20
# JSON packs 5 to 40 times; gzip's own limit is 1,030 times. A file that unpacks to more than 64 MB at over 300 times
# its size is taken for a bomb.
BOMB_SIZE, BOMB_RATIO = 64 << 20, 300
MEMORY = 256 << 20  # bytes that an .xz may ask for; its strongest setting takes 65 MB


class Unpacker(Protocol):
    """What unpacks one stream; at its end `eof` is true and `unused_data` what follows it."""

    @property
    def eof(self) -> bool: ...
    @property
    def needs_input(self) -> bool: ...
    @property
    def unused_data(self) -> bytes: ...
    def decompress(self, data: bytes, max_length: int) -> bytes: ...


class _Gzip:
    """zlib's engine, which hands back what it has not yet taken, as the others are that keep it."""

    def __init__(self) -> None:
        self._engine = zlib.decompressobj(wbits=31)
        self._full = False

    @property
    def eof(self) -> bool:
        return self._engine.eof

    @property
    def needs_input(self) -> bool:
        return not (self._engine.eof or self._engine.unconsumed_tail or self._full)

    @property
    def unused_data(self) -> bytes:
        return self._engine.unused_data

    def decompress(self, data: bytes, max_length: int) -> bytes:
        piece = self._engine.decompress(self._engine.unconsumed_tail + data, max_length)
        self._full = len(piece) == max_length
        return piece


def _xz() -> Unpacker:
    return lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=MEMORY)


def _zstd() -> Unpacker:
    for module in ("compression.zstd", "backports.zstd"):  # the first is Python 3.14's own
        try:
            engine: Unpacker = import_module(module).ZstdDecompressor()
        except ImportError:
            continue
        return engine
    raise Unreadable("a .zst needs `pip install 'bidtracker[zst]'`, or unpack it first")


UNPACKERS: tuple[tuple[bytes, str, Callable[[], Unpacker]], ...] = (
    (b"\x1f\x8b", ".gz", _Gzip),
    (b"\xfd7zXZ\x00", ".xz", _xz),
    (b"BZh", ".bz2", bz2.BZ2Decompressor),
    (b"\x28\xb5\x2f\xfd", ".zst", _zstd),
)


def unpacked(first: bytes, packed: Iterator[bytes], file: str) -> Iterator[bytes]:
    """The content of `packed`, which begins with `first`; as it is where it is not packed at all."""
    for magic, kind, make in UNPACKERS:
        if first.startswith(magic):
            try:
                make()
            except Unreadable as missing:
                raise Unreadable("{file}: {why}", file=file, why=missing.message) from None
            return _unpack(packed, make, kind, file)
    return packed


def _unpack(packed: Iterator[bytes], make: Callable[[], Unpacker], kind: str, file: str) -> Iterator[bytes]:
    """The content of a file of any number of packed streams, one after the other."""
    engine, taken, made = make(), 0, 0
    for chunk in packed:
        taken += len(chunk)
        while chunk or not engine.needs_input:
            if engine.eof:
                if not chunk.strip(b"\0"):  # the zeros that tapes and some servers pad with
                    break
                engine = make()
            piece = _piece(engine, chunk, kind, file)
            chunk = engine.unused_data if engine.eof else b""
            made += len(piece)
            bounded(taken, made, file)
            if piece:
                yield piece
    if not engine.eof:
        raise Unreadable("{file} is cut off: the {kind} ends before its content does", file=file, kind=kind)


def _piece(engine: Unpacker, chunk: bytes, kind: str, file: str) -> bytes:
    try:
        return engine.decompress(chunk, PIECE)
    except Exception as error:  # each engine has an error of its own, and not all of them can be named here
        if isinstance(error, MemoryError):
            raise
        raise Unreadable("{file} is a damaged {kind}: it cannot be unpacked further", file=file, kind=kind) from None


def bounded(taken: int, made: int, file: str) -> None:
    """Raises Unreadable where so few bytes became so many that it is a bomb."""
    if made > BOMB_SIZE and made > taken * BOMB_RATIO:
        raise Unreadable(
            "{file} unpacks to over {ratio} times its size and was not read further; unpack it first",
            file=file,
            ratio=BOMB_RATIO,
        )
