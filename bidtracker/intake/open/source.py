"""Where the bytes of a list come from: a file or a stream, plain or packed, with what is needed to show progress."""

from __future__ import annotations

import io
import sys
import zipfile
from collections.abc import Iterator
from hashlib import blake2b
from itertools import chain
from pathlib import Path
from typing import BinaryIO

from bidtracker.domain.errors import Unreadable
from bidtracker.domain.message import say
from bidtracker.intake.open.sheets import LARGEST, OLD_OFFICE, is_workbook
from bidtracker.intake.open.unpack import unpacked

CHUNK = 1 << 18
ZIP = b"PK\x03\x04"
FOREIGN = (  # first bytes of what people also try to import -> what it is
    (b"PK\x03\x04", say("a zip archive; save it as a file and name that")),
    (b"7z\xbc\xaf", say("a .7z archive; unpack it first")),
    (b"%PDF", say("a PDF; ask for the list as JSON or CSV")),
    (b"SQLite format 3", say("a database; a book is opened with --book, not imported")),
    (b"<", say("XML or a web page; ask for the list as JSON or CSV")),
)


class ListSource:
    """The bytes of one list, unpacked as they are read. Iterate once; `close()` at any time.

    `read` counts the bytes taken from the file so far, `total` is how many there are (None for a stream), `mark` tells
    the list from others by its size and its first bytes, once it is iterated; `workbook` has then the bytes of one
    that is a workbook, and no text comes. What
    makes it end early is kept as `fault`, so that what came before is read to its end; only a source that gives
    nothing at all raises.
    """

    def __init__(self, origin: Path | BinaryIO | str, name: str = "", total: int | None = None) -> None:
        self.read = 0
        self.total = total
        self.mark = ""
        self.workbook = b""
        self.is_table = False  # rows of cells, which people write
        self.sheet = ""  # the one that is read, where a workbook has several tables
        self.fault: Unreadable | None = None
        self._owned = False
        if isinstance(origin, (str, Path)) and str(origin) != "-":
            self.name = name or Path(origin).name
            self._file, self.total = _open(Path(origin))
            self._owned = True
        else:
            self._file = sys.stdin.buffer if isinstance(origin, (str, Path)) else origin
            self.name = name or ("standard input" if self._file is sys.stdin.buffer else _name(origin))

    def __iter__(self) -> Iterator[bytes]:
        chunks = self._chunks()
        first = next(chunks, b"")
        while 0 < len(first) < 16 and (more := next(chunks, b"")):
            first += more
        self.mark = f"{self.total}:{blake2b(first, digest_size=12).hexdigest()}"
        if first.startswith((ZIP, OLD_OFFICE)):
            self.workbook = self._whole(first, chunks)
            if self.workbook:
                return iter((b"",))
        for magic, what in FOREIGN:
            if first.lstrip(b" \t\r\n\xef\xbb\xbf").startswith(magic):
                raise Unreadable("{file} is {what}", file=self.name, what=what)
        return self._until_fault(unpacked(first, chain((first,), chunks), self.name))

    def _whole(self, first: bytes, chunks: Iterator[bytes]) -> bytes:
        """All bytes of a workbook, b"" where it is another archive."""
        parts, size = [first], len(first)
        for chunk in chunks:
            parts.append(chunk)
            size += len(chunk)
            if size > LARGEST:
                raise Unreadable(
                    "{file} is larger than {mb} MB; save the sheet as CSV", file=self.name, mb=LARGEST >> 20
                )
        raw = b"".join(parts)
        if raw.startswith(OLD_OFFICE):
            return raw
        try:
            with zipfile.ZipFile(io.BytesIO(raw)) as archive:
                return raw if is_workbook(archive) else b""
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
            return b""

    def close(self) -> None:
        """Lets go of the file, if it was opened here."""
        if self._owned:
            self._file.close()

    def _until_fault(self, stream: Iterator[bytes]) -> Iterator[bytes]:
        try:
            yield from stream
        except Unreadable as fault:
            self.fault = fault

    def _chunks(self) -> Iterator[bytes]:
        try:
            while chunk := self._file.read(CHUNK):
                if isinstance(chunk, str):
                    raise Unreadable("{file} was opened as text; open it as bytes", file=self.name)
                self.read += len(chunk)
                yield chunk
        except OSError as error:
            raise Unreadable("{file} cannot be read: {why}", file=self.name, why=_why(error)) from None


def _name(stream: object) -> str:
    """What a stream is called: the name of its file, if it has one."""
    name = getattr(stream, "name", None)
    return Path(name).name if isinstance(name, str) else "the list"


def _open(path: Path) -> tuple[BinaryIO, int | None]:
    if path.is_dir():
        raise Unreadable("{file} is a folder; name the files in it", file=str(path))
    try:
        file = path.open("rb")
        return file, path.stat().st_size if path.is_file() else None
    except FileNotFoundError:
        raise Unreadable("there is no file {file}", file=str(path)) from None
    except (OSError, ValueError) as error:
        raise Unreadable("{file} cannot be read: {why}", file=str(path), why=_why(error)) from None


def _why(error: OSError | ValueError) -> str:
    return str(getattr(error, "strerror", None) or error).lower()
