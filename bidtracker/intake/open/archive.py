"""Folders and .zip archives: the lists in them, each opened as if it stood alone. Archives in archives stay shut."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, NamedTuple

from bidtracker.domain.errors import Unreadable
from bidtracker.intake.open import unpack
from bidtracker.intake.open.sheets import is_workbook

MOST_FILES = 100_000
ZIP = b"PK\x03\x04"
_LIST = re.compile(r"\.((json|jsonl|ndjson|geojson|csv|tsv|txt)(\.(gz|xz|bz2|zst))?|xlsx|xlsm|xls|ods)$", re.IGNORECASE)
_HIDDEN = re.compile(r"(^|/)(\.|__MACOSX/)")


class Part(NamedTuple):
    """One list: where its bytes are, what it is called, how many bytes it has (None: nobody knows)."""

    origin: str | Path | BinaryIO
    name: str = ""
    total: int | None = None


class Member:
    """The bytes of one file in a .zip. What cannot be unpacked raises Unreadable."""

    def __init__(self, archive: zipfile.ZipFile, info: zipfile.ZipInfo, name: str) -> None:
        self._name = name
        self._packed = info.compress_size
        self._made = 0
        try:
            self._file = archive.open(info)
        except (RuntimeError, NotImplementedError):
            why = "{file} is encrypted, or packed in a way that is not known here; unpack it first"
            raise Unreadable(why, file=name) from None
        except (zipfile.BadZipFile, OSError):
            raise Unreadable("{file} is damaged: it cannot be unpacked", file=name) from None

    def read(self, size: int = -1) -> bytes:
        """The next bytes, at most `size`."""
        try:
            piece = self._file.read(size)
        except Exception:  # zlib, lzma and zipfile each have errors of their own
            raise Unreadable("{file} is damaged: it cannot be unpacked further", file=self._name) from None
        self._made += len(piece)
        unpack.bounded(self._packed, self._made, self._name)
        return piece


def parts(origin: str | Path | BinaryIO) -> Iterator[Part | Unreadable]:
    """The lists in a folder (and the folders in it, by name) or a .zip; anything else is one by itself.

    A file in it that cannot be opened is given as Unreadable. Raises Unreadable where there is no list at all.
    """
    if isinstance(origin, (str, Path)) and str(origin) != "-":
        path = Path(origin)
        try:
            if path.is_dir():
                yield from _folder(path)
                return
        except (OSError, ValueError):
            pass  # opening it says what is wrong
    if not _is_zip(origin):
        yield Part(origin)
        return
    name = Path(str(origin if isinstance(origin, (str, Path)) else getattr(origin, "name", "the list"))).name
    try:
        archive = zipfile.ZipFile(origin)
    except (zipfile.BadZipFile, OSError, NotImplementedError):
        raise Unreadable("{file} is a damaged zip archive or an Excel workbook", file=name) from None
    with archive:
        if is_workbook(archive):
            if not isinstance(origin, (str, Path)):
                origin.seek(0)
            yield Part(origin)
        else:
            yield from _members(archive, name)


def _is_zip(origin: str | Path | BinaryIO) -> bool:
    """Whether it begins as a .zip does; a stream that cannot be looked at twice is taken for a list."""
    try:
        if isinstance(origin, (str, Path)):
            if str(origin) == "-" or not Path(origin).is_file():
                return False
            with Path(origin).open("rb") as file:
                return file.read(4) == ZIP
        if not origin.seekable():
            return False
        at = origin.tell()
        begins = origin.read(4) == ZIP
        origin.seek(at)
    except (OSError, ValueError, AttributeError):
        return False
    return begins


def _folder(folder: Path) -> Iterator[Part]:
    lists = 0
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        archive = name.lower().endswith(".zip")
        if _HIDDEN.search(name) or not (archive or _LIST.search(name)) or not path.is_file():
            continue
        lists += 1
        if lists > MOST_FILES:
            raise Unreadable("{file} holds over {n} lists; import a part of it", file=folder.name, n=MOST_FILES)
        if archive:
            yield from (part for part in parts(path) if isinstance(part, Part))
        else:
            yield Part(path, name)
    if not lists:
        raise Unreadable("in the folder {file} is no list; lists end in .json, .jsonl or .csv", file=str(folder))


def _members(archive: zipfile.ZipFile, name: str) -> Iterator[Part | Unreadable]:
    infos = archive.infolist()
    if len(infos) > MOST_FILES:
        raise Unreadable("{file} holds over {n} files; unpack it first", file=name, n=MOST_FILES)
    lists = [info for info in infos if _LIST.search(info.filename) and not _HIDDEN.search(info.filename)]
    if not lists:
        raise Unreadable("{file} holds no list; lists end in .json, .jsonl or .csv", file=name)
    _sound(archive, lists, name)
    for info in sorted(lists, key=lambda info: info.filename):
        inner = f"{name}/{info.filename}"
        try:
            member: BinaryIO = Member(archive, info, inner)  # type: ignore[assignment]  # only read() is asked of it
        except Unreadable as error:
            yield error
        else:
            yield Part(member, inner, info.file_size)


def _sound(archive: zipfile.ZipFile, lists: list[zipfile.ZipInfo], name: str) -> None:
    """Raises Unreadable where members lie over each other, or all of them unpack to far more than the archive has."""
    ends = 0
    for info in sorted(archive.infolist(), key=lambda info: info.header_offset):
        if info.header_offset < ends:
            raise Unreadable("{file} has members that lie over each other, which no honest archive has", file=name)
        ends = info.header_offset + 30 + len(info.filename.encode("utf-8", "replace")) + info.compress_size
    if len(lists) > 1:  # one alone is bounded while it is read, and what comes before is kept
        unpack.bounded(sum(info.compress_size for info in lists), sum(info.file_size for info in lists), name)
