"""The rows in the pages of an SQLite file, found without SQLite: what it no longer reads may still be there.

See https://www.sqlite.org/fileformat2.html. Nothing here believes what it reads: a row counts only if its own
checksum says so, and that is the caller's to see.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, BinaryIO

PAGE = 8192  # bytes, where the header does not say
HEADER = 100  # bytes before the first page's own header
TABLE_LEAF, INDEX_LEAF, INDEX_INNER = 0x0D, 0x0A, 0x02
KINDS = (0, INDEX_INNER, 5, INDEX_LEAF, TABLE_LEAF)  # 0: most overflow pages; another kind may be a damaged page
LONGEST = 1 << 26  # bytes of a payload; a longer one is a damaged length
_SIZES = {1: 1, 2: 2, 3: 3, 4: 4, 5: 6, 6: 8}  # serial type of a number -> bytes


class Pages:
    """The pages of a file, by number from 1."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        header = self._at(0, HEADER)
        size = int.from_bytes(header[16:18], "big")
        size = 65536 if size == 1 else size
        sound = 512 <= size <= 65536 and size & (size - 1) == 0
        self.size = size if sound else PAGE
        self.usable = self.size - (header[20] if sound and len(header) > 20 else 0)
        self.count = -(-file.seek(0, 2) // self.size)

    def records(self) -> Iterator[Sequence[Any]]:
        """The columns of every row and index entry, the outdated ones in unused places too, in no order."""
        for number in range(1, self.count + 1):
            page = self.page(number)
            start = HEADER if number == 1 else 0
            if len(page) <= start:
                return
            kind, cells = page[start], list(self._listed(page, start))
            if kind not in KINDS or (kind == TABLE_LEAF and (None in cells or len(page) < self.size)):
                cells += [self._cell(page, at, TABLE_LEAF) for at in range(start, len(page))]
            yield from (each for each in cells if each is not None)

    def page(self, number: int) -> bytes:
        """The bytes of a page; fewer where the file is cut off."""
        return self._at((number - 1) * self.size, self.size)

    def _at(self, offset: int, length: int) -> bytes:
        self._file.seek(offset)
        return self._file.read(length)

    def _listed(self, page: bytes, start: int) -> Iterator[Any]:
        """The cells that a page lists, None for one that cannot be."""
        kind = page[start]
        if kind not in (TABLE_LEAF, INDEX_LEAF, INDEX_INNER):
            return
        cells = int.from_bytes(page[start + 3 : start + 5], "big")
        first = start + (12 if kind == INDEX_INNER else 8)
        for at in range(first, min(first + 2 * cells, len(page)), 2):
            yield self._cell(page, int.from_bytes(page[at : at + 2], "big"), kind)

    def _cell(self, page: bytes, at: int, kind: int) -> Sequence[Any] | None:
        """The columns of the record in the cell at an offset, None where there is none."""
        try:
            if kind == INDEX_INNER:
                at += 4  # the page to its left
            length, at = _varint(page, at)
            if kind == TABLE_LEAF:
                _, at = _varint(page, at)  # the row's number
            if not 2 <= length <= LONGEST:
                return None
            local = self._local(length, kind)
            if not 2 <= page[at] <= 64:  # the record's header: of a few columns
                return None
            payload = page[at : at + local]
            if local < length:
                payload += self._overflow(int.from_bytes(page[at + local : at + local + 4], "big"), length - local)
            return _columns(payload) if len(payload) == length else None
        except IndexError:
            return None

    def _local(self, length: int, kind: int) -> int:
        """How much of a payload is in the cell itself."""
        most = self.usable - 35 if kind == TABLE_LEAF else (self.usable - 12) * 64 // 255 - 23
        if length <= most:
            return length
        least = (self.usable - 12) * 32 // 255 - 23
        kept = least + (length - least) % (self.usable - 4)
        return kept if kept <= most else least

    def _overflow(self, number: int, missing: int) -> bytes:
        """The rest of a payload from its chain of pages."""
        parts = []
        while missing > 0 and 0 < number <= self.count:
            page = self.page(number)
            part = page[4 : min(self.usable, 4 + missing)]
            if not part:
                break
            parts.append(part)
            missing -= len(part)
            number = int.from_bytes(page[:4], "big")
        return b"".join(parts)


def _varint(data: bytes, at: int) -> tuple[int, int]:
    """The number at an offset, and the offset after it. Raises IndexError."""
    value = 0
    for _ in range(8):
        byte = data[at]
        at += 1
        value = value << 7 | byte & 0x7F
        if byte < 0x80:
            return value, at
    return value << 8 | data[at], at + 1


def _columns(record: bytes) -> list[Any] | None:
    """The columns of a record: numbers, bytes (text too) and None; None where it is no record."""
    end, at = _varint(record, 0)
    values: list[Any] = []
    body = end
    while at < end:
        kind, at = _varint(record, at)
        if kind in (0, 8, 9):
            values.append(None if kind == 0 else kind - 8)
            continue
        size = _SIZES.get(kind, (kind - 12) // 2 if kind >= 12 else -1)
        if size < 0 or body + size > len(record):
            return None
        part = record[body : body + size]
        values.append(int.from_bytes(part, "big", signed=True) if kind < 12 else part)
        body += size
    return values if body == len(record) else None
